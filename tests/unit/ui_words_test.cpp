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

TEST_CASE("time left comes from how far it is and how long that took, once that can be known") {
    using Ms = Milliseconds;
    CHECK(en.progress(0.6, Ms{180'000}) == "60% · 2 minutes left");
    CHECK(zh.progress(0.6, Ms{180'000}) == "60% · 还需 2 分钟");
    CHECK(en.progress(0.5, Ms{2'000}) == "50% · 2 seconds left");
    CHECK(en.progress(0.75, Ms{3'000}) == "75% · 1 second left");
    CHECK(en.progress(0.5, Ms{91'000}) == "50% · 2 minutes left"); // up, not down
    CHECK(en.progress(0.5, Ms{3'600'000}) == "50% · 60 minutes left");
    CHECK(en.progress(0.5, Ms{7'200'000}) == "50% · 2 hours left");
    CHECK(zh.progress(0.5, Ms{7'200'001}) == "50% · 还需 3 小时");
    // Too early, at the end, and outside of all bounds.
    CHECK(en.progress(0.04, Ms{60'000}) == "4%");
    CHECK(en.progress(0.5, Ms{1'999}) == "50%");
    CHECK(en.progress(1, Ms{60'000}) == "100%");
    CHECK(en.progress(7, Ms{60'000}) == "100%");
    CHECK(en.progress(-1, Ms{60'000}) == "0%");
    CHECK(en.progress(0.999, Ms{60'000}) == "99% · 1 second left");
}
