// See credential.h.
//
// The check character is a sum over GF(32): character i is multiplied by alpha^(i+1). Unlike a sum modulo 37
// (Crockford's own, whose check symbols * ~ $ = are a burden on a phone's keyboard) it stays within the 32
// characters, and it finds every single wrong character and every exchange of two.
#include "core/credential/credential.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/base/width.h"
#include "core/credential/house_qr.h"

namespace hexiao {

namespace {

constexpr std::array<std::string_view, 5> channel_names{"other", "house", "douyin", "meituan", "wechat"};
constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

std::optional<unsigned> base32_value(char c) noexcept {
    if (c == 'O') {
        c = '0';
    } else if (c == 'I' || c == 'L') {
        c = '1';
    }
    const std::size_t at = alphabet.find(c);
    return at == std::string_view::npos ? std::nullopt : std::optional{static_cast<unsigned>(at)};
}

// x times alpha in GF(2)[x] / (x^5 + x^2 + 1), whose root alpha generates all 31 non-zero elements.
constexpr unsigned times_alpha(unsigned x) noexcept {
    return (x & 0x10U) != 0 ? ((x << 1U) ^ 0x25U) & 0x1FU : x << 1U;
}

unsigned check_value(std::span<const unsigned> payload) noexcept {
    unsigned sum = 0;
    for (const unsigned value : payload) {
        sum = times_alpha(sum ^ value);
    }
    return sum;
}

// Upper case, without blanks and dashes. Full-width forms come from Chinese input methods left on.
std::string fold(std::string_view text) {
    std::string folded;
    for (const char byte : half_width(text)) {
        if (byte == ' ' || byte == '-' || byte == '\t' || byte == '\r' || byte == '\n') {
            continue;
        }
        folded += static_cast<char>(byte >= 'a' && byte <= 'z' ? byte - 'a' + 'A' : byte);
    }
    return folded;
}

Result<Credential> parse_house_code(std::string_view folded) {
    std::array<unsigned, house_code_payload + 1> values{};
    if (folded.size() != values.size() + 1) {
        return Error{Reason::malformed_code, {}};
    }
    std::string canonical = "H";
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto value = base32_value(folded[i + 1]);
        if (!value) {
            return Error{Reason::malformed_code, {}};
        }
        values[i] = *value;
        canonical += alphabet[*value];
    }
    if (check_value(std::span{values}.first(house_code_payload)) != values.back()) {
        return Error{Reason::check_character, {}};
    }
    return Credential{CredentialKind::house_code, Secret{std::move(canonical)}, {Channel::house}};
}

bool is_douyin_link(std::string_view text) noexcept {
    return text.starts_with("https://v.douyin.com/") || text.starts_with("http://v.douyin.com/");
}

bool is_phone(std::string_view digits) noexcept {
    return digits.size() == 11 && digits[0] == '1' && digits[1] >= '3';
}

} // namespace

std::span<const std::string_view> enum_names(Channel /*which*/) noexcept { return channel_names; }

Result<Credential> parse_credential(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos || text.size() > max_credential_bytes) {
        return Error{Reason::malformed_code, {}};
    }
    text = text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
    if (is_douyin_link(text)) {
        return Credential{CredentialKind::douyin_link, Secret{std::string{text}}, {Channel::douyin}};
    }
    // As it came: blanks and dashes are digits of base45.
    if (text.starts_with(house_qr_prefix)) {
        const auto qr = read_house_qr(text);
        return qr ? Result{Credential{CredentialKind::house_qr, Secret{std::string{text}}, {Channel::house}}}
                  : Result<Credential>{qr.error()};
    }
    std::string folded = fold(text);
    if (folded.starts_with('H')) {
        return parse_house_code(folded);
    }
    const bool digits = std::ranges::all_of(folded, [](char c) { return c >= '0' && c <= '9'; });
    // The channels document no length; the shortest seen is 8, the longest 20 digits (platform-apis.md).
    if (!digits || folded.size() < 6 || folded.size() > 32) {
        return Error{Reason::malformed_code, {}};
    }
    const CredentialKind kind = is_phone(folded) ? CredentialKind::phone : CredentialKind::channel_code;
    return Credential{kind, Secret{std::move(folded)}, {Channel::douyin, Channel::meituan, Channel::wechat}};
}

Result<std::string> read_last4(std::string_view text) {
    const std::string folded = fold(text);
    if (folded.size() != 4) {
        return Error{Reason::malformed_code, {}};
    }
    std::string canonical;
    for (const char c : folded) {
        const auto value = base32_value(c);
        if (!value) {
            return Error{Reason::malformed_code, {}};
        }
        canonical += alphabet[*value];
    }
    return canonical;
}

std::string make_house_code(std::uint64_t bits) {
    std::array<unsigned, house_code_payload> values{};
    std::string code = "H";
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = static_cast<unsigned>(bits >> (5 * (values.size() - 1 - i))) & 0x1FU;
        code += alphabet[values[i]];
    }
    return code + alphabet[check_value(values)];
}

std::string format_house_code(std::string_view code) {
    std::string text{code};
    if (text.size() == house_code_payload + 2) {
        text.insert(9, "-");
        text.insert(5, "-");
    }
    return text;
}

} // namespace hexiao
