// What the store did on this business day: figures, progress by product, and the live list. Moves by itself
// with the feed.
#include "ui/screens/screens.h"

namespace hexiao::ui {

namespace {

void draw_figures(const Scene& scene, const api::Today& today) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    std::int64_t usable = 0;
    for (const api::ProductProgress& product : today.products) {
        usable += product.usable;
    }
    const std::string redeemed = words.with<Str::today_redeemed_unit, "n">(words.number(today.redeemed));
    const std::string left = words.with<Str::today_redeemed_unit, "n">(words.number(usable));
    const std::string amount = format_yuan(today.amount);
    const auto draw = [&](int which) {
        if (which == 0) {
            kit.stat(words(Str::today_redeemed), redeemed,
                     {.tone = Tone::positive, .icon = Icon::check, .live = true});
        } else if (which == 1) {
            kit.stat(words(Str::today_amount), amount, {.icon = Icon::chart});
        } else {
            kit.stat(words(Str::today_usable), left, {.icon = Icon::ticket});
        }
    };
    if (kit.narrow()) {
        draw(0);
        kit.columns(
            2, [&](int i) { draw(i + 1); }, 12);
    } else {
        kit.columns(3, draw);
    }
}

void draw_products(const Scene& scene, const api::Today& today) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.heading(2, words(Str::today_products));
    kit.card([&] {
        for (const api::ProductProgress& product : today.products) {
            const std::int64_t all = product.redeemed + product.usable;
            const std::string value = words.with<Str::today_progress, "done", "all">(
                words.number(product.redeemed), words.number(all));
            const float share =
                all > 0 ? static_cast<float>(product.redeemed) / static_cast<float>(all) : 0.0F;
            kit.progress(words.of(product.title), share, value, Tone::positive);
        }
    });
}

} // namespace

void draw_today(const Scene& scene) {
    const console::State& state = scene.state;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const auto& today = state.domain.today;
    const api::Store* store = console::current_store(state);
    kit.page("today", [&] {
        kit.column({.gap = 4}, [&] {
            kit.heading(1, words(Str::today_title));
            if (today && store != nullptr) {
                kit.text(words.with<Str::today_day, "day", "store">(words.date(today->business_day),
                                                                    words.of(store->title)),
                         {.ink = Ink::muted});
            }
        });
        if (!today) {
            kit.empty(Icon::clock, words(Str::today_loading));
            return;
        }
        draw_figures(scene, *today);
        if (kit.narrow()) {
            draw_products(scene, *today);
            draw_recent(scene, Str::today_recent, Str::today_empty, api::recent_redemptions);
            return;
        }
        kit.columns(
            2,
            [&](int column) {
                kit.column({.gap = 16}, [&] {
                    if (column == 0) {
                        draw_products(scene, *today);
                    } else {
                        draw_recent(scene, Str::today_recent, Str::today_empty, api::recent_redemptions);
                    }
                });
            },
            32);
    });
}

} // namespace hexiao::ui
