// Redeeming online what another device holds under a lease; see counter.h. The holder is asked over the feed.
// Until it has answered, or counts as unreachable, nothing is recorded; then the voucher is promised against
// the lease, and the verdict follows when that has ended (actions.h).
#include "platform/service/actions.h"
#include "platform/service/counter.h"
#include "platform/service/facts.h"
#include "platform/service/leases.h"
#include "platform/service/once.h"
#include "platform/service/redeeming.h"
#include "platform/store/leases.h"

namespace hexiao::service {

namespace {

store::ActionRow promise_of(const Caller& caller, const store::RedeemFacts& facts,
                            const api::RedeemRequest& request, const Redeemed& redeemed,
                            const std::string& key, Instant now) {
    store::ActionRow row;
    row.scope = caller.scope;
    row.key = key;
    row.voucher_id = facts.voucher->card.voucher_id;
    row.product_id = facts.voucher->card.product_id;
    row.uses = redeemed.uses;
    row.amount = redeemed.amount;
    row.prepared_id = request.handle;
    row.clock = offline::Steadiness::steady;
    row.device_at = row.acted_at = row.arrived_at = now;
    return row;
}

} // namespace

Result<api::RedeemAnswer> Counter::redeem_held(const Caller& caller, const api::RedeemRequest& request,
                                               const store::Intent& intent, Instant now) {
    bool asked = false;
    auto promised = world_.books.write([&](store::Connection& db) -> Result<api::RedeemAnswer> {
        asked = false;
        const auto facts = store::redeem_facts(db, caller.scope, caller.session_id, request.handle,
                                               intent.operation, intent.key, now);
        auto decision = facts && facts->acts ? decide(caller, request, *facts, now)
                                             : std::variant<Redeemed, api::RedeemAnswer>{api::RedeemAnswer{}};
        const auto* redeemed = std::get_if<Redeemed>(&decision);
        const auto lease = redeemed != nullptr && !facts->before
                               ? held_elsewhere(db, caller.scope, *facts->voucher, now)
                               : std::nullopt;
        if (!lease) {
            return Error{Reason::lease_asked, {}}; // not so any more: the next try is told how it is now
        }
        ask_holder(world_, db, caller.scope, *lease, now);
        if (now - lease->asked_at.value_or(now) < offline::lease_asked_for) {
            asked = true;
            return api::RedeemAnswer{};
        }
        store::ActionRow row = promise_of(caller, *facts, request, *redeemed, intent.key, now);
        const auto place = store::find_place(db, caller.scope);
        if (!place) {
            return Error{Reason::not_found, "lane_id"};
        }
        if (const auto settled =
                settle_action(world_, db, row, *place, facts->voucher, offline::Waiting{}, now);
            !settled) {
            return settled.error();
        }
        keep_action(world_, db, row, now);
        store::use_handle(db, caller.scope, request.handle, now);
        api::RedeemAnswer answer = refuse_redeem(Reason::lease_held, now);
        answer.outcome = ::hexiao::Outcome::processing;
        answer.key = intent.key;
        store::Intent written = intent;
        written.answer = wire::write(answer);
        store::insert_intent(db, caller.scope, written, now);
        return answer;
    });
    return promised && asked ? Error{Reason::lease_asked, {}} : promised;
}

} // namespace hexiao::service
