// What the key of the books (DATA/code.key) is used for. Each purpose has a key of its own, derived from that
// one, so that what one of them makes is worth nothing to another and there is still one file to guard.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/secret.h"
#include "core/credential/house_qr.h"
#include "core/offline/roster.h"

namespace hexiao::store {

class Vault {
public:
    // `key`: the 32 bytes of the key file.
    explicit Vault(std::string key) : key_(std::move(key)) {}

    // The 32 bytes under which a voucher code in canonical form is kept and found.
    std::string code_hash(const Secret& code) const;

    // The 32 bytes that stand for what was asked under an Idempotency-Key: enough to know it again, nothing
    // to guess its phone numbers and passwords from.
    std::string request_hash(std::string_view request) const;

    // What a sale under `key` stands under in the books: a UUID in form. The key itself is kept nowhere, so
    // that the books, even with the key file, do not tell the codes that were sold.
    std::string sale_key(std::string_view merchant_id, std::string_view key) const;
    // The bits of the `index`th code of that sale: the same for every retry, and random to everybody else.
    std::uint64_t sale_code(std::string_view merchant_id, std::string_view key, std::size_t index) const;

    // The token of the page of the `index`th voucher of that sale: 64 hexadecimal digits, as random.
    Secret sale_page(std::string_view merchant_id, std::string_view key, std::size_t index) const;

    // What the merchant's `number`th key for house QRs grows from (core/credential/house_qr.h).
    Ed25519Seed qr_seed(std::string_view merchant_id, std::uint16_t number) const;

    // Of rosters (core/offline/roster.h): what every device of the merchant hides codes under, and what this
    // one does on this day.
    offline::RosterKey code_key(std::string_view merchant_id) const;
    offline::RosterKey day_key(std::string_view merchant_id, std::string_view device_id,
                               std::string_view day) const;

    // The platform's signature on a grant of this merchant (core/offline/signed.h), in base64.
    std::string sign_grant(std::string_view merchant_id, std::string_view text) const;
    bool has_signed_grant(std::string_view merchant_id, std::string_view text,
                          std::string_view signature) const;

    // What devices seal files to, and what is in one; nothing where it was not sealed to this key.
    std::string seal_key() const;
    std::optional<std::string> open_sealed(std::string_view base64) const;

    // The 32 bytes by which a customer of this merchant is found. Of two merchants, they tell nothing of whom
    // they share.
    std::string phone_hash(std::string_view merchant_id, const Secret& phone) const;
    // XChaCha20-Poly1305 with a random nonce in front. `place` is not in the box, but it opens only with the
    // same: a box that was put into another row says nothing.
    std::string seal(std::string_view text, std::string_view place) const;
    std::optional<std::string> open(std::string_view box, std::string_view place) const;

private:
    enum class Purpose : std::uint64_t {
        requests = 1,
        sale_keys,
        sale_codes,
        phones,
        boxes,
        sale_pages,
        qr_keys,
        code_keys,
        day_keys,
        grants,
        sealing
    };
    std::string keyed_hash(Purpose purpose, std::string_view text) const;
    std::array<std::uint8_t, 32> seed(Purpose purpose, std::string_view text) const;

    std::string key_;
};

} // namespace hexiao::store
