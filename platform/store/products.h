// SQL about products as those who run the shop see them: everything that is set, what was sold, at which
// stores.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/shop.h"
#include "platform/store/catalogue.h"

namespace hexiao::store {

// At most one more than a page holds, with ids above `after`: the products that some store of the scope has.
// `may_change` is left false.
std::vector<api::ProductDetails> products(Connection& db, const Scope& scope, const std::string& after);
std::optional<api::ProductDetails> find_product(Connection& db, const Scope& scope, const std::string& id);
// Of the whole merchant, not only those that the scope may see.
std::int64_t count_products(Connection& db, const Scope& scope);

ProductRow product_row(const std::string& id, const api::ProductSettings& settings);
// Everything of the row, its stores included.
void update_product(Connection& db, const std::string& merchant_id, const ProductRow& product);
// A product's picture; at most one. `sha256`: hexadecimal, of `bytes`.
void set_picture(Connection& db, const Scope& scope, const std::string& id, const std::string& sha256,
                 std::string_view bytes);
void remove_picture(Connection& db, const Scope& scope, const std::string& id);
// The SHA-256 of the one that it has.
std::optional<std::string> picture_of(Connection& db, const Scope& scope, const std::string& id);
// Whoever's it is: to know its SHA-256 is to have been shown it.
std::optional<std::string> find_picture(Connection& db, const std::string& sha256);
void set_on_sale(Connection& db, const Scope& scope, const std::string& id, bool on_sale, Instant now);

} // namespace hexiao::store
