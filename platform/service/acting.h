// Writing as somebody. Whoever asks was let in before their transaction began; what they may do can have been
// taken from them meanwhile, and the transaction looks again.
#pragma once

#include <utility>

#include "platform/service/caller.h"
#include "platform/store/sessions.h"

namespace hexiao::service {

// Store::write, for `caller`. Errors besides those of `work`: unauthenticated where their session has ended
// since, or their role is another one.
template <class Work>
std::invoke_result_t<Work, store::Connection&> write_as(const World& world, const Caller& caller,
                                                        Work&& work) {
    const Instant now = world.clock.now();
    return world.books.write([&](store::Connection& db) -> std::invoke_result_t<Work, store::Connection&> {
        if (!store::still_acts(db, caller.scope, caller.session_id, now)) {
            return Error{Reason::unauthenticated, {}};
        }
        return work(db);
    });
}

} // namespace hexiao::service
