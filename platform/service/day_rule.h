// How a store counts its days, from its zone and its day cut.
#pragma once

#include "core/api/messages.h"
#include "core/insight/insight.h"
#include "platform/service/caller.h"
#include "platform/store/catalogue.h"

namespace hexiao::service {

// The rule at an instant. Error: not_found for a store that this person does not have.
Result<DayRule> day_rule(store::Connection& db, const store::Scope& scope, const std::string& store_id,
                         Instant at);

// What a console is told of it.
Result<api::Store> store_as_told(store::Connection& db, const store::Scope& scope,
                                 const store::StoreRow& store, const queue::Alarms& alarms, Instant at);

// The clock of one of its days. Error: as above.
Result<insight::DayClock> day_clock(store::Connection& db, const store::Scope& scope,
                                    const std::string& store_id, BusinessDay day);

} // namespace hexiao::service
