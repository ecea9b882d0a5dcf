// One redemption, opened from a list of the newest ones: all that the console knows of it.
#include "ui/screens/screens.h"

namespace hexiao::ui {

namespace {

// What those are told who may follow its voucher.
const api::FoundRedemption* more_of(const Scene& scene) {
    const auto& one = scene.state.view.figures.one;
    return one && one->redemption.id == scene.state.view.route.handle ? &*one : nullptr;
}

// Its place is kept, so that nothing moves away from under a finger when it comes.
bool more_comes(const Scene& scene) { return scene.state.view.figures.one_asked.busy; }

void draw_facts(const Scene& scene, const api::Redemption& redemption) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const api::Store* store = console::current_store(scene.state);
    kit.card([&] {
        kit.key_value(words(Str::redemption_at),
                      words.moment(redemption.at, scene.utc_offset(), scene.this_year()));
        kit.key_value(words(Str::card_uses), words.number(redemption.uses));
        kit.key_value(words(Str::redemption_amount), format_yuan(redemption.amount));
        if (store != nullptr) {
            kit.key_value(words(Str::redemption_store), words.of(store->title));
        }
        kit.key_value(words(Str::redemption_lane), words.of(redemption.lane));
        if (redemption.staff_name) {
            kit.key_value(words(Str::redemption_staff), *redemption.staff_name);
        }
        if (redemption.device_name) {
            kit.key_value(words(Str::redemption_device), *redemption.device_name);
        }
        kit.key_value(words(Str::redemption_number), redemption.id);
        const api::FoundRedemption* one = more_of(scene);
        if (one != nullptr || more_comes(scene)) {
            const std::string_view nothing = words(Str::today_nothing);
            kit.key_value(words(Str::today_by_channel),
                          one != nullptr ? channel_name(words, one->channel) : nothing);
            kit.key_value(words(Str::list_ordered),
                          one != nullptr
                              ? words.moment(one->ordered_at, scene.utc_offset(), scene.this_year())
                              : std::string(nothing));
        }
        if (redemption.undone) {
            draw_undone(scene, *redemption.undone);
        }
    });
}

void draw_details(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const std::string& id = scene.state.view.route.handle;
    const console::FiguresView& view = scene.state.view.figures;
    const api::Redemption* found = console::find_redemption(scene.state, id);
    const bool comes = !scene.state.domain.today || view.one_asked.busy;
    if (found == nullptr && comes) {
        kit.heading(1, words(Str::redemption_title));
        kit.loading(words(Str::today_loading), 4);
        return;
    }
    if (found == nullptr && view.one_asked.problem != Reason::none) {
        kit.heading(1, words(Str::redemption_title));
        draw_again(scene, view.one_asked.problem);
    } else if (found == nullptr) {
        kit.heading(1, words(Str::redemption_title));
        kit.state("gone", {.icon = Icon::clock,
                           .title = words(Str::redemption_gone),
                           .say = words(Str::redemption_gone_say)});
    } else {
        kit.heading(1, words.of(found->title));
        if (found->undone) {
            kit.badge(words(Str::verdict_undone), Tone::neutral, Icon::undo);
        } else {
            kit.badge(words(Str::verdict_done), Tone::positive, Icon::check);
        }
        draw_facts(scene, *found);
        const api::FoundRedemption* one = more_of(scene);
        const bool pressed = (one != nullptr || more_comes(scene)) &&
                             kit.button("voucher", words(Str::list_voucher),
                                        {.icon = Icon::ticket, .full = true, .disabled = one == nullptr});
        if (pressed && one != nullptr) {
            scene.want(console::intent::OpenVoucher{one->voucher_id});
        }
        if (!found->undone && console::may_undo(scene.state, *found) == Reason::none &&
            kit.button("undo", words(Str::verdict_undo), {.icon = Icon::undo, .full = true})) {
            scene.want(console::intent::OpenUndo{id});
        }
    }
    if (kit.button("back", words(Str::redemption_back), {.kind = ButtonKind::quiet, .full = true})) {
        scene.want(console::intent::Leave{});
    }
}

} // namespace

// At a desk the list from which it was opened stays beside it.
void draw_redemption(const Scene& scene) {
    Kit& kit = scene.kit;
    if (kit.escape_pressed()) {
        scene.want(console::intent::Leave{});
    }
    if (!kit.wide()) {
        kit.about(scene.state.view.route.handle);
        kit.page("redemption", [&] { kit.column({.width = Width::reading}, [&] { draw_details(scene); }); });
        return;
    }
    kit.page("redemption", [&] {
        kit.columns(
            2,
            [&](int column) {
                kit.column({}, [&] {
                    if (column == 0) {
                        draw_details(scene);
                    } else {
                        draw_recent(scene, Str::today_recent, Str::today_empty, api::recent_redemptions);
                    }
                });
            },
            Gap::wide);
    });
}

} // namespace hexiao::ui
