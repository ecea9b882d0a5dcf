// What redeeming one voucher (redeem.cpp) and several at once (batch.cpp) have in common.
#pragma once

#include <variant>

#include "core/redemption/redemption.h"
#include "platform/service/caller.h"
#include "platform/store/redemptions.h"
#include "platform/store/vouchers.h"

namespace hexiao::service {

api::RedeemAnswer refuse_redeem(Reason reason, Instant now);
// What core says, or the refusal to answer with.
std::variant<Redeemed, api::RedeemAnswer> decide(const Caller& caller, const api::RedeemRequest& request,
                                                 const store::RedeemFacts& facts, Instant now);
JournalEntry redeemed_entry(const store::Scope& scope, const store::NewRedemption& redemption);

} // namespace hexiao::service
