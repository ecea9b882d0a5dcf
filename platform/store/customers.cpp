// See customers.h.
#include "platform/store/customers.h"

namespace hexiao::store {

namespace {

constexpr std::int64_t day_ms = std::int64_t{24} * 3600 * 1000;
constexpr std::string_view customer_select =
    "SELECT id, phone_hash, box, salt, created_at, last_end FROM customer WHERE merchant_id = ? AND ";

Customer read_customer(const Row& row) {
    return {row.text(0), row.text(1), row.text(2), row.text(3), row.instant(4), row.instant(5)};
}

} // namespace

std::optional<Customer> find_customer(Connection& db, const Scope& scope, const std::string& id) {
    return db.one(std::string{customer_select} + "id = ?", read_customer, scope.merchant_id, id);
}

std::optional<Customer> find_customer_by_phone(Connection& db, const Scope& scope,
                                               const std::string& phone_hash) {
    return db.one(std::string{customer_select} + "phone_hash = ?", read_customer, scope.merchant_id,
                  Blob{phone_hash});
}

void insert_customer(Connection& db, const Scope& scope, const Customer& customer) {
    db.exec("INSERT INTO customer (merchant_id, id, phone_hash, box, salt, created_at, last_end)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            scope.merchant_id, customer.id, Blob{customer.phone_hash}, Blob{customer.box},
            Blob{customer.salt}, customer.created_at, customer.last_end);
}

void update_customer(Connection& db, const Scope& scope, const Customer& customer) {
    db.exec("UPDATE customer SET box = ?, last_end = ? WHERE merchant_id = ? AND id = ?", Blob{customer.box},
            customer.last_end, scope.merchant_id, customer.id);
}

bool erase_customer(Connection& db, const std::string& merchant_id, const std::string& id) {
    db.exec("UPDATE customer_order SET customer_id = NULL WHERE merchant_id = ? AND customer_id = ?",
            merchant_id, id);
    db.exec("DELETE FROM lookup_title WHERE merchant_id = ? AND customer_id = ?", merchant_id, id);
    return db.exec("DELETE FROM customer WHERE merchant_id = ? AND id = ?", merchant_id, id) == 1;
}

void set_customer(Connection& db, const Scope& scope, const std::string& order_id,
                  const std::string& customer_id) {
    db.exec("UPDATE customer_order SET customer_id = ? WHERE merchant_id = ? AND id = ?", customer_id,
            scope.merchant_id, order_id);
}

std::vector<api::Named> usable_products(Connection& db, const Scope& scope, const std::string& customer_id,
                                        Instant now) {
    std::vector<api::Named> found;
    db.each(
        "SELECT p.id, p.title_zh, p.title_en FROM product p WHERE p.merchant_id = ? AND EXISTS (SELECT 1"
        "  FROM customer_order o JOIN voucher v ON v.merchant_id = o.merchant_id AND v.order_id = o.id"
        "  WHERE o.merchant_id = p.merchant_id AND o.product_id = p.id AND o.customer_id = ?"
        "  AND v.state = 'active' AND v.uses_left > 0 AND v.valid_until > ?) ORDER BY p.id",
        [&](const Row& row) {
            found.push_back({row.text(0), {row.text(1), row.text(2)}});
        },
        scope.merchant_id, customer_id, now);
    return found;
}

std::vector<std::string> orders_of_customer(Connection& db, const Scope& scope,
                                            const std::string& customer_id) {
    std::vector<std::string> ids;
    db.each(
        "SELECT id FROM customer_order WHERE merchant_id = ? AND customer_id = ? ORDER BY id",
        [&](const Row& row) { ids.push_back(row.text(0)); }, scope.merchant_id, customer_id);
    return ids;
}

Lookups lookups_since(Connection& db, const Scope& scope, Instant since) {
    return db
        .one(
            "SELECT count(*), coalesce(min(at), 0) FROM customer_lookup"
            " WHERE merchant_id = ? AND staff_id = ? AND at > ?",
            [](const Row& row) {
                return Lookups{row.integer(0), row.instant(1)};
            },
            scope.merchant_id, scope.staff_id, since)
        .value_or(Lookups{});
}

void insert_lookup(Connection& db, const Scope& scope, const std::string& id, Instant now) {
    db.exec("INSERT INTO customer_lookup (merchant_id, id, staff_id, at) VALUES (?, ?, ?, ?)",
            scope.merchant_id, id, scope.staff_id, now);
}

void purge_lookups(Connection& db, Instant before) {
    db.exec("DELETE FROM customer_lookup WHERE at < ?", before);
}

void insert_lookup_title(Connection& db, const Scope& scope, const LookupTitle& title, Instant expires_at) {
    db.exec(
        "INSERT INTO lookup_title (merchant_id, id, customer_id, product_id, staff_id, device_id, store_id,"
        " expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        scope.merchant_id, title.id, title.customer_id, title.product_id, scope.staff_id, scope.device_id,
        scope.store_id, expires_at);
}

std::optional<LookupTitle> try_proof(Connection& db, const Scope& scope, const std::string& id,
                                     std::int64_t most, Instant now) {
    const auto counted =
        db.exec("UPDATE lookup_title SET wrong = wrong + 1 WHERE merchant_id = ? AND id = ? AND staff_id = ?"
                " AND device_id = ? AND store_id = ? AND wrong < ? AND expires_at > ?",
                scope.merchant_id, id, scope.staff_id, scope.device_id, scope.store_id, most, now);
    if (counted != 1) {
        return std::nullopt;
    }
    return db.one(
        "SELECT id, customer_id, product_id FROM lookup_title WHERE merchant_id = ? AND id = ?",
        [](const Row& row) {
            return LookupTitle{row.text(0), row.text(1), row.text(2)};
        },
        scope.merchant_id, id);
}

void forgive_proof(Connection& db, const Scope& scope, const std::string& id) {
    db.exec("UPDATE lookup_title SET wrong = wrong - 1 WHERE merchant_id = ? AND id = ?", scope.merchant_id,
            id);
}

std::optional<std::string> proven_voucher(Connection& db, const Scope& scope, const LookupTitle& title,
                                          const std::string& code_last4, Instant now) {
    return db.one(
        "SELECT v.id FROM customer_order o"
        " JOIN voucher v ON v.merchant_id = o.merchant_id AND v.order_id = o.id"
        " WHERE o.merchant_id = ? AND o.customer_id = ? AND o.product_id = ? AND v.code_last4 = ?"
        " AND v.state = 'active' AND v.uses_left > 0 AND v.valid_until > ?"
        " ORDER BY v.valid_until, v.id LIMIT 1",
        [](const Row& row) { return row.text(0); }, scope.merchant_id, title.customer_id, title.product_id,
        code_last4, now);
}

std::optional<std::string> shown_voucher(Connection& db, const Scope& scope, const std::string& id,
                                         std::int64_t most, Instant now) {
    return db.one(
        "SELECT coalesce(voucher_id, '') FROM lookup_title WHERE merchant_id = ? AND id = ? AND staff_id = ?"
        " AND device_id = ? AND store_id = ? AND wrong < ? AND expires_at > ?",
        [](const Row& row) { return row.text(0); }, scope.merchant_id, id, scope.staff_id, scope.device_id,
        scope.store_id, most, now);
}

void purge_lookup_titles(Connection& db, Instant expired_before) {
    db.exec("DELETE FROM lookup_title WHERE expires_at < ?", expired_before);
}

std::vector<Overdue> overdue_customers(Connection& db, Instant now, std::int64_t most) {
    std::vector<Overdue> found;
    db.each(
        "SELECT c.merchant_id, c.id FROM customer c JOIN merchant m ON m.id = c.merchant_id"
        " WHERE c.last_end + m.customer_days * ? < ? LIMIT ?",
        [&](const Row& row) {
            found.push_back({row.text(0), row.text(1)});
        },
        day_ms, now, most);
    return found;
}

} // namespace hexiao::store
