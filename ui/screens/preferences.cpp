// How this device looks, sounds and answers to keys, whoever uses it.
#include <algorithm>
#include <array>

#include "ui/screens/screens.h"

namespace hexiao::ui {

using console::Preferences;
using console::Theme;

namespace {

// As it is, but for one thing.
template <class Change>
void prefer(const Scene& scene, Change&& change) {
    Preferences wanted = scene.state.view.preferences;
    change(wanted);
    scene.want(console::intent::Prefer{wanted});
}

void draw_theme(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const std::array labels{words(Str::theme_system), words(Str::theme_light), words(Str::theme_dark)};
    const auto now = static_cast<std::size_t>(scene.state.view.preferences.theme);
    if (const auto to = kit.segments("theme", words(Str::me_theme), labels, now)) {
        prefer(scene, [&](Preferences& wanted) { wanted.theme = static_cast<Theme>(*to); });
    }
}

} // namespace

void draw_language(const Scene& scene) {
    static constexpr std::array<std::string_view, 2> names{
        text_zh[static_cast<std::size_t>(Str::language_name)],
        text_en[static_cast<std::size_t>(Str::language_name)]};
    const auto now = static_cast<std::size_t>(scene.words.language());
    if (const auto to = scene.kit.segments("language", scene.words(Str::language_label), names, now)) {
        prefer(scene, [&](Preferences& wanted) { wanted.language = static_cast<console::Language>(*to); });
    }
}

void draw_text_size(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const auto now = std::ranges::find(console::text_sizes, scene.state.view.preferences.text_size);
    const auto choose = [&](int percent) {
        prefer(scene, [&](Preferences& wanted) { wanted.text_size = percent; });
    };
    kit.line(
        [&] {
            if (kit.button("smaller", words(Str::text_smaller),
                           {.disabled = now == console::text_sizes.begin()})) {
                choose(*std::prev(now));
            }
            kit.text(words.with<Str::text_size, "n">(words.number(*now)),
                     {.style = Style::strong, .live = Live::changes});
            if (kit.button("larger", words(Str::text_larger),
                           {.disabled = now == console::text_sizes.end() - 1})) {
                choose(*std::next(now));
            }
        },
        Gap::close, Align::center);
}

void draw_preferences(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const Preferences& now = scene.state.view.preferences;
    kit.heading(2, words(Str::me_display));
    kit.card([&] {
        if (kit.narrow()) {
            draw_language(scene);
        }
        draw_theme(scene);
        draw_text_size(scene);
        if (const auto to = kit.toggle("sound", words(Str::me_sound), now.sound, words(Str::me_sound_say))) {
            prefer(scene, [&](Preferences& wanted) { wanted.sound = *to; });
        }
        if (const auto to = kit.toggle("vibration", words(Str::me_vibration), now.vibration)) {
            prefer(scene, [&](Preferences& wanted) { wanted.vibration = *to; });
        }
        if (const auto to = kit.toggle("ready_again", words(Str::me_ready_again), now.ready_again,
                                       words(Str::me_ready_again_say))) {
            prefer(scene, [&](Preferences& wanted) { wanted.ready_again = *to; });
        }
        if (const auto to =
                kit.toggle("notices", words(Str::me_notices), now.notices, words(Str::me_notices_say))) {
            prefer(scene, [&](Preferences& wanted) { wanted.notices = *to; });
        }
        if (const auto state = scene.state.view.full_screen; state != console::FullScreen::impossible) {
            const bool on = state == console::FullScreen::on;
            if (const auto to = kit.toggle("full_screen", words(Str::me_full_screen), on)) {
                scene.want(console::intent::SetFullScreen{*to});
            }
        }
        // Whoever speaks to the computer, or shakes, sets off single letters unawares (WCAG 2.1.4).
        if (const auto to = kit.toggle("shortcuts", words(Str::keys_switch), now.shortcuts)) {
            prefer(scene, [&](Preferences& wanted) { wanted.shortcuts = *to; });
        }
    });
}

} // namespace hexiao::ui
