// Undoing a redemption; see counter.h. It leaves the day on which it happened, whenever it is undone: of a
// day that was closed the written totals stay, and closing it once more makes their next version (days.h).
#include <algorithm>

#include "core/api/endpoints.h"
#include "core/redemption/undo.h"
#include "platform/service/counter.h"
#include "platform/service/days.h"
#include "platform/service/facts.h"
#include "platform/service/once.h"
#include "platform/service/redeeming.h"
#include "platform/store/names.h"
#include "platform/store/undone.h"

namespace hexiao::service {

namespace {

JournalEntry undone_entry(const store::Scope& scope, const store::Undoable& redeemed,
                          const store::NewUndone& undone) {
    const api::Redemption& redemption = redeemed.redemption;
    return {undone.entry_id,
            "redemption_undone",
            undone.at,
            {{"redemption_id", undone.redemption_id},
             {"voucher_id", redeemed.voucher_id},
             {"product_id", redemption.product_id},
             {"store_id", redeemed.store_id},
             {"staff_id", scope.staff_id},
             {"device_id", scope.device_id},
             {"business_day", undone.business_day},
             {"uses", redemption.uses},
             {"uses_left", redeemed.uses_left + redemption.uses},
             {"amount_fen", redemption.amount.fen},
             {"reason", undone.reason ? std::string{store::name_of(*undone.reason)} : std::string{}},
             {"stock_returned", std::int64_t{undone.stock_returned ? 1 : 0}}}};
}

} // namespace

Result<Done> write_undone(const World& world, store::Connection& db, const store::Scope& scope,
                          store::Undoable& redeemed, store::NewUndone undone) {
    const auto day = business_day_at(db, scope, redeemed.store_id, undone.at);
    if (!day) {
        return day.error();
    }
    undone.business_day = *day;
    undone.id = world.ids.uuid(undone.at);
    undone.entry_id = world.ids.uuid(undone.at);
    store::Scope there = scope; // the feed of the store where it was redeemed tells it, wherever they stand
    there.store_id = redeemed.store_id;
    store::append_entry(db, there, undone_entry(scope, redeemed, undone));
    store::insert_undone(db, scope, redeemed, undone);
    auto now = store::find_undoable(db, scope, undone.redemption_id);
    if (!now) {
        return Error{Reason::store_unavailable, {}};
    }
    redeemed = std::move(*now);
    return Done{};
}

Result<api::UndoAnswer> Counter::undo(const Caller& caller, const std::string& redemption_id,
                                      const api::UndoRequest& request, const std::string& key) {
    const store::Scope& scope = caller.scope;
    const bool by_manager = api::is_in(api::managers, scope.role);
    const Command command{"undo_redemption", key, redemption_id + "\n" + wire::write(request)};
    std::optional<store::Errand> begun; // with the channel that redeemed it
    auto undone = once<api::UndoAnswer>(
        world_, caller, command,
        [&](store::Connection& db, Instant now, Instant& keep_until) -> Result<api::UndoAnswer> {
            begun.reset();
            // After the look-up of the key: who asks again may have become a manager meanwhile.
            if (by_manager && request.reason.value_or(api::UndoReason::other) == api::UndoReason::other) {
                return Error{Reason::invalid_field, "reason"};
            }
            auto redeemed = store::find_undoable(db, scope, redemption_id);
            if (!redeemed) {
                return Error{Reason::not_found, "redemption_id"};
            }
            keep_until = std::max(redeemed->voucher_ends, now) + keep_after_voucher;
            api::UndoAnswer answer;
            answer.outcome = Outcome::done;
            answer.server_time = now;
            const auto decision = decide_undo(redeemed->facts, {by_manager, request.nothing_served}, now);
            if (const Reason* reason = std::get_if<Reason>(&decision)) {
                answer.outcome = Outcome::refused;
                answer.reason = *reason;
            } else if (const Undoing& undoing = *std::get_if<Undoing>(&decision); undoing.again) {
                answer.replayed = true;
            } else {
                store::NewUndone wanted{
                    redemption_id,          {}, now, {}, by_manager ? request.reason : std::nullopt,
                    undoing.stock_returned, {}};
                if (auto errand = store::errand_of_redemption(db, scope, redemption_id);
                    errand && world_.channels.contains(errand->channel)) {
                    begun = undo_outside(caller, std::move(*errand), wanted, key);
                    answer.outcome = Outcome::unknown;
                    answer.reason = Reason::in_flight;
                    if (const auto under_way = begin(db, *begun); !under_way) {
                        return under_way.error();
                    }
                } else if (const auto recorded =
                               write_undone(world_, db, scope, *redeemed, std::move(wanted));
                           !recorded) {
                    return recorded.error();
                }
            }
            answer.redemption = std::move(redeemed->redemption);
            answer.uses_left = redeemed->uses_left;
            return answer;
        });
    return carried_out(begun, std::move(undone));
}

} // namespace hexiao::service
