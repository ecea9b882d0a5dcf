// Customers who wait, as the console knows them: what the feed tells takes the place of what was known, staff
// act once for each tap, minutes pass only while somebody counts them, and numbers are called aloud once.
#include <doctest/doctest.h>

#include "console_bench.h"

using namespace hexiao;
using namespace hexiao::console;
using namespace hexiao::test;

namespace {

using api::Line;
using api::TicketState;
using queue::Action;

constexpr std::int64_t minute = 60'000;
const std::string ticket_id = "01900000-0000-7000-8000-0000000000c1";
const std::string other_id = "01900000-0000-7000-8000-0000000000c2";

struct QueueBench : Bench {
    explicit QueueBench(api::Role role = api::Role::cashier, const std::string& path = "/queue",
                        std::optional<api::DisplayContent> content = {}) {
        now = 100 * minute;
        take(event::Started{path, Language::zh});
        api::Session session = session_of(role);
        session.display = std::move(content);
        session.stores.front().lanes.front().line = Line::general;
        answer(sent().request, 200, wire::write(session));
        snapshot("5");
    }
    api::Ticket ticket(const std::string& id, TicketState is, std::int64_t calls = 0) const {
        api::Ticket out;
        out.id = id;
        out.line = Line::group_buy;
        out.label = "A12";
        out.state = is;
        out.arrived_at = Instant{now - 2 * minute};
        if (is == TicketState::called) {
            out.called_at = Instant{now};
            out.lane_id = lane_id;
            out.lane = api::Title{"1 号窗口", "Lane 1"};
        }
        out.calls = calls;
        return out;
    }
    void tell(std::vector<api::Ticket> tickets, const std::string& id = "5",
              const std::string& day = "2026-11-22") {
        feed(id, "queue", wire::write(api::Queue{day, {}, std::move(tickets)}));
    }
    const api::Queue* known() const {
        return state.domain.today && state.domain.today->queue ? &*state.domain.today->queue : nullptr;
    }
    const effect::StartTimer* ticking() const {
        for (const Effect& one : effects) {
            const auto* timer = std::get_if<effect::StartTimer>(&one);
            if (timer != nullptr && timer->timer == Timer::minute) {
                return timer;
            }
        }
        return nullptr;
    }
    void tap(std::string body_of = {}) {
        want(intent::TakeNumber{Line::group_buy});
        CHECK(sent().path == "/api/v1/stores/" + store_id + "/tickets");
        CHECK(sent().method == "POST");
        CHECK(!sent().key.empty());
        if (!body_of.empty()) {
            CHECK(sent().body == body_of);
        }
    }
    std::string answered(std::optional<api::Ticket> with) const {
        api::TicketAnswer out;
        out.ticket = std::move(with);
        out.key = sent_key;
        return wire::write(out);
    }
    std::string sent_key = ticket_id;
};

api::DisplayContent spoken() {
    api::DisplayContent content;
    content.spoken = true;
    return content;
}

} // namespace

TEST_CASE("the queue that is told takes the place of the one before, whatever its id is") {
    QueueBench bench;
    CHECK(bench.known() == nullptr);
    bench.tell({bench.ticket(ticket_id, TicketState::waiting)});
    REQUIRE(bench.known() != nullptr);
    CHECK(bench.known()->tickets.size() == 1);
    bench.tell({}, "3");
    CHECK(bench.known()->tickets.empty());
    CHECK(bench.state.domain.last_event_id == "5");
    bench.tell({bench.ticket(ticket_id, TicketState::waiting)}, "5", "2026-11-21");
    CHECK(bench.known()->tickets.empty()); // of another day
}

TEST_CASE("who is called to one's own lane, and the newest of several") {
    QueueBench bench;
    auto before = bench.ticket(ticket_id, TicketState::called, 1);
    before.called_at = Instant{bench.now - minute};
    auto elsewhere = bench.ticket(handle, TicketState::called, 1);
    elsewhere.lane_id = handle;
    bench.tell({before, bench.ticket(other_id, TicketState::called, 1), elsewhere});
    REQUIRE(called_here(bench.state) != nullptr);
    CHECK(called_here(bench.state)->id == other_id);
    bench.tell({elsewhere});
    CHECK(called_here(bench.state) == nullptr);
}

TEST_CASE("a number is taken once for each tap; a lost answer is asked for again under its key") {
    QueueBench bench;
    bench.tap(R"({"line":"group_buy"})");
    const std::string key = bench.sent().key;
    const std::int64_t request = bench.sent().request;
    bench.want(intent::TakeNumber{Line::group_buy}); // impatient
    CHECK(bench.effect<effect::Fetch>() == nullptr);
    bench.answer(request, 0, "", "");
    CHECK(bench.state.view.queue.said == QueueSaid::unknown);
    bench.tap();
    CHECK(bench.sent().key == key);
    bench.answer(bench.sent().request, 200, bench.answered(bench.ticket(ticket_id, TicketState::waiting)));
    CHECK(bench.state.view.queue.said == QueueSaid::taken);
    CHECK(bench.state.view.queue.label == "A12");
    bench.tap();
    CHECK(bench.sent().key != key); // the next customer's
}

TEST_CASE("another tap after a lost answer is another action") {
    QueueBench bench;
    bench.tap();
    const std::string key = bench.sent().key;
    bench.answer(bench.sent().request, 502, "", "text/html");
    bench.want(intent::TakeNumber{Line::general});
    CHECK(bench.sent().key != key);
}

TEST_CASE("the next one is called, skipped, moved; what is refused is said") {
    QueueBench bench;
    bench.want(intent::CallNext{});
    CHECK(bench.sent().path == "/api/v1/stores/" + store_id + "/calls");
    CHECK(bench.sent().body == R"({"lane_id":")" + lane_id + R"("})");
    bench.answer(bench.sent().request, 200, bench.answered({}));
    CHECK(bench.state.view.queue.said == QueueSaid::nobody);
    bench.want(intent::ShowTicket{ticket_id});
    CHECK(bench.state.view.queue.shown == ticket_id);
    bench.want(intent::ChangeTicket{ticket_id, Action::move, Line::general});
    CHECK(!bench.state.view.queue.shown);
    CHECK(bench.sent().method == "PUT");
    CHECK(bench.sent().path == "/api/v1/tickets/" + ticket_id + "/state");
    CHECK(bench.sent().body == R"({"action":"move","line":"general"})");
    bench.answer(bench.sent().request, 200, bench.answered({}));
    bench.want(intent::ChangeTicket{ticket_id, Action::call});
    CHECK(bench.sent().body == R"({"action":"call","lane_id":")" + lane_id + R"("})");
    bench.problem(bench.sent().request, 409, Reason::ticket_closed);
    CHECK(bench.state.view.queue.said == QueueSaid::refused);
    CHECK(bench.state.view.queue.reason == Reason::ticket_closed);
}

TEST_CASE("without a lane nobody is called") {
    Bench bench;
    bench.sign_in(api::Role::cashier, std::nullopt, "/queue");
    bench.want(intent::CallNext{});
    CHECK(bench.effect<effect::Fetch>() == nullptr);
}

TEST_CASE("minutes are counted while somebody waits, at whole ones of the platform's clock") {
    QueueBench bench;
    CHECK(bench.ticking() == nullptr);
    bench.now += 20'000;
    bench.tell({bench.ticket(ticket_id, TicketState::waiting)});
    REQUIRE(bench.ticking() != nullptr);
    CHECK(bench.ticking()->after == Milliseconds{40'000});
    bench.tell({bench.ticket(ticket_id, TicketState::waiting)});
    CHECK(bench.ticking() == nullptr); // it runs
    bench.now += 40'000;
    bench.take(event::TimerFired{Timer::minute, {}});
    REQUIRE(bench.ticking() != nullptr);
    CHECK(bench.ticking()->after == Milliseconds{minute});
    bench.tell({});
    bench.take(event::TimerFired{Timer::minute, {}});
    CHECK(bench.ticking() == nullptr); // nobody is left
}

TEST_CASE("a wall counts minutes always, and its figures' age from when the feed was cut") {
    QueueBench bench{api::Role::display, "/"};
    CHECK(bench.state.view.route.screen == Screen::display);
    CHECK(bench.state.view.awake);
    CHECK(bench.state.ticking);
    CHECK(!bench.state.domain.cut_at);
    bench.take(event::FeedClosed{0});
    const Instant cut{bench.now};
    CHECK(bench.state.domain.cut_at == cut);
    bench.now += minute;
    bench.take(event::FeedClosed{0});
    CHECK(bench.state.domain.cut_at == cut); // since the first time
    bench.take(event::FeedOpened{});
    CHECK(!bench.state.domain.cut_at);
    bench.take(event::FeedClosed{0, Milliseconds{45'000}}); // given up after it was silent
    CHECK(bench.state.domain.cut_at == Instant{bench.now - 45'000});
}

TEST_CASE(
    "a display has the wall and Today, staff may look at the wall, and nobody else sees the queue's screen") {
    QueueBench wall{api::Role::display, "/queue"};
    CHECK(wall.state.view.route.screen == Screen::display);
    wall.take(event::Navigated{"/today"});
    CHECK(wall.state.view.route.screen == Screen::today);
    QueueBench manager{api::Role::manager, "/display"};
    CHECK(manager.state.view.route.screen == Screen::display);
    CHECK(format_route({Screen::queue, {}}) == "/queue");
    CHECK(parse_route("/display") == Route{Screen::display, {}});
}

TEST_CASE("a number is called aloud when it is seen to be called, once for each call") {
    QueueBench bench{api::Role::display, "/", spoken()};
    bench.tell({bench.ticket(ticket_id, TicketState::called, 1)});
    CHECK(bench.effect<effect::Speak>() == nullptr); // called before somebody looked
    bench.tell({bench.ticket(ticket_id, TicketState::called, 1)});
    CHECK(bench.effect<effect::Speak>() == nullptr);
    bench.tell({bench.ticket(ticket_id, TicketState::called, 2)});
    REQUIRE(bench.effect<effect::Speak>() != nullptr);
    CHECK(bench.effect<effect::Speak>()->label == "A12");
    CHECK(bench.effect<effect::Speak>()->lane.zh == "1 号窗口");
    auto old = bench.ticket(other_id, TicketState::called, 1);
    old.called_at = Instant{bench.now - minute}; // while the feed was cut
    bench.tell({old});
    CHECK(bench.effect<effect::Speak>() == nullptr);
}

TEST_CASE("nothing is said aloud where that is off, or elsewhere than on the wall") {
    for (const bool wanted : {false, true}) {
        QueueBench bench{wanted ? api::Role::manager : api::Role::display, wanted ? "/queue" : "/",
                         wanted ? std::optional{spoken()} : std::nullopt};
        bench.tell({});
        bench.tell({bench.ticket(ticket_id, TicketState::called, 1)});
        CHECK(bench.effect<effect::Speak>() == nullptr);
    }
}

TEST_CASE("managers are told of long waits, and what would help") {
    QueueBench bench{api::Role::manager, "/counter"};
    auto first = bench.ticket(ticket_id, TicketState::waiting);
    auto second = bench.ticket(other_id, TicketState::waiting);
    first.arrived_at = Instant{bench.now - 5 * minute + 1};
    bench.tell({first, second});
    CHECK(queue_alarm(bench.state).alarm == queue::Alarm::none);
    bench.now += 1;
    bench.take(event::TimerFired{Timer::minute, {}});
    CHECK(queue_alarm(bench.state).alarm == queue::Alarm::long_wait);
    CHECK(queue_alarm(bench.state).waiting == 1);
    CHECK(queue_alarm(bench.state).longest == Milliseconds{5 * minute});
    CHECK(queue_alarm(bench.state).group_buy_lane);
    bench.now += 5 * minute;
    bench.take(event::TimerFired{Timer::minute, {}});
    CHECK(queue_alarm(bench.state).alarm == queue::Alarm::too_long);
    CHECK(queue_alarm(bench.state).waiting == 2);
    QueueBench cashier;
    cashier.tell({first});
    cashier.now += 20 * minute;
    cashier.take(event::TimerFired{Timer::minute, {}});
    CHECK(queue_alarm(cashier.state).alarm == queue::Alarm::none);
}

TEST_CASE("the advice fits a shop as the set-up page makes it, and alarms are the merchant's") {
    QueueBench bench{api::Role::manager, "/counter"};
    const auto told = [&](std::size_t lanes, std::optional<queue::Alarms> alarms) {
        api::Store store = session_of(api::Role::manager).stores.front();
        while (store.lanes.size() < lanes) {
            store.lanes.push_back({other_id, {"2 号窗口", "Lane 2"}, {}});
        }
        store.alarms = alarms;
        bench.feed("5", "store", wire::write(api::StoreEvent{store, {}}));
    };
    told(2, {});
    auto waits = bench.ticket(ticket_id, TicketState::waiting);
    waits.arrived_at = Instant{bench.now - 6 * minute};
    bench.tell({waits});
    CHECK(queue_alarm(bench.state).group_buy_lane);
    told(1, {});
    CHECK_FALSE(queue_alarm(bench.state).group_buy_lane);
    CHECK(queue_alarm(bench.state).alarm == queue::Alarm::long_wait);
    told(2, queue::Alarms{8, 20});
    CHECK(queue_alarm(bench.state).alarm == queue::Alarm::none);
    CHECK_FALSE(queue_alarm(bench.state).group_buy_lane);
    bench.now += 2 * minute;
    bench.take(event::TimerFired{Timer::minute, {}});
    CHECK(queue_alarm(bench.state).waiting == 1);
    CHECK(queue_alarm(bench.state).since == Instant{bench.now});
}

TEST_CASE("a wall that calls numbers tries its voice once, and knows what became of it") {
    QueueBench silent{api::Role::display, "/"};
    CHECK_FALSE(silent.state.view.voice_tried);
    QueueBench bench{api::Role::display, "/", spoken()};
    CHECK(bench.state.view.voice_tried);
    bench.tell({});
    CHECK(bench.effect<effect::TryVoice>() == nullptr);
    bench.take(event::VoiceChanged{Voice::waits_for_touch});
    CHECK(bench.state.view.voice == Voice::waits_for_touch);
    bench.take(event::VoiceChanged{Voice::heard});
    CHECK(bench.state.view.voice == Voice::heard);
    QueueBench manager{api::Role::manager, "/queue", spoken()};
    CHECK_FALSE(manager.state.view.voice_tried);
}

TEST_CASE("a wall takes a newer build by itself, when the minute changes; other screens ask") {
    QueueBench bench{api::Role::display, "/"};
    bench.take(event::TimerFired{Timer::minute, {}});
    CHECK(bench.effect<effect::Update>() == nullptr);
    bench.take(event::UpdateReady{});
    CHECK(bench.effect<effect::Update>() == nullptr);
    bench.take(event::TimerFired{Timer::minute, {}});
    CHECK(bench.effect<effect::Update>() != nullptr);
    QueueBench counter;
    counter.tell({counter.ticket(ticket_id, TicketState::waiting)});
    counter.take(event::UpdateReady{});
    counter.take(event::TimerFired{Timer::minute, {}});
    CHECK(counter.effect<effect::Update>() == nullptr);
    // Staff look at the wall while something of theirs is unsent.
    QueueBench unsent;
    unsent.show_card();
    unsent.tap_redeem();
    unsent.take(event::Navigated{"/display"});
    unsent.take(event::UpdateReady{});
    unsent.take(event::TimerFired{Timer::minute, {}});
    CHECK(unsent.effect<effect::Update>() == nullptr);
}

TEST_CASE("a wall is dark in the evening and at night, by its store's clock") {
    QueueBench bench{api::Role::display, "/"};
    const auto at = [&](std::int64_t hour) {
        bench.now = (hour - 8 + 24) % 24 * 60 * minute + std::int64_t{10} * 24 * 60 * minute; // +08:00
        bench.state.now = Instant{bench.now};
        bench.state.domain.ahead = Milliseconds{0};
        return is_night(bench.state);
    };
    CHECK(at(6));
    CHECK(!at(7));
    CHECK(!at(18));
    CHECK(at(19));
    CHECK(at(0));
    bench.take(event::Navigated{"/today"});
    CHECK(!is_night(bench.state));
}
