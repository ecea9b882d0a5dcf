// The counter: scan or type, see what it buys, redeem. On a phone the main action is at the bottom, under the
// thumb; at a desk the newest redemptions stand beside it.
#include <array>

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

void draw_scanner(const Scene& scene) {
    const console::State& state = scene.state;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const console::CounterView& counter = state.view.counter;
    if (counter.camera_wanted) {
        kit.camera_view("camera", words(Str::counter_camera), kit.narrow() ? 280.0F : 360.0F);
        const bool starting = counter.camera != CameraStatus::on;
        kit.text(words(starting ? Str::counter_camera_starting : Str::counter_scan_hint),
                 {.ink = Ink::muted, .align = Align::center, .live = Live::polite});
        return;
    }
    if (const auto problem = camera_problem(counter.camera)) {
        kit.banner("camera_problem", words(*problem), {.tone = Tone::unknown, .icon = Icon::camera});
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
            const FieldEvent code = kit.field("code", {.label = words(Str::counter_code),
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
                                                       .take_focus = kit.typed("/")});
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
    draw_scanner(scene);
    draw_typing(scene);
}

} // namespace

void draw_recent(const Scene& scene, Str title, Str empty, std::size_t most) {
    const console::State& state = scene.state;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.heading(2, words(title));
    const auto& today = state.domain.today;
    if (!today || today->recent.empty()) {
        kit.empty(Icon::clock, words(today ? empty : Str::today_loading));
        return;
    }
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
            const std::string amount = format_yuan(redemption.amount);
            kit.row(redemption.id, {.title = name,
                                    .detail = detail,
                                    .trailing = amount,
                                    .icon = Icon::check,
                                    .tone = Tone::positive});
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
    const bool lane = console::current_lane(state) != nullptr;
    if (kit.narrow()) {
        const auto body = [&] {
            kit.heading(1, words(Str::counter_title));
            draw_waiting(scene);
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
                    kit.column({.gap = 16, .max_width = 560}, [&] {
                        kit.heading(1, words(Str::counter_title));
                        draw_waiting(scene);
                        if (lane) {
                            draw_scan_button(scene);
                        }
                    });
                } else {
                    kit.column({.gap = 16}, [&] {
                        draw_recent(scene, Str::counter_recent, Str::counter_recent_empty, 8);
                    });
                }
            },
            32);
    });
}

} // namespace hexiao::ui
