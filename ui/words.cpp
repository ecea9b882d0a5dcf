// See words.h. A reason without its two strings does not compile.
#include "ui/words.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace hexiao::ui {

namespace {

struct ReasonWords {
    Str title, what_to_do;
};
constexpr std::array reason_words{
#define HEXIAO_REASON(name) ReasonWords{Str::reason_##name##_title, Str::reason_##name##_do},
    HEXIAO_REASONS(HEXIAO_REASON)
#undef HEXIAO_REASON
};

} // namespace

std::string_view Words::operator()(Str key) const {
    const auto at = static_cast<std::size_t>(key);
    return language_ == console::Language::zh ? text_zh[at] : text_en[at];
}

// A placeholder is {name}, or {name:one|other}: the first word where the value is "1".
std::string Words::fill(std::string_view pattern, std::span<const std::string_view> names,
                        std::span<const std::string_view> values) {
    std::string filled;
    for (std::size_t open = pattern.find('{'); open != std::string_view::npos; open = pattern.find('{')) {
        const std::size_t close = pattern.find('}', open);
        const std::string_view inside = pattern.substr(open + 1, close - open - 1);
        const std::size_t colon = inside.find(':');
        const auto found = std::ranges::find(names, inside.substr(0, colon));
        const std::string_view value = values[static_cast<std::size_t>(found - names.begin())];
        filled += pattern.substr(0, open);
        if (colon == std::string_view::npos) {
            filled += value;
        } else {
            const std::size_t bar = inside.find('|');
            filled += value == "1" ? inside.substr(colon + 1, bar - colon - 1) : inside.substr(bar + 1);
        }
        pattern.remove_prefix(close + 1);
    }
    return filled.append(pattern);
}

const std::string& Words::of(const api::Title& title) const {
    return language_ == console::Language::zh ? title.zh : title.en;
}

std::string_view Words::reason_title(Reason reason) const {
    return (*this)(reason_words[static_cast<std::size_t>(reason)].title);
}

std::string_view Words::reason_do(Reason reason) const {
    return (*this)(reason_words[static_cast<std::size_t>(reason)].what_to_do);
}

std::string Words::problem(Reason reason) const {
    return with<Str::problem_said, "title", "todo">(reason_title(reason), reason_do(reason));
}

std::string Words::number(std::int64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > (number < 0 ? 4U : 3U); at -= 3) {
        text.insert(at - 3, ",");
    }
    return text;
}

std::string_view Words::month(std::string_view iso) const {
    static constexpr std::array months{Str::month_01, Str::month_02, Str::month_03, Str::month_04,
                                       Str::month_05, Str::month_06, Str::month_07, Str::month_08,
                                       Str::month_09, Str::month_10, Str::month_11, Str::month_12};
    const int number = (iso.at(5) - '0') * 10 + iso.at(6) - '0';
    return (*this)(months.at(static_cast<std::size_t>(number - 1)));
}

namespace {

std::string_view day_of(std::string_view iso) { return iso.substr(iso.at(8) == '0' ? 9 : 8); }

} // namespace

std::string Words::date(std::string_view iso) const {
    if (iso.size() != 10) {
        return std::string(iso);
    }
    return with<Str::format_date, "year", "month", "day">(iso.substr(0, 4), month(iso), day_of(iso));
}

std::string Words::day(BusinessDay day) const {
    const std::string iso = format_day(day);
    return with<Str::format_day, "month", "day">(month(iso), day_of(iso));
}

std::string Words::month_of(BusinessDay day) const {
    const std::string iso = format_day(day);
    return with<Str::format_month, "year", "month">(iso.substr(0, 4), month(iso));
}

std::string Words::progress(double share, Milliseconds elapsed) const {
    constexpr double least = 0.05;
    constexpr Milliseconds shortest{2000};
    share = std::clamp(share, 0.0, 1.0);
    std::string so_far =
        with<Str::today_percent, "n">(number(static_cast<std::int64_t>(std::floor(share * 100))));
    if (share < least || share >= 1 || elapsed < shortest) {
        return so_far;
    }
    // Rounded up: who waits is rather pleased than disappointed.
    const auto seconds = static_cast<std::int64_t>(
        std::ceil(static_cast<double>(elapsed.count()) / 1000 * (1 - share) / share - 1e-6));
    const auto up = [&](std::int64_t unit) { return number((seconds + unit - 1) / unit); };
    const std::string left = seconds <= 90     ? with<Str::progress_seconds, "n">(up(1))
                             : seconds <= 5400 ? with<Str::progress_minutes, "n">(up(60))
                                               : with<Str::progress_hours, "n">(up(3600));
    return with<Str::format_listed, "first", "second">(so_far, left);
}

std::string Words::moment(Instant at, int utc_offset, std::string_view this_year) const {
    const std::string iso = format_date(at, utc_offset);
    const std::string day = iso.starts_with(this_year) && !this_year.empty()
                                ? with<Str::format_day, "month", "day">(month(iso), day_of(iso))
                                : date(iso);
    return with<Str::format_moment, "date", "clock">(day, format_clock(at, utc_offset));
}

} // namespace hexiao::ui
