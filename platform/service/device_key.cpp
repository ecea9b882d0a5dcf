// See device_key.h.
#include "platform/service/device_key.h"

#include <memory>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <sodium.h>

namespace hexiao::service {

namespace {

constexpr std::size_t spki_bytes = 91; // of an uncompressed P-256 point
constexpr std::size_t half = 32;

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

std::string decoded(std::string_view base64, std::size_t bytes) {
    std::string text(bytes, '\0');
    std::size_t length = 0;
    const bool good =
        sodium_base642bin(reinterpret_cast<unsigned char*>(text.data()), text.size(), base64.data(),
                          base64.size(), nullptr, &length, nullptr, sodium_base64_VARIANT_ORIGINAL) == 0;
    return good && length == bytes ? text : std::string{};
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

Owned<EVP_PKEY> parse(const std::string& der) {
    const unsigned char* at = bytes_of(der);
    Owned<EVP_PKEY> key{d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size()))};
    const bool whole = key && at == bytes_of(der) + der.size();
    return whole ? std::move(key) : nullptr;
}

bool is_p256(EVP_PKEY* key) {
    char group[32] = {};
    return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
           EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, group, sizeof group, nullptr) ==
               1 &&
           std::string_view{group} == "prime256v1";
}

// As OpenSSL wants it; empty when r or s is no number it takes.
std::string to_der(std::string_view raw) {
    const Owned<ECDSA_SIG> signature{ECDSA_SIG_new()};
    BIGNUM* r = BN_bin2bn(bytes_of(raw), half, nullptr);
    BIGNUM* s = BN_bin2bn(bytes_of(raw) + half, half, nullptr);
    if (!signature || ECDSA_SIG_set0(signature.get(), r, s) != 1) {
        BN_free(r);
        BN_free(s);
        return {};
    }
    unsigned char* made = nullptr;
    const int length = i2d_ECDSA_SIG(signature.get(), &made);
    std::string der{reinterpret_cast<const char*>(made), length > 0 ? static_cast<std::size_t>(length) : 0};
    OPENSSL_free(made);
    return der;
}

} // namespace

std::optional<std::string> read_public_key(std::string_view base64) {
    std::string der = decoded(base64, spki_bytes);
    const Owned<EVP_PKEY> key = parse(der);
    if (!key || !is_p256(key.get())) {
        return std::nullopt;
    }
    const Owned<EVP_PKEY_CTX> check{EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr)};
    return check && EVP_PKEY_public_check(check.get()) == 1 ? std::optional{std::move(der)} : std::nullopt;
}

bool signature_matches(const std::string& public_key, std::string_view text, std::string_view signature) {
    const std::string raw = decoded(signature, 2 * half);
    const Owned<EVP_PKEY> key = parse(public_key);
    if (raw.empty() || !key) {
        return false;
    }
    const std::string der = to_der(raw);
    const Owned<EVP_MD_CTX> digest{EVP_MD_CTX_new()};
    return digest && EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
           EVP_DigestVerify(digest.get(), bytes_of(der), der.size(), bytes_of(text), text.size()) == 1;
}

} // namespace hexiao::service
