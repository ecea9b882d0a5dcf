// How a product's stock stands (core/stock): what becomes of it when that changes, and who has seen it. Every
// method may also answer Reason::store_unavailable: then nothing was recorded.
#pragma once

#include "core/api/shop.h"
#include "platform/service/caller.h"

namespace hexiao::service {

// To be called in the transaction that changed what is left, or a line: `product` is as it is now, `before`
// how it stood. A change is a fact of its own, and whatever is over its line goes off sale.
void tell_stock(const World& world, store::Connection& db, const Caller& caller, stock::Level before,
                api::ProductDetails& product, Instant now);

class Stock {
public:
    explicit Stock(const World& world) : world_(world) {}

    // The caller saw the notice at a store. Whoever was first is who the answer names, as long as nothing
    // calls for another. Errors: not_found for a store that may not be seen, or a product that is not sold
    // there; invalid_field for a level of which there is no notice.
    Result<api::StockSeen> acknowledge(const Caller& caller, const std::string& product_id,
                                       const api::AcknowledgeStock& seen);

private:
    World world_;
};

} // namespace hexiao::service
