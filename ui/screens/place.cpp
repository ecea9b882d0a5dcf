// "Where do you stand?" Every redemption names store and lane, so staff say it once per device.
#include "ui/screens/screens.h"

namespace hexiao::ui {

void draw_place(const Scene& scene) {
    const console::State& state = scene.state;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    if (kit.escape_pressed()) {
        scene.want(console::intent::Leave{});
    }
    kit.page("place", [&] {
        kit.column({.width = Width::reading}, [&] {
            kit.heading(1, words(Str::place_title));
            kit.text(words(Str::place_hint), {.ink = Ink::muted});
            for (const api::Store& store : state.domain.session->stores) {
                kit.heading(2, words.of(store.title));
                kit.list(words.of(store.title), [&] {
                    for (const api::Lane& lane : store.lanes) {
                        const bool here = store.id == state.domain.session->store_id &&
                                          state.domain.session->lane_id == lane.id;
                        if (kit.row(lane.id,
                                    {.title = words.of(lane.title),
                                     .trailing = here ? words(Str::place_current) : std::string_view{},
                                     .icon = here ? Icon::check : Icon::store,
                                     .tone = here ? Tone::positive : Tone::neutral,
                                     .pressable = true})) {
                            scene.want(console::intent::ChoosePlace{store.id, lane.id});
                        }
                    }
                });
            }
            kit.column({.align = Align::start}, [&] {
                if (kit.narrow()) {
                    draw_language(scene);
                }
            });
        });
    });
}

} // namespace hexiao::ui
