// The gallery's things to look at, and what fills a window by itself: a verdict, a dialog, a navigation with
// a tour.
#include <array>
#include <string>
#include <vector>

#include "ui/screens/gallery.h"

namespace hexiao::ui {
namespace {

void draw_rows(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.heading(2, words(Str::gallery_rows));
    kit.list(words(Str::gallery_rows), [&] {
        kit.row("plain", {.title = words(Str::gallery_sample_1)});
        kit.row("detailed", {.title = words(Str::gallery_sample_2),
                             .detail = words(Str::channel_douyin),
                             .trailing = "12:05",
                             .icon = Icon::check,
                             .tone = Tone::positive});
        kit.row("refused", {.title = words(Str::gallery_sample_3),
                            .detail = words(Str::gallery_refused),
                            .trailing = "12:04",
                            .icon = Icon::alert,
                            .tone = Tone::negative});
        if (kit.row("opens", {.title = words(Str::gallery_sample_4),
                              .detail = words(Str::channel_house),
                              .trailing = format_yuan(Money{23'800}),
                              .icon = Icon::ticket,
                              .pressable = true,
                              .current = tried(scene, "open") == "on",
                              .share = 0.4F})) {
            try_it(scene, "open", tried(scene, "open") == "on" ? "" : "on");
        }
    });
}

void draw_figures(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.heading(2, words(Str::gallery_figures));
    const auto figure = [&](int at) {
        switch (at) {
        case 0: kit.stat(words(Str::gallery_done), "230"); break;
        case 1:
            kit.stat(words(Str::gallery_promised), "3", {.tone = Tone::promised, .icon = Icon::clock});
            break;
        case 2:
            kit.stat(words(Str::gallery_refused), "7", {.tone = Tone::negative, .icon = Icon::alert});
            break;
        default:
            kit.stat(words(Str::gallery_amount), format_yuan(Money{1'234'500}),
                     {.detail = words(Str::gallery_today), .key = "amount"});
            break;
        }
    };
    const int beside = kit.narrow() ? 2 : 4;
    for (int from = 0; from < 4; from += beside) {
        kit.columns(beside, [&](int column) { figure(from + column); });
    }
    kit.heading(2, words(Str::gallery_facts));
    kit.card([&] {
        kit.key_value(words(Str::gallery_product), words(Str::gallery_sample_1));
        kit.key_value(words(Str::gallery_channel), words(Str::channel_meituan));
        const std::array facts{std::string(words(Str::gallery_facts_1)),
                               std::string(words(Str::gallery_facts_2))};
        kit.bullets(facts);
    });
}

void draw_pictures(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    // "HEXIAO"
    constexpr std::array<std::string_view, 21> modules{
        "111111100110001111111", "100000101101101000001", "101110100100101011101", "101110100001001011101",
        "101110101010101011101", "100000100000101000001", "111111101010101111111", "000000000011100000000",
        "101010100101000010010", "111110001100001001101", "001010110010100011000", "101010010010001001110",
        "000011110000101011001", "000000001011010100101", "111111100101011100001", "100000100101110110001",
        "101110101101011101001", "101110100000001100010", "101110101010100010001", "100000100110001101111",
        "111111101010101010101",
    };
    kit.heading(2, words(Str::gallery_qr));
    const std::vector<std::string> rows(modules.begin(), modules.end());
    kit.card(
        [&] { kit.column({.align = Align::center}, [&] { kit.qr("qr", words(Str::gallery_qr), rows); }); });
    kit.heading(2, words(Str::counter_camera));
    kit.camera_view("camera", words(Str::counter_camera));
}

} // namespace

void draw_gallery_show(const Scene& scene) {
    draw_rows(scene);
    draw_figures(scene);
    draw_pictures(scene);
}

void draw_gallery_verdict(const Scene& scene) {
    const Words& words = scene.words;
    struct Sample {
        Tone tone;
        Icon icon;
        Str headline;
    };
    constexpr std::array samples{Sample{Tone::positive, Icon::check, Str::gallery_done},
                                 Sample{Tone::promised, Icon::clock, Str::gallery_promised},
                                 Sample{Tone::negative, Icon::alert, Str::gallery_refused},
                                 Sample{Tone::unknown, Icon::question, Str::gallery_unknown}};
    const std::size_t at = gallery_choice(scene, "verdict") % samples.size();
    const std::array lines{std::string(words(Str::gallery_sample_1)),
                           std::string(words(Str::gallery_verdict_say))};
    const VerdictAction action =
        scene.kit.verdict("gallery-verdict", {.tone = samples.at(at).tone,
                                              .icon = samples.at(at).icon,
                                              .headline = words(samples.at(at).headline),
                                              .lines = lines,
                                              .primary = words(Str::gallery_another),
                                              .secondary = words(Str::gallery_back)});
    if (action == VerdictAction::primary) {
        try_it(scene, "verdict", std::to_string((at + 1) % samples.size()));
    } else if (action == VerdictAction::secondary || scene.kit.escape_pressed()) {
        try_it(scene, "over", {});
    }
}

void draw_gallery_dialog(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.page("gallery-dialog", [&] {
        kit.column({.width = Width::form}, [&] {
            kit.dialog(words(Str::gallery_dialog), [&] {
                kit.heading(1, words(Str::gallery_dialog));
                kit.text(words(Str::gallery_dialog_say), {.ink = Ink::muted});
                const bool back =
                    kit.button("back", words(Str::gallery_back),
                               {.kind = ButtonKind::primary, .full = true, .large = true, .autofocus = true});
                if (back || kit.escape_pressed()) {
                    try_it(scene, "over", {});
                }
            });
        });
    });
}

void draw_gallery_frame(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const std::array items{NavItem{"counter", words(Str::nav_counter), Icon::scan},
                           NavItem{"queue", words(Str::nav_queue), Icon::queue},
                           NavItem{"today", words(Str::nav_today), Icon::chart},
                           NavItem{"shop", words(Str::nav_shop), Icon::store}};
    if (const auto to = kit.nav(words(Str::brand), items, gallery_choice(scene, "nav"))) {
        try_it(scene, "nav", std::to_string(*to));
    }
    const bool shown = tried(scene, "coach") != "off";
    kit.page("gallery-frame", [&] {
        kit.heading(1, words(Str::gallery_frame));
        if (kit.button("act", words(Str::gallery_primary),
                       {.kind = ButtonKind::primary, .icon = Icon::scan})) {
            try_it(scene, "coach", {}); // shows around again
        }
        if (kit.button("back", words(Str::gallery_back), {.kind = ButtonKind::quiet}) ||
            (!shown && kit.escape_pressed())) {
            try_it(scene, "over", {});
        }
    });
    if (shown && kit.coach("act", {.page = "gallery-frame",
                                   .title = words(Str::gallery_coach),
                                   .say = words(Str::gallery_coach_say),
                                   .step = words.with<Str::tour_step, "n", "all">("1", "3"),
                                   .next = words(Str::tour_next),
                                   .skip = words(Str::tour_skip)}) != CoachAction::none) {
        try_it(scene, "coach", "off");
    }
}

} // namespace hexiao::ui
