// Closing what nobody could learn the outcome of; see counter.h.
#include <algorithm>
#include <array>

#include "core/api/wire_json.h"
#include "platform/service/counter.h"
#include "platform/service/facts.h"
#include "platform/service/once.h"
#include "platform/store/names.h"

namespace hexiao::service {

namespace {

// What devices ask again under its key. A row that a device cannot read may be of either.
constexpr std::array operations{std::string_view{"redeem"}, std::string_view{"undo_redemption"},
                                std::string_view{"redeem_batch"}};

template <wire::Message Answer>
Result<api::Closure> decided_before(const store::Intent& before) {
    auto answer = wire::read<Answer>(before.answer);
    if (!answer) {
        return answer.error();
    }
    api::Closure closure;
    closure.outcome = answer->outcome;
    closure.why = answer->reason;
    closure.redemption = std::move(answer->redemption);
    return closure;
}

// Of several vouchers: done where one of them was redeemed, which it then tells.
Result<api::Closure> decided_together(const store::Intent& before) {
    auto answer = wire::read<api::BatchAnswer>(before.answer);
    if (!answer || answer->items.empty()) {
        return answer ? Error{Reason::other, {}} : answer.error();
    }
    const auto done = std::ranges::find(answer->items, Outcome::done, &api::BatchItem::outcome);
    api::BatchItem& told = done == answer->items.end() ? answer->items.front() : *done;
    api::Closure closure;
    closure.outcome = told.outcome;
    closure.why = told.reason;
    closure.redemption = std::move(told.redemption);
    return closure;
}

Result<api::Closure> decided(const store::Intent& before) {
    return before.operation == operations[0]   ? decided_before<api::RedeemAnswer>(before)
           : before.operation == operations[1] ? decided_before<api::UndoAnswer>(before)
                                               : decided_together(before);
}

} // namespace

Result<api::Closure> Counter::close(const Caller& caller, const api::CloseRequest& request,
                                    const std::string& key) {
    if (request.reason == api::ClosingReason::other) {
        return Error{Reason::invalid_field, "reason"};
    }
    const Command command{"close_action", key, wire::write(request)};
    return once<api::Closure>(
        world_, caller, command,
        [&](store::Connection& db, Instant now, Instant& /*keep_until*/) -> Result<api::Closure> {
            Result<api::Closure> closure = api::Closure{Outcome::refused, Reason::closed, {}, false, {}, {}};
            bool was_decided = false;
            for (const std::string_view operation : operations) {
                const auto before = store::find_intent(db, caller.scope, std::string{operation}, key);
                if (before && !before->answer.empty()) {
                    was_decided = true;
                    closure = decided(*before);
                }
            }
            if (!closure) {
                return closure;
            }
            if (closure->outcome != Outcome::done && closure->outcome != Outcome::refused) {
                return Error{Reason::in_flight, {}}; // a channel is being asked, and may have done it
            }
            if (!was_decided) {
                // Whatever is still under way under it comes too late from now on.
                for (const std::string_view operation : operations) {
                    store::insert_intent(db, caller.scope,
                                         {std::string{operation}, key, {}, {}, now + keep_answer}, now);
                }
            }
            service::record(world_, db, caller, now, "action_closed",
                            {{"action", key},
                             {"reason", std::string{store::name_of(request.reason)}},
                             {"outcome", std::string{store::name_of(closure->outcome)}}});
            closure->server_time = now;
            return closure;
        });
}

} // namespace hexiao::service
