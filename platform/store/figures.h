// SQL about a store's day in figures, and the redemptions that they are made of. All of it is found by the
// index of one store's day, or of its orders of some days.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/figures.h"
#include "core/insight/insight.h"
#include "platform/store/connection.h"
#include "platform/store/scope.h"

namespace hexiao::store {

// What counts of a day, by the minute; at most as many as a day has.
struct MinuteSum {
    Instant at; // where the minute begins
    insight::Sum sum;
};
std::vector<MinuteSum> redeemed_by_minute(Connection& db, const Scope& scope, const std::string& store_id,
                                          const std::string& business_day);

api::Timeliness timeliness(Connection& db, const Scope& scope, const std::string& store_id,
                           const std::string& business_day);

// Of orders at the store, or online of what it serves, in [from, until); lines by product.
api::Success success(Connection& db, const Scope& scope, const std::string& store_id, Instant from,
                     Instant until);

// The vouchers that `success` counts, and these filters: at most one more than a page holds, ordered last
// comes first.
std::vector<api::OrderedVoucher> find_ordered(Connection& db, const Scope& scope, const std::string& store_id,
                                              const api::FindOrdered& wanted);

// What counts of a day, by channel and category: rate, commission and arrival are not yet filled in.
std::vector<api::SettlementLine> revenue_lines(Connection& db, const Scope& scope,
                                               const std::string& store_id, const std::string& business_day);

// At most one more than a page holds, the newest first. Of a day, or one by its id: one of both must be
// there. `hours`: when the hour is that is wanted, if one is (insight::spans_of).
std::vector<api::FoundRedemption> find_redemptions(Connection& db, const Scope& scope,
                                                   const std::string& store_id,
                                                   const api::FindRedemptions& wanted,
                                                   const std::vector<insight::Span>& hours);

} // namespace hexiao::store
