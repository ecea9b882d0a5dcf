// The work that is left where something was served while cut off and could not be redeemed: who sees to it,
// and what they decided. For owners and managers, at stores that they may see. Every step is a fact in the
// journal. Every method may also answer Reason::store_unavailable: then nothing was recorded.
#pragma once

#include <string>

#include "core/api/offline.h"
#include "platform/service/caller.h"

namespace hexiao::service {

class Conflicts {
public:
    explicit Conflicts(const World& world) : world_(world) {}

    // Errors: not_found; invalid_field for what is no cursor.
    Result<api::ConflictPage> page(const Caller& caller, const std::string& store_id,
                                   const std::string& after);
    // Errors: not_found, also for somebody who may not see to it: only owners, and managers of that store.
    Result<api::Conflict> give(const Caller& caller, const std::string& id, const api::ConflictOwner& owner);
    // One that is closed stays as it is. Errors: not_found; invalid_field for a step that is none.
    Result<api::Conflict> decide(const Caller& caller, const std::string& id,
                                 const api::ConflictDecision& decision);

private:
    World world_;
};

} // namespace hexiao::service
