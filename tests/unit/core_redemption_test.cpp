// The decision whether a voucher may be used here and now, and what happens when it is.
#include <vector>

#include <doctest/doctest.h>

#include "core/redemption/undo.h"

using namespace hexiao;

namespace {
constexpr Instant now{1'000'000};

VoucherFacts usable() { return {VoucherState::active, true, {0}, {2'000'000}, 1, 1, {}}; }
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
                    const Money part = amount_of_uses({price}, total, left - std::min(step, left), {sum});
                    CHECK(part.fen >= 0);
                    sum += part.fen;
                }
                CHECK(sum == price);
            }
        }
    }
}

TEST_CASE("they add up, too, where any of them was undone and used again") {
    for (const std::int64_t price : {std::int64_t{0}, std::int64_t{1}, std::int64_t{1000}}) {
        for (const std::int64_t total : {2, 3, 7, 100}) {
            for (std::int64_t undone = 0; undone < total; ++undone) {
                std::vector<std::int64_t> parts;
                std::int64_t sum = 0;
                const auto use = [&](std::int64_t left_after) {
                    parts.push_back(amount_of_uses({price}, total, left_after, {sum}).fen);
                    CHECK(parts.back() >= 0);
                    sum += parts.back();
                };
                for (std::int64_t left = total; left > 0; --left) {
                    use(left - 1);
                }
                for (std::int64_t back = 0; back <= undone; ++back) { // the first ones
                    sum -= parts[static_cast<std::size_t>(back)];
                }
                for (std::int64_t left = undone + 1; left > 0; --left) {
                    use(left - 1);
                }
                CHECK(sum == price);
            }
        }
    }
}

TEST_CASE("a redemption is undone by whoever redeemed for ten minutes, by a manager for a day") {
    const auto ask = [](bool own, bool by_manager, Milliseconds after) {
        return check_undo({now, own, false, VoucherState::active}, by_manager, now + after);
    };
    constexpr Milliseconds moment{1};
    CHECK(ask(true, false, undo_by_oneself - moment) == Reason::none);
    CHECK(ask(true, false, undo_by_oneself) == Reason::undo_too_late);
    CHECK(ask(false, false, moment) == Reason::forbidden);
    CHECK(ask(false, true, undo_by_manager - moment) == Reason::none);
    CHECK(ask(false, true, undo_by_manager) == Reason::undo_too_late);
    CHECK(ask(true, true, undo_by_manager) == Reason::undo_too_late);
    CHECK(undo_by_oneself.count() == 600'000);
    CHECK(undo_by_manager.count() == 86'400'000);
    CHECK(check_undo({now, true, false, VoucherState::revoked}, false, now) == Reason::voucher_revoked);
}

TEST_CASE("what was undone stays undone, and only a manager's word brings stock back") {
    const auto decide = [](const UndoFacts& facts, const UndoCommand& command, Instant at = now) {
        return decide_undo(facts, command, at);
    };
    const UndoFacts mine{now, true, false, VoucherState::active};
    const auto stock = [&](const UndoCommand& command) {
        return std::get<Undoing>(decide(mine, command)).stock_returned;
    };
    CHECK(stock({true, true}));
    CHECK_FALSE(stock({true, false}));
    CHECK_FALSE(stock({false, true}));
    UndoFacts undone = mine;
    undone.undone = true;
    for (const Instant at : {now, now + undo_by_manager}) {
        const auto again = std::get<Undoing>(decide(undone, {true, true}, at));
        CHECK(again.again);
        CHECK_FALSE(again.stock_returned);
    }
    undone.own = false;
    CHECK(std::get<Reason>(decide(undone, {false, false})) == Reason::forbidden);
    CHECK(std::get<Reason>(decide(mine, {false, false}, now + undo_by_oneself)) == Reason::undo_too_late);
}
