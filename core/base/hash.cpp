// See hash.h. crypto_hash_sha256 is a pure function and needs no sodium_init().
#include "core/base/hash.h"

#include <sodium/crypto_hash_sha256.h>

namespace hexiao {

Sha256 sha256(std::string_view bytes) noexcept {
    static_assert(sizeof(Sha256) == crypto_hash_sha256_BYTES);
    Sha256 digest{};
    crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    return digest;
}

std::string to_hex(std::span<const std::uint8_t> bytes) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 0x0F];
    }
    return text;
}

} // namespace hexiao
