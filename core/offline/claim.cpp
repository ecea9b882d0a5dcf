// See claim.h.
#include "core/offline/claim.h"

#include <algorithm>

namespace hexiao::offline {

namespace {

// Two clocks, one of which signed the grant, may differ by so much.
constexpr Milliseconds grant_tolerance{5 * 60 * 1000};

bool covers(const std::optional<GrantFacts>& grant, Instant at) {
    return grant && grant->ours && grant->same_device && grant->at_store &&
           at >= grant->issued_at - grant_tolerance && at < grant->until + grant_tolerance;
}

bool may_approve(const std::optional<GrantFacts>& grant, Instant at) {
    return covers(grant, at) && (grant->role == api::Role::owner || grant->role == api::Role::manager);
}

// Whose word it is, and whether its lease holds.
Reason check_word(const ClaimFacts& facts, const api::OfflineAction& action, Instant at) {
    if (!facts.signature) {
        return Reason::bad_signature;
    }
    if (facts.device_revoked && at >= *facts.device_revoked) {
        return Reason::device_revoked;
    }
    if (!covers(facts.grant, at)) {
        return Reason::no_grant;
    }
    const bool over =
        !facts.lease || !facts.lease->this_device || facts.lease->state == LeaseState::taken_back;
    return action.lease_id && over ? Reason::lease_over : Reason::none;
}

} // namespace

Instant acted_at(const api::OfflineAction& action, Instant arrived) noexcept {
    const Instant at = std::min(action.server_at.value_or(action.at), arrived);
    return action.contact_at ? std::max(at, std::min(*action.contact_at, arrived)) : at;
}

Judgement judge(const ClaimFacts& facts, const api::OfflineAction& action, const Limits& limits,
                Instant arrived) {
    const Instant at = acted_at(action, arrived);
    if (const Reason reason = check_word(facts, action, at); reason != Reason::none) {
        return Conflict{reason};
    }
    if (!facts.voucher) {
        return Conflict{Reason::unknown_code};
    }
    const VoucherFacts& voucher = *facts.voucher;
    if (const Reason reason = check_voucher(voucher, at); reason != Reason::none) {
        return Conflict{reason};
    }
    if (action.uses > voucher.uses_left) {
        return Conflict{Reason::not_enough_uses};
    }
    const std::int64_t left = voucher.uses_left - action.uses;
    const Money amount = amount_of_uses(facts.price, voucher.uses_total, left, voucher.redeemed);
    // Under a lease nothing was risked; after its end it was as good as promised.
    const bool leased = action.lease_id && at < facts.lease->until;
    if (!leased && amount > limits.approval_above && !may_approve(facts.grant, at) &&
        !may_approve(facts.approval, at)) {
        return Conflict{Reason::approval_needed};
    }
    if (facts.held_elsewhere) {
        return Waiting{};
    }
    return Kept{{action.uses, left, amount}};
}

Reason judge_sale(const ClaimFacts& facts, const api::OfflineAction& action, Instant arrived) {
    const Instant at = acted_at(action, arrived);
    if (const Reason reason = check_word(facts, action, at); reason != Reason::none) {
        return reason;
    }
    // What came back is for sale to others again, whatever was sold here afterwards.
    if (!action.lease_id || facts.lease->state != LeaseState::held || at >= facts.lease->until) {
        return Reason::lease_over;
    }
    return action.uses > facts.part_left ? Reason::out_of_stock : Reason::none;
}

} // namespace hexiao::offline
