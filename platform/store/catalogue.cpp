// See catalogue.h.
#include "platform/store/catalogue.h"

#include "core/api/wire_json.h"
#include "core/insight/insight.h"
#include "platform/store/names.h"

namespace hexiao::store {

namespace {
constexpr std::string_view store_columns =
    "SELECT id, title_zh, title_en, zone, cut_minutes, linear_codes FROM store";

StoreRow read_store(const Row& row) {
    return {row.text(0),
            {row.text(1), row.text(2)},
            row.text(3),
            static_cast<int>(row.integer(4)),
            row.integer(5) != 0};
}
} // namespace

void insert_merchant(Connection& db, const api::Named& merchant, Instant now) {
    db.exec("INSERT INTO merchant (id, title_zh, title_en, created_at) VALUES (?, ?, ?, ?)", merchant.id,
            merchant.title.zh, merchant.title.en, now);
}

void insert_store(Connection& db, const std::string& merchant_id, const StoreRow& store) {
    db.exec("INSERT INTO store (merchant_id, id, title_zh, title_en, zone, cut_minutes, linear_codes)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            merchant_id, store.id, store.title.zh, store.title.en, store.zone,
            std::int64_t{store.cut_minutes}, std::int64_t{store.linear_codes});
}

void insert_lane(Connection& db, const std::string& merchant_id, const std::string& store_id,
                 const api::Lane& lane) {
    db.exec(
        "INSERT INTO lane (merchant_id, id, store_id, title_zh, title_en, line) VALUES (?, ?, ?, ?, ?, ?)",
        merchant_id, lane.id, store_id, lane.title.zh, lane.title.en, optional_name(lane.line));
}

std::vector<std::string> merchant_ids(Connection& db) {
    std::vector<std::string> ids;
    db.each("SELECT id FROM merchant ORDER BY id", [&](const Row& row) { ids.push_back(row.text(0)); });
    return ids;
}

std::optional<api::Named> find_merchant(Connection& db, const std::string& merchant_id) {
    return db.one(
        "SELECT id, title_zh, title_en FROM merchant WHERE id = ?",
        [](const Row& row) {
            return api::Named{row.text(0), {row.text(1), row.text(2)}};
        },
        merchant_id);
}

std::optional<api::MerchantSettings> merchant_settings(Connection& db, const Scope& scope) {
    return db.one(
        "SELECT title_zh, title_en, customer_days, automatic, alarm_first_minutes, alarm_second_minutes,"
        " success_aim, commission_catering, commission_hotel, commission_tourism FROM merchant WHERE id = ?",
        [](const Row& row) {
            return api::MerchantSettings{{row.text(0), row.text(1)},
                                         row.integer(2),
                                         row.integer(3) != 0,
                                         queue::Alarms{row.integer(4), row.integer(5)},
                                         row.integer(6),
                                         settlement::Rates{row.integer(7), row.integer(8), row.integer(9)}};
        },
        scope.merchant_id);
}

void update_merchant(Connection& db, const Scope& scope, const api::MerchantSettings& settings) {
    const auto alarms = settings.alarms.value_or(queue::Alarms{});
    const auto rates = settings.commission.value_or(settlement::Rates{});
    db.exec("UPDATE merchant SET title_zh = ?, title_en = ?, customer_days = ?, automatic = ?,"
            " alarm_first_minutes = ?, alarm_second_minutes = ?, success_aim = ?, commission_catering = ?,"
            " commission_hotel = ?, commission_tourism = ? WHERE id = ?",
            settings.title.zh, settings.title.en, settings.customer_days,
            std::int64_t{settings.automatic.value_or(false)}, alarms.first_minutes, alarms.second_minutes,
            settings.success_aim.value_or(insight::success_aim), rates.catering, rates.hotel, rates.tourism,
            scope.merchant_id);
}

std::vector<StoreRow> stores(Connection& db, const Scope& scope) {
    std::vector<StoreRow> found;
    db.each(
        std::string{store_columns} + " WHERE merchant_id = ? ORDER BY id",
        [&](const Row& row) {
            if (StoreRow store = read_store(row); scope.may_see(store.id)) {
                found.push_back(std::move(store));
            }
        },
        scope.merchant_id);
    return found;
}

std::optional<StoreRow> find_store(Connection& db, const Scope& scope, const std::string& store_id) {
    if (!scope.may_see(store_id)) {
        return std::nullopt;
    }
    return db.one(std::string{store_columns} + " WHERE merchant_id = ? AND id = ?", read_store,
                  scope.merchant_id, store_id);
}

void update_store(Connection& db, const Scope& scope, const std::string& store_id,
                  const api::StoreSettings& settings) {
    db.exec("UPDATE store SET title_zh = ?, title_en = ?, zone = ?, cut_minutes = ?, linear_codes = ?"
            " WHERE merchant_id = ? AND id = ?",
            settings.title.zh, settings.title.en, settings.zone, settings.cut_minutes,
            std::int64_t{settings.linear_codes.value_or(false)}, scope.merchant_id, store_id);
}

std::int64_t count_stores(Connection& db, const Scope& scope) {
    return db
        .one(
            "SELECT count(*) FROM store WHERE merchant_id = ?", [](const Row& row) { return row.integer(0); },
            scope.merchant_id)
        .value_or(0);
}

std::vector<api::Lane> lanes(Connection& db, const Scope& scope, const std::string& store_id) {
    std::vector<api::Lane> found;
    if (!scope.may_see(store_id)) {
        return found;
    }
    db.each(
        "SELECT id, title_zh, title_en, line FROM lane"
        " WHERE merchant_id = ? AND store_id = ? AND retired_at IS NULL ORDER BY id",
        [&](const Row& row) {
            found.push_back({row.text(0), {row.text(1), row.text(2)}, optional_named<api::Line>(row, 3)});
        },
        scope.merchant_id, store_id);
    return found;
}

std::vector<api::LaneDetails> all_lanes(Connection& db, const Scope& scope, const std::string& store_id) {
    std::vector<api::LaneDetails> found;
    if (!scope.may_see(store_id)) {
        return found;
    }
    db.each(
        "SELECT id, title_zh, title_en, retired_at, line FROM lane WHERE merchant_id = ? AND store_id = ?"
        " ORDER BY id",
        [&](const Row& row) {
            found.push_back(
                {row.text(0), {row.text(1), row.text(2)}, row.is_null(3), optional_named<api::Line>(row, 4)});
        },
        scope.merchant_id, store_id);
    return found;
}

std::optional<std::string> store_of_lane(Connection& db, const Scope& scope, const std::string& lane_id) {
    auto found = db.one(
        "SELECT store_id FROM lane WHERE merchant_id = ? AND id = ?",
        [](const Row& row) { return row.text(0); }, scope.merchant_id, lane_id);
    return found && scope.may_see(*found) ? found : std::nullopt;
}

void update_lane(Connection& db, const Scope& scope, const std::string& lane_id,
                 const api::LaneSettings& settings) {
    db.exec("UPDATE lane SET title_zh = ?, title_en = ?, line = ? WHERE merchant_id = ? AND id = ?",
            settings.title.zh, settings.title.en, optional_name(settings.line), scope.merchant_id, lane_id);
}

void set_lane_in_use(Connection& db, const Scope& scope, const std::string& lane_id, bool in_use,
                     Instant now) {
    db.exec("UPDATE lane SET retired_at = ? WHERE merchant_id = ? AND id = ?",
            in_use ? std::nullopt : std::optional{now}, scope.merchant_id, lane_id);
    if (!in_use) {
        db.exec("UPDATE session SET lane_id = NULL WHERE merchant_id = ? AND lane_id = ?", scope.merchant_id,
                lane_id);
    }
}

void insert_product(Connection& db, const std::string& merchant_id, const ProductRow& product) {
    db.exec("INSERT INTO product (merchant_id, id, title_zh, title_en, category_zh, category_en, price_fen, "
            "valid_days,"
            " uses, stock_total, stock_sold, stock_redeemed, shown, warn_left, warn_percent, red_left,"
            " red_percent, stock_limit) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?, ?, ?)",
            merchant_id, product.id, product.title.zh, product.title.en, product.category.zh,
            product.category.en, product.price, product.valid_days, product.uses, product.stock_total,
            wire::write(product.shown), product.lines.warn_left, product.lines.warn_percent,
            product.lines.red_left, product.lines.red_percent,
            stock::red_line(product.stock_total, product.lines));
    insert_product_stores(db, merchant_id, product);
}

void insert_product_stores(Connection& db, const std::string& merchant_id, const ProductRow& product) {
    for (const std::string& store_id : product.store_ids) {
        db.exec("INSERT INTO product_store (merchant_id, product_id, store_id) VALUES (?, ?, ?)", merchant_id,
                product.id, store_id);
    }
}

} // namespace hexiao::store

namespace hexiao::wire {

HEXIAO_WIRE(store::Shown)

} // namespace hexiao::wire
