// See errands.h.
#include "platform/store/errands.h"

#include <string_view>

#include "platform/store/names.h"

namespace hexiao::store {

namespace {

constexpr std::string_view select =
    "SELECT e.merchant_id, e.store_id, e.lane_id, e.staff_id, e.device_id, e.operation, e.key, e.channel,"
    " e.token, e.ticket, e.voucher_id, e.uses, e.prepared_id, e.redemption_id, e.reference, e.undo_reason,"
    " e.stock_returned, e.asks, e.next_at FROM errand e WHERE ";

Errand read_errand(const Row& row) {
    Errand errand;
    errand.scope.merchant_id = row.text(0);
    errand.scope.store_id = row.text(1);
    errand.scope.lane_id = row.optional_text(2);
    errand.scope.staff_id = row.text(3);
    errand.scope.device_id = row.text(4);
    errand.operation = row.text(5);
    errand.key = row.text(6);
    errand.channel = named<Channel>(row.text(7));
    errand.token = row.text(8);
    errand.ticket = row.text(9);
    errand.voucher_id = row.text(10);
    errand.uses = row.integer(11);
    errand.handle = row.text(12);
    errand.redemption_id = row.optional_text(13);
    errand.reference = row.text(14);
    errand.undo_reason = optional_named<api::UndoReason>(row, 15);
    errand.stock_returned = row.integer(16) != 0;
    errand.asks = row.integer(17);
    errand.next_at = row.instant(18);
    return errand;
}

} // namespace

void insert_errand(Connection& db, const Errand& errand) {
    const Scope& scope = errand.scope;
    const auto reason = optional_name(errand.undo_reason);
    db.exec("INSERT INTO errand (merchant_id, operation, key, channel, token, ticket, voucher_id, uses, "
            "prepared_id,"
            " redemption_id, reference, undo_reason, stock_returned, store_id, lane_id, staff_id, device_id, "
            "asks,"
            " next_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            scope.merchant_id, errand.operation, errand.key, name_of(errand.channel), errand.token,
            errand.ticket, errand.voucher_id, errand.uses, errand.handle, errand.redemption_id,
            errand.reference, reason, std::int64_t{errand.stock_returned ? 1 : 0}, scope.store_id,
            scope.lane_id, scope.staff_id, scope.device_id, errand.asks, errand.next_at);
}

std::optional<Errand> find_errand(Connection& db, const std::string& merchant_id,
                                  const std::string& voucher_id) {
    return db.one(std::string{select} + "e.merchant_id = ? AND e.voucher_id = ? AND e.ended_at IS NULL",
                  read_errand, merchant_id, voucher_id);
}

std::optional<Errand> errand_of_redemption(Connection& db, const Scope& scope,
                                           const std::string& redemption_id) {
    return db.one(std::string{select} +
                      "e.merchant_id = ? AND e.redemption_id = ? AND e.operation = 'redeem'",
                  read_errand, scope.merchant_id, redemption_id);
}

std::vector<Errand> due_errands(Connection& db, Instant now, std::int64_t most) {
    std::vector<Errand> due;
    db.each(
        std::string{select} + "e.ended_at IS NULL AND e.next_at <= ? ORDER BY e.next_at LIMIT ?",
        [&](const Row& row) { due.push_back(read_errand(row)); }, now, most);
    return due;
}

bool claim_errand(Connection& db, const Errand& errand, Instant next_at) {
    return db.exec("UPDATE errand SET asks = asks + 1, next_at = ? WHERE merchant_id = ? AND operation = ? "
                   "AND key = ?"
                   " AND asks = ? AND ended_at IS NULL",
                   next_at, errand.scope.merchant_id, errand.operation, errand.key, errand.asks) == 1;
}

void put_errand_off(Connection& db, const Errand& errand, Instant next_at) {
    db.exec("UPDATE errand SET next_at = ? WHERE merchant_id = ? AND operation = ? AND key = ?", next_at,
            errand.scope.merchant_id, errand.operation, errand.key);
}

void end_errand(Connection& db, const Errand& errand, Instant now) {
    db.exec("UPDATE errand SET ended_at = ?, redemption_id = ?, reference = ? WHERE merchant_id = ? AND "
            "operation = ?"
            " AND key = ?",
            now, errand.redemption_id, errand.reference, errand.scope.merchant_id, errand.operation,
            errand.key);
}

} // namespace hexiao::store
