// Who waits; see handlers.h.
#include "platform/http/handlers.h"

namespace hexiao::http {

namespace {

// "I am here", from the customer's own page: what it shows then.
Outcome arrive(const Call& call) {
    return with_body<api::ArrivalRequest>(call, [&](const api::ArrivalRequest& message) {
        return answer_written(call, call.services.holders.arrive(message, call.request.address));
    });
}

// "It is me", from there as well.
Outcome confirm_lookup(const Call& call) {
    return with_body<api::HolderProof>(call, [&](const api::HolderProof& message) {
        return answer_written(call, call.services.holders.confirm(message, call.request.address));
    });
}

Outcome take_ticket(const Call& call) {
    return with_id(call, 0, "store_id", [&](const std::string& store_id) {
        return create<api::TakeTicket>(call, [&](const api::TakeTicket& wanted, const std::string& key) {
            return call.services.queueing.take(call.caller, store_id, wanted, key);
        });
    });
}

Outcome call_next(const Call& call) {
    return with_id(call, 0, "store_id", [&](const std::string& store_id) {
        return create<api::CallNext>(call, [&](const api::CallNext& wanted, const std::string& key) {
            return call.services.queueing.call_next(call.caller, store_id, wanted, key);
        });
    });
}

Outcome change_ticket(const Call& call) {
    return with_id(call, 0, "ticket_id", [&](const std::string& ticket_id) {
        return create<api::TicketCommand>(
            call, [&](const api::TicketCommand& command, const std::string& key) {
                return call.services.queueing.change(call.caller, ticket_id, command, key);
            });
    });
}

constexpr Handler queue_table[] = {
    {"arrive", arrive},       {"confirm_lookup", confirm_lookup}, {"take_ticket", take_ticket},
    {"call_next", call_next}, {"change_ticket", change_ticket},
};

} // namespace

std::span<const Handler> queue_handlers() noexcept { return queue_table; }

} // namespace hexiao::http
