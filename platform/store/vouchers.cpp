// See vouchers.h.
#include "platform/store/vouchers.h"

#include "platform/store/catalogue.h"
#include "platform/store/names.h"

namespace hexiao::store {

namespace {

constexpr std::string_view voucher_select =
    "SELECT v.id, v.product_id, v.channel, v.state, v.valid_from, v.valid_until, v.uses_total, v.uses_left,"
    " p.title_zh, p.title_en, p.category_zh, p.category_en, p.price_fen, p.shown,"
    " EXISTS (SELECT 1 FROM product_store s WHERE s.merchant_id = v.merchant_id AND s.product_id = "
    "v.product_id"
    " AND s.store_id = ?)"
    " FROM voucher v JOIN product p ON p.merchant_id = v.merchant_id AND p.id = v.product_id"
    " WHERE v.merchant_id = ? AND ";

Voucher read_voucher(const Row& row) {
    Voucher voucher;
    voucher.facts = {named<VoucherState>(row.text(3)),
                     row.integer(14) != 0,
                     row.instant(4),
                     row.instant(5),
                     row.integer(6),
                     row.integer(7)};
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
        " valid_from, valid_until, uses_total, uses_left) VALUES (?, ?, ?, ?, ?, ?, ?, 'active', ?, ?, ?, ?)",
        merchant_id, voucher.id, voucher.order_id, voucher.product_id, name_of(voucher.channel),
        Blob{voucher.code_hash}, voucher.code_last4, voucher.valid_from, voucher.valid_until, voucher.uses,
        voucher.uses);
}

void revoke_voucher(Connection& db, const std::string& merchant_id, const std::string& voucher_id) {
    db.exec("UPDATE voucher SET state = 'revoked' WHERE merchant_id = ? AND id = ?", merchant_id, voucher_id);
}

std::optional<Voucher> find_voucher_by_code(Connection& db, const Scope& scope,
                                            const std::string& code_hash) {
    return db.one(std::string{voucher_select} + "v.code_hash = ?", read_voucher, scope.store_id,
                  scope.merchant_id, Blob{code_hash});
}

std::optional<Voucher> find_voucher(Connection& db, const Scope& scope, const std::string& voucher_id) {
    return db.one(std::string{voucher_select} + "v.id = ?", read_voucher, scope.store_id, scope.merchant_id,
                  voucher_id);
}

void use_voucher(Connection& db, const Scope& scope, const api::Card& card, std::int64_t uses) {
    // CHECK (uses_left >= 0) is the last word, whatever was decided before.
    db.exec("UPDATE voucher SET uses_left = uses_left - ? WHERE merchant_id = ? AND id = ?", uses,
            scope.merchant_id, card.voucher_id);
    db.exec("UPDATE product SET stock_redeemed = stock_redeemed + ? WHERE merchant_id = ? AND id = ?", uses,
            scope.merchant_id, card.product_id);
}

void insert_handle(Connection& db, const Scope& scope, const Handle& handle) {
    db.exec(
        "INSERT INTO prepared (merchant_id, id, voucher_id, staff_id, device_id, store_id, shown, expires_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        scope.merchant_id, handle.id, handle.voucher_id, scope.staff_id, scope.device_id, scope.store_id,
        handle.facts.shown, handle.facts.expires_at);
}

std::optional<Handle> find_handle(Connection& db, const Scope& scope, const std::string& id) {
    return db.one(
        "SELECT id, voucher_id, staff_id, device_id, store_id, used_at, expires_at, shown FROM prepared"
        " WHERE merchant_id = ? AND id = ?",
        [&](const Row& row) {
            Handle handle{row.text(0), row.text(1), {}};
            handle.facts = {row.text(2) == scope.staff_id,
                            row.text(3) == scope.device_id,
                            row.text(4) == scope.store_id,
                            !row.is_null(5),
                            row.instant(6),
                            row.text(7)};
            return handle;
        },
        scope.merchant_id, id);
}

void use_handle(Connection& db, const Scope& scope, const std::string& id, Instant now) {
    db.exec("UPDATE prepared SET used_at = ? WHERE merchant_id = ? AND id = ?", now, scope.merchant_id, id);
}

void purge_handles(Connection& db, Instant expired_before) {
    db.exec("DELETE FROM prepared WHERE used_at IS NULL AND expires_at < ?", expired_before);
}

} // namespace hexiao::store
