// The ways in by a link, which need nobody to be signed in: setting up the first merchant, setting a new
// password, pairing this device.
#include "ui/screens/entry.h"

namespace hexiao::ui {

using console::Field;

void draw_entry_field(const Scene& scene, const FormField& spec, bool& submitted) {
    const console::Form& form = scene.state.view.entry.form;
    const bool at_fault = form.problem == Reason::invalid_field && form.field == spec.member;
    const FieldEvent event =
        scene.kit.field(spec.member, {.label = scene.words(spec.label),
                                      .value = form.text(spec.field),
                                      .kind = spec.kind,
                                      .hint = spec.rule_first ? scene.words(spec.rule) : std::string_view{},
                                      .error = at_fault ? scene.words(spec.rule) : std::string_view{},
                                      .autocomplete = spec.autocomplete,
                                      .enter_hint = "go",
                                      .max_length = spec.max_length,
                                      .disabled = form.busy,
                                      .autofocus = spec.autofocus});
    if (event.changed) {
        scene.want(console::intent::Edit{spec.field, Secret{*event.changed}});
    }
    submitted = submitted || event.submitted;
}

void draw_problem(const Scene& scene) {
    const console::Form& form = scene.state.view.entry.form;
    if (form.problem != Reason::none) {
        scene.kit.banner("problem", scene.words.problem(form.problem),
                         {.tone = Tone::negative, .icon = Icon::alert, .live = Live::assertive});
    }
}

bool draw_submit(const Scene& scene, Str label, bool submitted) {
    const bool busy = scene.state.view.entry.form.busy;
    const bool pressed =
        scene.kit.button("submit", scene.words(label),
                         {.kind = ButtonKind::primary, .full = true, .large = true, .busy = busy});
    return pressed || submitted;
}

namespace {

// What every page that is opened by a link has around its form.
template <class Body>
void draw_link_page(const Scene& scene, std::string_view key, Str title, Str say, Body&& body) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.page(key, [&] {
        kit.middle([&] {
            kit.column({.gap = Gap::wide, .width = Width::form, .padded = true}, [&] {
                kit.column({.gap = Gap::tight, .align = Align::center}, [&] {
                    kit.mark();
                    kit.heading(1, words(title), Align::center);
                    kit.text(words(say), {.ink = Ink::muted, .align = Align::center});
                });
                body();
                kit.column({.align = Align::center}, [&] { draw_language(scene); });
            });
        });
    });
}

} // namespace

void draw_setup(const Scene& scene) {
    draw_link_page(scene, "setup", Str::setup_title, Str::setup_say, [&] {
        Kit& kit = scene.kit;
        kit.card([&] {
            kit.form(scene.words(Str::setup_title), [&] {
                bool submitted = false;
                draw_entry_field(scene,
                                 {Field::merchant, "merchant.zh", Str::setup_merchant, Str::setup_named},
                                 submitted);
                draw_entry_field(scene, {Field::store, "store.zh", Str::setup_store, Str::setup_named},
                                 submitted);
                draw_entry_field(scene,
                                 {.field = Field::zone,
                                  .member = "zone",
                                  .label = Str::stores_zone,
                                  .rule = Str::stores_zone_rule,
                                  .rule_first = true,
                                  .max_length = 64},
                                 submitted);
                draw_entry_field(scene,
                                 {.field = Field::lanes,
                                  .member = "lanes",
                                  .label = Str::setup_lanes,
                                  .rule = Str::setup_lanes_hint,
                                  .rule_first = true,
                                  .kind = FieldKind::number,
                                  .max_length = 2},
                                 submitted);
                draw_entry_field(scene, {Field::owner_name, "owner_name", Str::setup_owner, Str::setup_named},
                                 submitted);
                draw_entry_field(scene,
                                 {.field = Field::account,
                                  .member = "account",
                                  .label = Str::sign_in_account,
                                  .rule = Str::setup_account_hint,
                                  .rule_first = true,
                                  .autocomplete = "username"},
                                 submitted);
                draw_entry_field(scene, new_password(Field::password, "password"), submitted);
                draw_problem(scene);
                if (draw_submit(scene, Str::setup_submit, submitted)) {
                    scene.want(console::intent::SetUp{});
                }
            });
        });
    });
}

void draw_reset(const Scene& scene) {
    draw_link_page(scene, "reset", Str::reset_title, Str::reset_say, [&] {
        Kit& kit = scene.kit;
        kit.card([&] {
            kit.form(scene.words(Str::reset_title), [&] {
                bool submitted = false;
                draw_entry_field(scene, new_password(Field::new_password, "new_password"), submitted);
                draw_problem(scene);
                if (draw_submit(scene, Str::reset_submit, submitted)) {
                    scene.want(console::intent::SetPassword{});
                }
            });
        });
    });
}

void draw_pair(const Scene& scene) {
    const console::Joining& joining = scene.state.view.entry.joining;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    draw_link_page(scene, "pair", Str::pair_title, Str::pair_say, [&] {
        draw_nothing_kept(scene);
        kit.card([&] {
            draw_problem(scene);
            if (joining.state == api::PairingState::claimed && joining.claim) {
                kit.text(words(Str::pair_number), {.align = Align::center, .live = Live::assertive});
                kit.text(joining.claim->number,
                         {.style = Style::display, .align = Align::center, .live = Live::assertive});
                kit.text(words(Str::pair_compare), {.ink = Ink::muted, .align = Align::center});
            } else if (joining.state == api::PairingState::refused) {
                kit.banner("refused", words(Str::pair_refused),
                           {.tone = Tone::negative, .icon = Icon::cross, .live = Live::assertive});
            } else if (joining.state == api::PairingState::collected) {
                kit.banner("paired", words.with<Str::pair_done, "device">(joining.device_name),
                           {.tone = Tone::positive, .icon = Icon::check, .live = Live::assertive});
                if (kit.button("go_on", words(Str::pair_go_on),
                               {.kind = ButtonKind::primary, .full = true, .large = true})) {
                    scene.want(console::intent::Go{console::Screen::sign_in});
                }
            } else if (scene.state.view.entry.form.busy) {
                kit.text(words(Str::pair_preparing), {.align = Align::center, .live = Live::polite});
            }
        });
    });
}

} // namespace hexiao::ui
