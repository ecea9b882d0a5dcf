// The house QR: what a customer's page shows, good for 30 seconds, so that a photograph of it is worth
// nothing later. "HX:" and 87 bytes in base45 (RFC 9285), which is alphanumeric mode of QR: 134 characters,
// version 6 at level M, 41 modules.
//
//     1  format, 1
//     2  number of the merchant's key
//    16  voucher, a UUID
//     4  first second that it is good for, since 1970
//    64  Ed25519 (RFC 8032) over the merchant's id and all of the above
//
// Numbers are big-endian. Whose it is, is not in it: the signature fits one merchant alone.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/time.h"

namespace hexiao {

inline constexpr std::string_view house_qr_prefix = "HX:";
inline constexpr Milliseconds house_qr_life{30'000};
// A code that was read in its last second is still on its way (ours).
inline constexpr Milliseconds house_qr_grace{15'000};

// The number of the key that signs at `at`: each serves for 90 days and is still believed for the next 90.
// Nobody has to remember to change it.
std::uint16_t house_qr_key_number(Instant at) noexcept;

struct HouseQr {
    std::uint16_t key = 0;
    std::string voucher_id;
    Instant from;

    friend bool operator==(const HouseQr&, const HouseQr&) = default;
};

using Ed25519Seed = std::array<std::uint8_t, 32>;
using Ed25519PublicKey = std::array<std::uint8_t, 32>;
Ed25519PublicKey public_key_of(const Ed25519Seed& seed) noexcept;
// From 64 lower-case hexadecimal digits; nothing from anything else.
std::optional<Ed25519PublicKey> read_public_key(std::string_view hex) noexcept;

// The text of the QR code. `qr.voucher_id` is a UUID in canonical form; `qr.from` loses its milliseconds.
std::string write_house_qr(const HouseQr& qr, std::string_view merchant_id, const Ed25519Seed& seed);

// What a text claims to be; nobody has checked its signature. Error: malformed_code.
Result<HouseQr> read_house_qr(std::string_view text);

// Whether the merchant's key signed exactly this text, which `read_house_qr` has read.
bool is_signed(std::string_view text, std::string_view merchant_id, const Ed25519PublicKey& key);

// Reason::none while it is good, stale_qr before and afterwards.
Reason check_house_qr(const HouseQr& qr, Instant now) noexcept;

} // namespace hexiao
