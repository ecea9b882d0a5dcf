// Selling from a leased part of a product's stock while cut off: the customer pays, is served at once and is
// given no code.
#pragma once

#include "core/offline/claim.h"
#include "platform/service/actions.h"

namespace hexiao::service {

// Puts a sale that was judged good into the books: an order of so many vouchers, each of them redeemed where
// and when it was sold. `row.amount` is what they cost, `row.redemption_id` the last of their redemptions.
Result<Done> sell_part(const World& world, store::Connection& db, store::ActionRow& row,
                       const store::Place& place, const api::Lease& part, Instant now);

} // namespace hexiao::service
