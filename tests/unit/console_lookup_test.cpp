// A customer looked up by phone at the counter: titles, then the last four, then the card; nothing of it is
// kept.
#include <doctest/doctest.h>

#include "console_bench.h"

using namespace hexiao;
using namespace hexiao::console;
using namespace hexiao::test;

namespace {

const std::string held = "01900000-0000-7000-8000-0000000000d1";
const std::string other = "01900000-0000-7000-8000-0000000000d2";
const api::Title tea{"奶茶", "Milk tea"};

struct LookupBench : Bench {
    LookupBench() { sign_in(); }
    void type(const std::string& text) {
        want(intent::EditCode{Secret{text}});
        want(intent::Check{});
    }
    // The request that went out for a number.
    std::int64_t ask(const std::string& number = "139 1234-5678") {
        type(number);
        CHECK(sent().path == "/api/v1/lookups");
        CHECK(sent().method == "POST");
        return sent().request;
    }
    void find(std::vector<api::HeldTitle> titles) {
        answer(ask(), 200, wire::write(api::Lookup{std::move(titles), Instant{now + 300'000}, Instant{now}}));
    }
    std::int64_t prove(const std::string& last4) {
        want(intent::EditLast4{Secret{last4}});
        want(intent::Prove{});
        CHECK(sent().path == "/api/v1/lookups/" + held + "/proof");
        return sent().request;
    }
    static std::string refused(Reason reason) {
        api::Prepared prepared;
        prepared.outcome = api::PrepareOutcome::refused;
        prepared.reason = reason;
        return wire::write(prepared);
    }
    static std::string ready() {
        api::Prepared prepared;
        prepared.outcome = api::PrepareOutcome::ready;
        prepared.handle = handle;
        prepared.card = card_of(1);
        return wire::write(prepared);
    }
    const Finding& finding() const { return step<Finding>(); }
};

} // namespace

TEST_CASE("a typed phone number is looked up; of several titles one is chosen, of one it is") {
    LookupBench bench;
    bench.find({{held, noodles}, {other, tea}});
    CHECK(bench.finding().chosen.empty());
    CHECK(bench.state.view.counter.code.empty()); // the number is not kept
    bench.want(intent::Prove{});
    CHECK(bench.effect<effect::Fetch>() == nullptr);
    bench.want(intent::ChooseHeld{"nobody told of this"});
    CHECK(bench.finding().chosen.empty());
    bench.want(intent::ChooseHeld{held});
    CHECK(bench.finding().chosen == held);
    bench.want(intent::ChooseHeld{}); // back to the titles
    CHECK(bench.finding().chosen.empty());
    bench.want(intent::Dismiss{});
    bench.step<Waiting>();
    bench.find({{held, noodles}});
    CHECK(bench.finding().chosen == held);
}

TEST_CASE("the last four lead to the ordinary card, as they are read out") {
    LookupBench bench;
    bench.find({{held, noodles}});
    const std::int64_t request = bench.prove(" o1-lk ");
    CHECK(bench.sent().body == R"({"code_last4":"011K"})");
    bench.want(intent::Prove{}); // impatient
    CHECK(bench.effect<effect::Fetch>() == nullptr);
    bench.answer(request, 200, LookupBench::ready());
    CHECK(bench.step<Showing>().handle == handle);
    CHECK(bench.state.view.route == Route{Screen::card, handle});
}

TEST_CASE("four that can be none are not asked for; wrong ones ask again, until the look-up is over") {
    LookupBench bench;
    bench.find({{held, noodles}});
    bench.want(intent::EditLast4{Secret{"12"}});
    bench.want(intent::Prove{});
    CHECK(bench.effect<effect::Fetch>() == nullptr);
    CHECK(bench.finding().problem == Reason::invalid_field);
    bench.answer(bench.prove("0000"), 200, LookupBench::refused(Reason::not_proven));
    CHECK(bench.finding().problem == Reason::not_proven);
    CHECK(bench.finding().last4.empty());
    bench.want(intent::EditLast4{Secret{"1"}});
    CHECK(bench.finding().problem == Reason::none);
    bench.answer(bench.prove("0001"), 0, "", ""); // no answer: the same again
    CHECK(bench.finding().problem == Reason::other);
    CHECK(bench.finding().last4.reveal() == "0001");
    bench.answer(bench.prove("0001"), 200, LookupBench::refused(Reason::lookup_over));
    CHECK(bench.step<Waiting>().hint == Reason::lookup_over);
}

TEST_CASE("a proven voucher that may not be used here is refused as any other") {
    LookupBench bench;
    bench.find({{held, noodles}});
    bench.answer(bench.prove("0000"), 200, LookupBench::refused(Reason::not_this_store));
    CHECK(bench.step<Verdict>().reason == Reason::not_this_store);
}

TEST_CASE("nobody is known, too many were asked for, no answer, signed out elsewhere") {
    LookupBench bench;
    bench.find({});
    CHECK(!bench.finding().busy);
    CHECK(bench.finding().held.empty());
    bench.want(intent::Dismiss{});
    bench.problem(bench.ask(), 429, Reason::too_many_requests);
    CHECK(bench.finding().problem == Reason::too_many_requests);
    bench.want(intent::Dismiss{});
    bench.answer(bench.ask(), 0, "", "");
    CHECK(bench.step<Waiting>().hint == Reason::other);
    CHECK(!bench.state.view.counter.code.empty()); // for another try
    bench.problem(bench.ask(), 401, Reason::unauthenticated);
    CHECK(!bench.state.domain.session);
    CHECK(bench.state.view.counter.code.empty());
}

TEST_CASE("an answer for the customer before tells nothing of the next one") {
    LookupBench bench;
    const std::int64_t first = bench.ask();
    bench.want(intent::Dismiss{});
    const std::int64_t second = bench.ask("13900000000");
    bench.answer(first, 200, wire::write(api::Lookup{{{held, noodles}}, Instant{2}, Instant{1}}));
    CHECK(bench.finding().busy);
    bench.answer(second, 200, wire::write(api::Lookup{{{other, tea}}, Instant{2}, Instant{1}}));
    CHECK(bench.finding().held.front().id == other);
}

TEST_CASE("whoever finds their code after all is scanned; who goes elsewhere has nothing left") {
    LookupBench bench;
    bench.find({{held, noodles}});
    bench.take(event::Scanned{Secret{make_house_code(7)}, Reader::gun});
    CHECK(bench.sent().path == "/api/v1/prepare");
    bench.want(intent::Dismiss{});
    LookupBench leaving;
    leaving.find({{held, noodles}});
    leaving.want(intent::Go{Screen::today});
    leaving.step<Waiting>();
}

TEST_CASE("a phone number that is scanned is looked up by nobody") {
    LookupBench bench;
    bench.take(event::Scanned{Secret{"13912345678"}});
    CHECK(bench.sent().path == "/api/v1/prepare");
}

TEST_CASE(
    "a tap on the customer's page leads to the card; it is asked for while somebody waits, and no longer") {
    LookupBench bench;
    bench.find({{held, noodles}, {other, tea}});
    CHECK(bench.effect<effect::StartTimer>() == nullptr);
    bench.want(intent::ChooseHeld{held});
    const auto wait = [&] {
        REQUIRE(bench.effect<effect::StartTimer>() != nullptr);
        CHECK(bench.effect<effect::StartTimer>()->timer == Timer::shown);
        bench.take(event::TimerFired{Timer::shown, {}});
        CHECK(bench.sent().path == "/api/v1/lookups/" + held + "/proof");
        CHECK(bench.sent().body == "{}");
        return bench.sent().request;
    };
    bench.answer(wait(), 200, LookupBench::refused(Reason::not_proven));
    bench.answer(wait(), 0, {}); // no network: asked again
    const std::int64_t late = wait();
    const std::int64_t tried = bench.prove("011K");
    bench.answer(late, 200, LookupBench::ready()); // the four are being looked at
    CHECK(bench.finding().busy);
    bench.answer(tried, 200, LookupBench::refused(Reason::not_proven));
    bench.take(event::TimerFired{Timer::shown, {}});
    bench.answer(bench.sent().request, 200, LookupBench::ready());
    CHECK(bench.step<Showing>().handle == handle);
    bench.take(event::TimerFired{Timer::shown, {}});
    CHECK(bench.effect<effect::Fetch>() == nullptr);

    LookupBench over;
    over.find({{held, noodles}});
    over.take(event::TimerFired{Timer::shown, {}});
    over.answer(over.sent().request, 200, LookupBench::refused(Reason::lookup_over));
    CHECK(over.state.view.counter.code.empty());
    over.step<Waiting>();
}
