// What happens at the counter, and what everybody sees of it: prepare, redeem, a store's day. A use case
// opens a transaction, gathers facts, asks core, writes. Synchronous, one thread per call, many calls at
// once; knows neither HTTP nor threads, so that tests and the simulation call it as the server does. Every
// method may also answer Reason::store_unavailable: then nothing was recorded.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/api/messages.h"
#include "platform/service/caller.h"
#include "platform/store/redemptions.h"
#include "platform/store/vouchers.h"

namespace hexiao::service {

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

class Counter {
public:
    explicit Counter(const World& world) : world_(world) {}

    // Numbers what a crash left unnumbered and forgets what has long expired. Once, before the first call.
    Result<Done> start();
    // Now and then while it runs: sessions, handles and intents that nobody may use or ask for any more.
    Result<Done> forget_expired();

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

    Instant now() { return world_.clock.now(); }

private:
    Result<DayRule> day_rule(store::Connection& db, const store::Scope& scope, const std::string& store_id,
                             Instant at);
    api::Prepared answer_prepare(store::Connection& db, const store::Scope& scope,
                                 const Credential& credential, Instant now);
    Result<api::RedeemAnswer> record(store::Connection& db, const Caller& caller, const store::Intent& intent,
                                     const store::RedeemFacts& facts, const Redeemed& redeemed, Instant now);

    World world_;
};

// What `role` may know of a redemption: a display is shown no names and no devices.
api::Redemption project(api::Redemption redemption, api::Role role);

} // namespace hexiao::service
