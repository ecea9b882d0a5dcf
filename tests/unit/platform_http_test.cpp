// The reading of what comes from outside, the console's files, the pool, and the feed with readers that come
// and go.
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

// What a reader was sent. Shared with the sink, which the feed owns.
struct Mailbox {
    std::mutex mutex;
    std::string text;
    std::atomic<bool> closed{false};
    bool gone = false;

    std::string read() {
        const std::lock_guard lock{mutex};
        return text;
    }
};

class MailSink final : public http::Sink {
public:
    explicit MailSink(std::shared_ptr<Mailbox> box) : box_(std::move(box)) {}
    bool send(const std::string& text) override {
        const std::lock_guard lock{box_->mutex};
        box_->text += text;
        return !box_->gone;
    }
    void close() override { box_->closed = true; }

private:
    std::shared_ptr<Mailbox> box_;
};

// Waits for a condition that another thread makes true.
template <class Condition>
bool eventually(Condition&& condition) {
    for (int i = 0; i < 2000 && !condition(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    return condition();
}

std::shared_ptr<Mailbox> attach(http::Feed& feed, const service::Caller& who, const std::string& store,
                                const std::string& after = {}) {
    auto box = std::make_shared<Mailbox>();
    feed.attach(*feed.open(who, store, after), std::make_unique<MailSink>(box));
    return box;
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

TEST_CASE("a feed begins with a snapshot and goes on without a gap") {
    World world;
    http::Feed feed{world.services.counter, Milliseconds{3'600'000}};
    const auto who = world.caller();
    const auto display = world.caller(api::Role::display);
    const auto staff_box = attach(feed, who, world.stores[0]);
    const auto display_box = attach(feed, display, world.stores[0]);
    const auto other_box = attach(feed, who, world.stores[1]);
    CHECK(staff_box->read().starts_with("id: 0\nevent: snapshot\ndata: {"));
    world.use(who, world.voucher());
    world.use(who, world.voucher());
    feed.wake();
    REQUIRE(eventually([&] { return display_box->read().find("id: 2\n") != std::string::npos; }));
    CHECK(staff_box->read().find("\"previous_id\":\"0\"") != std::string::npos);
    CHECK(staff_box->read().find("\"previous_id\":\"1\"") != std::string::npos);
    CHECK(staff_box->read().find("Somebody") != std::string::npos);
    CHECK(display_box->read().find("Somebody") == std::string::npos);
    CHECK(other_box->read().find("redemption\ndata") == std::string::npos);

    const auto back = attach(feed, who, world.stores[0], "1");
    CHECK(back->read().starts_with(": resumed\n\nid: 2\nevent: redemption\n"));
    const auto lost = attach(feed, who, world.stores[0], "7");
    CHECK(lost->read().starts_with("id: 2\nevent: snapshot\n"));
    world.clock.at = world.clock.at + Milliseconds{24 * 3600 * 1000};
    CHECK(attach(feed, who, world.stores[0], "1")->read().find("snapshot") !=
          std::string::npos); // another day
}

TEST_CASE("streams end with their session, with their reader and with the feed") {
    World world;
    http::Feed feed{world.services.counter, Milliseconds{20}};
    const auto who = world.caller();
    const auto other = world.caller();
    const auto box = attach(feed, who, world.stores[0]);
    const auto staying = attach(feed, other, world.stores[0]);
    REQUIRE(eventually([&] { return staying->read().find(": beat") != std::string::npos; }));
    feed.end_session(who.session_id);
    CHECK(box->closed.load());
    CHECK_FALSE(staying->closed.load());
    const auto gone = attach(feed, other, world.stores[0]);
    {
        const std::lock_guard lock{gone->mutex};
        gone->gone = true;
    }
    CHECK(eventually([&] { return gone->closed.load(); }));
    feed.stop();
    CHECK(staying->closed.load());
    CHECK(attach(feed, other, world.stores[0])->closed.load());
}

TEST_CASE("a stream ends when its session has run out") {
    World world;
    http::Feed feed{world.services.counter, Milliseconds{20}};
    auto who = world.caller();
    who.session_ends = world.clock.at; // over by the next beat
    const auto box = attach(feed, who, world.stores[0]);
    CHECK(eventually([&] { return box->closed.load(); }));
}

TEST_CASE("what could not be told is told once the books can be read again, without another word") {
    World world;
    http::Feed feed{world.services.counter, Milliseconds{20}};
    const auto who = world.caller();
    const auto box = attach(feed, who, world.stores[0]);
    world.use(who, world.voucher());
    const auto rename = [&](const char* from, const char* to) {
        return world.books->write([&](store::Connection& db) -> Result<service::Done> {
            db.exec("ALTER TABLE " + std::string{from} + " RENAME TO " + to);
            return service::Done{};
        });
    };
    REQUIRE(rename("journal", "journal_away"));
    feed.wake();
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
    CHECK(box->read().find("event: redemption") == std::string::npos);
    REQUIRE(rename("journal_away", "journal"));
    CHECK(eventually([&] { return box->read().find("event: redemption") != std::string::npos; }));
}

TEST_CASE("what has expired is forgotten while the server runs") {
    struct Ticking final : service::Clock {
        Instant now() override { return {at.load()}; }
        std::atomic<std::int64_t> at{0};
    };
    World world;
    Ticking clock;
    clock.at = world.clock.at.ms;
    service::Services services{*world.books, clock, world.ids, false};
    const auto who = world.caller();
    REQUIRE(services.counter.prepare(who, {world.voucher()})->handle);
    const auto handles = [&] {
        return *world.books->read([&](store::Connection& db) -> Result<std::int64_t> {
            return db
                .one("SELECT count(*) FROM prepared", [](const store::Row& row) { return row.integer(0); })
                .value_or(-1);
        });
    };
    const http::Feed feed{services.counter, Milliseconds{20}};
    CHECK(handles() == 1);
    clock.at += std::int64_t{25} * 3600 * 1000;
    CHECK(eventually([&] { return handles() == 0; }));
}

TEST_CASE("a store of others has no feed") {
    World world;
    http::Feed feed{world.services.counter};
    auto who = world.caller();
    who.scope.store_ids = std::vector{world.stores[0]};
    CHECK(feed.open(who, world.stores[1], {}).error().reason == Reason::not_found);
    CHECK(feed.open(who, world.id(), {}).error().reason == Reason::not_found);
}
