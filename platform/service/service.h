// The use cases of the platform: open a transaction, gather facts, ask core, write. Synchronous, one thread
// per call, many calls at once; knows neither HTTP nor threads, so that tests and the simulation call it as
// the server does. Every method may also answer Reason::store_unavailable: then nothing was recorded.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/api/messages.h"
#include "core/base/result.h"
#include "platform/service/clock.h"
#include "platform/store/redemptions.h"
#include "platform/store/scope.h"
#include "platform/store/store.h"
#include "platform/store/vouchers.h"

namespace hexiao::service {

inline constexpr Milliseconds session_life{std::int64_t{30} * 24 * 3600 * 1000};

// Who sends a request, from its session cookie.
struct Caller {
    store::Scope scope;
    std::string session_id;
    Instant session_ends;
};

struct SignedIn {
    api::Session session;
    Secret session_token;
    Secret device_token;
};

// The snapshot with which a feed begins; `id` is that of the newest event that it holds.
struct FeedStart {
    std::int64_t id = 0;
    api::Today today;
};

// Where the feeds of a merchant stand: the newest numbered entry of all, and of each store.
struct FeedPositions {
    std::int64_t newest = 0;
    std::map<std::string, std::int64_t> of_store;
};

// Nothing to tell, but that it worked.
struct Done {};

class Service {
public:
    // `demo` is only reported. All three must outlive the service.
    Service(store::Store& books, Clock& clock, Ids& ids, bool demo);

    // Numbers what a crash left unnumbered and forgets what has long expired. Once, before the first call.
    Result<Done> start();
    // Now and then while it runs: sessions, handles and intents that nobody may use or ask for any more.
    Result<Done> forget_expired();

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

    Result<api::Prepared> prepare(const Caller& caller, const api::PrepareRequest& request);
    // The same card again, after a reload. A handle that may not be acted on is `refused` with its reason.
    Result<api::Prepared> prepared(const Caller& caller, const std::string& handle);

    // `key` is the Idempotency-Key, a UUID. Error: key_reused.
    Result<api::RedeemAnswer> redeem(const Caller& caller, const api::RedeemRequest& request,
                                     const std::string& key);

    // Error: not_found for a store that this person does not have.
    Result<FeedStart> today(const Caller& caller, const std::string& store_id);

    // For the one reader that feeds everybody: numbers new entries, then tells the redemptions above `after`
    // in order.
    Result<Done> number_entries();
    Result<FeedPositions> positions(const std::string& merchant_id);
    Result<std::vector<store::FedRedemption>> redemptions_after(const std::string& merchant_id,
                                                                std::int64_t after);

    Instant now() { return clock_.now(); }

private:
    Result<api::Session> load_session(store::Connection& db, const store::Scope& scope);
    Result<DayRule> day_rule(store::Connection& db, const store::Scope& scope, const std::string& store_id,
                             Instant at);
    api::Prepared answer_prepare(store::Connection& db, const store::Scope& scope,
                                 const Credential& credential, Instant now);
    Result<api::RedeemAnswer> decide(store::Connection& db, const Caller& caller,
                                     const api::RedeemRequest& request, Instant now, Instant& keep_until);
    Result<api::Redemption> record(store::Connection& db, const Caller& caller, const store::Handle& handle,
                                   const api::Card& card, const Redeemed& redeemed, Instant now);

    store::Store& books_;
    Clock& clock_;
    Ids& ids_;
    bool demo_;
    std::string no_password_; // a hash that no password has, for accounts that do not exist
};

// argon2id with OWASP's least parameters (19 MiB, 2 passes, 1 lane): about 45 ms (server.md §9).
std::string hash_password(const Secret& password);

// What `role` may know of a redemption: a display is shown no names and no devices.
api::Redemption project(api::Redemption redemption, api::Role role);

} // namespace hexiao::service
