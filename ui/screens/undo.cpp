// "Undo this redemption?" Asked once, in front of everything. A manager says why, and whether anything was
// served; somebody who undoes what they have just redeemed themselves only confirms.
#include <array>

#include "core/api/endpoints.h"
#include "ui/screens/screens.h"

namespace hexiao::ui {

namespace {

// In the order of api::UndoReason.
constexpr std::array reasons{Str::undo_other, Str::undo_mistake, Str::undo_customer_asked,
                             Str::undo_cannot_serve};

// "Other" is not offered: it stands for what a newer build knows.
void draw_questions(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    console::UndoView undo = scene.state.view.undo;
    std::array<std::string_view, reasons.size() - 1> options;
    for (std::size_t i = 0; i < options.size(); ++i) {
        options[i] = words(reasons[i + 1]);
    }
    const bool chosen = undo.reason != api::UndoReason::other;
    if (const auto why =
            kit.select("why", {.label = words(Str::undo_why),
                               .options = options,
                               .current = chosen ? std::optional{static_cast<std::size_t>(undo.reason) - 1}
                                                 : std::nullopt,
                               .placeholder = words(Str::undo_choose)})) {
        undo.reason = static_cast<api::UndoReason>(*why + 1);
        scene.want(console::intent::SetUndo{undo});
    }
    if (const auto nothing = kit.toggle("nothing", words(Str::undo_nothing_served), undo.nothing_served,
                                        words(Str::undo_nothing_served_say))) {
        undo.nothing_served = *nothing;
        scene.want(console::intent::SetUndo{undo});
    }
}

void draw_question(const Scene& scene, const api::Redemption& redemption) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const bool manager = api::is_in(api::managers, scene.state.domain.session->role);
    kit.heading(1, words(Str::undo_title));
    kit.text(words(Str::undo_say), {.ink = Ink::muted});
    kit.card([&] {
        kit.text(words.of(redemption.title), {.style = Style::strong});
        kit.key_value(words(Str::redemption_at),
                      words.moment(redemption.at, scene.utc_offset(), scene.this_year()));
        kit.key_value(words(Str::card_uses), words.number(redemption.uses));
        kit.key_value(words(Str::redemption_amount), format_yuan(redemption.amount));
    });
    if (const Reason reason = console::may_undo(scene.state, redemption); reason != Reason::none) {
        kit.banner("refused", words.problem(reason), {.tone = Tone::negative, .icon = Icon::alert});
        return;
    }
    if (redemption.undone) { // by somebody else, meanwhile
        kit.banner("undone", words(Str::verdict_undone), {.tone = Tone::neutral, .icon = Icon::undo});
        return;
    }
    if (manager) {
        draw_questions(scene);
    }
    if (kit.button("confirm", words(Str::undo_confirm),
                   {.kind = ButtonKind::danger,
                    .icon = Icon::undo,
                    .full = true,
                    .large = true,
                    .disabled = manager && scene.state.view.undo.reason == api::UndoReason::other})) {
        scene.want(console::intent::Undo{});
    }
}

} // namespace

void draw_undone(const Scene& scene, const api::Undone& undone) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.key_value(words(Str::redemption_undone_at),
                  words.moment(undone.at, scene.utc_offset(), scene.this_year()));
    if (undone.staff_name) {
        kit.key_value(words(Str::redemption_undone_by), *undone.staff_name);
    }
    if (undone.why) {
        kit.key_value(words(Str::redemption_undone_why),
                      words(reasons[static_cast<std::size_t>(*undone.why)]));
    }
}

void draw_undo(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const std::string& id = scene.state.view.route.handle;
    const api::Redemption* redemption = console::find_redemption(scene.state, id);
    kit.about(id);
    kit.page("undo", [&] {
        kit.column({.width = Width::form}, [&] {
            kit.dialog(words(Str::undo_title), [&] {
                if (redemption != nullptr) {
                    draw_question(scene, *redemption);
                } else if (scene.state.domain.today) {
                    kit.heading(1, words(Str::undo_title));
                    kit.state("gone", {.icon = Icon::clock,
                                       .title = words(Str::redemption_gone),
                                       .say = words(Str::redemption_gone_say)});
                } else {
                    kit.heading(1, words(Str::undo_title));
                    kit.loading(words(Str::today_loading), 3);
                }
                const bool kept = kit.button("keep", words(Str::undo_keep),
                                             {.kind = ButtonKind::quiet, .full = true, .autofocus = true});
                if (kept || kit.escape_pressed()) {
                    scene.want(console::intent::Leave{});
                }
            });
        });
    });
}

} // namespace hexiao::ui
