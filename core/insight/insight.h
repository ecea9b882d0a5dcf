// What a store's day says: by the hour of its own clock, against the days before it, and against what is
// aimed at (product.md §7). Nothing here divides by nothing: where there is nothing to divide by, there is no
// figure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/money.h"
#include "core/base/time.h"
#include "core/queue/queue.h"

namespace hexiao::insight {

// --- aims and windows

// Redeemed of what was ordered, in hundredths of a per cent, until the merchant aims at something else.
inline constexpr std::int64_t success_aim = 9500;
// From the order to the redemption.
inline constexpr Milliseconds timely = one_day;
// Success is told of the orders of so long, the newest of which have had the time that is aimed at: whoever
// bought an hour ago has not failed to come.
inline constexpr Milliseconds success_window = 7 * one_day;
// What a day is compared with: the one before it, and the same weekday of the last week.
inline constexpr std::array compared_days_back{1, 7};

// `part` of `whole` in hundredths of a per cent, rounded; nothing of nothing.
std::optional<std::int64_t> share(std::int64_t part, std::int64_t whole) noexcept;

// --- hours

inline constexpr int hours_of_day = 24;

// A business day by the store's clock. Clocks are put forward or back at most once in it.
struct DayClock {
    Instant start, end;       // `end` is where the next day starts
    int cut_minutes = 240;    // local time at which it starts
    int offset_minutes = 480; // from UTC, until
    Instant changes_at{};     // which is `end` on most days, and
    int offset_after = 480;   // from then on
};

// Minutes on the store's clock since the day's cut, 0–1439: the same clock time is the same minute of any
// day. In the hour that an autumn night has twice it is counted twice, and one of spring has none.
int minute_of(const DayClock& clock, Instant at) noexcept;
// The hour that it falls in, counted from the cut, 0–23.
int hour_of(const DayClock& clock, Instant at) noexcept;
// "14:00", where the hour begins.
std::string hour_label(int hour, int cut_minutes);
// When that hour is, `until` exclusive: once, in spring perhaps not at all, in autumn perhaps in two pieces.
struct Span {
    Instant from, until;
    friend bool operator==(const Span&, const Span&) = default;
};
std::vector<Span> spans_of(const DayClock& clock, int hour);

struct Sum {
    std::int64_t uses = 0;
    Money amount;

    void add(const Sum& more) noexcept {
        uses += more.uses;
        amount = amount + more.amount;
    }
    friend bool operator==(const Sum&, const Sum&) = default;
};

// What a day did, added up as it is read.
struct Curve {
    std::array<Sum, hours_of_day> hours{};
    Sum whole;
    Sum by_now; // before minute `now`

    void add(int minute, const Sum& sum, int now) noexcept;
};

// --- waits

struct Waits {
    std::int64_t served = 0;
    Milliseconds sum{0}, longest{0};
    std::int64_t over_first = 0, over_second = 0; // as core/queue/queue.h alarms
    queue::Alarms alarms{};

    void add(Milliseconds wait) noexcept;
    std::optional<Milliseconds> mean() const noexcept;
};

} // namespace hexiao::insight
