// Open sessions: one's own, and for owners and managers those of the people whom they may manage (everybody
// for an owner; for a manager those who are neither, at the manager's own stores only). Every method may also
// answer Reason::store_unavailable: then nothing was recorded.
#pragma once

#include <string>
#include <vector>

#include "core/api/access.h"
#include "platform/service/entry.h"

namespace hexiao::service {

class Sessions {
public:
    Sessions(const World& world, Entry& entry) : world_(world), entry_(entry) {}

    Result<api::SessionList> list(const Caller& caller);
    // Error: not_found for a session that is over, or none of theirs.
    Result<Done> end(const Caller& caller, const std::string& session_id);
    // All of one's own but this one.
    Result<Ended> end_others(const Caller& caller);

private:
    World world_;
    Entry& entry_;
};

} // namespace hexiao::service
