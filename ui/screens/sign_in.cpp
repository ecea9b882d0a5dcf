// Sign in, and the moment before it is known whether somebody is signed in.
#include "ui/screens/screens.h"

namespace hexiao::ui {

void draw_start(const Scene& scene) {
    const console::State& state = scene.state;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const bool offline = state.domain.link == console::Link::offline;
    kit.page("start", [&] {
        kit.middle([&] {
            if (offline) {
                kit.state("offline", {.icon = Icon::wifi_off,
                                      .title = words(Str::link_offline),
                                      .say = words(Str::start_offline),
                                      .level = 1});
            } else {
                kit.state("start", {.icon = Icon::ticket,
                                    .title = words(Str::brand),
                                    .say = words(Str::start_title),
                                    .level = 1});
            }
        });
    });
}

void draw_sign_in(const Scene& scene) {
    const console::State& state = scene.state;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const console::SignInView& form = state.view.sign_in;
    const auto submit = [&] { scene.want(console::intent::SignIn{}); };
    kit.page("sign_in", [&] {
        kit.middle([&] {
            kit.column({.gap = Gap::wide, .width = Width::form}, [&] {
                kit.column({.gap = Gap::tight, .align = Align::center}, [&] {
                    kit.mark();
                    kit.heading(1, words(Str::brand), Align::center);
                    kit.text(words(Str::brand_tagline), {.ink = Ink::muted, .align = Align::center});
                });
                draw_nothing_kept(scene);
                if (form.forgotten) {
                    kit.banner("forgotten", words(Str::sign_in_forgotten),
                               {.tone = Tone::negative, .icon = Icon::alert, .live = Live::assertive});
                }
                if (state.view.entry.setup_open) {
                    kit.banner("setup", words(Str::sign_in_setup),
                               {.tone = Tone::accent, .icon = Icon::info});
                }
                if (!state.view.entry.reset_account.empty()) {
                    kit.banner("reset", words(Str::reset_done),
                               {.tone = Tone::positive, .icon = Icon::check});
                }
                kit.card([&] {
                    kit.form(words(Str::sign_in_form), [&] {
                        const FieldEvent account = kit.field("account", {.label = words(Str::sign_in_account),
                                                                         .value = form.account,
                                                                         .autocomplete = "username",
                                                                         .enter_hint = "next",
                                                                         .max_length = 64,
                                                                         .disabled = form.busy,
                                                                         .autofocus = true});
                        if (account.changed) {
                            scene.want(console::intent::EditAccount{*account.changed});
                        }
                        const FieldEvent password =
                            kit.field("password", {.label = words(Str::sign_in_password),
                                                   .value = form.password.reveal(),
                                                   .kind = FieldKind::password,
                                                   .autocomplete = "current-password",
                                                   .enter_hint = "go",
                                                   .max_length = 128,
                                                   .disabled = form.busy});
                        if (password.changed) {
                            scene.want(console::intent::EditPassword{Secret{*password.changed}});
                        }
                        if (form.problem != Reason::none) {
                            const bool empty = form.problem == Reason::invalid_field;
                            const std::string problem =
                                empty ? std::string{words(Str::sign_in_empty)} : words.problem(form.problem);
                            kit.banner(
                                "problem", problem,
                                {.tone = Tone::negative, .icon = Icon::alert, .live = Live::assertive});
                        }
                        const Str label = form.busy ? Str::sign_in_busy : Str::sign_in_submit;
                        const bool pressed = kit.button(
                            "submit", words(label),
                            {.kind = ButtonKind::primary, .full = true, .large = true, .busy = form.busy});
                        if (pressed || account.submitted || password.submitted) {
                            submit();
                        }
                    });
                });
                kit.column({.align = Align::center}, [&] { draw_language(scene); });
                draw_text_size(scene);
            });
        });
    });
}

} // namespace hexiao::ui
