// Rows that cannot be settled by asking: set aside in nobody's way, kept, listed, and closed by a person; and
// rows that another tab has left behind.
#include <doctest/doctest.h>

#include "core/console/alerts.h"
#include "core/credential/credential.h"
#include "tests/unit/console_bench.h"

using namespace hexiao;
using namespace hexiao::test;

namespace {

const std::string other_key = "01900000-0000-7000-8000-0000000000dd";

// As another tab, or this one before its reload, has stored it.
event::StoredRow row_of(const std::string& key, const std::string& by = staff_id) {
    outbox::Row row;
    row.key = key;
    row.staff_id = by;
    row.handle = handle;
    row.title = noodles;
    return {key, wire::write(row)};
}

// A redemption that was tapped, at its first answer.
struct TappedBench : Bench {
    std::string key;
    std::int64_t request = 0;

    explicit TappedBench(api::Role role = api::Role::cashier) {
        sign_in(role);
        take(event::RecordsListed{{}, true});
        show_card();
        const effect::Fetch sent = tap_redeem();
        key = sent.key;
        request = sent.request;
    }
    // The same once more. False where nothing is asked for any more.
    bool again() {
        take(event::TimerFired{Timer::redeem_retry, key});
        const auto* sent = effect<effect::Fetch>();
        request = sent != nullptr ? sent->request : 0;
        return sent != nullptr;
    }
    const Pending& pending() const { return state.domain.pending.at(key); }
};

std::string closure_of(const std::string& key, Outcome outcome, Reason reason) {
    api::Closure closure;
    closure.outcome = outcome;
    closure.why = reason;
    closure.key = key;
    if (outcome == Outcome::done) {
        closure.redemption = redemption_of(1);
    }
    return wire::write(closure);
}

} // namespace

TEST_CASE("what the platform says of a row again and again sets it aside, kept and in nobody's way") {
    TappedBench bench;
    for (int i = 1; i < outbox::most_of_a_problem; ++i) {
        bench.problem(bench.request, 500, Reason::other);
        CHECK_FALSE(bench.pending().aside);
        REQUIRE(bench.again());
    }
    bench.problem(bench.request, 500, Reason::other);
    CHECK(bench.pending().aside);
    CHECK(bench.effect<effect::RemoveRecord>() == nullptr);
    CHECK(bench.step<Verdict>().outcome == Outcome::unknown); // said, and never green
    CHECK_FALSE(bench.again());
    CHECK(left_to_people(bench.state) == 1);
    CHECK(alerts(bench.state).front().about == AlertAbout::unsent);

    bench.want(intent::Dismiss{});
    CHECK(may_update(bench.state));
    bench.take(event::Scanned{Secret{make_house_code(8)}}); // the next customer
    CHECK(bench.sent().path == "/api/v1/prepare");

    bench.want(intent::AskAgain{bench.key});
    CHECK(bench.sent().key == bench.key);
    bench.answer(bench.sent().request, 200, bench.done(bench.key));
    CHECK(bench.state.domain.late.front().outcome == Outcome::done);
    CHECK(bench.state.domain.pending.empty());
}

TEST_CASE("a network that fails, or books that are away, set nothing aside") {
    TappedBench bench;
    for (int i = 0; i < 50; ++i) {
        switch (i % 3) {
        case 0: bench.answer(bench.request, 0, ""); break;
        case 1: bench.answer(bench.request, 200, "<html>Welcome</html>", "text/html"); break;
        default: bench.problem(bench.request, 503, Reason::store_unavailable); break;
        }
        REQUIRE(bench.again());
    }
    CHECK_FALSE(bench.pending().aside);
    bench.answer(bench.request, 200, bench.done(bench.key));
    CHECK(bench.step<Verdict>().outcome == Outcome::done);
}

TEST_CASE("who may not redeem any more hears that it was not recorded: no unknown without end") {
    TappedBench bench;
    bench.answer(bench.request, 0, "");
    REQUIRE(bench.again());
    // The role changed: this session ended, and the same person signs in as what they are now.
    bench.problem(bench.request, 401, Reason::unauthenticated);
    bench.problem(bench.asked_for(Ask::session), 401, Reason::unauthenticated);
    CHECK(bench.state.view.route.screen == Screen::sign_in);
    bench.want(intent::EditAccount{"a"});
    bench.want(intent::EditPassword{Secret{"b"}});
    bench.want(intent::SignIn{});
    bench.answer(bench.sent().request, 200, wire::write(session_of(api::Role::display)));
    bench.problem(bench.asked_for(Ask::redeem), 403, Reason::forbidden);
    CHECK(bench.state.domain.pending.empty());
    REQUIRE(bench.state.domain.late.size() == 1);
    CHECK(bench.state.domain.late.front().reason == Reason::forbidden);
}

TEST_CASE("a row that cannot be read is kept, listed, and blocks nothing") {
    Bench bench;
    bench.sign_in(api::Role::manager);
    const std::string later = R"({"format":4,"key":")" + other_key + R"("})";
    const std::string torn = "01900000-0000-7000-8000-0000000000de";
    bench.take(event::RecordsListed{{{other_key, later}, {torn, "{\"form"}, row_of(torn.substr(0, 35) + "f")},
                                    true});
    CHECK(bench.state.domain.unreadable == std::vector{other_key, torn});
    CHECK(bench.sent().key == torn.substr(0, 35) + "f");
    CHECK(bench.effect<effect::RemoveRecord>() == nullptr);
    CHECK(left_to_people(bench.state) == 2);
    bench.answer(bench.sent().request, 200, bench.done(bench.sent().key));
    bench.want(intent::Dismiss{});
    CHECK(may_update(bench.state));
}

TEST_CASE("a person closes what nobody could learn, with a reason, and the platform has the last word") {
    Bench bench;
    bench.sign_in(api::Role::manager);
    bench.take(event::RecordsListed{
        {row_of(other_key, "01900000-0000-7000-8000-0000000000ee"), {handle, "torn"}}, true});
    CHECK(left_to_people(bench.state) == 2);
    bench.want(intent::CloseAction{});
    CHECK(bench.effects.empty());
    bench.want(intent::SetClosing{other_key});
    bench.want(intent::CloseAction{});
    CHECK(bench.effects.empty()); // not without a reason

    bench.want(intent::SetClosing{other_key, api::ClosingReason::served});
    bench.want(intent::CloseAction{});
    const effect::Fetch sent = bench.sent();
    CHECK(sent.key == other_key);
    CHECK(sent.body == R"({"reason":"served"})");
    bench.want(intent::CloseAction{});
    CHECK(bench.effects.empty()); // once
    bench.answer(sent.request, 0, "");
    CHECK(bench.state.view.closing.asked.problem == Reason::other);
    CHECK(bench.state.domain.pending.contains(other_key)); // never dropped
    bench.want(intent::CloseAction{});
    bench.answer(bench.sent().request, 200, closure_of(other_key, Outcome::done, Reason::none));
    CHECK(bench.effect<effect::RemoveRecord>()->key == other_key);
    CHECK(bench.state.domain.late.front().outcome == Outcome::done); // it had been recorded

    bench.want(intent::SetClosing{handle, api::ClosingReason::not_served});
    bench.want(intent::CloseAction{});
    bench.answer(bench.sent().request, 200, closure_of(handle, Outcome::refused, Reason::closed));
    CHECK(bench.effect<effect::RemoveRecord>()->key == handle);
    CHECK(bench.state.domain.late.size() == 1); // whoever closed it knows
    CHECK(left_to_people(bench.state) == 0);
}

TEST_CASE("an outcome that comes while it is being closed is told once") {
    TappedBench bench{api::Role::manager};
    bench.answer(bench.request, 0, "");
    bench.want(intent::SetClosing{bench.key, api::ClosingReason::served});
    bench.want(intent::CloseAction{});
    const std::int64_t closing = bench.sent().request;
    REQUIRE(bench.again());
    bench.answer(bench.request, 200, bench.done(bench.key));
    CHECK(bench.step<Verdict>().outcome == Outcome::done);
    bench.answer(closing, 200, closure_of(bench.key, Outcome::done, Reason::none));
    CHECK(bench.step<Verdict>().outcome == Outcome::done);
    CHECK(bench.state.domain.late.empty());
    CHECK(bench.state.view.closing.key.empty());
}

TEST_CASE("what another tab left behind is taken over, and this tab's screen stays as it is") {
    Bench bench;
    bench.sign_in();
    bench.take(event::RecordsListed{{}, true});
    bench.show_card();
    bench.take(event::RecordsListed{{row_of(other_key)}, true});
    CHECK(bench.sent().key == other_key);
    CHECK(bench.step<Showing>().handle == handle);
    const std::int64_t request = bench.sent().request;
    bench.take(event::RecordsListed{{row_of(other_key)}, true}); // told of again: it is under way
    CHECK(bench.effect<effect::Fetch>() == nullptr);
    bench.answer(request, 200, bench.done(other_key));
    CHECK(bench.step<Showing>().handle == handle);
    REQUIRE(bench.state.domain.late.size() == 1);
    CHECK(bench.state.domain.late.front().outcome == Outcome::done);
}

namespace {

// A redemption whose first request is late, so that a second one is under way beside it.
struct TwiceBench : TappedBench {
    std::int64_t second = 0;

    TwiceBench() {
        take(event::TimerFired{Timer::redeem_late, key});
        CHECK(sent().key == key);
        second = sent().request;
        CHECK(second != request);
    }
    std::string refusal() const {
        api::RedeemAnswer refused;
        refused.outcome = Outcome::refused;
        refused.reason = Reason::already_redeemed;
        refused.key = key;
        return wire::write(refused);
    }
};

} // namespace

TEST_CASE("a late answer is asked for once more beside it, and whichever comes first is shown") {
    for (const bool first_is_first : {true, false}) {
        CAPTURE(first_is_first);
        TwiceBench bench;
        CHECK(bench.step<Acting>().checking);
        bench.take(event::TimerFired{Timer::redeem_late, bench.key});
        CHECK(bench.effect<effect::Fetch>() == nullptr); // no third one
        bench.answer(first_is_first ? bench.request : bench.second, 200, bench.done(bench.key));
        CHECK(bench.step<Verdict>().outcome == Outcome::done);
        bench.answer(first_is_first ? bench.second : bench.request, 200, bench.done(bench.key));
        CHECK(bench.step<Verdict>().outcome == Outcome::done);
        CHECK(bench.state.domain.late.empty());
        CHECK(bench.state.domain.settled.empty());
        CHECK(bench.effect<effect::StoreRecord>() == nullptr);
    }
}

TEST_CASE("what one of two requests did not do, the other may do yet") {
    TwiceBench bench;
    bench.problem(bench.second, 403, Reason::forbidden);
    CHECK(bench.step<Acting>().checking);
    CHECK(bench.effect<effect::RemoveRecord>() == nullptr);
    bench.answer(bench.request, 200, bench.done(bench.key));
    CHECK(bench.step<Verdict>().outcome == Outcome::done);
}

TEST_CASE("a second answer that contradicts the first is a verdict of its own, kept until it was seen") {
    for (const bool done_first : {true, false}) {
        CAPTURE(done_first);
        TwiceBench bench;
        bench.answer(bench.request, 200, done_first ? bench.done(bench.key) : bench.refusal());
        bench.answer(bench.second, 200, done_first ? bench.refusal() : bench.done(bench.key));
        const Outcome shown = done_first ? Outcome::done : Outcome::refused;
        CHECK(bench.step<Verdict>().outcome == shown); // never changed silently
        REQUIRE(bench.state.domain.late.size() == 1);
        const Verdict& verdict = bench.state.domain.late.front();
        CHECK(verdict.outcome == (done_first ? Outcome::refused : Outcome::done));
        REQUIRE(verdict.before);
        CHECK(verdict.before->outcome == shown);
        CHECK(bench.effect<effect::Signal>()->outcome == Outcome::unknown);
        const auto* record = bench.effect<effect::StoreRecord>();
        REQUIRE(record != nullptr);

        Bench reloaded;
        reloaded.sign_in();
        reloaded.take(event::RecordsListed{{stored(record->row)}, true});
        CHECK(reloaded.effect<effect::Fetch>() == nullptr); // there is nothing to ask for
        REQUIRE(reloaded.state.domain.late.size() == 1);
        CHECK(reloaded.state.domain.late.front().outcome == verdict.outcome);
        CHECK(reloaded.state.domain.late.front().before->outcome == shown);
        reloaded.take(event::RecordsListed{{stored(record->row)}, true});
        CHECK(reloaded.state.domain.late.size() == 1); // told once
        reloaded.want(intent::DismissLate{});
        REQUIRE(reloaded.effect<effect::RemoveRecord>() != nullptr);
        CHECK(reloaded.effect<effect::RemoveRecord>()->key == bench.key);
        CHECK(reloaded.state.domain.late.empty());
    }
}

TEST_CASE("two redemptions for one tap are a contradiction, two refusals for different reasons are none") {
    TwiceBench bench;
    bench.answer(bench.request, 200, bench.done(bench.key));
    std::string other = bench.done(bench.key);
    const std::string id = redemption_of(1).id;
    other.replace(other.find(id), id.size(), "01900000-0000-7000-8000-0000000000bc");
    bench.answer(bench.second, 200, other);
    REQUIRE(bench.state.domain.late.size() == 1);
    CHECK(bench.state.domain.late.front().before->redemption_id == id);

    TwiceBench refused;
    refused.problem(refused.request, 0, Reason::other);
    refused.answer(refused.second, 200, refused.refusal());
    CHECK(refused.step<Verdict>().outcome == Outcome::refused);
    CHECK(refused.state.domain.settled.empty());
    CHECK(outbox::contradict({Outcome::done, Reason::none, id}, {Outcome::refused, Reason::closed, {}}));
    CHECK_FALSE(outbox::contradict({Outcome::refused, Reason::expired, {}},
                                   {Outcome::refused, Reason::already_redeemed, {}}));
}

TEST_CASE("what a person closed while it was under way, and was done all the same, is told") {
    TappedBench bench{api::Role::manager};
    for (int i = 1; i < outbox::most_of_a_problem; ++i) {
        bench.problem(bench.request, 500, Reason::other);
        REQUIRE(bench.again());
    }
    bench.problem(bench.request, 500, Reason::other);
    bench.want(intent::AskAgain{bench.key});
    const std::int64_t asked = bench.sent().request;
    bench.want(intent::SetClosing{bench.key, api::ClosingReason::not_served});
    bench.want(intent::CloseAction{});
    bench.answer(bench.sent().request, 200, closure_of(bench.key, Outcome::refused, Reason::closed));
    CHECK(bench.state.domain.pending.empty());
    bench.answer(asked, 200, bench.done(bench.key));
    REQUIRE(bench.state.domain.late.size() == 1);
    CHECK(bench.state.domain.late.front().outcome == Outcome::done);
    CHECK(bench.state.domain.late.front().before->reason == Reason::closed);
}
