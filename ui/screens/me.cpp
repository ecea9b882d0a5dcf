// Who I am here: handing a shared phone to a colleague, my PIN and password, and letting another device in.
#include <algorithm>

#include "core/api/endpoints.h"
#include "ui/screens/entry.h"

namespace hexiao::ui {

using console::Field;

namespace {

void draw_colleagues(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.heading(2, words(Str::me_switch));
    kit.text(words(Str::me_switch_say), {.ink = Ink::muted});
    kit.list(words(Str::me_switch), [&] {
        for (const api::Colleague& colleague : scene.state.view.entry.colleagues) {
            if (kit.row(colleague.staff_id, {.title = colleague.name,
                                             .trailing = role_name(words, colleague.role),
                                             .icon = Icon::person,
                                             .pressable = true})) {
                scene.want(console::intent::ChooseColleague{colleague.staff_id});
            }
        }
    });
}

// The PIN of the one who takes over fills the page: nothing else is to be touched meanwhile.
void draw_take_over(const Scene& scene, const api::Colleague& next) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    if (kit.escape_pressed()) {
        scene.want(console::intent::Leave{});
    }
    kit.page("take_over", [&] {
        kit.column({.width = Width::form}, [&] {
            kit.heading(1, words.with<Str::me_hello, "name">(next.name));
            kit.text(words(Str::me_take_over_say), {.ink = Ink::muted});
            kit.form(words(Str::me_switch), [&] {
                bool submitted = false;
                draw_entry_field(scene,
                                 {.field = Field::pin,
                                  .member = "pin",
                                  .label = Str::me_pin,
                                  .kind = FieldKind::pin,
                                  .autocomplete = "off",
                                  .max_length = 8,
                                  .autofocus = true},
                                 submitted);
                draw_problem(scene);
                if (draw_submit(scene, Str::me_take_over, submitted)) {
                    scene.want(console::intent::TakeOver{});
                }
            });
            if (kit.button("back", words(Str::me_not_now), {.kind = ButtonKind::quiet, .full = true})) {
                scene.want(console::intent::Leave{});
            }
        });
    });
}

void draw_secrets(const Scene& scene) {
    const console::EntryView& entry = scene.state.view.entry;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.heading(2, words(Str::me_secrets));
    kit.card([&] {
        kit.form(words(Str::me_secrets), [&] {
            bool ignored = false; // two things could be meant by Enter here
            kit.text(words(entry.own_pin ? Str::me_pin_set : Str::me_pin_none), {.ink = Ink::muted});
            draw_entry_field(scene,
                             {.field = Field::password,
                              .member = "password",
                              .label = Str::me_password_now,
                              .rule = Str::me_password_say,
                              .rule_first = true,
                              .kind = FieldKind::password,
                              .autocomplete = "current-password",
                              .max_length = 128},
                             ignored);
            draw_entry_field(scene,
                             {.field = Field::pin,
                              .member = "pin",
                              .label = Str::me_pin_new,
                              .rule = Str::me_pin_hint,
                              .rule_first = true,
                              .kind = FieldKind::pin,
                              .autocomplete = "off",
                              .max_length = 8},
                             ignored);
            if (kit.button("set_pin", words(Str::me_pin_submit),
                           {.full = true, .busy = entry.form.busy || entry.form.text(Field::pin).empty()})) {
                scene.want(console::intent::SetPin{});
            }
            draw_entry_field(scene, new_password(Field::new_password, "new_password"), ignored);
            if (kit.button("set_password", words(Str::me_password_submit),
                           {.full = true,
                            .busy = entry.form.busy || entry.form.text(Field::new_password).empty()})) {
                scene.want(console::intent::SetPassword{});
            }
            draw_problem(scene);
            if (entry.form.done) {
                kit.banner("done", words(Str::me_done),
                           {.tone = Tone::positive, .icon = Icon::check, .live = Live::polite});
            }
        });
    });
}

} // namespace

std::string_view role_name(const Words& words, api::Role role) {
    switch (role) {
    case api::Role::owner: return words(Str::role_owner);
    case api::Role::manager: return words(Str::role_manager);
    case api::Role::display: return words(Str::role_display);
    case api::Role::cashier:
    case api::Role::other: break;
    }
    return words(Str::role_cashier);
}

void draw_me(const Scene& scene) {
    const console::State& state = scene.state;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    if (state.view.entry.next) {
        return draw_take_over(scene, *state.view.entry.next);
    }
    if (kit.escape_pressed()) {
        scene.want(console::intent::Leave{});
    }
    kit.page("me", [&] {
        kit.column({.width = Width::reading}, [&] {
            kit.heading(1, state.domain.session->staff_name);
            kit.text(words.with<Str::me_who, "role", "device">(role_name(words, state.domain.session->role),
                                                               state.domain.session->device_name),
                     {.ink = Ink::muted});
            draw_nothing_kept(scene);
            if (!state.view.entry.colleagues.empty()) {
                draw_colleagues(scene);
            }
            if (api::is_in(api::managers, state.domain.session->role) &&
                kit.button("invite", words(Str::me_invite), {.icon = Icon::device, .full = true})) {
                scene.want(console::intent::Go{console::Screen::invite});
            }
            draw_secrets(scene);
            if (kit.button("tour", words(Str::me_tour), {.kind = ButtonKind::quiet, .full = true})) {
                scene.want(console::intent::ShowAround{});
            }
            if (kit.button("keys", words(Str::keys_title), {.kind = ButtonKind::quiet, .full = true})) {
                scene.want(console::intent::Go{console::Screen::keys});
            }
            draw_preferences(scene);
            if (kit.button("debug", words(Str::debug_title), {.kind = ButtonKind::quiet, .full = true})) {
                scene.want(console::intent::Go{console::Screen::debug});
            }
        });
    });
}

} // namespace hexiao::ui
