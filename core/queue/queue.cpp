// See queue.h.
#include "core/queue/queue.h"

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

Alarm alarm_of(Milliseconds wait) noexcept {
    if (wait < first_alarm) {
        return Alarm::none;
    }
    return wait < second_alarm ? Alarm::long_wait : Alarm::too_long;
}

bool suggests_group_buy_lane(const LineLoad& group_buy, const LineLoad& general) noexcept {
    if (group_buy.longest < first_alarm || general.lanes == 0 || general.longest >= first_alarm) {
        return false;
    }
    // Compared by lane, without dividing.
    const std::int64_t ours = group_buy.lanes == 0 ? 1 : group_buy.lanes;
    return group_buy.waiting * general.lanes > general.waiting * ours;
}

} // namespace hexiao::queue
