// See redemption.h.
#include "core/redemption/redemption.h"

#include <algorithm>
#include <array>

namespace hexiao {

namespace {
constexpr std::array<std::string_view, 6> outcome_names{"other",          "done",       "refused",
                                                        "pending_review", "processing", "unknown"};
constexpr std::array<std::string_view, 3> voucher_state_names{"other", "active", "revoked"};
} // namespace

std::span<const std::string_view> enum_names(Outcome /*which*/) noexcept { return outcome_names; }

std::span<const std::string_view> enum_names(VoucherState /*which*/) noexcept { return voucher_state_names; }

Reason check_voucher(const VoucherFacts& voucher, Instant now) noexcept {
    if (voucher.state != VoucherState::active) {
        return Reason::voucher_revoked;
    }
    if (voucher.uses_left <= 0) {
        return Reason::already_redeemed;
    }
    if (!voucher.valid_at_store) {
        return Reason::not_this_store;
    }
    if (now < voucher.valid_from) {
        return Reason::not_yet_valid;
    }
    return now < voucher.valid_until ? Reason::none : Reason::expired;
}

Reason check_handle(const HandleFacts& handle, Instant now) noexcept {
    if (!handle.same_staff || !handle.same_device || !handle.same_store) {
        return Reason::handle_unknown;
    }
    if (handle.used) {
        return Reason::handle_used;
    }
    return now < handle.expires_at ? Reason::none : Reason::handle_expired;
}

std::variant<Redeemed, Reason> decide_redeem(const HandleFacts& handle, const VoucherFacts& voucher,
                                             Money price, std::string_view shown_now,
                                             const RedeemCommand& command, Instant now) {
    for (const Reason reason : {check_handle(handle, now), check_voucher(voucher, now)}) {
        if (reason != Reason::none) {
            return reason;
        }
    }
    if (!command.has_lane) {
        return Reason::lane_required;
    }
    if (handle.shown != shown_now) {
        return Reason::voucher_changed;
    }
    if (command.uses < 1 || command.uses > voucher.uses_left) {
        return Reason::not_enough_uses;
    }
    const std::int64_t left = voucher.uses_left - command.uses;
    return Redeemed{command.uses, left, amount_of_uses(price, voucher.uses_total, left, voucher.redeemed)};
}

Money amount_of_uses(Money price, std::int64_t uses_total, std::int64_t left_after, Money redeemed) noexcept {
    // Each boundary is rounded down from the start of the voucher. An undone redemption may have left a fen
    // more behind than its uses would be worth now: then those after it are worth less, but never below
    // nothing.
    const std::int64_t worth = price.fen * (uses_total - left_after) / uses_total;
    return {std::max<std::int64_t>(0, worth - redeemed.fen)};
}

} // namespace hexiao
