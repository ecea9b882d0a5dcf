// SQL about vouchers as the shop deals in them: sold over its counter, found again, followed, taken back.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/sales.h"
#include "platform/store/connection.h"
#include "platform/store/scope.h"
#include "platform/store/vouchers.h"

namespace hexiao::store {

// Takes `quantity` out of the product's stock, at once and for good: of sales that come at the same time,
// nobody is promised what another took. False, and nothing taken, when that would pass the red line or it is
// off sale.
bool take_stock(Connection& db, const Scope& scope, const std::string& product_id, std::int64_t quantity);
void return_stock(Connection& db, const Scope& scope, const std::string& product_id, std::int64_t quantity);

struct NewSale {
    NewOrder order;
    std::string business_day;
    std::string entry_id;
};
// The order alone: its stock is taken already. Staff, device and store are those of the scope.
void insert_sale(Connection& db, const Scope& scope, const NewSale& sale);

// Vouchers of products that the scope may see.
std::vector<api::VoucherDetails> vouchers_by_last4(Connection& db, const Scope& scope,
                                                   const std::string& product_id, const std::string& last4);
std::vector<api::VoucherDetails> vouchers_of_order(Connection& db, const Scope& scope,
                                                   const std::string& order_id);
std::optional<api::VoucherDetails> voucher_details_by_code(Connection& db, const Scope& scope,
                                                           const std::string& code_hash);
std::optional<api::VoucherDetails> voucher_details(Connection& db, const Scope& scope, const std::string& id);

// At most one more than a page holds, with ids above `after`, in the order of their ids.
std::vector<api::VoucherEvent> voucher_events(Connection& db, const Scope& scope,
                                              const api::VoucherDetails& voucher, const std::string& after);

struct NewRevocation {
    std::string id;
    std::string voucher_id;
    Instant at;
    api::RevokeReason reason = api::RevokeReason::other;
    bool stock_returned = false;
    std::string entry_id; // of its journal entry, which must be there already
};
// The voucher is revoked from then on. Staff and device are those of the scope.
void insert_revocation(Connection& db, const Scope& scope, const NewRevocation& revocation);
std::optional<api::VoucherEvent> find_revocation(Connection& db, const Scope& scope,
                                                 const std::string& voucher_id);

} // namespace hexiao::store
