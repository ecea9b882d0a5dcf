// See queue.h.
#include "platform/service/queue.h"

#include <algorithm>

#include "platform/service/days.h"
#include "platform/service/facts.h"
#include "platform/service/once.h"
#include "platform/store/catalogue.h"
#include "platform/store/names.h"

namespace hexiao::service {

namespace {

using queue::Action;

Facts facts_of(const store::TicketRow& row) {
    return {{"ticket_id", row.ticket.id},
            {"store_id", row.store_id},
            {"line", std::string{store::name_of(row.ticket.line)}},
            {"lane_id", row.ticket.lane_id.value_or(std::string{})},
            {"voucher_id", row.voucher_id.value_or(std::string{})}};
}

// What redemptions said in the meantime is written down; the others are returned, by arrival.
std::vector<store::TicketRow> settle(store::Connection& db, const store::Scope& scope,
                                     const std::string& store_id, const std::string& business_day) {
    auto open = store::open_tickets(db, scope, store_id, business_day);
    for (const store::TicketRow& row : open) {
        if (!row.settled) {
            store::update_ticket(db, scope, row);
        }
    }
    std::erase_if(open, [](const store::TicketRow& row) { return !row.settled; });
    return open;
}

// What `caller` does to a number, with its fact.
void act(const World& world, store::Connection& db, const Caller& caller, store::TicketRow& row,
         Action action, Instant now, const std::optional<std::string>& lane_id = {}) {
    api::Ticket& ticket = row.ticket;
    ticket.state = queue::after(action, ticket.state);
    if (action == Action::call) {
        ticket.called_at = now;
        ticket.lane_id = lane_id;
        ++ticket.calls;
    } else if (action == Action::move) {
        ticket.called_at.reset();
        ticket.lane_id.reset();
        ticket.lane.reset();
    } else if (ticket.state == api::TicketState::served || ticket.state == api::TicketState::left) {
        row.ended_at = now;
    }
    store::update_ticket(db, caller.scope, row);
    record(world, db, caller, now, "ticket_" + std::string{store::name_of(action)}, facts_of(row));
}

// A lane speaks to one customer at a time.
void dismiss_called(const World& world, store::Connection& db, const Caller& caller,
                    std::vector<store::TicketRow>& open, const std::string& lane_id, const std::string& but,
                    Instant now) {
    for (store::TicketRow& row : open) {
        if (row.ticket.state == api::TicketState::called && row.ticket.lane_id == lane_id &&
            row.ticket.id != but) {
            const bool redeems = row.voucher_id || row.ticket.line == api::Line::group_buy;
            act(world, db, caller, row, redeems ? Action::skip : Action::serve, now);
        }
    }
}

Result<api::Lane> find_lane(store::Connection& db, const Caller& caller, const std::string& store_id,
                            const std::string& lane_id) {
    const auto lanes = store::lanes(db, caller.scope, store_id);
    const auto lane = std::ranges::find(lanes, lane_id, &api::Lane::id);
    if (lane == lanes.end()) {
        return Error{Reason::invalid_field, "lane_id"};
    }
    return *lane;
}

api::TicketAnswer answer_with(store::Connection& db, const Caller& caller, const std::string& ticket_id,
                              Instant now) {
    api::TicketAnswer answer;
    if (auto row = store::find_ticket(db, caller.scope, ticket_id)) {
        answer.ticket = std::move(row->ticket);
    }
    answer.server_time = now;
    return answer;
}

} // namespace

Result<api::Ticket> give_number(const World& world, store::Connection& db, const store::Scope& scope,
                                const std::string& store_id, api::Line line,
                                const std::optional<std::string>& voucher_id, Instant now) {
    const auto day = business_day_at(db, scope, store_id, now);
    if (!day) {
        return day.error();
    }
    const auto open = settle(db, scope, store_id, *day);
    if (open.size() >= static_cast<std::size_t>(api::most_tickets)) {
        return Error{Reason::queue_full, {}};
    }
    const std::int64_t number = store::next_number(db, scope, store_id, *day, line);
    store::TicketRow row;
    row.ticket.id = world.ids.uuid(now);
    row.ticket.line = line;
    row.ticket.label = queue::format_ticket(line, number);
    row.ticket.state = api::TicketState::waiting;
    row.ticket.arrived_at = now;
    row.store_id = store_id;
    row.business_day = *day;
    row.voucher_id = voucher_id;
    store::insert_ticket(db, scope, row, number);
    Facts facts = facts_of(row);
    facts["staff_id"] = scope.staff_id; // of nobody where customers took it themselves
    facts["device_id"] = scope.device_id;
    store::append_quiet_entry(db, scope.merchant_id,
                              {world.ids.uuid(now), "ticket_taken", now, std::move(facts)});
    return row.ticket;
}

Result<api::TicketAnswer> Queueing::take(const Caller& caller, const std::string& store_id,
                                         const api::TakeTicket& wanted, const std::string& key) {
    if (wanted.line == api::Line::other) {
        return Error{Reason::invalid_field, "line"};
    }
    return once<api::TicketAnswer>(
        world_, caller, {"take_ticket", key, store_id + "\n" + wire::write(wanted)},
        [&](store::Connection& db, Instant now, Instant& /*keep_until*/) -> Result<api::TicketAnswer> {
            auto ticket = give_number(world_, db, caller.scope, store_id, wanted.line, std::nullopt, now);
            if (!ticket) {
                return ticket.error();
            }
            return api::TicketAnswer{std::move(*ticket), {}, false, now};
        });
}

Result<api::TicketAnswer> Queueing::call_next(const Caller& caller, const std::string& store_id,
                                              const api::CallNext& wanted, const std::string& key) {
    return once<api::TicketAnswer>(
        world_, caller, {"call_next", key, store_id + "\n" + wire::write(wanted)},
        [&](store::Connection& db, Instant now, Instant& /*keep_until*/) -> Result<api::TicketAnswer> {
            const auto day = business_day_at(db, caller.scope, store_id, now);
            if (!day) {
                return day.error();
            }
            const auto lane = find_lane(db, caller, store_id, wanted.lane_id);
            if (!lane) {
                return lane.error();
            }
            auto open = settle(db, caller.scope, store_id, *day);
            dismiss_called(world_, db, caller, open, lane->id, {}, now);
            const auto next = std::ranges::find_if(open, [&](const store::TicketRow& row) {
                return row.ticket.state == api::TicketState::waiting &&
                       queue::serves(lane->line, row.ticket.line);
            });
            if (next == open.end()) {
                return api::TicketAnswer{{}, {}, false, now};
            }
            act(world_, db, caller, *next, Action::call, now, lane->id);
            return answer_with(db, caller, next->ticket.id, now);
        });
}

Result<api::TicketAnswer> Queueing::change(const Caller& caller, const std::string& ticket_id,
                                           const api::TicketCommand& command, const std::string& key) {
    return once<api::TicketAnswer>(
        world_, caller, {"change_ticket", key, ticket_id + "\n" + wire::write(command)},
        [&](store::Connection& db, Instant now, Instant& /*keep_until*/) -> Result<api::TicketAnswer> {
            auto row = store::find_ticket(db, caller.scope, ticket_id);
            if (!row) {
                return Error{Reason::not_found, "ticket_id"};
            }
            if (const Reason why = queue::may(command.action, row->ticket.state); why != Reason::none) {
                return Error{why, why == Reason::invalid_field ? "action" : ""};
            }
            if (command.action == Action::move) {
                row->ticket.line = command.line.value_or(api::Line::other);
                if (row->ticket.line == api::Line::other) {
                    return Error{Reason::invalid_field, "line"};
                }
            }
            if (command.action == Action::call) {
                const auto lane =
                    find_lane(db, caller, row->store_id, command.lane_id.value_or(std::string{}));
                if (!lane) {
                    return lane.error();
                }
                auto open = settle(db, caller.scope, row->store_id, row->business_day);
                dismiss_called(world_, db, caller, open, lane->id, ticket_id, now);
            }
            act(world_, db, caller, *row, command.action, now, command.lane_id);
            return answer_with(db, caller, ticket_id, now);
        });
}

} // namespace hexiao::service
