// Letting a new device in: an owner or manager makes a pairing and shows its link; the new device claims it
// with its public key, and both screens show the same number; the person who made it confirms; the device
// proves its key and collects its cookie. A display gets a session with it that reads its store's feed and
// nothing else. Every method may also answer Reason::store_unavailable: then nothing was recorded.
#pragma once

#include "core/api/access.h"
#include "platform/service/entry.h"
#include "platform/service/limits.h"
#include "platform/service/sessions.h"
#include "platform/store/pairings.h"

namespace hexiao::service {

// For each step: until it is claimed, and from then until it is collected.
inline constexpr Milliseconds pairing_life{5 * 60 * 1000};
// A screen on a wall has nobody to sign in; as long as browsers keep a cookie.
inline constexpr Milliseconds display_life{std::int64_t{400} * 24 * 3600 * 1000};

class Pairings {
public:
    Pairings(const World& world, Entry& entry, Limits& limits)
        : world_(world), entry_(entry), limits_(limits) {}

    // Errors: invalid_field for a purpose that is none, not_found for a store that the caller does not have,
    // too_many_requests.
    Result<api::PairingLink> make(const Caller& caller, const api::PairingRequest& request);
    // One that the caller made. Errors: not_found, link_expired.
    Result<api::Pairing> find(const Caller& caller, const std::string& id);
    // Decides a claimed one, once; answers what it has become. Errors: as `find`.
    Result<api::Pairing> decide(const Caller& caller, const std::string& id,
                                const api::PairingDecision& decision);

    // Errors: invalid_field for a key that is none, link_expired, too_many_requests.
    Result<api::Claim> claim(const api::ClaimRequest& request, const Browser& browser);
    // Asked again after it was collected (an answer may get lost), it gives new cookies for the old ones;
    // only under a higher number than ever before. Errors: link_expired, also for a wrong signature and for a
    // number that is not higher; too_many_requests.
    struct Collecting {
        api::Collected answer;
        Secret device_token;  // with `collected`
        Secret session_token; // of a display
        Ended ended;
    };
    Result<Collecting> collect(const api::CollectRequest& request, const Browser& browser);

private:
    Result<Collecting> let_in(store::Connection& db, const store::PairingRow& pairing, const Browser& browser,
                              Instant now);
    store::Device display(store::Connection& db, const store::PairingRow& pairing, const Secret& token,
                          Instant now);

    World world_;
    Entry& entry_;
    Limits& limits_;
};

} // namespace hexiao::service
