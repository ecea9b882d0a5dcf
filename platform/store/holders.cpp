// See holders.h.
#include "platform/store/holders.h"

#include "platform/store/redemptions.h"

namespace hexiao::store {

void set_page(Connection& db, const std::string& merchant_id, const std::string& voucher_id,
              const std::string& token_hash) {
    db.exec("INSERT INTO holder_page (merchant_id, voucher_id, token_hash) VALUES (?, ?, ?)"
            " ON CONFLICT (merchant_id, voucher_id) DO UPDATE SET token_hash = excluded.token_hash",
            merchant_id, voucher_id, Blob{token_hash});
}

std::optional<PageOf> find_page(Connection& db, const std::string& token_hash) {
    return db.one(
        "SELECT h.merchant_id, h.voucher_id, m.title_zh, m.title_en,"
        " (SELECT s.zone FROM store s WHERE s.merchant_id = h.merchant_id ORDER BY s.id LIMIT 1)"
        " FROM holder_page h JOIN merchant m ON m.id = h.merchant_id WHERE h.token_hash = ?",
        [](const Row& row) {
            return PageOf{row.text(0), row.text(1), {row.text(2), row.text(3)}, row.text(4)};
        },
        Blob{token_hash});
}

std::vector<api::Named> stores_of(Connection& db, const PageOf& page) {
    std::vector<api::Named> found;
    db.each(
        "SELECT s.id, s.title_zh, s.title_en FROM voucher v"
        " JOIN product_store w ON w.merchant_id = v.merchant_id AND w.product_id = v.product_id"
        " JOIN store s ON s.merchant_id = w.merchant_id AND s.id = w.store_id"
        " WHERE v.merchant_id = ? AND v.id = ? ORDER BY s.id",
        [&](const Row& row) {
            found.push_back({row.text(0), {row.text(1), row.text(2)}});
        },
        page.merchant_id, page.voucher_id);
    return found;
}

std::optional<api::HolderLookup> open_lookup(Connection& db, const PageOf& page, std::int64_t most,
                                             Instant now) {
    return db.one(
        "SELECT t.id, s.title_zh, s.title_en FROM voucher v"
        " JOIN customer_order o ON o.merchant_id = v.merchant_id AND o.id = v.order_id"
        " JOIN lookup_title t ON t.merchant_id = o.merchant_id AND t.customer_id = o.customer_id"
        "  AND t.product_id = o.product_id"
        " JOIN store s ON s.merchant_id = t.merchant_id AND s.id = t.store_id"
        " WHERE v.merchant_id = ? AND v.id = ? AND t.voucher_id IS NULL AND t.wrong < ? AND t.expires_at > ?"
        " ORDER BY t.expires_at DESC, t.id DESC LIMIT 1",
        [](const Row& row) {
            return api::HolderLookup{row.text(0), {row.text(1), row.text(2)}};
        },
        page.merchant_id, page.voucher_id, most, now);
}

bool confirm_lookup(Connection& db, const PageOf& page, const std::string& lookup_id, Instant now) {
    return db.exec(
               "UPDATE lookup_title SET voucher_id = ? WHERE merchant_id = ? AND id = ?"
               " AND voucher_id IS NULL AND expires_at > ? AND EXISTS (SELECT 1 FROM voucher v"
               "  JOIN customer_order o ON o.merchant_id = v.merchant_id AND o.id = v.order_id"
               "  WHERE v.merchant_id = lookup_title.merchant_id AND v.id = ?"
               "  AND o.customer_id = lookup_title.customer_id AND o.product_id = lookup_title.product_id)",
               page.voucher_id, page.merchant_id, lookup_id, now, page.voucher_id) == 1;
}

std::optional<api::HolderUse> last_use(Connection& db, const PageOf& page) {
    return db.one(
        "SELECT r.at, s.title_zh, s.title_en, l.title_zh, l.title_en FROM redemption r"
        " JOIN store s ON s.merchant_id = r.merchant_id AND s.id = r.store_id"
        " JOIN lane l ON l.merchant_id = r.merchant_id AND l.id = r.lane_id"
        " WHERE r.merchant_id = ? AND r.voucher_id = ? AND NOT " +
            std::string{is_undone} + " ORDER BY r.at DESC, r.id DESC LIMIT 1",
        [](const Row& row) {
            return api::HolderUse{row.instant(0), {row.text(1), row.text(2)}, {row.text(3), row.text(4)}};
        },
        page.merchant_id, page.voucher_id);
}

} // namespace hexiao::store
