// See vault.h.
#include "platform/store/vault.h"

#include <algorithm>

#include <sodium.h>

#include "core/base/hash.h"
#include "core/base/uuid.h"

namespace hexiao::store {

namespace {

constexpr std::size_t digest_bytes = 32;
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == crypto_kdf_KEYBYTES);
static_assert(crypto_kdf_KEYBYTES == crypto_generichash_KEYBYTES);

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string blake2b(std::string_view key, std::string_view text) {
    std::string digest(digest_bytes, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(digest.data()), digest.size(), bytes(text),
                       text.size(), bytes(key), key.size());
    return digest;
}

std::string derived(std::string_view key, std::uint64_t purpose) {
    std::string made(crypto_kdf_KEYBYTES, '\0');
    crypto_kdf_derive_from_key(reinterpret_cast<unsigned char*>(made.data()), made.size(), purpose,
                               "hexiao-1", bytes(key));
    return made;
}

} // namespace

std::string Vault::code_hash(const Secret& code) const { return blake2b(key_, code.reveal()); }

std::string Vault::request_hash(std::string_view request) const {
    return keyed_hash(Purpose::requests, request);
}

std::string Vault::sale_key(std::string_view merchant_id, std::string_view key) const {
    const std::string hash =
        keyed_hash(Purpose::sale_keys, std::string{merchant_id} + "\n" + std::string{key});
    RandomBytes random{};
    std::copy_n(hash.begin(), random.size(), random.begin());
    return make_uuid7({}, random);
}

std::uint64_t Vault::sale_code(std::string_view merchant_id, std::string_view key, std::size_t index) const {
    const std::string hash =
        keyed_hash(Purpose::sale_codes,
                   std::string{merchant_id} + "\n" + std::string{key} + "\n" + std::to_string(index));
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < sizeof bits; ++i) {
        bits = bits << 8U | static_cast<unsigned char>(hash[i]);
    }
    return bits;
}

Secret Vault::sale_page(std::string_view merchant_id, std::string_view key, std::size_t index) const {
    const std::string hash =
        keyed_hash(Purpose::sale_pages,
                   std::string{merchant_id} + "\n" + std::string{key} + "\n" + std::to_string(index));
    return Secret{to_hex({bytes(hash), hash.size()})};
}

Ed25519Seed Vault::qr_seed(std::string_view merchant_id, std::uint16_t number) const {
    const std::string hash =
        keyed_hash(Purpose::qr_keys, std::string{merchant_id} + "\n" + std::to_string(number));
    Ed25519Seed seed{};
    std::copy_n(hash.begin(), seed.size(), seed.begin());
    return seed;
}

std::string Vault::phone_hash(std::string_view merchant_id, const Secret& phone) const {
    return keyed_hash(Purpose::phones, std::string{merchant_id} + "\n" + phone.reveal());
}

std::string Vault::seal(std::string_view text, std::string_view place) const {
    const std::string key = derived(key_, static_cast<std::uint64_t>(Purpose::boxes));
    std::string box(nonce_bytes + text.size() + tag_bytes, '\0');
    auto* const out = reinterpret_cast<unsigned char*>(box.data());
    randombytes_buf(out, nonce_bytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + nonce_bytes, nullptr, bytes(text), text.size(),
                                               bytes(place), place.size(), nullptr, out, bytes(key));
    return box;
}

std::optional<std::string> Vault::open(std::string_view box, std::string_view place) const {
    if (box.size() < nonce_bytes + tag_bytes) {
        return std::nullopt;
    }
    const std::string key = derived(key_, static_cast<std::uint64_t>(Purpose::boxes));
    const std::string_view sealed = box.substr(nonce_bytes);
    std::string text(sealed.size() - tag_bytes, '\0');
    const int opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
        reinterpret_cast<unsigned char*>(text.data()), nullptr, nullptr, bytes(sealed), sealed.size(),
        bytes(place), place.size(), bytes(box), bytes(key));
    return opened == 0 ? std::optional{std::move(text)} : std::nullopt;
}

std::string Vault::keyed_hash(Purpose purpose, std::string_view text) const {
    return blake2b(derived(key_, static_cast<std::uint64_t>(purpose)), text);
}

} // namespace hexiao::store
