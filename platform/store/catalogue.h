// SQL about what a merchant is made of and sells: merchant, stores, lanes, products.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/messages.h"
#include "core/api/shop.h"
#include "platform/store/connection.h"
#include "platform/store/scope.h"

namespace hexiao::store {

void insert_merchant(Connection& db, const api::Named& merchant, Instant now);

struct StoreRow {
    std::string id;
    api::Title title;
    std::string zone; // IANA
    int cut_minutes = 240;
    bool linear_codes = false;
};
void insert_store(Connection& db, const std::string& merchant_id, const StoreRow& store);
void insert_lane(Connection& db, const std::string& merchant_id, const std::string& store_id,
                 const api::Lane& lane);

std::vector<std::string> merchant_ids(Connection& db);
std::optional<api::Named> find_merchant(Connection& db, const std::string& merchant_id);
std::optional<api::MerchantSettings> merchant_settings(Connection& db, const Scope& scope);
void update_merchant(Connection& db, const Scope& scope, const api::MerchantSettings& settings);

// The stores that the scope may see, oldest first; and one of them, nothing when it may not be seen.
std::vector<StoreRow> stores(Connection& db, const Scope& scope);
std::optional<StoreRow> find_store(Connection& db, const Scope& scope, const std::string& store_id);
void update_store(Connection& db, const Scope& scope, const std::string& store_id,
                  const api::StoreSettings& settings);
std::int64_t count_stores(Connection& db, const Scope& scope);

// The lanes of a store at which somebody may stand.
std::vector<api::Lane> lanes(Connection& db, const Scope& scope, const std::string& store_id);
// All of them, retired ones too.
std::vector<api::LaneDetails> all_lanes(Connection& db, const Scope& scope, const std::string& store_id);
// The store of a lane, nothing when the lane may not be seen.
std::optional<std::string> store_of_lane(Connection& db, const Scope& scope, const std::string& lane_id);
void update_lane(Connection& db, const Scope& scope, const std::string& lane_id,
                 const api::LaneSettings& settings);
// Whoever stands at a lane that is retired stands nowhere any more.
void set_lane_in_use(Connection& db, const Scope& scope, const std::string& lane_id, bool in_use,
                     Instant now);

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
    std::vector<std::string> store_ids; // where it may be redeemed, each once
    stock::Lines lines{};
};
void insert_product(Connection& db, const std::string& merchant_id, const ProductRow& product);
void insert_product_stores(Connection& db, const std::string& merchant_id, const ProductRow& product);

} // namespace hexiao::store
