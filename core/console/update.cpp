// The loop's body: session, places, feed; see console.h. The counter stands in counter.cpp.
#include <algorithm>
#include <array>
#include <utility>

#include "core/api/endpoints.h"
#include "core/api/feed.h"
#include "core/base/integer.h"
#include "core/console/turn.h"

namespace hexiao::console {

namespace {

constexpr Milliseconds copied_said_for{2500};

bool shows_counter(const State& state) noexcept {
    return state.view.route.screen == Screen::counter || state.view.route.screen == Screen::card;
}

} // namespace

Error problem_of(const outbox::HttpAnswer& answer) {
    if (answer.content_type.starts_with("application/problem+json")) {
        if (auto problem = wire::read<api::Problem>(answer.body)) {
            return {problem->reason, problem->field.value_or("")};
        }
    }
    return {Reason::other, {}};
}

Effects update(State& state, const Event& event, const Stamp& stamp) {
    Turn turn{state, stamp};
    turn.take(event);
    return turn.finish();
}

void Turn::take(const Event& event) {
    std::visit([this](const auto& happened) { on(happened); }, event);
}

// The camera follows from the state: it scans only where the next customer's code is waited for.
Effects Turn::finish() {
    const bool here = state_.domain.session && allowed_at_counter() && shows_counter(state_);
    CameraMode mode = CameraMode::off;
    if (here && counter().camera_wanted) {
        const bool waiting = std::holds_alternative<Waiting>(counter().step);
        mode = waiting && current_lane(state_) != nullptr ? CameraMode::scanning : CameraMode::paused;
    }
    if (mode != counter().camera_mode) {
        counter().camera_mode = mode;
        emit(effect::SetCamera{mode});
    }
    keep_draft();
    return std::move(effects_);
}

bool Turn::allowed_at_counter() const noexcept {
    const auto& session = state_.domain.session;
    return session && (api::counter_staff & api::roles(session->role)) != 0 &&
           session->role != api::Role::other;
}

void Turn::fetch(Ask what, std::string method, std::string path, std::string body, std::string key) {
    const std::int64_t request = state_.next_request++;
    state_.asked[request] = Asked{what, key};
    emit(effect::Fetch{request, std::move(method), std::move(path), std::move(body), std::move(key)});
}

// --- start, places, languages
// --------------------------------------------------------------------------------------

void Turn::on(const event::Started& started) {
    state_.view.language = started.language;
    set_text_size(started.text_size);
    state_.view.route = parse_route(started.path);
    state_.view.after_sign_in = is_link(state_.view.route.screen) ? Route{} : state_.view.route;
    entry().token = started.token;
    entry().origin = started.origin;
    if (const std::string path = format_route(state_.view.route); path != started.path) {
        emit(effect::Navigate{path, true}); // the address says what is shown
    }
    emit(effect::ListRecords{});
    ask_session();
    enter_entry();
    state_.view.kept = started.draft;
    read_draft(started.draft);
}

void Turn::on(const event::Navigated& navigated) {
    const Route route = parse_route(navigated.path);
    if (!navigated.token.empty()) {
        entry().token = navigated.token;
    }
    if (is_link(route.screen)) {
        // The same link once more, with a token perhaps: what was written stays.
        const bool again = route == state_.view.route && route.screen != Screen::pair;
        state_.view.route = route;
        if (!again) {
            enter_entry();
        }
        return;
    }
    if (!state_.domain.session) {
        // Nothing but sign-in can be shown; where they wanted to go is kept.
        if (state_.domain.session_known && route.screen != Screen::sign_in) {
            state_.view.after_sign_in = route;
            show({Screen::sign_in, {}}, true);
        }
        return;
    }
    state_.view.route = route;
    enter_route();
}

// Shows a screen and puts it into the address bar.
void Turn::show(const Route& route, bool replace) {
    if (route != state_.view.route || replace) {
        emit(effect::Navigate{format_route(route), replace});
    }
    state_.view.route = route;
    enter_route();
}

// What a screen needs when it is entered, by whatever way.
void Turn::enter_route() {
    if (!state_.domain.session || is_link(state_.view.route.screen)) {
        return;
    }
    if (!allowed_at_counter() && state_.view.route.screen != Screen::today) {
        show({Screen::today, {}}, true);
        return;
    }
    if (state_.view.route.screen == Screen::sign_in) {
        show({Screen::counter, {}}, true);
        return;
    }
    enter_entry();
    if (state_.view.route.screen == Screen::card) {
        const auto* showing = std::get_if<Showing>(&counter().step);
        if (showing == nullptr || showing->handle != state_.view.route.handle) {
            load_card(state_.view.route.handle);
        }
    } else if (std::holds_alternative<Showing>(counter().step)) {
        counter().step = Waiting{};
    }
}

void Turn::on(const event::Shown& /*shown*/) {
    // A sleeping page may have lost its feed without being told; resuming one that was alive costs a comment.
    // The tab that somebody looks at reads for all of the browser's.
    if (state_.domain.session) {
        open_feed(false, true);
    }
}

void Turn::on(const event::GlyphsFalsified& falsified) { state_.view.glyphs_falsified = falsified.shown; }

void Turn::on(const event::NothingKept& /*nothing_kept*/) { state_.view.nothing_kept = true; }

void Turn::on(const event::Wanted& wanted) {
    std::visit([this](const auto& intent) { want(intent); }, wanted.intent);
}

void Turn::want(const intent::ChooseLanguage& choice) {
    state_.view.language = choice.language;
    emit(effect::SaveLanguage{choice.language});
}

// A browser may have kept one of another build.
bool Turn::set_text_size(int percent) {
    const bool known = std::ranges::find(text_sizes, percent) != text_sizes.end();
    state_.view.text_size = known ? percent : state_.view.text_size;
    return known;
}

void Turn::want(const intent::ChooseTextSize& choice) {
    if (set_text_size(choice.percent)) {
        emit(effect::SaveTextSize{choice.percent});
    }
}

void Turn::want(const intent::Go& go) { show({go.screen, {}}, false); }

// Navigated tells where that led.
void Turn::want(const intent::Leave& /*leave*/) {
    emit(effect::Leave{format_route({above(state_.view.route.screen), {}})});
}

// Shows the screen from which this one was opened. The address goes back instead of on, so that the browser's
// own way back does not lead through everything that is over.
void Turn::leave_for(Screen screen) {
    state_.view.route = {screen, {}};
    emit(effect::Leave{format_route(state_.view.route)});
    enter_route();
}

void Turn::want(const intent::Copy& copy) { emit(effect::Copy{copy.text}); }

void Turn::on(const event::TextCopied& copied) {
    state_.view.copied = copied.ok ? Copied::done : Copied::failed;
    emit(effect::StartTimer{Timer::copied, {}, copied_said_for});
}

// --- session
// -------------------------------------------------------------------------------------------------------

void Turn::ask_session() { fetch(Ask::session, "GET", "/api/v1/session"); }

void Turn::want(const intent::EditAccount& edit) {
    state_.view.sign_in.account = edit.text;
    state_.view.sign_in.problem = Reason::none;
}

void Turn::want(const intent::EditPassword& edit) {
    state_.view.sign_in.password = edit.text;
    state_.view.sign_in.problem = Reason::none;
}

void Turn::want(const intent::SignIn& /*sign_in*/) {
    SignInView& form = state_.view.sign_in;
    if (form.busy) {
        return;
    }
    if (form.account.empty() || form.password.empty()) {
        form.problem = Reason::invalid_field;
        return;
    }
    form.busy = true;
    form.problem = Reason::none;
    fetch(Ask::sign_in, "POST", "/api/v1/session",
          wire::write(api::SignInRequest{form.account, form.password}));
}

void Turn::want(const intent::SignOut& /*sign_out*/) { fetch(Ask::sign_out, "DELETE", "/api/v1/session"); }

void Turn::session_answered(const outbox::HttpAnswer& answer, bool signing_in) {
    auto session = read_answer<api::Session>(answer);
    state_.view.sign_in.busy = false;
    if (session) {
        state_.view.sign_in = {};
        signed_in(std::move(*session));
        return;
    }
    const Reason reason = session.error().reason;
    if (signing_in) {
        state_.view.sign_in.problem = reason;
    } else if (reason == Reason::unauthenticated) {
        signed_out();
    } else {
        state_.domain.link = Link::offline;
        const auto after = outbox::retry_delay(++state_.session_attempts, stamp_.random);
        emit(effect::StartTimer{Timer::session_retry, {}, after});
    }
}

void Turn::signed_in(api::Session session) {
    state_.domain.session_known = true;
    state_.domain.session = std::move(session);
    state_.domain.link = Link::connecting;
    state_.session_attempts = 0;
    open_feed(true);
    const Route target = state_.view.after_sign_in;
    if (state_.view.route.screen == Screen::sign_in || state_.view.route.screen == Screen::setup) {
        show(target.screen == Screen::sign_in ? Route{} : target, true);
    } else {
        enter_route();
    }
    send_pending();
}

void Turn::signed_out() {
    const bool was_in = state_.domain.session.has_value();
    state_.domain.session_known = true;
    state_.domain.session.reset();
    state_.domain.today.reset();
    state_.domain.last_event_id.clear();
    state_.feed_returns.reset();
    // What the browser was told of the camera is no view of the person's: `finish` tells it to stop.
    CounterView left;
    left.camera_mode = counter().camera_mode;
    left.camera = counter().camera;
    counter() = std::move(left);
    // Answers to this person's questions come too late to matter. A redemption's outcome always matters, and
    // the ways in are the next person's.
    std::erase_if(state_.asked, [](const auto& asked) {
        constexpr std::array kept{Ask::redeem, Ask::sign_in, Ask::set_up,
                                  Ask::reset,  Ask::claim,   Ask::collect};
        return std::ranges::find(kept, asked.second.what) == kept.end();
    });
    state_.view.place_busy = false;
    state_.domain.journal.asked.reset();
    state_.domain.journal.reported.reset(); // the next one may be of another merchant
    state_.domain.journal.mismatch = false; // and is told anew by the next head
    if (was_in) {
        emit(effect::CloseFeed{});
    }
    if (is_link(state_.view.route.screen)) {
        return; // nobody needs to be signed in there
    }
    forget_entry();
    if (!was_in) {
        fetch(Ask::setup_open, "GET", "/api/v1/setup");
    }
    if (state_.view.route.screen != Screen::sign_in) {
        state_.view.after_sign_in = was_in ? Route{} : state_.view.route;
        show({Screen::sign_in, {}}, true);
    }
}

void Turn::want(const intent::ChoosePlace& place) {
    if (!state_.view.place_busy) {
        state_.view.place_busy = true;
        fetch(Ask::place, "PUT", "/api/v1/session/place",
              wire::write(api::PlaceRequest{place.store_id, place.lane_id}));
    }
}

void Turn::place_answered(const outbox::HttpAnswer& answer) {
    state_.view.place_busy = false;
    auto session = read_answer<api::Session>(answer);
    if (session) {
        const bool moved = session->store_id != state_.domain.session->store_id;
        state_.domain.session = std::move(*session);
        if (moved) {
            state_.domain.today.reset();
            open_feed(true);
        }
        leave_for(Screen::counter);
    } else if (session.error().reason == Reason::unauthenticated) {
        signed_out();
    } else {
        state_.domain.link = session.error().reason == Reason::other ? Link::offline : state_.domain.link;
    }
}

void Turn::on(const event::Answered& answered) {
    const auto found = state_.asked.find(answered.request);
    if (found == state_.asked.end()) {
        return;
    }
    const Asked asked = found->second;
    state_.asked.erase(found);
    switch (asked.what) {
    case Ask::session:
    case Ask::sign_in: session_answered(answered.answer, asked.what == Ask::sign_in); break;
    case Ask::sign_out:
        // 204, or a 401 from a session that had ended already: out either way. No answer: still in.
        if (answered.answer.status == 204 || answered.answer.status == 401) {
            signed_out();
        } else {
            state_.domain.link = Link::offline;
        }
        break;
    case Ask::place: place_answered(answered.answer); break;
    case Ask::prepare:
    case Ask::prepared: prepared_answered(answered.answer, asked.what == Ask::prepared); break;
    case Ask::redeem: redeem_answered(asked.key, answered.answer); break;
    case Ask::head_proof: head_proof_answered(answered.answer); break;
    case Ask::head_report: head_report_answered(answered.answer); break;
    default: entry_answered(asked.what, answered.answer); break;
    }
}

// --- feed
// ----------------------------------------------------------------------------------------------------------

void Turn::open_feed(bool from_snapshot, bool looking) {
    if (from_snapshot) {
        state_.domain.last_event_id.clear();
    }
    emit(effect::OpenFeed{"/api/v1/stores/" + state_.domain.session->store_id + "/feed",
                          state_.domain.last_event_id, state_.domain.session->staff_id, looking});
}

// Tabs of one browser share a feed, so one may hear twice, or late, what it knows already.
bool Turn::seen_before(const event::FeedReceived& received) const {
    const std::int64_t id = parse_integer(received.id).value_or(-1);
    const std::int64_t last = parse_integer(state_.domain.last_event_id).value_or(-1);
    return received.type == "snapshot" ? id < last : id >= 0 && id <= last;
}

void Turn::on(const event::FeedReceived& received) {
    if (!state_.domain.session) {
        return;
    }
    if (received.type == "bye") {
        // Its stream ends, and nothing is wrong.
        const auto bye = wire::read<api::FeedBye>(received.data);
        state_.feed_returns = Milliseconds{bye ? bye->retry_ms : 0};
        return;
    }
    reached();
    if (received.type == "reset") {
        state_.domain.last_event_id.clear(); // only the snapshot that follows is right
        return;
    }
    if (received.type == "products") {
        products_received(received);
        return;
    }
    if (seen_before(received)) {
        return;
    }
    bool applied = true; // types that this build does not know keep the chain of ids without being shown
    if (received.type == "snapshot") {
        applied = snapshot_received(received);
    } else if (received.type == "redemption") {
        applied = redemption_received(received);
    }
    // An event that was not applied must not be skipped by a later resume.
    if (applied) {
        state_.domain.last_event_id = received.id;
    }
}

void Turn::on(const event::FeedOpened& /*opened*/) {
    if (state_.domain.session && state_.domain.today) {
        reached(); // without a day there is nothing right to show yet: its snapshot is on the way
    }
}

// The platform speaks to us.
void Turn::reached() {
    state_.domain.link = Link::online;
    state_.feed_attempts = 0;
    for (auto& [key, pending] : state_.domain.pending) {
        send(pending); // the network is back: no need to wait for the timer
    }
}

bool Turn::snapshot_received(const event::FeedReceived& received) {
    auto today = wire::read<api::Today>(received.data);
    if (!today || today->store_id != state_.domain.session->store_id) {
        return false;
    }
    const Milliseconds until_end = today->day_ends_at - today->server_time;
    state_.domain.today = std::move(*today);
    emit(effect::StartTimer{Timer::day_end, {}, std::max(until_end, Milliseconds{1000})});
    watch_journal();
    return true;
}

bool Turn::redemption_received(const event::FeedReceived& received) {
    auto happened = wire::read<api::RedemptionEvent>(received.data);
    auto& today = state_.domain.today;
    if (!happened || !today || happened->previous_id != state_.domain.last_event_id ||
        happened->business_day != today->business_day) {
        open_feed(true); // something was missed, or a new day began
        return false;
    }
    const api::Redemption& redemption = happened->redemption;
    today->redeemed += redemption.uses;
    today->amount = today->amount + redemption.amount;
    const auto product =
        std::ranges::find(today->products, redemption.product_id, &api::ProductProgress::product_id);
    if (product != today->products.end()) {
        product->redeemed += redemption.uses;
        product->usable = std::max<std::int64_t>(0, product->usable - redemption.uses);
    }
    today->recent.insert(today->recent.begin(), redemption);
    if (today->recent.size() > api::recent_redemptions) {
        today->recent.pop_back();
    }
    return true;
}

// What it counts is what we have counted when we stand where it was told; otherwise another one follows.
void Turn::products_received(const event::FeedReceived& received) {
    auto told = wire::read<api::ProductsEvent>(received.data);
    auto& today = state_.domain.today;
    if (told && today && received.id == state_.domain.last_event_id &&
        told->business_day == today->business_day) {
        today->products = std::move(told->products);
    }
}

void Turn::on(const event::FeedClosed& closed) {
    if (!state_.domain.session) {
        return;
    }
    const auto returns = std::exchange(state_.feed_returns, std::nullopt);
    if (closed.status == 401) {
        ask_session();
        return;
    }
    if (returns && closed.status == 200) {
        emit(effect::StartTimer{Timer::feed_retry, {}, *returns});
        return;
    }
    state_.domain.link = Link::offline;
    const auto after = outbox::retry_delay(++state_.feed_attempts, stamp_.random);
    emit(effect::StartTimer{Timer::feed_retry, {}, after});
}

void Turn::on(const event::TimerFired& fired) {
    if (fired.timer == Timer::session_retry) {
        ask_session();
        return;
    }
    if (fired.timer == Timer::pairing) {
        ask_pairing();
        return;
    }
    if (fired.timer == Timer::copied) {
        state_.view.copied = Copied::nothing;
        return;
    }
    if (!state_.domain.session) {
        return;
    }
    switch (fired.timer) {
    case Timer::session_retry:
    case Timer::pairing:
    case Timer::copied: break;
    case Timer::feed_retry: open_feed(false); break;
    case Timer::day_end: open_feed(true); break;
    case Timer::redeem_late:
        if (auto* acting = std::get_if<Acting>(&counter().step);
            acting != nullptr && acting->key == fired.key) {
            acting->checking = true;
        }
        break;
    case Timer::redeem_retry:
        if (const auto found = state_.domain.pending.find(fired.key); found != state_.domain.pending.end()) {
            send(found->second);
        }
        break;
    }
}

} // namespace hexiao::console
