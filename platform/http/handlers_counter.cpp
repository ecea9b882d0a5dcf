// What happens at the counter; see handlers.h.
#include "platform/http/handlers.h"
#include "platform/service/qr.h"

namespace hexiao::http {

namespace {

Outcome prepare(const Call& call) {
    return with_body<api::PrepareRequest>(call, [&](const api::PrepareRequest& message) {
        const auto prepared = call.services.counter.prepare(call.caller, message);
        if (prepared && prepared->held_by) {
            call.feed.wake(); // whoever holds it is asked
        }
        return answer_with(prepared);
    });
}

Outcome look_up(const Call& call) {
    return with_body<api::FindCustomer>(call, [&](const api::FindCustomer& message) {
        return answer_written(call, call.services.lookups.look_up(call.caller, message));
    });
}

Outcome prove_order(const Call& call) {
    return change<api::OrderProof>(call, "held_id", [&](const std::string& id, const api::OrderProof& proof) {
        return call.services.lookups.prove(call.caller, id, proof);
    });
}

Outcome get_prepared(const Call& call) {
    return with_id(call, 0, "handle", [&](const std::string& handle) {
        return answer_with(call.services.counter.prepared(call.caller, handle));
    });
}

Outcome redeem(const Call& call) {
    return with_key(call, [&](const std::string& key) {
        return with_body<api::RedeemRequest>(call, [&](const api::RedeemRequest& message) {
            const auto answer = call.services.counter.redeem(call.caller, message, key);
            const bool promised = answer && answer->outcome == hexiao::Outcome::processing;
            const bool asked = !answer && answer.error().reason == Reason::lease_asked;
            if (promised || asked || (answer && answer->outcome == hexiao::Outcome::done)) {
                call.feed.wake();
            }
            return answer_with(answer);
        });
    });
}

Outcome redeem_batch(const Call& call) {
    return create<api::RedeemBatch>(call, [&](const api::RedeemBatch& request, const std::string& key) {
        return call.services.counter.redeem_batch(call.caller, request, key);
    });
}

Outcome undo_redemption(const Call& call) {
    return with_key(call, [&](const std::string& key) {
        return change<api::UndoRequest>(call, "redemption_id",
                                        [&](const std::string& id, const api::UndoRequest& request) {
                                            return call.services.counter.undo(call.caller, id, request, key);
                                        });
    });
}

Outcome close_action(const Call& call) {
    return create<api::CloseRequest>(call, [&](const api::CloseRequest& request, const std::string& key) {
        return call.services.counter.close(call.caller, request, key);
    });
}

Outcome draw_qr(const Call& call) {
    return with_body<api::QrRequest>(
        call, [](const api::QrRequest& message) { return answer_with(service::draw_qr(message)); });
}

Outcome get_feed(const Call& call) {
    return with_id(call, 0, "store_id", [&](const std::string& store_id) -> Outcome {
        auto opening = call.feed.open(call.caller, store_id, call.request.last_event_id);
        if (!opening) {
            return problem(opening.error());
        }
        return std::move(*opening);
    });
}

constexpr Handler counter_table[] = {
    {"prepare", prepare},
    {"get_prepared", get_prepared},
    {"redeem", redeem},
    {"redeem_batch", redeem_batch},
    {"undo_redemption", undo_redemption},
    {"draw_qr", draw_qr},
    {"get_feed", get_feed},
    {"look_up", look_up},
    {"prove_order", prove_order},
    {"close_action", close_action},
};

} // namespace

std::span<const Handler> counter_handlers() noexcept { return counter_table; }

} // namespace hexiao::http
