// What the platform makes of an action that was taken while a device was cut off: kept, or a conflict with
// its reason, or not known yet. Nothing that was served is refused: it happened. A conflict is work for
// somebody, with an amount and 48 hours.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "core/api/offline.h"
#include "core/offline/lease.h"
#include "core/offline/limits.h"
#include "core/redemption/redemption.h"

namespace hexiao::offline {

// A system that failed is made good within 48 h (product.md §2).
inline constexpr Milliseconds conflict_clock{std::int64_t{48} * 3600 * 1000};

// The grant of an action, as the platform finds it.
struct GrantFacts {
    bool ours = false; // we signed it
    bool same_device = false;
    bool at_store = false; // this person worked there
    api::Role role = api::Role::other;
    Instant issued_at;
    Instant until;
};

// A lease on the voucher of the action, or the one that it names.
struct LeaseFacts {
    LeaseState state = LeaseState::other;
    bool this_device = false;
    Instant until;
};

struct ClaimFacts {
    bool signature = false;                // the device's, on exactly these bytes
    std::optional<GrantFacts> grant;       // that the action names
    std::optional<GrantFacts> approval;    // likewise
    std::optional<Instant> device_revoked; // when
    std::optional<LeaseFacts> lease;       // that the action names
    bool held_elsewhere = false;           // another device holds a lease on the voucher now
    std::int64_t part_left = 0;            // of the stock that the lease is a part of; what a sale takes from
    std::optional<VoucherFacts> voucher;   // as it is now; nothing: no such voucher
    Money price;
};

// When it was done, as far as it can be known: by the server's time that the device kept, else by its own
// clock, in any case not before the last contact and not after `arrived`.
Instant acted_at(const api::OfflineAction& action, Instant arrived) noexcept;

struct Kept {
    Redeemed redeemed;
};
// Another device holds it: the verdict comes when that lease has ended.
struct Waiting {};
struct Conflict {
    Reason reason = Reason::other;
};
using Judgement = std::variant<Kept, Waiting, Conflict>;

// Conflicts: bad_signature; no_grant; device_revoked; lease_over (the lease had been taken back, or ended
// before it was done); approval_needed; unknown_code; and what check_voucher says as of when it was done:
// already_redeemed, voucher_revoked, expired, not_yet_valid, not_this_store, not_enough_uses.
Judgement judge(const ClaimFacts& facts, const api::OfflineAction& action, const Limits& limits,
                Instant arrived);

// The same of a sale from a leased part of the stock, which is served at once. Reason::none where it is good;
// otherwise bad_signature, device_revoked, no_grant, lease_over, out_of_stock.
Reason judge_sale(const ClaimFacts& facts, const api::OfflineAction& action, Instant arrived);

} // namespace hexiao::offline
