// See outbox.h.
#include "core/outbox/outbox.h"

#include <algorithm>

namespace hexiao::outbox {

Reading read_redeem_answer(const HttpAnswer& answer, std::string_view key) {
    const std::string_view type =
        std::string_view{answer.content_type}.substr(0, answer.content_type.find(';'));
    if (answer.status == 200 && type == "application/json") {
        auto decided = wire::read<api::RedeemAnswer>(answer.body);
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

Milliseconds retry_delay(int attempt, const RandomBytes& random) noexcept {
    const std::int64_t whole = std::int64_t{1000} << std::clamp(attempt - 1, 0, 5);
    const std::int64_t capped = std::min<std::int64_t>(whole, 30'000);
    return Milliseconds{capped - capped * random[0] / 510};
}

} // namespace hexiao::outbox
