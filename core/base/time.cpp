// Calendar arithmetic by <chrono>'s civil calendar (no locale, no formatting library: both are heavy in
// wasm); see time.h.
#include "core/base/time.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>

namespace hexiao {

namespace {

constexpr std::int64_t ms_per_minute = 60'000;
constexpr std::int64_t ms_per_day = 86'400'000;
constexpr std::int64_t first_ms = -62'135'596'800'000; // 0001-01-01T00:00:00.000Z
constexpr std::int64_t last_ms = 253'402'300'799'999;  // 9999-12-31T23:59:59.999Z

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) noexcept {
    return a / b - (a % b < 0 ? 1 : 0);
}

struct Civil {
    int year, month, day;
};

Civil civil_of(std::int64_t days) noexcept {
    const std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{days}}};
    return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
            static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

std::string format_civil(std::int64_t days) {
    const Civil civil = civil_of(days);
    std::array<char, 40> text{};
    const int length =
        std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", civil.year, civil.month, civil.day);
    return {text.data(), static_cast<std::size_t>(length)};
}

// Takes `digits` decimal digits off the front of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t digits) noexcept {
    if (text.size() < digits) {
        return std::nullopt;
    }
    int value = 0;
    for (const char c : text.substr(0, digits)) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool take_char(std::string_view& text, std::string_view any_of) noexcept {
    if (text.empty() || any_of.find(text.front()) == std::string_view::npos) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

// Milliseconds of ".123456": further digits are read and dropped.
std::optional<int> take_fraction(std::string_view& text) noexcept {
    if (!take_char(text, ".")) {
        return 0;
    }
    int ms = 0;
    int digits = 0;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        if (digits < 3) {
            ms = ms * 10 + (text.front() - '0');
        }
        ++digits;
        text.remove_prefix(1);
    }
    if (digits == 0) {
        return std::nullopt;
    }
    for (; digits < 3; ++digits) {
        ms *= 10;
    }
    return ms;
}

// Minutes east of UTC of "Z" or "+08:00".
std::optional<int> take_offset(std::string_view& text) noexcept {
    if (take_char(text, "Zz")) {
        return 0;
    }
    const bool west = !text.empty() && text.front() == '-';
    if (!take_char(text, "+-")) {
        return std::nullopt;
    }
    const auto hours = take_number(text, 2);
    const bool colon = take_char(text, ":");
    const auto minutes = take_number(text, 2);
    if (!hours || !colon || !minutes || *hours > 23 || *minutes > 59) {
        return std::nullopt;
    }
    return (west ? -1 : 1) * (*hours * 60 + *minutes);
}

std::optional<Instant> read_rfc3339(std::string_view text) noexcept {
    const auto year = take_number(text, 4);
    const bool dash1 = take_char(text, "-");
    const auto month = take_number(text, 2);
    const bool dash2 = take_char(text, "-");
    const auto day = take_number(text, 2);
    const bool tee = take_char(text, "Tt ");
    const auto hour = take_number(text, 2);
    const bool colon1 = take_char(text, ":");
    const auto minute = take_number(text, 2);
    const bool colon2 = take_char(text, ":");
    const auto second = take_number(text, 2);
    if (!year || !dash1 || !month || !dash2 || !day || !tee || !hour || !colon1 || !minute || !colon2 ||
        !second) {
        return std::nullopt;
    }
    const auto fraction = take_fraction(text);
    const auto offset = fraction ? take_offset(text) : std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    // RFC 3339 allows second 60; a leap second is told as the second that follows.
    if (!offset || !text.empty() || !date.ok() || *hour > 23 || *minute > 59 || *second > 60) {
        return std::nullopt;
    }
    const std::int64_t days = std::chrono::sys_days{date}.time_since_epoch().count();
    const std::int64_t minutes = *hour * 60 + *minute - *offset;
    return Instant{days * ms_per_day + minutes * ms_per_minute + *second * std::int64_t{1000} + *fraction};
}

} // namespace

std::string format_rfc3339(Instant at) {
    const std::int64_t ms = std::clamp(at.ms, first_ms, last_ms);
    const std::int64_t days = floor_div(ms, ms_per_day);
    const auto rest = static_cast<int>(ms - days * ms_per_day);
    std::array<char, 24> clock{};
    const int length = std::snprintf(clock.data(), clock.size(), "T%02d:%02d:%02d.%03dZ", rest / 3'600'000,
                                     rest / 60'000 % 60, rest / 1000 % 60, rest % 1000);
    return format_civil(days).append(clock.data(), static_cast<std::size_t>(length));
}

Result<Instant> parse_rfc3339(std::string_view text) {
    if (const auto at = read_rfc3339(text)) {
        return *at;
    }
    return Error{Reason::invalid_field, {}};
}

BusinessDay business_day(Instant at, DayRule rule) noexcept {
    const std::int64_t shift = (rule.utc_offset_minutes - rule.cut_minutes) * ms_per_minute;
    return {static_cast<std::int32_t>(floor_div(at.ms + shift, ms_per_day))};
}

Instant day_start(BusinessDay day, DayRule rule) noexcept {
    return {day.days * ms_per_day - (rule.utc_offset_minutes - rule.cut_minutes) * ms_per_minute};
}

std::string format_day(BusinessDay day) { return format_civil(day.days); }

std::optional<BusinessDay> parse_day(std::string_view text) {
    const auto midnight = text.size() == 10 ? parse_rfc3339(std::string{text} + "T00:00:00Z")
                                            : Result<Instant>{Error{Reason::invalid_field, {}}};
    return midnight ? std::optional{business_day(*midnight, {0, 0})} : std::nullopt;
}

std::string format_clock(Instant at, int utc_offset_minutes) {
    const std::int64_t minutes = floor_div(at.ms, ms_per_minute) + utc_offset_minutes;
    const auto of_day = static_cast<int>(minutes - floor_div(minutes, 1440) * 1440);
    std::array<char, 8> text{};
    const int length = std::snprintf(text.data(), text.size(), "%02d:%02d", of_day / 60, of_day % 60);
    return {text.data(), static_cast<std::size_t>(length)};
}

std::string format_date(Instant at, int utc_offset_minutes) {
    return format_civil(floor_div(at.ms + utc_offset_minutes * ms_per_minute, ms_per_day));
}

} // namespace hexiao
