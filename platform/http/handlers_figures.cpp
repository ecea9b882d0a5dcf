// What a store's day comes to, and alerts; see handlers.h.
#include "platform/http/handlers.h"

namespace hexiao::http {

namespace {

Outcome get_figures(const Call& call) {
    return with_day(call, [&](const std::string& store_id, BusinessDay day) {
        return answer_with(call.services.figures.of_day(call.caller, store_id, day));
    });
}

Outcome get_figures_csv(const Call& call) {
    return with_day(call, [&](const std::string& store_id, BusinessDay day) {
        return answer_csv(call.services.figures.csv(call.caller, store_id, day), day);
    });
}

Outcome list_waits(const Call& call) {
    return with_day(call, [&](const std::string& store_id, BusinessDay day) {
        return with_cursor(call, [&](const std::string& after) {
            return answer_with(call.services.figures.waits(call.caller, store_id, day, after));
        });
    });
}

Outcome find_redemptions(const Call& call) {
    return with_id(call, 0, "store_id", [&](const std::string& store_id) {
        return with_body<api::FindRedemptions>(call, [&](const api::FindRedemptions& wanted) {
            return answer_with(call.services.figures.redemptions(call.caller, store_id, wanted));
        });
    });
}

Outcome find_ordered(const Call& call) {
    return with_id(call, 0, "store_id", [&](const std::string& store_id) {
        return with_body<api::FindOrdered>(call, [&](const api::FindOrdered& wanted) {
            return answer_with(call.services.figures.ordered(call.caller, store_id, wanted));
        });
    });
}

Outcome acknowledge(const Call& call) {
    return change<api::Acknowledge>(call, "store_id",
                                    [&](const std::string& store_id, const api::Acknowledge& seen) {
                                        return call.services.figures.acknowledge(call.caller, store_id, seen);
                                    });
}

constexpr Handler figures_table[] = {
    {"get_figures", get_figures},   {"get_figures_csv", get_figures_csv},
    {"list_waits", list_waits},     {"find_redemptions", find_redemptions},
    {"find_ordered", find_ordered}, {"acknowledge", acknowledge},
};

} // namespace

std::span<const Handler> figures_handlers() noexcept { return figures_table; }

} // namespace hexiao::http
