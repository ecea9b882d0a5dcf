// Several vouchers by one staff action; see counter.h. Everything is decided before anything is written, on
// facts of the transaction that writes: so of an order either all is written or nothing, without anything to
// take back.
#include <array>
#include <set>

#include "platform/service/counter.h"
#include "platform/service/leases.h"
#include "platform/service/once.h"
#include "platform/service/redeeming.h"

namespace hexiao::service {

namespace {

// One of them, as it is decided on by itself.
struct Wanted {
    store::RedeemFacts facts;
    std::variant<Redeemed, api::RedeemAnswer> decision;
};

api::BatchItem item_of(const std::string& handle, api::RedeemAnswer answer) {
    return {handle,           answer.outcome,
            answer.reason,    std::move(answer.redemption),
            answer.uses_left, std::move(answer.previous)};
}

} // namespace

Result<api::BatchAnswer> Counter::redeem_batch(const Caller& caller, const api::RedeemBatch& request,
                                               const std::string& key) {
    if (request.items.empty()) {
        return Error{Reason::invalid_field, "items"};
    }
    const Command command{"redeem_batch", key, wire::write(request)};
    return once<api::BatchAnswer>(
        world_, caller, command,
        [&](store::Connection& db, Instant now, Instant& keep_until) -> Result<api::BatchAnswer> {
            std::vector<Wanted> wanted;
            wanted.reserve(request.items.size());
            std::set<std::string> vouchers;
            std::set<std::string> refused_orders;
            for (const api::RedeemRequest& item : request.items) {
                auto facts = store::redeem_facts(db, caller.scope, caller.session_id, item.handle,
                                                 command.operation, key, now);
                if (!facts) {
                    return Error{Reason::unauthenticated, {}};
                }
                auto decision = is_outside(world_, *facts) // which takes them one by one
                                    ? refuse_redeem(Reason::channel_not_connected, now)
                                    : decide(caller, item, *facts, now);
                if (const auto lease = facts->voucher ? held_elsewhere(db, caller.scope, *facts->voucher, now)
                                                      : std::nullopt) {
                    ask_holder(world_, db, caller.scope, *lease, now);
                    decision = refuse_redeem(Reason::lease_asked, now);
                }
                if (facts->voucher) {
                    if (!vouchers.insert(facts->voucher->card.voucher_id).second) {
                        return Error{Reason::invalid_field, "items"}; // each is decided on as if alone
                    }
                    if (std::holds_alternative<api::RedeemAnswer>(decision)) {
                        refused_orders.insert(facts->voucher->order_id);
                    }
                    keep_until = std::max(keep_until, facts->voucher->facts.valid_until + keep_after_voucher);
                }
                wanted.push_back({std::move(*facts), std::move(decision)});
            }
            api::BatchAnswer answer;
            answer.server_time = now;
            std::vector<store::Use> uses;
            for (std::size_t i = 0; i < wanted.size(); ++i) {
                const std::string& handle = request.items[i].handle;
                const store::RedeemFacts& facts = wanted[i].facts;
                auto told = std::get_if<api::RedeemAnswer>(&wanted[i].decision);
                if (told != nullptr) {
                    if (told->reason == Reason::already_redeemed) {
                        told->previous =
                            store::previous_redemption(db, caller.scope, facts.handle->voucher_id);
                    }
                    answer.items.push_back(item_of(handle, std::move(*told)));
                } else if (refused_orders.contains(facts.voucher->order_id)) {
                    answer.items.push_back(item_of(handle, refuse_redeem(Reason::order_refused, now)));
                } else {
                    auto made = make(caller, facts, *std::get_if<Redeemed>(&wanted[i].decision), now);
                    if (!made) {
                        return made.error();
                    }
                    JournalEntry entry = redeemed_entry(caller.scope, made->redemption);
                    uses.push_back({std::move(made->redemption), std::move(entry)});
                    answer.items.push_back(item_of(handle, std::move(made->answer)));
                }
            }
            store::record_uses(db, caller.scope, std::move(uses));
            return answer;
        });
}

} // namespace hexiao::service
