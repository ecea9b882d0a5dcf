// See secrets.h.
#include "platform/service/secrets.h"

#include <array>

#include <sodium.h>

#include "core/base/hash.h"

namespace hexiao::service {

namespace {
constexpr unsigned long long argon_passes = 2;
constexpr std::size_t argon_memory = 19UL * 1024 * 1024;
constexpr std::size_t token_digits = 64;
} // namespace

std::string hash_password(const Secret& password) {
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    const std::string& text = password.reveal();
    if (crypto_pwhash_str_alg(hash.data(), text.data(), text.size(), argon_passes, argon_memory,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return no_password; // out of memory
    }
    return hash.data();
}

bool password_matches(const std::string& hash, const Secret& password) {
    return crypto_pwhash_str_verify(hash.c_str(), password.reveal().data(), password.reveal().size()) == 0;
}

std::string token_hash(const Secret& token) {
    const Sha256 digest = sha256(token.reveal());
    return {digest.begin(), digest.end()};
}

bool is_token(const Secret& token) {
    return token.reveal().size() == token_digits &&
           token.reveal().find_first_not_of("0123456789abcdef") == std::string::npos;
}

bool token_matches(const std::string& hash, const Secret& token) {
    const std::string given = token_hash(token);
    return hash.size() == given.size() && sodium_memcmp(hash.data(), given.data(), hash.size()) == 0;
}

} // namespace hexiao::service
