// A customer looked up by phone: the titles to choose from, then the last four characters of the code.
#include <algorithm>

#include "ui/screens/screens.h"

namespace hexiao::ui {

namespace {

void draw_titles(const Scene& scene, const console::Finding& finding) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.text(words(Str::lookup_choose), {.live = Live::polite});
    kit.list(words(Str::lookup_choose), [&] {
        for (const api::HeldTitle& held : finding.held) {
            if (kit.row(held.id, {.title = words.of(held.title), .icon = Icon::ticket, .pressable = true})) {
                scene.want(console::intent::ChooseHeld{held.id});
            }
        }
    });
}

void draw_proof(const Scene& scene, const console::Finding& finding, const api::HeldTitle& held) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    std::string error;
    if (finding.problem == Reason::invalid_field) {
        error = words(Str::lookup_last4_bad);
    } else if (finding.problem != Reason::none) {
        error = words.problem(finding.problem);
    }
    kit.heading(2, words.of(held.title));
    kit.card([&] {
        kit.form(words(Str::lookup_prove), [&] {
            kit.text(words(Str::lookup_prove), {.style = Style::strong, .live = Live::polite});
            const FieldEvent last4 = kit.field("last4", {.label = words(Str::lookup_last4),
                                                         .value = finding.last4.reveal(),
                                                         .hint = words(Str::lookup_last4_hint),
                                                         .error = error,
                                                         .autocomplete = "off",
                                                         .enter_hint = "go",
                                                         .max_length = 16,
                                                         .large = true,
                                                         .disabled = finding.busy,
                                                         .autofocus = true});
            if (last4.changed) {
                scene.want(console::intent::EditLast4{Secret{*last4.changed}});
            }
            const bool pressed = kit.button("prove", words(Str::lookup_submit),
                                            {.kind = ButtonKind::primary,
                                             .icon = Icon::check,
                                             .full = true,
                                             .large = true,
                                             .busy = finding.busy});
            if (pressed || last4.submitted) {
                scene.want(console::intent::Prove{});
            }
        });
    });
    kit.text(words(Str::lookup_or_page), {.ink = Ink::muted});
    if (finding.held.size() > 1 && kit.button("other", words(Str::lookup_other), {.full = true})) {
        scene.want(console::intent::ChooseHeld{});
    }
}

void draw_found(const Scene& scene, const console::Finding& finding) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const auto chosen = std::ranges::find(finding.held, finding.chosen, &api::HeldTitle::id);
    if (chosen != finding.held.end()) {
        draw_proof(scene, finding, *chosen);
    } else if (finding.busy) {
        kit.loading(words(Str::lookup_busy), 3);
    } else if (finding.problem == Reason::too_many_requests) {
        kit.state("too_many", {.icon = Icon::clock,
                               .title = words(Str::lookup_too_many),
                               .say = words(Str::lookup_too_many_say),
                               .live = Live::assertive});
    } else if (finding.held.empty()) {
        kit.state("nobody", {.icon = Icon::ticket,
                             .title = words(Str::lookup_nobody),
                             .say = words(Str::lookup_nobody_say),
                             .live = Live::assertive});
    } else {
        draw_titles(scene, finding);
    }
}

} // namespace

void draw_lookup(const Scene& scene, const console::Finding& finding) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.about(finding.chosen);
    kit.page("lookup", [&] {
        kit.column({.width = Width::form}, [&] {
            kit.heading(1, words(Str::lookup_title));
            draw_found(scene, finding);
            const bool back =
                kit.button("back", words(Str::lookup_back), {.kind = ButtonKind::quiet, .full = true});
            if (back || kit.escape_pressed()) {
                scene.want(console::intent::Dismiss{});
            }
            kit.text(words(Str::lookup_titles_only), {.style = Style::caption, .ink = Ink::muted});
        });
    });
}

} // namespace hexiao::ui
