// See vouchers.h.
#include "platform/store/vouchers.h"

#include "platform/store/catalogue.h"
#include "platform/store/names.h"
#include "platform/store/sessions.h"

namespace hexiao::store {

namespace {

// What `read_voucher` reads; `v` and `p` are its tables, `store` is what names the store.
std::string voucher_columns(const std::string& store) {
    return "v.id, v.product_id, v.channel, v.state, v.valid_from, v.valid_until, v.uses_total, v.uses_left,"
           " p.title_zh, p.title_en, p.category_zh, p.category_en, v.price_fen, p.shown,"
           " EXISTS (SELECT 1 FROM product_store s WHERE s.merchant_id = v.merchant_id"
           " AND s.product_id = v.product_id AND s.store_id = " +
           store +
           "), CASE WHEN v.uses_total = 1 THEN 0 ELSE (SELECT coalesce(sum(r.amount_fen), 0) FROM redemption "
           "r"
           " WHERE r.merchant_id = v.merchant_id AND r.voucher_id = v.id AND NOT " +
           std::string{is_undone} +
           ") END, v.order_id, (SELECT e.id FROM lease e WHERE e.merchant_id = v.merchant_id"
           " AND e.voucher_id = v.id AND e.state = 'held'), v.mark IS NOT NULL";
}
constexpr int voucher_width = 19;

const std::string voucher_select =
    "SELECT " + voucher_columns("?") +
    " FROM voucher v JOIN product p ON p.merchant_id = v.merchant_id AND p.id = v.product_id"
    " WHERE v.merchant_id = ? AND ";

constexpr std::string_view handle_columns =
    "h.id, h.voucher_id, h.staff_id, h.device_id, h.store_id, h.used_at, h.expires_at, h.shown, h.ticket";
constexpr int handle_width = 9;

// From column `at` on.
Handle read_handle(const Row& row, int at, const Scope& scope) {
    Handle handle{row.text(at), row.text(at + 1), {}};
    handle.facts = {row.text(at + 2) == scope.staff_id,
                    row.text(at + 3) == scope.device_id,
                    row.text(at + 4) == scope.store_id,
                    !row.is_null(at + 5),
                    row.instant(at + 6),
                    row.text(at + 7)};
    handle.ticket = row.text(at + 8);
    return handle;
}

Voucher read_voucher(const Row& row) {
    Voucher voucher;
    voucher.facts = {named<VoucherState>(row.text(3)),
                     row.integer(14) != 0,
                     row.instant(4),
                     row.instant(5),
                     row.integer(6),
                     row.integer(7),
                     {row.integer(15)}};
    voucher.order_id = row.text(16);
    voucher.lease_id = row.optional_text(17);
    voucher.marked = row.integer(18) != 0;
    api::Card& card = voucher.card;
    card.voucher_id = row.text(0);
    card.product_id = row.text(1);
    card.channel = named<Channel>(row.text(2));
    card.title = {row.text(8), row.text(9)};
    card.category = {row.text(10), row.text(11)};
    card.price = {row.integer(12)};
    card.valid_from = voucher.facts.valid_from;
    card.valid_until = voucher.facts.valid_until;
    card.uses_total = voucher.facts.uses_total;
    card.uses_left = voucher.facts.uses_left;
    if (auto shown = wire::read<Shown>(row.text(13))) { // the insert wrote it through the same description
        card.contents = std::move(shown->contents);
        card.conditions = std::move(shown->conditions);
    }
    return voucher;
}

} // namespace

void insert_order(Connection& db, const std::string& merchant_id, const NewOrder& order) {
    db.exec(
        "INSERT INTO customer_order (merchant_id, id, product_id, channel, quantity, amount_fen, bought_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        merchant_id, order.id, order.product_id, name_of(order.channel), order.quantity, order.amount,
        order.bought_at);
    db.exec("UPDATE product SET stock_sold = stock_sold + ? WHERE merchant_id = ? AND id = ?", order.quantity,
            merchant_id, order.product_id);
}

void insert_voucher(Connection& db, const std::string& merchant_id, const NewVoucher& voucher) {
    db.exec(
        "INSERT INTO voucher (merchant_id, id, order_id, product_id, channel, code_hash, code_last4, state,"
        " valid_from, valid_until, uses_total, uses_left, mark, price_fen)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 'active', ?, ?, ?, ?, ?,"
        " (SELECT price_fen FROM product WHERE merchant_id = ? AND id = ?))",
        merchant_id, voucher.id, voucher.order_id, voucher.product_id, name_of(voucher.channel),
        Blob{voucher.code_hash}, voucher.code_last4, voucher.valid_from, voucher.valid_until, voucher.uses,
        voucher.uses, voucher.mark.empty() ? std::nullopt : std::optional{Blob{voucher.mark}}, merchant_id,
        voucher.product_id);
}

void mark_voucher(Connection& db, const Scope& scope, const std::string& voucher_id,
                  const std::string& mark) {
    db.exec("UPDATE voucher SET mark = ? WHERE merchant_id = ? AND id = ? AND mark IS NULL", Blob{mark},
            scope.merchant_id, voucher_id);
}

void revoke_voucher(Connection& db, const std::string& merchant_id, const std::string& voucher_id) {
    db.exec("UPDATE voucher SET state = 'revoked' WHERE merchant_id = ? AND id = ?", merchant_id, voucher_id);
}

std::optional<Voucher> find_voucher_by_code(Connection& db, const Scope& scope,
                                            const std::string& code_hash) {
    return db.one(voucher_select + "v.code_hash = ?", read_voucher, scope.store_id, scope.merchant_id,
                  Blob{code_hash});
}

std::optional<Voucher> find_voucher(Connection& db, const Scope& scope, const std::string& voucher_id) {
    return db.one(voucher_select + "v.id = ?", read_voucher, scope.store_id, scope.merchant_id, voucher_id);
}

std::vector<Voucher> unused_of_order(Connection& db, const Scope& scope, const Voucher& voucher,
                                     std::int64_t most) {
    std::vector<Voucher> found;
    db.each(
        voucher_select +
            "v.order_id = ? AND v.id <> ? AND v.state = 'active' AND v.uses_total = 1 AND v.uses_left = 1"
            " ORDER BY v.id LIMIT ?",
        [&](const Row& row) { found.push_back(read_voucher(row)); }, scope.store_id, scope.merchant_id,
        voucher.order_id, voucher.card.voucher_id, most);
    return found;
}

void insert_handle(Connection& db, const Scope& scope, const Handle& handle) {
    db.exec(
        "INSERT INTO prepared (merchant_id, id, voucher_id, staff_id, device_id, store_id, shown, expires_at,"
        " ticket) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        scope.merchant_id, handle.id, handle.voucher_id, scope.staff_id, scope.device_id, scope.store_id,
        handle.facts.shown, handle.facts.expires_at,
        handle.ticket.empty() ? std::nullopt : std::optional{handle.ticket});
}

void use_handle(Connection& db, const Scope& scope, const std::string& id, Instant now) {
    db.exec("UPDATE prepared SET used_at = ? WHERE merchant_id = ? AND id = ?", now, scope.merchant_id, id);
}

std::optional<Handle> find_handle(Connection& db, const Scope& scope, const std::string& id) {
    return db.one(
        "SELECT " + std::string{handle_columns} + " FROM prepared h WHERE h.merchant_id = ? AND h.id = ?",
        [&](const Row& row) { return read_handle(row, 0, scope); }, scope.merchant_id, id);
}

std::optional<RedeemFacts> redeem_facts(Connection& db, const Scope& scope, const std::string& session_id,
                                        const std::string& handle, const std::string& operation,
                                        const std::string& key, Instant now) {
    static const std::string select =
        "SELECT " + voucher_columns("t.id") + ", " + std::string{handle_columns} +
        ", i.request_hash, i.answer, i.expires_at, t.zone, t.cut_minutes, l.title_zh, l.title_en, f.name,"
        " d.name, EXISTS (SELECT 1 FROM session s WHERE s.merchant_id = t.merchant_id AND s.id = ?"
        " AND s.staff_id = f.id AND s.device_id = d.id AND f.role = ? AND " +
        std::string{session_is_open} +
        ") FROM store t"
        " JOIN staff f ON f.merchant_id = t.merchant_id AND f.id = ?"
        " JOIN device d ON d.merchant_id = t.merchant_id AND d.id = ?"
        " LEFT JOIN lane l ON l.merchant_id = t.merchant_id AND l.id = ?"
        " LEFT JOIN intent i ON i.merchant_id = t.merchant_id AND i.operation = ? AND i.key = ?"
        " LEFT JOIN prepared h ON h.merchant_id = t.merchant_id AND h.id = ?"
        " LEFT JOIN voucher v ON v.merchant_id = h.merchant_id AND v.id = h.voucher_id"
        " LEFT JOIN product p ON p.merchant_id = v.merchant_id AND p.id = v.product_id"
        " WHERE t.merchant_id = ? AND t.id = ?";
    return db.one(
        select,
        [&](const Row& row) {
            RedeemFacts facts;
            if (!row.is_null(0)) {
                facts.voucher = read_voucher(row);
                facts.handle = read_handle(row, voucher_width, scope);
            }
            constexpr int rest = voucher_width + handle_width;
            if (!row.is_null(rest)) {
                facts.before =
                    Intent{operation, key, row.text(rest), row.text(rest + 1), row.instant(rest + 2)};
            }
            facts.zone = row.text(rest + 3);
            facts.cut_minutes = static_cast<int>(row.integer(rest + 4));
            facts.lane = {row.text(rest + 5), row.text(rest + 6)};
            facts.staff_name = row.text(rest + 7);
            facts.device_name = row.text(rest + 8);
            facts.acts = row.integer(rest + 9) != 0;
            return facts;
        },
        session_id, name_of(scope.role), now, scope.staff_id, scope.device_id, scope.lane_id, operation, key,
        handle, scope.merchant_id, scope.store_id);
}

void purge_handles(Connection& db, Instant expired_before) {
    db.exec("DELETE FROM prepared WHERE used_at IS NULL AND expires_at < ?", expired_before);
}

} // namespace hexiao::store
