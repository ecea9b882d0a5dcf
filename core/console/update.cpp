// The loop's body: session, places, feed; see console.h. The counter stands in counter.cpp.
#include <algorithm>
#include <array>
#include <utility>

#include "core/api/endpoints.h"
#include "core/api/feed.h"
#include "core/api/wire_json.h"
#include "core/base/integer.h"
#include "core/console/turn.h"

namespace hexiao::console {

namespace {

constexpr Milliseconds copied_said_for{2500};

// What an event of a type that this build does not know has in common with those that count.
struct Chained {
    static constexpr std::string_view wire_name = "Chained";
    std::optional<std::string> previous_id;

    template <class V>
    static void fields(V& v) {
        v("previous_id", &Chained::previous_id, wire::text(1, 64));
    }
};

bool shows_counter(const State& state) noexcept {
    return state.view.route.screen == Screen::counter || state.view.route.screen == Screen::card;
}

// What a redemption adds to the day (1), or takes from it where it was undone (-1).
void count(api::Today& today, const api::Redemption& redemption, std::int64_t sign) {
    const std::int64_t uses = sign * redemption.uses;
    today.redeemed += uses;
    today.amount = {today.amount.fen + sign * redemption.amount.fen};
    if (today.lanes) {
        auto lane = std::ranges::find(*today.lanes, redemption.lane_id, &api::LaneDay::lane_id);
        if (lane == today.lanes->end()) {
            lane = today.lanes->insert(lane, {redemption.lane, 0, redemption.lane_id});
        }
        lane->redeemed += uses;
    }
    const auto product =
        std::ranges::find(today.products, redemption.product_id, &api::ProductProgress::product_id);
    if (product != today.products.end()) {
        product->redeemed += uses;
        product->usable = std::max<std::int64_t>(0, product->usable - uses);
    }
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
    state.now = stamp.now;
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
        // Under a verdict that goes by itself too: the next customer need not wait for it.
        const auto* verdict = std::get_if<Verdict>(&counter().step);
        const bool waiting =
            std::holds_alternative<Waiting>(counter().step) || (verdict != nullptr && verdict->goes);
        mode = waiting && current_lane(state_) != nullptr ? CameraMode::scanning : CameraMode::paused;
    }
    if (mode != counter().camera_mode) {
        counter().camera_mode = mode;
        emit(effect::SetCamera{mode});
        if (mode == CameraMode::scanning) {
            wake_camera();
        }
    }
    const bool wall = state_.domain.session && (state_.domain.session->role == api::Role::display ||
                                                state_.view.route.screen == Screen::display);
    const bool watched = here || wall;
    if (watched != state_.view.awake) {
        state_.view.awake = watched;
        emit(effect::KeepAwake{watched});
    }
    // From whatever screen the next customer is served.
    const bool gun = allowed_at_counter() && !is_link(state_.view.route.screen);
    if (gun != state_.view.gun_watched) {
        state_.view.gun_watched = gun;
        emit(effect::WatchGun{gun});
    }
    tick();
    try_voice();
    const api::Store* store = state_.domain.session ? current_store(state_) : nullptr;
    const bool linear = store != nullptr && store->linear_codes.value_or(false);
    if (linear != state_.view.linear_read) {
        state_.view.linear_read = linear;
        emit(effect::ReadLinear{linear});
    }
    keep_draft();
    return std::move(effects_);
}

bool Turn::allowed_at_counter() const noexcept {
    const auto& session = state_.domain.session;
    return session && api::is_in(api::counter_staff, session->role);
}

Asked& Turn::fetch(Ask what, std::string method, std::string path, std::string body, std::string key) {
    const std::int64_t request = state_.next_request++;
    Asked& asked = state_.asked[request] = Asked{what, key};
    emit(effect::Fetch{request, std::move(method), std::move(path), std::move(body), std::move(key)});
    return asked;
}

void Turn::drop(Ask what) {
    std::erase_if(state_.asked, [&](const auto& asked) { return asked.second.what == what; });
}

// --- start, places, languages
// --------------------------------------------------------------------------------------

void Turn::on(const event::Started& started) {
    state_.view.preferences = read_preferences(started.preferences, started.language);
    state_.view.route = parse_route(started.path);
    state_.view.after_sign_in = is_link(state_.view.route.screen) ? Route{} : state_.view.route;
    entry().token = started.token;
    entry().origin = started.origin;
    entry().zone = started.zone;
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
    const Screen at = state_.view.route.screen;
    if (!allowed_at_counter() && at != Screen::today && at != Screen::display) {
        show({Screen::display, {}}, true);
        return;
    }
    if (state_.view.route.screen == Screen::sign_in) {
        show({Screen::counter, {}}, true);
        return;
    }
    enter_entry();
    if (is_manager()) {
        enter_vouchers();
        enter_days();
        enter_figures();
    }
    enter_shop();
    state_.view.undo = {};
    state_.view.queue.shown.reset();
    // Whoever looks at its undo, or at something else, finds it again when they come back.
    if (auto* verdict = std::get_if<Verdict>(&counter().step);
        verdict != nullptr && state_.view.route.screen != Screen::counter) {
        verdict->goes = false;
    }
    if (state_.view.route.screen == Screen::card) {
        const auto* showing = std::get_if<Showing>(&counter().step);
        if (showing == nullptr || showing->handle != state_.view.route.handle) {
            load_card(state_.view.route.handle);
        }
        return;
    }
    // A card that is still being read is left as one that is shown: its answer would bring it back.
    const auto reading = [](const auto& asked) { return asked.second.what == Ask::prepared; };
    const bool left = std::erase_if(state_.asked, reading) > 0;
    const bool elsewhere = state_.view.route.screen != Screen::counter;
    if (std::holds_alternative<Showing>(counter().step) ||
        (elsewhere && std::holds_alternative<Finding>(counter().step)) ||
        (left && std::holds_alternative<Preparing>(counter().step))) {
        counter().step = Waiting{};
    }
}

void Turn::on(const event::Shown& /*shown*/) {
    // A sleeping page may have lost its feed without being told; resuming one that was alive costs a comment.
    // The tab that somebody looks at reads for all of the browser's.
    if (state_.domain.session) {
        open_feed(false, true);
        load_shop();
        ask_figures();
    }
}

void Turn::on(const event::GlyphsFalsified& falsified) { state_.view.glyphs_falsified = falsified.shown; }

void Turn::on(const event::VoiceChanged& changed) { state_.view.voice = changed.voice; }

void Turn::on(const event::NothingKept& /*nothing_kept*/) { state_.view.nothing_kept = true; }

void Turn::on(const event::UpdateReady& /*update_ready*/) { state_.view.update_ready = true; }

void Turn::on(const event::FullScreenChanged& changed) { state_.view.full_screen = changed.state; }

void Turn::on(const event::AbilitiesTold& told) { state_.view.abilities = told.abilities; }

void Turn::on(const event::NoticesRefused& /*refused*/) {
    Preferences without = state_.view.preferences;
    without.notices = false;
    want(intent::Prefer{without});
}

void Turn::on(const event::Wanted& wanted) {
    const auto pointed = tour_control(state_);
    std::visit([this](const auto& intent) { want(intent); }, wanted.intent);
    if (pointed && uses(wanted.intent, *pointed)) {
        want(intent::TourNext{});
    }
}

void Turn::want(const intent::SetFullScreen& wanted) { emit(effect::SetFullScreen{wanted.on}); }

// Never under a customer's voucher, and never while an outcome is unknown.
void Turn::want(const intent::Update& /*update*/) {
    if (may_update(state_)) {
        emit(effect::Update{});
    }
}

void Turn::want(const intent::Reload& /*reload*/) {
    if (!is_manager()) {
        return;
    }
    switch (state_.view.route.screen) {
    case Screen::today: ask_figures(); break;
    case Screen::redemption: ask_redemption(); break;
    case Screen::days: ask_days(); break;
    case Screen::day: ask_day(); break;
    case Screen::vouchers:
    case Screen::sell: ask_products(); break;
    case Screen::voucher: ask_history({}); break;
    default: load_shop(); break;
    }
}

void Turn::want(const intent::Prefer& choice) {
    if (choice.preferences.notices && !state_.view.preferences.notices) {
        emit(effect::AskForNotices{});
    }
    state_.view.preferences = choice.preferences;
    emit(effect::SavePreferences{write_preferences(choice.preferences)});
}

void Turn::signal(Outcome outcome) {
    const Preferences& wanted = state_.view.preferences;
    if (wanted.sound || wanted.vibration) {
        emit(effect::Signal{outcome, wanted.sound, wanted.vibration});
    }
}

void Turn::want(const intent::Try& choice) { state_.view.tried[choice.what] = choice.value; }

void Turn::want(const intent::Go& go) {
    state_.view.shop.find.clear(); // what is looked for in one list is not in the next
    show({go.screen, {}}, false);
}

void Turn::want(const intent::Open& open) { show(open.route, false); }

void Turn::want(const intent::OpenRedemption& open) { show({Screen::redemption, open.id}, false); }

void Turn::want(const intent::OpenUndo& open) { show({Screen::undo, open.id}, false); }

// Navigated tells where that led.
void Turn::want(const intent::Leave& /*leave*/) {
    emit(effect::Leave{format_route(above(state_.view.route))});
}

// Shows the screen from which this one was opened. The address goes back instead of on, so that the browser's
// own way back does not lead through everything that is over.
void Turn::leave_for(const Route& route) {
    state_.view.route = route;
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
        state_.unproven = signing_in;
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
    begin_tour();
    open_feed(true);
    const Route target = state_.view.after_sign_in;
    if (state_.view.route.screen == Screen::sign_in || state_.view.route.screen == Screen::setup) {
        show(target.screen == Screen::sign_in ? Route{} : target, true);
    } else {
        enter_route();
    }
    send_pending();
    // What is kept for one person alone is told to no other.
    std::erase_if(state_.domain.late, [](const Verdict& late) { return !late.key.empty(); });
    emit(effect::ListRecords{});
}

void Turn::signed_out() {
    const bool was_in = state_.domain.session.has_value();
    state_.view.sign_in.forgotten = was_in && std::exchange(state_.unproven, false);
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
        constexpr std::array kept{Ask::redeem, Ask::sign_in, Ask::set_up,       Ask::reset,
                                  Ask::claim,  Ask::collect, Ask::switch_person};
        return std::ranges::find(kept, asked.second.what) == kept.end();
    });
    state_.view.place_busy = false;
    state_.view.queue = {};
    state_.view.stock = {};
    state_.view.closing = {};
    state_.view.vouchers = {};
    state_.view.days = {};
    state_.view.figures = {};
    state_.view.shop = {};
    state_.domain.shop = {};
    state_.view.tour.reset();
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
        drop(Ask::session_again); // it would tell of the place before
        fetch(Ask::place, "PUT", "/api/v1/session/place",
              wire::write(api::PlaceRequest{place.store_id, place.lane_id}));
    }
}

void Turn::place_answered(const outbox::HttpAnswer& answer) {
    state_.view.place_busy = false;
    auto session = read_answer<api::Session>(answer);
    if (session) {
        drop(Ask::session_again);
        const bool moved = session->store_id != state_.domain.session->store_id;
        state_.domain.session = std::move(*session);
        if (moved) {
            state_.domain.today.reset();
            state_.view.figures = {};
            state_.view.stock = {};
            drop(Ask::seen); // of the store that was left
            drop(Ask::stock);
            open_feed(true);
        }
        leave_for({Screen::counter, {}});
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
        // 204, or a session that had ended already: out either way. No answer, or somebody else's: still in.
        if (answered.answer.status == 204 || problem_of(answered.answer).reason == Reason::unauthenticated) {
            state_.unproven = false;
            signed_out();
        } else {
            state_.domain.link = Link::offline;
        }
        break;
    case Ask::place: place_answered(answered.answer); break;
    case Ask::prepare:
    case Ask::prepared: prepared_answered(answered.answer, asked.what == Ask::prepared); break;
    case Ask::look_up: looked_up(answered.answer); break;
    case Ask::prove: proof_answered(answered.answer); break;
    case Ask::shown: shown_answered(asked, answered.answer); break;
    case Ask::redeem: redeem_answered(asked.key, answered.answer); break;
    case Ask::close_action: closed(asked.key, answered.answer); break;
    case Ask::ticket: ticket_answered(answered.answer); break;
    case Ask::stock: stock_answered(asked.key, answered.answer); break;
    case Ask::head_proof: head_proof_answered(answered.answer); break;
    case Ask::head_report: head_report_answered(answered.answer); break;
    default:
        if (!entry_answered(asked.what, answered.answer) && !shop_answered(asked, answered.answer) &&
            !vouchers_answered(asked.what, asked.key, answered.answer) &&
            !figures_answered(asked.what, asked.key, answered.answer)) {
            days_answered(asked.what, asked.key, answered.answer);
        }
        break;
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
    if (standing_received(received)) {
        return;
    }
    if (seen_before(received)) {
        return;
    }
    bool applied = false;
    if (received.type == "snapshot") {
        applied = snapshot_received(received);
    } else if (received.type == "redemption") {
        applied = redemption_received(received);
    } else if (received.type == "undone") {
        applied = undone_received(received);
    } else {
        applied = unknown_received(received);
    }
    // An event that was not applied must not be skipped by a later resume.
    if (applied) {
        state_.domain.last_event_id = received.id;
    }
}

// A type that this build does not know keeps the chain of ids without being shown; one outside the chain
// tells how things stand, and nothing of what came before.
bool Turn::unknown_received(const event::FeedReceived& received) {
    const auto chained = wire::read<Chained>(received.data);
    if (!chained || !chained->previous_id) {
        return false;
    }
    if (*chained->previous_id != state_.domain.last_event_id) {
        open_feed(true);
        return false;
    }
    return true;
}

// How things stand. False: it is something else.
bool Turn::standing_received(const event::FeedReceived& received) {
    constexpr std::array kinds{std::string_view{"products"}, std::string_view{"queue"},
                               std::string_view{"displays"}, std::string_view{"alerts"},
                               std::string_view{"store"}};
    if (std::ranges::find(kinds, received.type) == kinds.end()) {
        return false;
    }
    const auto mark = wire::read<api::AsOf>(received.data);
    const std::int64_t as_of = mark && mark->as_of ? *mark->as_of : state_.domain.as_of;
    if (as_of < state_.domain.as_of) {
        return true; // repeated by a tab that was asleep
    }
    state_.domain.as_of = as_of;
    if (received.type == "products") {
        products_received(received);
    } else if (received.type == "queue") {
        queue_received(received);
    } else if (received.type == "alerts") {
        alerts_received(received);
    } else if (received.type == "store") {
        if (auto told = wire::read<api::StoreEvent>(received.data);
            told && store_told(std::move(told->store))) {
            open_feed(true); // its days begin and end at other times
        }
    } else if (const auto told = wire::read<api::Displays>(received.data)) {
        displays_received(*told);
    }
    return true;
}

// Takes the place of what the session told. True: its clock is another one now.
bool Turn::store_told(api::Store told) {
    auto& stores = state_.domain.session->stores;
    const auto known = std::ranges::find(stores, told.id, &api::Store::id);
    if (known == stores.end()) {
        return false;
    }
    const bool moved =
        told.utc_offset_minutes != known->utc_offset_minutes || told.cut_minutes != known->cut_minutes;
    *known = std::move(told);
    return moved;
}

void Turn::on(const event::FeedOpened& /*opened*/) {
    if (state_.domain.session && state_.domain.today) {
        reached(); // without a day there is nothing right to show yet: its snapshot is on the way
    }
}

// The platform speaks to us.
void Turn::reached() {
    state_.domain.link = Link::online;
    state_.domain.cut_at.reset();
    state_.feed_attempts = 0;
    state_.unproven = false;
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
    state_.domain.ahead = today->server_time - stamp_.now;
    state_.domain.as_of = today->as_of.value_or(0);
    state_.domain.today = std::move(*today);
    if (state_.domain.today->screens) {
        displays_received(*state_.domain.today->screens);
    }
    if (auto& store = state_.domain.today->store) {
        store_told(std::move(*store)); // this very snapshot is by its clock
        store.reset();
    }
    follow_stock();
    auto& figures = state_.view.figures;
    if (figures.figures && figures.figures->business_day != state_.domain.today->business_day) {
        FiguresView next; // of the new day: nothing yet
        next.by = figures.by;
        next.listed = figures.listed;
        figures = std::move(next);
    }
    ask_figures();
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
    count(*today, redemption, 1);
    today->recent.insert(today->recent.begin(), redemption);
    if (today->recent.size() > api::recent_redemptions) {
        today->recent.pop_back();
    }
    figures_changed();
    return true;
}

// One of an earlier day changes nothing of this one; what is left, if anything, is told by itself.
bool Turn::undone_received(const event::FeedReceived& received) {
    const auto happened = wire::read<api::UndoneEvent>(received.data);
    auto& today = state_.domain.today;
    if (!happened || !today || happened->previous_id != state_.domain.last_event_id ||
        happened->business_day > today->business_day) {
        open_feed(true);
        return false;
    }
    const api::Redemption& redemption = happened->redemption;
    if (happened->business_day == today->business_day) {
        count(*today, redemption, -1);
    }
    const auto listed = std::ranges::find(today->recent, redemption.id, &api::Redemption::id);
    if (listed != today->recent.end()) {
        *listed = redemption;
    }
    if (auto& one = figures().one; one && one->redemption.id == redemption.id) {
        one->redemption = redemption;
    }
    figures_changed();
    if (auto& found = state_.view.figures.found) {
        for (api::FoundRedemption& one : *found) {
            one.redemption = one.redemption.id == redemption.id ? redemption : one.redemption;
        }
    }
    // Its verdict may still be on the screen.
    auto* verdict = std::get_if<Verdict>(&counter().step);
    if (verdict != nullptr && verdict->redemption && verdict->redemption->id == redemption.id) {
        verdict->redemption = redemption;
        verdict->goes = false; // not green any more
    }
    return true;
}

// What it counts is what we have counted when we stand where it was told; otherwise another one follows.
void Turn::products_received(const event::FeedReceived& received) {
    auto told = wire::read<api::ProductsEvent>(received.data);
    auto& today = state_.domain.today;
    if (told && today && received.id == state_.domain.last_event_id &&
        told->business_day == today->business_day) {
        if (told->products != today->products) {
            figures_changed(); // something was sold
        }
        today->products = std::move(told->products);
        follow_stock();
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
    state_.domain.cut_at = state_.domain.cut_at.value_or(stamp_.now - closed.silent);
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
    if (fired.timer == Timer::minute) {
        state_.ticking = false; // `finish` begins anew where there is something to count
        // Nobody stands at a wall to say so. One that is cut off would forget what it shows, and one that
        // fills its screen or calls numbers would need a touch to do so again.
        const bool untouched = state_.view.full_screen != FullScreen::on && !display_content(state_).spoken;
        if (state_.view.route.screen == Screen::display && state_.view.update_ready && untouched &&
            state_.domain.link == Link::online && may_update(state_)) {
            emit(effect::Update{});
        }
        return;
    }
    if (!state_.domain.session) {
        return;
    }
    switch (fired.timer) {
    case Timer::session_retry:
    case Timer::pairing:
    case Timer::minute:
    case Timer::copied: break;
    case Timer::camera_idle: rest_camera(); break;
    case Timer::shown: ask_shown(); break;
    case Timer::ready_again: ready_again(fired.key); break;
    case Timer::figures:
        figures().later = false;
        // What is on the way may be a further page: it is not asked for again meanwhile.
        figures().asked.busy || figures().found_asked.busy || figures().waited_asked.busy ? figures_changed()
                                                                                          : ask_figures();
        break;
    case Timer::feed_retry: open_feed(false); break;
    case Timer::day_end: open_feed(true); break;
    case Timer::redeem_late: redeem_late(fired.key); break;
    case Timer::redeem_retry:
        if (const auto found = state_.domain.pending.find(fired.key); found != state_.domain.pending.end()) {
            send(found->second);
        }
        break;
    }
}

} // namespace hexiao::console
