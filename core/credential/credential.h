// What was scanned, typed or said, and which channels it could belong to.
// Nothing is decided here: a text that fits several channels keeps all of them, and nothing is redeemed on a
// guess. Formats: product.md §1, platform-apis.md. The house code is ours: "H", 12 Crockford base32
// characters, and a check character, so that it can never be taken for another channel's digits.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/secret.h"

namespace hexiao {

enum class Channel : std::uint8_t { other, house, douyin, meituan, wechat };
std::span<const std::string_view> enum_names(Channel) noexcept;

enum class CredentialKind : std::uint8_t { house_code, house_qr, channel_code, douyin_link, phone };

struct Credential {
    CredentialKind kind = CredentialKind::house_code;
    Secret text; // in canonical form: upper case, without blanks and dashes; a link or a QR as it came
    std::vector<Channel> channels; // which could have made it, at least one
};

// The longest text that is looked at, in bytes; QR codes of the channels stay far below.
inline constexpr std::size_t max_credential_bytes = 512;

// Characters of a house code between the "H" and the check character: 60 bits.
inline constexpr std::size_t house_code_payload = 12;

// Reads a scanned or typed text. Blanks and dashes between groups are ignored, lower case is upper case, and
// in house codes O reads as 0, I and L as 1 (Crockford). Errors: malformed_code (nothing we know),
// check_character (a house code with a typing mistake).
Result<Credential> parse_credential(std::string_view text);

// The last four characters of a house code, which somebody reads out, in the form in which they stand in it.
// Error: malformed_code.
Result<std::string> read_last4(std::string_view text);

// Makes a house code from the low 60 bits of `bits`; the caller supplies randomness.
std::string make_house_code(std::uint64_t bits);

// "HABCD-EFGH-JKMNP": how a house code is printed for people, 4 or 5 characters a group.
std::string format_house_code(std::string_view code);

} // namespace hexiao
