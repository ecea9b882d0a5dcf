// See clock.h.
#include "core/offline/clock.h"

#include <algorithm>
#include <array>

namespace hexiao::offline {

namespace {
constexpr std::array<std::string_view, 5> steadiness_names{"other", "steady", "by_wall", "jumped", "never"};
} // namespace

std::span<const std::string_view> enum_names(Steadiness /*which*/) noexcept { return steadiness_names; }

Reading read_clock(const std::optional<Contact>& contact, const Ticks& now) noexcept {
    if (!contact) {
        return {};
    }
    const Milliseconds by_wall = now.wall - contact->ticks.wall;
    const Milliseconds running = now.running - contact->ticks.running;
    const auto jumped = [&](Milliseconds at_most) {
        return Reading{Steadiness::jumped, {}, contact->server + at_most, at_most};
    };
    const auto by = [&](Steadiness steadiness, Milliseconds passed) {
        return Reading{steadiness, contact->server + passed, contact->server + passed, passed};
    };
    if (now.start != contact->ticks.start || running < Milliseconds{}) {
        // What passed before the page was loaded anew nobody counted; since then it is `now.running`.
        const bool possible = by_wall >= now.running - clock_tolerance && by_wall >= Milliseconds{};
        return possible ? by(Steadiness::by_wall, by_wall) : jumped(std::max(now.running, Milliseconds{}));
    }
    const Milliseconds apart = by_wall > running ? by_wall - running : running - by_wall;
    return apart > clock_tolerance + running / 1000 ? jumped(std::max(by_wall, running))
                                                    : by(Steadiness::steady, running);
}

} // namespace hexiao::offline
