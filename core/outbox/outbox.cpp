// See outbox.h.
#include "core/outbox/outbox.h"

#include <algorithm>

#include "core/api/wire_json.h"

namespace hexiao::outbox {

namespace {

template <wire::Message T>
std::variant<Unknown, T, api::Problem> read_answer(const HttpAnswer& answer, std::string_view key) {
    const std::string_view type =
        std::string_view{answer.content_type}.substr(0, answer.content_type.find(';'));
    if (answer.status == 200 && type == "application/json") {
        auto decided = wire::read<T>(answer.body);
        if (decided && decided->key == key) {
            return std::move(*decided);
        }
    } else if (answer.status >= 400 && type == "application/problem+json") {
        auto problem = wire::read<api::Problem>(answer.body);
        if (problem && problem->status == answer.status) {
            return std::move(*problem);
        }
    }
    return Unknown{};
}

} // namespace

Reading read_redeem_answer(const HttpAnswer& answer, std::string_view key) {
    return read_answer<api::RedeemAnswer>(answer, key);
}

std::variant<Unknown, api::BatchAnswer, api::Problem> read_batch_answer(const HttpAnswer& answer,
                                                                        std::string_view key) {
    return read_answer<api::BatchAnswer>(answer, key);
}

Reading read_undo_answer(const HttpAnswer& answer, std::string_view key) {
    struct AsRedeemed {
        Reading operator()(Unknown unknown) const { return unknown; }
        Reading operator()(api::Problem problem) const { return problem; }
        Reading operator()(api::UndoAnswer told) const {
            return api::RedeemAnswer{
                told.outcome,   told.reason,  std::move(told.key), told.replayed, std::move(told.redemption),
                told.uses_left, std::nullopt, told.server_time};
        }
    };
    return std::visit(AsRedeemed{}, read_answer<api::UndoAnswer>(answer, key));
}

bool contradict(const Told& one, const Told& other) noexcept {
    return one.outcome != other.outcome || one.redemption_id != other.redemption_id;
}

bool leaves_open(Reason reason, int attempts, api::Hears hears) noexcept {
    const bool right =
        reason == Reason::forbidden || reason == Reason::password_needed || reason == Reason::not_found;
    if (right && hears == api::Hears::allowed) {
        return attempts > 1;
    }
    return passes_by_itself(reason) || reason == Reason::other || // that this build does not know
           reason == Reason::key_reused; // by a colleague who has taken this device over in another tab
}

bool passes_by_itself(Reason reason) noexcept {
    switch (reason) {
    case Reason::unauthenticated:
    case Reason::in_flight:
    case Reason::lease_asked:
    case Reason::commit_unknown:
    case Reason::store_unavailable:
    case Reason::shutting_down:
    case Reason::too_many_requests: return true;
    default: return false;
    }
}

Milliseconds retry_delay(int attempt, const RandomBytes& random) noexcept {
    const std::int64_t whole = std::int64_t{1000} << std::clamp(attempt - 1, 0, 5);
    const std::int64_t capped = std::min<std::int64_t>(whole, 30'000);
    return Milliseconds{capped - capped * random[0] / 510};
}

} // namespace hexiao::outbox

namespace hexiao::wire {

HEXIAO_WIRE(outbox::Told)
HEXIAO_WIRE(outbox::Row)

} // namespace hexiao::wire
