// The roster of a device: what it takes along of the vouchers of its store (core/offline/roster.h). Reads
// only; everything that changes a voucher is in the journal, so what changed since is read from there.
#pragma once

#include <string>

#include "core/api/offline.h"
#include "platform/service/caller.h"

namespace hexiao::service {

class Rosters {
public:
    explicit Rosters(const World& world) : world_(world) {}

    // The page after a cursor, or the first one of a whole roster: where there is no cursor, or it is of
    // another day, another store or another list of products. Error: invalid_field for what is no cursor.
    Result<api::RosterPage> page(const Caller& caller, const std::string& after);

private:
    World world_;
};

} // namespace hexiao::service
