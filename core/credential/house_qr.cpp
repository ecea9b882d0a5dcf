// See house_qr.h. libsodium's Ed25519 is a pure function here and needs no sodium_init().
#include "core/credential/house_qr.h"

#include <algorithm>
#include <span>

#include <sodium/crypto_sign_ed25519.h>

#include "core/base/hash.h"

namespace hexiao {

namespace {

constexpr std::string_view base45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
constexpr std::uint8_t format = 1;
constexpr std::size_t key_at = 1, voucher_at = 3, from_at = 19, signature_at = 23;
constexpr std::size_t signature_bytes = 64;
constexpr std::size_t all_bytes = signature_at + signature_bytes;
constexpr Milliseconds key_serves{90 * one_day};

static_assert(signature_bytes == crypto_sign_ed25519_BYTES);
static_assert(sizeof(Ed25519PublicKey) == crypto_sign_ed25519_PUBLICKEYBYTES);
static_assert(sizeof(Ed25519Seed) == crypto_sign_ed25519_SEEDBYTES);

using Bytes = std::array<std::uint8_t, all_bytes>;

// Two bytes are three characters, a last one is two.
std::string encode(std::span<const std::uint8_t> bytes) {
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
        const bool pair = i + 1 < bytes.size();
        unsigned value = pair ? bytes[i] * 256U + bytes[i + 1] : bytes[i];
        for (int k = pair ? 3 : 2; k > 0; --k, value /= 45) {
            text += base45[value % 45];
        }
    }
    return text;
}

bool decode(std::string_view text, Bytes& bytes) noexcept {
    if (text.size() != all_bytes / 2 * 3 + 2) {
        return false;
    }
    for (std::size_t i = 0, at = 0; i < text.size(); i += 3) {
        const std::string_view group = text.substr(i, 3);
        std::size_t value = 0;
        for (std::size_t k = group.size(); k-- > 0;) {
            const std::size_t digit = base45.find(group[k]);
            if (digit == std::string_view::npos) {
                return false;
            }
            value = value * 45 + digit;
        }
        if (value > (group.size() == 3 ? 0xFFFFU : 0xFFU)) {
            return false;
        }
        if (group.size() == 3) {
            bytes[at++] = static_cast<std::uint8_t>(value >> 8U);
        }
        bytes[at++] = static_cast<std::uint8_t>(value & 0xFFU);
    }
    return true;
}

void put(std::uint64_t number, std::span<std::uint8_t> into) noexcept {
    for (std::size_t i = into.size(); i-- > 0; number >>= 8U) {
        into[i] = static_cast<std::uint8_t>(number & 0xFFU);
    }
}

std::uint64_t take(std::span<const std::uint8_t> from) noexcept {
    std::uint64_t number = 0;
    for (const std::uint8_t byte : from) {
        number = number << 8U | byte;
    }
    return number;
}

// Fills `into` from lower-case hexadecimal digits; dashes are passed over. False when it is not so many.
bool put_hex(std::string_view hex, std::span<std::uint8_t> into) noexcept {
    static constexpr std::string_view names = "0123456789abcdef";
    std::size_t digits = 0;
    for (const char c : hex) {
        if (c == '-') {
            continue;
        }
        const std::size_t value = names.find(c);
        if (value == std::string_view::npos || digits == into.size() * 2) {
            return false;
        }
        into[digits / 2] = static_cast<std::uint8_t>(into[digits / 2] * 16U + static_cast<unsigned>(value));
        ++digits;
    }
    return digits == into.size() * 2;
}

std::string take_uuid(std::span<const std::uint8_t> from) {
    std::string uuid = to_hex(from);
    for (const std::size_t at : {8U, 13U, 18U, 23U}) {
        uuid.insert(at, "-");
    }
    return uuid;
}

// What is signed. The merchant's id has one length, so no two claims have the same bytes.
std::string signed_text(std::string_view merchant_id, const Bytes& bytes) {
    std::string text{"hexiao house qr\n"};
    text += merchant_id;
    text.append(reinterpret_cast<const char*>(bytes.data()), signature_at);
    return text;
}

const unsigned char* raw(const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

} // namespace

std::uint16_t house_qr_key_number(Instant at) noexcept {
    return static_cast<std::uint16_t>(std::max<std::int64_t>(0, at.ms) / key_serves.count());
}

Ed25519PublicKey public_key_of(const Ed25519Seed& seed) noexcept {
    Ed25519PublicKey key{};
    std::array<std::uint8_t, crypto_sign_ed25519_SECRETKEYBYTES> secret{};
    crypto_sign_ed25519_seed_keypair(key.data(), secret.data(), seed.data());
    return key;
}

std::optional<Ed25519PublicKey> read_public_key(std::string_view hex) noexcept {
    Ed25519PublicKey key{};
    return put_hex(hex, key) ? std::optional{key} : std::nullopt;
}

std::string write_house_qr(const HouseQr& qr, std::string_view merchant_id, const Ed25519Seed& seed) {
    Bytes bytes{};
    const std::span<std::uint8_t> all{bytes};
    bytes[0] = format;
    put(qr.key, all.subspan(key_at, voucher_at - key_at));
    put_hex(qr.voucher_id, all.subspan(voucher_at, from_at - voucher_at));
    put(static_cast<std::uint64_t>(std::max<std::int64_t>(0, qr.from.ms) / 1000),
        all.subspan(from_at, signature_at - from_at));
    Ed25519PublicKey key{};
    std::array<std::uint8_t, crypto_sign_ed25519_SECRETKEYBYTES> secret{};
    crypto_sign_ed25519_seed_keypair(key.data(), secret.data(), seed.data());
    const std::string text = signed_text(merchant_id, bytes);
    crypto_sign_ed25519_detached(bytes.data() + signature_at, nullptr, raw(text), text.size(), secret.data());
    return std::string{house_qr_prefix} + encode(bytes);
}

Result<HouseQr> read_house_qr(std::string_view text) {
    Bytes bytes{};
    if (!text.starts_with(house_qr_prefix) || !decode(text.substr(house_qr_prefix.size()), bytes) ||
        bytes[0] != format) {
        return Error{Reason::malformed_code, {}};
    }
    const std::span<const std::uint8_t> all{bytes};
    return HouseQr{static_cast<std::uint16_t>(take(all.subspan(key_at, voucher_at - key_at))),
                   take_uuid(all.subspan(voucher_at, from_at - voucher_at)),
                   {static_cast<std::int64_t>(take(all.subspan(from_at, signature_at - from_at))) * 1000}};
}

bool is_signed(std::string_view text, std::string_view merchant_id, const Ed25519PublicKey& key) {
    Bytes bytes{};
    if (!text.starts_with(house_qr_prefix) || !decode(text.substr(house_qr_prefix.size()), bytes)) {
        return false;
    }
    const std::string claimed = signed_text(merchant_id, bytes);
    return crypto_sign_ed25519_verify_detached(bytes.data() + signature_at, raw(claimed), claimed.size(),
                                               key.data()) == 0;
}

Reason check_house_qr(const HouseQr& qr, Instant now) noexcept {
    const bool good = now + house_qr_grace >= qr.from && now < qr.from + house_qr_life + house_qr_grace;
    return good ? Reason::none : Reason::stale_qr;
}

} // namespace hexiao
