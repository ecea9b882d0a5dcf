// See replay.h.
#include "tests/simulation/replay.h"

#include <array>
#include <fstream>

#include "shell/recorded.h"
#include "tests/simulation/world.h"

namespace hexiao::simulation {

console::State replay(const std::filesystem::path& file,
                      const std::function<void(const std::string& line, const console::State&)>& each) {
    console::State state;
    std::ifstream in{file};
    for (std::string line; std::getline(in, line);) {
        if (!shell::take_recorded(state, line)) {
            throw Violation{"an event that cannot be replayed: " + line};
        }
        each(line, state);
    }
    return state;
}

std::string describe(const console::State& state) {
    constexpr std::array steps{"waiting", "preparing", "finding", "showing", "acting", "verdict"};
    const auto& step = state.view.counter.step;
    std::string text = console::format_route(state.view.route) + ' ' + steps[step.index()];
    if (const auto* verdict = std::get_if<console::Verdict>(&step)) {
        text += ' ' + std::string{enum_names(verdict->outcome)[static_cast<std::size_t>(verdict->outcome)]} +
                ' ' + std::string{reason_name(verdict->reason)};
    } else if (const auto* acting = std::get_if<console::Acting>(&step)) {
        text += ' ' + acting->key + (acting->checking ? " checking" : "");
    }
    text += ", signed " + std::string{state.domain.session ? "in" : "out"} + ", late " +
            std::to_string(state.domain.late.size()) + ", feed at " + state.domain.last_event_id + ", owed";
    for (const auto& [key, pending] : state.domain.pending) {
        text += ' ' + key + ' ' + std::to_string(pending.attempts);
    }
    return text;
}

} // namespace hexiao::simulation
