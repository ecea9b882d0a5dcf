// Running the shop: what the merchant is called, its stores and their lanes, what it sells. Owners see and
// change everything; managers what belongs to their stores alone. Ids that somebody may not see answer as
// unknown (not_found). Making something takes an Idempotency-Key (once.h); changing something may be
// repeated. Every change is a fact in the journal. Every method may also answer Reason::store_unavailable:
// then nothing was recorded.
#pragma once

#include "core/api/shop.h"
#include "core/staff/staff.h"
#include "platform/service/caller.h"

namespace hexiao::service {

// Who asks, for the rules of core/staff.
Post post_of(const Caller& caller);
// Sorted, each once.
std::vector<std::string> distinct(std::vector<std::string> ids);

// A list of at most one item more than a page holds becomes a page.
template <class Page, class Item>
Page page_of(std::vector<Item> items) {
    Page page;
    page.items = std::move(items);
    if (page.items.size() > static_cast<std::size_t>(api::page_items)) {
        page.items.resize(api::page_items);
        page.next = page.items.back().id;
    }
    return page;
}

class Shop {
public:
    explicit Shop(const World& world) : world_(world) {}

    Result<api::MerchantSettings> merchant(const Caller& caller);
    Result<api::MerchantSettings> change_merchant(const Caller& caller,
                                                  const api::MerchantSettings& settings);

    Result<api::StorePage> stores(const Caller& caller, const std::string& after);
    // Errors: invalid_field for a zone that nobody knows, and for more stores or lanes than a session lists.
    Result<api::Created> add_store(const Caller& caller, const api::StoreSettings& settings,
                                   const std::string& key);
    Result<api::StoreDetails> change_store(const Caller& caller, const std::string& store_id,
                                           const api::StoreSettings& settings);
    Result<api::Created> add_lane(const Caller& caller, const std::string& store_id,
                                  const api::LaneSettings& settings, const std::string& key);
    Result<api::LaneDetails> change_lane(const Caller& caller, const std::string& lane_id,
                                         const api::LaneSettings& settings);
    Result<api::LaneDetails> switch_lane(const Caller& caller, const std::string& lane_id, bool in_use);

    Result<api::ProductPage> products(const Caller& caller, const std::string& after);
    // Errors: not_found for a store that may not be seen, invalid_field without any, and for a warning line
    // behind the red one.
    Result<api::Created> add_product(const Caller& caller, const api::ProductSettings& settings,
                                     const std::string& key);
    // Errors: also forbidden where the product is sold for stores that are not the caller's;
    // stock_below_sold. What a card shows is read anew at each redemption, so that cards which were prepared
    // before the change are refused as changed.
    Result<api::ProductDetails> change_product(const Caller& caller, const std::string& product_id,
                                               const api::ProductSettings& settings);
    // Error: also red_line for what is over it.
    Result<api::ProductDetails> switch_product(const Caller& caller, const std::string& product_id,
                                               bool on_sale);
    // Errors as for change_product; invalid_field for what is no picture that may be published
    // (core/base/jpeg.h).
    Result<api::ProductDetails> set_picture(const Caller& caller, const std::string& product_id,
                                            const api::NewPicture& wanted);
    Result<api::ProductDetails> remove_picture(const Caller& caller, const std::string& product_id);
    // For anybody: the bytes of the picture with this SHA-256, for as long as some product has it.
    Result<std::string> picture(const std::string& sha256);

private:
    World world_;
};

} // namespace hexiao::service
