// Undoing a redemption: may it, and what comes back? Its uses return to the voucher in any case; what the
// stock gave for them returns only when whoever manages says that nothing was served (product.md §1).
#pragma once

#include <variant>

#include "core/redemption/redemption.h"

namespace hexiao {

// From the moment of the redemption on; afterwards never.
inline constexpr Milliseconds undo_by_oneself{10 * 60 * 1000};
inline constexpr Milliseconds undo_by_manager{std::int64_t{24} * 3600 * 1000};

struct UndoFacts {
    Instant redeemed_at;
    bool own = false; // whoever asks redeemed it
    bool undone = false;
    VoucherState voucher = VoucherState::active;
};

struct UndoCommand {
    bool by_manager = false;
    bool nothing_served = false; // counts only from a manager
};

struct Undoing {
    bool again = false; // it was undone before, and nothing happens
    bool stock_returned = false;
};

// Reason::none when it may be undone; forbidden for a colleague's, undo_too_late after the time, and
// voucher_revoked when there is no voucher left to return the uses to.
constexpr Reason check_undo(const UndoFacts& facts, bool by_manager, Instant now) noexcept {
    if (!by_manager && !facts.own) {
        return Reason::forbidden;
    }
    if (now - facts.redeemed_at >= (by_manager ? undo_by_manager : undo_by_oneself)) {
        return Reason::undo_too_late;
    }
    return facts.voucher == VoucherState::active ? Reason::none : Reason::voucher_revoked;
}

// The decision, or why not. Whoever might have undone it hears at any time that it is.
constexpr std::variant<Undoing, Reason> decide_undo(const UndoFacts& facts, const UndoCommand& command,
                                                    Instant now) noexcept {
    const Reason reason = check_undo(facts, command.by_manager, now);
    if (facts.undone && reason != Reason::forbidden) {
        return Undoing{true, false};
    }
    if (reason != Reason::none) {
        return reason;
    }
    return Undoing{false, command.by_manager && command.nothing_served};
}

} // namespace hexiao
