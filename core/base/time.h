// Time as the business knows it: instants in UTC, and business days that end at the store's day cut, not at
// midnight. core never asks a clock or a zone database: the instant and the store's UTC offset at that
// instant are arguments.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace hexiao {

using Milliseconds = std::chrono::milliseconds;

inline constexpr Milliseconds one_day{24 * 3600 * 1000};

// A point in time: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted (as POSIX and RFC 3339
// clocks do).
struct Instant {
    std::int64_t ms = 0;

    friend constexpr Instant operator+(Instant at, Milliseconds by) noexcept { return {at.ms + by.count()}; }
    friend constexpr Instant operator-(Instant at, Milliseconds by) noexcept { return {at.ms - by.count()}; }
    friend constexpr Milliseconds operator-(Instant a, Instant b) noexcept {
        return Milliseconds{a.ms - b.ms};
    }
    friend constexpr auto operator<=>(Instant, Instant) noexcept = default;
};

// RFC 3339 in UTC with milliseconds: "2026-11-22T04:00:00.000Z". Years 0001 to 9999; outside, the nearest end
// of that range.
std::string format_rfc3339(Instant at);

// Reads RFC 3339 with any offset and any number of fraction digits (cut to milliseconds).
// Reason::invalid_field otherwise.
Result<Instant> parse_rfc3339(std::string_view text);

// How a store's clock relates to UTC at one instant, and when its day ends.
struct DayRule {
    int utc_offset_minutes = 480; // Asia/Shanghai
    int cut_minutes = 240;        // 04:00 local: what is redeemed at 01:30 belongs to the evening before

    friend bool operator==(const DayRule&, const DayRule&) = default;
};

// A business day, counted in days since 1970-01-01 of the store's calendar.
struct BusinessDay {
    std::int32_t days = 0;
    friend constexpr auto operator<=>(BusinessDay, BusinessDay) noexcept = default;
};

BusinessDay business_day(Instant at, DayRule rule) noexcept;

// First instant of the day under this rule; the day ends where the next one starts.
Instant day_start(BusinessDay day, DayRule rule) noexcept;

// "2026-11-22"
std::string format_day(BusinessDay day);

// The other way; nothing for what is no day.
std::optional<BusinessDay> parse_day(std::string_view text);

// "14:05" by the store's wall clock, 24 hours.
std::string format_clock(Instant at, int utc_offset_minutes);

// "2026-11-22" by the store's wall clock (calendar date, not business day): for validity on cards.
std::string format_date(Instant at, int utc_offset_minutes);

} // namespace hexiao
