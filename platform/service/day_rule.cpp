// See day_rule.h.
#include "platform/service/day_rule.h"

#include "platform/store/catalogue.h"

namespace hexiao::service {

Result<DayRule> day_rule(store::Connection& db, const store::Scope& scope, const std::string& store_id,
                         Instant at) {
    const auto store = store::find_store(db, scope, store_id);
    if (!store) {
        return Error{Reason::not_found, "store_id"};
    }
    const auto offset = utc_offset_minutes(store->zone, at);
    if (!offset) {
        return offset.error();
    }
    return DayRule{*offset, store->cut_minutes};
}

} // namespace hexiao::service
