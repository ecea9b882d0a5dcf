// See redemptions.h.
#include "platform/store/redemptions.h"

#include <algorithm>
#include <map>

#include "platform/store/journal.h"
#include "platform/store/names.h"
#include "platform/store/vouchers.h"

namespace hexiao::store {

namespace {

// True of a redemption `r` whose undoing is numbered, so that feeds have told it.
const std::string told_undone =
    "EXISTS (SELECT 1 FROM undone x JOIN journal y ON y.merchant_id = x.merchant_id AND y.id = x.entry_id"
    " AND y.position IS NOT NULL WHERE x.merchant_id = r.merchant_id AND x.redemption_id = r.id)";

const std::string select_recent =
    "SELECT " + std::string{redemption_columns} +
    " FROM redemption r JOIN journal j ON j.merchant_id = r.merchant_id AND j.id = r.entry_id"
    " LEFT JOIN undone u ON u.merchant_id = r.merchant_id AND u.redemption_id = r.id AND " +
    told_undone + std::string{redemption_names} +
    " WHERE r.merchant_id = ? AND r.store_id = ? AND r.business_day = ? AND j.position IS NOT NULL"
    " ORDER BY j.position DESC LIMIT ?";

} // namespace

api::Redemption read_redemption(const Row& row) {
    api::Redemption redemption{row.text(0),
                               row.instant(1),
                               row.text(2),
                               {row.text(3), row.text(4)},
                               row.integer(5),
                               {row.integer(6)},
                               {row.text(7), row.text(8)},
                               row.text(9),
                               row.text(10),
                               row.text(11),
                               std::nullopt};
    if (!row.is_null(12)) {
        redemption.undone = api::Undone{row.instant(12), row.text(13),
                                        optional_named<api::UndoReason>(row, 14), row.integer(15) != 0};
    }
    redemption.lane_id = row.text(16);
    return redemption;
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
        " WHERE r.merchant_id = ? AND r.voucher_id = ? AND NOT " +
            std::string{is_undone} + " ORDER BY r.at DESC, r.id DESC LIMIT 1",
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
        " + coalesce(n.uses, 0), p.price_fen, p.stock_sold, p.stock_total, p.off_sale_at,"
        " p.warn_left, p.warn_percent, p.red_left, p.red_percent, k.level, k.at, g.name,"
        " i.sha256 FROM product_store s JOIN product p ON p.merchant_id = s.merchant_id AND p.id = "
        "s.product_id"
        " LEFT JOIN (SELECT r.product_id, sum(r.uses) AS uses FROM redemption r"
        "   JOIN journal j ON j.merchant_id = r.merchant_id AND j.id = r.entry_id AND j.position IS NOT NULL"
        "   WHERE r.merchant_id = ? AND r.store_id = ? AND r.business_day = ? AND NOT " +
            told_undone +
            "   GROUP BY r.product_id) d ON d.product_id = p.id"
            " LEFT JOIN (SELECT c.product_id, sum(c.uses) AS uses FROM (SELECT r.product_id, r.uses FROM "
            "journal j"
            "   JOIN redemption r ON r.merchant_id = j.merchant_id AND r.entry_id = j.id"
            "   WHERE j.merchant_id = ? AND j.position IS NULL"
            "   UNION ALL SELECT r.product_id, -r.uses FROM journal j"
            "   JOIN undone u ON u.merchant_id = j.merchant_id AND u.entry_id = j.id"
            "   JOIN redemption r ON r.merchant_id = u.merchant_id AND r.id = u.redemption_id"
            "   JOIN voucher v ON v.merchant_id = r.merchant_id AND v.id = r.voucher_id"
            "   WHERE j.merchant_id = ? AND j.position IS NULL AND v.state = 'active' AND v.valid_from <= ?"
            "     AND v.valid_until > ?) c"
            "   GROUP BY c.product_id) n ON n.product_id = p.id"
            " LEFT JOIN stock_seen k ON k.merchant_id = s.merchant_id AND k.store_id = s.store_id"
            "   AND k.product_id = s.product_id"
            " LEFT JOIN staff g ON g.merchant_id = k.merchant_id AND g.id = k.staff_id"
            " LEFT JOIN product_picture i ON i.merchant_id = s.merchant_id AND i.product_id = s.product_id"
            " WHERE s.merchant_id = ? AND s.store_id = ? ORDER BY p.id",
        [&](const Row& row) {
            const std::int64_t sold = row.integer(6);
            const std::int64_t total = row.integer(7);
            const stock::Lines lines{row.integer(9), row.integer(10), row.integer(11), row.integer(12)};
            api::ProductProgress& product =
                products.emplace_back(api::ProductProgress{row.text(0),
                                                           {row.text(1), row.text(2)},
                                                           row.integer(3),
                                                           row.integer(4),
                                                           Money{row.integer(5)},
                                                           sold,
                                                           total,
                                                           row.is_null(8)});
            product.level = stock::level_of(sold, total, lines);
            product.sellable = stock::sellable(sold, total, lines);
            product.picture = row.optional_text(16);
            if (!row.is_null(13)) {
                product.seen =
                    api::StockSeen{named<stock::Level>(row.text(13)), row.instant(14), row.text(15)};
            }
        },
        now, now, scope.merchant_id, store_id, business_day, scope.merchant_id, scope.merchant_id, now, now,
        scope.merchant_id, store_id);
    return products;
}

void read_day(Connection& db, const Scope& scope, Instant now, api::Today& today) {
    auto& lanes = today.lanes.emplace();
    db.each(
        "SELECT l.title_zh, l.title_en, sum(r.uses), sum(r.amount_fen), l.id FROM redemption r"
        " JOIN journal j ON j.merchant_id = r.merchant_id AND j.id = r.entry_id AND j.position IS NOT NULL"
        " JOIN lane l ON l.merchant_id = r.merchant_id AND l.id = r.lane_id"
        " WHERE r.merchant_id = ? AND r.store_id = ? AND r.business_day = ? AND NOT " +
            told_undone + " GROUP BY l.id, l.title_zh, l.title_en ORDER BY l.id",
        [&](const Row& row) {
            lanes.push_back({{row.text(0), row.text(1)}, row.integer(2), row.text(4)});
            today.redeemed += lanes.back().redeemed;
            today.amount.fen += row.integer(3);
        },
        scope.merchant_id, today.store_id, today.business_day);
    today.products = read_progress(db, scope, today.store_id, today.business_day, now);
    db.each(
        select_recent, [&](const Row& row) { today.recent.push_back(read_redemption(row)); },
        scope.merchant_id, today.store_id, today.business_day,
        static_cast<std::int64_t>(api::recent_redemptions));
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

void set_answer(Connection& db, const Scope& scope, const std::string& operation, const std::string& key,
                const std::string& answer) {
    db.exec("UPDATE intent SET answer = ? WHERE merchant_id = ? AND operation = ? AND key = ?", answer,
            scope.merchant_id, operation, key);
}

void purge_intents(Connection& db, Instant now) { db.exec("DELETE FROM intent WHERE expires_at < ?", now); }

void record_redemption(Connection& db, const Scope& scope, const Recording& recording) {
    const NewRedemption& made = recording.redemption;
    const Intent& intent = recording.intent;
    if (db.has_functions()) {
        const std::string bytes = canonical_bytes(recording.entry);
        db.exec("SELECT redeem(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                scope.merchant_id, recording.session_id, name_of(scope.role), scope.store_id, scope.lane_id,
                scope.staff_id, scope.device_id, made.id, made.voucher_id, made.product_id, made.handle,
                made.uses, recording.left_before, made.amount, recording.price, made.at, made.business_day,
                recording.entry.id, Blob{bytes}, intent.operation, intent.key, Blob{intent.request_hash},
                intent.answer, intent.expires_at, made.uses_left);
        return;
    }
    record_use(db, scope, made, recording.entry);
    insert_intent(db, scope, intent, made.at);
}

void record_use(Connection& db, const Scope& scope, const NewRedemption& made, const JournalEntry& entry) {
    record_uses(db, scope, {{made, entry}});
}

void record_uses(Connection& db, const Scope& scope, std::vector<Use> uses) {
    for (const Use& use : uses) {
        append_entry(db, scope, use.entry);
    }
    const auto voucher = [](const Use& use) -> const std::string& { return use.redemption.voucher_id; };
    std::ranges::sort(uses, {}, voucher);
    std::map<std::string, std::int64_t> by_product;
    for (const Use& use : uses) {
        const NewRedemption& made = use.redemption;
        insert_redemption(db, scope, made);
        // CHECK (uses_left >= 0) is the last word, whatever was decided before.
        db.exec("UPDATE voucher SET uses_left = uses_left - ? WHERE merchant_id = ? AND id = ?", made.uses,
                scope.merchant_id, made.voucher_id);
        use_handle(db, scope, made.handle, made.at);
        by_product[made.product_id] += made.uses;
    }
    for (const auto& [product_id, redeemed] : by_product) {
        db.exec("UPDATE product SET stock_redeemed = stock_redeemed + ? WHERE merchant_id = ? AND id = ?",
                redeemed, scope.merchant_id, product_id);
    }
}

} // namespace hexiao::store
