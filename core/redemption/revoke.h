// Taking a voucher back: may it, and does its place in the stock come free?
#pragma once

#include "core/redemption/redemption.h"

namespace hexiao {

// Reason::none when it may be taken back; voucher_revoked when it was already; already_redeemed when nothing
// is left of it to take back.
constexpr Reason check_revoke(const VoucherFacts& voucher) noexcept {
    if (voucher.state != VoucherState::active) {
        return Reason::voucher_revoked;
    }
    return voucher.uses_left > 0 ? Reason::none : Reason::already_redeemed;
}

// Whoever was served a part has used what the stock held for them (ours); `served`: by a redemption that was
// undone, for all we know.
constexpr bool returns_stock(const VoucherFacts& voucher, bool served) noexcept {
    return voucher.uses_left == voucher.uses_total && !served;
}

} // namespace hexiao
