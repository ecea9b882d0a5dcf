// See sessions.h.
#include "platform/service/sessions.h"

#include "platform/store/sessions.h"

namespace hexiao::service {

Result<api::SessionList> Sessions::list(const Caller& caller) {
    const Instant now = world_.clock.now();
    return world_.books.read([&](store::Connection& db) -> Result<api::SessionList> {
        api::SessionList list{store::open_sessions(db, caller.scope, {}, now), now};
        for (api::SessionItem& item : list.sessions) {
            item.current = item.id == caller.session_id;
        }
        return list;
    });
}

Result<Done> Sessions::end(const Caller& caller, const std::string& session_id) {
    const Instant now = world_.clock.now();
    return world_.books.write([&](store::Connection& db) -> Result<Done> {
        const auto found = store::open_sessions(db, caller.scope, session_id, now);
        if (found.empty() || !store::revoke_session(db, caller.scope, session_id, now)) {
            return Error{Reason::not_found, "session_id"};
        }
        entry_.note(db, caller.scope.merchant_id, "session_ended",
                    {{"session_id", session_id},
                     {"staff_id", found.front().staff_id},
                     {"ended_by", caller.scope.staff_id}},
                    now);
        return Done{};
    });
}

Result<Ended> Sessions::end_others(const Caller& caller) {
    const Instant now = world_.clock.now();
    const store::Scope& scope = caller.scope;
    return world_.books.write([&](store::Connection& db) -> Result<Ended> {
        Ended ended = store::revoke_sessions_of_staff(db, scope, scope.staff_id, caller.session_id, now);
        for (const std::string& session_id : ended) {
            entry_.note(
                db, scope.merchant_id, "session_ended",
                {{"session_id", session_id}, {"staff_id", scope.staff_id}, {"ended_by", scope.staff_id}},
                now);
        }
        return ended;
    });
}

} // namespace hexiao::service
