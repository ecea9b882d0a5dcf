// How often something secret may be tried, on a clock that stands still.
#include <doctest/doctest.h>

#include <functional>

#include "platform/service/limits.h"

using namespace hexiao;
using service::Limiter;
using service::Limits;

namespace {

constexpr Instant start{1'795'320'000'000};
constexpr Milliseconds second{1000};

// How many tries there are at this moment.
int tries(const std::function<service::Shares()>& shares, Instant now) {
    int count = 0;
    while (count < 1000 && service::take(shares(), now)) {
        ++count;
    }
    return count;
}

} // namespace

TEST_CASE("a burst, then one in each interval, and the wait is told in whole seconds") {
    Limiter limiter{{3, Milliseconds{10'000}}};
    for (int i = 0; i < 3; ++i) {
        CHECK(limiter.take("a", start));
    }
    CHECK(limiter.take("a", start).error() == Error{Reason::too_many_requests, "10"});
    CHECK(limiter.take("a", start + Milliseconds{9'001}).error().field == "1");
    CHECK(limiter.take("b", start)); // another key is another matter
    CHECK(limiter.take("a", start + 10 * second));
    CHECK_FALSE(limiter.take("a", start + 10 * second));
    CHECK(limiter.take("a", start + 3600 * second));
    CHECK(limiter.take("a", start + 3600 * second));
    CHECK(limiter.take("a", start + 3600 * second));
    CHECK_FALSE(limiter.take("a", start + 3600 * second)); // time does not save up more than a burst
}

TEST_CASE("what is given back can be taken again") {
    Limiter limiter{{1, Milliseconds{10'000}}};
    for (int i = 0; i < 100; ++i) {
        REQUIRE(limiter.take("a", start));
        limiter.give_back("a");
    }
    limiter.give_back("nobody");
    CHECK(limiter.take("a", start));
    CHECK_FALSE(limiter.take("a", start));
}

TEST_CASE("memory is bounded: the key that was used longest ago is forgotten") {
    Limiter limiter{{1, Milliseconds{10'000}}, 2};
    CHECK(limiter.take("a", start));
    CHECK(limiter.take("b", start));
    CHECK(limiter.take("c", start));
    CHECK_FALSE(limiter.take("c", start));
    CHECK_FALSE(limiter.take("b", start));
    CHECK(limiter.take("a", start));
}

TEST_CASE("of several limits all are taken or none") {
    Limiter wide{{2, Milliseconds{10'000}}};
    Limiter narrow{{1, Milliseconds{10'000}}};
    CHECK(service::take({{&wide, "a"}, {&narrow, "a"}}, start));
    CHECK_FALSE(service::take({{&wide, "a"}, {&narrow, "a"}}, start));
    CHECK(service::take({{&wide, "a"}}, start)); // the refused attempt took nothing of it
    CHECK_FALSE(service::take({{&wide, "a"}}, start));
}

TEST_CASE("strangers lock nobody out of a device that the merchant knows") {
    Limits limits;
    const auto from = [&](const char* address, const char* account = "boss", const char* device = "") {
        return [&limits, address, account, device] { return limits.sign_in(account, address, device); };
    };
    CHECK(tries(from("203.0.113.1"), start) == 10);
    CHECK(tries(from("203.0.113.1", "BOSS"), start) == 0);
    int elsewhere = 0;
    for (const char* address : {"203.0.113.2", "203.0.113.3", "203.0.113.4", "203.0.113.5", "203.0.113.6"}) {
        elsewhere += tries(from(address), start);
    }
    CHECK(elsewhere == 40); // from wherever, fifty in all
    CHECK(tries(from("203.0.113.1", "boss", "known"), start) == 10);
    CHECK(tries(from("203.0.113.9"), start + 60 * second) == 3);
}

TEST_CASE("an address has its share whichever accounts it tries, and an IPv6 household one") {
    Limits limits;
    int account = 0;
    const auto next = [&](const char* address) {
        return tries([&] { return limits.sign_in("a" + std::to_string(++account), address, {}); }, start);
    };
    CHECK(next("203.0.113.1") == 60);
    CHECK(next("203.0.113.2") == 60);
    CHECK(next("2001:db8:1:2::1") == 60);
    CHECK(next("2001:db8:1:2:ffff::9") == 0);
    CHECK(next("2001:db8:1:3::1") == 60);
}
