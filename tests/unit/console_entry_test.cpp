// The ways in as the console walks them: tokens leave the state once they are used, a form is sent once, each
// side of a pairing asks until it is decided, and a phone that changes hands keeps nothing of the one before.
#include <algorithm>
#include <doctest/doctest.h>

#include "core/console/console.h"

using namespace hexiao;
using namespace hexiao::console;

namespace {

const std::string token(64, 'a');
const std::string id = "01900000-0000-7000-8000-000000000001";
const std::string other = "01900000-0000-7000-8000-000000000002";

api::Session session_of(std::string staff, api::Role role) {
    api::Session session;
    session.staff_id = std::move(staff);
    session.staff_name = "Somebody";
    session.role = role;
    session.merchant = {id, {"面馆", "Noodles"}};
    session.stores = {{id, {"总店", "Main"}, 480, 240, {{other, {"1 号窗口", "Lane 1"}}}}};
    session.store_id = session.device_id = id;
    session.lane_id = other;
    session.device_name = "Phone 1";
    return session;
}

// A console whose host is the test: what it asked for is kept by kind.
struct Desk {
    State state;
    std::vector<effect::Fetch> fetches;
    std::vector<std::string> texts_to_sign;
    bool key_asked = false;
    bool timer = false;

    void take(const Event& event) {
        timer = false;
        for (const Effect& effect : update(state, event, {})) {
            if (const auto* fetch = std::get_if<effect::Fetch>(&effect)) {
                fetches.push_back(*fetch);
            } else if (const auto* sign = std::get_if<effect::Sign>(&effect)) {
                texts_to_sign.push_back(sign->text);
            }
            key_asked = key_asked || std::holds_alternative<effect::MakeKey>(effect);
            const auto* started = std::get_if<effect::StartTimer>(&effect);
            timer = timer || (started != nullptr && started->timer == Timer::pairing);
        }
    }
    void want(Intent intent) { take(event::Wanted{std::move(intent)}); }
    void write(Field field, const char* text) { want(intent::Edit{field, Secret{text}}); }

    const effect::Fetch* last(std::string_view path) const {
        const auto found = std::find_if(fetches.rbegin(), fetches.rend(),
                                        [&](const effect::Fetch& one) { return one.path == path; });
        return found == fetches.rend() ? nullptr : &*found;
    }
    // Answers the last request to `path`.
    template <wire::Message T>
    void answer(std::string_view path, const T& message) {
        REQUIRE(last(path) != nullptr);
        take(event::Answered{last(path)->request, {200, "application/json", wire::write(message)}});
    }
    void refuse(std::string_view path, int status, Reason reason, std::optional<std::string> field = {}) {
        REQUIRE(last(path) != nullptr);
        const api::Problem problem{"about:blank", "x", status, reason, std::move(field)};
        take(
            event::Answered{last(path)->request, {status, "application/problem+json", wire::write(problem)}});
    }
    void open(const char* path, const std::string& fragment = {}) {
        take(event::Started{path, Language::zh, Secret{fragment}, "https://till.local"});
    }
    void sign_in(api::Role role) { answer("/api/v1/session", session_of(id, role)); }
};

} // namespace

TEST_CASE("set-up asks for the zone, and proposes the device's own") {
    for (const std::string zone : {"", "Europe/Berlin"}) {
        Desk desk;
        event::Started started{"/setup", Language::zh, Secret{token}, "https://till.local"};
        started.zone = zone;
        desk.take(started);
        CHECK(desk.state.view.entry.form.text(Field::zone) == (zone.empty() ? "Asia/Shanghai" : zone));
        desk.write(Field::zone, "Asia/Urumqi");
        desk.want(intent::SetUp{});
        REQUIRE(desk.last("/api/v1/setup") != nullptr);
        CHECK(desk.last("/api/v1/setup")->body.find("\"zone\":\"Asia/Urumqi\"") != std::string::npos);
    }
}

TEST_CASE("a fresh server is set up by its link, and its owner stands at the counter") {
    Desk desk;
    desk.open("/setup", token);
    desk.refuse("/api/v1/session", 401, Reason::unauthenticated);
    CHECK(desk.state.view.route.screen == Screen::setup);
    desk.write(Field::merchant, "面馆");
    desk.write(Field::lanes, "0");
    desk.want(intent::SetUp{});
    CHECK(desk.state.view.entry.form.field == "lanes");
    CHECK(desk.last("/api/v1/setup") == nullptr);
    desk.write(Field::lanes, "2");
    desk.want(intent::SetUp{});
    desk.want(intent::SetUp{});
    const auto sent = wire::read<api::SetupRequest>(desk.last("/api/v1/setup")->body);
    CHECK(desk.fetches.size() == 2);         // the second press came too early
    CHECK(sent.error().field == "store.zh"); // which the platform will say as well
    desk.refuse("/api/v1/setup", 400, Reason::invalid_field, "store.zh");
    CHECK(desk.state.view.entry.form.field == "store.zh");
    desk.write(Field::store, "总店");
    desk.want(intent::SetUp{});
    CHECK(desk.last("/api/v1/setup")->body.find("\"2 号窗口\"") != std::string::npos);
    desk.answer("/api/v1/setup", session_of(id, api::Role::owner));
    CHECK(desk.state.view.route.screen == Screen::counter);
    CHECK(desk.state.view.entry.token.empty());
    CHECK(desk.state.view.entry.form.texts.empty());
}

TEST_CASE("a server that waits for its first merchant says so at sign-in") {
    Desk desk;
    desk.open("/counter");
    desk.refuse("/api/v1/session", 401, Reason::unauthenticated);
    desk.answer("/api/v1/setup", api::SetupState{true});
    CHECK(desk.state.view.route.screen == Screen::sign_in);
    CHECK(desk.state.view.entry.setup_open);
}

TEST_CASE("a new password by its link leads to sign-in with the account filled in") {
    Desk desk;
    desk.open("/reset", token);
    desk.refuse("/api/v1/session", 401, Reason::unauthenticated);
    desk.write(Field::new_password, "long enough");
    desk.want(intent::SetPassword{});
    CHECK(wire::read<api::NewPasswordRequest>(desk.last("/api/v1/reset")->body)->token.reveal() == token);
    desk.refuse("/api/v1/reset", 410, Reason::link_expired);
    CHECK(desk.state.view.entry.form.problem == Reason::link_expired);
    desk.want(intent::SetPassword{});
    desk.answer("/api/v1/reset", api::ResetDone{"boss"});
    CHECK(desk.state.view.route.screen == Screen::sign_in);
    CHECK(desk.state.view.sign_in.account == "boss");
    CHECK(desk.state.view.entry.token.empty());
}

TEST_CASE("a device is paired: a key, a claim, a signature, and patience") {
    Desk desk;
    desk.open("/pair", token);
    CHECK(desk.key_asked);
    desk.refuse("/api/v1/session", 401, Reason::unauthenticated);
    CHECK(desk.state.view.route.screen == Screen::pair);
    desk.take(event::KeyMade{std::string(124, 'k')});
    CHECK(wire::read<api::ClaimRequest>(desk.last("/api/v1/pairing/claim")->body)->token.reveal() == token);
    desk.answer("/api/v1/pairing/claim",
                api::Claim{id, api::Purpose::staff, "4821", std::string(64, 'c'), {9000}});
    CHECK(desk.state.view.entry.token.empty());
    CHECK(desk.state.view.entry.joining.claim->number == "4821");
    const auto sign = [&](const char* attempt) {
        CHECK(desk.texts_to_sign.back() == "hexiao-pairing:" + std::string(64, 'c') + ":" + attempt);
        desk.take(event::Signed{std::string(88, 's')});
        const auto sent = wire::read<api::CollectRequest>(desk.last("/api/v1/pairing/collect")->body);
        CHECK(std::to_string(sent->attempt) == attempt);
    };
    sign("1");
    api::Collected told;
    told.state = api::PairingState::claimed;
    desk.answer("/api/v1/pairing/collect", told);
    CHECK(desk.timer);
    desk.take(event::TimerFired{Timer::pairing, {}});
    sign("2");
    desk.take(event::Answered{desk.last("/api/v1/pairing/collect")->request, {0, "", ""}});
    CHECK(desk.timer); // no answer is no decision
    desk.take(event::TimerFired{Timer::pairing, {}});
    sign("3"); // what was asked without an answer may have been heard: it is not asked again
    told.state = api::PairingState::collected;
    told.device_name = "Phone 3";
    desk.answer("/api/v1/pairing/collect", told);
    CHECK_FALSE(desk.timer);
    CHECK(desk.state.view.entry.joining.device_name == "Phone 3");
    desk.want(intent::Go{Screen::sign_in});
    CHECK(desk.state.view.route.screen == Screen::sign_in);
}

TEST_CASE("a wall screen that is paired shows its store at once") {
    Desk desk;
    desk.open("/pair", token);
    desk.take(event::KeyMade{std::string(124, 'k')}); // before it is known that nobody is signed in
    desk.refuse("/api/v1/session", 401, Reason::unauthenticated);
    desk.answer("/api/v1/pairing/claim",
                api::Claim{id, api::Purpose::display, "4821", std::string(64, 'c'), {9000}});
    desk.take(event::Signed{std::string(88, 's')});
    api::Collected told;
    told.state = api::PairingState::collected;
    told.session = session_of(id, api::Role::display);
    desk.answer("/api/v1/pairing/collect", told);
    CHECK(desk.state.view.route.screen == Screen::today);
}

TEST_CASE("a browser that makes no key, a used link and a refusal are told") {
    for (const bool has_key : {false, true}) {
        Desk desk;
        desk.open("/pair", token);
        desk.take(event::KeyMade{has_key ? std::string(124, 'k') : ""});
        if (has_key) {
            desk.refuse("/api/v1/pairing/claim", 410, Reason::link_expired);
        }
        CHECK(desk.state.view.entry.form.problem == (has_key ? Reason::link_expired : Reason::other));
        CHECK_FALSE(desk.state.view.entry.form.busy);
    }
    Desk reloaded;
    reloaded.open("/pair");
    CHECK_FALSE(reloaded.key_asked);
    CHECK(reloaded.state.view.entry.form.problem == Reason::link_expired);
}

TEST_CASE("the other side shows the link, compares the number and decides") {
    Desk desk;
    desk.open("/devices/new");
    desk.sign_in(api::Role::manager);
    CHECK(desk.state.view.route.screen == Screen::invite);
    desk.want(intent::Invite{api::Purpose::staff});
    desk.answer("/api/v1/pairings", api::PairingLink{other, Secret{token}, {9000}});
    CHECK(wire::read<api::QrRequest>(desk.last("/api/v1/qr")->body)->text.reveal() ==
          "https://till.local/pair#" + token);
    CHECK(desk.timer);
    desk.take(event::TimerFired{Timer::pairing, {}});
    api::Pairing pairing{other, api::Purpose::staff, api::PairingState::claimed, "4821", "phone", {}, {9000}};
    desk.answer("/api/v1/pairings/" + other, pairing);
    CHECK(desk.state.view.entry.inviting.pairing->number == "4821");
    desk.want(intent::DecideInvited{true});
    CHECK(desk.last("/api/v1/pairings/" + other)->method == "PUT");
    pairing.state = api::PairingState::collected;
    desk.answer("/api/v1/pairings/" + other, pairing);
    CHECK_FALSE(desk.timer);
    desk.want(intent::Go{Screen::me});
    desk.take(event::TimerFired{Timer::pairing, {}});
    CHECK(desk.last("/api/v1/pairings/" + other)->method == "PUT"); // nobody asks any more
}

TEST_CASE("a shared phone changes hands by PIN; five wrong ones end the session") {
    Desk desk;
    desk.open("/me");
    desk.sign_in(api::Role::cashier);
    desk.answer("/api/v1/session/colleagues",
                api::ColleagueList{{{other, "Next", api::Role::cashier}}, false});
    desk.want(intent::ChooseColleague{id});
    CHECK_FALSE(desk.state.view.entry.next);
    desk.want(intent::ChooseColleague{other});
    desk.write(Field::pin, "4711");
    desk.want(intent::TakeOver{});
    desk.refuse("/api/v1/session/switch", 401, Reason::wrong_pin);
    CHECK(desk.state.domain.session);
    CHECK(desk.state.view.entry.form.problem == Reason::wrong_pin);
    desk.want(intent::TakeOver{});
    desk.answer("/api/v1/session/switch", session_of(other, api::Role::cashier));
    CHECK(desk.state.domain.session->staff_id == other);
    CHECK(desk.state.view.route.screen == Screen::counter);
    CHECK(desk.state.view.entry.form.texts.empty());

    // The session before may be heard to have ended before the next one is told.
    desk.want(intent::Go{Screen::me});
    desk.answer("/api/v1/session/colleagues",
                api::ColleagueList{{{id, "Before", api::Role::cashier}}, false});
    desk.want(intent::ChooseColleague{id});
    desk.write(Field::pin, "4711");
    desk.want(intent::TakeOver{});
    desk.take(event::FeedClosed{401});
    desk.refuse("/api/v1/session", 401, Reason::unauthenticated);
    CHECK_FALSE(desk.state.domain.session);
    desk.answer("/api/v1/session/switch", session_of(id, api::Role::cashier));
    REQUIRE(desk.state.domain.session);
    CHECK(desk.state.view.route.screen == Screen::counter);

    desk.want(intent::Go{Screen::me});
    desk.answer("/api/v1/session/colleagues",
                api::ColleagueList{{{id, "Before", api::Role::cashier}}, false});
    desk.want(intent::ChooseColleague{id});
    desk.write(Field::pin, "0000");
    desk.want(intent::TakeOver{});
    desk.refuse("/api/v1/session/switch", 401, Reason::unauthenticated);
    CHECK_FALSE(desk.state.domain.session);
    CHECK(desk.state.view.route.screen == Screen::sign_in);
}

TEST_CASE("a form that was left is empty when one comes back") {
    Desk desk;
    desk.open("/me");
    desk.sign_in(api::Role::cashier);
    desk.write(Field::password, "secret");
    desk.want(intent::Go{Screen::counter});
    desk.want(intent::Go{Screen::me});
    CHECK(desk.state.view.entry.form.texts.empty());
    desk.write(Field::password, "secret");
    desk.write(Field::pin, "4711");
    desk.want(intent::SetPin{});
    desk.take(event::Answered{desk.last("/api/v1/session/pin")->request, {204, "", ""}});
    CHECK(desk.state.view.entry.form.done);
    CHECK(desk.state.view.entry.form.texts.empty());
}

TEST_CASE("the page of a network that wants to be signed in to sets no PIN") {
    Desk desk;
    desk.open("/me");
    desk.sign_in(api::Role::cashier);
    desk.write(Field::password, "secret");
    desk.write(Field::pin, "4711");
    desk.want(intent::SetPin{});
    desk.take(event::Answered{desk.last("/api/v1/session/pin")->request,
                              {200, "text/html", "<html>Welcome to Free Wi-Fi</html>"}});
    CHECK_FALSE(desk.state.view.entry.form.done);
    CHECK(desk.state.view.entry.form.problem == Reason::other);
    CHECK(desk.state.view.entry.form.text(Field::pin) == "4711");
}

TEST_CASE("what may be read by anybody is kept over a reload, where it was entered; secrets never") {
    Desk desk;
    desk.open("/setup", token);
    desk.refuse("/api/v1/session", 401, Reason::unauthenticated);
    desk.write(Field::merchant, "青禾面馆");
    desk.write(Field::account, "lin");
    desk.write(Field::password, "not-to-be-kept");
    const std::string kept = desk.state.view.kept;
    CHECK(kept.find("not-to-be-kept") == std::string::npos);
    CHECK(kept.find(token) == std::string::npos);

    Desk reloaded;
    reloaded.take(event::Started{"/setup", Language::zh, Secret{}, "https://till.local", kept});
    CHECK(reloaded.state.view.entry.form.text(Field::merchant) == "青禾面馆");
    CHECK(reloaded.state.view.entry.form.text(Field::account) == "lin");
    CHECK(reloaded.state.view.entry.form.text(Field::password).empty());
    reloaded.take(event::Navigated{"/setup", Secret{token}}); // the link once more
    CHECK(reloaded.state.view.entry.form.text(Field::merchant) == "青禾面馆");
    CHECK(reloaded.state.view.entry.token.reveal() == token);

    Desk elsewhere;
    elsewhere.take(event::Started{"/signin", Language::zh, Secret{}, "https://till.local", kept});
    CHECK(elsewhere.state.view.entry.form.texts.empty());
    CHECK(elsewhere.state.view.kept.empty());
    Desk spoilt;
    spoilt.take(event::Started{"/setup", Language::zh, Secret{}, "https://till.local", "{\"path\":1"});
    CHECK(spoilt.state.view.entry.form.text(Field::merchant).empty());
}

TEST_CASE("a pairing goes on after a reload by its address") {
    Desk desk;
    desk.open(("/devices/" + other).c_str());
    desk.sign_in(api::Role::manager);
    desk.answer(
        "/api/v1/pairings/" + other,
        api::Pairing{other, api::Purpose::staff, api::PairingState::claimed, "4821", "phone", {}, {9000}});
    CHECK(desk.timer);
    CHECK_FALSE(desk.state.view.entry.inviting.link);
    desk.want(intent::DecideInvited{true});
    CHECK(desk.last("/api/v1/pairings/" + other)->method == "PUT");
}
