// SQL about who of a store saw how a product's stock stands; what is left of it stands with the product.
#pragma once

#include <optional>
#include <string>

#include "core/api/messages.h"
#include "platform/store/connection.h"
#include "platform/store/scope.h"

namespace hexiao::store {

// A product at a store that it is sold for.
struct Shelf {
    std::string store_id, product_id;
};
// Does the scope see that store, and is the product sold there?
bool find_shelf(Connection& db, const Scope& scope, const Shelf& shelf);
// The last who saw it.
std::optional<api::StockSeen> stock_seen(Connection& db, const Scope& scope, const Shelf& shelf);
// The scope's own staff have seen it.
void set_stock_seen(Connection& db, const Scope& scope, const Shelf& shelf, stock::Level level, Instant at);

} // namespace hexiao::store
