// What the console promises: a key is stored before anything is sent, an unknown outcome is asked for under
// the same key until it is known, a gap in the feed is noticed, and each person sees only their screens.
#include <algorithm>

#include <doctest/doctest.h>

#include "console_bench.h"
#include "core/base/hash.h"
#include "core/credential/house_qr.h"

using namespace hexiao;
using namespace hexiao::console;
using namespace hexiao::test;

TEST_CASE("routes are paths and back, unknown paths are the counter") {
    for (const char* path : {"/signin", "/counter", "/today", "/place", "/debug"}) {
        CHECK(format_route(parse_route(path)) == path);
    }
    CHECK(format_route(parse_route("/counter/" + handle)) == "/counter/" + handle);
    CHECK(parse_route("/counter/not-an-id").screen == Screen::counter);
    CHECK(parse_route("").screen == Screen::counter);
    CHECK(parse_route("/today?x=1#y").screen == Screen::today);
}

TEST_CASE("who is not signed in signs in first, and then gets where they wanted to go") {
    Bench bench;
    bench.take(event::Started{"/today", Language::en});
    CHECK(bench.effect<effect::ListRecords>() != nullptr);
    CHECK(bench.state.view.preferences.language == Language::en);
    bench.problem(bench.sent().request, 401, Reason::unauthenticated);
    CHECK(bench.state.view.route.screen == Screen::sign_in);
    CHECK(bench.effect<effect::Navigate>()->path == "/signin");

    bench.want(intent::SignIn{});
    CHECK(bench.state.view.sign_in.problem == Reason::invalid_field);
    bench.want(intent::EditAccount{"staff"});
    bench.want(intent::EditPassword{Secret{"wrong"}});
    bench.want(intent::SignIn{});
    const std::int64_t first = bench.sent().request;
    bench.want(intent::SignIn{});
    CHECK(bench.effects.empty()); // a second tap sends nothing
    bench.problem(first, 401, Reason::bad_credentials);
    CHECK(bench.state.view.sign_in.problem == Reason::bad_credentials);
    CHECK(bench.state.view.sign_in.account == "staff");

    bench.want(intent::SignIn{});
    bench.answer(bench.sent().request, 200, wire::write(session_of(api::Role::manager)));
    CHECK(bench.state.view.route.screen == Screen::today);
    CHECK(bench.state.view.sign_in.password.empty());
    CHECK(bench.effect<effect::OpenFeed>()->path == "/api/v1/stores/" + store_id + "/feed");
}

TEST_CASE("a browser that keeps no cookie is told of; a session that was known again and ends is not") {
    Bench bench;
    const auto sign_in = [&] {
        bench.want(intent::EditAccount{"staff"});
        bench.want(intent::EditPassword{Secret{"right"}});
        bench.want(intent::SignIn{});
        bench.answer(bench.sent().request, 200, wire::write(session_of(api::Role::manager)));
        CHECK_FALSE(bench.state.view.sign_in.forgotten);
    };
    const auto refuse = [&] {
        bench.take(event::FeedClosed{401});
        bench.problem(bench.sent().request, 401, Reason::unauthenticated);
        CHECK(bench.state.view.route.screen == Screen::sign_in);
    };
    bench.take(event::Started{"/signin", Language::en});
    bench.problem(bench.sent().request, 401, Reason::unauthenticated);
    CHECK_FALSE(bench.state.view.sign_in.forgotten);
    sign_in();
    refuse();
    CHECK(bench.state.view.sign_in.forgotten);
    sign_in();
    bench.snapshot("1");
    refuse();
    CHECK_FALSE(bench.state.view.sign_in.forgotten);
    sign_in();
    bench.want(intent::SignOut{});
    bench.answer(bench.sent().request, 204, "");
    CHECK_FALSE(bench.state.view.sign_in.forgotten);
}

TEST_CASE("a display sees the wall and nothing that is staff's") {
    Bench bench;
    bench.sign_in(api::Role::display);
    CHECK(bench.state.view.route.screen == Screen::display);
    bench.take(event::Navigated{"/counter"});
    CHECK(bench.state.view.route.screen == Screen::display);
    bench.take(event::Scanned{Secret{make_house_code(7)}});
    CHECK(bench.effect<effect::Fetch>() == nullptr);
}

TEST_CASE("no answer to the first question is asked again, not taken for signed out") {
    Bench bench;
    bench.take(event::Started{"/counter", Language::zh});
    bench.answer(bench.sent().request, 0, "");
    CHECK_FALSE(bench.state.domain.session_known);
    CHECK(bench.state.domain.link == Link::offline);
    REQUIRE(bench.effect<effect::StartTimer>() != nullptr);
    bench.take(event::TimerFired{Timer::session_retry, {}});
    CHECK(bench.sent().path == "/api/v1/session");
}

TEST_CASE("a redemption: stored, sent, done, forgotten") {
    Bench bench;
    bench.sign_in();
    bench.show_card();
    CHECK(bench.state.view.route == Route{Screen::card, handle});
    const effect::Fetch sent = bench.tap_redeem();
    CHECK(is_uuid(sent.key));
    bench.want(intent::Redeem{});
    CHECK(bench.effects.empty()); // a second tap is no second redemption
    bench.answer(sent.request, 200, bench.done(sent.key));
    CHECK(bench.step<Verdict>().outcome == Outcome::done);
    CHECK(bench.effect<effect::RemoveRecord>()->key == sent.key);
    CHECK(bench.state.domain.pending.empty());
    CHECK(bench.state.view.route.screen == Screen::counter);
    bench.want(intent::Dismiss{});
    CHECK(bench.step<Waiting>().hint == Reason::none);
}

TEST_CASE("what is no decision is unknown and asked again under the same key") {
    const std::string other_key = "01900000-0000-7000-8000-0000000000ff";
    Bench bench;
    bench.sign_in();
    bench.show_card();
    const effect::Fetch sent = bench.tap_redeem();
    struct Case {
        const char* what;
        int status;
        std::string body, type;
    };
    const std::vector<Case> cases{
        {"no answer", 0, "", ""},
        {"captive portal", 200, "<html>Welcome to our Wi-Fi</html>", "text/html"},
        {"proxy's 404", 404, "not found", "text/plain"},
        {"cut body", 200, bench.done(sent.key).substr(0, 40), "application/json"},
        {"answer to another key", 200, bench.done(other_key), "application/json"},
        {"gateway error", 502, "{}", "application/json"},
        {"books that cannot say", 200, bench.unknown(sent.key), "application/json"},
        {"books that cannot say, anywhere else", 500, R"({"outcome":"unknown","reason":"commit_unknown"})",
         "application/json"},
    };
    std::int64_t request = sent.request;
    for (const Case& one : cases) {
        CAPTURE(one.what);
        bench.answer(request, one.status, one.body, one.type);
        CHECK(bench.step<Acting>().checking);
        REQUIRE(bench.effect<effect::StartTimer>() != nullptr);
        CHECK(bench.effect<effect::RemoveRecord>() == nullptr);
        bench.take(event::TimerFired{Timer::redeem_retry, sent.key});
        CHECK(bench.sent().key == sent.key);
        CHECK(bench.sent().body == sent.body);
        request = bench.sent().request;
    }
    bench.problem(request, 503, Reason::store_unavailable);
    CHECK(bench.step<Acting>().checking);
    bench.take(event::TimerFired{Timer::redeem_retry, sent.key});
    bench.answer(bench.sent().request, 200, bench.done(sent.key));
    CHECK(bench.step<Verdict>().outcome == Outcome::done);
}

TEST_CASE("a problem that says that nothing was recorded is a refusal with its reason") {
    Bench bench;
    bench.sign_in();
    bench.show_card();
    const effect::Fetch sent = bench.tap_redeem();
    bench.problem(sent.request, 403, Reason::forbidden);
    CHECK(bench.step<Verdict>().outcome == Outcome::refused);
    CHECK(bench.step<Verdict>().reason == Reason::forbidden);
    CHECK(bench.effect<effect::RemoveRecord>() != nullptr);
}

TEST_CASE("a problem that comes before the key is looked up decides nothing about an earlier try") {
    struct Case {
        int status;
        Reason reason;
        bool first; // whether the very first answer is such a one already
    };
    for (const Case& one :
         {Case{422, Reason::key_reused, true}, Case{409, Reason::in_flight, true},
          Case{429, Reason::too_many_requests, true}, Case{403, Reason::forbidden, false}}) {
        CAPTURE(reason_name(one.reason));
        Bench bench;
        bench.sign_in();
        bench.show_card();
        const effect::Fetch sent = bench.tap_redeem();
        if (!one.first) {
            bench.answer(sent.request, 0, "");
            bench.take(event::TimerFired{Timer::redeem_retry, sent.key});
        }
        bench.problem(one.first ? sent.request : bench.sent().request, one.status, one.reason);
        CHECK(bench.step<Acting>().checking);
        CHECK(bench.effect<effect::RemoveRecord>() == nullptr);
        CHECK(bench.sent().path == "/api/v1/session"); // who is signed in here now?
        bench.take(event::TimerFired{Timer::redeem_retry, sent.key});
        bench.answer(bench.sent().request, 200, bench.done(sent.key));
        CHECK(bench.step<Verdict>().outcome == Outcome::done);
    }
}

TEST_CASE("staff who go on before the outcome get it as a late verdict") {
    Bench bench;
    bench.sign_in();
    bench.show_card();
    const effect::Fetch sent = bench.tap_redeem();
    bench.take(event::TimerFired{Timer::redeem_late, sent.key});
    CHECK(bench.step<Acting>().checking);
    bench.want(intent::Dismiss{});
    CHECK(bench.step<Waiting>().hint == Reason::none);
    bench.answer(sent.request, 200, bench.done(sent.key));
    CHECK(bench.step<Waiting>().hint == Reason::none);
    REQUIRE(bench.state.domain.late.size() == 1);
    CHECK(bench.state.domain.late[0].outcome == Outcome::done);
    Verdict refused;
    refused.outcome = Outcome::refused;
    bench.state.domain.late.push_back(refused);
    bench.want(intent::DismissLate{});
    REQUIRE(bench.state.domain.late.size() == 1); // each is seen before it goes
    CHECK(bench.state.domain.late[0].outcome == Outcome::refused);
    bench.want(intent::DismissLate{});
    CHECK(bench.state.domain.late.empty());
}

TEST_CASE("after a reload the stored row is asked for under its key, and only by who tapped") {
    Bench before;
    before.sign_in();
    before.show_card();
    before.want(intent::Redeem{});
    const std::string row = before.effect<effect::StoreRecord>()->row;
    const std::string key = before.effect<effect::StoreRecord>()->key;
    std::string foreign = row;
    foreign.replace(foreign.find(staff_id), staff_id.size(), "01900000-0000-7000-8000-0000000000ee");
    foreign.replace(foreign.find(key), key.size(), "01900000-0000-7000-8000-0000000000dd");

    Bench bench;
    bench.take(event::Started{"/counter/" + handle, Language::zh});
    const std::int64_t session = bench.sent().request;
    bench.take(event::RecordsListed{
        {stored(foreign), stored(row), {"journal 1", "not json"}, {"journal 2", "{}"}}, true});
    CHECK(bench.effect<effect::Fetch>() == nullptr); // nobody is signed in yet
    bench.answer(session, 200, wire::write(session_of(api::Role::cashier)));
    std::vector<std::string> keys;
    std::int64_t request = 0;
    for (const Effect& effect : bench.effects) {
        if (const auto* fetch = std::get_if<effect::Fetch>(&effect);
            fetch != nullptr && !fetch->key.empty()) {
            keys.push_back(fetch->key);
            request = fetch->request;
        }
    }
    CHECK(keys == std::vector{key});
    CHECK(bench.step<Acting>().checking);
    bench.answer(request, 200, bench.done(key));
    CHECK(bench.step<Verdict>().outcome == Outcome::done);
}

TEST_CASE("a stored row may have been sent before the reload: that somebody may not ask now leaves it open") {
    Bench before;
    before.sign_in();
    before.show_card();
    const std::string key = before.tap_redeem().key; // recorded, and its answer lost
    outbox::Row row;
    row.key = key;
    row.staff_id = staff_id;
    row.handle = handle;
    row.title = noodles;
    Bench bench;
    bench.take(event::RecordsListed{{stored(wire::write(row))}, true});
    bench.sign_in();
    bench.problem(bench.asked_for(Ask::redeem), 403, Reason::forbidden);
    CHECK(bench.state.domain.pending.contains(key));
    bench.take(event::TimerFired{Timer::redeem_retry, key});
    bench.answer(bench.asked_for(Ask::redeem), 200, bench.done(key));
    CHECK(bench.step<Verdict>().outcome == Outcome::done);
}

TEST_CASE("a browser that refuses to store is told, and the redemption still goes out") {
    Bench bench;
    bench.sign_in();
    bench.show_card();
    bench.want(intent::Redeem{});
    const std::string key = bench.effect<effect::StoreRecord>()->key;
    bench.take(event::RecordStored{key, false});
    CHECK(bench.state.domain.records_failed);
    CHECK(bench.sent().key == key);
}

TEST_CASE("a code that stays in view is one customer") {
    Bench bench;
    bench.sign_in();
    const Secret code{make_house_code(7)};
    bench.take(event::Scanned{code});
    const std::int64_t first = bench.sent().request;
    api::Prepared refused;
    refused.outcome = api::PrepareOutcome::refused;
    refused.reason = Reason::unknown_code;
    bench.answer(first, 200, wire::write(refused));
    CHECK(bench.step<Verdict>().reason == Reason::unknown_code);
    bench.want(intent::Dismiss{});
    for (int i = 0; i < 5; ++i) {
        bench.now += 1000;
        bench.take(event::Scanned{code});
        CHECK(bench.effect<effect::Fetch>() == nullptr);
    }
    bench.take(event::Scanned{Secret{make_house_code(8)}});
    CHECK(bench.effect<effect::Fetch>() != nullptr); // another code at once
    bench.answer(bench.sent().request, 0, "");
    bench.now += 5000;
    bench.take(event::Scanned{Secret{make_house_code(8)}});
    CHECK(bench.effect<effect::Fetch>() != nullptr); // the same one, shown again
}

TEST_CASE(
    "a gun is pulled by somebody who means it: the same code again, and over a verdict, never over a card") {
    Bench bench;
    bench.sign_in();
    const Secret code{make_house_code(7)};
    bench.take(event::Scanned{code, Reader::gun});
    bench.answer(bench.sent().request, 0, "");
    bench.take(event::Scanned{code, Reader::gun});
    api::Prepared refused;
    refused.outcome = api::PrepareOutcome::refused;
    refused.reason = Reason::unknown_code;
    bench.answer(bench.sent().request, 200, wire::write(refused));
    CHECK(bench.step<Verdict>().reason == Reason::unknown_code);
    bench.take(event::Scanned{Secret{make_house_code(8)}, Reader::gun});
    CHECK(bench.effect<effect::Fetch>() != nullptr);
    bench.answer(bench.sent().request, 0, "");
    bench.show_card(1);
    bench.take(event::Scanned{Secret{make_house_code(9)}, Reader::gun});
    CHECK(bench.effect<effect::Fetch>() == nullptr);
    CHECK(bench.effect<effect::Signal>()->outcome == Outcome::unknown);
    CHECK(std::holds_alternative<Showing>(bench.state.view.counter.step));
}

TEST_CASE("a gun is watched where somebody redeems, and its code leads to the counter") {
    Bench bench;
    CHECK_FALSE(bench.state.view.gun_watched);
    bench.take(event::Scanned{Secret{make_house_code(7)}, Reader::gun});
    CHECK(bench.effect<effect::Fetch>() == nullptr);
    bench.sign_in();
    CHECK(bench.state.view.gun_watched);
    bench.want(intent::Go{Screen::today});
    bench.take(event::Scanned{Secret{make_house_code(7)}, Reader::gun});
    CHECK(bench.state.view.route == Route{Screen::counter, {}});
    CHECK(bench.sent().path == "/api/v1/prepare");
}

TEST_CASE("the camera rests when nothing was scanned for three minutes, and one tap brings it back") {
    Bench bench;
    bench.sign_in();
    bench.want(intent::SetCamera{true});
    CHECK(bench.effect<effect::StartTimer>()->after == Milliseconds{3 * 60 * 1000});
    bench.take(event::Scanned{Secret{"https://example.com/menu"}}); // somebody is there: the time runs anew
    CHECK(bench.effect<effect::StartTimer>()->timer == Timer::camera_idle);
    bench.take(event::TimerFired{Timer::camera_idle, {}});
    CHECK(bench.effect<effect::SetCamera>()->mode == CameraMode::off);
    CHECK(bench.state.view.counter.camera_rests);
    bench.want(intent::SetCamera{true});
    CHECK(bench.effect<effect::SetCamera>()->mode == CameraMode::scanning);
    CHECK_FALSE(bench.state.view.counter.camera_rests);
    bench.show_card(1); // paused by a card, it has something else to wait for
    bench.take(event::TimerFired{Timer::camera_idle, {}});
    CHECK(bench.state.view.counter.camera_wanted);
}

TEST_CASE("light and zoom go with the camera that has them") {
    Bench bench;
    bench.sign_in();
    bench.want(intent::SetCamera{true});
    bench.take(event::CameraChanged{CameraStatus::on, {true, 4, 2}});
    bench.want(intent::SetTorch{true});
    CHECK(bench.effect<effect::SetTorch>()->on);
    bench.want(intent::SetZoom{9});
    CHECK(bench.effect<effect::SetZoom>()->times == 4);
    bench.take(event::CameraChanged{CameraStatus::off});
    CHECK_FALSE(bench.state.view.counter.torch_on);
    CHECK(bench.state.view.counter.zoom == 1);
}

TEST_CASE("what is no voucher is said without asking anybody, and blocks nothing") {
    Bench bench;
    bench.sign_in();
    bench.take(event::Scanned{Secret{"https://example.com/menu"}});
    CHECK(bench.effect<effect::Fetch>() == nullptr);
    CHECK(bench.step<Waiting>().hint == Reason::malformed_code);
    bench.take(event::Scanned{Secret{make_house_code(7)}});
    CHECK(bench.sent().path == "/api/v1/prepare");
}

TEST_CASE("a house QR that the merchant's key did not sign is refused here, also without network") {
    const Ed25519Seed ours{1};
    const Ed25519Seed theirs{2};
    Bench bench;
    bench.sign_in();
    const std::string merchant = bench.state.domain.session->merchant.id;
    bench.state.domain.session->qr_keys = {{7, to_hex(public_key_of(ours))}};
    const auto scan = [&](std::uint16_t number, const std::string& merchant_id, const Ed25519Seed& seed) {
        bench.now += 10'000;
        bench.take(event::Scanned{
            Secret{write_house_qr({number, product_id, Instant{bench.now}}, merchant_id, seed)}});
        return bench.effect<effect::Fetch>() != nullptr;
    };
    CHECK_FALSE(scan(7, merchant, theirs));
    CHECK(bench.step<Waiting>().hint == Reason::forged_qr);
    CHECK_FALSE(scan(7, store_id, ours)); // of another merchant
    CHECK(scan(7, merchant, ours));
    bench.answer(bench.sent().request, 0, "");
    CHECK(scan(8, merchant, theirs)); // a key that is not known here: the platform knows
}

TEST_CASE("of the codes in a picture the one voucher is taken; none, or several, are told") {
    const Secret foreign{"https://example.com/menu"};
    const Secret voucher{make_house_code(7)};
    Bench bench;
    bench.sign_in();
    const auto read = [&](std::vector<Secret> texts) {
        bench.take(event::PictureTaken{});
        CHECK(bench.state.view.counter.picture == Picture::reading);
        bench.take(event::PictureRead{std::move(texts)});
    };
    read({});
    CHECK(bench.state.view.counter.picture == Picture::without_code);
    read({foreign});
    CHECK(bench.state.view.counter.picture == Picture::none);
    CHECK(bench.step<Waiting>().hint == Reason::malformed_code);
    read({voucher, foreign, Secret{make_house_code(8)}});
    CHECK(bench.state.view.counter.picture == Picture::with_several);
    CHECK(bench.effect<effect::Fetch>() == nullptr);
    read({foreign, voucher});
    CHECK(bench.state.view.counter.picture == Picture::none);
    CHECK(bench.sent().path == "/api/v1/prepare");
}

TEST_CASE("a picture that is read when staff have gone on is nobody's") {
    Bench bench;
    bench.sign_in();
    bench.take(event::PictureRead{{Secret{make_house_code(7)}}}); // nobody gave one
    CHECK(bench.effect<effect::Fetch>() == nullptr);
    bench.take(event::PictureTaken{});
    bench.show_card(1);
    bench.take(event::PictureRead{{Secret{make_house_code(8)}}});
    CHECK(bench.effect<effect::Fetch>() == nullptr);
}

TEST_CASE("a typing mistake is told at the field without asking anybody") {
    Bench bench;
    bench.sign_in();
    std::string code = make_house_code(7);
    code[5] = code[5] == 'A' ? 'B' : 'A';
    bench.want(intent::EditCode{Secret{code}});
    bench.want(intent::Check{});
    CHECK(bench.effect<effect::Fetch>() == nullptr);
    CHECK(bench.step<Waiting>().hint == Reason::check_character);
    bench.want(intent::EditCode{Secret{make_house_code(7)}});
    CHECK(bench.step<Waiting>().hint == Reason::none);
    bench.want(intent::Check{});
    const std::int64_t request = bench.sent().request;
    bench.answer(request, 0, "");
    CHECK(bench.step<Waiting>().hint == Reason::other); // offline: the code stays for another try
    CHECK_FALSE(bench.state.view.counter.code.empty());
}

TEST_CASE("uses stay between one and what is left, and the tapped number is sent") {
    Bench bench;
    bench.sign_in();
    bench.show_card(3);
    bench.want(intent::SetUses{9});
    CHECK(bench.step<Showing>().uses == 3);
    bench.want(intent::SetUses{0});
    CHECK(bench.step<Showing>().uses == 1);
    bench.want(intent::SetUses{2});
    const effect::Fetch sent = bench.tap_redeem();
    CHECK(sent.body.find("\"uses\":2") != std::string::npos);
}

TEST_CASE("the camera scans only while the next customer is waited for") {
    Bench bench;
    bench.sign_in();
    bench.want(intent::SetCamera{true});
    CHECK(bench.effect<effect::SetCamera>()->mode == CameraMode::scanning);
    bench.take(event::Scanned{Secret{make_house_code(7)}});
    CHECK(bench.effect<effect::SetCamera>()->mode == CameraMode::paused);
    bench.answer(bench.sent().request, 0, "");
    CHECK(bench.effect<effect::SetCamera>()->mode == CameraMode::scanning);
    bench.want(intent::Go{Screen::today});
    CHECK(bench.effect<effect::SetCamera>()->mode == CameraMode::off);
    bench.want(intent::Go{Screen::counter});
    CHECK(bench.effect<effect::SetCamera>()->mode == CameraMode::scanning);
    bench.take(event::CameraChanged{CameraStatus::denied});
    CHECK_FALSE(bench.state.view.counter.camera_wanted);
    CHECK(bench.state.view.counter.camera == CameraStatus::denied);
}

TEST_CASE("who signs out takes the camera and late answers with them") {
    Bench bench;
    bench.sign_in();
    bench.want(intent::SetCamera{true});
    bench.want(intent::ChoosePlace{store_id, lane_id});
    const std::int64_t place = bench.sent().request;
    bench.want(intent::SignOut{});
    bench.answer(bench.sent().request, 204, "");
    CHECK_FALSE(bench.state.domain.session);
    REQUIRE(bench.effect<effect::SetCamera>() != nullptr);
    CHECK(bench.effect<effect::SetCamera>()->mode == CameraMode::off);
    bench.answer(place, 200, wire::write(session_of(api::Role::cashier)));
    CHECK_FALSE(bench.state.domain.session);
}

TEST_CASE("nobody is signed out by the page of a network that wants to be signed in to") {
    Bench bench;
    bench.sign_in();
    bench.want(intent::SignOut{});
    bench.answer(bench.sent().request, 401, "<html>Sign in to Wi-Fi</html>", "text/html");
    CHECK(bench.state.domain.session);
    CHECK(bench.state.domain.link == Link::offline);
    bench.want(intent::SignOut{});
    bench.problem(bench.sent().request, 401, Reason::unauthenticated);
    CHECK_FALSE(bench.state.domain.session);
}

TEST_CASE("a browser that never says whether it stored does not hold staff up") {
    Bench bench;
    bench.sign_in();
    bench.show_card();
    bench.want(intent::Redeem{});
    const auto* timer = bench.effect<effect::StartTimer>();
    REQUIRE(timer != nullptr);
    bench.take(event::TimerFired{timer->timer, timer->key});
    CHECK(bench.step<Acting>().checking);
}

TEST_CASE("without a lane nothing is scanned, and no tap redeems") {
    Bench bench;
    bench.sign_in(api::Role::cashier, std::nullopt);
    bench.take(event::Scanned{Secret{make_house_code(7)}});
    CHECK(bench.effect<effect::Fetch>() == nullptr);
    bench.want(intent::ChoosePlace{store_id, lane_id});
    bench.answer(bench.sent().request, 200, wire::write(session_of(api::Role::cashier)));
    CHECK(current_lane(bench.state) != nullptr);
    CHECK(bench.state.view.route.screen == Screen::counter);
}

TEST_CASE("the feed moves Today, and a gap or a new day starts it anew") {
    Bench bench;
    bench.sign_in(api::Role::manager, lane_id, "/today");
    bench.snapshot("s1");
    CHECK(bench.effect<effect::StartTimer>()->timer == Timer::day_end);
    CHECK(bench.state.domain.link == Link::online);
    bench.redeemed("s1", "e1");
    const api::Today& today = *bench.state.domain.today;
    CHECK(today.redeemed == 2);
    CHECK(today.amount == Money{2800});
    CHECK(today.products[0].redeemed == 5);
    CHECK(today.products[0].usable == 8);
    CHECK(today.recent.size() == 1);

    bench.redeemed("e7", "e8"); // e2 to e7 were missed
    REQUIRE(bench.effect<effect::OpenFeed>() != nullptr);
    CHECK(bench.effect<effect::OpenFeed>()->last_event_id.empty());
    CHECK(bench.state.domain.today->redeemed == 2);
    bench.take(
        event::FeedClosed{0}); // and the new feed did not open: what was missed stays missed until a snapshot
    bench.take(event::TimerFired{Timer::feed_retry, {}});
    CHECK(bench.effect<effect::OpenFeed>()->last_event_id.empty());

    bench.snapshot("s2");
    bench.feed("e9", "a_type_of_tomorrow", R"({"previous_id":"s2"})");
    bench.redeemed("e9", "e10");
    CHECK(bench.state.domain.today->redeemed == 2);
    bench.redeemed("e10", "e11", "2026-11-23");
    CHECK(bench.effect<effect::OpenFeed>() != nullptr);
}

TEST_CASE("what is left is what the feed says, to whoever stands where it was said") {
    Bench bench;
    bench.sign_in(api::Role::manager, lane_id, "/today");
    bench.left("8", 40); // before there is a day
    bench.snapshot("9");
    bench.redeemed("9", "10");
    const auto usable = [&] { return bench.state.domain.today->products[0].usable; };
    bench.left("9", 40); // another tab's, late
    bench.left("10", 40, "2026-11-23");
    bench.feed("10", "products", "{}");
    CHECK(usable() == 8);
    bench.left("10", 40);
    CHECK(usable() == 40);
    CHECK(bench.state.domain.today->products[0].redeemed == 4);
    CHECK(bench.state.domain.last_event_id == "10");
    bench.redeemed("10", "11");
    CHECK(usable() == 38);
}

TEST_CASE("a page that comes back takes its feed up again, and reads it for the browser's other tabs") {
    Bench bench;
    bench.sign_in();
    CHECK_FALSE(bench.effect<effect::OpenFeed>()->looking);
    CHECK(bench.effect<effect::OpenFeed>()->who == staff_id);
    bench.snapshot("s1");
    bench.take(event::Shown{});
    REQUIRE(bench.effect<effect::OpenFeed>() != nullptr);
    CHECK(bench.effect<effect::OpenFeed>()->last_event_id == "s1");
    CHECK(bench.effect<effect::OpenFeed>()->looking);
}

TEST_CASE("what another tab repeats late or twice changes nothing") {
    Bench bench;
    bench.sign_in(api::Role::manager, lane_id, "/today");
    bench.snapshot("9");
    bench.redeemed("9", "10");
    const api::Today before = *bench.state.domain.today;
    bench.redeemed("9", "10");
    bench.redeemed("8", "9");
    bench.snapshot("9"); // older than what is shown
    CHECK(bench.state.domain.today == before);
    CHECK(bench.state.domain.last_event_id == "10");
    CHECK(bench.effect<effect::OpenFeed>() == nullptr);
    bench.redeemed("10", "11");
    CHECK(bench.state.domain.today->redeemed == before.redeemed + 2);
}

TEST_CASE("a store that changes reaches the consoles that are open, and a new clock its day") {
    Bench bench;
    bench.sign_in();
    bench.snapshot("9");
    api::Store store = session_of(api::Role::cashier).stores.front();
    const auto tell = [&](std::int64_t as_of) {
        bench.feed("9", "store", wire::write(api::StoreEvent{store, as_of}));
    };
    tell(20);
    CHECK(bench.effect<effect::OpenFeed>() == nullptr);
    store.lanes.push_back({handle, {"2 号窗口", "Lane 2"}, {}});
    tell(21);
    CHECK(current_store(bench.state)->lanes.size() == 2);
    CHECK(bench.effect<effect::OpenFeed>() == nullptr);
    store.utc_offset_minutes = 60;
    tell(22);
    CHECK(current_store(bench.state)->utc_offset_minutes == 60);
    REQUIRE(bench.effect<effect::OpenFeed>() != nullptr);
    CHECK(bench.effect<effect::OpenFeed>()->last_event_id.empty()); // its snapshot is of another day, perhaps
    store.cut_minutes = 0;
    tell(23);
    CHECK(bench.effect<effect::OpenFeed>() != nullptr);
    store.cut_minutes = 240;
    tell(21); // repeated by a tab that was asleep
    CHECK(current_store(bench.state)->cut_minutes == 0);
    // Without its lane nobody stands there any more.
    store.lanes.erase(store.lanes.begin());
    tell(24);
    CHECK(current_lane(bench.state) == nullptr);
    // A snapshot tells it, too, and asks for no other.
    api::Today today = *bench.state.domain.today;
    store.utc_offset_minutes = 480;
    today.store = store;
    bench.feed("10", "snapshot", wire::write(today));
    CHECK(current_store(bench.state)->utc_offset_minutes == 480);
    CHECK(bench.effect<effect::OpenFeed>() == nullptr);
}

TEST_CASE("two lanes of one name count each their own") {
    Bench bench;
    bench.sign_in();
    api::Today today;
    today.store_id = store_id;
    today.business_day = "2026-11-22";
    today.day_ends_at = Instant{bench.now + 60'000};
    today.lanes = {{{"1 号窗口", "Lane 1"}, 5, lane_id}, {{"1 号窗口", "Lane 1"}, 7, handle}};
    bench.feed("5", "snapshot", wire::write(today));
    api::Redemption redemption = redemption_of(2);
    redemption.lane_id = handle;
    bench.feed("6", "redemption", wire::write(api::RedemptionEvent{"5", "2026-11-22", redemption}));
    const auto& lanes = *bench.state.domain.today->lanes;
    REQUIRE(lanes.size() == 2);
    CHECK(lanes[0].redeemed == 5);
    CHECK(lanes[1].redeemed == 9);
}

TEST_CASE("what this build does not know goes on in the chain, and skips nothing of it") {
    Bench bench;
    bench.sign_in();
    bench.snapshot("5");
    bench.feed("6", "granted", R"({"previous_id":"5"})");
    CHECK(bench.state.domain.last_event_id == "6");
    // Another tab repeats the snapshot, after an event that nobody repeats.
    bench.feed("5", "reset", R"({"cause":"unknown_event"})");
    bench.snapshot("5");
    bench.feed("9", "weather", R"({"as_of":12})");
    CHECK(bench.state.domain.last_event_id == "5");
    CHECK(bench.effect<effect::OpenFeed>() == nullptr);
    bench.feed("9", "granted", R"({"previous_id":"6"})");
    REQUIRE(bench.effect<effect::OpenFeed>() != nullptr);
    CHECK(bench.effect<effect::OpenFeed>()->last_event_id.empty());
}

TEST_CASE("a reset makes what is shown wait for its snapshot, whatever its id") {
    Bench bench;
    bench.sign_in(api::Role::manager, lane_id, "/today");
    bench.snapshot("900");
    bench.feed("12", "reset", R"({"cause":"unknown_event"})"); // older books were put back
    bench.take(event::FeedClosed{0});
    bench.take(event::TimerFired{Timer::feed_retry, {}});
    CHECK(bench.effect<effect::OpenFeed>()->last_event_id.empty());
    bench.snapshot("12");
    CHECK(bench.state.domain.last_event_id == "12");
}

TEST_CASE(
    "a platform that says bye is come back to when it said, and nobody is told that anything is wrong") {
    Bench bench;
    bench.sign_in(api::Role::manager, lane_id, "/today");
    bench.snapshot("9");
    bench.feed("9", "bye", R"({"cause":"stopping","retry_ms":1250})");
    bench.take(event::FeedClosed{200});
    CHECK(bench.state.domain.link == Link::online);
    REQUIRE(bench.effect<effect::StartTimer>() != nullptr);
    CHECK(bench.effect<effect::StartTimer>()->after == Milliseconds{1250});
    bench.take(event::TimerFired{Timer::feed_retry, {}});
    CHECK(bench.effect<effect::OpenFeed>()->last_event_id == "9");
    bench.take(event::FeedClosed{0}); // it is not back yet: now it is said
    CHECK(bench.state.domain.link == Link::offline);
}

TEST_CASE("a cut feed says offline, comes back where it was, and hurries what is unsent") {
    Bench bench;
    bench.sign_in();
    bench.snapshot("s1");
    bench.show_card();
    const effect::Fetch sent = bench.tap_redeem();
    bench.answer(sent.request, 0, "");
    bench.take(event::FeedClosed{0});
    CHECK(bench.state.domain.link == Link::offline);
    CHECK(bench.effect<effect::StartTimer>()->timer == Timer::feed_retry);
    bench.take(event::TimerFired{Timer::feed_retry, {}});
    CHECK(bench.effect<effect::OpenFeed>()->last_event_id == "s1");
    bench.take(event::FeedOpened{}); // nothing happened meanwhile: no entry follows
    CHECK(bench.state.domain.link == Link::online);
    CHECK(bench.sent().key == sent.key);
}

TEST_CASE("a session that ended elsewhere leads to sign-in and keeps what is unsent") {
    Bench bench;
    bench.sign_in();
    bench.show_card();
    const effect::Fetch sent = bench.tap_redeem();
    bench.problem(sent.request, 401, Reason::unauthenticated);
    CHECK(bench.sent().path == "/api/v1/session"); // who is signed in now?
    bench.problem(bench.sent().request, 401, Reason::unauthenticated);
    CHECK_FALSE(bench.state.domain.session);
    CHECK(bench.state.view.route.screen == Screen::sign_in);
    CHECK(bench.effect<effect::CloseFeed>() != nullptr);
    CHECK(bench.state.domain.pending.size() == 1);
    bench.want(intent::EditAccount{"staff"});
    bench.want(intent::EditPassword{Secret{"password"}});
    bench.want(intent::SignIn{});
    bench.answer(bench.sent().request, 200, wire::write(session_of(api::Role::cashier)));
    CHECK(std::ranges::any_of(bench.effects, [&](const Effect& effect) {
        const auto* fetch = std::get_if<effect::Fetch>(&effect);
        return fetch != nullptr && fetch->key == sent.key;
    }));
}

TEST_CASE("what a person left behind does not disturb the next one's sign-in") {
    Bench bench;
    bench.sign_in();
    bench.show_card();
    const effect::Fetch sent = bench.tap_redeem();
    bench.want(intent::SignOut{});
    bench.answer(bench.sent().request, 204, "");
    bench.want(intent::EditAccount{"next"});
    bench.want(intent::EditPassword{Secret{"password"}});
    bench.want(intent::SignIn{});
    const std::int64_t signing_in = bench.sent().request;
    bench.problem(sent.request, 401, Reason::unauthenticated);
    CHECK(bench.effect<effect::Fetch>() == nullptr);
    bench.answer(signing_in, 200, wire::write(session_of(api::Role::cashier)));
    CHECK(bench.state.domain.session);
    CHECK_FALSE(bench.state.view.sign_in.busy);
}

TEST_CASE("a card that is left before it was read does not come back") {
    Bench bench;
    bench.sign_in();
    bench.take(event::Navigated{"/counter/" + handle});
    const std::int64_t reading = bench.sent().request;
    bench.take(event::Navigated{"/counter"});
    CHECK(std::holds_alternative<Waiting>(bench.state.view.counter.step));
    api::Prepared prepared;
    prepared.outcome = api::PrepareOutcome::ready;
    prepared.handle = handle;
    prepared.card = card_of(1);
    bench.answer(reading, 200, wire::write(prepared));
    CHECK(std::holds_alternative<Waiting>(bench.state.view.counter.step));
    CHECK(bench.state.view.route.screen == Screen::counter);
}

TEST_CASE("back from the card is the counter; a card's address loads it again") {
    Bench bench;
    bench.sign_in();
    bench.show_card();
    bench.take(event::Navigated{"/counter"});
    CHECK(std::holds_alternative<Waiting>(bench.state.view.counter.step));
    bench.take(event::Navigated{"/counter/" + handle});
    CHECK(bench.sent().path == "/api/v1/prepared/" + handle);
    api::Prepared used;
    used.outcome = api::PrepareOutcome::refused;
    used.reason = Reason::handle_used;
    bench.answer(bench.sent().request, 200, wire::write(used));
    CHECK(std::holds_alternative<Waiting>(bench.state.view.counter.step));
    CHECK(bench.state.view.route.screen == Screen::counter);
}

TEST_CASE("what a device prefers is as it kept it, and a change is kept") {
    Bench bench;
    event::Started started;
    started.language = Language::en;
    started.preferences = R"({"text_size":130,"theme":"dark","shortcuts":false,"of a later build":[1]})";
    bench.take(started);
    Preferences now = bench.state.view.preferences;
    CHECK(now.language == Language::en); // the browser's, where nobody chose one
    CHECK(now.text_size == 130);
    CHECK(now.theme == Theme::dark);
    CHECK_FALSE(now.shortcuts);
    CHECK(now.sound);
    now.language = Language::zh;
    now.sound = false;
    bench.want(intent::Prefer{now});
    REQUIRE(bench.effect<effect::SavePreferences>() != nullptr);
    CHECK(read_preferences(bench.effect<effect::SavePreferences>()->preferences, Language::en) == now);
}

TEST_CASE("preferences that cannot be read are as they are at first") {
    for (const std::string_view kept :
         {"", "null", "[]", "{", R"({"text_size":"big"})", R"({"text_size":131})", R"({"text_size":-1})",
          R"({"theme":"of a later build"})"}) {
        CAPTURE(kept);
        CHECK(read_preferences(kept, Language::en).text_size == 100);
        CHECK(read_preferences(kept, Language::en).theme == Theme::system);
    }
}

TEST_CASE("a verdict sounds and shakes as the device prefers, or not at all") {
    Bench bench;
    bench.sign_in();
    Preferences quiet;
    quiet.sound = false;
    bench.want(intent::Prefer{quiet});
    bench.take(event::Scanned{Secret{make_house_code(7)}});
    api::Prepared refused;
    refused.outcome = api::PrepareOutcome::refused;
    refused.reason = Reason::already_redeemed;
    bench.answer(bench.sent().request, 200, wire::write(refused));
    REQUIRE(bench.effect<effect::Signal>() != nullptr);
    CHECK_FALSE(bench.effect<effect::Signal>()->sound);
    CHECK(bench.effect<effect::Signal>()->vibration);
    quiet.vibration = false;
    bench.want(intent::Prefer{quiet});
    bench.want(intent::Dismiss{});
    bench.take(event::Scanned{Secret{make_house_code(8)}});
    bench.answer(bench.sent().request, 200, wire::write(refused));
    CHECK(bench.effect<effect::Signal>() == nullptr);
}

TEST_CASE("a redemption has an address; a display is shown the wall instead") {
    const std::string path = "/redemptions/" + handle;
    Bench bench;
    bench.sign_in();
    bench.want(intent::OpenRedemption{handle});
    REQUIRE(bench.effect<effect::Navigate>() != nullptr);
    CHECK(bench.effect<effect::Navigate>()->path == path);
    CHECK(bench.state.view.route == Route{Screen::redemption, handle});
    CHECK(above({Screen::redemption, handle}) == Route{Screen::today, {}});
    bench.take(event::Navigated{"/today"});
    bench.take(event::Navigated{path});
    CHECK(bench.state.view.route == Route{Screen::redemption, handle});
    Bench display;
    display.sign_in(api::Role::display, std::nullopt);
    display.take(event::Navigated{path});
    CHECK(display.state.view.route.screen == Screen::display);
}

TEST_CASE("the debug panel needs nobody to be signed in") {
    Bench bench;
    bench.take(event::Started{"/debug"});
    bench.problem(bench.sent().request, 401, Reason::unauthenticated);
    CHECK(bench.state.view.route.screen == Screen::debug);
}
