// How much of a product may still be sold, and when somebody has to hear of it (product.md §3). The stock is
// what may be sold in all; two lines stand in it: from the warning line on staff are told, at the red line
// nothing more is sold, and whatever lies beyond it (a line that was lowered, a channel's sales) takes the
// product off sale. Each line is drawn by a count and by a share, and stands where the first of them is met.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/api/wire.h"
#include "core/base/time.h"

namespace hexiao::stock {

inline constexpr std::int64_t most = 10'000'000; // vouchers of one product

// Counts are of vouchers that are left, shares of a hundred that are sold.
struct Lines {
    static constexpr std::string_view wire_name = "StockLines";
    std::int64_t warn_left = 10; // "10 more and you are over" (product.md §3)
    std::int64_t warn_percent = 85;
    std::int64_t red_left = 0;
    std::int64_t red_percent = 100;

    template <class V>
    static void fields(V& v) {
        v("warn_left", &Lines::warn_left, wire::integer(0, most));
        v("warn_percent", &Lines::warn_percent, wire::integer(1, 100));
        v("red_left", &Lines::red_left, wire::integer(0, most));
        v("red_percent", &Lines::red_percent, wire::integer(1, 100));
    }
    friend bool operator==(const Lines&, const Lines&) = default;
};

// The member of lines that stand in the wrong order, the warning behind the red one; "" where all is well.
std::string_view misplaced(const Lines& lines) noexcept;

// So many may be sold before it is red: never less than none.
std::int64_t red_line(std::int64_t total, const Lines& lines) noexcept;

// In the order in which they are worse. Nothing is told of a product that never had a stock; one whose lines
// leave nothing to sell is red from the start.
enum class Level : std::uint8_t { other, calm, warning, red, over };
std::span<const std::string_view> enum_names(Level) noexcept;
Level level_of(std::int64_t sold, std::int64_t total, const Lines& lines) noexcept;

// How many more may be sold: none from the red line on.
std::int64_t sellable(std::int64_t sold, std::int64_t total, const Lines& lines) noexcept;

// The whole hundredths that are sold; 100 only when all are.
std::int64_t sold_percent(std::int64_t sold, std::int64_t total) noexcept;

// What somebody of a store saw and said so.
struct Seen {
    Level level = Level::other;
    Instant at;
};
inline constexpr Milliseconds notice_again{60 * 60 * 1000};

// Is the notice to be shown? From the warning line on, until somebody has seen it; again when it got worse,
// and every hour while it lasts. What was taken off sale needs none, unless it is over its line.
bool notice_due(Level level, bool on_sale, const std::optional<Seen>& seen, Instant now) noexcept;

} // namespace hexiao::stock
