// See products.h.
#include "platform/store/products.h"

namespace hexiao::store {

namespace {

// With a scope: the merchant, whether it sees every store, and whose stores otherwise.
constexpr std::string_view product_select =
    "SELECT p.id, p.title_zh, p.title_en, p.category_zh, p.category_en, p.price_fen, p.shown, p.valid_days,"
    " p.uses, p.stock_total, p.stock_sold, p.stock_redeemed, p.off_sale_at,"
    " p.warn_left, p.warn_percent, p.red_left, p.red_percent, i.sha256 FROM product p"
    " LEFT JOIN product_picture i ON i.merchant_id = p.merchant_id AND i.product_id = p.id"
    " WHERE p.merchant_id = ? AND (? = 1 OR EXISTS (SELECT 1 FROM product_store s"
    "   JOIN staff_store w ON w.merchant_id = s.merchant_id AND w.store_id = s.store_id"
    "   WHERE s.merchant_id = p.merchant_id AND s.product_id = p.id AND w.staff_id = ?)) AND ";

api::ProductDetails read_product(const Row& row) {
    api::ProductDetails product;
    product.id = row.text(0);
    api::ProductSettings& settings = product.settings;
    settings.title = {row.text(1), row.text(2)};
    settings.category = {row.text(3), row.text(4)};
    settings.price = {row.integer(5)};
    if (auto shown = wire::read<Shown>(row.text(6))) { // written through the same description
        settings.contents = std::move(shown->contents);
        settings.conditions = std::move(shown->conditions);
    }
    settings.valid_days = row.integer(7);
    settings.uses = row.integer(8);
    settings.stock_total = row.integer(9);
    product.stock_sold = row.integer(10);
    product.stock_redeemed = row.integer(11);
    product.on_sale = row.is_null(12);
    settings.lines = stock::Lines{row.integer(13), row.integer(14), row.integer(15), row.integer(16)};
    product.picture = row.optional_text(17);
    return product;
}

void read_stores(Connection& db, const Scope& scope, api::ProductDetails& product) {
    db.each(
        "SELECT store_id FROM product_store WHERE merchant_id = ? AND product_id = ? ORDER BY store_id",
        [&](const Row& row) { product.settings.store_ids.push_back(row.text(0)); }, scope.merchant_id,
        product.id);
}

} // namespace

std::vector<api::ProductDetails> products(Connection& db, const Scope& scope, const std::string& after) {
    std::vector<api::ProductDetails> found;
    db.each(
        std::string{product_select} + "p.id > ? ORDER BY p.id LIMIT ?",
        [&](const Row& row) { found.push_back(read_product(row)); }, scope.merchant_id, scope.everywhere(),
        scope.staff_id, after, api::page_items + 1);
    for (api::ProductDetails& product : found) {
        read_stores(db, scope, product);
    }
    return found;
}

std::optional<api::ProductDetails> find_product(Connection& db, const Scope& scope, const std::string& id) {
    auto found = db.one(std::string{product_select} + "p.id = ?", read_product, scope.merchant_id,
                        scope.everywhere(), scope.staff_id, id);
    if (found) {
        read_stores(db, scope, *found);
    }
    return found;
}

std::int64_t count_products(Connection& db, const Scope& scope) {
    return db
        .one(
            "SELECT count(*) FROM product WHERE merchant_id = ?",
            [](const Row& row) { return row.integer(0); }, scope.merchant_id)
        .value_or(0);
}

ProductRow product_row(const std::string& id, const api::ProductSettings& settings) {
    return {id,
            settings.title,
            settings.category,
            settings.price,
            settings.valid_days,
            settings.uses,
            settings.stock_total,
            {settings.contents, settings.conditions},
            settings.store_ids,
            settings.lines.value_or(stock::Lines{})};
}

void update_product(Connection& db, const std::string& merchant_id, const ProductRow& product) {
    db.exec("UPDATE product SET title_zh = ?, title_en = ?, category_zh = ?, category_en = ?, price_fen = ?,"
            " valid_days = ?, uses = ?, stock_total = ?, shown = ?, warn_left = ?, warn_percent = ?,"
            " red_left = ?, red_percent = ?, stock_limit = ? WHERE merchant_id = ? AND id = ?",
            product.title.zh, product.title.en, product.category.zh, product.category.en, product.price,
            product.valid_days, product.uses, product.stock_total, wire::write(product.shown),
            product.lines.warn_left, product.lines.warn_percent, product.lines.red_left,
            product.lines.red_percent, stock::red_line(product.stock_total, product.lines), merchant_id,
            product.id);
    db.exec("DELETE FROM product_store WHERE merchant_id = ? AND product_id = ?", merchant_id, product.id);
    insert_product_stores(db, merchant_id, product);
}

void set_picture(Connection& db, const Scope& scope, const std::string& id, const std::string& sha256,
                 std::string_view bytes) {
    db.exec("INSERT INTO product_picture (merchant_id, product_id, sha256, bytes) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (merchant_id, product_id) DO UPDATE SET sha256 = excluded.sha256,"
            " bytes = excluded.bytes",
            scope.merchant_id, id, sha256, Blob{bytes});
}

void remove_picture(Connection& db, const Scope& scope, const std::string& id) {
    db.exec("DELETE FROM product_picture WHERE merchant_id = ? AND product_id = ?", scope.merchant_id, id);
}

std::optional<std::string> picture_of(Connection& db, const Scope& scope, const std::string& id) {
    return db.one(
        "SELECT sha256 FROM product_picture WHERE merchant_id = ? AND product_id = ?",
        [](const Row& row) { return row.text(0); }, scope.merchant_id, id);
}

std::optional<std::string> find_picture(Connection& db, const std::string& sha256) {
    return db.one(
        "SELECT bytes FROM product_picture WHERE sha256 = ? LIMIT 1",
        [](const Row& row) { return row.text(0); }, sha256);
}

void set_on_sale(Connection& db, const Scope& scope, const std::string& id, bool on_sale, Instant now) {
    db.exec("UPDATE product SET off_sale_at = ? WHERE merchant_id = ? AND id = ?",
            on_sale ? std::nullopt : std::optional{now}, scope.merchant_id, id);
}

} // namespace hexiao::store
