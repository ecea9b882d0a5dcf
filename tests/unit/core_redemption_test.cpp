// The decision whether a voucher may be used here and now, and what happens when it is.
#include <doctest/doctest.h>

#include "core/redemption/redemption.h"

using namespace hexiao;

namespace {
constexpr Instant now{1'000'000};

VoucherFacts usable() { return {VoucherState::active, true, {0}, {2'000'000}, 1, 1}; }
HandleFacts mine() { return {true, true, true, false, now + handle_life, "shown"}; }
Reason decide(const HandleFacts& handle, const VoucherFacts& voucher, RedeemCommand command = {1, true},
              std::string_view shown = "shown") {
    const auto decision = decide_redeem(handle, voucher, {1000}, shown, command, now);
    const auto* reason = std::get_if<Reason>(&decision);
    return reason == nullptr ? Reason::none : *reason;
}
} // namespace

TEST_CASE("a voucher is valid from its first moment until before its last") {
    VoucherFacts voucher = usable();
    voucher.valid_from = now;
    CHECK(check_voucher(voucher, now) == Reason::none);
    CHECK(check_voucher(voucher, now - Milliseconds{1}) == Reason::not_yet_valid);
    CHECK(check_voucher(voucher, voucher.valid_until - Milliseconds{1}) == Reason::none);
    CHECK(check_voucher(voucher, voucher.valid_until) == Reason::expired);
}

TEST_CASE("the reason is the one that the customer needs to hear") {
    VoucherFacts voucher = usable();
    voucher.valid_at_store = false;
    CHECK(check_voucher(voucher, now) == Reason::not_this_store);
    voucher.uses_left = 0;
    CHECK(check_voucher(voucher, now) == Reason::already_redeemed);
    CHECK(check_voucher(voucher, voucher.valid_until) == Reason::already_redeemed);
    voucher.state = VoucherState::revoked;
    CHECK(check_voucher(voucher, now) == Reason::voucher_revoked);
    voucher.state = VoucherState::other;
    CHECK(check_voucher(voucher, now) == Reason::voucher_revoked);
}

TEST_CASE("a handle is for one staff, device and store, once, for five minutes") {
    CHECK(check_handle(mine(), now) == Reason::none);
    for (bool HandleFacts::*same :
         {&HandleFacts::same_staff, &HandleFacts::same_device, &HandleFacts::same_store}) {
        HandleFacts handle = mine();
        handle.*same = false;
        handle.used = true;
        CHECK(check_handle(handle, now) == Reason::handle_unknown);
    }
    HandleFacts used = mine();
    used.used = true;
    CHECK(check_handle(used, now) == Reason::handle_used);
    CHECK(check_handle(mine(), now + handle_life - Milliseconds{1}) == Reason::none);
    CHECK(check_handle(mine(), now + handle_life) == Reason::handle_expired);
}

TEST_CASE("a redemption is decided on handle, voucher, lane, card and uses, in this order") {
    CHECK(decide(mine(), usable()) == Reason::none);
    CHECK(decide(mine(), usable(), {1, false}) == Reason::lane_required);
    CHECK(decide(mine(), usable(), {1, true}, "changed") == Reason::voucher_changed);
    CHECK(decide(mine(), usable(), {2, true}) == Reason::not_enough_uses);
    CHECK(decide(mine(), usable(), {0, true}) == Reason::not_enough_uses);
    VoucherFacts gone = usable();
    gone.uses_left = 0;
    CHECK(decide(mine(), gone, {1, false}, "changed") == Reason::already_redeemed);
    HandleFacts used = mine();
    used.used = true;
    CHECK(decide(used, gone) == Reason::handle_used);
}

TEST_CASE("what is decided says what is left and what it is worth") {
    VoucherFacts voucher = usable();
    voucher.uses_total = 3;
    voucher.uses_left = 3;
    const auto decision = decide_redeem(mine(), voucher, {1000}, "shown", {2, true}, now);
    const auto* redeemed = std::get_if<Redeemed>(&decision);
    REQUIRE(redeemed != nullptr);
    CHECK(redeemed->uses == 2);
    CHECK(redeemed->uses_left == 1);
    CHECK(redeemed->amount.fen == 666);
}

TEST_CASE("the parts of a voucher add up to its price, however it is used") {
    for (const std::int64_t price :
         {std::int64_t{0}, std::int64_t{1}, std::int64_t{9999}, std::int64_t{1'000'000'000}}) {
        for (const std::int64_t total : {1, 2, 3, 7, 10, 9999}) {
            for (const std::int64_t step : {std::int64_t{1}, std::int64_t{2}, total}) {
                std::int64_t sum = 0;
                for (std::int64_t left = total; left > 0; left -= std::min(step, left)) {
                    const Money part = amount_of_uses({price}, total, left, left - std::min(step, left));
                    CHECK(part.fen >= 0);
                    sum += part.fen;
                }
                CHECK(sum == price);
            }
        }
    }
}
