// See queue.h.
#include "platform/store/queue.h"

#include <algorithm>

#include "core/api/shop.h"
#include "platform/store/names.h"
#include "platform/store/redemptions.h"

namespace hexiao::store {

namespace {

constexpr Milliseconds wait_window{3600 * 1000};

// When the redemption happened for which the customer came; NULL before. Of a number without a voucher it is
// the first one at the lane to which it was called that is no other number's.
std::string served_at() {
    static const std::string text =
        "CASE WHEN t.state NOT IN ('waiting', 'called', 'skipped') THEN NULL"
        " WHEN t.voucher_id IS NOT NULL THEN (SELECT min(r.at) FROM redemption r"
        "   WHERE r.merchant_id = t.merchant_id AND r.voucher_id = t.voucher_id AND r.store_id = t.store_id"
        "     AND r.at >= t.arrived_at AND NOT " +
        std::string{is_undone} +
        ")"
        " WHEN t.state = 'called' AND t.line = 'group_buy' THEN (SELECT min(r.at) FROM redemption r"
        "   WHERE r.merchant_id = t.merchant_id AND r.store_id = t.store_id"
        "     AND r.business_day = t.business_day AND r.at >= t.called_at AND r.lane_id = t.lane_id AND "
        "NOT " +
        std::string{is_undone} +
        "     AND NOT EXISTS (SELECT 1 FROM ticket o WHERE o.merchant_id = r.merchant_id"
        "       AND o.voucher_id = r.voucher_id AND o.store_id = r.store_id AND o.arrived_at <= r.at"
        "       AND o.business_day = t.business_day))"
        " END";
    return text;
}

std::string select() {
    static const std::string text =
        "SELECT t.id, t.line, t.taken_in, t.number, t.state, t.arrived_at, t.called_at, t.lane_id,"
        " l.title_zh, l.title_en, t.calls, p.title_zh, p.title_en, t.store_id, t.business_day, t.voucher_id,"
        " t.ended_at, " +
        served_at() +
        " FROM ticket t"
        " LEFT JOIN lane l ON l.merchant_id = t.merchant_id AND l.id = t.lane_id"
        " LEFT JOIN voucher v ON v.merchant_id = t.merchant_id AND v.id = t.voucher_id"
        " LEFT JOIN product p ON p.merchant_id = v.merchant_id AND p.id = v.product_id"
        " WHERE t.merchant_id = ? AND ";
    return text;
}

TicketRow read_ticket(const Row& row) {
    TicketRow found;
    api::Ticket& ticket = found.ticket;
    ticket.id = row.text(0);
    ticket.line = named<api::Line>(row.text(1));
    ticket.label = queue::format_ticket(named<api::Line>(row.text(2)), row.integer(3));
    ticket.state = named<api::TicketState>(row.text(4));
    ticket.arrived_at = row.instant(5);
    ticket.called_at = optional_instant(row, 6);
    ticket.lane_id = row.optional_text(7);
    ticket.lane = optional_title(row, 8);
    ticket.calls = row.integer(10);
    ticket.title = optional_title(row, 11);
    found.store_id = row.text(13);
    found.business_day = row.text(14);
    found.voucher_id = row.optional_text(15);
    found.ended_at = optional_instant(row, 16);
    if (const auto served = optional_instant(row, 17)) {
        ticket.state = api::TicketState::served;
        found.ended_at = served;
        found.settled = false;
    }
    return found;
}

// How many were served in a line, and how long those had waited who were in the last hour and in the hour
// before.
struct Waits {
    std::int64_t served = 0;
    std::int64_t count[2] = {0, 0};
    std::int64_t sum_ms[2] = {0, 0};

    void add(Milliseconds wait, Milliseconds ago) {
        ++served;
        if (ago < 2 * wait_window) {
            const std::size_t hour = ago < wait_window ? 0 : 1;
            ++count[hour];
            sum_ms[hour] += std::max<std::int64_t>(wait.count(), 0);
        }
    }
    std::optional<std::int64_t> mean_s(std::size_t hour) const {
        return count[hour] == 0
                   ? std::nullopt
                   : std::optional{std::min<std::int64_t>(sum_ms[hour] / count[hour] / 1000, 86'400)};
    }
};

// Those whose rows say that they were served: `with(line, arrived_at, ended_at)`.
template <class With>
void each_served(Connection& db, const Scope& scope, const std::string& store_id,
                 const std::string& business_day, With&& with) {
    db.each(
        "SELECT line, arrived_at, ended_at FROM ticket WHERE merchant_id = ? AND store_id = ?"
        " AND business_day = ? AND state = 'served'",
        [&](const Row& row) { with(named<api::Line>(row.text(0)), row.instant(1), row.instant(2)); },
        scope.merchant_id, store_id, business_day);
}

} // namespace

std::vector<TicketRow> open_tickets(Connection& db, const Scope& scope, const std::string& store_id,
                                    const std::string& business_day) {
    std::vector<TicketRow> found;
    if (!scope.may_see(store_id)) {
        return found;
    }
    db.each(
        select() + "t.store_id = ? AND t.business_day = ? AND t.state IN ('waiting', 'called', 'skipped')"
                   " ORDER BY t.arrived_at, t.id",
        [&](const Row& row) { found.push_back(read_ticket(row)); }, scope.merchant_id, store_id,
        business_day);
    return found;
}

std::optional<TicketRow> find_ticket(Connection& db, const Scope& scope, const std::string& ticket_id) {
    auto found = db.one(select() + "t.id = ?", read_ticket, scope.merchant_id, ticket_id);
    return found && scope.may_see(found->store_id) ? std::move(found) : std::nullopt;
}

std::optional<TicketRow> ticket_of_voucher(Connection& db, const Scope& scope,
                                           const std::string& voucher_id) {
    return db.one(select() + "t.voucher_id = ? ORDER BY t.arrived_at DESC, t.id DESC LIMIT 1", read_ticket,
                  scope.merchant_id, voucher_id);
}

std::int64_t next_number(Connection& db, const Scope& scope, const std::string& store_id,
                         const std::string& business_day, api::Line line) {
    return db
        .one(
            "SELECT coalesce(max(number), 0) + 1 FROM ticket"
            " WHERE merchant_id = ? AND store_id = ? AND business_day = ? AND taken_in = ?",
            [](const Row& row) { return row.integer(0); }, scope.merchant_id, store_id, business_day,
            name_of(line))
        .value_or(1);
}

void insert_ticket(Connection& db, const Scope& scope, const TicketRow& row, std::int64_t number) {
    const std::string_view line = name_of(row.ticket.line);
    db.exec("INSERT INTO ticket (merchant_id, id, store_id, business_day, taken_in, number, line, state,"
            " arrived_at, voucher_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            scope.merchant_id, row.ticket.id, row.store_id, row.business_day, line, number, line,
            name_of(row.ticket.state), row.ticket.arrived_at, row.voucher_id);
}

void update_ticket(Connection& db, const Scope& scope, const TicketRow& row) {
    const api::Ticket& ticket = row.ticket;
    db.exec("UPDATE ticket SET line = ?, state = ?, called_at = ?, ended_at = ?, lane_id = ?, calls = ?"
            " WHERE merchant_id = ? AND id = ?",
            name_of(ticket.line), name_of(ticket.state), ticket.called_at, row.ended_at, ticket.lane_id,
            ticket.calls, scope.merchant_id, ticket.id);
}

api::Queue read_queue(Connection& db, const Scope& scope, const std::string& store_id,
                      const std::string& business_day, Instant now) {
    api::Queue queue;
    queue.business_day = business_day;
    std::array<Waits, queue::lines.size()> waits;
    std::array<std::int64_t, queue::lines.size()> waiting{};
    const auto at = [](api::Line line) {
        return static_cast<std::size_t>(std::ranges::find(queue::lines, line) - queue::lines.begin());
    };
    for (TicketRow& row : open_tickets(db, scope, store_id, business_day)) {
        const std::size_t line = at(row.ticket.line);
        if (line == queue::lines.size()) {
            continue;
        }
        if (row.ended_at) {
            waits[line].add(*row.ended_at - row.ticket.arrived_at, now - *row.ended_at);
            continue;
        }
        waiting[line] += row.ticket.state == api::TicketState::waiting ? 1 : 0;
        if (queue.tickets.size() < static_cast<std::size_t>(api::most_tickets)) {
            queue.tickets.push_back(std::move(row.ticket));
        }
    }
    each_served(db, scope, store_id, business_day, [&](api::Line line, Instant arrived, Instant ended) {
        if (const std::size_t place = at(line); place < queue::lines.size()) {
            waits[place].add(ended - arrived, now - ended);
        }
    });
    for (std::size_t line = 0; line < queue::lines.size(); ++line) {
        const bool seen = waits[line].served > 0 || std::ranges::any_of(queue.tickets, [&](const auto& one) {
                              return one.line == queue::lines[line];
                          });
        if (seen) {
            queue.lines.push_back({queue::lines[line], waiting[line], waits[line].served,
                                   waits[line].mean_s(0), waits[line].mean_s(1)});
        }
    }
    return queue;
}

insight::Waits read_waits(Connection& db, const Scope& scope, const std::string& store_id,
                          const std::string& business_day, const queue::Alarms& alarms) {
    insight::Waits waits;
    waits.alarms = alarms;
    for (const TicketRow& row : open_tickets(db, scope, store_id, business_day)) {
        if (row.ended_at) {
            waits.add(*row.ended_at - row.ticket.arrived_at);
        }
    }
    each_served(db, scope, store_id, business_day,
                [&](api::Line /*line*/, Instant arrived, Instant ended) { waits.add(ended - arrived); });
    return waits;
}

std::vector<TicketRow> tickets_of_day(Connection& db, const Scope& scope, const std::string& store_id,
                                      const std::string& business_day, const std::string& after) {
    std::vector<TicketRow> found;
    db.each(
        select() + "t.store_id = ? AND t.business_day = ? AND (? = '' OR (t.arrived_at, t.id) <"
                   " (SELECT a.arrived_at, a.id FROM ticket a WHERE a.merchant_id = t.merchant_id"
                   "   AND a.store_id = t.store_id AND a.id = ?))"
                   " ORDER BY t.arrived_at DESC, t.id DESC LIMIT ?",
        [&](const Row& row) { found.push_back(read_ticket(row)); }, scope.merchant_id, store_id, business_day,
        after, after, api::page_items + 1);
    return found;
}

} // namespace hexiao::store
