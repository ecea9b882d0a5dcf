// Who is there: signing in and out, and where somebody stands. Synchronous, many calls at once, like every
// use case (counter.h). Every method may also answer Reason::store_unavailable: then nothing was recorded;
// and those that write Reason::commit_unknown: then nobody knows.
#pragma once

#include <string>

#include "core/api/messages.h"
#include "platform/service/caller.h"

namespace hexiao::service {

struct SignedIn {
    api::Session session;
    Secret session_token;
    Secret device_token;
};

class Access {
public:
    // `demo` is only reported.
    Access(const World& world, bool demo);

    // `device_token` is the browser's device cookie, empty or foreign where it has none; then a new device is
    // made, named after the kind that `user_agent` tells. Error: bad_credentials, after the same time for
    // every wrong pair.
    Result<SignedIn> sign_in(const api::SignInRequest& request, const Secret& device_token,
                             std::string_view user_agent);

    // Error: unauthenticated.
    Result<Caller> authenticate(const Secret& session_token);

    Result<api::Session> session(const Caller& caller);
    Result<Done> sign_out(const Caller& caller);
    // Error: not_found with the field, for a store or lane that this person does not have.
    Result<api::Session> choose_place(const Caller& caller, const api::PlaceRequest& request);

private:
    Result<api::Session> load_session(store::Connection& db, const store::Scope& scope);

    World world_;
    bool demo_;
    std::string no_password_; // a hash that no password has, for accounts that do not exist
};

// argon2id with OWASP's least parameters (19 MiB, 2 passes, 1 lane): about 45 ms (server.md §9).
std::string hash_password(const Secret& password);

} // namespace hexiao::service
