// See sales.h.
#include "platform/store/sales.h"

#include <algorithm>
#include <iterator>

#include "platform/store/names.h"
#include "platform/store/undone.h"

namespace hexiao::store {

namespace {

// With a scope: the merchant, whether it sees every store, and whose stores otherwise.
constexpr std::string_view details_select =
    "SELECT v.id, v.order_id, v.product_id, p.title_zh, p.title_en, v.channel, v.code_last4, v.state,"
    " v.price_fen, v.valid_from, v.valid_until, v.uses_total, v.uses_left"
    " FROM voucher v JOIN product p ON p.merchant_id = v.merchant_id AND p.id = v.product_id"
    " WHERE v.merchant_id = ? AND (? = 1 OR EXISTS (SELECT 1 FROM product_store s"
    "   JOIN staff_store w ON w.merchant_id = s.merchant_id AND w.store_id = s.store_id"
    "   WHERE s.merchant_id = v.merchant_id AND s.product_id = v.product_id AND w.staff_id = ?)) AND ";

api::VoucherDetails read_details(const Row& row) {
    return {row.text(0),
            row.text(1),
            row.text(2),
            {row.text(3), row.text(4)},
            named<Channel>(row.text(5)),
            row.text(6),
            named<VoucherState>(row.text(7)),
            {row.integer(8)},
            row.instant(9),
            row.instant(10),
            row.integer(11),
            row.integer(12)};
}

template <class... Values>
std::vector<api::VoucherDetails> select(Connection& db, const Scope& scope, std::string_view where,
                                        const Values&... values) {
    std::vector<api::VoucherDetails> found;
    db.each(
        std::string{details_select} + std::string{where} + " ORDER BY v.id DESC LIMIT ?",
        [&](const Row& row) { found.push_back(read_details(row)); }, scope.merchant_id, scope.everywhere(),
        scope.staff_id, values..., api::most_found);
    return found;
}

std::optional<api::VoucherDetails> first(std::vector<api::VoucherDetails> found) {
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::optional<api::VoucherEvent> sold_event(Connection& db, const Scope& scope,
                                            const api::VoucherDetails& voucher) {
    return db.one(
        "SELECT o.id, o.bought_at, o.amount_fen / o.quantity, f.name, d.name, s.title_zh, s.title_en,"
        " j.position FROM customer_order o"
        " LEFT JOIN staff f ON f.merchant_id = o.merchant_id AND f.id = o.staff_id"
        " LEFT JOIN device d ON d.merchant_id = o.merchant_id AND d.id = o.device_id"
        " LEFT JOIN store s ON s.merchant_id = o.merchant_id AND s.id = o.store_id"
        " LEFT JOIN journal j ON j.merchant_id = o.merchant_id AND j.id = o.entry_id"
        " WHERE o.merchant_id = ? AND o.id = ?",
        [](const Row& row) {
            api::VoucherEvent event;
            event.id = row.text(0);
            event.kind = api::VoucherEventKind::sold;
            event.at = row.instant(1);
            event.amount = Money{row.integer(2)};
            event.staff_name = row.optional_text(3);
            event.device_name = row.optional_text(4);
            event.store = optional_title(row, 5);
            event.position = optional_integer(row, 7);
            return event;
        },
        scope.merchant_id, voucher.order_id);
}

void read_redemptions(Connection& db, const Scope& scope, const std::string& voucher_id,
                      const std::string& after, std::vector<api::VoucherEvent>& events) {
    db.each(
        "SELECT r.id, r.at, r.amount_fen, r.uses, f.name, d.name, s.title_zh, s.title_en, l.title_zh,"
        " l.title_en, j.position FROM redemption r"
        " JOIN staff f ON f.merchant_id = r.merchant_id AND f.id = r.staff_id"
        " JOIN device d ON d.merchant_id = r.merchant_id AND d.id = r.device_id"
        " JOIN store s ON s.merchant_id = r.merchant_id AND s.id = r.store_id"
        " JOIN lane l ON l.merchant_id = r.merchant_id AND l.id = r.lane_id"
        " JOIN journal j ON j.merchant_id = r.merchant_id AND j.id = r.entry_id"
        " WHERE r.merchant_id = ? AND r.voucher_id = ? AND r.id > ? ORDER BY r.id LIMIT ?",
        [&](const Row& row) {
            api::VoucherEvent event;
            event.id = row.text(0);
            event.kind = api::VoucherEventKind::redeemed;
            event.at = row.instant(1);
            event.amount = Money{row.integer(2)};
            event.uses = row.integer(3);
            event.staff_name = row.text(4);
            event.device_name = row.text(5);
            event.store = api::Title{row.text(6), row.text(7)};
            event.lane = api::Title{row.text(8), row.text(9)};
            event.position = optional_integer(row, 10);
            events.push_back(std::move(event));
        },
        scope.merchant_id, voucher_id, after, api::page_items + 1);
}

} // namespace

bool take_stock(Connection& db, const Scope& scope, const std::string& product_id, std::int64_t quantity) {
    return db.exec("UPDATE product SET stock_sold = stock_sold + ? WHERE merchant_id = ? AND id = ?"
                   " AND off_sale_at IS NULL AND stock_sold + ? <= stock_limit",
                   quantity, scope.merchant_id, product_id, quantity) == 1;
}

void return_stock(Connection& db, const Scope& scope, const std::string& product_id, std::int64_t quantity) {
    db.exec("UPDATE product SET stock_sold = stock_sold - ? WHERE merchant_id = ? AND id = ?", quantity,
            scope.merchant_id, product_id);
}

void insert_sale(Connection& db, const Scope& scope, const NewSale& sale) {
    const NewOrder& order = sale.order;
    db.exec(
        "INSERT INTO customer_order (merchant_id, id, product_id, channel, quantity, amount_fen, bought_at,"
        " store_id, staff_id, device_id, business_day, entry_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        scope.merchant_id, order.id, order.product_id, name_of(order.channel), order.quantity, order.amount,
        order.bought_at, scope.store_id, scope.staff_id, scope.device_id, sale.business_day, sale.entry_id);
}

std::vector<api::VoucherDetails> vouchers_by_last4(Connection& db, const Scope& scope,
                                                   const std::string& product_id, const std::string& last4) {
    return select(db, scope, "v.product_id = ? AND v.code_last4 = ?", product_id, last4);
}

std::vector<api::VoucherDetails> vouchers_of_order(Connection& db, const Scope& scope,
                                                   const std::string& order_id) {
    return select(db, scope, "v.order_id = ?", order_id);
}

std::optional<api::VoucherDetails> voucher_details_by_code(Connection& db, const Scope& scope,
                                                           const std::string& code_hash) {
    return first(select(db, scope, "v.code_hash = ?", Blob{code_hash}));
}

std::optional<api::VoucherDetails> voucher_details(Connection& db, const Scope& scope,
                                                   const std::string& id) {
    return first(select(db, scope, "v.id = ?", id));
}

std::vector<api::VoucherEvent> voucher_events(Connection& db, const Scope& scope,
                                              const api::VoucherDetails& voucher, const std::string& after) {
    std::vector<api::VoucherEvent> events;
    for (auto& event : {sold_event(db, scope, voucher), find_revocation(db, scope, voucher.id)}) {
        if (event && event->id > after) {
            events.push_back(*event);
        }
    }
    read_redemptions(db, scope, voucher.id, after, events);
    std::ranges::move(undone_events(db, scope, voucher.id, after), std::back_inserter(events));
    std::ranges::sort(events, {}, &api::VoucherEvent::id);
    events.resize(std::min(events.size(), static_cast<std::size_t>(api::page_items) + 1));
    return events;
}

void insert_revocation(Connection& db, const Scope& scope, const NewRevocation& revocation) {
    db.exec("INSERT INTO revocation (merchant_id, voucher_id, id, at, staff_id, device_id, reason,"
            " stock_returned, entry_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            scope.merchant_id, revocation.voucher_id, revocation.id, revocation.at, scope.staff_id,
            scope.device_id, name_of(revocation.reason), std::int64_t{revocation.stock_returned ? 1 : 0},
            revocation.entry_id);
    revoke_voucher(db, scope.merchant_id, revocation.voucher_id);
}

std::optional<api::VoucherEvent> find_revocation(Connection& db, const Scope& scope,
                                                 const std::string& voucher_id) {
    return db.one(
        "SELECT r.id, r.at, r.reason, r.stock_returned, f.name, d.name, j.position FROM revocation r"
        " JOIN staff f ON f.merchant_id = r.merchant_id AND f.id = r.staff_id"
        " JOIN device d ON d.merchant_id = r.merchant_id AND d.id = r.device_id"
        " JOIN journal j ON j.merchant_id = r.merchant_id AND j.id = r.entry_id"
        " WHERE r.merchant_id = ? AND r.voucher_id = ?",
        [](const Row& row) {
            api::VoucherEvent event;
            event.id = row.text(0);
            event.kind = api::VoucherEventKind::revoked;
            event.at = row.instant(1);
            event.why = named<api::RevokeReason>(row.text(2));
            event.stock_returned = row.integer(3) != 0;
            event.staff_name = row.text(4);
            event.device_name = row.text(5);
            event.position = optional_integer(row, 6);
            return event;
        },
        scope.merchant_id, voucher_id);
}

} // namespace hexiao::store
