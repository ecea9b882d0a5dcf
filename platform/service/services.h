// Every use case over the same books.
#pragma once

#include "platform/service/access.h"
#include "platform/service/counter.h"
#include "platform/service/feeds.h"
#include "platform/service/pairing.h"
#include "platform/service/passwords.h"
#include "platform/service/proofs.h"
#include "platform/service/sessions.h"
#include "platform/service/setup.h"

namespace hexiao::service {

struct Services {
    Services(store::Store& books, Clock& clock, Ids& ids, bool demo)
        : world{books, clock, ids}, entry(world, demo), access(world, entry, limits), sessions(world, entry),
          passwords(world, entry, limits), pairings(world, entry, limits), setup(world, entry, limits),
          counter(world), feeds(world, counter), proofs(world) {}

    World world;
    Limits limits;
    Entry entry;
    Access access;
    Sessions sessions;
    Passwords passwords;
    Pairings pairings;
    Setup setup;
    Counter counter;
    Feeds feeds;
    Proofs proofs;
};

} // namespace hexiao::service
