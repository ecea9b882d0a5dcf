// What was done while cut off, as it arrives: whose word it is, what becomes of it, and the work that is left
// where it could not be redeemed (core/offline/claim.h). Nothing that was served is refused: an action is
// kept, waits for the end of another device's lease, or is a conflict. Every method may also answer
// Reason::store_unavailable: then nothing was recorded; and those that write Reason::commit_unknown: then
// nobody knows, and the same is sent again.
#pragma once

#include <optional>
#include <string>

#include "core/api/offline.h"
#include "core/offline/claim.h"
#include "platform/service/caller.h"
#include "platform/service/leases.h"
#include "platform/service/limits.h"
#include "platform/store/actions.h"
#include "platform/store/offline.h"

namespace hexiao::service {

// What a console needs in order to go on when it is cut off, as of now: part of the session.
api::OfflineTerms offline_terms(const World& world, store::Connection& db, const store::Scope& scope,
                                Instant now);
// How long a grant is good for; every answer about the session brings a new one.
inline constexpr Milliseconds grant_life{std::int64_t{72} * 3600 * 1000};

class Actions {
public:
    Actions(const World& world, Limits& limits, Leases& leases)
        : world_(world), limits_(limits), leases_(leases) {}

    // Let in by a session on that device (`caller`), or by signatures of that device on everything that it
    // sends, which a revoked one has, too. Errors: unauthenticated without either; invalid_field for bytes
    // that are no action of this device, and for a place that does not exist; too_many_requests.
    Result<api::ActionVerdicts> upload(const std::optional<Caller>& caller, const std::string& address,
                                       const api::ActionUpload& upload);
    // A file that was sealed to this platform, whoever brings it. Errors: invalid_field for what is none, or
    // of another merchant.
    Result<api::ActionVerdicts> import(const Caller& caller, const api::SealedActions& sealed);

    // Ends what is over and decides what waited for it. True when something changed. Now and then.
    Result<bool> settle();

    Result<offline::Limits> limits(const Caller& caller);
    Result<offline::Limits> change_limits(const Caller& caller, const offline::Limits& limits);

private:
    // One action on its way in, in the transaction that decides on it.
    struct Claim {
        const api::SignedAction& signed_action;
        api::OfflineAction action;
        store::Scope scope; // of who did it
        store::Place place;
        bool signature = false;
        std::optional<Instant> device_revoked;
    };
    Result<api::ActionVerdicts> accept(store::Connection& db, const api::ActionUpload& upload, Instant now);
    Result<api::ActionVerdict> accept_one(store::Connection& db, const api::ActionUpload& upload,
                                          const Claim& claim, Instant now);
    std::optional<offline::GrantFacts> grant_facts(store::Connection& db, const api::ActionUpload& upload,
                                                   const Claim& claim, const std::optional<std::string>& id,
                                                   bool approval, Instant now) const;

    World world_;
    Limits& limits_;
    Leases& leases_;
};

// Records what a judgement makes of an action that stands, or will stand, in the books: the redemption or the
// conflict with its facts. Changes `row` to what it is then.
Result<Done> settle_action(const World& world, store::Connection& db, store::ActionRow& row,
                           const store::Place& place, const std::optional<store::Voucher>& voucher,
                           const offline::Judgement& judgement, Instant now);

// Puts it into the books, with the work that a conflict is.
void keep_action(const World& world, store::Connection& db, const store::ActionRow& row, Instant now);

} // namespace hexiao::service
