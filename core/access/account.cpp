// See account.h.
#include "core/access/account.h"

#include <algorithm>
#include <array>

namespace hexiao {

namespace {

// Unicode's White_Space and what is drawn as nothing, in UTF-8: U+0085, U+00A0, U+1680, U+180E, U+3000,
// U+FEFF.
constexpr std::array<std::string_view, 6> blanks{"\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80",
                                                 "\xE1\xA0\x8E", "\xE3\x80\x80", "\xEF\xBB\xBF"};

// U+2000 to U+200F, U+2028 to U+202F and U+205F to U+206F: spaces, joiners, separators and marks of
// direction.
bool has_invisible(std::string_view text) noexcept {
    constexpr auto none = std::string_view::npos;
    for (std::size_t at = text.find('\xE2'); at != none; at = text.find('\xE2', at + 1)) {
        const std::string_view two = text.substr(at + 1, 2);
        if ((two >= "\x80\x80" && two <= "\x80\x8F") || (two >= "\x80\xA8" && two <= "\x80\xAF") ||
            (two >= "\x81\x9F" && two <= "\x81\xAF")) {
            return true;
        }
    }
    return false;
}

} // namespace

bool is_account(std::string_view text) noexcept {
    const bool blank = std::ranges::any_of(text, [](char c) { return c >= 0 && c <= ' '; }) ||
                       std::ranges::any_of(blanks, [&](std::string_view one) {
                           return text.find(one) != std::string_view::npos;
                       });
    return !text.empty() && !blank && !has_invisible(text) &&
           std::string_view{"=+-@"}.find(text.front()) == std::string_view::npos;
}

} // namespace hexiao
