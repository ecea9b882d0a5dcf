// See redemptions.h.
#include "platform/store/redemptions.h"

#include "platform/store/journal.h"

namespace hexiao::store {

namespace {

std::string select_redemptions(std::string_view condition) {
    return "SELECT " + std::string{redemption_columns} + std::string{redemption_tables} +
           " WHERE r.merchant_id = ? AND " + std::string{condition};
}

} // namespace

api::Redemption read_redemption(const Row& row) {
    return {row.text(0),
            row.instant(1),
            row.text(2),
            {row.text(3), row.text(4)},
            row.integer(5),
            {row.integer(6)},
            {row.text(7), row.text(8)},
            row.text(9),
            row.text(10)};
}

void insert_redemption(Connection& db, const Scope& scope, const NewRedemption& redemption) {
    db.exec("INSERT INTO redemption (merchant_id, id, store_id, lane_id, staff_id, device_id, voucher_id, "
            "product_id,"
            " prepared_id, uses, uses_left, amount_fen, at, business_day, entry_id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            scope.merchant_id, redemption.id, scope.store_id, scope.lane_id, scope.staff_id, scope.device_id,
            redemption.voucher_id, redemption.product_id, redemption.handle, redemption.uses,
            redemption.uses_left, redemption.amount, redemption.at, redemption.business_day,
            redemption.entry_id);
}

std::optional<api::Previous> previous_redemption(Connection& db, const Scope& scope,
                                                 const std::string& voucher_id) {
    return db.one(
        "SELECT r.at, f.name, s.title_zh, s.title_en, l.title_zh, l.title_en, d.name, r.device_id"
        " FROM redemption r"
        " JOIN store s ON s.merchant_id = r.merchant_id AND s.id = r.store_id"
        " JOIN lane l ON l.merchant_id = r.merchant_id AND l.id = r.lane_id"
        " JOIN staff f ON f.merchant_id = r.merchant_id AND f.id = r.staff_id"
        " JOIN device d ON d.merchant_id = r.merchant_id AND d.id = r.device_id"
        " WHERE r.merchant_id = ? AND r.voucher_id = ? ORDER BY r.at DESC, r.id DESC LIMIT 1",
        [&](const Row& row) {
            return api::Previous{row.instant(0),
                                 row.text(1),
                                 {row.text(2), row.text(3)},
                                 {row.text(4), row.text(5)},
                                 row.text(6),
                                 row.text(7) == scope.device_id};
        },
        scope.merchant_id, voucher_id);
}

std::vector<api::ProductProgress> read_progress(Connection& db, const Scope& scope,
                                                const std::string& store_id, const std::string& business_day,
                                                Instant now) {
    std::vector<api::ProductProgress> products;
    db.each(
        "SELECT p.id, p.title_zh, p.title_en, coalesce(d.uses, 0),"
        " (SELECT coalesce(sum(v.uses_left), 0) FROM voucher v WHERE v.merchant_id = p.merchant_id"
        "   AND v.product_id = p.id AND v.state = 'active' AND v.valid_from <= ? AND v.valid_until > ?)"
        " + coalesce(n.uses, 0)"
        " FROM product_store s JOIN product p ON p.merchant_id = s.merchant_id AND p.id = s.product_id"
        " LEFT JOIN (SELECT r.product_id, sum(r.uses) AS uses FROM redemption r"
        "   JOIN journal j ON j.merchant_id = r.merchant_id AND j.id = r.entry_id AND j.position IS NOT NULL"
        "   WHERE r.merchant_id = ? AND r.store_id = ? AND r.business_day = ?"
        "   GROUP BY r.product_id) d ON d.product_id = p.id"
        " LEFT JOIN (SELECT r.product_id, sum(r.uses) AS uses FROM journal j"
        "   JOIN redemption r ON r.merchant_id = j.merchant_id AND r.entry_id = j.id"
        "   WHERE j.merchant_id = ? AND j.position IS NULL"
        "   GROUP BY r.product_id) n ON n.product_id = p.id"
        " WHERE s.merchant_id = ? AND s.store_id = ? ORDER BY p.id",
        [&](const Row& row) {
            products.push_back({row.text(0), {row.text(1), row.text(2)}, row.integer(3), row.integer(4)});
        },
        now, now, scope.merchant_id, store_id, business_day, scope.merchant_id, scope.merchant_id, store_id);
    return products;
}

void read_day(Connection& db, const Scope& scope, Instant now, api::Today& today) {
    db.each(
        "SELECT coalesce(sum(r.uses), 0), coalesce(sum(r.amount_fen), 0) FROM redemption r"
        " JOIN journal j ON j.merchant_id = r.merchant_id AND j.id = r.entry_id AND j.position IS NOT NULL"
        " WHERE r.merchant_id = ? AND r.store_id = ? AND r.business_day = ?",
        [&](const Row& row) {
            today.redeemed = row.integer(0);
            today.amount = {row.integer(1)};
        },
        scope.merchant_id, today.store_id, today.business_day);
    today.products = read_progress(db, scope, today.store_id, today.business_day, now);
    db.each(
        select_redemptions("r.store_id = ? AND r.business_day = ? AND j.position IS NOT NULL "
                           "ORDER BY r.at DESC, j.position DESC LIMIT ?"),
        [&](const Row& row) { today.recent.push_back(read_redemption(row)); }, scope.merchant_id,
        today.store_id, today.business_day, static_cast<std::int64_t>(api::recent_redemptions));
}

std::optional<Intent> find_intent(Connection& db, const Scope& scope, const std::string& operation,
                                  const std::string& key) {
    return db.one(
        "SELECT request_hash, answer, expires_at FROM intent WHERE merchant_id = ? AND operation = ? AND key "
        "= ?",
        [&](const Row& row) {
            return Intent{operation, key, row.text(0), row.text(1), row.instant(2)};
        },
        scope.merchant_id, operation, key);
}

void insert_intent(Connection& db, const Scope& scope, const Intent& intent, Instant now) {
    db.exec("INSERT INTO intent (merchant_id, operation, key, request_hash, answer, created_at, expires_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            scope.merchant_id, intent.operation, intent.key, Blob{intent.request_hash}, intent.answer, now,
            intent.expires_at);
}

void purge_intents(Connection& db, Instant now) { db.exec("DELETE FROM intent WHERE expires_at < ?", now); }

void record_redemption(Connection& db, const Scope& scope, const Recording& recording) {
    const NewRedemption& made = recording.redemption;
    const Intent& intent = recording.intent;
    if (db.has_functions()) {
        const std::string bytes = canonical_bytes(recording.entry);
        db.exec("SELECT redeem(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                scope.merchant_id, scope.store_id, scope.lane_id, scope.staff_id, scope.device_id, made.id,
                made.voucher_id, made.product_id, made.handle, made.uses, recording.left_before, made.amount,
                recording.price, made.at, made.business_day, recording.entry.id, Blob{bytes},
                intent.operation, intent.key, Blob{intent.request_hash}, intent.answer, intent.expires_at,
                made.uses_left);
        return;
    }
    append_entry(db, scope, recording.entry);
    insert_redemption(db, scope, made);
    // CHECK (uses_left >= 0) is the last word, whatever was decided before.
    db.exec("UPDATE voucher SET uses_left = uses_left - ? WHERE merchant_id = ? AND id = ?", made.uses,
            scope.merchant_id, made.voucher_id);
    db.exec("UPDATE product SET stock_redeemed = stock_redeemed + ? WHERE merchant_id = ? AND id = ?",
            made.uses, scope.merchant_id, made.product_id);
    db.exec("UPDATE prepared SET used_at = ? WHERE merchant_id = ? AND id = ?", made.at, scope.merchant_id,
            made.handle);
    insert_intent(db, scope, intent, made.at);
}

} // namespace hexiao::store
