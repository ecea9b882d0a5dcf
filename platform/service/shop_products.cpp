// What the merchant sells; see shop.h.
#include <algorithm>

#include <sodium.h>

#include "core/base/jpeg.h"
#include "platform/service/acting.h"
#include "platform/service/facts.h"
#include "platform/service/once.h"
#include "platform/service/shop.h"
#include "platform/service/stock.h"
#include "platform/store/products.h"

namespace hexiao::service {

namespace {

// What a product may be set to: for at least one store, and only for stores that the caller has.
std::optional<Error> check_stores(store::Connection& db, const store::Scope& scope,
                                  const std::vector<std::string>& store_ids) {
    if (store_ids.empty()) {
        return Error{Reason::invalid_field, "store_ids"};
    }
    const bool known = std::ranges::all_of(
        store_ids, [&](const std::string& id) { return store::find_store(db, scope, id).has_value(); });
    return known ? std::nullopt : std::optional{Error{Reason::not_found, "store_ids"}};
}

Facts facts_of(const std::string& id, const api::ProductSettings& settings) {
    return {{"product_id", id},
            {"price_fen", settings.price.fen},
            {"uses", settings.uses},
            {"valid_days", settings.valid_days},
            {"stock_total", settings.stock_total},
            {"red_line", stock::red_line(settings.stock_total, settings.lines.value_or(stock::Lines{}))},
            {"settings_sha256", digest_of(settings)}};
}

std::optional<Error> check_lines(const api::ProductSettings& settings) {
    const auto wrong = stock::misplaced(settings.lines.value_or(stock::Lines{}));
    return wrong.empty() ? std::nullopt
                         : std::optional{Error{Reason::invalid_field, "lines." + std::string{wrong}}};
}

// As the caller may see it: without stores that are not theirs.
api::ProductDetails shown_to(const Caller& caller, api::ProductDetails product) {
    product.may_change = works_at_all(post_of(caller), product.settings.store_ids);
    std::erase_if(product.settings.store_ids,
                  [&](const std::string& store) { return !caller.scope.may_see(store); });
    return product;
}

// The product, when the caller may change it.
Result<api::ProductDetails> changeable(store::Connection& db, const Caller& caller, const std::string& id) {
    auto product = store::find_product(db, caller.scope, id);
    if (!product) {
        return Error{Reason::not_found, "product_id"};
    }
    if (!works_at_all(post_of(caller), product->settings.store_ids)) {
        return Error{Reason::forbidden, "product_id"};
    }
    return std::move(*product);
}

// The bytes of a picture that may be published.
Result<std::string> read_picture(const api::NewPicture& wanted) {
    std::string bytes(wanted.data.size() / 4 * 3, '\0');
    std::size_t size = 0;
    const bool read =
        sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), wanted.data.data(),
                          wanted.data.size(), nullptr, &size, nullptr, sodium_base64_VARIANT_ORIGINAL) == 0;
    bytes.resize(size);
    return read && is_plain_jpeg(bytes) ? Result<std::string>{std::move(bytes)}
                                        : Error{Reason::invalid_field, "data"};
}

} // namespace

Result<api::ProductPage> Shop::products(const Caller& caller, const std::string& after) {
    return world_.books.read([&](store::Connection& db) -> Result<api::ProductPage> {
        auto found = store::products(db, caller.scope, after);
        for (api::ProductDetails& product : found) {
            product = shown_to(caller, std::move(product));
        }
        return page_of<api::ProductPage>(std::move(found));
    });
}

Result<api::Created> Shop::add_product(const Caller& caller, const api::ProductSettings& settings,
                                       const std::string& key) {
    api::ProductSettings wanted = settings;
    wanted.store_ids = distinct(wanted.store_ids);
    return once<api::Created>(
        world_, caller, {"add_product", key, wire::write(wanted)},
        [&](store::Connection& db, Instant now, Instant& /*keep_until*/) -> Result<api::Created> {
            if (auto wrong = check_stores(db, caller.scope, wanted.store_ids)) {
                return std::move(*wrong);
            }
            if (auto wrong = check_lines(wanted)) {
                return std::move(*wrong);
            }
            if (store::count_products(db, caller.scope) >= api::most_products) {
                return Error{Reason::invalid_field, "products"};
            }
            const std::string id = world_.ids.uuid(now);
            store::insert_product(db, caller.scope.merchant_id, store::product_row(id, wanted));
            record(world_, db, caller, now, "product_added", facts_of(id, wanted));
            return api::Created{id, {}, false};
        });
}

Result<api::ProductDetails> Shop::change_product(const Caller& caller, const std::string& product_id,
                                                 const api::ProductSettings& settings) {
    const Instant now = world_.clock.now();
    api::ProductSettings wanted = settings;
    wanted.store_ids = distinct(wanted.store_ids);
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::ProductDetails> {
        auto product = changeable(db, caller, product_id);
        if (!product) {
            return product;
        }
        if (auto wrong = check_stores(db, caller.scope, wanted.store_ids)) {
            return std::move(*wrong);
        }
        wanted.lines = settings.lines ? settings.lines : product->settings.lines;
        if (auto wrong = check_lines(wanted)) {
            return std::move(*wrong);
        }
        if (wanted.stock_total < product->stock_sold) {
            return Error{Reason::stock_below_sold, "stock_total"};
        }
        if (product->settings != wanted) {
            const stock::Level before = api::level_of(*product);
            store::update_product(db, caller.scope.merchant_id, store::product_row(product_id, wanted));
            record(world_, db, caller, now, "product_changed", facts_of(product_id, wanted));
            product->settings = wanted;
            tell_stock(world_, db, caller, before, *product, now);
        }
        return shown_to(caller, std::move(*product));
    });
}

Result<api::ProductDetails> Shop::switch_product(const Caller& caller, const std::string& product_id,
                                                 bool on_sale) {
    const Instant now = world_.clock.now();
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::ProductDetails> {
        auto product = changeable(db, caller, product_id);
        if (product && on_sale && api::level_of(*product) == stock::Level::over) {
            return Error{Reason::red_line, "product_id"};
        }
        if (product && product->on_sale != on_sale) {
            store::set_on_sale(db, caller.scope, product_id, on_sale, now);
            record(world_, db, caller, now, on_sale ? "product_on_sale" : "product_off_sale",
                   {{"product_id", product_id}});
            product->on_sale = on_sale;
        }
        return product ? shown_to(caller, std::move(*product)) : product;
    });
}

Result<api::ProductDetails> Shop::set_picture(const Caller& caller, const std::string& product_id,
                                              const api::NewPicture& wanted) {
    const auto bytes = read_picture(wanted);
    if (!bytes) {
        return bytes.error();
    }
    const Instant now = world_.clock.now();
    const std::string digest = to_hex(sha256(*bytes));
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::ProductDetails> {
        auto product = changeable(db, caller, product_id);
        if (product && product->picture != digest) {
            store::set_picture(db, caller.scope, product_id, digest, *bytes);
            record(world_, db, caller, now, "product_picture_set",
                   {{"product_id", product_id}, {"picture_sha256", digest}});
            product->picture = digest;
        }
        return product ? shown_to(caller, std::move(*product)) : product;
    });
}

Result<api::ProductDetails> Shop::remove_picture(const Caller& caller, const std::string& product_id) {
    const Instant now = world_.clock.now();
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::ProductDetails> {
        auto product = changeable(db, caller, product_id);
        if (product && product->picture) {
            store::remove_picture(db, caller.scope, product_id);
            record(world_, db, caller, now, "product_picture_removed",
                   {{"product_id", product_id}, {"picture_sha256", *product->picture}});
            product->picture.reset();
        }
        return product ? shown_to(caller, std::move(*product)) : product;
    });
}

Result<std::string> Shop::picture(const std::string& sha256) {
    return world_.books.read([&](store::Connection& db) -> Result<std::string> {
        auto bytes = store::find_picture(db, sha256);
        return bytes ? Result<std::string>{std::move(*bytes)} : Error{Reason::not_found, "sha256"};
    });
}

} // namespace hexiao::service
