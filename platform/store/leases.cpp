// See leases.h.
#include "platform/store/leases.h"

#include "platform/store/names.h"

namespace hexiao::store {

namespace {

const std::string select_lease =
    "SELECT e.id, e.device_id, d.name, e.store_id, e.voucher_id, e.product_id, p.title_zh, p.title_en,"
    " CASE WHEN e.voucher_id IS NULL THEN e.quantity ELSE v.uses_left END, e.used, e.state, e.since, e.until,"
    " e.asked_at FROM lease e"
    " JOIN device d ON d.merchant_id = e.merchant_id AND d.id = e.device_id"
    " JOIN product p ON p.merchant_id = e.merchant_id AND p.id = e.product_id"
    " LEFT JOIN voucher v ON v.merchant_id = e.merchant_id AND v.id = e.voucher_id"
    " WHERE e.merchant_id = ? AND ";

api::Lease read_lease(const Row& row) {
    api::Lease lease;
    lease.id = row.text(0);
    lease.device_id = row.text(1);
    lease.device_name = row.text(2);
    lease.store_id = row.text(3);
    lease.voucher_id = row.optional_text(4);
    lease.product_id = row.text(5);
    lease.title = api::Title{row.text(6), row.text(7)};
    lease.quantity = row.integer(8);
    lease.used = row.integer(9);
    lease.state = named<api::LeaseState>(row.text(10));
    lease.since = row.instant(11);
    lease.until = row.instant(12);
    lease.asked_at = optional_instant(row, 13);
    return lease;
}

constexpr std::int64_t most_at_store = 5000;

} // namespace

void insert_lease(Connection& db, const Scope& scope, const NewLease& lease) {
    db.exec(
        "INSERT INTO lease (merchant_id, id, device_id, store_id, staff_id, product_id, voucher_id, quantity,"
        " state, since, until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'held', ?, ?)",
        scope.merchant_id, lease.id, scope.device_id, scope.store_id, scope.staff_id, lease.product_id,
        lease.voucher_id, lease.quantity, lease.since, lease.until);
}

void lock_voucher(Connection& db, const Scope& scope, const std::string& voucher_id) {
    db.exec("UPDATE voucher SET uses_left = uses_left WHERE merchant_id = ? AND id = ?", scope.merchant_id,
            voucher_id);
}

std::optional<api::Lease> find_lease(Connection& db, const Scope& scope, const std::string& id) {
    return db.one(select_lease + "e.id = ?", read_lease, scope.merchant_id, id);
}

std::vector<api::Lease> leases_of_device(Connection& db, const Scope& scope, const std::string& device_id,
                                         Instant now) {
    std::vector<api::Lease> leases;
    db.each(
        select_lease + "e.device_id = ? AND e.state = 'held' AND e.until > ? ORDER BY e.id LIMIT ?",
        [&](const Row& row) { leases.push_back(read_lease(row)); }, scope.merchant_id, device_id,
        now - offline::lease_margin, api::most_leases);
    return leases;
}

std::vector<api::Lease> leases_at_store(Connection& db, const Scope& scope, const std::string& store_id,
                                        Instant now) {
    std::vector<api::Lease> leases;
    db.each(
        select_lease + "e.store_id = ? AND e.state = 'held' AND e.until > ? ORDER BY e.id LIMIT ?",
        [&](const Row& row) { leases.push_back(read_lease(row)); }, scope.merchant_id, store_id,
        now - offline::lease_margin, most_at_store);
    return leases;
}

std::int64_t renew_leases(Connection& db, const Scope& scope, const std::string& device_id, Instant until,
                          Instant now) {
    return db.exec("UPDATE lease SET until = ? WHERE merchant_id = ? AND device_id = ? AND state = 'held'"
                   " AND asked_at IS NULL AND until < ? AND until > ?",
                   until, scope.merchant_id, device_id, until, now - offline::lease_margin);
}

bool end_lease(Connection& db, const std::string& merchant_id, const std::string& id, api::LeaseState state,
               Instant now) {
    const bool ended =
        db.exec("UPDATE lease SET state = ?, over_at = ? WHERE merchant_id = ? AND id = ? AND state = 'held'",
                name_of(state), now, merchant_id, id) == 1;
    if (ended) {
        db.exec("UPDATE product SET stock_sold = stock_sold - (SELECT e.quantity - e.used FROM lease e"
                "  WHERE e.merchant_id = product.merchant_id AND e.id = ?)"
                " WHERE merchant_id = ? AND id = (SELECT e.product_id FROM lease e WHERE e.merchant_id = ?"
                "  AND e.id = ? AND e.voucher_id IS NULL)",
                id, merchant_id, merchant_id, id);
    }
    return ended;
}

bool ask_lease(Connection& db, const Scope& scope, const std::string& id, Instant now) {
    return db.exec("UPDATE lease SET asked_at = ? WHERE merchant_id = ? AND id = ? AND state = 'held'"
                   " AND asked_at IS NULL",
                   now, scope.merchant_id, id) == 1;
}

void use_lease(Connection& db, const Scope& scope, const std::string& id, std::int64_t quantity) {
    db.exec("UPDATE lease SET used = used + ? WHERE merchant_id = ? AND id = ?", quantity, scope.merchant_id,
            id);
}

std::vector<LeaseKey> leases_over(Connection& db, Instant now) {
    std::vector<LeaseKey> over;
    db.each(
        "SELECT merchant_id, id, device_id FROM lease WHERE state = 'held' AND until <= ? LIMIT 500",
        [&](const Row& row) {
            over.push_back({row.text(0), row.text(1), row.text(2)});
        },
        now - offline::lease_margin);
    return over;
}

std::vector<std::string> vouchers_waiting(Connection& db, const Scope& scope, const std::string& business_day,
                                          std::int64_t most) {
    std::vector<std::string> vouchers;
    db.each(
        "SELECT t.voucher_id FROM ticket t JOIN voucher v ON v.merchant_id = t.merchant_id"
        " AND v.id = t.voucher_id WHERE t.merchant_id = ? AND t.store_id = ? AND t.business_day = ?"
        " AND t.ended_at IS NULL AND v.state = 'active' AND v.uses_left > 0"
        " ORDER BY t.arrived_at, t.id LIMIT ?",
        [&](const Row& row) { vouchers.push_back(row.text(0)); }, scope.merchant_id, scope.store_id,
        business_day, most);
    return vouchers;
}

} // namespace hexiao::store
