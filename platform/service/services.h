// Every use case over the same books.
#pragma once

#include <utility>

#include "platform/service/access.h"
#include "platform/service/actions.h"
#include "platform/service/conflicts.h"
#include "platform/service/counter.h"
#include "platform/service/days.h"
#include "platform/service/feeds.h"
#include "platform/service/figures.h"
#include "platform/service/holders.h"
#include "platform/service/leases.h"
#include "platform/service/lookup.h"
#include "platform/service/pairing.h"
#include "platform/service/paper.h"
#include "platform/service/passwords.h"
#include "platform/service/privacy.h"
#include "platform/service/proofs.h"
#include "platform/service/queue.h"
#include "platform/service/roster.h"
#include "platform/service/sessions.h"
#include "platform/service/setup.h"
#include "platform/service/shop.h"
#include "platform/service/staffing.h"
#include "platform/service/stock.h"
#include "platform/service/vouchers.h"

namespace hexiao::service {

struct Services {
    Services(store::Store& books, Clock& clock, Ids& ids, bool demo, channel::Channels channels = {})
        : world{books, clock, ids, std::move(channels)}, entry(world, demo), access(world, entry, limits),
          sessions(world, entry), passwords(world, entry, limits), pairings(world, entry, limits),
          setup(world, entry, limits), counter(world), feeds(world), proofs(world), shop(world),
          staffing(world), vouchers(world), days(world), figures(world), privacy(world),
          lookups(world, counter), holders(world, limits), queueing(world), stock(world), rosters(world),
          leases(world), actions(world, limits, leases), conflicts(world), paper(world) {}

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
    Shop shop;
    Staffing staffing;
    Vouchers vouchers;
    Days days;
    Figures figures;
    Privacy privacy;
    Lookups lookups;
    Holders holders;
    Queueing queueing;
    Stock stock;
    Rosters rosters;
    Leases leases;
    Actions actions;
    Conflicts conflicts;
    Paper paper;
};

} // namespace hexiao::service
