// What redeeming one voucher (redeem.cpp), several at once (batch.cpp), by an outside channel (errands.cpp),
// and undoing it (undo.cpp) have in common.
#pragma once

#include <variant>

#include "core/redemption/redemption.h"
#include "platform/service/caller.h"
#include "platform/store/redemptions.h"
#include "platform/store/undone.h"
#include "platform/store/vouchers.h"

namespace hexiao::service {

api::RedeemAnswer refuse_redeem(Reason reason, Instant now);
// What core says, or the refusal to answer with.
std::variant<Redeemed, api::RedeemAnswer> decide(const Caller& caller, const api::RedeemRequest& request,
                                                 const store::RedeemFacts& facts, Instant now);
// With the answer that is kept under its key, for as long as anybody may ask again.
store::Intent with_answer(store::Intent intent, const api::RedeemAnswer& answer,
                          const store::RedeemFacts& facts, Instant now);
// Whether a channel of its own decides on the voucher.
inline bool is_outside(const World& world, const store::RedeemFacts& facts) {
    return facts.voucher && world.channels.contains(facts.voucher->card.channel);
}
// That it was undone is written, and `redeemed` is as it is then.
Result<Done> write_undone(const World& world, store::Connection& db, const store::Scope& scope,
                          store::Undoable& redeemed, store::NewUndone undone);
JournalEntry redeemed_entry(const store::Scope& scope, const store::NewRedemption& redemption);

} // namespace hexiao::service
