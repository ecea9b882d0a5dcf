// The use cases on a clock that stands still: signing in, preparing, redeeming, the day and its feed.
#include <doctest/doctest.h>

#include "core/journal/journal.h"
#include "platform_world.h"

using namespace hexiao;
using namespace hexiao::test;

TEST_CASE("signing in gives a session of thirty days on a named device") {
    World world;
    const std::string hash = service::hash_password(Secret{"right"});
    const auto made = world.books->write([&](store::Connection& db) -> Result<service::Done> {
        store::insert_staff(db, world.merchant, {world.id(), "boss", "Boss", api::Role::owner, hash, {}});
        store::insert_staff(db, world.merchant, {world.id(), "nowhere", "N", api::Role::cashier, hash, {}});
        return service::Done{};
    });
    REQUIRE(made);
    auto& services = world.services;
    CHECK(services.access.sign_in({"boss", Secret{"wrong"}}, {}).error().reason == Reason::bad_credentials);
    CHECK(services.access.sign_in({"nobody", Secret{"right"}}, {}).error().reason == Reason::bad_credentials);
    CHECK(services.access.sign_in({"nowhere", Secret{"right"}}, {}).error().reason ==
          Reason::bad_credentials);
    const auto done =
        services.access.sign_in({"BOSS", Secret{"right"}}, {{}, "Mozilla/5.0 (iPhone) Mobile", {}});
    REQUIRE(done);
    CHECK(done->session.device_name == "手机 Phone 1");
    CHECK(done->session.stores.size() == 2);
    CHECK(done->session.stores[0].utc_offset_minutes == 480);
    CHECK(done->session.lane_id == world.lanes[0]); // the store has only one
    const auto again = services.access.sign_in({"boss", Secret{"right"}},
                                               {done->device_token, "Mozilla/5.0 (iPhone) Mobile", {}});
    CHECK(again->session.device_id == done->session.device_id);
    CHECK(services.access.sign_in({"boss", Secret{"right"}}, {{}, "iPad", {}})->session.device_name ==
          "平板 Tablet 1");
    const auto caller = services.access.authenticate(done->session_token);
    REQUIRE(caller);
    CHECK(caller->scope.role == api::Role::owner);
    CHECK_FALSE(services.access.authenticate(Secret{"x"}));
    CHECK(services.access.sign_out(*caller));
    CHECK(services.access.authenticate(done->session_token).error().reason == Reason::unauthenticated);
    CHECK(services.access.authenticate(again->session_token));
    world.clock.at = world.clock.at + service::session_life;
    CHECK_FALSE(services.access.authenticate(again->session_token));
}

TEST_CASE("an offset comes from the zone and the instant") {
    CHECK(*service::utc_offset_minutes("Asia/Shanghai", {0}) == 480);
    CHECK(*service::utc_offset_minutes("Europe/Berlin", *parse_rfc3339("2026-07-01T00:00:00Z")) == 120);
    CHECK(*service::utc_offset_minutes("Europe/Berlin", *parse_rfc3339("2026-12-01T00:00:00Z")) == 60);
    CHECK_FALSE(service::utc_offset_minutes("Nowhere/City", {0}));
}

TEST_CASE("a redemption writes everything at once, and a replay nothing") {
    World world;
    const auto who = world.caller();
    const Secret code = world.voucher(3);
    const auto prepared = world.services.counter.prepare(who, {code});
    REQUIRE(prepared->handle);
    const std::string key = world.id();
    const auto done = world.services.counter.redeem(who, {*prepared->handle, 2}, key);
    CHECK(done->outcome == Outcome::done);
    CHECK(done->uses_left == 1);
    CHECK(done->redemption->amount.fen == 666);
    const auto books = [&] {
        std::string line;
        const auto read = world.books->read([&](store::Connection& db) -> Result<service::Done> {
            db.each("SELECT (SELECT count(*) FROM redemption), (SELECT count(*) FROM journal), (SELECT "
                    "count(*) FROM intent),"
                    " (SELECT sum(uses_left) FROM voucher), (SELECT sum(stock_redeemed) FROM product),"
                    " (SELECT count(*) FROM prepared WHERE used_at IS NOT NULL)",
                    [&](const store::Row& row) {
                        for (int i = 0; i < 6; ++i) {
                            line += std::to_string(row.integer(i)) + " ";
                        }
                    });
            return service::Done{};
        });
        return line;
    };
    CHECK(books() == "1 1 1 1 2 1 ");
    world.clock.at = world.clock.at + Milliseconds{1000};
    auto replay = world.services.counter.redeem(who, {*prepared->handle, 2}, key);
    CHECK(replay->replayed);
    replay->replayed = false;
    CHECK(wire::write(*replay) == wire::write(*done));
    CHECK(world.services.counter.redeem(who, {*prepared->handle, 1}, key).error().reason ==
          Reason::key_reused);
    const auto on_another_device = world.caller();
    CHECK(world.services.counter.redeem(on_another_device, {*prepared->handle, 2}, key)->replayed);
    const auto somebody_else = world.caller(api::Role::manager);
    CHECK(world.services.counter.redeem(somebody_else, {*prepared->handle, 2}, key).error().reason ==
          Reason::key_reused);
    CHECK(books() == "1 1 1 1 2 1 ");
}

TEST_CASE("the journal entry tells ids and numbers only") {
    World world;
    const auto who = world.caller();
    world.use(who, world.voucher());
    const auto bytes = world.books->read([&](store::Connection& db) -> Result<std::string> {
        return db.one("SELECT bytes FROM journal", [](const store::Row& row) { return row.text(0); })
            .value_or("");
    });
    const auto entry = parse_entry(*bytes);
    REQUIRE(entry);
    CHECK(entry->kind == "voucher_redeemed");
    CHECK(std::get<std::string>(entry->facts.at("staff_id")) == who.scope.staff_id);
    CHECK(std::get<std::string>(entry->facts.at("business_day")) == "2026-11-22");
    CHECK(bytes->find("Somebody") == std::string::npos);
}

TEST_CASE("the day counts what is numbered, at its own store") {
    World world;
    const auto here = world.caller(api::Role::cashier, 0);
    const auto there = world.caller(api::Role::manager, 1);
    world.voucher();
    world.use(here, world.voucher());
    world.use(there, world.voucher());
    world.use(there, world.voucher(1, 1));
    CHECK(world.services.feeds.open(here, world.stores[0], {})->snapshot->redeemed == 0);
    REQUIRE(world.services.counter.number_entries());
    const auto day = world.services.feeds.open(here, world.stores[0], {});
    CHECK(day->id == 1);
    CHECK(day->position == 3);
    REQUIRE(day->snapshot);
    CHECK(day->snapshot->redeemed == 1);
    CHECK(day->snapshot->amount.fen == 1000);
    REQUIRE(day->snapshot->products.size() == 1);
    CHECK(day->snapshot->products[0].usable == 1);
    CHECK(day->snapshot->day_ends_at == *parse_rfc3339("2026-11-22T20:00:00Z"));
    const auto other = world.services.feeds.open(there, world.stores[1], {});
    CHECK(other->id == 3);
    CHECK(other->snapshot->redeemed == 2);
    CHECK(other->snapshot->products.size() == 2);
    const auto told = world.services.feeds.after(world.merchant, 1, {});
    CHECK(told->whole);
    CHECK(told->position == 3);
    REQUIRE(told->events.size() == 2);
    CHECK(told->events[0].position == 2);
    CHECK(told->events[0].previous == 0);
    CHECK(told->events[0].store_id == world.stores[1]);
    CHECK(told->events[1].previous == 2);
}

TEST_CASE("the newest redemptions stand as they arrived, also when a clock was set back") {
    World world;
    const auto who = world.caller();
    const auto first = world.use(who, world.voucher());
    REQUIRE(world.services.counter.number_entries());
    world.clock.at = world.clock.at - Milliseconds{60'000};
    const auto second = world.use(who, world.voucher());
    REQUIRE(world.services.counter.number_entries());
    const auto opening = world.services.feeds.open(who, world.stores[0], "");
    REQUIRE(opening);
    const auto& recent = opening->snapshot.value().recent;
    REQUIRE(recent.size() == 2);
    CHECK(recent[0].id == second.redemption.value().id);
    CHECK(recent[1].id == first.redemption.value().id);
}

TEST_CASE("a display is shown no names") {
    World world;
    world.use(world.caller(), world.voucher());
    REQUIRE(world.services.counter.number_entries());
    const auto shown = [&](api::Role role) {
        return world.services.feeds.open(world.caller(role), world.stores[0], {})->snapshot->recent.at(0);
    };
    CHECK(shown(api::Role::cashier).staff_name == "Somebody");
    CHECK_FALSE(shown(api::Role::display).staff_name);
    CHECK_FALSE(shown(api::Role::display).device_name);
    CHECK_FALSE(service::project(shown(api::Role::owner), api::Role::other).staff_name);
}

TEST_CASE("starting numbers what a crash left and forgets what has expired") {
    World world;
    const auto who = world.caller();
    const auto done = world.use(who, world.voucher());
    REQUIRE(world.services.counter.start());
    CHECK(world.services.feeds.after(world.merchant, 0, std::vector<std::string>{})->position == 1);
    const auto intents = [&] {
        return *world.books->read([&](store::Connection& db) -> Result<std::int64_t> {
            return db.one("SELECT count(*) FROM intent", [](const store::Row& row) { return row.integer(0); })
                .value_or(-1);
        });
    };
    world.clock.at =
        world.clock.at + service::session_life + Milliseconds{std::int64_t{89} * 24 * 3600 * 1000};
    REQUIRE(world.services.counter.start());
    CHECK(intents() == 1);
    world.clock.at = world.clock.at + Milliseconds{std::int64_t{2} * 24 * 3600 * 1000};
    REQUIRE(world.services.counter.start());
    CHECK(intents() == 0);
}

TEST_CASE("a stranger's merchant knows nothing of ours") {
    World ours;
    auto stranger = ours.caller();
    const Secret code = ours.voucher();
    const auto prepared = ours.services.counter.prepare(stranger, {code});
    stranger.scope.merchant_id = ours.id();
    CHECK(ours.services.counter.prepare(stranger, {code})->reason == Reason::unknown_code);
    CHECK(ours.services.counter.prepared(stranger, *prepared->handle)->reason == Reason::handle_unknown);
    CHECK(ours.services.feeds.open(stranger, ours.stores[0], {}).error().reason == Reason::not_found);
    CHECK(ours.services.feeds.after(stranger.scope.merchant_id, 0, std::vector<std::string>{})->position ==
          0);
}
