// SQL about what a merchant is made of and sells: merchant, stores, lanes, products.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/messages.h"
#include "platform/store/connection.h"
#include "platform/store/scope.h"

namespace hexiao::store {

void insert_merchant(Connection& db, const api::Named& merchant, Instant now);

struct StoreRow {
    std::string id;
    api::Title title;
    std::string zone; // IANA
    int cut_minutes = 240;
};
void insert_store(Connection& db, const std::string& merchant_id, const StoreRow& store);
void insert_lane(Connection& db, const std::string& merchant_id, const std::string& store_id,
                 const api::Named& lane);

std::vector<std::string> merchant_ids(Connection& db);
std::optional<api::Named> find_merchant(Connection& db, const std::string& merchant_id);

// The stores that the scope may see, oldest first; and one of them, nothing when it may not be seen.
std::vector<StoreRow> stores(Connection& db, const Scope& scope);
std::optional<StoreRow> find_store(Connection& db, const Scope& scope, const std::string& store_id);
std::vector<api::Named> lanes(Connection& db, const Scope& scope, const std::string& store_id);

// The part of a card that stands as one JSON text in the row of its product.
struct Shown {
    static constexpr std::string_view wire_name = "Shown";
    std::vector<api::ContentItem> contents;
    std::vector<api::Title> conditions;

    template <class V>
    static void fields(V& v) {
        v("contents", &Shown::contents, wire::items(100));
        v("conditions", &Shown::conditions, wire::items(50));
    }
};

struct ProductRow {
    std::string id;
    api::Title title;
    api::Title category;
    Money price;
    std::int64_t valid_days = 90;
    std::int64_t uses = 1;
    std::int64_t stock_total = 0;
    Shown shown;
    std::vector<std::string> store_ids; // where it may be redeemed
};
void insert_product(Connection& db, const std::string& merchant_id, const ProductRow& product);

} // namespace hexiao::store
