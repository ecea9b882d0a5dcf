// Today in figures, and alerts, as the console knows them: what is asked for and when, what stays shown
// meanwhile, what an address opens, and what somebody has seen.
#include <algorithm>

#include <doctest/doctest.h>

#include "console_bench.h"

using namespace hexiao;
using namespace hexiao::console;
using namespace hexiao::test;

namespace {

constexpr std::int64_t minute = 60'000;
const std::string base = "/api/v1/stores/" + store_id;
const std::string figures_path = base + "/days/2026-11-22/figures";

struct FiguresBench : Bench {
    explicit FiguresBench(const std::string& path = "/today", api::Role role = api::Role::manager) {
        now = 100 * minute;
        sign_in(role, lane_id, path);
        snapshot("5");
    }
    // The request for this path, if one went out with the last event.
    const effect::Fetch* asked(const std::string& path) const {
        for (const Effect& one : effects) {
            const auto* fetch = std::get_if<effect::Fetch>(&one);
            if (fetch != nullptr && fetch->path == path) {
                return fetch;
            }
        }
        return nullptr;
    }
    std::size_t timers() const {
        return static_cast<std::size_t>(std::ranges::count_if(effects, [](const Effect& one) {
            const auto* timer = std::get_if<effect::StartTimer>(&one);
            return timer != nullptr && timer->timer == Timer::figures;
        }));
    }
    std::string figures(std::int64_t ordered, const std::string& day = "2026-11-22") const {
        api::DayFigures out;
        out.store_id = store_id;
        out.business_day = day;
        out.runs = {{day, {}, {}, {}}, {day, {}, {}, {}}, {day, {}, {}, {}}};
        out.success.ordered = ordered;
        out.server_time = Instant{now};
        return wire::write(out);
    }
    static api::FoundRedemption found(int n) {
        api::FoundRedemption one;
        one.redemption = redemption_of(1);
        one.redemption.id = "01900000-0000-7000-8000-00000000" + std::to_string(1000 + n);
        one.business_day = "2026-11-22";
        one.voucher_id = handle;
        one.channel = Channel::house;
        return one;
    }
    static std::string page(std::vector<int> which, bool more = false) {
        api::FoundRedemptions out;
        for (const int n : which) {
            out.items.push_back(found(n));
        }
        if (more) {
            out.next = out.items.back().redemption.id;
        }
        return wire::write(out);
    }
    std::vector<int> shown() const {
        std::vector<int> ids;
        for (const auto& one : *state.view.figures.found) {
            ids.push_back(std::stoi(one.redemption.id.substr(32)) - 1000);
        }
        return ids;
    }
    const FiguresView& view() const { return state.view.figures; }
};

} // namespace

TEST_CASE("filters stand in the address, and an address that is none opens the counter") {
    api::FindRedemptions filter;
    CHECK(format_filter(filter) == "redemptions");
    filter.product_id = product_id;
    filter.category_of = product_id;
    filter.channel = Channel::douyin;
    filter.staff_id = staff_id;
    filter.lane_id = lane_id;
    filter.state = api::RedemptionState::late;
    filter.hour = 7;
    const std::string text = format_filter(filter);
    CHECK(text == "redemptions/product:" + product_id + ",category:" + product_id +
                      ",channel:douyin,staff:" + staff_id + ",lane:" + lane_id + ",state:late,hour:7");
    CHECK(parse_filter(text) == filter);
    CHECK(format_route(parse_route("/today/" + text)) == "/today/" + text);
    for (const char* good :
         {"definitions", "success", "settlement", "waits", "alerts", "redemptions", "ordered"}) {
        CHECK(parse_route(std::string{"/today/"} + good) == Route{Screen::today, good});
    }
    for (const char* bad : {"x", "redemptions/", "redemptions/hour", "redemptions/hour:24",
                            "redemptions/hour:-1", "redemptions/hour:1,hour:2", "redemptions/state:other",
                            "redemptions/channel:nobody", "redemptions/product:x", "ordered/redeemed:maybe",
                            "ordered/hour:1", "redemptions/hour:1,", "redemptionshour:1", "waits/", ""}) {
        CHECK(parse_route(std::string{"/today/"} + bad).screen == Screen::counter);
    }
    CHECK(above({Screen::today, "waits"}) == Route{Screen::today, {}});
    const OrderedFilter ordered{product_id, false};
    CHECK(format_ordered({}) == "ordered");
    CHECK(format_ordered(ordered) == "ordered/product:" + product_id + ",redeemed:no");
    CHECK(parse_ordered(format_ordered(ordered)) == ordered);
    CHECK(above({Screen::today, format_ordered(ordered)}) == Route{Screen::today, "success"});
}

TEST_CASE("figures come with the day, and again a moment after something happened, once") {
    FiguresBench bench;
    REQUIRE(bench.asked(figures_path) != nullptr);
    CHECK(bench.view().asked.busy);
    bench.answer(bench.asked(figures_path)->request, 200, bench.figures(10));
    CHECK(bench.view().figures->success.ordered == 10);
    CHECK_FALSE(bench.view().asked.busy);

    bench.redeemed("5", "6");
    CHECK(bench.asked(figures_path) == nullptr);
    CHECK(bench.timers() == 1);
    bench.redeemed("6", "7");
    CHECK(bench.timers() == 0); // it runs
    bench.take(event::TimerFired{Timer::figures, {}});
    REQUIRE(bench.asked(figures_path) != nullptr);
    const std::int64_t slow = bench.asked(figures_path)->request;
    bench.redeemed("7", "8");
    bench.take(event::TimerFired{Timer::figures, {}});
    CHECK(bench.asked(figures_path) == nullptr); // one at a time
    CHECK(bench.timers() == 1);
    bench.answer(slow, 200, bench.figures(11));
    CHECK(bench.view().figures->success.ordered == 11);
    // What cannot be read leaves what was known, and says so.
    bench.take(event::TimerFired{Timer::figures, {}});
    bench.problem(bench.asked(figures_path)->request, 503, Reason::store_unavailable);
    CHECK(bench.view().figures->success.ordered == 11);
    CHECK(bench.view().asked.problem == Reason::store_unavailable);
    bench.want(intent::Reload{});
    CHECK(bench.asked(figures_path) != nullptr);
}

TEST_CASE("who looks elsewhere, or may not, asks for nothing") {
    FiguresBench cashier{"/today", api::Role::cashier};
    CHECK(cashier.asked(figures_path) == nullptr);
    cashier.redeemed("5", "6");
    CHECK(cashier.timers() == 0);
    FiguresBench manager{"/queue"};
    CHECK(manager.asked(figures_path) == nullptr);
    manager.redeemed("5", "6");
    CHECK(manager.timers() == 0);
    manager.want(intent::Go{Screen::today});
    CHECK(manager.asked(figures_path) != nullptr);
}

TEST_CASE("a new day, another store and another person begin without figures") {
    FiguresBench bench;
    bench.answer(bench.asked(figures_path)->request, 200, bench.figures(10));
    api::Today next;
    next.store_id = store_id;
    next.business_day = "2026-11-23";
    next.day_ends_at = Instant{bench.now + minute};
    next.server_time = Instant{bench.now};
    bench.feed("9", "snapshot", wire::write(next));
    CHECK_FALSE(bench.view().figures);
    const auto* asked = bench.asked(base + "/days/2026-11-23/figures");
    REQUIRE(asked != nullptr);
    bench.answer(asked->request, 200, bench.figures(3)); // of the day before: too late
    CHECK_FALSE(bench.view().figures);
    bench.want(intent::SignOut{});
    bench.answer(bench.sent().request, 204, {});
    CHECK_FALSE(bench.view().asked.busy);
}

TEST_CASE("a list is asked for by its filter, grows by pages, and keeps them when it is read again") {
    FiguresBench bench{"/today/redemptions/state:done"};
    const auto* first = bench.asked(base + "/redemptions/find");
    REQUIRE(first != nullptr);
    std::int64_t figures = bench.asked(figures_path)->request;
    const auto wanted = wire::read<api::FindRedemptions>(first->body);
    CHECK(wanted->business_day == "2026-11-22");
    CHECK(wanted->state == api::RedemptionState::done);
    bench.answer(first->request, 200, bench.page({9, 8}, true));
    bench.answer(figures, 200, bench.figures(1));
    bench.want(intent::MoreRedemptions{});
    CHECK(wire::read<api::FindRedemptions>(bench.sent().body)->after == bench.found(8).redemption.id);
    bench.answer(bench.sent().request, 200, bench.page({7, 6}));
    CHECK(bench.shown() == std::vector{9, 8, 7, 6});
    CHECK_FALSE(bench.view().more);
    // Read again: the newest page, and what was known behind it.
    const auto again = [&](const std::string& previous, const std::string& id) {
        bench.redeemed(previous, id);
        bench.take(event::TimerFired{Timer::figures, {}});
        REQUIRE(bench.asked(base + "/redemptions/find") != nullptr);
        figures = bench.asked(figures_path)->request;
    };
    again("5", "6");
    bench.answer(bench.asked(base + "/redemptions/find")->request, 200, bench.page({10, 9}, true));
    CHECK(bench.shown() == std::vector{10, 9, 8, 7, 6});
    CHECK_FALSE(bench.view().more);
    // So much happened that something is missing between: the list begins anew.
    bench.answer(figures, 200, bench.figures(2));
    again("6", "7");
    bench.answer(bench.asked(base + "/redemptions/find")->request, 200, bench.page({20, 19}, true));
    CHECK(bench.shown() == std::vector{20, 19});
    CHECK(bench.view().more == bench.found(19).redemption.id);

    // Another filter takes the place of the address, and begins without rows.
    bench.want(intent::OpenToday{"redemptions/hour:3"});
    REQUIRE(bench.effect<effect::Navigate>() != nullptr);
    CHECK(bench.effect<effect::Navigate>()->replace);
    CHECK_FALSE(bench.view().found);
    CHECK(wire::read<api::FindRedemptions>(bench.asked(base + "/redemptions/find")->body)->hour == 3);
    // One of them is opened: its voucher is known where it is told.
    const std::string id = bench.found(4).redemption.id;
    bench.answer(bench.asked(base + "/redemptions/find")->request, 200, bench.page({4}));
    bench.want(intent::OpenRedemption{id});
    CHECK(find_redemption(bench.state, id) != nullptr);
    const auto by_id = wire::read<api::FindRedemptions>(bench.sent().body);
    CHECK(by_id->redemption_id == id);
    CHECK_FALSE(by_id->business_day);
    bench.answer(bench.sent().request, 200, bench.page({4}));
    CHECK(bench.view().one->voucher_id == handle);
}

TEST_CASE("what success is made of is asked for of the same days as the figure, once that is known") {
    FiguresBench bench{"/today/ordered/redeemed:no"};
    const std::string path = base + "/ordered/find";
    CHECK(bench.asked(path) == nullptr);
    api::DayFigures told = *wire::read<api::DayFigures>(bench.figures(2));
    told.success.from = Instant{1000};
    told.success.until = Instant{2000};
    const auto tell = [&] { bench.answer(bench.asked(figures_path)->request, 200, wire::write(told)); };
    tell();
    REQUIRE(bench.asked(path) != nullptr);
    const auto wanted = wire::read<api::FindOrdered>(bench.asked(path)->body);
    CHECK(wanted->from == told.success.from);
    CHECK(wanted->until == told.success.until);
    CHECK(wanted->redeemed == false);
    CHECK_FALSE(wanted->after);
    const auto page = [&](std::vector<std::string> ids, bool more) {
        api::FoundOrdered out;
        for (const std::string& id : ids) {
            out.items.push_back({id, {"一", "one"}, Channel::house, "1234", Instant{1500}, false});
        }
        out.next = more ? std::optional{ids.back()} : std::nullopt;
        return wire::write(out);
    };
    const std::string other = "01900000-0000-7000-8000-000000001234";
    bench.answer(bench.asked(path)->request, 200, page({handle}, true));
    bench.want(intent::MoreOrdered{});
    CHECK(wire::read<api::FindOrdered>(bench.sent().body)->after == handle);
    // A further page that fails says so, and is asked for again.
    bench.problem(bench.sent().request, 503, Reason::store_unavailable);
    CHECK(bench.view().ordered_asked.problem == Reason::store_unavailable);
    bench.want(intent::MoreOrdered{});
    bench.answer(bench.sent().request, 200, page({other}, false));
    CHECK(bench.view().ordered->size() == 2);
    CHECK_FALSE(bench.view().more_ordered);
    // Another filter takes the place of the address, and begins without rows.
    bench.want(intent::OpenToday{format_ordered({})});
    CHECK(bench.effect<effect::Navigate>()->replace);
    CHECK_FALSE(bench.view().ordered);
}

TEST_CASE("the sheet and the table are of the day that runs") {
    FiguresBench bench;
    bench.want(intent::DownloadDay{});
    CHECK(bench.effect<effect::Download>() == nullptr); // not yet
    bench.want(intent::Reload{});
    bench.answer(bench.asked(figures_path)->request, 200, bench.figures(10));
    bench.want(intent::DownloadDay{});
    REQUIRE(bench.effect<effect::Download>() != nullptr);
    CHECK(bench.effect<effect::Download>()->path == base + "/days/2026-11-22/csv");
    bench.want(intent::PrintDay{});
    REQUIRE(bench.effect<effect::PrintDay>() != nullptr);
    CHECK(bench.effect<effect::PrintDay>()->runs);
    CHECK(bench.effect<effect::PrintDay>()->day.business_day == "2026-11-22");
}

TEST_CASE("alerts: long waits are one, until somebody has seen those that began") {
    FiguresBench bench;
    CHECK(alerts(bench.state).empty());
    const auto wait = [&](std::vector<std::int64_t> minutes) {
        api::Queue queue{"2026-11-22", {}, {}};
        for (const std::int64_t n : minutes) {
            api::Ticket ticket;
            ticket.id = "01900000-0000-7000-8000-0000000001" + std::to_string(10 + n);
            ticket.line = api::Line::general;
            ticket.label = "B1";
            ticket.state = api::TicketState::waiting;
            ticket.arrived_at = Instant{bench.now - n * minute};
            queue.tickets.push_back(std::move(ticket));
        }
        bench.feed("5", "queue", wire::write(queue));
    };
    const auto see = [&](api::AlertKind kind, Instant until) {
        bench.feed("5", "alerts",
                   wire::write(api::Alerts{{{kind, until, Instant{bench.now}, "Manager"}}, std::nullopt}));
    };
    wait({4});
    CHECK(alerts(bench.state).empty());
    wait({4, 7, 6});
    REQUIRE(alerts(bench.state).size() == 1);
    Alert alert = alerts(bench.state).front();
    CHECK(alert.about == AlertAbout::wait);
    CHECK(alert.kind == api::AlertKind::long_wait);
    CHECK_FALSE(alert.grave);
    CHECK(alert.since == Instant{bench.now - minute}); // when the last of them had waited for five
    CHECK(unseen_alerts(bench.state) == 1);
    bench.want(intent::SeeAlert{alert.kind, *alert.since});
    CHECK(bench.sent().method == "PUT");
    CHECK(bench.sent().path == base + "/alerts");
    CHECK(wire::read<api::Acknowledge>(bench.sent().body)->until == alert.since);
    bench.answer(bench.sent().request, 200,
                 wire::write(api::Alerts{{{alert.kind, *alert.since, Instant{bench.now}, "Manager"}}, {}}));
    CHECK(unseen_alerts(bench.state) == 0);
    CHECK(alerts(bench.state).front().acknowledged->staff_name == "Manager");
    // One more who waits that long is news; so are ten minutes.
    wait({5, 7, 6});
    CHECK(unseen_alerts(bench.state) == 1);
    wait({5, 11});
    alert = alerts(bench.state).front();
    CHECK(alert.kind == api::AlertKind::too_long);
    CHECK(alert.grave);
    see(api::AlertKind::too_long, *alert.since);
    CHECK(unseen_alerts(bench.state) == 0);
}

TEST_CASE("alerts: a journal that does not fit stays until it was seen, on an earlier day no longer") {
    FiguresBench bench;
    const Instant since{bench.now - 2 * minute};
    const auto tell = [&](std::vector<api::Acknowledged> seen, Instant refused) {
        bench.feed("5", "alerts", wire::write(api::Alerts{std::move(seen), refused}));
    };
    tell({}, since);
    REQUIRE(alerts(bench.state).size() == 1);
    CHECK(alerts(bench.state).front().grave);
    CHECK(alerts(bench.state).front().since == since);
    tell({{api::AlertKind::journal, since, Instant{bench.now}, "Owner"}}, since);
    CHECK(unseen_alerts(bench.state) == 0);
    CHECK(alerts(bench.state).size() == 1);
    const Instant before = Instant{bench.now} - 2 * one_day;
    tell({{api::AlertKind::journal, before, before, "Owner"}}, before);
    CHECK(alerts(bench.state).empty());
    tell({}, before);
    CHECK(unseen_alerts(bench.state) == 1); // nobody saw it
}

TEST_CASE("alerts: what is unsent and a feed that is cut go by themselves") {
    FiguresBench bench{"/counter"};
    bench.show_card();
    bench.tap_redeem();
    REQUIRE(alerts(bench.state).size() == 1);
    CHECK(alerts(bench.state).front().about == AlertAbout::unsent);
    CHECK(alerts(bench.state).front().kind == api::AlertKind::other);
    bench.take(event::FeedClosed{0});
    CHECK(alerts(bench.state).size() == 2);
    CHECK(alerts(bench.state).back().about == AlertAbout::cut);
}

TEST_CASE("a redemption that could not be read is no redemption that is gone: it is asked for again") {
    FiguresBench bench{"/redemptions/" + handle};
    bench.problem(bench.asked_for(Ask::redemption), 503, Reason::store_unavailable);
    CHECK(bench.view().one_asked.problem == Reason::store_unavailable);
    bench.want(intent::Reload{});
    CHECK(bench.view().one_asked.busy);
    bench.answer(bench.asked_for(Ask::redemption), 200, wire::write(api::FoundRedemptions{}));
    CHECK(bench.view().one_asked.problem == Reason::none); // now it is
    CHECK_FALSE(bench.view().one);
}
