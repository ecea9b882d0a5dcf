// Being shown around: at the first sign-in of each role on a device, never in a customer's way, and only
// once.
#include <doctest/doctest.h>

#include "console_bench.h"
#include "core/api/endpoints.h"

using namespace hexiao;
using namespace hexiao::console;
using namespace hexiao::test;

namespace {

std::optional<Control> pointed(const Bench& bench) { return tour_control(bench.state); }

std::uint32_t kept(const Bench& bench) {
    const auto* saved = bench.effect<effect::SavePreferences>();
    REQUIRE(saved != nullptr);
    return read_preferences(saved->preferences, Language::zh).toured;
}

void choose_lane(Bench& bench) {
    bench.want(intent::ChoosePlace{store_id, lane_id});
    bench.answer(bench.sent().request, 200, wire::write(session_of(api::Role::cashier)));
}

} // namespace

TEST_CASE("a cashier is shown where to stand, where to enter a code, and where it is found afterwards") {
    Bench bench;
    bench.sign_in(api::Role::cashier, std::nullopt);
    CHECK(pointed(bench) == Control::place);
    bench.want(intent::Go{Screen::place}); // the control itself moves on
    CHECK_FALSE(pointed(bench));           // and the tour waits for the lane
    choose_lane(bench);
    CHECK(pointed(bench) == Control::code);
    bench.want(intent::TourNext{});
    CHECK(pointed(bench) == Control::today);
    CHECK(bench.effect<effect::SavePreferences>() == nullptr);
    bench.want(intent::Go{Screen::today});
    CHECK_FALSE(bench.state.view.tour);
    CHECK(kept(bench) == api::roles(api::Role::cashier));
}

TEST_CASE("where a lane is chosen already, scanning comes first") {
    Bench bench;
    bench.sign_in();
    CHECK(pointed(bench) == Control::scan);
    bench.want(intent::SetCamera{true});
    CHECK_FALSE(pointed(bench)); // the camera wants the room
    bench.want(intent::SetCamera{false});
    CHECK(pointed(bench) == Control::code);
}

TEST_CASE("a manager and an owner are shown the counter, the day, and how to let a device in") {
    for (const api::Role role : {api::Role::manager, api::Role::owner}) {
        Bench bench;
        bench.sign_in(role);
        CHECK(pointed(bench) == Control::counter);
        bench.want(intent::Go{Screen::counter});
        CHECK(pointed(bench) == Control::today);
        bench.want(intent::Go{Screen::today});
        CHECK(pointed(bench) == Control::me);
        bench.want(intent::Go{Screen::me});
        CHECK(pointed(bench) == Control::invite); // the same step, where it leads to
        bench.want(intent::Go{Screen::invite});
        CHECK_FALSE(bench.state.view.tour);
        CHECK(kept(bench) == api::roles(role));
    }
}

TEST_CASE("a display is not shown around, nor a role that this build does not know") {
    for (const api::Role role : {api::Role::display, api::Role::other}) {
        Bench bench;
        bench.sign_in(role);
        CHECK_FALSE(bench.state.view.tour);
        bench.want(intent::ShowAround{});
        CHECK_FALSE(bench.state.view.tour);
    }
}

TEST_CASE("who skips is not asked again on this device; another role is") {
    Bench bench;
    bench.sign_in();
    bench.want(intent::TourSkip{});
    CHECK_FALSE(bench.state.view.tour);
    const std::string saved = bench.effect<effect::SavePreferences>()->preferences;
    bench.want(intent::TourSkip{}); // a second press
    CHECK(bench.effects.empty());

    for (const auto& [role, shown] : {std::pair{api::Role::cashier, false}, {api::Role::manager, true}}) {
        Bench later;
        event::Started started{"/counter", Language::zh};
        started.preferences = saved;
        later.take(started);
        later.answer(later.sent().request, 200, wire::write(session_of(role)));
        CHECK(later.state.view.tour.has_value() == shown);
    }
}

TEST_CASE("a tour that is under way goes on when the platform says again who is signed in") {
    Bench bench;
    bench.sign_in(api::Role::manager);
    bench.want(intent::TourNext{});
    bench.take(event::FeedClosed{401});
    bench.answer(bench.sent().request, 200, wire::write(session_of(api::Role::manager)));
    CHECK(bench.state.view.tour == Tour{api::Role::manager, 1});
}

TEST_CASE("it goes with who signs out, and is not counted as seen") {
    Bench bench;
    bench.sign_in();
    bench.want(intent::SignOut{});
    bench.answer(bench.sent().request, 204, "");
    CHECK_FALSE(bench.state.view.tour);
    CHECK(bench.state.view.preferences.toured == 0);
}

TEST_CASE("it waits while a code is entered, while a card is shown, until the verdict was left") {
    Bench bench;
    bench.sign_in();
    bench.want(intent::TourNext{});
    REQUIRE(pointed(bench) == Control::code);
    bench.want(intent::EditCode{Secret{"H"}});
    CHECK(bench.state.view.tour->step == 2); // the field was used
    CHECK_FALSE(pointed(bench));
    bench.want(intent::EditCode{Secret{make_house_code(7)}});
    bench.want(intent::Check{});
    CHECK_FALSE(pointed(bench));
    api::Prepared prepared;
    prepared.outcome = api::PrepareOutcome::ready;
    prepared.handle = handle;
    prepared.card = card_of(1);
    bench.answer(bench.sent().request, 200, wire::write(prepared));
    CHECK_FALSE(pointed(bench));
    const effect::Fetch sent = bench.tap_redeem();
    CHECK_FALSE(pointed(bench));
    bench.answer(sent.request, 200, bench.done(sent.key));
    CHECK_FALSE(pointed(bench));
    bench.want(intent::Dismiss{});
    CHECK(pointed(bench) == Control::today);
}

TEST_CASE("it waits while an outcome is owed, and until a late one was seen") {
    Bench bench;
    bench.sign_in();
    bench.show_card();
    const effect::Fetch sent = bench.tap_redeem();
    bench.want(intent::Dismiss{});
    CHECK(bench.step<Waiting>().hint == Reason::none);
    CHECK_FALSE(pointed(bench));
    bench.answer(sent.request, 200, bench.done(sent.key));
    CHECK_FALSE(pointed(bench));
    bench.want(intent::DismissLate{});
    CHECK(pointed(bench) == Control::scan);
}

TEST_CASE("it covers no notice: offline, a refused code, a journal that does not fit") {
    Bench bench;
    bench.sign_in();
    bench.take(event::FeedClosed{0});
    CHECK_FALSE(pointed(bench));
    bench.state.domain.link = Link::online;
    CHECK(pointed(bench));
    bench.state.domain.journal.mismatch = true;
    CHECK_FALSE(pointed(bench));
    bench.state.domain.journal.mismatch = false;
    bench.state.view.counter.step = Waiting{Reason::malformed_code};
    CHECK_FALSE(pointed(bench));
}

TEST_CASE("whoever asks for it is shown around again, from the counter and the first step") {
    Bench bench;
    bench.sign_in(api::Role::manager, lane_id, "/me");
    bench.want(intent::TourSkip{});
    bench.want(intent::ShowAround{});
    CHECK(bench.state.view.route.screen == Screen::counter);
    CHECK(pointed(bench) == Control::counter);
    for (int step = 0; step < tour_steps; ++step) {
        bench.want(intent::TourNext{});
    }
    CHECK_FALSE(bench.state.view.tour);
}
