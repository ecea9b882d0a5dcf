// The keys that the console knows, opened by "?" or from the page about oneself. One place lists them all.
#include <array>

#include "ui/screens/screens.h"

namespace hexiao::ui {

namespace {

struct Shortcut {
    Str what;
    std::string_view keys; // one after the other
    bool character = true; // not a key of its own kind: can be switched off
};

constexpr std::array shortcuts{Shortcut{Str::keys_code, "/"},
                               Shortcut{Str::keys_enter, "Enter", false},
                               Shortcut{Str::keys_escape, "Esc", false},
                               Shortcut{Str::nav_counter, "g c"},
                               Shortcut{Str::nav_queue, "g q"},
                               Shortcut{Str::nav_today, "g t"},
                               Shortcut{Str::nav_shop, "g s"},
                               Shortcut{Str::me_title, "g m"},
                               Shortcut{Str::keys_copy, "Ctrl C", false},
                               Shortcut{Str::keys_here, "?"}};

} // namespace

void act_on_shortcuts(const Scene& scene) {
    if (!scene.state.view.preferences.shortcuts) {
        return;
    }
    const Kit& kit = scene.kit;
    const console::Screen here = scene.state.view.route.screen;
    const auto go = [&](std::string_view keys, console::Screen to) {
        if (kit.typed(keys) && here != to) {
            scene.want(console::intent::Go{to});
        }
    };
    go("?", console::Screen::keys);
    go("/",
       console::Screen::counter); // the field there takes the keyboard; on the counter itself it sees the key
    go("gc", console::Screen::counter);
    go("gq", console::Screen::queue);
    go("gt", console::Screen::today);
    go("gs", console::Screen::shop);
    go("gm", console::Screen::me);
}

void draw_keys(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.page("keys", [&] {
        kit.column({.width = Width::form}, [&] {
            kit.dialog(words(Str::keys_title), [&] {
                kit.heading(1, words(Str::keys_title));
                kit.card([&] {
                    for (const Shortcut& one : shortcuts) {
                        if (one.character && !scene.state.view.preferences.shortcuts) {
                            continue;
                        }
                        kit.bar([&] { kit.text(words(one.what)); },
                                [&] { kit.badge(one.keys, Tone::neutral); });
                    }
                });
                kit.text(words(scene.state.view.preferences.shortcuts ? Str::keys_where : Str::keys_off),
                         {.style = Style::caption, .ink = Ink::muted});
                const bool closed =
                    kit.button("close", words(Str::keys_close),
                               {.kind = ButtonKind::primary, .full = true, .large = true, .autofocus = true});
                if (closed || kit.escape_pressed()) {
                    scene.want(console::intent::Leave{});
                }
            });
        });
    });
}

} // namespace hexiao::ui
