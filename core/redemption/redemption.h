// One redemption: may this voucher be used here and now, and what happens when it is?
// Two steps, as at every channel: *prepare* looks and shows a card, *redeem* acts on that card. Both
// decisions are pure functions of facts that the caller read inside one transaction, so the platform, an
// offline console and the simulation decide alike.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/money.h"
#include "core/base/reason.h"
#include "core/base/time.h"

namespace hexiao {

// How a command ended. `done`, `refused` and `unknown` are ours; `pending_review` and `processing` come from
// channels.
enum class Outcome : std::uint8_t { other, done, refused, pending_review, processing, unknown };
std::span<const std::string_view> enum_names(Outcome) noexcept;

// A prepared card may be acted on for this long, once.
inline constexpr Milliseconds handle_life{5 * 60 * 1000};

enum class VoucherState : std::uint8_t { other, active, revoked };
std::span<const std::string_view> enum_names(VoucherState) noexcept;

// What is known of a voucher at the moment of a decision.
struct VoucherFacts {
    VoucherState state = VoucherState::active;
    bool valid_at_store = true; // its product is sold for the store where the staff stand
    Instant valid_from;
    Instant valid_until; // exclusive
    std::int64_t uses_total = 1;
    std::int64_t uses_left = 1;
    Money redeemed; // what the uses that are gone are worth together
};

// May the voucher be shown and used now? Reason::none when it may. A voucher without uses is
// `already_redeemed` even after its time is over, because that is what the customer in front needs to hear.
Reason check_voucher(const VoucherFacts& voucher, Instant now) noexcept;

// What a prepared card was bound to, and whether it was acted on.
struct HandleFacts {
    bool same_staff = false;
    bool same_device = false;
    bool same_store = false;
    bool used = false;
    Instant expires_at;
    std::string shown; // digest of what the card showed, from `shown_digest`
};

// May this handle be acted on now? Reason::none when it may. A handle of other staff, device or store answers
// as unknown.
Reason check_handle(const HandleFacts& handle, Instant now) noexcept;

// What a redemption changes when it is decided to happen.
struct Redeemed {
    std::int64_t uses = 1;
    std::int64_t uses_left = 0;
    Money amount; // what these uses are worth, see `amount_of_uses`
};

struct RedeemCommand {
    std::int64_t uses = 1;
    bool has_lane = false; // every redemption names staff, device, store and lane
};

// The decision, or why not. `shown_now` is the digest of the card as it would be shown at this moment.
std::variant<Redeemed, Reason> decide_redeem(const HandleFacts& handle, const VoucherFacts& voucher,
                                             Money price, std::string_view shown_now,
                                             const RedeemCommand& command, Instant now);

// What a redemption is worth that leaves `left_after` uses, when those before it are worth `redeemed`
// together: price × uses ÷ uses in all, rounded so that all uses add up to the price, also where some were
// undone meanwhile.
Money amount_of_uses(Money price, std::int64_t uses_total, std::int64_t left_after, Money redeemed) noexcept;

} // namespace hexiao
