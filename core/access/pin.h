// Which PINs are worth something: 4 to 8 digits, and none of those that anybody would try first.
#pragma once

#include <string_view>

namespace hexiao {

inline constexpr std::size_t least_pin_digits = 4;
inline constexpr std::size_t most_pin_digits = 8;

// 4 to 8 digits, whichever.
bool is_pin(std::string_view text) noexcept;

// A PIN in equal steps (0000, 1234, 8642, 7890), one that repeats its beginning (1212, 131131), or one that
// many people choose.
bool is_weak_pin(std::string_view pin) noexcept;

} // namespace hexiao
