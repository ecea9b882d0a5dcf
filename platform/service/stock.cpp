// See stock.h.
#include "platform/service/stock.h"

#include <algorithm>

#include "platform/service/acting.h"
#include "platform/service/facts.h"
#include "platform/store/names.h"
#include "platform/store/products.h"
#include "platform/store/stock.h"

namespace hexiao::service {

void tell_stock(const World& world, store::Connection& db, const Caller& caller, stock::Level before,
                api::ProductDetails& product, Instant now) {
    const stock::Level level = api::level_of(product);
    if (level != before) {
        record(world, db, caller, now, "stock_level_changed",
               {{"product_id", product.id},
                {"level", std::string{store::name_of(level)}},
                {"level_before", std::string{store::name_of(before)}},
                {"stock_sold", product.stock_sold},
                {"stock_total", product.settings.stock_total},
                {"sellable", api::sellable(product)}});
    }
    if (level == stock::Level::over && product.on_sale) {
        store::set_on_sale(db, caller.scope, product.id, false, now);
        record(world, db, caller, now, "product_off_sale",
               {{"product_id", product.id}, {"reason", std::string{reason_name(Reason::red_line)}}});
        product.on_sale = false;
    }
}

Result<api::StockSeen> Stock::acknowledge(const Caller& caller, const std::string& product_id,
                                          const api::AcknowledgeStock& seen) {
    if (seen.level < stock::Level::warning) {
        return Error{Reason::invalid_field, "level"};
    }
    const Instant now = world_.clock.now();
    const store::Shelf shelf{seen.store_id, product_id};
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::StockSeen> {
        if (!store::find_shelf(db, caller.scope, shelf)) {
            return Error{Reason::not_found, "product_id"};
        }
        const auto product = store::find_product(db, caller.scope, product_id);
        // Nobody has seen what it has not come to.
        const stock::Level level =
            product ? std::min(seen.level, api::level_of(*product)) : stock::Level::other;
        auto before = store::stock_seen(db, caller.scope, shelf);
        if (before && !stock::notice_due(level, true, stock::Seen{before->level, before->at}, now)) {
            return std::move(*before);
        }
        store::set_stock_seen(db, caller.scope, shelf, level, now);
        record(world_, db, caller, now, "stock_notice_seen",
               {{"product_id", product_id},
                {"store_id", shelf.store_id},
                {"level", std::string{store::name_of(level)}}});
        auto after = store::stock_seen(db, caller.scope, shelf);
        return after ? Result<api::StockSeen>{std::move(*after)} : Error{Reason::not_found, "product_id"};
    });
}

} // namespace hexiao::service
