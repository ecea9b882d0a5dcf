// The reading of what comes from outside, the console's files, and the pool.
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <fstream>

#include "platform/http/api.h"
#include "platform/http/assets.h"
#include "platform/http/workers.h"
#include "platform_world.h"

using namespace hexiao;
using namespace hexiao::test;
using api::Method;

namespace {

// Waits for a condition that another thread makes true.
template <class Condition>
bool eventually(Condition&& condition) {
    for (int i = 0; i < 2000 && !condition(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    return condition();
}

} // namespace

TEST_CASE("a path is an endpoint, nothing, or something else's") {
    const auto route = http::find_route(Method::get, "/api/v1/stores/x%20y/feed");
    REQUIRE(route);
    CHECK(route->endpoint->operation == "get_feed");
    CHECK(route->values == std::vector<std::string>{"x%20y"});
    CHECK(http::find_route(Method::post, "/api/v1/redeem")->endpoint->operation == "redeem");
    for (const char* path :
         {"", "/", "/api", "/api/v1/session/", "/api/v1/stores//feed", "/api/v1/stores/x/feed/y", "x"}) {
        CAPTURE(path);
        CHECK(http::find_route(Method::get, path).error().reason == Reason::not_found);
    }
    const auto other = http::find_route(std::nullopt, "/api/v1/session");
    CHECK(other.error() == Error{Reason::method_not_allowed, "POST, GET, DELETE"});
}

TEST_CASE("a problem says what, where and how to go on") {
    const auto answer = http::problem({Reason::invalid_field, "contents[2].title"});
    CHECK(answer.status == 400);
    CHECK(answer.content_type == "application/problem+json");
    const auto problem = wire::read<api::Problem>(answer.body);
    CHECK(problem->field == "contents[2].title");
    CHECK(problem->title == "invalid field");
    CHECK(http::problem({Reason::store_unavailable, {}}).headers.at(0).first == "Retry-After");
    CHECK(http::problem({Reason::method_not_allowed, "GET"}).headers.at(0).second == "GET");
    CHECK(http::status_of(Reason::other) == 500);
}

TEST_CASE("an answer whose headers would end early is not sent") {
    http::Answer answer;
    answer.headers = {{"Location", "https://till.local/"}};
    answer.cookies = {{http::session_cookie, Secret{"abc"}, 0}};
    CHECK(http::sendable(answer).status == 200);
    for (const char end : {'\r', '\n', '\0'}) {
        const std::string planted = std::string{"a"} + end + "X-Injected: yes";
        http::Answer in_value = answer;
        in_value.headers.emplace_back("X-Told", planted);
        http::Answer in_type = answer;
        in_type.content_type = planted;
        http::Answer in_cookie = answer;
        in_cookie.cookies[0].value = Secret{planted};
        for (const http::Answer& bad : {in_value, in_type, in_cookie}) {
            const auto instead = http::sendable(bad);
            CHECK(instead.status == 500);
            CHECK(instead.headers.empty());
            CHECK(instead.cookies.empty());
        }
    }
}

TEST_CASE("Accept-Encoding is weighed as RFC 9110 says") {
    CHECK(http::encoding_weight("br;q=0.5, gzip", "gzip") == 1000);
    CHECK(http::encoding_weight("br;q=0.5, gzip", "br") == 500);
    CHECK(http::encoding_weight("br ; q=0.5", "br") == 500);
    CHECK(http::encoding_weight("*;q=0.1", "br") == 100);
    CHECK(http::encoding_weight("br;q=0, *", "br") == 0);
    CHECK(http::encoding_weight("*, br;q=0", "br") == 0);
    CHECK(http::encoding_weight("", "br") == 0);
    CHECK(http::encoding_weight("", "identity") > 0);
    CHECK(http::encoding_weight("identity;q=0", "identity") == 0);
    CHECK(http::encoding_weight("br;q=1.5", "br") == 1000);
    CHECK(http::encoding_weight("br;q=-1, br;q=", "br") == 0);
    CHECK(http::encoding_weight(",,;,br;;q=1,", "gzip") == 0);
}

TEST_CASE("only application/json is JSON") {
    CHECK(http::is_json("application/json"));
    CHECK(http::is_json(" Application/JSON ; charset=utf-8"));
    CHECK_FALSE(http::is_json("application/jsonx"));
    CHECK_FALSE(http::is_json("text/json"));
    CHECK_FALSE(http::is_json(""));
}

TEST_CASE("without a manifest there are no files, and nobody minds") {
    const TemporaryFolder folder;
    CHECK(http::Assets{folder.path()}.get("/", "", "").status == 404);
    CHECK(http::Assets{{}}.get("/", "", "").status == 404);
    std::ofstream{folder.path() / "asset-manifest.json"} << "[]";
    CHECK(http::Assets{folder.path()}.get("/", "", "").status == 404);
}

TEST_CASE("workers do what they took, and no more than fits") {
    std::atomic<int> done = 0;
    std::atomic<bool> go = false;
    http::Workers workers{1, 2};
    const auto job = [&] {
        while (!go) {
            std::this_thread::yield();
        }
        ++done;
    };
    CHECK(workers.submit(job));
    int taken = 1;
    REQUIRE(eventually([&] { return workers.submit(job) ? ++taken > 10 : taken >= 3; }));
    CHECK(taken == 3); // one running, two waiting
    go = true;
    workers.stop();
    CHECK(done == taken);
    CHECK_FALSE(workers.submit(job));
}
