// What happens at the counter; see handlers.h.
#include "platform/http/handlers.h"
#include "platform/service/qr.h"

namespace hexiao::http {

namespace {

Outcome prepare(const Call& call) {
    return with_body<api::PrepareRequest>(call, [&](const api::PrepareRequest& message) {
        return answer_with(call.services.counter.prepare(call.caller, message));
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
            if (answer && answer->outcome == hexiao::Outcome::done) {
                call.feed.wake();
            }
            return answer_with(answer);
        });
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

constexpr Handler handlers[] = {
    {"prepare", prepare}, {"get_prepared", get_prepared}, {"redeem", redeem},
    {"draw_qr", draw_qr}, {"get_feed", get_feed},
};

} // namespace

std::span<const Handler> counter_handlers() noexcept { return handlers; }

} // namespace hexiao::http
