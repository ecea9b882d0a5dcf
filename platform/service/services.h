// Every use case over the same books.
#pragma once

#include "platform/service/access.h"
#include "platform/service/counter.h"

namespace hexiao::service {

struct Services {
    Services(store::Store& books, Clock& clock, Ids& ids, bool demo)
        : world{books, clock, ids}, access(world, demo), counter(world) {}

    World world;
    Access access;
    Counter counter;
};

} // namespace hexiao::service
