// See signed.h.
#include "core/offline/signed.h"

#include <sodium/crypto_box.h>
#include <sodium/crypto_generichash.h>
#include <sodium/utils.h>

#include "core/credential/house_qr.h"

namespace hexiao::offline {

std::string canonical_bytes(const api::OfflineAction& action) { return wire::write(action); }

std::string signed_text(std::string_view bytes) { return "hexiao-action:" + std::string{bytes}; }

std::string grant_text(const api::StaffGrant& grant) {
    return "hexiao-grant:1\n" + grant.id + "\n" + grant.merchant_id + "\n" + grant.device_id + "\n" +
           grant.staff_id + "\n" + std::string{enum_names(grant.role)[static_cast<std::size_t>(grant.role)]} +
           "\n" + grant.store_id + "\n" + std::to_string(grant.issued_at.ms) + "\n" +
           std::to_string(grant.until.ms);
}

// What crypto_box_seal does, but for where the ephemeral key comes from.
std::optional<std::string> seal_export(const api::ActionUpload& upload, std::string_view public_key_hex,
                                       const SealRandom& random) {
    static_assert(sizeof(Ed25519PublicKey) == crypto_box_PUBLICKEYBYTES);
    static_assert(sizeof(SealRandom::bytes) == crypto_box_SEEDBYTES);
    const auto to = read_public_key(public_key_hex);
    if (!to) {
        return std::nullopt;
    }
    std::array<std::uint8_t, crypto_box_PUBLICKEYBYTES> from{};
    std::array<std::uint8_t, crypto_box_SECRETKEYBYTES> secret{};
    crypto_box_seed_keypair(from.data(), secret.data(), random.bytes.data());
    std::array<std::uint8_t, crypto_box_NONCEBYTES> nonce{};
    crypto_generichash_state state{};
    crypto_generichash_init(&state, nullptr, 0, nonce.size());
    crypto_generichash_update(&state, from.data(), from.size());
    crypto_generichash_update(&state, to->data(), to->size());
    crypto_generichash_final(&state, nonce.data(), nonce.size());
    const std::string text = wire::write(upload);
    std::string box(from.size() + crypto_box_MACBYTES + text.size(), '\0');
    auto* const out = reinterpret_cast<unsigned char*>(box.data());
    std::copy(from.begin(), from.end(), out);
    if (crypto_box_easy(out + from.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                        nonce.data(), to->data(), secret.data()) != 0) {
        return std::nullopt; // a key of low order, which nobody's secret fits
    }
    std::string base64(sodium_base64_ENCODED_LEN(box.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(base64.data(), base64.size(), out, box.size(), sodium_base64_VARIANT_ORIGINAL);
    base64.pop_back(); // its terminating NUL
    return base64;
}

} // namespace hexiao::offline
