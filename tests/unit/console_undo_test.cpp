// UndoBench a redemption from the console: who is offered it, what a manager says first, that it is stored,
// sent and asked for again as a redemption is, and that every list and count follows the feed.
#include <doctest/doctest.h>

#include "console_bench.h"
#include "core/redemption/undo.h"

using namespace hexiao;
using namespace hexiao::console;
using namespace hexiao::test;

namespace {

api::Redemption mine(std::int64_t uses = 1) {
    api::Redemption redemption = redemption_of(uses);
    redemption.staff_id = staff_id;
    redemption.at = Instant{1'000'000};
    return redemption;
}

api::Redemption undone(api::Redemption redemption) {
    redemption.undone = api::Undone{Instant{1'060'000}, "Staff", std::nullopt, false};
    return redemption;
}

struct UndoBench : Bench {
    explicit UndoBench(api::Role role = api::Role::cashier) {
        sign_in(role);
        snapshot("10");
        feed("11", "redemption", wire::write(api::RedemptionEvent{"10", "2026-11-22", mine()}));
        want(intent::OpenUndo{mine().id});
        CHECK(state.view.route == Route{Screen::undo, mine().id});
    }
    // Taps, lets the record be stored, and returns what went out.
    effect::Fetch tap() {
        want(intent::Undo{});
        const auto* record = effect<effect::StoreRecord>();
        REQUIRE(record != nullptr);
        CHECK(effect<effect::Fetch>() == nullptr);
        row = record->row;
        take(event::RecordStored{record->key, true});
        return sent();
    }
    std::string answer_to(const std::string& key, Outcome outcome = Outcome::done,
                          Reason reason = Reason::none) const {
        api::UndoAnswer told;
        told.outcome = outcome;
        told.reason = reason;
        told.key = key;
        told.redemption = outcome == Outcome::done ? undone(mine()) : mine();
        told.uses_left = 1;
        return wire::write(told);
    }
    std::string row;
};

} // namespace

TEST_CASE("undo has an address of its own") {
    const std::string path = "/redemptions/undo/" + handle;
    CHECK(parse_route(path) == Route{Screen::undo, handle});
    CHECK(format_route({Screen::undo, handle}) == path);
    CHECK(parse_route("/redemptions/" + handle).screen == Screen::redemption);
}

TEST_CASE("undo: stored, sent, done, and the screen says so") {
    UndoBench bench;
    const effect::Fetch sent = bench.tap();
    CHECK(sent.method == "PUT");
    CHECK(sent.path == "/api/v1/redemptions/" + mine().id + "/revocation");
    CHECK(sent.body == wire::write(api::UndoRequest{}));
    CHECK(bench.step<Acting>().undo);
    CHECK(bench.state.view.route.screen == Screen::counter);
    bench.want(intent::Undo{});
    CHECK(bench.effects.empty());
    bench.answer(sent.request, 200, bench.answer_to(sent.key));
    CHECK(bench.step<Verdict>().outcome == Outcome::done);
    CHECK(bench.step<Verdict>().redemption->undone);
    CHECK(bench.step<Verdict>().uses_left == 1);
    CHECK(bench.effect<effect::RemoveRecord>()->key == sent.key);
    CHECK(bench.state.domain.pending.empty());
}

TEST_CASE("undo: a lost answer is asked for again under the same key, also after a reload") {
    UndoBench bench;
    const effect::Fetch sent = bench.tap();
    bench.answer(sent.request, 0, "");
    CHECK(bench.step<Acting>().checking);
    bench.take(event::TimerFired{Timer::redeem_retry, sent.key});
    CHECK(bench.sent().key == sent.key);
    CHECK(bench.sent().path == sent.path);
    bench.answer(bench.sent().request, 500, R"({"outcome":"unknown","reason":"commit_unknown"})");
    CHECK(bench.step<Acting>().checking);

    Bench again;
    again.sign_in();
    again.take(event::RecordsListed{{stored(bench.row)}, true});
    CHECK(again.sent().key == sent.key);
    CHECK(again.sent().path == sent.path);
    CHECK(again.sent().body == sent.body);
    CHECK(again.step<Acting>().undo);
    const std::int64_t request = again.sent().request;
    again.want(intent::Dismiss{});
    again.answer(request, 200, bench.answer_to(sent.key, Outcome::refused, Reason::undo_too_late));
    REQUIRE(again.state.domain.late.size() == 1);
    CHECK(again.state.domain.late[0].undo);
    CHECK(again.state.domain.late[0].reason == Reason::undo_too_late);
}

TEST_CASE("undo: a manager says why first, and whether anything was served") {
    UndoBench bench{api::Role::manager};
    bench.want(intent::Undo{});
    CHECK(bench.effects.empty());
    bench.want(intent::SetUndo{{api::UndoReason::cannot_serve, true}});
    CHECK(bench.tap().body == wire::write(api::UndoRequest{api::UndoReason::cannot_serve, true}));
    bench.want(intent::OpenUndo{mine().id});
    CHECK(bench.state.view.undo.reason == api::UndoReason::other); // asked anew for the next one
}

TEST_CASE("undo is offered while it is allowed, by the platform's clock") {
    UndoBench bench;
    const auto allowed = [&](api::Redemption redemption) { return may_undo(bench.state, redemption); };
    CHECK(allowed(mine()) == Reason::none);
    api::Redemption other = mine();
    other.staff_id = handle;
    CHECK(allowed(other) == Reason::forbidden);
    bench.now += undo_by_oneself.count() - 1;
    bench.take(event::Shown{});
    CHECK(allowed(mine()) == Reason::none);
    bench.now += 1;
    bench.take(event::Shown{});
    CHECK(allowed(mine()) == Reason::undo_too_late);
    bench.want(intent::Undo{});
    CHECK(bench.effects.empty());
    CHECK(allowed(undone(mine())) == Reason::none);

    Bench behind; // by an hour
    behind.now -= 3'600'000;
    behind.sign_in();
    api::Today today;
    today.store_id = store_id;
    today.business_day = "2026-11-22";
    today.day_ends_at = today.server_time = Instant{1'000'000 + undo_by_oneself.count()};
    behind.feed("1", "snapshot", wire::write(today));
    behind.take(event::Shown{});
    CHECK(may_undo(behind.state, mine()) == Reason::undo_too_late);
}

TEST_CASE("what was undone leaves the day's figures and stays in its list") {
    UndoBench bench;
    const auto& today = bench.state.domain.today;
    const api::Today before = *today;
    REQUIRE(before.recent.size() == 1);
    bench.feed("12", "undone", wire::write(api::UndoneEvent{"11", "2026-11-22", undone(mine())}));
    CHECK(bench.state.domain.last_event_id == "12");
    CHECK(today->redeemed == before.redeemed - 1);
    CHECK(today->amount.fen == before.amount.fen - 2800);
    CHECK(today->products[0].redeemed == before.products[0].redeemed - 1);
    CHECK(today->products[0].usable == before.products[0].usable + 1);
    CHECK(today->recent[0].undone);
    bench.feed("12", "undone", wire::write(api::UndoneEvent{"11", "2026-11-22", undone(mine())}));
    CHECK(today->redeemed == before.redeemed - 1); // told twice by another tab
    // Of an earlier day: nothing of this one changes.
    api::Redemption old = undone(mine());
    old.id = handle;
    bench.feed("13", "undone", wire::write(api::UndoneEvent{"12", "2026-11-21", old}));
    CHECK(bench.state.domain.last_event_id == "13");
    CHECK(today->redeemed == before.redeemed - 1);
    // A gap, or a day that this console does not know yet: from a snapshot.
    bench.feed("15", "undone", wire::write(api::UndoneEvent{"14", "2026-11-22", old}));
    CHECK(bench.effect<effect::OpenFeed>()->last_event_id.empty());
}

TEST_CASE("a verdict on the screen follows what others undo") {
    Bench bench;
    bench.sign_in();
    bench.snapshot("10");
    bench.show_card();
    const effect::Fetch sent = bench.tap_redeem();
    bench.answer(sent.request, 200, bench.done(sent.key));
    CHECK(find_redemption(bench.state, redemption_of(1).id) != nullptr); // before the feed tells of it
    bench.feed("11", "redemption", wire::write(api::RedemptionEvent{"10", "2026-11-22", redemption_of(1)}));
    bench.feed("12", "undone", wire::write(api::UndoneEvent{"11", "2026-11-22", undone(redemption_of(1))}));
    CHECK(bench.step<Verdict>().redemption->undone);
}
