// What the console costs on this device, for whoever looks into a slow or a blurred one: /debug, whoever is
// signed in.
#include <array>
#include <cstdint>
#include <utility>

#include "ui/screens/screens.h"

namespace hexiao::ui {

namespace {

// The Thousand Character Classic begins with these 200; none stands in it twice (发 is 發 there, and 髮).
constexpr std::string_view specimen =
    "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜"
    "金生丽水玉出昆冈剑号巨阙珠称夜光果珍李柰菜重芥姜海咸河淡鳞潜羽翔龙师火帝鸟官人皇"
    "始制文字乃服衣裳推位让国有虞陶唐吊民伐罪周发殷汤坐朝问道垂拱平章爱育黎首臣伏戎羌"
    "遐迩一体率宾归王鸣凤在竹白驹食场化被草木赖及万方盖此身髮四大五常恭惟鞠养岂敢毁伤"
    "女慕贞洁男效才良知过必改得能莫忘罔谈彼短靡恃己长信使可覆器欲难量墨悲丝染诗赞羔羊";

void draw_figures(const Scene& scene) {
    const Figures& figures = scene.figures;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const auto megabytes = static_cast<std::int64_t>(figures.bytes >> 20);
    kit.key_value(words(Str::debug_build), figures.build);
    kit.key_value(words(Str::debug_frames), words.number(figures.frames));
    kit.key_value(words(Str::debug_sheets), words.number(figures.sheets));
    kit.key_value(words(Str::debug_atlas),
                  words.with<Str::debug_atlas_size, "w", "h", "mb", "most_w", "most_h">(
                      words.number(figures.width), words.number(figures.height), words.number(megabytes),
                      words.number(figures.most_width), words.number(figures.most_height)));
}

// A browser that lacks something is not refused: the console does without, and says so here.
void draw_abilities(const Scene& scene, const console::Abilities& can) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const std::array<std::pair<Str, bool>, 15> all{
        {{Str::debug_can_offline, can.offline && !scene.state.view.nothing_kept},
         {Str::debug_can_camera, can.camera},
         {Str::debug_can_every_picture, can.every_picture},
         {Str::debug_can_luminance, can.luminance},
         {Str::debug_can_torch, can.torch},
         {Str::debug_can_durable, can.durable},
         {Str::debug_can_shared, can.shared},
         {Str::debug_can_letters, can.letters},
         {Str::debug_can_exact_pixels, can.exact_pixels},
         {Str::debug_can_clipboard, can.clipboard},
         {Str::debug_can_awake, can.awake},
         {Str::debug_can_vibration, can.vibration},
         {Str::debug_can_full_screen, can.full_screen},
         {Str::debug_can_notices, can.notices},
         {Str::debug_can_speech, can.speech}}};
    kit.heading(2, words(Str::debug_can));
    kit.text(words(Str::debug_can_say), {.ink = Ink::muted});
    kit.card([&] {
        for (const auto& [name, has] : all) {
            kit.key_value(words(name), words(has ? Str::debug_yes : Str::debug_no));
        }
    });
}

} // namespace

void draw_debug(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const console::Screen back =
        scene.state.domain.session ? console::Screen::counter : console::Screen::sign_in;
    if (kit.escape_pressed()) {
        scene.want(console::intent::Go{back});
    }
    kit.page("debug", [&] {
        kit.column({.width = Width::reading}, [&] {
            kit.heading(1, words(Str::debug_title));
            draw_text_size(scene);
            kit.card([&] { draw_figures(scene); });
            kit.heading(2, words(Str::debug_glyphs));
            kit.card([&] {
                for (const Figures::Size& size : scene.figures.sizes) {
                    const std::string name = words.with<Str::debug_weight, "px", "weight">(
                        words.number(static_cast<std::int64_t>(size.pixels)), words.number(size.weight));
                    kit.key_value(name, words.number(size.glyphs));
                }
            });
            kit.heading(2, words(Str::debug_specimen));
            kit.card([&] {
                kit.text(specimen, {.style = Style::specimen});
                kit.text(specimen, {.style = Style::large_specimen});
            });
            if (const auto& can = scene.state.view.abilities) {
                draw_abilities(scene, *can);
            }
            if (kit.button("back", words(Str::debug_back), {.kind = ButtonKind::quiet, .full = true})) {
                scene.want(console::intent::Go{back});
            }
        });
    });
}

} // namespace hexiao::ui
