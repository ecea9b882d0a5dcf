// What a day's figures mean: core/insight/insight.h.
#include <doctest/doctest.h>

#include "core/insight/insight.h"

using namespace hexiao;
using namespace hexiao::insight;

namespace {

Instant at(std::string_view text) { return *parse_rfc3339(text); }

// A day of a zone that is always so far from UTC.
DayClock plain(std::string_view start, int cut = 240, int offset = 480) {
    const Instant begins = at(start);
    return {begins, begins + one_day, cut, offset, begins + one_day, offset};
}

// Berlin goes from +02:00 to +01:00 on 2026-10-25 at 01:00 UTC, and back on 2026-03-29 at 01:00 UTC.
DayClock autumn(int cut = 240) {
    const Instant begins = day_start(*parse_day("2026-10-24"), {120, cut});
    return {begins, day_start(*parse_day("2026-10-25"), {60, cut}), cut, 120, at("2026-10-25T01:00:00Z"), 60};
}
DayClock spring() {
    return {at("2026-03-28T03:00:00Z"), at("2026-03-29T02:00:00Z"), 240, 60, at("2026-03-29T01:00:00Z"), 120};
}

} // namespace

TEST_CASE("shares: rounded, of nothing nothing") {
    CHECK(share(1, 3) == 3333);
    CHECK(share(2, 3) == 6667);
    CHECK(share(19, 20) == success_aim);
    CHECK(share(0, 7) == 0);
    CHECK_FALSE(share(0, 0));
    CHECK_FALSE(share(5, 0));
}

TEST_CASE("hours are counted from the day's cut on the store's clock, over midnight") {
    const DayClock shanghai = plain("2026-11-21T20:00:00Z"); // 04:00 on the 22nd
    CHECK(hour_of(shanghai, shanghai.start) == 0);
    CHECK(hour_of(shanghai, at("2026-11-22T04:00:00Z")) == 8);      // noon
    CHECK(hour_of(shanghai, at("2026-11-22T15:59:59.999Z")) == 19); // just before midnight
    CHECK(hour_of(shanghai, at("2026-11-22T16:00:00Z")) == 20);
    CHECK(hour_of(shanghai, shanghai.end - Milliseconds{1}) == 23);
    CHECK(minute_of(shanghai, at("2026-11-22T04:59:59Z")) == 8 * 60 + 59);
    CHECK(hour_label(0, 240) == "04:00");
    CHECK(hour_label(19, 240) == "23:00");
    CHECK(hour_label(20, 240) == "00:00");
    CHECK(hour_label(23, 270) == "03:30");
    const DayClock west = plain("2026-11-22T05:00:00Z", 0, -300); // New York, at midnight
    CHECK(hour_of(west, west.start) == 0);
    CHECK(hour_of(west, at("2026-11-22T17:30:00Z")) == 12);
    CHECK(spans_of(west, 12) == std::vector<Span>{{at("2026-11-22T17:00:00Z"), at("2026-11-22T18:00:00Z")}});
}

TEST_CASE("where clocks are put back an hour is there twice, and where they are put forward one is not") {
    const DayClock long_day = autumn();
    CHECK(long_day.end - long_day.start == Milliseconds{25 * 3'600'000});
    CHECK(hour_of(long_day, at("2026-10-25T00:30:00Z")) == 22); // 02:30, the first
    CHECK(hour_of(long_day, at("2026-10-25T01:30:00Z")) == 22); // 02:30, the second
    CHECK(spans_of(long_day, 22) ==
          std::vector<Span>{{at("2026-10-25T00:00:00Z"), at("2026-10-25T02:00:00Z")}});
    const DayClock short_day = spring();
    CHECK(spans_of(short_day, 22).empty());
    CHECK(spans_of(short_day, 23) ==
          std::vector<Span>{{at("2026-03-29T01:00:00Z"), at("2026-03-29T02:00:00Z")}});
    // A cut that is no whole hour: the hour that begins at 01:30 is in two pieces.
    CHECK(spans_of(autumn(210), 22) ==
          std::vector<Span>{{at("2026-10-24T23:30:00Z"), at("2026-10-25T00:30:00Z")},
                            {at("2026-10-25T01:00:00Z"), at("2026-10-25T01:30:00Z")}});
    // Whatever happened, every minute of every day is in one hour.
    for (const DayClock& clock : {long_day, short_day, autumn(210)}) {
        Milliseconds sum{0};
        for (int hour = 0; hour < hours_of_day; ++hour) {
            for (const Span& span : spans_of(clock, hour)) {
                sum += span.until - span.from;
            }
        }
        CHECK(sum == clock.end - clock.start);
    }
}

TEST_CASE("a curve adds up to its day, and says how far it was by now") {
    Curve curve;
    CHECK(curve.whole == Sum{});
    curve.add(0, {1, {100}}, 600);
    curve.add(599, {2, {250}}, 600);
    curve.add(600, {4, {400}}, 600); // later than now
    curve.add(1439, {8, {800}}, 600);
    CHECK(curve.whole == Sum{15, {1550}});
    CHECK(curve.by_now == Sum{3, {350}});
    CHECK(curve.hours[0].uses == 1);
    CHECK(curve.hours[9].uses == 2);
    CHECK(curve.hours[10] == Sum{4, {400}});
    CHECK(curve.hours[23].uses == 8);
}

TEST_CASE("waits: nobody has none, and each counts on the side of the alarm where it alarmed") {
    Waits waits;
    CHECK_FALSE(waits.mean());
    waits.add(Milliseconds{5 * 60'000 - 1});
    waits.add(Milliseconds{5 * 60'000});
    waits.add(Milliseconds{10 * 60'000});
    waits.add(Milliseconds{-7}); // a clock that was behind
    CHECK(waits.served == 4);
    CHECK(waits.over_first == 2);
    CHECK(waits.over_second == 1);
    CHECK(waits.longest == Milliseconds{10 * 60'000});
    CHECK(waits.mean() == Milliseconds{(20 * 60'000 - 1) / 4});
}
