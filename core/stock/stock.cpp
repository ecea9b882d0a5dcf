// See stock.h.
#include "core/stock/stock.h"

#include <algorithm>
#include <array>

namespace hexiao::stock {

namespace {

constexpr std::array<std::string_view, 5> level_names{"other", "calm", "warning", "red", "over"};
constexpr std::int64_t whole = 100;

std::int64_t line(std::int64_t total, std::int64_t left, std::int64_t percent) noexcept {
    return std::max<std::int64_t>(0, std::min(total - left, total * percent / whole));
}

} // namespace

std::span<const std::string_view> enum_names(Level /*which*/) noexcept { return level_names; }

std::string_view misplaced(const Lines& lines) noexcept {
    return lines.warn_left < lines.red_left         ? "warn_left"
           : lines.warn_percent > lines.red_percent ? "warn_percent"
                                                    : std::string_view{};
}

std::int64_t red_line(std::int64_t total, const Lines& lines) noexcept {
    return line(total, lines.red_left, lines.red_percent);
}

Level level_of(std::int64_t sold, std::int64_t total, const Lines& lines) noexcept {
    if (total == 0) {
        return Level::calm;
    }
    const std::int64_t red = red_line(total, lines);
    if (sold >= red) {
        return sold > red ? Level::over : Level::red;
    }
    const bool near = sold > 0 && sold >= line(total, lines.warn_left, lines.warn_percent);
    return near ? Level::warning : Level::calm;
}

std::int64_t sellable(std::int64_t sold, std::int64_t total, const Lines& lines) noexcept {
    return std::max<std::int64_t>(0, red_line(total, lines) - sold);
}

std::int64_t sold_percent(std::int64_t sold, std::int64_t total) noexcept {
    return total == 0 ? 0 : sold * whole / total;
}

bool notice_due(Level level, bool on_sale, const std::optional<Seen>& seen, Instant now) noexcept {
    if (level < Level::warning || (!on_sale && level != Level::over)) {
        return false;
    }
    return !seen || seen->level < level || now - seen->at >= notice_again;
}

} // namespace hexiao::stock
