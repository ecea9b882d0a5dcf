// The feed over real books, with readers that come and go; what each is sent when is fanout_test's.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "mailbox.h"
#include "platform/http/feed.h"
#include "platform_world.h"

using namespace hexiao;
using namespace hexiao::test;

namespace {

constexpr Milliseconds never{3'600'000};

http::FeedRules beating(Milliseconds heartbeat) {
    http::FeedRules rules;
    rules.heartbeat = heartbeat;
    rules.fanout.pause = Milliseconds{1};
    return rules;
}

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
    const auto opening = feed.open(who, store, after);
    REQUIRE(opening);
    feed.attach(*opening, std::make_unique<MailSink>(box));
    return box;
}

} // namespace

TEST_CASE("a feed begins with a snapshot and goes on without a gap") {
    World world;
    http::Feed feed{world.services, beating(never)};
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
    REQUIRE(eventually([&] { return back->holds("redemption\n"); }));
    CHECK(back->read().starts_with(": resumed\n\nid: 2\nevent: redemption\n"));
}

TEST_CASE("a feed with a time of its own does nothing until it is turned") {
    World world;
    http::Fanout::Time at{};
    http::FeedRules rules = beating(never);
    rules.time = [&] { return at; };
    http::Feed feed{world.services, rules};
    const auto who = world.caller();
    const auto box = attach(feed, who, world.stores[0]);
    world.use(who, world.voucher());
    feed.wake();
    CHECK_FALSE(box->holds("redemption\n"));
    at += Milliseconds{1000};
    while (feed.turn() <= at) {
    }
    CHECK(box->holds("event: redemption\n"));
    CHECK(feed.turn() > at);
}

TEST_CASE("whoever cannot go on is told why, and begins anew") {
    World world;
    const auto who = world.caller();
    world.use(who, world.voucher());
    REQUIRE(world.services.counter.number_entries());
    http::Feed feed{world.services, beating(never)};
    const auto first = [&](const std::string& after) {
        return attach(feed, world.caller(), world.stores[0], after)->read();
    };
    CHECK(first("1").starts_with(": resumed\n\n"));
    CHECK(feed.status().resets == 0);
    const std::string reset = "id: 1\nevent: reset\ndata: {\"cause\":\"";
    const std::string snapshot = "\"}\n\nid: 1\nevent: snapshot\ndata: {";
    const std::string unknown_event = reset + "unknown_event" + snapshot;
    for (const char* unknown : {"0", "7", "-1", "x", "1x", "99999999999999999999999"}) {
        CAPTURE(unknown);
        CHECK(first(unknown).starts_with(unknown_event));
    }
    world.clock.at = world.clock.at + Milliseconds{24 * 3600 * 1000};
    CHECK(
        first("1").starts_with(reset + "day_ended" + snapshot)); // nothing was missed, but another day shows
    world.use(who, world.voucher());
    REQUIRE(world.services.counter.number_entries());
    world.clock.at = world.clock.at + Milliseconds{1};
    CHECK(first("1").find("far_behind") != std::string::npos); // a day and a moment ago
    CHECK(feed.status().resets == 8);
}

TEST_CASE("a reader goes on after a restart, however far from what is in memory") {
    World world;
    const auto who = world.caller();
    for (int i = 0; i < 3; ++i) {
        world.use(who, world.voucher());
    }
    REQUIRE(world.services.counter.number_entries());
    http::Feed feed{world.services, beating(never)}; // knows nothing of the three
    const auto box = attach(feed, who, world.stores[0], "1");
    REQUIRE(eventually([&] { return box->holds("id: 3\n"); }));
    {
        const std::lock_guard lock{box->mutex};
        const auto told = [](const std::string& text) {
            return text.find("event: redemption") < text.size();
        };
        CHECK(std::ranges::count_if(box->sends, told) == 1); // both together
    }
    CHECK_FALSE(box->holds("id: 1\n"));
    world.use(who, world.voucher());
    feed.wake();
    REQUIRE(eventually([&] { return box->holds("id: 4\n"); }));
    CHECK(box->holds("\"previous_id\":\"3\""));
}

TEST_CASE("what another process numbered is told as well") {
    World world;
    http::Feed feed{world.services, beating(Milliseconds{20})};
    const auto who = world.caller();
    const auto box = attach(feed, who, world.stores[0]);
    world.use(who, world.voucher());
    REQUIRE(world.services.counter.number_entries());
    CHECK(eventually([&] { return box->holds("id: 1\nevent: redemption"); })); // nobody woke the feed
}

TEST_CASE("a person reads so many streams and no more, wherever they are; who is gone gives the place back") {
    World world;
    http::FeedRules rules = beating(never);
    rules.most_per_user = 4;
    rules.most_streams = 6;
    http::Feed feed{world.services, rules};
    const auto who = world.caller();
    const auto elsewhere = world.caller(); // the same person, on another device
    std::vector<std::shared_ptr<Mailbox>> mine;
    mine.reserve(5);
    for (int i = 0; i < 4; ++i) {
        mine.push_back(attach(feed, i == 0 ? elsewhere : who, world.stores[0]));
    }
    CHECK(feed.open(who, world.stores[0], {}).error().reason == Reason::too_many_requests);
    CHECK(feed.open(elsewhere, world.stores[0], {}).error().reason == Reason::too_many_requests);
    mine[2]->gone = true; // a page that was left; nothing has been sent to it since
    mine.push_back(attach(feed, who, world.stores[0]));
    CHECK(mine[2]->cut.load());
    CHECK(feed.open(who, world.stores[0], {}).error().reason == Reason::too_many_requests);
    const auto other = world.caller(api::Role::manager);
    attach(feed, other, world.stores[0]);
    attach(feed, other, world.stores[0]);
    CHECK(feed.open(other, world.stores[0], {}).error().reason == Reason::store_unavailable);
    CHECK(feed.status().refused == 4);
    feed.end_session(other.session_id);
    // A place that was taken and never used is free again.
    for (int i = 0; i < 5; ++i) {
        CHECK(feed.open(other, world.stores[0], {}));
    }
}

TEST_CASE("wall screens of one account are counted each by itself") {
    World world;
    http::FeedRules rules = beating(never);
    rules.most_per_user = 1;
    http::Feed feed{world.services, rules};
    const auto one = world.caller(api::Role::display);
    const auto first = attach(feed, one, world.stores[0]);
    CHECK(feed.open(one, world.stores[0], {}).error().reason == Reason::too_many_requests);
    CHECK(feed.open(world.caller(api::Role::display), world.stores[0], {}));
}

TEST_CASE("a feed that stops says bye and lets nobody in") {
    World world;
    http::Feed feed{world.services, beating(never)};
    const auto who = world.caller();
    const auto box = attach(feed, who, world.stores[0]);
    const auto late = feed.open(who, world.stores[0], {});
    feed.say_bye();
    CHECK(box->holds("id: 0\nevent: bye\ndata: {\"cause\":\"stopping\",\"retry_ms\":"));
    CHECK(box->closed.load());
    CHECK(feed.open(who, world.stores[0], {}).error().reason == Reason::shutting_down);
    const auto box_of_late = std::make_shared<Mailbox>();
    feed.attach(*late, std::make_unique<MailSink>(box_of_late));
    CHECK(box_of_late->closed.load());
    CHECK(feed.status().streams.readers == 0);
}

TEST_CASE("streams end with their session, with their reader and with the feed") {
    World world;
    http::Feed feed{world.services, beating(Milliseconds{20})};
    const auto who = world.caller();
    const auto other = world.caller();
    const auto box = attach(feed, who, world.stores[0]);
    const auto staying = attach(feed, other, world.stores[0]);
    REQUIRE(eventually([&] { return staying->read().find(": beat") != std::string::npos; }));
    feed.end_session(who.session_id);
    CHECK(box->closed.load());
    CHECK_FALSE(staying->closed.load());
    const auto gone = attach(feed, other, world.stores[0]);
    gone->gone = true;
    CHECK(eventually([&] { return gone->over(); }));
    feed.stop();
    CHECK(staying->closed.load());
}

TEST_CASE("a stream ends when another process ended its session") {
    World world;
    http::FeedRules rules = beating(Milliseconds{20});
    rules.most_per_user = 100;
    http::Feed feed{world.services, rules};
    const auto owner = world.caller(api::Role::owner);
    std::vector<service::Caller> people;
    std::vector<std::shared_ptr<Mailbox>> boxes;
    for (int i = 0; i < 70; ++i) { // more than one query asks for
        people.push_back(world.caller());
        boxes.push_back(attach(feed, people.back(), world.stores[0]));
    }
    const auto beats = [&] { return boxes[1]->count(); };
    for (const std::size_t i : {std::size_t{0}, std::size_t{69}}) {
        REQUIRE(world.services.sessions.end(owner, people[i].session_id)); // the feed is not told
        REQUIRE(eventually([&] { return boxes[i]->closed.load(); }));
    }
    const std::size_t then = beats();
    REQUIRE(eventually([&] { return beats() > then + 1; }));
    CHECK(std::ranges::count_if(boxes, [](const auto& box) { return box->over(); }) == 2);
}

TEST_CASE("a stream ends when its session has run out") {
    World world;
    http::Feed feed{world.services, beating(Milliseconds{20})};
    auto who = world.caller();
    who.session_ends = world.clock.at; // over by the next beat
    const auto box = attach(feed, who, world.stores[0]);
    CHECK(eventually([&] { return box->closed.load(); }));
}

TEST_CASE("what could not be told is told once the books can be read again, without another word") {
    World world;
    http::Feed feed{world.services, beating(never)};
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

TEST_CASE("a store of others has no feed") {
    World world;
    http::Feed feed{world.services};
    auto who = world.caller();
    who.scope.store_ids = std::vector{world.stores[0]};
    CHECK(feed.open(who, world.stores[1], {}).error().reason == Reason::not_found);
    CHECK(feed.open(who, world.id(), {}).error().reason == Reason::not_found);
}
