// How each language writes numbers, days, times and plurals. (That a text's placeholders are its own is
// checked while this compiles; tests/contract/strings.test.mjs sees it fail.)
#include <doctest/doctest.h>

#include "ui/words.h"

using namespace hexiao;
using namespace hexiao::ui;

namespace {

const Words zh{console::Language::zh};
const Words en{console::Language::en};

} // namespace

TEST_CASE("numbers are grouped") {
    CHECK(Words::number(0) == "0");
    CHECK(Words::number(999) == "999");
    CHECK(Words::number(1234) == "1,234");
    CHECK(Words::number(-1234567) == "-1,234,567");
    CHECK(Words::number(-123) == "-123");
}

TEST_CASE("one is not many in English, and the same in Chinese") {
    CHECK(en.with<Str::verdict_uses_left, "n">("1") == "1 use left");
    CHECK(en.with<Str::verdict_uses_left, "n">("2") == "2 uses left");
    CHECK(en.with<Str::verdict_uses_left, "n">("1,001") == "1,001 uses left");
    CHECK(zh.with<Str::verdict_uses_left, "n">("1") == "还可使用 1 次");
}

TEST_CASE("days and times as each language writes them, by the store's clock") {
    CHECK(zh.date("2026-11-05") == "2026年11月5日");
    CHECK(en.date("2026-11-05") == "5 Nov 2026");
    CHECK(en.date("soon") == "soon");
    const Instant at{1795586700000}; // 2026-11-25 06:05 UTC
    CHECK(zh.moment(at, 480, "2026") == "11月25日 14:05");
    CHECK(en.moment(at, 480, "2026") == "25 Nov, 14:05");
    CHECK(en.moment(at, 480, "2027") == "25 Nov 2026, 14:05");
    CHECK(zh.moment(at, 1080, {}) == "2026年11月26日 00:05");
}

TEST_CASE("what was refused is said with what to do") {
    CHECK(en.problem(Reason::expired) ==
          std::string(en.reason_title(Reason::expired)) + ". " + std::string(en.reason_do(Reason::expired)));
    CHECK(zh.problem(Reason::expired).find("。") != std::string::npos);
}
