// A day's figures from the books: where clocks are put back and forward, and what is counted of two stores.
// On SQLite, and on PostgreSQL where the tests have one.
#include <numeric>

#include <doctest/doctest.h>

#include "platform_world.h"

using namespace hexiao;
using namespace hexiao::test;

namespace {

struct Shop : World {
    // Everything happens by the clock of Berlin, at a cut of four in the morning.
    Shop() {
        const auto done = books->write([&](store::Connection& db) -> Result<service::Done> {
            db.exec("UPDATE store SET zone = 'Europe/Berlin' WHERE merchant_id = ?", merchant);
            return service::Done{};
        });
        REQUIRE(done);
    }
    void use_at(std::string_view when, std::int64_t uses = 1) {
        clock.at = *parse_rfc3339(when);
        const auto who = caller();
        for (std::int64_t i = 0; i < uses; ++i) {
            REQUIRE(use(who, voucher()).outcome == Outcome::done);
        }
    }
    api::DayFigures figures(std::string_view day) {
        return *services.figures.of_day(caller(api::Role::manager), stores[0], *parse_day(day));
    }
    std::size_t found(std::string_view day, std::int64_t hour) {
        const auto page = services.figures.redemptions(caller(api::Role::manager), stores[0],
                                                       {.business_day = std::string(day), .hour = hour});
        REQUIRE(page);
        return page->items.size();
    }
};

std::int64_t sum(const api::DayRun& run) {
    return std::accumulate(run.hours.begin(), run.hours.end(), std::int64_t{0},
                           [](std::int64_t all, const api::HourFigure& one) { return all + one.redeemed; });
}

} // namespace

TEST_CASE("figures: in an autumn night the hour that is there twice holds both, and its list finds both") {
    Shop shop;
    shop.use_at("2026-10-25T00:30:00Z");    // 02:30, summer time
    shop.use_at("2026-10-25T01:30:00Z", 2); // 02:30 once more
    shop.use_at("2026-10-25T02:59:00Z");    // 03:59
    const auto figures = shop.figures("2026-10-24");
    const api::DayRun& run = figures.runs.front();
    CHECK(run.hours.at(22).redeemed == 3);
    CHECK(run.hours.at(23).redeemed == 1);
    CHECK(sum(run) == run.whole.redeemed);
    CHECK(shop.found("2026-10-24", 22) == 3);
    CHECK(shop.found("2026-10-24", 23) == 1);
    shop.use_at("2026-10-25T03:00:00Z"); // 04:00: the next day
    CHECK(shop.figures("2026-10-25").runs.at(0).hours.at(0).redeemed == 1);
    CHECK(shop.figures("2026-10-25").runs.at(1).whole.redeemed == 4);
}

TEST_CASE("figures: in a spring night an hour is missing, and nothing is found in it") {
    Shop shop;
    shop.use_at("2026-03-29T00:30:00Z"); // 01:30
    shop.use_at("2026-03-29T01:30:00Z"); // 03:30: an hour later
    const api::DayRun run = shop.figures("2026-03-28").runs.front();
    CHECK(run.hours.at(21).redeemed == 1);
    CHECK(run.hours.at(22).redeemed == 0);
    CHECK(run.hours.at(23).redeemed == 1);
    CHECK(shop.found("2026-03-28", 22) == 0);
    CHECK(shop.found("2026-03-28", 23) == 1);
}

TEST_CASE("figures: by now is the same clock time, also a week later and after clocks were changed") {
    Shop shop;
    shop.use_at("2026-10-22T08:00:00Z"); // 10:00 in summer time
    shop.use_at("2026-10-22T12:00:00Z"); // 14:00
    shop.use_at("2026-10-29T09:30:00Z"); // 10:30 in winter time
    const auto figures = shop.figures("2026-10-29");
    CHECK(figures.runs.at(2).business_day == "2026-10-22");
    CHECK(figures.runs.at(2).whole.redeemed == 2);
    CHECK(figures.runs.at(2).by_now.redeemed == 1);
    CHECK(figures.runs.at(0).by_now == figures.runs.at(0).whole);
}

TEST_CASE("figures: success counts orders that had their day, of what this store serves, revoked ones too") {
    Shop shop;
    const auto at = [&](Milliseconds ago) { shop.clock.at = *parse_rfc3339("2026-11-22T04:00:00Z") - ago; };
    at(9 * one_day);
    shop.voucher(); // too long ago
    at(2 * one_day);
    const Secret used = shop.voucher();
    shop.voucher();
    shop.voucher(1, 1); // of the other store's product
    at(one_day - Milliseconds{1});
    shop.voucher(); // has had less than a day
    at(Milliseconds{0});
    REQUIRE(shop.use(shop.caller(), used).outcome == Outcome::done);
    const auto figures = shop.figures("2026-11-22");
    CHECK(figures.success.ordered == 2);
    CHECK(figures.success.redeemed == 1);
    CHECK(figures.timeliness.redeemed == 1);
    CHECK(figures.timeliness.on_time == 0);
    CHECK(figures.timeliness.mean_s == 2 * 24 * 3600);
}

TEST_CASE("figures: of a store that somebody may not see, nothing") {
    Shop shop;
    auto manager = shop.caller(api::Role::manager);
    manager.scope.store_ids = {shop.stores[1]};
    const BusinessDay day = *parse_day("2026-11-22");
    CHECK(shop.services.figures.of_day(manager, shop.stores[0], day).error().reason == Reason::not_found);
    CHECK(shop.services.figures.csv(manager, shop.stores[0], day).error().reason == Reason::not_found);
    CHECK(shop.services.figures.waits(manager, shop.stores[0], day, {}).error().reason == Reason::not_found);
    CHECK(shop.services.figures.redemptions(manager, shop.stores[0], {.business_day = "2026-11-22"})
              .error()
              .reason == Reason::not_found);
    CHECK(shop.services.figures.acknowledge(manager, shop.stores[0], {api::AlertKind::journal, Instant{1}})
              .error()
              .reason == Reason::not_found);
}
