// The close of a store's business day: what it did, counted by person, lane, product and channel, written
// down once and told to the journal. For owners and managers, at stores that they may see. Every method may
// also answer Reason::store_unavailable: then nothing was recorded.
#pragma once

#include "core/api/sales.h"
#include "platform/service/caller.h"

namespace hexiao::service {

// The business day of a store at an instant: "2026-11-22". Error: not_found for a store that may not be seen.
Result<std::string> business_day_at(store::Connection& db, const store::Scope& scope,
                                    const std::string& store_id, Instant at);

// A day's totals, with their names, for a spreadsheet. People stand in it under their accounts, not their
// names.
std::string day_csv(store::Connection& db, const store::Scope& scope, const std::string& day,
                    const api::DayTotals& totals);

class Days {
public:
    explicit Days(const World& world) : world_(world) {}

    // Closing again what has not changed answers what was written down; what has changed since makes a new
    // version, and the old ones stay. Errors: not_found, day_not_over.
    Result<api::ClosedDay> close(const Caller& caller, const std::string& store_id, const std::string& day);
    // Error: not_found also for a day that was not closed.
    Result<api::ClosedDay> closed_day(const Caller& caller, const std::string& store_id,
                                      const std::string& day);
    Result<api::ClosedDayPage> closed_days(const Caller& caller, const std::string& store_id,
                                           const std::string& before);
    // The same for a spreadsheet.
    Result<std::string> csv(const Caller& caller, const std::string& store_id, const std::string& day);

private:
    World world_;
};

} // namespace hexiao::service
