// See undone.h.
#include "platform/store/undone.h"

#include "platform/store/names.h"
#include "platform/store/redemptions.h"

namespace hexiao::store {

std::optional<Undoable> find_undoable(Connection& db, const Scope& scope, const std::string& redemption_id) {
    static const std::string select =
        "SELECT " + std::string{redemption_columns} +
        ", r.store_id, r.voucher_id, v.valid_until, v.uses_left, v.state FROM redemption r"
        " JOIN voucher v ON v.merchant_id = r.merchant_id AND v.id = r.voucher_id"
        " LEFT JOIN undone u ON u.merchant_id = r.merchant_id AND u.redemption_id = r.id" +
        std::string{redemption_names} + " WHERE r.merchant_id = ? AND r.id = ?";
    auto found = db.one(
        select,
        [&](const Row& row) {
            constexpr int next = redemption_column_count;
            Undoable undoable;
            undoable.redemption = read_redemption(row);
            undoable.store_id = row.text(next);
            undoable.voucher_id = row.text(next + 1);
            undoable.voucher_ends = row.instant(next + 2);
            undoable.uses_left = row.integer(next + 3);
            undoable.facts = {undoable.redemption.at, undoable.redemption.staff_id == scope.staff_id,
                              undoable.redemption.undone.has_value(),
                              named<VoucherState>(row.text(next + 4))};
            return undoable;
        },
        scope.merchant_id, redemption_id);
    return found && scope.may_see(found->store_id) ? std::move(found) : std::nullopt;
}

void insert_undone(Connection& db, const Scope& scope, const Undoable& redeemed, const NewUndone& undone) {
    const api::Redemption& redemption = redeemed.redemption;
    const auto reason = undone.reason ? std::optional{name_of(*undone.reason)} : std::nullopt;
    db.exec(
        "INSERT INTO undone (merchant_id, redemption_id, id, at, business_day, staff_id, device_id, reason,"
        " stock_returned, entry_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        scope.merchant_id, undone.redemption_id, undone.id, undone.at, undone.business_day, scope.staff_id,
        scope.device_id, reason, std::int64_t{undone.stock_returned ? 1 : 0}, undone.entry_id);
    // CHECK (uses_left <= uses_total) is the last word, whatever was decided before.
    db.exec("UPDATE voucher SET uses_left = uses_left + ? WHERE merchant_id = ? AND id = ?", redemption.uses,
            scope.merchant_id, redeemed.voucher_id);
    if (undone.stock_returned) {
        db.exec("UPDATE product SET stock_redeemed = stock_redeemed - ? WHERE merchant_id = ? AND id = ?",
                redemption.uses, scope.merchant_id, redemption.product_id);
    }
}

std::vector<api::VoucherEvent> undone_events(Connection& db, const Scope& scope,
                                             const std::string& voucher_id, const std::string& after) {
    std::vector<api::VoucherEvent> events;
    db.each(
        "SELECT u.id, u.at, u.reason, u.stock_returned, r.uses, r.amount_fen, f.name, d.name, s.title_zh,"
        " s.title_en, j.position FROM undone u"
        " JOIN redemption r ON r.merchant_id = u.merchant_id AND r.id = u.redemption_id"
        " JOIN staff f ON f.merchant_id = u.merchant_id AND f.id = u.staff_id"
        " JOIN device d ON d.merchant_id = u.merchant_id AND d.id = u.device_id"
        " JOIN store s ON s.merchant_id = r.merchant_id AND s.id = r.store_id"
        " JOIN journal j ON j.merchant_id = u.merchant_id AND j.id = u.entry_id"
        " WHERE r.merchant_id = ? AND r.voucher_id = ? AND u.id > ? ORDER BY u.id LIMIT ?",
        [&](const Row& row) {
            api::VoucherEvent event;
            event.id = row.text(0);
            event.kind = api::VoucherEventKind::undone;
            event.at = row.instant(1);
            event.undone_why = optional_named<api::UndoReason>(row, 2);
            event.stock_returned = row.integer(3) != 0;
            event.uses = row.integer(4);
            event.amount = Money{row.integer(5)};
            event.staff_name = row.text(6);
            event.device_name = row.text(7);
            event.store = api::Title{row.text(8), row.text(9)};
            event.position = optional_integer(row, 10);
            events.push_back(std::move(event));
        },
        scope.merchant_id, voucher_id, after, api::page_items + 1);
    return events;
}

bool served_undone(Connection& db, const Scope& scope, const std::string& voucher_id) {
    return db
        .one(
            "SELECT count(*) FROM undone u"
            " JOIN redemption r ON r.merchant_id = u.merchant_id AND r.id = u.redemption_id"
            " WHERE r.merchant_id = ? AND r.voucher_id = ? AND u.stock_returned = 0",
            [](const Row& row) { return row.integer(0) > 0; }, scope.merchant_id, voucher_id)
        .value_or(true);
}

} // namespace hexiao::store
