// See lookup.h.
#include "platform/service/lookup.h"

#include "platform/service/acting.h"
#include "platform/service/facts.h"
#include "platform/store/customers.h"

namespace hexiao::service {

Result<api::Lookup> Lookups::look_up(const Caller& caller, const api::FindCustomer& request) {
    const Instant now = world_.clock.now();
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::Lookup> {
        const auto found = find_by_phone(world_, db, caller, request.phone, now);
        if (!found) {
            return found.error();
        }
        api::Lookup told{{}, now + handle_life, now};
        for (const api::Named& product : found->products) {
            const store::LookupTitle title{world_.ids.uuid(now), *found->customer_id, product.id};
            store::insert_lookup_title(db, caller.scope, title, told.expires_at);
            told.items.push_back({title.id, product.title});
        }
        return told;
    });
}

Result<api::Prepared> Lookups::prove(const Caller& caller, const std::string& held_id,
                                     const api::OrderProof& proof) {
    if (!proof.code_last4) {
        return shown(caller, held_id);
    }
    const auto last4 = read_last4(proof.code_last4->reveal());
    if (!last4) {
        return Error{Reason::invalid_field, "code_last4"};
    }
    const Instant now = world_.clock.now();
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::Prepared> {
        api::Prepared refused;
        refused.outcome = api::PrepareOutcome::refused;
        refused.server_time = now;
        // Counted before anything is compared: guesses that come at once are counted one by one.
        const auto title = store::try_proof(db, caller.scope, held_id, most_wrong_proofs, now);
        if (!title) {
            refused.reason = Reason::lookup_over;
            return refused;
        }
        const auto voucher = store::proven_voucher(db, caller.scope, *title, *last4, now);
        if (!voucher) {
            refused.reason = Reason::not_proven;
            record(world_, db, caller, now, "proof_failed",
                   {{"customer_id", title->customer_id},
                    {"product_id", title->product_id},
                    {"store_id", caller.scope.store_id}});
            return refused;
        }
        store::forgive_proof(db, caller.scope, held_id);
        return counter_.prepare_voucher(db, caller, *voucher, now);
    });
}

// Asked again and again while the customer looks for their page, so that only a yes is written.
Result<api::Prepared> Lookups::shown(const Caller& caller, const std::string& held_id) {
    const Instant now = world_.clock.now();
    using Shown = std::optional<std::string>;
    const auto voucher = world_.books.read([&](store::Connection& db) -> Result<Shown> {
        return store::shown_voucher(db, caller.scope, held_id, most_wrong_proofs, now);
    });
    if (!voucher) {
        return voucher.error();
    }
    if (const Shown& id = *voucher; !id || id->empty()) {
        api::Prepared refused;
        refused.outcome = api::PrepareOutcome::refused;
        refused.reason = id ? Reason::not_proven : Reason::lookup_over;
        refused.server_time = now;
        return refused;
    }
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::Prepared> {
        return counter_.prepare_voucher(db, caller, **voucher, now);
    });
}

} // namespace hexiao::service
