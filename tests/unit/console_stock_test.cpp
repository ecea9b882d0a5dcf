// Products of which little is left, as the console knows them: everybody at the store is told, once somebody
// has seen it nobody, and after an hour everybody again.
#include <doctest/doctest.h>

#include "console_bench.h"

using namespace hexiao;
using namespace hexiao::console;
using namespace hexiao::test;

namespace {

using stock::Level;

constexpr std::int64_t minute = 60'000;
const std::string other_product = "01900000-0000-7000-8000-0000000000d1";

struct StockBench : Bench {
    explicit StockBench(api::Role role = api::Role::cashier) {
        now = 100 * minute;
        sign_in(role);
        snapshot("5");
    }
    static api::ProductProgress product(const std::string& id, Level level, std::int64_t sold) {
        api::ProductProgress out{id, noodles, 3, 10};
        out.sold = sold;
        out.limit = 100;
        out.on_sale = true;
        out.level = level;
        out.sellable = 100 - sold;
        return out;
    }
    void tell(std::vector<api::ProductProgress> products) {
        feed("5", "products", wire::write(api::ProductsEvent{"2026-11-22", std::move(products)}));
    }
    StockNotice notice() const { return stock_notice(state); }
    const effect::StartTimer* ticking() const {
        const auto* timer = effect<effect::StartTimer>();
        return timer != nullptr && timer->timer == Timer::minute ? timer : nullptr;
    }
    // Presses "seen" of the notice that is shown; the request.
    effect::Fetch see() {
        want(intent::SeeStock{notice().product->product_id, *notice().product->level});
        return sent();
    }
};

} // namespace

TEST_CASE("stock: whoever works at the store is told of the most urgent product, and of how many there are") {
    StockBench bench;
    CHECK(bench.notice().product == nullptr);
    bench.tell({StockBench::product(product_id, Level::warning, 95),
                StockBench::product(other_product, Level::red, 90)});
    CHECK(bench.notice().products == 2);
    REQUIRE(bench.notice().product != nullptr);
    CHECK(bench.notice().product->product_id == other_product);
    bench.tell({StockBench::product(product_id, Level::warning, 95),
                StockBench::product(other_product, Level::warning, 90)});
    CHECK(bench.notice().product->product_id == product_id); // fewer are left
    CHECK(stock_left(*bench.notice().product) == 5);
    bench.tell({StockBench::product(product_id, Level::calm, 5)});
    CHECK(bench.notice().products == 0);
}

TEST_CASE("stock: a customers' screen, and a platform that tells no level, show none") {
    StockBench wall{api::Role::display};
    wall.tell({StockBench::product(product_id, Level::red, 100)});
    CHECK(wall.notice().product == nullptr);
    StockBench older;
    auto without = StockBench::product(product_id, Level::red, 100);
    without.level.reset();
    older.tell({without});
    CHECK(older.notice().product == nullptr);
}

TEST_CASE("stock: seen is asked once for what was shown, and the notice goes with the answer") {
    StockBench bench;
    bench.tell({StockBench::product(product_id, Level::warning, 85)});
    const auto sent = bench.see();
    CHECK(sent.method == "PUT");
    CHECK(sent.path == "/api/v1/products/" + product_id + "/notice");
    CHECK(sent.body == wire::write(api::AcknowledgeStock{store_id, Level::warning}));
    bench.want(intent::SeeStock{product_id, Level::warning});
    CHECK(bench.effect<effect::Fetch>() == nullptr); // one thing at a time
    bench.answer(sent.request, 200, wire::write(api::StockSeen{Level::warning, Instant{bench.now}, "Staff"}));
    CHECK(bench.notice().product == nullptr);
    SUBCASE("and is back at once when it got worse") {
        auto worse = StockBench::product(product_id, Level::red, 100);
        worse.seen = api::StockSeen{Level::warning, Instant{bench.now}, "Staff"};
        bench.tell({worse});
        CHECK(bench.notice().product != nullptr);
    }
}

TEST_CASE("stock: what was not recorded is said, stays, and may be pressed again") {
    StockBench bench;
    bench.tell({StockBench::product(product_id, Level::warning, 85)});
    const auto sent = bench.see();
    CHECK(bench.state.view.stock.busy);
    bench.answer(sent.request, 0, "");
    CHECK_FALSE(bench.state.view.stock.busy);
    CHECK(bench.state.view.stock.problem != Reason::none);
    CHECK(bench.notice().product != nullptr);
    const auto again = bench.see();
    CHECK(bench.state.view.stock.problem == Reason::none);
    bench.problem(again.request, 401, Reason::unauthenticated);
    CHECK_FALSE(bench.state.domain.session);
    CHECK(bench.state.view.stock.problem == Reason::none); // the next person pressed nothing
}

TEST_CASE("stock: an hour after it was seen the notice is back, by the clock alone") {
    StockBench bench;
    CHECK(bench.ticking() == nullptr);
    auto seen = StockBench::product(product_id, Level::warning, 85);
    seen.seen = api::StockSeen{Level::warning, Instant{bench.now}, "Somebody"};
    bench.tell({seen});
    CHECK(bench.notice().product == nullptr);
    int minutes = 0;
    for (; bench.notice().product == nullptr && minutes < 100; ++minutes) {
        const auto* timer = bench.ticking();
        REQUIRE(timer != nullptr);
        bench.now += timer->after.count();
        bench.take(event::TimerFired{Timer::minute, {}});
    }
    CHECK(minutes == 60);
}

TEST_CASE("stock: nothing ticks for what is calm, or was taken off sale") {
    StockBench bench;
    auto calm = StockBench::product(product_id, Level::calm, 5);
    calm.seen = api::StockSeen{Level::warning, Instant{bench.now}, "Somebody"};
    auto off = StockBench::product(other_product, Level::red, 100);
    off.seen = calm.seen;
    off.on_sale = false;
    bench.tell({calm, off});
    CHECK(bench.ticking() == nullptr);
    CHECK(bench.notice().product == nullptr);
}

TEST_CASE("stock: lists that were read before move on with the feed") {
    StockBench bench{api::Role::manager};
    api::ProductDetails listed;
    listed.id = product_id;
    listed.settings.stock_total = 100;
    bench.state.domain.shop.products.items = {listed};
    bench.state.view.vouchers.products = {listed};
    auto told = StockBench::product(product_id, Level::over, 90);
    told.on_sale = false;
    bench.tell({told});
    for (const auto& product :
         {bench.state.domain.shop.products.items[0], bench.state.view.vouchers.products[0]}) {
        CHECK(product.stock_sold == 90);
        CHECK_FALSE(product.on_sale);
    }
}

TEST_CASE("stock: it stands among the alerts for as long as it lasts, with who has seen it, and is not "
          "counted twice") {
    StockBench bench{api::Role::manager};
    bench.tell({StockBench::product(product_id, Level::warning, 85),
                StockBench::product(other_product, Level::calm, 5)});
    REQUIRE(alerts(bench.state).size() == 1);
    CHECK(alerts(bench.state).front().about == AlertAbout::stock);
    CHECK(alerts(bench.state).front().product_id == product_id);
    CHECK_FALSE(alerts(bench.state).front().acknowledged);
    CHECK(unseen_alerts(bench.state) == 0); // every screen has its notice
    auto seen = StockBench::product(product_id, Level::warning, 85);
    seen.seen = api::StockSeen{Level::warning, Instant{bench.now}, "小周"};
    bench.tell({seen});
    REQUIRE(alerts(bench.state).size() == 1);
    CHECK(alerts(bench.state).front().acknowledged->staff_name == "小周");
    CHECK(bench.notice().products == 0);
}

TEST_CASE("how things stand is not taken back by what a tab that was asleep repeats") {
    StockBench bench;
    std::string id = "5";
    const auto tell = [&](std::int64_t sold, std::optional<std::int64_t> as_of) {
        bench.feed(id, "products",
                   wire::write(api::ProductsEvent{
                       "2026-11-22", {StockBench::product(product_id, Level::calm, sold)}, as_of}));
        return bench.state.domain.today->products.front().sold;
    };
    CHECK(tell(7, 20) == 7);
    CHECK(tell(6, 19) == 7);
    CHECK(tell(8, 20) == 8);
    CHECK(tell(9, 31) == 9);
    CHECK(tell(10, {}) == 10); // a platform that does not say
    const auto refused = [&](std::int64_t as_of) {
        api::Alerts told;
        told.journal_refused_at = Instant{as_of};
        told.as_of = as_of;
        bench.feed("5", "alerts", wire::write(told));
        const auto& known = bench.state.domain.today->alerts;
        return known ? known->journal_refused_at : std::nullopt;
    };
    CHECK(!refused(30));
    CHECK(refused(32) == Instant{32});
    id = "6";
    bench.snapshot(id); // begins anew, whatever it says
    CHECK(tell(3, 2) == 3);
}
