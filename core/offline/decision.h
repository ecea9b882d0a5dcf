// What staff are told of a voucher while the device is cut off, as one pure function of what it knows: green
// under a lease, amber as a promise, red with a reason, or a question. The platform judges by the same rules
// when it hears of it (claim.h).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/offline.h"
#include "core/credential/credential.h"
#include "core/credential/house_qr.h"
#include "core/offline/clock.h"
#include "core/offline/lease.h"
#include "core/offline/limits.h"
#include "core/offline/roster.h"

namespace hexiao::offline {

// What this device did itself and no roster counts in yet: what waits to be sent, and what was sent since
// `Known::roster_at`.
struct Done {
    std::optional<std::string> voucher_id;
    Secret credential; // in canonical form
    std::int64_t uses = 1;
};

// What a device holds for one merchant and store.
struct Known {
    std::string merchant_id;
    std::vector<api::QrKey> qr_keys; // of the session
    std::vector<Channel> channels;   // connected at this store; `house` is always
    Limits limits;
    const Roster* roster = nullptr;   // none: it was never loaded, or dropped
    std::optional<Instant> roster_at; // as of when it is
    std::optional<RosterKey> day_key{}, code_key{};
    std::span<const api::Lease> leases; // that this device holds
    std::span<const api::RosterProduct> products;
    std::span<const Done> done;
    Promised promised;
    bool manager = false; // who taps may approve, or a manager did
};

struct Question {
    const Credential& credential;
    // What staff chose where a channel's code does not say whose it is, and what it buys.
    std::optional<Channel> channel;
    std::optional<std::string> product_id;
    std::int64_t uses = 1;
};

// `green`: done under a lease. `promise`: amber. `refuse`: with the reason. `ask_digits`: a dynamic QR or a
// short link alone cannot be redeemed later; the digits under it can. `ask_channel`: it could be of
// several. `ask_product`: WeChat needs it. `ask_manager`: worth more than staff may promise alone.
enum class Tell : std::uint8_t { refuse, green, promise, ask_digits, ask_channel, ask_product, ask_manager };

struct Decision {
    Tell tell = Tell::refuse;
    Reason reason = Reason::none;        // with `refuse`
    std::optional<std::string> lease_id; // with `green`
    Channel channel = Channel::house;
    // As far as it is known.
    std::optional<std::string> voucher_id;
    std::optional<std::string> product_id;
    std::optional<Money> amount;
    std::int64_t uses_left = 0; // before it
    api::Checked checked;       // what was verified, for the action
};

// Reasons of a refusal: forged_qr; stale_qr (older than the merchant takes); already_redeemed, not_yet_valid,
// expired, voucher_revoked, not_this_store, not_enough_uses by the roster; roster_missing, unknown_code for a
// typed house code that no roster vouches for; not_offline for a phone number; channel_not_connected;
// promise_age, promise_count, promise_value.
Decision decide_offline(const Known& known, const Question& question, const Reading& now);

} // namespace hexiao::offline
