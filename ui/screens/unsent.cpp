// What was tapped on this device and whose outcome nobody knows yet, in the alert that tells of it: what is
// asked for by itself, and what is left to a person, who may ask again or, as a manager, close it.
#include <array>

#include "core/api/endpoints.h"
#include "ui/screens/today.h"

namespace hexiao::ui {

namespace {

// In the order of api::ClosingReason, without "other".
constexpr std::array reasons{Str::unsent_served, Str::unsent_not_served, Str::unsent_done_again};

std::string state_of(const Scene& scene, const console::Pending* pending) {
    const Words& words = scene.words;
    if (pending == nullptr) {
        return std::string(words(Str::unsent_unreadable_say));
    }
    if (pending->row.staff_id != scene.state.domain.session->staff_id) {
        return std::string(words(Str::unsent_others));
    }
    return pending->aside ? words.with<Str::unsent_aside, "reason">(words.reason_title(pending->problem))
                          : std::string(words(Str::unsent_checking));
}

void draw_closing(const Scene& scene, const std::string& key) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const console::ClosingView& closing = scene.state.view.closing;
    const bool open = closing.key == key;
    const bool chosen = open && closing.why != api::ClosingReason::other;
    std::array<std::string_view, reasons.size()> options;
    for (std::size_t i = 0; i < options.size(); ++i) {
        options[i] = words(reasons[i]);
    }
    if (const auto why = kit.select(
            "why_" + key,
            {.label = words(Str::unsent_why),
             .options = options,
             .current = chosen ? std::optional{static_cast<std::size_t>(closing.why) - 1} : std::nullopt,
             .placeholder = words(Str::undo_choose)})) {
        scene.want(console::intent::SetClosing{key, static_cast<api::ClosingReason>(*why + 1)});
    }
    kit.text(words(Str::unsent_close_say), {.style = Style::caption, .ink = Ink::muted});
    if (open && closing.asked.problem != Reason::none) {
        kit.banner("closing_" + key, words.problem(closing.asked.problem),
                   {.tone = Tone::negative, .icon = Icon::alert});
    }
    if (kit.button("close_" + key, words(Str::unsent_close),
                   {.kind = ButtonKind::danger, .disabled = !chosen, .busy = open && closing.asked.busy})) {
        scene.want(console::intent::CloseAction{});
    }
}

// `pending`: null where the row cannot be read.
void draw_action(const Scene& scene, const std::string& key, const console::Pending* pending) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const api::Session& session = *scene.state.domain.session;
    kit.column({.gap = Gap::tight}, [&] {
        kit.heading(3, pending == nullptr ? words(Str::unsent_unreadable) : words.of(pending->row.title));
        kit.text(words.with<Str::unsent_at, "clock">(
                     words.moment(time_of_uuid7(key), scene.utc_offset(), scene.this_year())),
                 {.style = Style::caption, .ink = Ink::muted});
        kit.text(state_of(scene, pending));
        if (pending != nullptr && pending->aside && pending->row.staff_id == session.staff_id &&
            kit.button("again_" + key, words(Str::unsent_again),
                       {.icon = Icon::refresh, .busy = pending->under_way > 0})) {
            scene.want(console::intent::AskAgain{key});
        }
        if (api::is_in(api::managers, session.role)) {
            draw_closing(scene, key);
        } else if (pending == nullptr || pending->aside) {
            kit.text(words(Str::unsent_manager));
        }
    });
}

} // namespace

void draw_unsent(const Scene& scene) {
    const console::Domain& domain = scene.state.domain;
    for (const auto& [key, pending] : domain.pending) {
        draw_action(scene, key, &pending);
    }
    for (const std::string& key : domain.unreadable) {
        draw_action(scene, key, nullptr);
    }
}

} // namespace hexiao::ui
