// Paper, for when the platform is down for long: numbered forms that are printed beforehand, and what was
// written on them, entered afterwards with its real times. What was served is judged as promises are
// (actions.h), on the word of the manager who enters it; who was turned away is to be made good. For owners
// and managers, at stores that they may see. Every method may also answer Reason::store_unavailable: then
// nothing was recorded.
#pragma once

#include <string>

#include "core/api/offline.h"
#include "platform/service/caller.h"

namespace hexiao::service {

class Paper {
public:
    explicit Paper(const World& world) : world_(world) {}

    // Numbers that nobody else has. Errors: not_found; key_reused.
    Result<api::FormBlock> forms(const Caller& caller, const std::string& store_id,
                                 const api::NewForms& wanted, const std::string& key);
    // Each form by itself: one that cannot be read as it is written is refused, and the others are entered.
    // Error: not_found.
    Result<api::PaperVerdicts> enter(const Caller& caller, const std::string& store_id,
                                     const api::PaperEntries& entries);
    // The same from a spreadsheet. Errors: not_found; invalid_field for what is no table with these columns,
    // or has too many rows.
    Result<api::PaperVerdicts> enter_csv(const Caller& caller, const std::string& store_id,
                                         const api::PaperCsv& csv);
    // Error: not_found.
    Result<api::CompensationPage> compensations(const Caller& caller, const std::string& store_id,
                                                const std::string& after);

private:
    api::PaperVerdict enter_one(store::Connection& db, const Caller& caller, const std::string& store_id,
                                const api::PaperEntry& entry, Instant now);
    api::PaperVerdict enter_served(store::Connection& db, const store::Scope& scope, std::int64_t form,
                                   const api::PaperEntry& entry, Instant now);
    api::PaperVerdict enter_turned_away(store::Connection& db, const store::Scope& scope, std::int64_t form,
                                        const api::PaperEntry& entry, Instant now);

    World world_;
};

} // namespace hexiao::service
