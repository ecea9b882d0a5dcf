// House vouchers as the shop deals in them: sold or given away over its counter, found again, followed from
// sale to last use, taken back. For owners and managers; managers reach the vouchers of products that one of
// their stores has, others answer as unknown. Every method may also answer Reason::store_unavailable: then
// nothing was recorded.
#pragma once

#include "core/api/sales.h"
#include "platform/service/caller.h"

namespace hexiao::service {

class Vouchers {
public:
    explicit Vouchers(const World& world) : world_(world) {}

    // All of it or nothing, at what it costs now. The codes are made from `key` and kept nowhere: every retry
    // under it is told the same codes, and nobody else ever is. Errors: invalid_field for no item or too
    // many, and for what is no phone number; not_found for a product that may not be seen; out_of_stock, with
    // what the stock lacks as the field, also when it is off sale; red_line, where the stock has more than
    // may be sold; key_reused.
    Result<api::Sale> sell(const Caller& caller, const api::SaleRequest& request, const std::string& key);

    // Nothing found is an empty list. Error: invalid_field unless it is asked in exactly one way.
    Result<api::FoundVouchers> find(const Caller& caller, const api::FindVouchers& request);
    // Error: not_found.
    Result<api::VoucherHistory> history(const Caller& caller, const std::string& voucher_id,
                                        const std::string& after);
    // Errors: not_found; invalid_field for a reason that does not exist.
    Result<api::RevokeAnswer> revoke(const Caller& caller, const std::string& voucher_id,
                                     const api::RevokeRequest& request);

private:
    Result<api::SoldOrder> sell_one(store::Connection& db, const Caller& caller, const api::SaleItem& item,
                                    bool gift, Instant now, std::size_t& codes, const std::string& key);
    void return_stock(store::Connection& db, const Caller& caller, const std::string& product_id,
                      Instant now);
    Result<api::Sale> name_customer(store::Connection& db, const Caller& caller,
                                    const api::CustomerDetails& details, api::Sale sale);

    World world_;
};

} // namespace hexiao::service
