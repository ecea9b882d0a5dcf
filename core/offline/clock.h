// What time it is on a device that is cut off. Its own clock may be set by anybody, so the server's time is
// kept from the last answer and carried on by the time that has passed since on a clock that only runs
// forward (the browser's performance.now()). When the page was loaded anew meanwhile that clock began anew:
// then only the device's own clock can say how much has passed, which is good enough to judge a QR code and
// not good enough for a lease. When the two disagree, somebody set the clock or the device slept.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/time.h"

namespace hexiao::offline {

// How far a device's time is to be believed: `steady` by two clocks that agree; `by_wall` by its own clock
// alone; `jumped` not at all; `never`: it has not heard from the platform yet.
enum class Steadiness : std::uint8_t { other, steady, by_wall, jumped, never };
std::span<const std::string_view> enum_names(Steadiness) noexcept;

// The clocks of a device at one moment.
struct Ticks {
    Instant wall;           // the device's own clock
    Milliseconds running{}; // since `start`, never backward
    std::string start;      // names what `running` counts from: another one after each load of the page
};

// Kept with the last answer, also over a reload.
struct Contact {
    Instant server; // the server's time in the answer
    Ticks ticks;    // when it arrived
};

struct Reading {
    Steadiness steadiness = Steadiness::never;
    std::optional<Instant> server;             // absent with `jumped` and `never`
    std::optional<Instant> latest;             // the latest that it can be; absent with `never`
    std::optional<Milliseconds> since_contact; // with `jumped` the most that it can have been
};

// Two clocks that run at their own pace may differ by so much, and by a thousandth of what has passed.
inline constexpr Milliseconds clock_tolerance{5'000};

Reading read_clock(const std::optional<Contact>& contact, const Ticks& now) noexcept;

} // namespace hexiao::offline
