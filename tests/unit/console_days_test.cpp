// Days on the manager's console: which are closed, which could be, and one of them.
#include <doctest/doctest.h>

#include "console_bench.h"

using namespace hexiao;
using namespace hexiao::console;
using namespace hexiao::test;

namespace {

const std::string base = "/api/v1/stores/" + store_id + "/closed_days";
const std::string day_path = "/days/" + store_id + "/2026-11-20";

api::ClosedDayItem item(const std::string& day) {
    api::ClosedDayItem out;
    out.business_day = day;
    return out;
}

struct DaysBench : Bench {
    std::int64_t request = 0; // of the last question about days

    explicit DaysBench(const std::string& path) {
        sign_in(api::Role::manager, lane_id, path);
        for (const Effect& one : effects) {
            const auto* fetch = std::get_if<effect::Fetch>(&one);
            if (fetch != nullptr && fetch->path.starts_with(base)) {
                request = fetch->request;
            }
        }
        REQUIRE(request != 0);
    }
    const DaysView& view() const { return state.view.days; }
    static std::string closed(std::int64_t version = 1) {
        api::ClosedDay day;
        day.store_id = store_id;
        day.business_day = "2026-11-20";
        day.version = version;
        day.staff_id = staff_id;
        return wire::write(day);
    }
    void not_closed() {
        const api::Problem problem{"about:blank", "t", 404, Reason::not_found, "business_day"};
        answer(request, 404, wire::write(problem), "application/problem+json");
    }
};

} // namespace

TEST_CASE("days that are over and not closed are offered, as far back as is known") {
    DaysBench bench{"/days"};
    CHECK(days_to_close(bench.state).empty());
    bench.snapshot("5"); // of the 22nd
    bench.answer(bench.request, 200,
                 wire::write(api::ClosedDayPage{{item("2026-11-21"), item("2026-11-19")}, "2026-11-19"}));
    REQUIRE(days_to_close(bench.state).size() == 1);
    CHECK(format_day(days_to_close(bench.state).front()) == "2026-11-20");
    bench.want(intent::MoreDays{});
    CHECK(bench.sent().path == base + "?after=2026-11-19");
    bench.answer(bench.sent().request, 200, wire::write(api::ClosedDayPage{{item("2026-11-17")}, {}}));
    CHECK(bench.view().closed->size() == 3);
    CHECK(days_to_close(bench.state).size() == days_offered - 3);
    bench.want(intent::MoreDays{});
    CHECK(bench.effect<effect::Fetch>() == nullptr);
}

TEST_CASE("a day is closed on its own page, counted again, saved and printed") {
    DaysBench bench{day_path};
    bench.want(intent::DownloadDay{}); // nothing is there yet
    CHECK(bench.effect<effect::Download>() == nullptr);
    bench.not_closed();
    CHECK(bench.view().not_closed);
    bench.want(intent::CloseDay{});
    CHECK(bench.sent().method == "PUT");
    CHECK(bench.sent().path == base + "/2026-11-20");
    bench.want(intent::CloseDay{}); // impatient
    CHECK(bench.effect<effect::Fetch>() == nullptr);
    bench.answer(bench.state.next_request - 1, 200, DaysBench::closed());
    REQUIRE(bench.view().day);
    CHECK(!bench.view().not_closed);
    bench.want(intent::CloseDay{});
    bench.answer(bench.sent().request, 200, DaysBench::closed(2));
    CHECK(bench.view().day->version == 2);
    bench.want(intent::DownloadDay{});
    REQUIRE(bench.effect<effect::Download>() != nullptr);
    CHECK(bench.effect<effect::Download>()->path == base + "/2026-11-20/csv");
    bench.want(intent::PrintDay{});
    REQUIRE(bench.effect<effect::PrintDay>() != nullptr);
    CHECK(bench.effect<effect::PrintDay>()->store.id == store_id);
}

TEST_CASE("a day that is not over, or books that fail, are said; an answer for a day that was left is passed "
          "over") {
    DaysBench bench{day_path};
    bench.not_closed();
    bench.want(intent::CloseDay{});
    bench.problem(bench.sent().request, 409, Reason::day_not_over);
    CHECK(bench.view().close_asked.problem == Reason::day_not_over);
    bench.want(intent::CloseDay{});
    const std::int64_t late = bench.sent().request;
    bench.want(intent::OpenDay{"2026-11-19"});
    CHECK(bench.view().close_asked.problem == Reason::none);
    const std::int64_t other = bench.state.next_request - 1;
    bench.answer(late, 200, DaysBench::closed());
    CHECK(!bench.view().day);
    bench.problem(other, 503, Reason::store_unavailable);
    CHECK(bench.view().day_asked.problem == Reason::store_unavailable);
}

TEST_CASE("the addresses of vouchers and days") {
    const std::string id = "01900000-0000-7000-8000-0000000000e1";
    for (const std::string& path : {std::string{"/vouchers"}, std::string{"/vouchers/new"}, "/vouchers/" + id,
                                    "/vouchers/revoke/" + id, std::string{"/days"}, day_path}) {
        CHECK(format_route(parse_route(path)) == path);
    }
    CHECK(parse_route("/vouchers/new").screen == Screen::sell);
    CHECK(closed_day_route(parse_route(day_path))->day == "2026-11-20");
    for (const std::string& path : {"/days/" + id, "/days/" + id + "/2026-02-30", "/days/" + id + "/today",
                                    std::string{"/days/x/2026-11-20"}, std::string{"/vouchers/x"}}) {
        CHECK(parse_route(path).screen == Screen::counter);
    }
}

TEST_CASE("days that could not be read are asked for again") {
    DaysBench list{"/days"};
    list.problem(list.request, 503, Reason::store_unavailable);
    CHECK(list.view().list_asked.problem == Reason::store_unavailable);
    list.want(intent::Reload{});
    CHECK(list.sent().path == base);
    list.answer(list.sent().request, 200, wire::write(api::ClosedDayPage{{item("2026-11-21")}, {}}));
    CHECK(list.view().list_asked.problem == Reason::none);
    CHECK(list.view().closed->size() == 1);
    DaysBench one{day_path};
    one.answer(one.request, 0, "");
    CHECK(one.view().day_asked.problem == Reason::other);
    one.want(intent::Reload{});
    CHECK(one.view().day_asked.busy);
    CHECK(one.sent().path == base + "/2026-11-20");
}
