// What customers who wait are promised: core/queue/queue.h.
#include <doctest/doctest.h>

#include "core/queue/queue.h"

using namespace hexiao;
using namespace hexiao::queue;

TEST_CASE("what a customer holds says which line it was taken in") {
    CHECK(format_ticket(Line::group_buy, 12) == "A12");
    CHECK(format_ticket(Line::general, 3) == "B3");
}

TEST_CASE("a number that is served, or whose customer has left, is closed") {
    for (const TicketState state : {TicketState::served, TicketState::left, TicketState::other}) {
        for (const Action action : {Action::call, Action::skip, Action::move, Action::serve, Action::leave}) {
            CHECK(may(action, state) == Reason::ticket_closed);
        }
    }
    for (const TicketState state : {TicketState::waiting, TicketState::called, TicketState::skipped}) {
        CHECK(may(Action::call, state) == Reason::none); // also once more
        CHECK(may(Action::move, state) == Reason::none);
        CHECK(may(Action::leave, state) == Reason::none);
        CHECK(may(Action::other, state) == Reason::invalid_field);
    }
}

TEST_CASE("only who was called can be passed over or served") {
    for (const Action action : {Action::skip, Action::serve}) {
        CHECK(may(action, TicketState::called) == Reason::none);
        CHECK(may(action, TicketState::waiting) == Reason::ticket_closed);
        CHECK(may(action, TicketState::skipped) == Reason::ticket_closed);
    }
    CHECK(after(Action::skip, TicketState::called) == TicketState::skipped);
    CHECK(after(Action::call, TicketState::skipped) == TicketState::called);
    CHECK(after(Action::move, TicketState::called) == TicketState::waiting);
}

TEST_CASE("a lane for nobody in particular is for everybody") {
    CHECK(serves(std::nullopt, Line::general));
    CHECK(serves(Line::group_buy, Line::group_buy));
    CHECK_FALSE(serves(Line::group_buy, Line::general));
}

TEST_CASE("alarms at five and at ten minutes") {
    CHECK(alarm_of(Milliseconds{299'999}, {}) == Alarm::none);
    CHECK(alarm_of(Milliseconds{300'000}, {}) == Alarm::long_wait);
    CHECK(alarm_of(Milliseconds{599'999}, {}) == Alarm::long_wait);
    CHECK(alarm_of(Milliseconds{600'000}, {}) == Alarm::too_long);
}

TEST_CASE("a lane of the others is opened for group-buy customers who wait too long, when it can be spared") {
    const LineLoad crowded{8, Milliseconds{400'000}, 1};
    CHECK(suggests_group_buy_lane(crowded, {1, Milliseconds{60'000}, 2}, 0, {}));
    CHECK(suggests_group_buy_lane({3, Milliseconds{400'000}, 0}, {0, Milliseconds{0}, 1}, 0, {}));
    SUBCASE("not while nobody waits long") {
        CHECK_FALSE(suggests_group_buy_lane({8, Milliseconds{200'000}, 1}, {0, Milliseconds{0}, 2}, 0, {}));
    }
    SUBCASE("not where the others have no lane, wait long themselves, or have as much to do") {
        CHECK_FALSE(suggests_group_buy_lane(crowded, {1, Milliseconds{60'000}, 0}, 0, {}));
        CHECK_FALSE(suggests_group_buy_lane(crowded, {1, Milliseconds{300'000}, 2}, 0, {}));
        CHECK_FALSE(suggests_group_buy_lane(crowded, {16, Milliseconds{60'000}, 2}, 0, {}));
    }
}

TEST_CASE("where lanes serve everybody, one of several may become group-buy customers' own") {
    const LineLoad crowded{8, Milliseconds{400'000}, 0};
    CHECK(suggests_group_buy_lane(crowded, {1, Milliseconds{60'000}, 0}, 2, {}));
    CHECK_FALSE(
        suggests_group_buy_lane(crowded, {1, Milliseconds{60'000}, 0}, 1, {})); // the others' only one
    CHECK_FALSE(suggests_group_buy_lane(crowded, {8, Milliseconds{60'000}, 0}, 2, {}));
    CHECK(suggests_group_buy_lane({3, Milliseconds{400'000}, 0}, {1, Milliseconds{60'000}, 1}, 1, {}));
}

TEST_CASE("a merchant's own alarms") {
    const Alarms late{8, 20};
    CHECK(alarm_of(Milliseconds{8 * 60'000 - 1}, late) == Alarm::none);
    CHECK(alarm_of(Milliseconds{8 * 60'000}, late) == Alarm::long_wait);
    CHECK(alarm_of(Milliseconds{20 * 60'000}, late) == Alarm::too_long);
    CHECK_FALSE(
        suggests_group_buy_lane({8, Milliseconds{400'000}, 1}, {1, Milliseconds{60'000}, 2}, 0, late));
}
