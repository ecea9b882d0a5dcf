// How much may still be sold, and when somebody hears of it: core/stock/stock.h.
#include <doctest/doctest.h>

#include "core/stock/stock.h"

using namespace hexiao;
using namespace hexiao::stock;

TEST_CASE("each line stands where the first of its count and its share is met") {
    const Lines lines{10, 85, 5, 90};
    CHECK(red_line(100, lines) == 90); // the share: five would be left at 95
    CHECK(red_line(40, lines) == 35);  // the count: 90 % would be 36
    CHECK(red_line(3, lines) == 0);    // fewer than are to be kept back
    CHECK(level_of(84, 100, lines) == Level::calm);
    CHECK(level_of(85, 100, lines) == Level::warning);
    CHECK(level_of(89, 100, lines) == Level::warning);
    CHECK(level_of(90, 100, lines) == Level::red);
    CHECK(level_of(91, 100, lines) == Level::over);
}

TEST_CASE("a part of a voucher is not sold: the red line is never passed by rounding") {
    CHECK(red_line(15, {0, 100, 0, 90}) == 13);
    CHECK(red_line(most, {0, 100, 0, 99}) == most / 100 * 99);
}

TEST_CASE("by default the whole stock may be sold, and staff are told from 85 % or ten before its end") {
    CHECK(red_line(100, {}) == 100);
    CHECK(level_of(99, 100, {}) == Level::warning);
    CHECK(level_of(100, 100, {}) == Level::red);
    CHECK(level_of(29, 40, {}) == Level::calm);
    CHECK(level_of(30, 40, {}) == Level::warning);
    CHECK(level_of(849, 1000, {}) == Level::calm);
    CHECK(level_of(850, 1000, {}) == Level::warning);
}

TEST_CASE("nothing is told of what was never to be sold, or is not sold yet") {
    CHECK(level_of(0, 0, {}) == Level::calm);
    CHECK(level_of(0, 5, {}) == Level::calm); // fewer than ten are left from the beginning
    CHECK(level_of(1, 5, {}) == Level::warning);
}

TEST_CASE("what may still be sold ends at the red line; what is left does not") {
    CHECK(sellable(80, 100, {10, 85, 10, 100}) == 10);
    CHECK(sellable(90, 100, {10, 85, 10, 100}) == 0);
    CHECK(sellable(95, 100, {10, 85, 10, 100}) == 0);
    CHECK(sold_percent(85, 100) == 85);
    CHECK(sold_percent(999, 1000) == 99);
    CHECK(sold_percent(0, 0) == 0);
}

TEST_CASE("the warning comes before the red line, by count and by share") {
    CHECK(misplaced({}).empty());
    CHECK(misplaced({5, 90, 5, 90}).empty());
    CHECK(misplaced({4, 90, 5, 90}) == "warn_left");
    CHECK(misplaced({5, 91, 5, 90}) == "warn_percent");
}

TEST_CASE("a notice is due until it is seen, at once when it gets worse, and every hour while it lasts") {
    const Instant now{100'000'000};
    const auto seen = [&](Level level, Milliseconds ago) { return std::optional{Seen{level, now - ago}}; };
    const Milliseconds minute{60'000};
    CHECK_FALSE(notice_due(Level::calm, true, {}, now));
    CHECK_FALSE(notice_due(Level::other, true, {}, now)); // of a newer platform
    CHECK(notice_due(Level::warning, true, {}, now));
    CHECK_FALSE(notice_due(Level::warning, true, seen(Level::warning, minute), now));
    CHECK_FALSE(notice_due(Level::warning, true, seen(Level::red, minute), now));
    CHECK(notice_due(Level::red, true, seen(Level::warning, minute), now));
    CHECK_FALSE(notice_due(Level::red, true, seen(Level::red, notice_again - Milliseconds{1}), now));
    CHECK(notice_due(Level::red, true, seen(Level::red, notice_again), now));
    SUBCASE("of what somebody took off sale nobody is told, unless more is sold than may be") {
        CHECK_FALSE(notice_due(Level::red, false, {}, now));
        CHECK(notice_due(Level::over, false, {}, now));
        CHECK_FALSE(notice_due(Level::over, false, seen(Level::over, minute), now));
        CHECK(notice_due(Level::over, false, seen(Level::over, notice_again), now));
    }
}
