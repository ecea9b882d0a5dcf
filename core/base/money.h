// Money: whole fen (1/100 yuan) in 64 bits. There is no fraction of a fen and no floating point anywhere near
// money.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hexiao {

struct Money {
    std::int64_t fen = 0;

    friend constexpr Money operator+(Money a, Money b) noexcept { return {a.fen + b.fen}; }
    friend constexpr Money operator-(Money a, Money b) noexcept { return {a.fen - b.fen}; }
    friend constexpr Money operator*(Money a, std::int64_t times) noexcept { return {a.fen * times}; }
    friend constexpr auto operator<=>(Money, Money) noexcept = default;
};

// The largest amount that the wire takes: ten million yuan. Keeps every sum of a day far from overflow.
inline constexpr std::int64_t max_fen = 1'000'000'000;

// "¥1,288.50"; whole yuan lose the fraction ("¥128"); minus before the sign. The same in Chinese and English.
std::string format_yuan(Money money);

// The amount that somebody writes: "38", "38.5", "38.50", with or without "¥", full-width too. Nothing for
// anything else, less than nothing, or more than the wire takes.
std::optional<Money> parse_yuan(std::string_view written);

} // namespace hexiao
