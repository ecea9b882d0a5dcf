// Whole numbers from text.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace hexiao {

// The number that the whole text is, in decimal digits with perhaps a minus; nothing for anything else.
inline std::optional<std::int64_t> parse_integer(std::string_view text) noexcept {
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    return error == std::errc{} && stop == end ? std::optional{number} : std::nullopt;
}

} // namespace hexiao
