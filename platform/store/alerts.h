// SQL about alerts: who has seen which.
#pragma once

#include <string>

#include "core/api/alerts.h"
#include "platform/store/connection.h"
#include "platform/store/scope.h"

namespace hexiao::store {

// Of one store, as the feed tells them.
api::Alerts read_alerts(Connection& db, const Scope& scope, const std::string& store_id);

// By whom the scope names. False where somebody had seen as much before: then they stay named.
bool acknowledge(Connection& db, const Scope& scope, const std::string& store_id,
                 const api::Acknowledge& seen, Instant now);

} // namespace hexiao::store
