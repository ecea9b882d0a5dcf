// See stock.h.
#include "platform/store/stock.h"

#include "platform/store/names.h"

namespace hexiao::store {

bool find_shelf(Connection& db, const Scope& scope, const Shelf& shelf) {
    return scope.may_see(shelf.store_id) &&
           db.one(
                 "SELECT 1 FROM product_store WHERE merchant_id = ? AND product_id = ? AND store_id = ?",
                 [](const Row&) { return true; }, scope.merchant_id, shelf.product_id, shelf.store_id)
               .value_or(false);
}

std::optional<api::StockSeen> stock_seen(Connection& db, const Scope& scope, const Shelf& shelf) {
    return db.one(
        "SELECT k.level, k.at, f.name FROM stock_seen k"
        " JOIN staff f ON f.merchant_id = k.merchant_id AND f.id = k.staff_id"
        " WHERE k.merchant_id = ? AND k.store_id = ? AND k.product_id = ?",
        [](const Row& row) {
            return api::StockSeen{named<stock::Level>(row.text(0)), row.instant(1), row.text(2)};
        },
        scope.merchant_id, shelf.store_id, shelf.product_id);
}

void set_stock_seen(Connection& db, const Scope& scope, const Shelf& shelf, stock::Level level, Instant at) {
    db.exec("INSERT INTO stock_seen (merchant_id, store_id, product_id, level, at, staff_id)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (merchant_id, store_id, product_id)"
            " DO UPDATE SET level = excluded.level, at = excluded.at, staff_id = excluded.staff_id",
            scope.merchant_id, shelf.store_id, shelf.product_id, name_of(level), at, scope.staff_id);
}

} // namespace hexiao::store
