// Running the shop in process: what the contract tests cannot hold still, and what the key of the books
// makes.
#include <doctest/doctest.h>

#include "platform/store/vault.h"
#include "platform_world.h"

using namespace hexiao;
using namespace hexiao::test;

namespace {

std::vector<std::string> journal_kinds(World& world) {
    std::vector<std::string> kinds;
    const auto read = world.books->read([&](store::Connection& db) -> Result<service::Done> {
        db.each("SELECT bytes FROM journal ORDER BY arrival", [&](const store::Row& row) {
            const auto entry = parse_entry(row.text(0));
            kinds.push_back(entry ? entry->kind : "malformed");
        });
        return service::Done{};
    });
    return read ? kinds : std::vector<std::string>{};
}

} // namespace

TEST_CASE("a box opens in its own place only, and each is another") {
    const store::Vault vault{std::string(32, 'k')};
    const std::string box = vault.seal("{\"phone\":\"13900000000\"}", "merchant/customer");
    CHECK(vault.open(box, "merchant/customer") == "{\"phone\":\"13900000000\"}");
    CHECK_FALSE(vault.open(box, "merchant/another"));
    CHECK_FALSE(vault.open(box.substr(1), "merchant/customer"));
    CHECK_FALSE(vault.open("", "merchant/customer"));
    CHECK_FALSE(store::Vault{std::string(32, 'l')}.open(box, "merchant/customer"));
    CHECK(box != vault.seal("{\"phone\":\"13900000000\"}", "merchant/customer"));
    CHECK(box.find("139") == std::string::npos);
}

TEST_CASE("what the key makes for one purpose, merchant or sale says nothing to another") {
    const store::Vault vault{std::string(32, 'k')};
    const Secret phone{"13900000000"};
    CHECK(vault.phone_hash("a", phone) == vault.phone_hash("a", phone));
    CHECK(vault.phone_hash("a", phone) != vault.phone_hash("b", phone));
    CHECK(vault.phone_hash("a", phone) != vault.code_hash(phone));
    CHECK(vault.sale_code("a", "key", 0) == vault.sale_code("a", "key", 0));
    CHECK(vault.sale_code("a", "key", 0) != vault.sale_code("a", "key", 1));
    CHECK(vault.sale_code("a", "key", 0) != vault.sale_code("a", "other", 0));
    CHECK(is_uuid(vault.sale_key("a", "key")));
    CHECK(vault.sale_key("a", "key") != vault.sale_key("b", "key"));
}

TEST_CASE("a sale is recorded once and replayed with its codes") {
    World world;
    const auto owner = world.caller(api::Role::owner);
    const std::string key = world.id();
    const api::SaleRequest request{{{world.products[0], 2}}, false, std::nullopt};
    const auto sale = world.services.vouchers.sell(owner, request, key);
    REQUIRE(sale);
    CHECK(sale->orders.at(0).amount.fen == 2000);
    auto again = world.services.vouchers.sell(owner, request, key);
    REQUIRE(again);
    CHECK(again->replayed);
    again->replayed = false;
    CHECK(wire::write(*again) == wire::write(*sale));
    CHECK(world.services.vouchers.sell(owner, {{{world.products[0], 3}}, false, std::nullopt}, key)
              .error()
              .reason == Reason::key_reused);
    CHECK(journal_kinds(world) == std::vector<std::string>{"vouchers_sold"});
    CHECK(world.use(world.caller(), sale->orders[0].vouchers[1].code).outcome == Outcome::done);
}

TEST_CASE("a change that changes nothing is no fact") {
    World world;
    const auto owner = world.caller(api::Role::owner);
    auto settings = world.services.shop.merchant(owner);
    REQUIRE(settings);
    REQUIRE(world.services.shop.change_merchant(owner, *settings));
    CHECK(journal_kinds(world).empty());
    settings->title.en = "More noodles";
    REQUIRE(world.services.shop.change_merchant(owner, *settings));
    REQUIRE(world.services.shop.change_merchant(owner, *settings));
    CHECK(journal_kinds(world) == std::vector<std::string>{"merchant_changed"});
    const auto page = world.services.staffing.staff(owner, {});
    REQUIRE(page);
    for (const api::StaffMember& member : page->items) {
        REQUIRE(world.services.staffing.change_staff(owner, member.id, member.settings));
        REQUIRE(world.services.staffing.switch_staff(owner, member.id, true));
    }
    CHECK(journal_kinds(world).size() == 1);
}

TEST_CASE("alarms, aim and commission are the merchant's, and stay with whoever does not speak of them") {
    World world;
    const auto owner = world.caller(api::Role::owner);
    auto settings = world.services.shop.merchant(owner);
    REQUIRE(settings);
    CHECK(settings->alarms == queue::Alarms{});
    CHECK(settings->success_aim == 9500);
    CHECK(settings->commission == settlement::Rates{});
    settings->alarms = queue::Alarms{10, 10};
    CHECK(world.services.shop.change_merchant(owner, *settings).error().field == "alarms.second_minutes");
    settings->alarms = queue::Alarms{8, 20};
    settings->success_aim = 9000;
    settings->commission = settlement::Rates{750, 1000, 500};
    REQUIRE(world.services.shop.change_merchant(owner, *settings));
    REQUIRE(world.services.shop.change_merchant(owner, {settings->title, 90, {}}));
    CHECK(world.services.shop.merchant(owner)->alarms == queue::Alarms{8, 20});
    CHECK(world.services.shop.merchant(owner)->commission->catering == 750);
    // They are what figures, and consoles, judge by.
    const auto manager = world.caller(api::Role::manager);
    const auto opening = world.services.feeds.open(manager, world.stores[0], {});
    REQUIRE(opening);
    CHECK(opening->snapshot->store->alarms == queue::Alarms{8, 20});
    CHECK(opening->snapshot->store->id == world.stores[0]);
    const auto day = parse_day(opening->snapshot->business_day);
    const auto figures = world.services.figures.of_day(manager, world.stores[0], *day);
    REQUIRE(figures);
    CHECK(figures->success.aim == 9000);
    CHECK(figures->settlement.rates == settlement::Rates{750, 1000, 500});
}

TEST_CASE("customers go when their time is over, some hundreds at a time") {
    World world;
    const auto owner = world.caller(api::Role::owner);
    const api::CustomerDetails details{Secret{"13900000000"}, Secret{"Somebody"}, std::nullopt};
    const auto sale =
        world.services.vouchers.sell(owner, {{{world.products[0], 1}}, false, details}, world.id());
    REQUIRE(sale);
    REQUIRE(sale->customer_id);
    const auto known = [&] {
        const auto later = world.caller(api::Role::owner); // the session before is long over
        return world.services.privacy.export_customer(later, *sale->customer_id).error().reason;
    };
    const auto days = [](std::int64_t n) { return Milliseconds{n * 24 * 3600 * 1000}; };
    world.clock.at = world.clock.at + days(90 + 180);
    REQUIRE(world.services.counter.forget_expired());
    CHECK(world.services.privacy.export_customer(world.caller(api::Role::owner), *sale->customer_id));
    world.clock.at = world.clock.at + Milliseconds{1};
    REQUIRE(world.services.counter.forget_expired());
    CHECK(known() == Reason::not_found);
    CHECK(journal_kinds(world).back() == "customer_forgotten");
}
