// A lease: for a time one device alone decides on a voucher, or sells from a part of a product's stock, so
// that what it does while cut off cannot conflict with anybody. Both ends keep away from its end: the device
// stops two minutes before, the platform gives it to nobody else until two minutes after. A device whose
// clock cannot be believed stops at once.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/time.h"
#include "core/offline/clock.h"

namespace hexiao::offline {

inline constexpr Milliseconds lease_margin{2 * 60 * 1000};
// Shorter than twice the margin there would be next to nothing left of one.
inline constexpr std::int64_t least_lease_minutes = 10;
inline constexpr std::int64_t most_lease_minutes = std::int64_t{24} * 60;
inline constexpr std::int64_t usual_lease_minutes = 60;

// `held`; `returned` by the device; `taken_back` by a manager, without asking the device: what it claims
// later is a conflict; `ended` by its time.
enum class LeaseState : std::uint8_t { other, held, returned, taken_back, ended };
std::span<const std::string_view> enum_names(LeaseState) noexcept;

// On the device: may something be done under a lease until then? `margin` is lease_margin; the simulation
// shows what happens without one.
constexpr bool may_use(Instant until, const Reading& now, Milliseconds margin = lease_margin) noexcept {
    return now.steadiness == Steadiness::steady && now.server && *now.server < until - margin;
}

// On the platform: may what it was about be given to somebody else?
constexpr bool is_over(Instant until, Instant now, Milliseconds margin = lease_margin) noexcept {
    return now >= until + margin;
}

// How long the platform waits for the device to answer when another one needs what it holds. Afterwards it
// counts as unreachable.
inline constexpr Milliseconds lease_asked_for{2'000};

} // namespace hexiao::offline
