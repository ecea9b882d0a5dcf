// The kit's things to press and fill in. Behaviour comes from `press` (kit_frame.cpp); here is how they look.
#include <algorithm>
#include <imgui.h>
#include <utility>

#include "ui/kit/kit.h"
#include "ui/kit/paint.h"
#include "ui/kit/tokens.h"

namespace hexiao::ui {
namespace {

struct Skin {
    std::uint32_t fill, text, edge; // edge 0: none
};

Skin skin_of(ButtonKind kind, const Palette& palette) {
    switch (kind) {
    case ButtonKind::primary: return {palette.accent.fill, palette.accent.on_fill, 0};
    case ButtonKind::danger: return {palette.negative.fill, palette.negative.on_fill, 0};
    case ButtonKind::quiet: return {0, palette.accent.on_tint, 0};
    case ButtonKind::secondary: break;
    }
    return {palette.raised, palette.ink, palette.line_strong};
}

} // namespace

bool Kit::button(std::string_view key, std::string_view label, const ButtonSpec& spec) {
    const NodeId id = widget_id(key);
    const bool enabled = !spec.disabled && !spec.busy;
    const float icon_room = spec.icon == Icon::none ? 0 : 22 + tokens::space_2;
    const float natural = measure(label, Style::strong);
    const float side = spec.kind == ButtonKind::quiet ? tokens::space_3 : tokens::space_5;
    // Letters of the size they are designed in stay on one line.
    const float space = (region().inline_flow ? region().box.w : room()) - icon_room - 2 * tokens::space_3;
    const bool wraps = window_.text_scale > 1 && natural > space;
    const float words = std::min(natural, space);
    const float lines = wraps ? wrapped_height(label, words, Style::strong) : line_of(Style::strong);
    const float height =
        grown(spec.large ? 58 : tokens::target, Style::strong) + lines - line_of(Style::strong);
    const Box box = take(words + icon_room + 2 * side, height, spec.full);
    const Press p = press(id, box, enabled);

    Skin skin = skin_of(spec.kind, *palette_);
    const std::uint32_t base = skin.fill != 0        ? skin.fill
                               : region().paper != 0 ? region().paper
                                                     : palette_->surface;
    std::uint32_t fill = washed(base, p);
    if (!enabled) {
        fill = palette_->sunken, skin.text = palette_->muted, skin.edge = 0;
    }
    if (skin.fill != 0 && enabled && skin.edge == 0 && spec.large) {
        paint::shadow(list(), palette_->shadow, box, tokens::radius, 0.7f);
    }
    if (skin.fill != 0 || p.hovered || p.held) {
        paint::fill(list(), box, fill, tokens::radius);
    }
    if (skin.edge != 0) {
        paint::stroke(list(), box, skin.edge, tokens::radius);
    }
    if (p.focused) {
        ring(box, tokens::radius);
    }

    const float x = box.x + std::max(tokens::space_3, (box.w - words - icon_room) / 2);
    const float shown = std::min(words, box.w - icon_room - 2 * tokens::space_3);
    paint::icon(list(), spec.icon, {x, box.y + (box.h - 22) / 2, 22, 22}, skin.text);
    if (wraps) {
        put_wrapped(label, {x + icon_room, box.y + (box.h - lines) / 2, words, lines}, Style::strong,
                    skin.text, spec.full ? Align::center : Align::start);
    } else {
        put_fitting(label, {x + icon_room, box.y, shown, box.h}, Style::strong, skin.text);
    }

    MirrorNode& node = emit(id, Role::button, label, box);
    node.disabled = !enabled;
    node.busy = spec.busy;
    node.autofocus = spec.autofocus;
    return p.pressed;
}

bool Kit::icon_button(std::string_view key, std::string_view label, Icon icon) {
    const NodeId id = widget_id(key);
    const Box box = take(tokens::target, tokens::target, false);
    const Press p = press(id, box, true);
    const std::uint32_t paper = region().paper != 0 ? region().paper : palette_->surface;
    if (p.hovered || p.held) {
        paint::fill(list(), box, washed(paper, p), 24);
    }
    if (p.focused) {
        ring(box, 24);
    }
    paint::icon(list(), icon, {box.x + 12, box.y + 12, 24, 24}, palette_->ink);
    emit(id, Role::button, label, box);
    return p.pressed;
}

// The label, the box and the messages are ours; the letters inside are the browser's own input, laid over the
// box.
FieldEvent Kit::field(std::string_view key, const FieldSpec& spec) {
    const NodeId id = widget_id(key);
    const std::string_view below = spec.error.empty() ? spec.hint : spec.error;
    const float words = wrapped_height(spec.label, room(), Style::caption_strong);
    const float label_height = words + tokens::space_1;
    const Style letters = spec.large ? Style::title : Style::body;
    const float box_height = grown(spec.large ? 66 : tokens::field_height, letters);
    const float icon_room = spec.error.empty() ? 0 : 24.0f;
    const float below_height =
        below.empty() ? 0 : wrapped_height(below, room() - icon_room, Style::caption) + tokens::space_2;
    const Box all = take(room(), label_height + box_height + below_height, true);
    const Box box{all.x, all.y + label_height, all.w, box_height};
    const bool focused = focus_ == id;
    reveal(id, box);

    put_wrapped(spec.label, {all.x, all.y, all.w, words}, Style::caption_strong, palette_->muted,
                Align::start);
    paint::fill(list(), box, spec.disabled ? palette_->sunken : palette_->raised, tokens::radius);
    const std::uint32_t edge = !spec.error.empty() ? palette_->negative.on_tint
                               : focused           ? palette_->accent.on_tint
                                                   : palette_->line_strong;
    paint::stroke(list(), box, edge, tokens::radius, focused || !spec.error.empty() ? 2.0f : 1.5f);
    if (!below.empty()) {
        const Box line{all.x + icon_room, box.y + box.h + tokens::space_2, all.w - icon_room, below_height};
        if (icon_room > 0) {
            paint::icon(list(), Icon::alert, {all.x, line.y + 1, 18, 18}, palette_->negative.on_tint);
        }
        put_wrapped(below, line, Style::caption, icon_room > 0 ? palette_->negative.on_tint : palette_->muted,
                    Align::start);
    }

    MirrorNode& node = emit(id, Role::field, spec.label, box);
    node.value = spec.value;
    node.disabled = spec.disabled;
    node.invalid = !spec.error.empty();
    node.autofocus = spec.autofocus;
    node.take_focus = node.take_focus || spec.take_focus;
    node.input = {spec.kind,
                  std::string(spec.autocomplete),
                  std::string(spec.enter_hint),
                  std::string(spec.placeholder),
                  spec.max_length,
                  std::max(face_size(letters) / faces_.line_per_em, tokens::field_size)};
    node.input.label_height = label_height;
    // An example that does not fit is smaller, not cut.
    const float example = measure(spec.placeholder, letters), inside = box.w - 2 * tokens::space_4;
    node.input.placeholder_size = node.input.text_size * std::min(1.0f, inside / std::max(example, 1.0f));
    if (!below.empty()) {
        const Box line{all.x, box.y + box.h, all.w, below_height};
        node.explained_by = id + 1;
        emit(id + 1, Role::text, below, line).live = spec.error.empty() ? Live::off : Live::assertive;
    }

    FieldEvent event;
    if (const auto found = field_texts_.find(id); found != field_texts_.end()) {
        event.changed = found->second;
    }
    event.submitted = std::ranges::find(submitted_, id) != submitted_.end();
    if (event.changed || event.submitted) {
        moved_ = true;
    }
    return event;
}

bool Kit::row(std::string_view key, const RowSpec& spec) {
    const NodeId id = make_id(key);
    const bool first = region().empty;
    const float side = narrow() ? tokens::space_4 : 20.0f;
    const float icon_room = spec.icon == Icon::none ? 0 : 40 + tokens::space_3;
    const float chevron = spec.pressable ? 28.0f : 0;
    const float end = spec.trailing.empty() ? 0 : measure(spec.trailing, Style::body) + tokens::space_3;
    const float whole = room() - 2 * side - icon_room - chevron;
    const bool below = window_.text_scale > 1 && whole - end < whole * 0.6f; // the end goes under the rest
    const float trailing = below ? 0 : end;
    const float width = whole - trailing;
    const float title_height = wrapped_height(spec.title, width, Style::strong);
    const float detail_height =
        spec.detail.empty() ? 0 : wrapped_height(spec.detail, width, Style::caption) + 2;
    const float end_height = below && end > 0 ? line_of(Style::body) : 0;
    const float bar_height = spec.share ? 6.0f + tokens::space_2 : 0;
    const float height = std::max(64.0f, title_height + detail_height + end_height + bar_height + 24);
    const Box box = take(room(), height, true);
    const Press p = spec.pressable ? press(id, box, true) : Press{};

    const Box wash{box.x + 6, box.y + 4, box.w - 12, box.h - 8};
    if (spec.current) {
        paint::fill(list(), wash, palette_->accent.tint, tokens::radius_small);
    } else if (p.hovered || p.held) {
        paint::fill(list(), wash, paint::mix(palette_->raised, palette_->ink, p.held ? 0.10f : 0.04f),
                    tokens::radius_small);
    }
    if (!first) {
        paint::fill(list(), {box.x + side + icon_room, box.y, box.w - side - icon_room, 1}, palette_->line);
    }
    if (p.focused) {
        ring({box.x + 6, box.y + 6, box.w - 12, box.h - 12}, tokens::radius_small);
    }
    if (icon_room > 0) {
        const Box disc{box.x + side, box.y + (box.h - 40) / 2, 40, 40};
        if (!put_picture(spec.picture, disc, 12)) {
            paint::fill(list(), disc, palette_->of(spec.tone).tint, 12);
            paint::icon(list(), spec.icon, {disc.x + 9, disc.y + 9, 22, 22}, palette_->of(spec.tone).on_tint);
        }
    }
    const float x = box.x + side + icon_room;
    const float y = box.y + (box.h - title_height - detail_height - end_height - bar_height) / 2;
    put_wrapped(spec.title, {x, y, width, title_height}, Style::strong, palette_->ink, Align::start);
    put_wrapped(spec.detail, {x, y + title_height + 2, width, detail_height}, Style::caption, palette_->muted,
                Align::start);
    const float right = box.x + box.w - side - chevron;
    if (below) {
        put(spec.trailing, {x, y + title_height + detail_height + 2, width, end_height}, Style::body,
            palette_->muted);
    } else {
        put(spec.trailing, {right - trailing, box.y, trailing, box.h}, Style::body, palette_->muted,
            Align::end);
    }
    if (spec.share) {
        const Box track{x, y + title_height + detail_height + end_height + tokens::space_2, whole, 6};
        paint::fill(list(), track, palette_->sunken, 3);
        if (const float part = std::clamp(*spec.share, 0.0f, 1.0f); part > 0) {
            paint::fill(list(), {track.x, track.y, std::max(6.0f, track.w * part), 6}, palette_->series[0],
                        3);
        }
    }
    if (spec.pressable) {
        paint::icon(list(), Icon::forward, {right + 8, box.y + (box.h - 20) / 2, 20, 20}, palette_->faint);
    }

    std::string name(spec.title); // one sentence: a row is heard as a whole
    for (const std::string_view part : {spec.detail, spec.trailing}) {
        if (!part.empty()) {
            name.append(", ").append(part);
        }
    }
    std::string cells(spec.title);
    for (const std::string_view part : {spec.detail, spec.trailing}) {
        cells.append("\t").append(part);
    }
    auto& node = emit(id, spec.pressable ? Role::button : Role::item, name, box);
    node.copied = std::move(cells);
    node.current = spec.current;
    return p.pressed;
}

std::optional<std::size_t> Kit::segments(std::string_view key, std::string_view name,
                                         std::span<const std::string_view> labels, std::size_t current) {
    float widest = 0;
    for (const std::string_view label : labels) {
        widest = std::max(widest, measure(label, Style::strong));
    }
    const auto count = static_cast<float>(labels.size());
    const float height = grown(tokens::target, Style::strong);
    const Box box = take((widest + 32) * count + 8, height, !region().inline_flow && narrow());
    paint::fill(list(), box, palette_->sunken, tokens::radius);
    // Equal, unless the longest word leaves too little room: then each is as wide as its own word asks for.
    const bool tight = (widest + tokens::space_2) * count > box.w - 8;
    const Style style = tight ? Style::caption_strong : Style::strong;
    float words = 0;
    for (const std::string_view label : labels) {
        words += tight ? measure(label, style) : 0;
    }
    const float spare = (box.w - 8 - words) / count;
    const NodeId group = widget_id(key);
    emit(group, Role::radiogroup, name, box);
    const NodeId before = std::exchange(parent_, group);
    std::optional<std::size_t> chosen;
    float x = box.x + 4;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const NodeId id = group + 1 + static_cast<NodeId>(i);
        const Box part{x, box.y + 4, spare + (tight ? measure(labels[i], style) : 0), box.h - 8};
        x += part.w;
        const Box target{part.x, box.y, part.w, box.h};
        const Press p = press(id, target, true);
        if (i == current) {
            paint::shadow(list(), palette_->shadow, part, tokens::radius_small, 0.4f);
            paint::fill(list(), part, palette_->raised, tokens::radius_small);
            paint::stroke(list(), part, palette_->accent.on_tint, tokens::radius_small, 1.5f);
        }
        if (p.focused) {
            ring(part, tokens::radius_small);
        }
        const std::uint32_t color = i == current ? palette_->accent.on_tint
                                    : p.hovered  ? palette_->ink
                                                 : palette_->muted;
        put(labels[i], part, style, color, Align::center);
        emit(id, Role::radio, labels[i], target).checked = i == current;
        if (p.pressed && i != current) {
            chosen = i;
        }
    }
    parent_ = before;
    return chosen;
}

} // namespace hexiao::ui
