// Everything in the kit, in all states: to look at while something is made, and for tests to try. In the demo
// at /gallery; what is chosen here changes nothing but the gallery.
#include "ui/screens/gallery.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

namespace hexiao::ui {

std::string_view tried(const Scene& scene, std::string_view what, std::string_view otherwise) {
    const auto found = scene.state.view.tried.find(what);
    return found == scene.state.view.tried.end() ? otherwise : std::string_view(found->second);
}

void try_it(const Scene& scene, std::string_view what, std::string value) {
    scene.want(console::intent::Try{std::string(what), std::move(value)});
}

std::size_t gallery_choice(const Scene& scene, std::string_view what, std::size_t otherwise) {
    const std::string_view text = tried(scene, what);
    std::from_chars(text.data(), text.data() + text.size(), otherwise);
    return otherwise;
}

namespace {

constexpr std::array tones{Tone::positive, Tone::promised, Tone::negative,
                           Tone::unknown,  Tone::accent,   Tone::neutral};
constexpr std::array tone_names{Str::gallery_done,    Str::gallery_promised, Str::gallery_refused,
                                Str::gallery_unknown, Str::gallery_act,      Str::gallery_plain};

bool on(const Scene& scene, std::string_view what) { return tried(scene, what) == "on"; }

void draw_look(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.heading(2, words(Str::gallery_type));
    kit.card([&] {
        for (const Style style : {Style::display, Style::title, Style::strong, Style::body, Style::caption}) {
            kit.text(words(Str::gallery_specimen), {.style = style});
        }
    });
    kit.heading(2, words(Str::gallery_colours));
    kit.line([&] {
        for (std::size_t i = 0; i < tones.size(); ++i) {
            kit.badge(words(tone_names[i]), tones[i], i == 0 ? Icon::check : Icon::none);
        }
    });
    kit.columns(kit.narrow() ? 1 : 3, [&](int column) {
        const std::size_t each = kit.narrow() ? tones.size() : tones.size() / 3;
        const auto first = static_cast<std::size_t>(column) * each;
        for (std::size_t i = first; i < first + each; ++i) {
            kit.card(tones[i], [&] { kit.text(words(tone_names[i]), {.style = Style::strong}); });
        }
    });
    kit.heading(2, words(Str::gallery_icons));
    kit.card([&] {
        kit.line(
            [&] {
                for (std::size_t i = 1; i <= icon_names.size(); ++i) {
                    kit.icon(static_cast<Icon>(i), Tone::neutral);
                }
            },
            Gap::normal);
    });
    kit.heading(2, words(Str::products_picture));
    kit.card([&] { kit.picture({}, {}); }); // as where there is none, or none yet
}

void draw_buttons(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.heading(2, words(Str::gallery_buttons));
    kit.card([&] {
        kit.line(
            [&] {
                kit.button("primary", words(Str::gallery_primary),
                           {.kind = ButtonKind::primary, .icon = Icon::check});
                kit.button("secondary", words(Str::gallery_secondary), {.icon = Icon::ticket});
                kit.button("quiet", words(Str::gallery_quiet), {.kind = ButtonKind::quiet});
                kit.button("danger", words(Str::gallery_danger), {.kind = ButtonKind::danger});
                kit.button("disabled", words(Str::gallery_disabled), {.disabled = true});
                kit.button("busy", words(Str::gallery_busy), {.busy = true});
                kit.icon_button("icon", words(Str::me_title), Icon::person);
            },
            Gap::close);
        kit.button("large", words(Str::card_redeem),
                   {.kind = ButtonKind::primary, .icon = Icon::scan, .full = true, .large = true});
    });
}

void draw_fields(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.card([&] {
        const FieldEvent typed = kit.field("field", {.label = words(Str::gallery_field),
                                                     .value = tried(scene, "field"),
                                                     .placeholder = words(Str::gallery_field_placeholder),
                                                     .hint = words(Str::gallery_field_hint)});
        if (typed.changed) {
            try_it(scene, "field", *typed.changed);
        }
        kit.field("wrong", {.label = words(Str::gallery_field),
                            .value = "H7K2",
                            .error = words(Str::gallery_field_error),
                            .large = true});
        kit.field("off", {.label = words(Str::gallery_disabled), .value = "H7K2", .disabled = true});
        const auto kept = [&](std::string_view key, const FieldSpec& spec) {
            if (const FieldEvent event = kit.field(key, spec); event.changed) {
                try_it(scene, key, *event.changed);
            }
        };
        kept("number", {.label = words(Str::gallery_number),
                        .value = tried(scene, "number"),
                        .kind = FieldKind::number,
                        .max_length = 6});
        kept("password", {.label = words(Str::sign_in_password),
                          .value = tried(scene, "password"),
                          .kind = FieldKind::password,
                          .autocomplete = "off"});
        kept("pin", {.label = words(Str::me_pin),
                     .value = tried(scene, "pin"),
                     .kind = FieldKind::pin,
                     .autocomplete = "off",
                     .max_length = 8});
    });
    kit.card([&] {
        const std::string_view digits = tried(scene, "pad");
        kit.text(
            words.with<Str::gallery_pad_shown, "n">(words.number(static_cast<std::int64_t>(digits.size()))),
            {.ink = Ink::muted, .live = Live::changes});
        const PadEvent pad = kit.number_pad("pad");
        if (pad.key == PadKey::digit && digits.size() < 12) {
            try_it(scene, "pad", std::string(digits) + pad.digit);
        } else if (pad.key == PadKey::erase) {
            try_it(scene, "pad",
                   std::string(digits.substr(0, digits.size() - std::min<std::size_t>(1, digits.size()))));
        } else if (pad.key == PadKey::done) {
            try_it(scene, "pad", {});
        }
    });
}

void draw_press(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    draw_buttons(scene);
    draw_fields(scene);
    kit.line([&] {
        if (kit.button("open_sheet", words(Str::gallery_sheet_open), {.icon = Icon::undo})) {
            try_it(scene, "sheet", "on");
        }
        if (kit.button("open_toast", words(Str::gallery_toast), {.icon = Icon::trash})) {
            try_it(scene, "toast", "on");
        }
        constexpr std::array over{std::pair{"verdict", Str::gallery_verdict_open},
                                  std::pair{"dialog", Str::gallery_dialog_open},
                                  std::pair{"frame", Str::gallery_frame_open}};
        for (const auto& [what, name] : over) {
            if (kit.button(what, words(name))) {
                try_it(scene, "over", what);
            }
        }
    });
    if (on(scene, "toast") &&
        kit.toast(words(Str::gallery_toast_say), {.icon = Icon::trash, .action = words(Str::gallery_undo)})) {
        try_it(scene, "toast", {});
    }
    if (!on(scene, "sheet")) {
        return;
    }
    bool done = false;
    const bool leave = kit.sheet("sheet", words(Str::gallery_sheet), [&] {
        kit.text(words(Str::gallery_sheet_say), {.ink = Ink::muted});
        done = kit.button("revoke", words(Str::gallery_danger), {.kind = ButtonKind::danger, .full = true});
    });
    if (leave || done) {
        try_it(scene, "sheet", {});
    }
}

void draw_range(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    constexpr BusinessDay today{20783}; // 2026-11-26: samples do not move
    const DayRange one{today, today, "09:00", "21:30"};
    const DayRange week{{today.days - 6}, today, "09:00", "21:30"};
    const std::array presets{RangePreset{words(Str::gallery_today), one},
                             RangePreset{words(Str::gallery_week), week}};
    const auto day = [&](std::string_view what, BusinessDay otherwise) {
        return BusinessDay{
            static_cast<std::int32_t>(gallery_choice(scene, what, static_cast<std::size_t>(otherwise.days)))};
    };
    const DayRange range{day("from", week.from), day("until", today), "09:00", "21:30"};
    const std::string shown =
        words.with<Str::gallery_range_shown, "from", "until">(words.day(range.from), words.day(range.until));
    if (const auto picked = kit.day_range("range", {.label = words(Str::gallery_range),
                                                    .shown = shown,
                                                    .range = range,
                                                    .today = today,
                                                    .presets = presets,
                                                    .times = true})) {
        try_it(scene, "from", std::to_string(picked->from.days));
        try_it(scene, "until", std::to_string(picked->until.days));
    }
}

void draw_choose(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.heading(2, words(Str::gallery_switches));
    kit.card([&] {
        if (const auto to =
                kit.toggle("sound", words(Str::me_sound), on(scene, "sound"), words(Str::me_sound_say))) {
            try_it(scene, "sound", *to ? "on" : "off");
        }
        if (const auto to = kit.toggle("vibrate", words(Str::me_vibration), !on(scene, "still"))) {
            try_it(scene, "still", *to ? "off" : "on");
        }
    });
    kit.heading(2, words(Str::gallery_chips));
    kit.line([&] {
        constexpr std::array channels{Str::channel_house, Str::channel_douyin, Str::channel_meituan,
                                      Str::channel_wechat};
        for (const Str channel : channels) {
            const std::string_view name = words(channel);
            const std::string key = "chip" + std::string(str_keys[static_cast<std::size_t>(channel)]);
            if (const auto to = kit.chip(key, name, on(scene, key))) {
                try_it(scene, key, *to ? "on" : "off");
            }
        }
    });
    kit.card([&] {
        const std::array products{words(Str::gallery_sample_1), words(Str::gallery_sample_2),
                                  words(Str::gallery_sample_3), words(Str::gallery_sample_4)};
        const std::size_t none = products.size();
        const std::size_t now = gallery_choice(scene, "product", none);
        if (const auto to = kit.select("product", {.label = words(Str::gallery_product),
                                                   .options = products,
                                                   .current = now < none ? std::optional{now} : std::nullopt,
                                                   .placeholder = words(Str::gallery_pick)})) {
            try_it(scene, "product", std::to_string(*to));
        }
        draw_range(scene);
    });
    kit.heading(2, words(Str::gallery_size));
    const std::array sizes{words(Str::gallery_small), words(Str::gallery_middle), words(Str::gallery_large)};
    if (const auto to =
            kit.segments("size", words(Str::gallery_size), sizes, gallery_choice(scene, "size", 1))) {
        try_it(scene, "size", std::to_string(*to));
    }
}

void draw_states(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.banner("stale", words(Str::gallery_stale), {.tone = Tone::unknown, .icon = Icon::clock});
    kit.banner("loud", words(Str::gallery_loud), {.tone = Tone::negative, .icon = Icon::alert, .loud = true});
    kit.card([&] {
        const std::array steps{words(Str::gallery_step_1), words(Str::gallery_step_2),
                               words(Str::gallery_step_3)};
        kit.steps(words(Str::gallery_steps), steps, 1);
        const auto progress = [&](Str label, double share, Milliseconds elapsed) {
            kit.progress(words(label), static_cast<float>(share), words.progress(share, elapsed));
        };
        progress(Str::gallery_progress_begun, 0.01, Milliseconds{900});
        progress(Str::gallery_progress, 0.6, Milliseconds{180'000});
        progress(Str::gallery_progress_done, 1, Milliseconds{300'000});
        kit.progress(words(Str::gallery_waiting), std::nullopt, words(Str::gallery_waiting_say));
    });
    kit.loading(words(Str::gallery_loading), 3);
    kit.columns(kit.narrow() ? 1 : 3, [&](int column) {
        if (column == 0 || kit.narrow()) {
            kit.card([&] {
                kit.state("empty", {.icon = Icon::ticket,
                                    .title = words(Str::gallery_empty),
                                    .say = words(Str::gallery_empty_say)});
            });
        }
        if (column == 1 || kit.narrow()) {
            kit.card([&] {
                kit.state("error", {.icon = Icon::alert,
                                    .tone = Tone::negative,
                                    .title = words(Str::gallery_error),
                                    .say = words(Str::gallery_error_say),
                                    .action = words(Str::gallery_retry)});
            });
        }
        if (column == 2 || kit.narrow()) {
            kit.card([&] {
                kit.state("forbidden", {.icon = Icon::lock,
                                        .title = words(Str::gallery_forbidden),
                                        .say = words(Str::gallery_forbidden_say)});
            });
        }
    });
}

} // namespace

void draw_gallery(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const std::array parts{words(Str::gallery_look),   words(Str::gallery_press), words(Str::gallery_choose),
                           words(Str::gallery_show),   words(Str::gallery_data),  words(Str::gallery_charts),
                           words(Str::gallery_states), words(Str::gallery_wall)};
    const std::size_t part = std::min(gallery_choice(scene, "part"), parts.size() - 1);
    if (part == parts.size() - 1) {
        return draw_gallery_wall(scene);
    }
    if (const std::string_view over = tried(scene, "over"); over == "verdict") {
        return draw_gallery_verdict(scene);
    } else if (over == "dialog") {
        return draw_gallery_dialog(scene);
    } else if (over == "frame") {
        return draw_gallery_frame(scene);
    }
    if (kit.escape_pressed()) {
        scene.want(console::intent::Leave{});
    }
    kit.about(tried(scene, "part"));
    kit.page("gallery", [&] {
        kit.bar([&] { kit.heading(1, words(Str::gallery_title)); }, [&] { draw_language(scene); });
        if (const auto to = kit.tabs("parts", words(Str::gallery_parts), parts, part)) {
            try_it(scene, "part", std::to_string(*to));
        }
        switch (part) {
        case 1: draw_press(scene); break;
        case 2: draw_choose(scene); break;
        case 3: draw_gallery_show(scene); break;
        case 4: draw_gallery_table(scene); break;
        case 5: draw_gallery_charts(scene); break;
        case 6: draw_states(scene); break;
        default: draw_look(scene); break;
        }
    });
}

} // namespace hexiao::ui
