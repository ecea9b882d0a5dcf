// The kit's choices: switches, chips, tabs, selects and the number pad. How they are pressed: kit_frame.cpp.
#include <algorithm>
#include <array>
#include <imgui.h>
#include <string>
#include <utility>

#include "ui/kit/kit.h"
#include "ui/kit/paint.h"
#include "ui/kit/tokens.h"

namespace hexiao::ui {

std::optional<bool> Kit::toggle(std::string_view key, std::string_view label, bool on,
                                std::string_view detail) {
    const NodeId id = widget_id(key);
    const float width = room() - tokens::switch_width - tokens::space_4;
    const float words = wrapped_height(label, width, Style::body);
    const float small = detail.empty() ? 0 : wrapped_height(detail, width, Style::caption);
    const Box box = take(room(), std::max(tokens::target, words + small + tokens::space_2), true);
    const Press p = press(id, box, true);
    const float y = box.y + (box.h - words - small) / 2;
    put_wrapped(label, {box.x, y, width, words}, Style::body, palette_->ink, Align::start);
    put_wrapped(detail, {box.x, y + words, width, small}, Style::caption, palette_->muted, Align::start);

    const Box track{box.x + box.w - tokens::switch_width, box.y + (box.h - tokens::switch_height) / 2,
                    tokens::switch_width, tokens::switch_height};
    const std::uint32_t base = on ? palette_->accent.fill : palette_->raised;
    paint::fill(list(), track, washed(base, p), track.h / 2);
    if (!on) {
        paint::stroke(list(), track, palette_->line_strong, track.h / 2, 2);
    }
    const float knob = track.h - 12;
    const float x = on ? track.x + track.w - knob - 6 : track.x + 6;
    paint::fill(list(), {x, track.y + 6, knob, knob}, on ? palette_->accent.on_fill : palette_->line_strong,
                knob / 2);
    if (on) { // not by place and colour alone
        paint::icon(list(), Icon::check, {track.x + 6, track.y + 8, 16, 16}, palette_->accent.on_fill);
    }
    if (p.focused) {
        ring(track, track.h / 2);
    }
    MirrorNode& node = emit(id, Role::toggle, label, box);
    node.checked = on;
    node.description = detail;
    return p.pressed ? std::optional{!on} : std::nullopt;
}

std::optional<bool> Kit::chip(std::string_view key, std::string_view label, bool on, Icon icon) {
    const NodeId id = widget_id(key);
    const Icon mark = on ? Icon::check : icon;
    const float icon_room = mark == Icon::none ? 0 : 24.0f;
    const float height = grown(40, Style::caption_strong);
    const float width = measure(label, Style::caption_strong) + 2 * tokens::space_4 + icon_room;
    const Box target = take(width, std::max(tokens::target, height), false);
    const Box box{target.x, target.y + (target.h - height) / 2, target.w, height};
    const Press p = press(id, target, true);
    const std::uint32_t paper = region().paper != 0 ? region().paper : palette_->surface;
    const std::uint32_t base = on ? palette_->accent.tint : paper;
    const std::uint32_t ink = on ? palette_->accent.on_tint : palette_->ink;
    paint::fill(list(), box, washed(base, p), box.h / 2);
    paint::stroke(list(), box, on ? palette_->accent.on_tint : palette_->line_strong, box.h / 2,
                  on ? 2.0f : 1.0f);
    if (p.focused) {
        ring(box, box.h / 2);
    }
    paint::icon(list(), mark, {box.x + tokens::space_3, box.y + (box.h - 18) / 2, 18, 18}, ink);
    put(label, {box.x + tokens::space_4 + icon_room - (icon_room > 0 ? 4 : 0), box.y, box.w, box.h},
        Style::caption_strong, ink);
    emit(id, Role::chip, label, target).checked = on;
    return p.pressed ? std::optional{!on} : std::nullopt;
}

std::optional<std::size_t> Kit::tabs(std::string_view key, std::string_view name,
                                     std::span<const std::string_view> labels, std::size_t current) {
    const NodeId group = widget_id(key);
    const auto width_of = [&](Style style) {
        float all = 0;
        for (const std::string_view label : labels) {
            all += measure(label, style);
        }
        return all;
    };
    const Box box = take(room(), grown(tokens::target, Style::strong), true);
    const auto count = static_cast<float>(std::max<std::size_t>(1, labels.size()));
    const Style style =
        width_of(Style::strong) + count * tokens::space_2 > box.w ? Style::caption_strong : Style::strong;
    // On a phone they fill the width; what a tab has beyond its letters is alike for all.
    const float spare = narrow() ? std::max(0.0f, box.w - width_of(style)) / count : 2 * tokens::space_4;
    paint::fill(list(), {box.x, box.y + box.h - 1, box.w, 1}, palette_->line);
    emit(group, Role::tablist, name, box);
    const NodeId before = std::exchange(parent_, group);
    std::optional<std::size_t> chosen;
    float x = box.x;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const NodeId id = group + 1 + static_cast<NodeId>(i);
        const float words = measure(labels[i], style);
        const Box part{x, box.y, words + spare, box.h};
        x += part.w;
        const Press p = press(id, part, true);
        const std::uint32_t ink = i == current ? palette_->accent.on_tint
                                  : p.hovered  ? palette_->ink
                                               : palette_->muted;
        if (i == current) {
            paint::fill(list(), {part.x + 8, part.y + part.h - 4, part.w - 16, 4}, palette_->accent.on_tint,
                        2);
        }
        if (p.focused) {
            ring({part.x + 4, part.y + 6, part.w - 8, part.h - 14}, tokens::radius_small);
        }
        put_fitting(labels[i], {part.x + spare / 2, part.y, words, part.h}, style, ink);
        emit(id, Role::tab, labels[i], part).checked = i == current;
        if (p.pressed && i != current) {
            chosen = i;
        }
    }
    parent_ = before;
    return chosen;
}

bool Kit::opener(NodeId id, std::string_view label, std::string_view shown, Icon icon, bool faint) {
    const float words = wrapped_height(label, room(), Style::caption_strong);
    const float inner = room() - 3 * tokens::space_4 - 20;
    const float height = std::max(grown(tokens::field_height, Style::body),
                                  wrapped_height(shown, inner, Style::body) + 2 * tokens::space_2);
    const Box all = take(room(), words + tokens::space_1 + height, true);
    const Box box{all.x, all.y + words + tokens::space_1, all.w, height};
    const Press p = press(id, all, true);
    const bool open = opened_ == id;
    put_wrapped(label, {all.x, all.y, all.w, words}, Style::caption_strong, palette_->muted, Align::start);
    const float wash = p.held ? 0.1f : p.hovered ? 0.04f : 0;
    paint::fill(list(), box, paint::mix(palette_->raised, palette_->ink, wash), tokens::radius);
    paint::stroke(list(), box, open ? palette_->accent.on_tint : palette_->line_strong, tokens::radius,
                  open ? 2.0f : 1.5f);
    if (p.focused) {
        ring(box, tokens::radius);
    }
    const float lines = wrapped_height(shown, inner, Style::body);
    put_wrapped(shown, {box.x + tokens::space_4, box.y + (box.h - lines) / 2, inner, lines}, Style::body,
                faint ? palette_->faint : palette_->ink, Align::start);
    paint::icon(list(), icon, {box.x + box.w - tokens::space_4 - 20, box.y + (box.h - 20) / 2, 20, 20},
                palette_->muted);
    MirrorNode& node = emit(id, Role::select, label, all);
    node.value = shown;
    node.copied = std::string(label) + "\t" + std::string(shown);
    node.expanded = open;
    if (p.pressed) {
        opened_ = open ? 0 : id;
    }
    return p.pressed;
}

std::optional<std::size_t> Kit::select(std::string_view key, const SelectSpec& spec) {
    const NodeId id = widget_id(key);
    const std::string_view shown =
        spec.current ? std::string_view(spec.options[*spec.current]) : spec.placeholder;
    opener(id, spec.label, shown, Icon::down, !spec.current);
    if (opened_ != id) {
        return {};
    }
    const Box anchor = mirror_.back().box;
    std::optional<std::size_t> chosen;
    begin_popup(id + 2, {.title = spec.label, .anchor = &anchor, .width = anchor.w});
    const NodeId group = id + 3;
    emit(group, Role::listbox, spec.label, next(0));
    const NodeId before = std::exchange(parent_, group);
    region().gap = 0;
    for (std::size_t i = 0; i < spec.options.size(); ++i) {
        const NodeId option = group + 1 + static_cast<NodeId>(i);
        const bool now = spec.current == i;
        const float width = room() - 3 * tokens::space_3 - 20;
        const float words = wrapped_height(spec.options[i], width, Style::body);
        const Box box = take(room(), std::max(tokens::target, words + tokens::space_4), true);
        const Press p = press(option, box, true);
        if (p.hovered || p.held || now) {
            paint::fill(list(), box, now ? palette_->accent.tint : palette_->sunken, tokens::radius_small);
        }
        if (p.focused) {
            ring({box.x + 5, box.y + 5, box.w - 10, box.h - 10}, tokens::radius_small);
        }
        const std::uint32_t ink = now ? palette_->accent.on_tint : palette_->ink;
        put_wrapped(spec.options[i], {box.x + tokens::space_3, box.y + (box.h - words) / 2, width, words},
                    Style::body, ink, Align::start);
        if (now) {
            paint::icon(list(), Icon::check,
                        {box.x + box.w - tokens::space_3 - 20, box.y + (box.h - 20) / 2, 20, 20}, ink);
        }
        MirrorNode& node = emit(option, Role::option, spec.options[i], box);
        node.checked = now || (!spec.current && i == 0);
        node.autofocus = node.checked;
        if (p.pressed) {
            chosen = i;
        }
    }
    parent_ = before;
    if (end_popup() || chosen) {
        opened_ = 0;
    }
    return chosen == spec.current ? std::nullopt : chosen;
}

PadEvent Kit::number_pad(std::string_view key) {
    const NodeId group = widget_id(key);
    constexpr std::string_view keys = "123456789<0>"; // < erases, > is done
    constexpr float gap = tokens::space_3;
    const float width = std::min((room() - 2 * gap) / 3, 132.0f);
    const float height = grown(tokens::pad_key, Style::title);
    const float all = 3 * width + 2 * gap;
    const Box box = take(all, 4 * height + 3 * gap, false);
    emit(group, Role::form, words_.keypad, box);
    const NodeId before = std::exchange(parent_, group);
    PadEvent event;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const std::size_t line = i / 3;
        const auto column = static_cast<float>(i % 3), row = static_cast<float>(line);
        const Box at{box.x + column * (width + gap), box.y + row * (height + gap), width, height};
        const NodeId id = group + 1 + static_cast<NodeId>(i);
        const Press p = press(id, at, true);
        const char what = keys[i];
        const bool done = what == '>', erase = what == '<';
        const std::uint32_t base = done ? palette_->accent.fill : erase ? palette_->sunken : palette_->raised;
        const std::uint32_t ink = done ? palette_->accent.on_fill : palette_->ink;
        paint::fill(list(), at,
                    paint::mix(base, palette_->ink,
                               p.held      ? 0.16f
                               : p.hovered ? 0.07f
                                           : 0),
                    tokens::radius);
        if (!done) {
            paint::stroke(list(), at, palette_->line_strong, tokens::radius);
        }
        if (p.focused) {
            ring(at, tokens::radius);
        }
        const Box middle{at.x + (at.w - 26) / 2, at.y + (at.h - 26) / 2, 26, 26};
        if (done || erase) {
            paint::icon(list(), done ? Icon::check : Icon::backspace, middle, ink);
            emit(id, Role::button, done ? words_.done : words_.erase, at);
        } else {
            put(keys.substr(i, 1), at, Style::title, ink, Align::center);
            emit(id, Role::button, keys.substr(i, 1), at);
        }
        if (p.pressed) {
            event = done    ? PadEvent{PadKey::done}
                    : erase ? PadEvent{PadKey::erase}
                            : PadEvent{PadKey::digit, what};
        }
    }
    parent_ = before;
    return event;
}

} // namespace hexiao::ui
