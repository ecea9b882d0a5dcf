// How far something is, and what stands where content would: it comes, it is old, there is none, it failed,
// or it is not for you. See kit.h.
#include <algorithm>
#include <array>
#include <cmath>
#include <imgui.h>

#include "ui/kit/kit.h"
#include "ui/kit/paint.h"
#include "ui/kit/tokens.h"

namespace hexiao::ui {

void Kit::progress(std::string_view label, std::optional<float> fraction, std::string_view value, Tone tone) {
    const NodeId id = next_id();
    const float rest = room() - measure(value, Style::strong) - tokens::space_4; // the value is never cut
    const float words = wrapped_height(label, rest, Style::body);
    const Box box = take(room(), words + 18, true);
    put_wrapped(label, {box.x, box.y, rest, words}, Style::body, palette_->ink, Align::start);
    put(value, {box.x, box.y, box.w, line_of(Style::strong)}, Style::strong, palette_->ink, Align::end);
    const Box track{box.x, box.y + words + 8, box.w, 10};
    paint::fill(list(), track, palette_->sunken, 5);
    MirrorNode& node = emit(id, Role::progress, label, box);
    node.value = value;
    node.copied = std::string(label) + "\t" + std::string(value);
    if (fraction) {
        const float part = std::clamp(*fraction, 0.0f, 1.0f);
        node.level = static_cast<int>(std::lround(part * 100));
        if (part > 0) {
            paint::fill(list(), {track.x, track.y, std::max(10.0f, track.w * part), 10},
                        palette_->of(tone).fill, 5);
        }
        return;
    }
    node.busy = true;
    // There and back; still in the middle where the person asked for less motion.
    const double turn = window_.time * 1000 / static_cast<double>(tokens::busy_turn_ms);
    const float swing =
        window_.reduced_motion ? 0.5f : std::fabs(static_cast<float>(std::fmod(turn, 2.0)) - 1);
    const float w = track.w * 0.3f;
    paint::fill(list(), {track.x + (track.w - w) * swing, track.y, w, 10}, palette_->of(tone).fill, 5);
    animating_ = animating_ || !window_.reduced_motion;
}

void Kit::steps(std::string_view name, std::span<const std::string_view> labels, std::size_t current) {
    const NodeId before = begin_group(Role::list, name);
    const auto count = static_cast<float>(std::max<std::size_t>(1, labels.size()));
    const float each = room() / count;
    float words = 0;
    for (const std::string_view label : labels) {
        words = std::max(words, wrapped_height(label, each - tokens::space_2, Style::caption_strong));
    }
    constexpr float disc = 28;
    const Box box = take(room(), disc + tokens::space_1 + words, true);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const NodeId id = next_id();
        const float x = box.x + static_cast<float>(i) * each;
        const float middle = x + each / 2;
        const bool done = i < current, now = i == current;
        if (i > 0) {
            paint::fill(list(), {middle - each + disc / 2 + 4, box.y + disc / 2 - 1, each - disc - 8, 2},
                        done || now ? palette_->accent.fill : palette_->line);
        }
        const Box mark{middle - disc / 2, box.y, disc, disc};
        paint::fill(list(), mark, done || now ? palette_->accent.fill : palette_->sunken, disc / 2);
        const std::uint32_t ink = done || now ? palette_->accent.on_fill : palette_->muted;
        if (done) {
            paint::icon(list(), Icon::check, {mark.x + 5, mark.y + 5, 18, 18}, ink);
        } else {
            put(std::to_string(i + 1), mark, Style::caption_strong, ink, Align::center);
        }
        const Box below{x, box.y + disc + tokens::space_1, each, words};
        put_wrapped(labels[i], below, now ? Style::caption_strong : Style::caption,
                    now ? palette_->ink : palette_->muted, Align::center);
        const std::string said =
            done ? words_.say_done(labels[i]) : std::to_string(i + 1) + " " + std::string(labels[i]);
        MirrorNode& node = emit(id, Role::item, said, {x, box.y, each, box.h});
        node.current = now;
    }
    parent_ = before;
}

bool Kit::state(std::string_view key, const StateSpec& spec) {
    bool pressed = false;
    begin_middle();
    region().align = Align::center;
    const auto& color = palette_->of(spec.tone);
    const Box disc = take(88, 88, false);
    const bool plain = spec.tone == Tone::neutral;
    paint::fill(list(), disc, plain ? palette_->sunken : color.tint, 44);
    paint::icon(list(), spec.icon, {disc.x + 24, disc.y + 24, 40, 40},
                plain ? palette_->muted : color.on_tint);
    text(spec.title, {.style = Style::title, .align = Align::center});
    if (spec.level > 0) {
        mirror_.back().role = Role::heading;
        mirror_.back().level = spec.level;
    }
    if (!spec.say.empty()) {
        text(spec.say, {.ink = Ink::muted, .align = Align::center});
    }
    if (!spec.action.empty()) {
        pressed = button(key, spec.action, {.kind = ButtonKind::primary});
    }
    end_middle();
    return pressed;
}

// Bars where words will be: the page does not jump when they come. They stand still; what moves all the time
// looks like work, and costs some.
void Kit::loading(std::string_view name, int rows) {
    const NodeId id = next_id();
    const float height = 64.0f * static_cast<float>(rows);
    const float below = line_of(Style::caption) + tokens::space_2;
    const Box all = take(room(), height + below, true);
    const Box box{all.x, all.y, all.w, height};
    paint::fill(list(), box, palette_->raised, tokens::radius_large);
    constexpr std::array widths{0.46f, 0.38f, 0.52f, 0.42f};
    for (int i = 0; i < rows; ++i) {
        const float y = box.y + 64.0f * static_cast<float>(i);
        const float share = widths[static_cast<std::size_t>(i) % widths.size()];
        paint::fill(list(), {box.x + 20, y + 12, 40, 40}, palette_->sunken, 12);
        paint::fill(list(), {box.x + 76, y + 16, box.w * share, 14}, palette_->sunken, 7);
        paint::fill(list(), {box.x + 76, y + 38, box.w * share * 0.7f, 10}, palette_->sunken, 5);
    }
    const Box line{box.x, box.y + box.h + tokens::space_2, box.w, line_of(Style::caption)};
    put(name, line, Style::caption, palette_->muted, Align::center);
    MirrorNode& node = emit(id, Role::status, name, line);
    node.live = Live::polite;
    node.busy = true;
}

} // namespace hexiao::ui
