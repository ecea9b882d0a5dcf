// Who asks a use case, and what every use case needs to know of the world.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/base/time.h"
#include "platform/channel/channel.h"
#include "platform/service/clock.h"
#include "platform/store/scope.h"
#include "platform/store/store.h"

namespace hexiao::service {

inline constexpr Milliseconds session_life{std::int64_t{30} * 24 * 3600 * 1000};

// Who sends a request, from its session cookie.
struct Caller {
    store::Scope scope;
    std::string session_id;
    Instant session_ends;
    bool by_pin = false; // they took over with their PIN, and have not given their password
    // They may not do it any more: what was answered under their key before is told them again, nothing is
    // done.
    bool only_hears = false;
};

// Nothing to tell, but that it worked.
struct Done {};

// What the use cases stand on; all of it must outlive them.
struct World {
    store::Store& books;
    Clock& clock;
    Ids& ids;
    channel::Channels channels{}; // those that decide for themselves
};

} // namespace hexiao::service
