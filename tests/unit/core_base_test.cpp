// Money, time, ids, digests and reasons: what everything else stands on.
#include <doctest/doctest.h>

#include <limits>
#include <set>

#include "core/base/hash.h"
#include "core/base/integer.h"
#include "core/base/money.h"
#include "core/base/reason.h"
#include "core/base/time.h"
#include "core/base/uuid.h"

using namespace hexiao;

TEST_CASE("money is written alike in both languages") {
    CHECK(format_yuan({0}) == "¥0");
    CHECK(format_yuan({1}) == "¥0.01");
    CHECK(format_yuan({10}) == "¥0.10");
    CHECK(format_yuan({12800}) == "¥128");
    CHECK(format_yuan({128850}) == "¥1,288.50");
    CHECK(format_yuan({100000000}) == "¥1,000,000");
    CHECK(format_yuan({-4205}) == "-¥42.05");
    CHECK(format_yuan({std::numeric_limits<std::int64_t>::min()}) == "-¥92,233,720,368,547,758.08");
}

TEST_CASE("instants are written and read as RFC 3339") {
    CHECK(format_rfc3339({0}) == "1970-01-01T00:00:00.000Z");
    CHECK(format_rfc3339({-1}) == "1969-12-31T23:59:59.999Z");
    CHECK(format_rfc3339({951782400123}) == "2000-02-29T00:00:00.123Z");
    for (const std::int64_t ms : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1795320271234}}) {
        CHECK(parse_rfc3339(format_rfc3339({ms}))->ms == ms);
    }
    CHECK(parse_rfc3339("2026-11-22T12:00:00+08:00")->ms == parse_rfc3339("2026-11-22T04:00:00Z")->ms);
    CHECK(parse_rfc3339("2026-11-22t04:00:00.1239999z")->ms % 1000 == 123);
    CHECK(parse_rfc3339("2026-12-31T23:59:60Z")->ms == parse_rfc3339("2027-01-01T00:00:00Z")->ms);
}

TEST_CASE("what is no instant is refused") {
    for (const char* text :
         {"", "2026", "2026-11-22", "2026-11-22T04:00:00", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z",
          "2026-11-22T24:00:00Z", "2026-11-22T04:60:00Z", "2026-11-22T04:00:00.Z", "2026-11-22T04:00:00+0800",
          "2026-11-22T04:00:00Zx", "2026-11-22T04:00:00+24:00", " 2026-11-22T04:00:00Z"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_rfc3339(text));
    }
}

TEST_CASE("instants outside the calendar stay at its ends") {
    CHECK(format_rfc3339({std::numeric_limits<std::int64_t>::min()}) == "0001-01-01T00:00:00.000Z");
    CHECK(format_rfc3339({std::numeric_limits<std::int64_t>::max()}) == "9999-12-31T23:59:59.999Z");
}

TEST_CASE("a business day ends at the day cut, not at midnight") {
    const DayRule shanghai{480, 240};
    const auto day_at = [&](const char* text) {
        return format_day(business_day(*parse_rfc3339(text), shanghai));
    };
    CHECK(day_at("2026-11-22T03:59:59.999+08:00") == "2026-11-21");
    CHECK(day_at("2026-11-22T04:00:00.000+08:00") == "2026-11-22");
    CHECK(day_at("2026-11-23T01:30:00+08:00") == "2026-11-22");
    const BusinessDay day = business_day(*parse_rfc3339("2026-11-22T12:00:00+08:00"), shanghai);
    CHECK(format_rfc3339(day_start(day, shanghai)) == "2026-11-21T20:00:00.000Z");
    CHECK(business_day(day_start(day, shanghai), shanghai) == day);
    CHECK(business_day(day_start({day.days + 1}, shanghai) - Milliseconds{1}, shanghai) == day);
}

TEST_CASE("days before 1970 and west of Greenwich count on") {
    const DayRule west{-300, 0};
    CHECK(format_day(business_day({0}, west)) == "1969-12-31");
    CHECK(format_clock({0}, -300) == "19:00");
    CHECK(format_date({0}, -300) == "1969-12-31");
}

TEST_CASE("UUIDv7 sorts by time and says what it is") {
    RandomBytes low{};
    RandomBytes high{};
    high.fill(0xFF);
    const std::string early = make_uuid7({1000}, high);
    const std::string late = make_uuid7({1001}, low);
    CHECK(early < late);
    CHECK(early[14] == '7');
    CHECK(early[19] == 'b');
    CHECK(late[19] == '8');
    CHECK(is_uuid(early));
}

TEST_CASE("only the canonical form is a UUID") {
    CHECK(is_uuid("01a2037f-e120-7fb7-834d-e06795eaf961"));
    for (const char* text :
         {"", "01a2037f-e120-7fb7-834d-e06795eaf96", "01A2037F-e120-7fb7-834d-e06795eaf961",
          "01a2037fxe120-7fb7-834d-e06795eaf961", "01a2037f-e120-7fb7-834d-e06795eaf96g",
          "{1a2037f-e120-7fb7-834d-e06795eaf961"}) {
        CAPTURE(text);
        CHECK_FALSE(is_uuid(text));
    }
}

TEST_CASE("SHA-256 is SHA-256") {
    CHECK(to_hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(to_hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("every reason has one name") {
    const auto names = enum_names(Reason{});
    CHECK(std::set<std::string_view>(names.begin(), names.end()).size() == names.size());
    CHECK(reason_name(Reason::none) == "none");
    CHECK(reason_name(Reason::form_unknown) == names.back());
}

TEST_CASE("a number is the whole text or none") {
    CHECK(parse_integer("0") == 0);
    CHECK(parse_integer("-12") == -12);
    CHECK(parse_integer("9223372036854775807") == std::numeric_limits<std::int64_t>::max());
    for (const char* text : {"", "-", "+1", " 1", "1 ", "1x", "x1", "1.5", "0x1", "9223372036854775808"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_integer(text));
    }
}

TEST_CASE("a business day from its text") {
    CHECK(format_day(*parse_day("2026-11-22")) == "2026-11-22");
    CHECK(parse_day("1970-01-01")->days == 0);
    for (const char* text : {"", "2026-11-2", "2026-02-30", "2026-11-22T", "2026/11/22", "today"}) {
        CHECK(!parse_day(text));
    }
}
