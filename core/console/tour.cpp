// Who is shown around, what a step points at, and what moves it on; see tour.h.
#include <algorithm>
#include <array>

#include "core/api/endpoints.h"
#include "core/console/turn.h"

namespace hexiao::console {

namespace {

// Nobody is at work, and nothing has to be known first: the tour is never in a customer's way.
bool at_rest(const State& state) {
    const auto* waiting = std::get_if<Waiting>(&state.view.counter.step);
    const bool idle = waiting != nullptr && waiting->hint == Reason::none &&
                      state.view.counter.code.empty() && !state.view.counter.camera_wanted &&
                      state.domain.pending.empty();
    const bool told = !state.domain.late.empty() || state.domain.journal.mismatch ||
                      state.domain.records_failed || state.domain.link == Link::offline;
    return state.domain.session && idle && !told;
}

Control control_of(const State& state, const Tour& tour) {
    if (api::is_in(api::managers, tour.role)) {
        constexpr std::array steps{Control::counter, Control::today, Control::me};
        const Control wanted = steps.at(tour.step);
        return wanted == Control::me && state.view.route.screen == Screen::me ? Control::invite : wanted;
    }
    constexpr std::array steps{Control::scan, Control::code, Control::today};
    return tour.step == 0 && current_lane(state) == nullptr ? Control::place : steps.at(tour.step);
}

bool stands_on(Control control, Screen screen) noexcept {
    switch (control) {
    case Control::scan:
    case Control::code: return screen == Screen::counter;
    case Control::invite: return screen == Screen::me;
    case Control::me: return screen == Screen::counter || screen == Screen::today;
    case Control::place:
    case Control::counter:
    case Control::today: break;
    }
    return screen == Screen::counter || screen == Screen::today || screen == Screen::me;
}

} // namespace

std::optional<Control> tour_control(const State& state) {
    const auto& tour = state.view.tour;
    if (!tour || !at_rest(state)) {
        return {};
    }
    const Control control = control_of(state, *tour);
    return stands_on(control, state.view.route.screen) ? std::optional{control} : std::nullopt;
}

// The real control was used. *Me* only leads to what its step is about.
bool uses(const Intent& intent, Control control) {
    const auto goes = [&](Screen to) {
        const auto* go = std::get_if<intent::Go>(&intent);
        return go != nullptr && go->screen == to;
    };
    const auto* camera = std::get_if<intent::SetCamera>(&intent);
    const bool opens = camera != nullptr && camera->on;
    switch (control) {
    case Control::place: return goes(Screen::place);
    case Control::scan: return opens;
    case Control::code:
        return opens || std::holds_alternative<intent::EditCode>(intent) ||
               std::holds_alternative<intent::Check>(intent);
    case Control::counter: return goes(Screen::counter);
    case Control::today: return goes(Screen::today);
    case Control::invite: return goes(Screen::invite);
    case Control::me: break;
    }
    return false;
}

// A tour that is under way goes on where it is: the platform says who is signed in more than once.
void Turn::begin_tour() {
    const api::Role role = state_.domain.session->role;
    if (state_.view.tour && state_.view.tour->role == role) {
        return;
    }
    state_.view.tour.reset();
    if (allowed_at_counter() && (state_.view.preferences.toured & api::roles(role)) == 0) {
        state_.view.tour = Tour{role};
    }
}

void Turn::end_tour() {
    Preferences toured = state_.view.preferences;
    toured.toured |= api::roles(state_.view.tour->role);
    state_.view.tour.reset();
    want(intent::Prefer{toured});
}

void Turn::want(const intent::TourNext& /*next*/) {
    if (state_.view.tour && ++state_.view.tour->step == tour_steps) {
        end_tour();
    }
}

void Turn::want(const intent::TourSkip& /*skip*/) {
    if (state_.view.tour) {
        end_tour();
    }
}

void Turn::want(const intent::ShowAround& /*again*/) {
    if (allowed_at_counter()) {
        state_.view.tour = Tour{state_.domain.session->role};
        show({Screen::counter, {}}, false);
    }
}

} // namespace hexiao::console
