// The counter: scan or type, see what it buys, redeem. On a phone the main action is at the bottom, under the
// thumb; at a desk the newest redemptions stand beside it.
#include <array>

#include "core/api/endpoints.h"
#include "ui/screens/screens.h"

namespace hexiao::ui {

using console::CameraStatus;

namespace {

// Why there is no camera picture, or nothing when there is one or none is wanted.
std::optional<Str> camera_problem(CameraStatus status) {
    switch (status) {
    case CameraStatus::denied: return Str::counter_camera_denied;
    case CameraStatus::missing: return Str::counter_camera_missing;
    case CameraStatus::insecure: return Str::counter_camera_insecure;
    case CameraStatus::failed: return Str::counter_camera_failed;
    case CameraStatus::off:
    case CameraStatus::starting:
    case CameraStatus::on: break;
    }
    return std::nullopt;
}

// Light, zoom and another camera, where the device has them.
void draw_extras(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const console::CounterView& counter = scene.state.view.counter;
    const console::CameraExtras& has = counter.extras;
    if (!has.torch && has.most_zoom < 2 && has.cameras < 2) {
        return;
    }
    kit.line(
        [&] {
            const Str light = counter.torch_on ? Str::counter_torch_off : Str::counter_torch_on;
            if (has.torch && kit.button("torch", words(light), {.icon = Icon::torch})) {
                scene.want(console::intent::SetTorch{!counter.torch_on});
            }
            if (has.most_zoom >= 2) {
                const std::int64_t most = std::min<std::int64_t>(has.most_zoom, 3);
                const std::int64_t next = counter.zoom < most ? counter.zoom + 1 : 1;
                if (kit.button("zoom", words.with<Str::counter_zoom, "n">(words.number(next)),
                               {.icon = Icon::search})) {
                    scene.want(console::intent::SetZoom{next});
                }
            }
            if (has.cameras >= 2 &&
                kit.button("next_camera", words(Str::counter_camera_next), {.icon = Icon::refresh})) {
                scene.want(console::intent::NextCamera{});
            }
        },
        Gap::close, Align::center);
}

void draw_scanner(const Scene& scene) {
    const console::State& state = scene.state;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const console::CounterView& counter = state.view.counter;
    if (counter.camera_wanted) {
        kit.camera_view("camera", words(Str::counter_camera));
        const bool starting = counter.camera != CameraStatus::on;
        kit.text(words(starting ? Str::counter_camera_starting : Str::counter_scan_hint),
                 {.ink = Ink::muted, .align = Align::center, .live = Live::polite});
        draw_extras(scene);
        return;
    }
    if (counter.camera_rests) {
        kit.banner("camera_rests", words(Str::counter_camera_rests), {.icon = Icon::camera});
    }
    if (const auto problem = camera_problem(counter.camera)) {
        kit.banner("camera_problem", words(*problem), {.tone = Tone::unknown, .icon = Icon::camera});
    }
}

// What became of a picture, where it is not a card.
void draw_picture(const Scene& scene) {
    using console::Picture;
    const Words& words = scene.words;
    const console::CounterView& counter = scene.state.view.counter;
    switch (counter.picture) {
    case Picture::none: break;
    case Picture::reading:
        scene.kit.text(words(Str::counter_picture_reading), {.ink = Ink::muted, .live = Live::polite});
        break;
    case Picture::without_code:
    case Picture::with_several:
        scene.kit.banner("picture_problem",
                         words(counter.picture == Picture::without_code ? Str::counter_picture_without_code
                                                                        : Str::counter_picture_with_several),
                         {.tone = Tone::unknown, .icon = Icon::picture});
        break;
    }
}

void draw_scan_button(const Scene& scene) {
    const console::State& state = scene.state;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    if (state.view.counter.camera_wanted) {
        if (kit.button("scan_stop", words(Str::counter_scan_stop), {.icon = Icon::camera, .full = true})) {
            scene.want(console::intent::SetCamera{false});
        }
    } else if (kit.button("scan", words(Str::counter_scan_open),
                          {.kind = ButtonKind::primary, .icon = Icon::scan, .full = true, .large = true})) {
        scene.want(console::intent::SetCamera{true});
    }
}

void draw_typing(const Scene& scene) {
    const console::State& state = scene.state;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const console::CounterView& counter = state.view.counter;
    const bool busy = std::holds_alternative<console::Preparing>(counter.step);
    const auto* waiting = std::get_if<console::Waiting>(&counter.step);
    std::string error;
    if (waiting != nullptr && waiting->hint != Reason::none) {
        error = words.problem(waiting->hint);
    }
    kit.card([&] {
        kit.form(words(Str::counter_code_form), [&] {
            const FieldEvent code =
                kit.field("code", {.label = words(Str::counter_code),
                                   .value = counter.code.reveal(),
                                   .placeholder = words(Str::counter_code_placeholder),
                                   .hint = words(Str::counter_code_hint),
                                   .error = error,
                                   .autocomplete = "off",
                                   .enter_hint = "go",
                                   .max_length = static_cast<int>(max_credential_bytes),
                                   .large = true,
                                   .disabled = busy,
                                   .autofocus = true,
                                   .take_focus = state.view.preferences.shortcuts && kit.typed("/")});
            if (code.changed) {
                scene.want(console::intent::EditCode{Secret{*code.changed}});
            }
            const Str label = busy ? Str::counter_checking_code : Str::counter_check;
            const bool pressed =
                kit.button("check", words(label), {.icon = Icon::search, .full = true, .busy = busy});
            if (pressed || code.submitted) {
                scene.want(console::intent::Check{});
            }
        });
    });
}

void draw_waiting(const Scene& scene) {
    Kit& kit = scene.kit;
    if (console::current_lane(scene.state) == nullptr) {
        kit.banner("lane", scene.words(Str::card_lane_first), {.tone = Tone::promised, .icon = Icon::store});
        if (kit.button("choose_lane", scene.words(Str::place_choose),
                       {.kind = ButtonKind::primary, .icon = Icon::store, .full = true, .large = true})) {
            scene.want(console::intent::Go{console::Screen::place});
        }
    }
    // Said once more, after the focus has moved: whoever listens misses nothing of a verdict that went.
    if (const auto* waiting = std::get_if<console::Waiting>(&scene.state.view.counter.step);
        waiting != nullptr && waiting->just) {
        kit.banner("just", scene.words.with<Str::counter_just, "title">(scene.words.of(*waiting->just)),
                   {.tone = Tone::positive, .icon = Icon::check, .live = Live::polite});
    }
    draw_scanner(scene);
    draw_picture(scene);
    draw_typing(scene);
    if (console::current_lane(scene.state) != nullptr &&
        kit.button("picture", scene.words(Str::counter_picture),
                   {.kind = ButtonKind::quiet, .icon = Icon::picture, .full = true})) {
        scene.want(console::intent::ChoosePicture{});
    }
}

// What was tapped here and is asked for by itself until its outcome is known. What is left to people has a
// notice on every screen.
void draw_unknown(const Scene& scene) {
    const Words& words = scene.words;
    const console::Domain& domain = scene.state.domain;
    const auto asked = static_cast<std::int64_t>(domain.pending.size() + domain.unreadable.size() -
                                                 console::left_to_people(scene.state));
    if (asked > 0 &&
        scene.kit.banner("unsent_here", words.with<Str::counter_unsent, "n">(words.number(asked)),
                         {.tone = Tone::unknown,
                          .icon = Icon::refresh,
                          .action = words(Str::counter_unsent_open),
                          .live = Live::polite})) {
        scene.want(console::intent::OpenToday{std::string{console::alerts_handle}});
    }
}

// How this lane's day goes, and who waits.
void draw_here(const Scene& scene) {
    const Words& words = scene.words;
    const api::Lane* lane = console::current_lane(scene.state);
    const auto& today = scene.state.domain.today;
    if (lane == nullptr || !today || !today->lanes) {
        return;
    }
    const auto mine = std::ranges::find(*today->lanes, lane->id, &api::LaneDay::lane_id);
    const std::int64_t redeemed = mine == today->lanes->end() ? 0 : mine->redeemed;
    std::int64_t waiting = 0;
    if (today->queue) {
        waiting = std::ranges::count(today->queue->tickets, api::TicketState::waiting, &api::Ticket::state);
    }
    const std::string done = words.with<Str::counter_lane_today, "n">(words.number(redeemed));
    scene.kit.text(waiting == 0 ? done
                                : words.with<Str::format_listed, "first", "second">(
                                      done, words.with<Str::counter_waiting, "n">(words.number(waiting))),
                   {.ink = Ink::muted});
}

} // namespace

void draw_recent(const Scene& scene, Str title, Str empty, std::size_t most) {
    const console::State& state = scene.state;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.heading(2, words(title));
    const auto& today = state.domain.today;
    if (!today) {
        kit.loading(words(Str::today_loading), static_cast<int>(std::min<std::size_t>(most, 4)));
        return;
    }
    if (today->recent.empty()) {
        kit.state("none", {.icon = Icon::clock, .title = words(empty)});
        return;
    }
    const bool opens = api::is_in(api::counter_staff, state.domain.session->role);
    kit.list(words(title), [&] {
        for (std::size_t i = 0; i < std::min(most, today->recent.size()); ++i) {
            const api::Redemption& redemption = today->recent[i];
            const std::string clock = format_clock(redemption.at, scene.utc_offset());
            const std::string detail =
                redemption.staff_name
                    ? words.with<Str::counter_recent_row_staff, "clock", "lane", "staff">(
                          clock, words.of(redemption.lane), *redemption.staff_name)
                    : words.with<Str::counter_recent_row, "clock", "lane">(clock, words.of(redemption.lane));
            std::string name = words.of(redemption.title);
            if (redemption.uses > 1) {
                name = words.with<Str::card_item, "title", "n">(name, words.number(redemption.uses));
            }
            const bool undone = redemption.undone.has_value();
            const std::string trailing =
                undone ? std::string{words(Str::verdict_undone)} : format_yuan(redemption.amount);
            if (kit.row(redemption.id, {.title = name,
                                        .detail = detail,
                                        .trailing = trailing,
                                        .icon = undone ? Icon::undo : Icon::check,
                                        .tone = undone ? Tone::neutral : Tone::positive,
                                        .pressable = opens,
                                        .current = redemption.id == state.view.route.handle})) {
                scene.want(console::intent::OpenRedemption{redemption.id});
            }
        }
    });
}

void draw_counter(const Scene& scene) {
    const console::State& state = scene.state;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    if (const auto* showing = std::get_if<console::Showing>(&state.view.counter.step)) {
        return draw_card(scene, *showing);
    }
    if (const auto* finding = std::get_if<console::Finding>(&state.view.counter.step)) {
        return draw_lookup(scene, *finding);
    }
    const bool lane = console::current_lane(state) != nullptr;
    if (kit.narrow()) {
        const auto body = [&] {
            kit.heading(1, words(Str::counter_title));
            draw_waiting(scene);
            draw_unknown(scene);
            draw_here(scene);
            draw_recent(scene, Str::counter_recent, Str::counter_recent_empty, 3);
        };
        if (lane) {
            kit.page("counter", body, [&] { draw_scan_button(scene); });
        } else {
            kit.page("counter", body);
        }
        return;
    }
    kit.page("counter", [&] {
        kit.columns(
            2,
            [&](int column) {
                if (column == 0) {
                    kit.column({.width = Width::reading}, [&] {
                        kit.heading(1, words(Str::counter_title));
                        draw_waiting(scene);
                        if (lane) {
                            draw_scan_button(scene);
                        }
                    });
                } else {
                    kit.column({}, [&] {
                        draw_unknown(scene);
                        draw_here(scene);
                        draw_recent(scene, Str::counter_recent, Str::counter_recent_empty, 8);
                    });
                }
            },
            Gap::wide);
    });
}

} // namespace hexiao::ui
