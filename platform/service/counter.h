// What happens at the counter: prepare, redeem, undo. A use case opens a transaction, gathers facts, asks
// core, writes. Synchronous, one thread per call, many calls at once; knows neither HTTP nor threads, so that
// tests and the simulation call it as the server does. Every method may also answer
// Reason::store_unavailable: then nothing was recorded; and those that write Reason::commit_unknown: then
// nobody knows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/batch.h"
#include "core/api/closure.h"
#include "core/api/messages.h"
#include "platform/service/caller.h"
#include "platform/store/redemptions.h"
#include "platform/store/vouchers.h"

namespace hexiao::service {

class Counter {
public:
    explicit Counter(const World& world) : world_(world) {}

    // Numbers what a crash left unnumbered and forgets what has long expired. Once, before the first call.
    Result<Done> start();
    // Now and then while it runs: sessions, handles and intents that nobody may use or ask for any more.
    Result<Done> forget_expired();

    Result<api::Prepared> prepare(const Caller& caller, const api::PrepareRequest& request);
    // The card of a voucher that was proved in another way, in the transaction of the proof.
    api::Prepared prepare_voucher(store::Connection& db, const Caller& caller, const std::string& voucher_id,
                                  Instant now);
    // The same card again, after a reload. A handle that may not be acted on is `refused` with its reason.
    Result<api::Prepared> prepared(const Caller& caller, const std::string& handle);

    // `key` is the Idempotency-Key, a UUID. Where nobody knows, the outcome is `unknown`. Errors: key_reused,
    // closed; unauthenticated where their role changed after they had asked.
    Result<api::RedeemAnswer> redeem(const Caller& caller, const api::RedeemRequest& request,
                                     const std::string& key);

    // Several by one action: all of one order or none of them, each order by itself. Errors: those of
    // `redeem`; commit_unknown; invalid_field for none, or two cards of one voucher.
    Result<api::BatchAnswer> redeem_batch(const Caller& caller, const api::RedeemBatch& request,
                                          const std::string& key);

    // Errors: not_found; invalid_field for a manager without a reason; key_reused, closed.
    Result<api::UndoAnswer> undo(const Caller& caller, const std::string& redemption_id,
                                 const api::UndoRequest& request, const std::string& key);

    // Closes the action of any staff that has this key, where nobody could learn its outcome: one that was
    // decided keeps what was decided; any other is refused for good, also to a request that is under way.
    // Errors: invalid_field without a reason; key_reused.
    Result<api::Closure> close(const Caller& caller, const api::CloseRequest& request,
                               const std::string& key);

    // Numbers what has been written since, so that feeds can tell it.
    Result<Done> number_entries();

    Instant now() { return world_.clock.now(); }

private:
    struct Made {
        store::NewRedemption redemption;
        api::RedeemAnswer answer;
    };
    // A card and the others of its order that are offered with it, under new handles.
    struct Looked {
        api::Prepared answer;
        std::vector<store::Handle> handles;
    };
    Looked answer_prepare(store::Connection& db, const store::Scope& scope, const Credential& credential,
                          Instant now);
    store::Handle bind(const api::Card& card, Instant now);
    Looked offer(store::Connection& db, const store::Scope& scope, const store::Voucher& voucher,
                 Instant now);
    Result<Made> make(const Caller& caller, const store::RedeemFacts& facts, const Redeemed& redeemed,
                      Instant now);
    Result<api::RedeemAnswer> record(store::Connection& db, const Caller& caller, const store::Intent& intent,
                                     const store::RedeemFacts& facts, const Redeemed& redeemed, Instant now);

    World world_;
};

} // namespace hexiao::service
