// What somebody should do something about, in one place, the worst first. Each is judged from what the
// console knows anyway; who has seen it the platform tells every console of the store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/api/alerts.h"

namespace hexiao::console {

struct State;

enum class AlertAbout : std::uint8_t {
    journal,  // does not extend what was seen of it
    not_kept, // the browser stores nothing: a reload would lose what is unsent
    unsent,   // what was tapped here and whose outcome is unknown
    stock,    // of a product little is left
    wait,     // customers wait too long
    cut       // the feed: what is shown is old
};

struct Alert {
    AlertAbout about = AlertAbout::wait;
    bool grave = false;
    std::optional<Instant> since; // where it is known
    api::AlertKind kind =
        api::AlertKind::other; // as which it can be acknowledged; `other`: it goes by itself
    std::optional<api::Acknowledged> acknowledged{}; // since it began
    std::string product_id{};                        // of `stock`, which is acknowledged by itself
};

std::vector<Alert> alerts(const State& state);
// Of them, that nobody has seen; without stock, of which every screen has a notice of its own.
std::size_t unseen_alerts(const State& state);

} // namespace hexiao::console
