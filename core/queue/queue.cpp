// See queue.h.
#include "core/queue/queue.h"

#include <algorithm>

namespace hexiao::queue {

namespace {
constexpr std::array<std::string_view, 3> line_names{"other", "group_buy", "general"};
constexpr std::array<std::string_view, 6> state_names{"other",   "waiting", "called",
                                                      "skipped", "served",  "left"};
constexpr std::array<std::string_view, 6> action_names{"other", "call", "skip", "move", "serve", "leave"};
} // namespace

std::span<const std::string_view> enum_names(Line /*which*/) noexcept { return line_names; }
std::span<const std::string_view> enum_names(TicketState /*which*/) noexcept { return state_names; }
std::span<const std::string_view> enum_names(Action /*which*/) noexcept { return action_names; }

std::string format_ticket(Line line, std::int64_t number) {
    return (line == Line::general ? "B" : "A") + std::to_string(number);
}

Reason may(Action action, TicketState state) noexcept {
    const bool open =
        state == TicketState::waiting || state == TicketState::called || state == TicketState::skipped;
    switch (action) {
    case Action::call:
    case Action::move:
    case Action::leave: return open ? Reason::none : Reason::ticket_closed;
    case Action::skip:
    case Action::serve: return state == TicketState::called ? Reason::none : Reason::ticket_closed;
    case Action::other: break;
    }
    return Reason::invalid_field;
}

TicketState after(Action action, TicketState state) noexcept {
    switch (action) {
    case Action::call: return TicketState::called;
    case Action::skip: return TicketState::skipped;
    case Action::move: return TicketState::waiting;
    case Action::serve: return TicketState::served;
    case Action::leave: return TicketState::left;
    case Action::other: break;
    }
    return state;
}

Alarm alarm_of(Milliseconds wait, const Alarms& alarms) noexcept {
    if (wait < alarms.first()) {
        return Alarm::none;
    }
    return wait < alarms.second() ? Alarm::long_wait : Alarm::too_long;
}

bool suggests_group_buy_lane(const LineLoad& group_buy, const LineLoad& general, std::int64_t shared,
                             const Alarms& alarms) noexcept {
    const bool spared = general.lanes > 0 || shared > 1;
    if (group_buy.longest < alarms.first() || !spared || general.longest >= alarms.first()) {
        return false;
    }
    // Compared by lane, without dividing.
    const std::int64_t ours = std::max<std::int64_t>(1, group_buy.lanes + shared);
    return group_buy.waiting * (general.lanes + shared) > general.waiting * ours;
}

} // namespace hexiao::queue
