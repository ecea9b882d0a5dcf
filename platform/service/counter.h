// What happens at the counter: prepare, redeem, undo. A use case opens a transaction, gathers facts, asks
// core, writes. Synchronous, one thread per call, many calls at once; knows neither HTTP nor threads, so that
// tests and the simulation call it as the server does. Every method may also answer
// Reason::store_unavailable: then nothing was recorded; and those that write Reason::commit_unknown: then
// nobody knows.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/api/batch.h"
#include "core/api/closure.h"
#include "core/api/messages.h"
#include "core/api/offline.h"
#include "platform/service/caller.h"
#include "platform/store/errands.h"
#include "platform/store/redemptions.h"
#include "platform/store/undone.h"
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

    // `key` is the Idempotency-Key, a UUID. Where nobody knows, the outcome is `unknown`; where an outside
    // channel decides, it may be any. Errors: key_reused, closed; unauthenticated where their session ended,
    // or their role changed, after they had asked; in_flight while the channel is asked about this voucher
    // for somebody else.
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

    // Asks outside channels what became of that whose time it is: what was sent and not answered, or never
    // sent, and what they still work on. How many were asked; the rest of what is due, if there is any, at
    // the next call.
    Result<std::int64_t> ask_channels();

    // Numbers what has been written since, so that feeds can tell it.
    Result<Done> number_entries();

    Instant now() { return world_.clock.now(); }

private:
    // What a redemption is decided on, and that it may be.
    struct Ready {
        store::RedeemFacts facts;
        Redeemed redeemed;
    };
    std::variant<Result<api::RedeemAnswer>, Ready> first_word(store::Connection& db, const Caller& caller,
                                                              const api::RedeemRequest& request,
                                                              const store::Intent& intent, Instant now);
    struct Made {
        store::NewRedemption redemption;
        api::RedeemAnswer answer;
    };
    // A card and the others of its order that are offered with it, under new handles.
    struct Looked {
        api::Prepared answer;
        std::vector<store::Handle> handles;
        std::optional<api::Lease> held{};  // by another device
        std::optional<std::string> mark{}; // by which rosters know its code from now on
    };
    void write_looked(store::Connection& db, const store::Scope& scope, const Looked& looked, Instant now);
    // While another device holds its voucher. Error: lease_asked until that has answered.
    Result<api::RedeemAnswer> redeem_held(const Caller& caller, const api::RedeemRequest& request,
                                          const store::Intent& intent, Instant now);
    Looked answer_prepare(store::Connection& db, const store::Scope& scope, const Credential& credential,
                          Instant now);
    store::Handle bind(const api::Card& card, Instant now);
    Looked offer(store::Connection& db, const store::Scope& scope, const store::Voucher& voucher,
                 Instant now);
    Result<Made> make(const Caller& caller, const store::RedeemFacts& facts, const Redeemed& redeemed,
                      Instant now);
    Result<api::RedeemAnswer> record(store::Connection& db, const Caller& caller, const store::Intent& intent,
                                     const store::RedeemFacts& facts, const Redeemed& redeemed, Instant now);

    // Where an outside channel decides: errands.cpp.
    Result<Done> ask_before(const Caller& caller, const api::PrepareRequest& request, Looked& looked);
    Result<api::RedeemAnswer> redeem_outside(const Caller& caller, const api::RedeemRequest& request,
                                             const store::Intent& intent, Instant now);
    store::Errand undo_outside(const Caller& caller, store::Errand redeemed, const store::NewUndone& undone,
                               const std::string& key);
    Result<Done> begin(store::Connection& db, const store::Errand& errand);
    template <wire::Message Answer>
    Result<Answer> carried_out(const std::optional<store::Errand>& errand, Result<Answer> begun);
    std::string carry_out(const store::Errand& errand);
    channel::Told ask(const store::Errand& errand);
    Result<std::string> end(const store::Errand& errand, const channel::Told& told);
    Result<std::string> answer_redeem(store::Connection& db, store::Errand& errand, const std::string& before,
                                      const channel::Told& told, Instant now);
    Result<std::string> answer_undo(store::Connection& db, const store::Errand& errand,
                                    const std::string& before, const channel::Told& told, Instant now);

    World world_;
};

// Asks the channel for what was just begun, if anything was, and gives the answer as it is then. Books that
// fail meanwhile leave it as it was begun.
template <wire::Message Answer>
Result<Answer> Counter::carried_out(const std::optional<store::Errand>& errand, Result<Answer> begun) {
    if (!begun || !errand) {
        return begun;
    }
    auto answer = wire::read<Answer>(carry_out(*errand));
    return answer ? std::move(answer) : std::move(begun);
}

} // namespace hexiao::service
