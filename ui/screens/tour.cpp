// Where the steps of being shown around point, and what they say (core/console/tour.h).
#include "core/api/endpoints.h"
#include "ui/screens/screens.h"

namespace hexiao::ui {

using console::Control;

namespace {

struct Step {
    std::string_view page, key; // of the control, as its screen names it
    Str title, say;
};

Step step_of(const console::State& state, Control control) {
    const bool manages = api::is_in(api::managers, state.view.tour->role);
    const bool counter = state.view.route.screen == console::Screen::counter; // offers the lanes itself
    switch (control) {
    case Control::place:
        return {counter ? "counter" : "", counter ? "choose_lane" : "place", Str::tour_place_title,
                Str::tour_place_say};
    case Control::scan: return {"counter", "scan", Str::tour_scan_title, Str::tour_scan_say};
    case Control::code: return {"counter", "code", Str::tour_code_title, Str::tour_code_say};
    case Control::counter: return {"", "counter", Str::tour_counter_title, Str::tour_counter_say};
    case Control::me: return {"", "me", Str::tour_me_title, Str::tour_me_say};
    case Control::invite: return {"me", "invite", Str::tour_invite_title, Str::tour_invite_say};
    case Control::today: break;
    }
    return {"", "today", manages ? Str::tour_today_title : Str::tour_after_title,
            manages ? Str::tour_today_say : Str::tour_after_say};
}

} // namespace

void draw_tour(const Scene& scene) {
    const auto control = console::tour_control(scene.state);
    if (!control) {
        return;
    }
    const Words& words = scene.words;
    const console::Tour& tour = *scene.state.view.tour;
    const Step step = step_of(scene.state, *control);
    const std::string count = words.with<Str::tour_step, "n", "all">(words.number(tour.step + 1),
                                                                     words.number(console::tour_steps));
    const bool last = tour.step + 1 == console::tour_steps;
    const CoachAction action =
        scene.kit.coach(step.key, {.page = step.page,
                                   .title = words(step.title),
                                   .say = words(step.say),
                                   .step = count,
                                   .next = words(last ? Str::tour_done : Str::tour_next),
                                   .skip = last ? std::string_view{} : words(Str::tour_skip)});
    if (action == CoachAction::next) {
        scene.want(console::intent::TourNext{});
    } else if (action == CoachAction::skip) {
        scene.want(console::intent::TourSkip{});
    }
}

} // namespace hexiao::ui
