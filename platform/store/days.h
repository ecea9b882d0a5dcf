// SQL about days that are over: what a store did on one, and what was written down when it was closed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/sales.h"
#include "platform/store/connection.h"
#include "platform/store/scope.h"

namespace hexiao::store {

// What the books say of the day, by ids alone; lines by id.
api::DayTotals count_day(Connection& db, const Scope& scope, const std::string& store_id,
                         const std::string& business_day);

// The newest version, as it was counted. Nothing for a day that was not closed.
std::optional<api::ClosedDay> find_closed_day(Connection& db, const Scope& scope, const std::string& store_id,
                                              const std::string& business_day);
// Who closed it is who the scope names.
void insert_closed_day(Connection& db, const Scope& scope, const api::ClosedDay& day,
                       const std::string& entry_id);
// At most one more than a page holds, in their newest versions; the days before `before`, newest first.
std::vector<api::ClosedDayItem> closed_days(Connection& db, const Scope& scope, const std::string& store_id,
                                            const std::string& before);
// Titles and names as they are now.
void name_lines(Connection& db, const Scope& scope, api::DayTotals& totals);
// The accounts of the people in it, in the order of its lines.
std::vector<std::string> accounts(Connection& db, const Scope& scope, const api::DayTotals& totals);

} // namespace hexiao::store
