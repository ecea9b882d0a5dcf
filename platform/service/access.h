// Who is there: signing in and out, and where somebody stands. Synchronous, many calls at once, like every
// use case (counter.h). Every method may also answer Reason::store_unavailable: then nothing was recorded;
// and those that write Reason::commit_unknown: then nobody knows.
#pragma once

#include <string>

#include "core/api/messages.h"
#include "platform/service/caller.h"
#include "platform/service/entry.h"
#include "platform/service/limits.h"
#include "platform/service/secrets.h"

namespace hexiao::service {

class Access {
public:
    Access(const World& world, Entry& entry, Limits& limits);

    // Ends the session that this browser had. Errors: bad_credentials, after the same time for every wrong
    // pair; too_many_requests.
    Result<SignedIn> sign_in(const api::SignInRequest& request, const Browser& browser);

    // Error: unauthenticated.
    Result<Caller> authenticate(const Secret& session_token);

    Result<api::Session> session(const Caller& caller);
    Result<Done> sign_out(const Caller& caller);
    // Error: not_found with the field, for a store or lane that this person does not have.
    Result<api::Session> choose_place(const Caller& caller, const api::PlaceRequest& request);

private:
    Ended leave(store::Connection& db, const Browser& browser, Instant now);

    World world_;
    Entry& entry_;
    Limits& limits_;
};

} // namespace hexiao::service
