// The queue of a store: numbers are given, called, passed over and closed. Whoever redeems serves a number
// without asking for it; see store/queue.h. Every method may also answer Reason::store_unavailable, and
// Reason::commit_unknown.
#pragma once

#include <optional>
#include <string>

#include "core/api/queue.h"
#include "platform/service/caller.h"
#include "platform/store/queue.h"

namespace hexiao::service {

class Queueing {
public:
    explicit Queueing(const World& world) : world_(world) {}

    // A number for somebody at the counter. Errors: not_found, invalid_field, queue_full, key_reused.
    Result<api::TicketAnswer> take(const Caller& caller, const std::string& store_id,
                                   const api::TakeTicket& wanted, const std::string& key);

    // Who arrived first of those whom the lane serves. Whom it had called before was served, or, where a
    // redemption should have said so and none did, is skipped. Errors: not_found; invalid_field for a lane of
    // another store; key_reused.
    Result<api::TicketAnswer> call_next(const Caller& caller, const std::string& store_id,
                                        const api::CallNext& wanted, const std::string& key);

    // Errors: not_found; ticket_closed; invalid_field without the lane or the line that it takes; key_reused.
    Result<api::TicketAnswer> change(const Caller& caller, const std::string& ticket_id,
                                     const api::TicketCommand& command, const std::string& key);

private:
    World world_;
};

// Gives the next number of a line, in the transaction of `db`, and writes it down; `voucher_id` is what the
// customer came with. Errors: not_found, queue_full.
Result<api::Ticket> give_number(const World& world, store::Connection& db, const store::Scope& scope,
                                const std::string& store_id, api::Line line,
                                const std::optional<std::string>& voucher_id, Instant now);

} // namespace hexiao::service
