// Being shown around: the first time that somebody of a role signs in on a device, three steps point at the
// real controls of the real screens, and pressing one of these moves on as well as "next". What a device has
// shown to a role it does not show again by itself (Preferences::toured).
#pragma once

#include <cstdint>

#include "core/api/messages.h"

namespace hexiao::console {

// What a step can point at.
enum class Control : std::uint8_t { place, scan, code, counter, today, me, invite };

inline constexpr std::uint8_t tour_steps = 3;

struct Tour {
    api::Role role = api::Role::other; // who is shown around
    std::uint8_t step = 0;             // below tour_steps
    friend bool operator==(const Tour&, const Tour&) = default;
};

} // namespace hexiao::console
