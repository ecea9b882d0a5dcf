// A green verdict goes by itself, the next customer need not wait for it, and whatever wants to be read
// stays.
#include <doctest/doctest.h>

#include "console_bench.h"

using namespace hexiao;
using namespace hexiao::console;
using namespace hexiao::test;

namespace {

const std::string redemption_id = redemption_of(1).id;

struct Served : Bench {
    explicit Served(const Preferences& preferences = {}) {
        sign_in();
        state.view.tour.reset(); // whoever is shown around taps every step
        state.view.preferences = preferences;
        want(intent::SetCamera{true});
        show_card();
    }
    // Green, unless said otherwise.
    void redeem(const std::function<void(api::RedeemAnswer&)>& change = {}) {
        const effect::Fetch sent = tap_redeem();
        auto told = wire::read<api::RedeemAnswer>(done(sent.key));
        REQUIRE(told);
        if (change) {
            change(*told);
        }
        answer(sent.request, 200, wire::write(*told));
    }
    void wait() { take(event::TimerFired{Timer::ready_again, redemption_id}); }
    bool timed() const {
        const auto* timer = effect<effect::StartTimer>();
        return timer != nullptr && timer->timer == Timer::ready_again;
    }
};

} // namespace

TEST_CASE("a green verdict goes by itself, and what was redeemed is still said") {
    Served bench;
    bench.redeem();
    CHECK(bench.step<Verdict>().goes);
    CHECK(bench.timed());
    CHECK(bench.effect<effect::StartTimer>()->after == Milliseconds{5000});
    CHECK(bench.effect<effect::SetCamera>()->mode == CameraMode::scanning);
    bench.wait();
    CHECK(bench.step<Waiting>().just == noodles);
    CHECK(bench.state.view.route == Route{Screen::counter, {}});
    bench.want(intent::EditCode{Secret{"H"}});
    CHECK_FALSE(bench.step<Waiting>().just);
}

TEST_CASE("what is not green, and what somebody wants it to, stays until it is tapped") {
    Served refused;
    refused.redeem([](api::RedeemAnswer& told) {
        told.outcome = Outcome::refused;
        told.reason = Reason::already_redeemed;
        told.redemption.reset();
    });
    CHECK_FALSE(refused.step<Verdict>().goes);
    CHECK_FALSE(refused.timed());
    CHECK(refused.state.view.counter.camera_mode == CameraMode::paused);

    Preferences stays;
    stays.ready_again = false;
    Served kept{stays};
    kept.redeem();
    CHECK_FALSE(kept.step<Verdict>().goes);
    CHECK_FALSE(kept.timed());
    CHECK(kept.state.view.counter.camera_mode == CameraMode::paused);

    Served alone;
    alone.state.domain.late.push_back(Verdict{});
    alone.redeem();
    CHECK_FALSE(alone.step<Verdict>().goes);

    Served unknown;
    const effect::Fetch sent = unknown.tap_redeem();
    unknown.answer(sent.request, 500, Bench::unknown(sent.key));
    unknown.wait();
    CHECK(unknown.step<Acting>().checking);
}

TEST_CASE("a verdict whose undo is looked at, that was tapped away, or beside which something came, is left "
          "alone") {
    Served undo;
    undo.redeem();
    undo.want(intent::OpenUndo{redemption_id});
    undo.wait();
    CHECK_FALSE(undo.step<Verdict>().goes);
    undo.want(intent::Go{Screen::counter});
    undo.wait();
    CHECK(undo.step<Verdict>().outcome == Outcome::done);

    Served tapped;
    tapped.redeem();
    tapped.want(intent::Dismiss{});
    tapped.wait();
    CHECK_FALSE(tapped.step<Waiting>().just);

    Served late;
    late.redeem();
    late.state.domain.late.push_back(Verdict{});
    late.wait();
    CHECK(late.step<Verdict>().outcome == Outcome::done);
    late.want(intent::DismissLate{});
    late.wait();
    CHECK(late.step<Verdict>().outcome == Outcome::done);
}

TEST_CASE("the camera takes the next customer's code under a green verdict, never the same one again") {
    Served bench;
    const Secret held{make_house_code(7)}; // as Bench::show_card scanned it
    bench.now += 10'000;
    bench.redeem();
    for (int i = 0; i < 4; ++i) {
        bench.now += 2000;
        bench.take(event::Scanned{held});
        CHECK(bench.effect<effect::Fetch>() == nullptr);
    }
    bench.take(event::Scanned{Secret{make_house_code(8)}});
    CHECK(bench.sent().path == "/api/v1/prepare");
    bench.wait(); // the time of the verdict that went
    CHECK(std::holds_alternative<Preparing>(bench.state.view.counter.step));
}

namespace {

struct Automatic : Bench {
    explicit Automatic(bool on = true) {
        sign_in();
        state.view.tour.reset();
        state.domain.session->automatic = on;
    }
    void prepared(const api::Card& card) {
        api::Prepared told;
        told.outcome = api::PrepareOutcome::ready;
        told.handle = handle;
        told.card = card;
        answer(sent().request, 200, wire::write(told));
    }
    void scan(Reader reader = Reader::camera) { take(event::Scanned{Secret{make_house_code(7)}, reader}); }
};

} // namespace

TEST_CASE("automatic: what leaves nothing to decide is redeemed by the same path as a tap, once") {
    for (const Reader reader : {Reader::camera, Reader::gun}) {
        Automatic bench;
        bench.scan(reader);
        bench.prepared(card_of(1));
        CHECK(bench.effect<effect::Fetch>() == nullptr); // stored before it is sent
        const auto* record = bench.effect<effect::StoreRecord>();
        REQUIRE(record != nullptr);
        const std::string key = record->key;
        CHECK(bench.step<Acting>().title == noodles);
        bench.want(intent::Redeem{}); // a tap that was too late
        CHECK(bench.effects.empty());
        bench.take(event::RecordStored{key, true});
        const effect::Fetch sent = bench.sent();
        CHECK(sent.path == "/api/v1/redeem");
        CHECK(sent.key == key);
        CHECK(wire::read<api::RedeemRequest>(sent.body)->uses == 1);
        bench.scan();
        CHECK(bench.effect<effect::Fetch>() == nullptr);
        bench.answer(sent.request, 200, bench.done(key));
        CHECK(bench.step<Verdict>().goes);
        CHECK(bench.state.view.route == Route{Screen::counter, {}});
    }
}

TEST_CASE(
    "automatic: of two vouchers in sight none is redeemed on a guess; what is no voucher does not count") {
    Automatic bench;
    bench.take(event::Scanned{Secret{make_house_code(7)},
                              Reader::camera,
                              {Secret{"https://example.com/menu"}, Secret{make_house_code(8)}}});
    bench.prepared(card_of(1));
    CHECK(bench.effect<effect::StoreRecord>() == nullptr);
    CHECK(std::holds_alternative<Showing>(bench.state.view.counter.step));

    Automatic other;
    other.take(
        event::Scanned{Secret{make_house_code(7)}, Reader::camera, {Secret{"https://example.com/menu"}}});
    other.prepared(card_of(1));
    CHECK(other.effect<effect::StoreRecord>() != nullptr);
}

TEST_CASE("automatic: a card with something to decide, a typed one, a reloaded one and another shop's wait "
          "for the tap") {
    Automatic several;
    several.scan();
    several.prepared(card_of(3));
    CHECK(several.step<Showing>().card.uses_left == 3);

    Automatic last; // of several
    last.scan();
    api::Card card = card_of(3);
    card.uses_left = 1;
    last.prepared(card);
    CHECK(last.step<Showing>().card.uses_left == 1);

    Automatic typed;
    typed.want(intent::EditCode{Secret{make_house_code(7)}});
    typed.want(intent::Check{});
    typed.prepared(card_of(1));
    CHECK(typed.step<Showing>().handle == handle);

    Automatic reloaded;
    reloaded.take(event::Navigated{"/counter/" + handle});
    CHECK(reloaded.sent().path == "/api/v1/prepared/" + handle);
    reloaded.prepared(card_of(1));
    CHECK(reloaded.step<Showing>().handle == handle);
    CHECK(reloaded.effect<effect::StoreRecord>() == nullptr);

    Automatic off{false};
    off.scan();
    off.prepared(card_of(1));
    CHECK(off.step<Showing>().handle == handle);
    CHECK(off.effect<effect::StoreRecord>() == nullptr);
}

TEST_CASE("bar codes are read where the store wants them, also in pictures, and nowhere else") {
    Bench bench;
    bench.sign_in();
    CHECK(bench.effect<effect::ReadLinear>() == nullptr);
    api::Session session = *bench.state.domain.session;
    session.stores.front().linear_codes = true;
    bench.state.domain.session = session;
    bench.take(event::Shown{});
    CHECK(bench.effect<effect::ReadLinear>()->on);
    bench.take(event::Shown{});
    CHECK(bench.effect<effect::ReadLinear>() == nullptr);
    bench.state.domain.session->stores.front().linear_codes.reset();
    bench.take(event::Shown{});
    CHECK_FALSE(bench.effect<effect::ReadLinear>()->on);
}
