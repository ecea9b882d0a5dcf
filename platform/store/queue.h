// SQL of the queue. That a number was served is mostly not written when it happens but seen from the
// redemptions: redeeming is the one thing that must stay quick, and an undone redemption undoes that as well.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/queue.h"
#include "core/insight/insight.h"
#include "platform/store/connection.h"
#include "platform/store/scope.h"

namespace hexiao::store {

struct TicketRow {
    api::Ticket ticket; // `state` as it is, also where a redemption says so
    std::string store_id;
    std::string business_day;
    std::optional<std::string> voucher_id;
    std::optional<Instant> ended_at;
    bool settled = true; // that it ended stands in its row
};

// The ones of a day that are open in their rows, by arrival.
std::vector<TicketRow> open_tickets(Connection& db, const Scope& scope, const std::string& store_id,
                                    const std::string& business_day);
std::optional<TicketRow> find_ticket(Connection& db, const Scope& scope, const std::string& ticket_id);
// The last one that came with this voucher on any store's day, open or not.
std::optional<TicketRow> ticket_of_voucher(Connection& db, const Scope& scope, const std::string& voucher_id);

// One that a line has not given yet on that day.
std::int64_t next_number(Connection& db, const Scope& scope, const std::string& store_id,
                         const std::string& business_day, api::Line line);
void insert_ticket(Connection& db, const Scope& scope, const TicketRow& row, std::int64_t number);
// State, line, lane, calls and times.
void update_ticket(Connection& db, const Scope& scope, const TicketRow& row);

// The whole queue as of `now`. Names are of nobody.
api::Queue read_queue(Connection& db, const Scope& scope, const std::string& store_id,
                      const std::string& business_day, Instant now);

// How long everybody waited who was served on that day.
insight::Waits read_waits(Connection& db, const Scope& scope, const std::string& store_id,
                          const std::string& business_day, const queue::Alarms& alarms);
// Numbers of a day, who arrived last first, beyond `after`; at most one more than a page holds.
std::vector<TicketRow> tickets_of_day(Connection& db, const Scope& scope, const std::string& store_id,
                                      const std::string& business_day, const std::string& after);

} // namespace hexiao::store
