// Customers who wait: what the feed tells of them, what staff do, and when somebody should be told; see
// console.h. The list is the platform's: an answer only says what became of a tap, and one that is lost is
// asked for again by the same tap under the same key.
#include <algorithm>

#include "core/api/endpoints.h"
#include "core/console/turn.h"

namespace hexiao::console {

namespace {

constexpr std::int64_t minute_ms = 60'000;
// A number that was called longer ago is not called out any more: its customer has come, or gone.
constexpr Milliseconds called_out_for{30'000};
// By the store's clock, in minutes: from seven in the evening to seven in the morning.
constexpr std::int64_t night_begins = std::int64_t{19} * 60, night_ends = std::int64_t{7} * 60,
                       day_minutes = std::int64_t{24} * 60;

const api::Queue* queue_of(const State& state) noexcept {
    const auto& today = state.domain.today;
    return today && today->queue ? &*today->queue : nullptr;
}

} // namespace

Instant platform_now(const State& state) noexcept { return state.now + state.domain.ahead; }

const api::Ticket* called_here(const State& state) noexcept {
    const api::Queue* queue = queue_of(state);
    if (queue == nullptr || !state.domain.session || !state.domain.session->lane_id) {
        return nullptr;
    }
    const api::Ticket* newest = nullptr;
    for (const api::Ticket& ticket : queue->tickets) {
        const bool here =
            ticket.state == api::TicketState::called && ticket.lane_id == state.domain.session->lane_id;
        if (here && (newest == nullptr || newest->called_at < ticket.called_at)) {
            newest = &ticket;
        }
    }
    return newest;
}

api::DisplayContent display_content(const State& state) {
    const auto& session = state.domain.session;
    return session && session->display ? *session->display : api::DisplayContent{};
}

bool is_night(const State& state) noexcept {
    const api::Store* store = current_store(state);
    if (store == nullptr || state.view.route.screen != Screen::display) {
        return false;
    }
    const std::int64_t minutes = platform_now(state).ms / minute_ms + store->utc_offset_minutes;
    const std::int64_t clock = (minutes % day_minutes + day_minutes) % day_minutes;
    return clock >= night_begins || clock < night_ends;
}

queue::Alarms queue_alarms(const State& state) noexcept {
    const api::Store* store = current_store(state);
    return store == nullptr ? queue::Alarms{} : store->alarms.value_or(queue::Alarms{});
}

QueueAlarm queue_alarm(const State& state) noexcept {
    QueueAlarm out;
    const api::Queue* queue = queue_of(state);
    const api::Store* store = current_store(state);
    if (queue == nullptr || store == nullptr || !api::is_in(api::managers, state.domain.session->role)) {
        return out;
    }
    const queue::Alarms alarms = queue_alarms(state);
    queue::LineLoad group_buy;
    queue::LineLoad general;
    for (const api::Ticket& ticket : queue->tickets) {
        if (ticket.state != api::TicketState::waiting) {
            continue;
        }
        const Milliseconds wait = platform_now(state) - ticket.arrived_at;
        queue::LineLoad& load = ticket.line == api::Line::general ? general : group_buy;
        ++load.waiting;
        load.longest = std::max(load.longest, wait);
        out.longest = std::max(out.longest, wait);
        out.waiting += wait >= alarms.first() ? 1 : 0;
    }
    const Milliseconds limit =
        queue::alarm_of(out.longest, alarms) == queue::Alarm::too_long ? alarms.second() : alarms.first();
    for (const api::Ticket& ticket : queue->tickets) {
        const Instant began = ticket.arrived_at + limit;
        if (ticket.state == api::TicketState::waiting && began <= platform_now(state)) {
            out.since = std::max(out.since, began);
        }
    }
    std::int64_t shared = 0;
    for (const api::Lane& lane : store->lanes) {
        group_buy.lanes += lane.line == api::Line::group_buy ? 1 : 0;
        general.lanes += lane.line == api::Line::general ? 1 : 0;
        shared += lane.line ? 0 : 1;
    }
    out.alarm = queue::alarm_of(out.longest, alarms);
    out.group_buy_lane = queue::suggests_group_buy_lane(group_buy, general, shared, alarms);
    return out;
}

// --- the feed
// ------------------------------------------------------------------------------------------------------

// The whole queue, as it is: whatever id it has, it takes the place of the one before.
void Turn::queue_received(const event::FeedReceived& received) {
    auto told = wire::read<api::Queue>(received.data);
    auto& today = state_.domain.today;
    if (!told || !today || told->business_day != today->business_day) {
        return; // of another day: its snapshot is on the way
    }
    told->as_of.reset(); // two that differ in nothing else are the same queue
    if (today->queue) {
        speak_of(*today->queue, *told);
    }
    if (today->queue != *told) {
        figures_changed(); // waits
    }
    today->queue = std::move(*told);
}

// This screen, if it is one of them, shows from now on what it was given.
void Turn::displays_received(const api::Displays& told) {
    api::Session& session = *state_.domain.session;
    const auto mine = std::ranges::find(told.displays, session.device_id, &api::Display::device_id);
    if (mine != told.displays.end()) {
        session.display = mine->content;
    }
}

// Before the first number is called, so that somebody who sets the screen up sees that it would not be heard.
void Turn::try_voice() {
    const bool calls = state_.domain.session && state_.view.route.screen == Screen::display &&
                       display_content(state_).spoken;
    if (calls && !state_.view.voice_tried) {
        state_.view.voice_tried = true;
        emit(effect::TryVoice{});
    }
}

// Numbers that were called just now. What a snapshot tells was called before somebody looked here.
void Turn::speak_of(const api::Queue& before, const api::Queue& after) {
    if (state_.view.route.screen != Screen::display || !display_content(state_).spoken) {
        return;
    }
    for (const api::Ticket& ticket : after.tickets) {
        if (ticket.state != api::TicketState::called || !ticket.called_at || !ticket.lane) {
            continue;
        }
        const auto known = std::ranges::find(before.tickets, ticket.id, &api::Ticket::id);
        const bool again = known != before.tickets.end() && known->calls >= ticket.calls;
        if (!again && platform_now(state_) - *ticket.called_at < called_out_for) {
            emit(effect::Speak{ticket.label, *ticket.lane, state_.view.preferences.language});
        }
    }
}

// --- what staff do
// -------------------------------------------------------------------------------------------------

void Turn::want(const intent::TakeNumber& take) {
    if (allowed_at_counter()) {
        ask_queue("POST", "/api/v1/stores/" + state_.domain.session->store_id + "/tickets",
                  wire::write(api::TakeTicket{take.line}));
    }
}

void Turn::want(const intent::CallNext& /*call*/) {
    const api::Lane* lane = current_lane(state_);
    if (allowed_at_counter() && lane != nullptr) {
        ask_queue("POST", "/api/v1/stores/" + state_.domain.session->store_id + "/calls",
                  wire::write(api::CallNext{lane->id}));
    }
}

void Turn::want(const intent::ShowTicket& show) {
    state_.view.queue.shown = show.id.empty() ? std::nullopt : std::optional{show.id};
}

void Turn::want(const intent::ChangeTicket& change) {
    state_.view.queue.shown.reset();
    const api::Lane* lane = current_lane(state_);
    const bool calls = change.action == queue::Action::call;
    if (allowed_at_counter() && (lane != nullptr || !calls)) {
        const auto to = calls ? std::optional{lane->id} : std::nullopt;
        ask_queue("PUT", "/api/v1/tickets/" + change.id + "/state",
                  wire::write(api::TicketCommand{change.action, change.line, to}));
    }
}

void Turn::ask_queue(std::string method, std::string path, std::string body) {
    QueueView& queue = state_.view.queue;
    if (queue.busy) {
        return;
    }
    const bool again = queue.said == QueueSaid::unknown && queue.path == path && queue.body == body;
    const std::string key = again ? queue.key : make_uuid7(stamp_.now, stamp_.random);
    const auto shown = std::move(queue.shown);
    queue = {.busy = true,
             .said = QueueSaid::nothing,
             .reason = Reason::none,
             .label = {},
             .path = path,
             .body = body,
             .key = key,
             .shown = shown};
    fetch(Ask::ticket, std::move(method), std::move(path), std::move(body), key);
}

void Turn::ticket_answered(const outbox::HttpAnswer& answer) {
    QueueView& queue = state_.view.queue;
    queue.busy = false;
    const auto told = read_answer<api::TicketAnswer>(answer);
    if (told) {
        const bool took = queue.path.ends_with("/tickets");
        queue.said = !told->ticket ? QueueSaid::nobody : took ? QueueSaid::taken : QueueSaid::nothing;
        queue.label = told->ticket ? told->ticket->label : std::string{};
        return;
    }
    queue.reason = told.error().reason;
    if (queue.reason == Reason::unauthenticated) {
        signed_out();
    } else {
        const bool open = queue.reason == Reason::other || queue.reason == Reason::in_flight;
        queue.said = open ? QueueSaid::unknown : QueueSaid::refused;
    }
}

// --- minutes
// -------------------------------------------------------------------------------------------------------

// While somebody waits, a notice that was seen is to return, or a wall is looked at, every whole minute of
// the platform's clock is an event: waits, clocks and alarms are what they are at `now`, and nothing else
// would tell. Otherwise the console sleeps.
void Turn::tick() {
    if (state_.ticking || !state_.domain.session) {
        return;
    }
    const api::Queue* queue = queue_of(state_);
    const bool waited = queue != nullptr && !queue->tickets.empty();
    const bool counted = allowed_at_counter() && (waited || stock_returns(state_));
    const Screen here = state_.view.route.screen; // ages, too, are what they are at `now`
    if (!counted && here != Screen::display && here != Screen::devices) {
        return;
    }
    const std::int64_t into = (platform_now(state_).ms % minute_ms + minute_ms) % minute_ms;
    state_.ticking = true;
    emit(effect::StartTimer{Timer::minute, {}, Milliseconds{minute_ms - into}});
}

} // namespace hexiao::console
