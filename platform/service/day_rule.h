// How a store counts its days, from its zone and its day cut.
#pragma once

#include "platform/service/caller.h"

namespace hexiao::service {

// The rule at an instant. Error: not_found for a store that this person does not have.
Result<DayRule> day_rule(store::Connection& db, const store::Scope& scope, const std::string& store_id,
                         Instant at);

} // namespace hexiao::service
