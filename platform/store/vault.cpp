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
    return seed(Purpose::qr_keys, std::string{merchant_id} + "\n" + std::to_string(number));
}

offline::RosterKey Vault::code_key(std::string_view merchant_id) const {
    return seed(Purpose::code_keys, merchant_id);
}

offline::RosterKey Vault::day_key(std::string_view merchant_id, std::string_view device_id,
                                  std::string_view day) const {
    return seed(Purpose::day_keys,
                std::string{merchant_id} + "\n" + std::string{device_id} + "\n" + std::string{day});
}

std::string Vault::sign_grant(std::string_view merchant_id, std::string_view text) const {
    std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> public_key{};
    std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
    crypto_sign_seed_keypair(public_key.data(), secret.data(), seed(Purpose::grants, merchant_id).data());
    std::array<unsigned char, crypto_sign_BYTES> signature{};
    crypto_sign_detached(signature.data(), nullptr, bytes(text), text.size(), secret.data());
    std::string base64(sodium_base64_ENCODED_LEN(signature.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(base64.data(), base64.size(), signature.data(), signature.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    base64.pop_back(); // its terminating NUL
    return base64;
}

bool Vault::has_signed_grant(std::string_view merchant_id, std::string_view text,
                             std::string_view signature) const {
    const std::string ours = sign_grant(merchant_id, text); // Ed25519 signs the same alike
    return ours.size() == signature.size() &&
           sodium_memcmp(ours.data(), signature.data(), signature.size()) == 0;
}

std::string Vault::seal_key() const {
    std::array<unsigned char, crypto_box_PUBLICKEYBYTES> public_key{};
    std::array<unsigned char, crypto_box_SECRETKEYBYTES> secret{};
    crypto_box_seed_keypair(public_key.data(), secret.data(), seed(Purpose::sealing, {}).data());
    return to_hex(public_key);
}

std::optional<std::string> Vault::open_sealed(std::string_view base64) const {
    std::array<unsigned char, crypto_box_PUBLICKEYBYTES> public_key{};
    std::array<unsigned char, crypto_box_SECRETKEYBYTES> secret{};
    crypto_box_seed_keypair(public_key.data(), secret.data(), seed(Purpose::sealing, {}).data());
    std::string box(base64.size() / 4 * 3 + 3, '\0');
    std::size_t size = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(box.data()), box.size(), base64.data(),
                          base64.size(), nullptr, &size, nullptr, sodium_base64_VARIANT_ORIGINAL) != 0 ||
        size < crypto_box_SEALBYTES) {
        return std::nullopt;
    }
    std::string text(size - crypto_box_SEALBYTES, '\0');
    const int opened = crypto_box_seal_open(reinterpret_cast<unsigned char*>(text.data()), bytes(box), size,
                                            public_key.data(), secret.data());
    return opened == 0 ? std::optional{std::move(text)} : std::nullopt;
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

std::array<std::uint8_t, 32> Vault::seed(Purpose purpose, std::string_view text) const {
    const std::string hash = keyed_hash(purpose, text);
    std::array<std::uint8_t, 32> made{};
    std::copy_n(hash.begin(), made.size(), made.begin());
    return made;
}

std::string Vault::keyed_hash(Purpose purpose, std::string_view text) const {
    return blake2b(derived(key_, static_cast<std::uint64_t>(purpose)), text);
}

} // namespace hexiao::store
