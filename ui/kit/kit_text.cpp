// The kit's words: styles, wrapping, headings, lists of facts. All letters go through `put`. See kit.h.
#include <algorithm>
#include <cmath>
#include <imgui.h>

#include "ui/kit/kit.h"
#include "ui/kit/linebreak.h"
#include "ui/kit/paint.h"
#include "ui/kit/tokens.h"

namespace hexiao::ui {
namespace {

struct StyleSize {
    float size, line;
    bool strong;
};

StyleSize sizes_of(Style style) {
    switch (style) {
    case Style::caption: return {tokens::caption_size, tokens::caption_line, false};
    case Style::caption_strong: return {tokens::caption_size, tokens::caption_line, true};
    case Style::strong: return {tokens::body_size, tokens::body_line, true};
    case Style::title: return {tokens::title_size, tokens::title_line, true};
    case Style::display: return {tokens::display_size, tokens::display_line, true};
    case Style::hero: return {tokens::hero_size, tokens::hero_line, true};
    case Style::wall_number: return {tokens::wall_number_size, tokens::wall_number_line, true};
    case Style::wall_large: return {tokens::wall_large_size, tokens::wall_large_line, true};
    case Style::wall_medium: return {tokens::wall_medium_size, tokens::wall_medium_line, true};
    case Style::wall_title: return {tokens::wall_title_size, tokens::wall_title_line, true};
    case Style::wall_strong: return {tokens::wall_text_size, tokens::wall_text_line, true};
    case Style::wall_text: return {tokens::wall_text_size, tokens::wall_text_line, false};
    case Style::specimen: return {tokens::specimen_size, tokens::specimen_line, false};
    case Style::large_specimen: return {tokens::large_specimen_size, tokens::large_specimen_line, false};
    case Style::body: break;
    }
    return {tokens::body_size, tokens::body_line, false};
}

bool on_wall(Style style) { return style >= Style::wall_number; }

constexpr float no_wrap = 1e9f;

} // namespace

ImFont* Kit::face(Style style) const {
    const bool huge = style == Style::wall_number || style == Style::wall_large;
    if (style == Style::display || style == Style::hero || huge) {
        return faces_.large;
    }
    return sizes_of(style).strong ? faces_.strong : faces_.regular;
}

// ImGui rasterises whole sizes and stretches them to broken ones, which blurs; so none is broken.
float Kit::face_size(Style style) const {
    const float scale = on_wall(style) ? wall_scale_ : window_.text_scale;
    return std::ceil(sizes_of(style).size * scale * faces_.line_per_em);
}

float Kit::line_of(Style style) const {
    return std::round(sizes_of(style).line * (on_wall(style) ? wall_scale_ : window_.text_scale));
}

float Kit::grown(float height, Style style) const {
    return height + std::max(0.0f, line_of(style) - sizes_of(style).line);
}

// A heading is made smaller before a word of it is cut in two; hanzi may stand on any line.
Style Kit::fitting(std::string_view text, float width, Style style) const {
    const auto fits = [&](Style tried) {
        for (std::string_view rest = text; !rest.empty();) {
            const std::size_t end = std::min(rest.find(' '), rest.size());
            if (static_cast<unsigned char>(rest.front()) < 0x80 &&
                measure(rest.substr(0, end), tried) > width) {
                return false;
            }
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        return true;
    };
    for (const Style smaller : {Style::title, Style::strong}) {
        style = fits(style) ? style : smaller;
    }
    return style;
}

float Kit::measure(std::string_view text, Style style) const {
    const std::string_view drawn = clusters_.joined(text);
    return face(style)
        ->CalcTextSizeA(face_size(style), no_wrap, 0, drawn.data(), drawn.data() + drawn.size())
        .x;
}

void Kit::put(std::string_view text, const Box& box, Style style, std::uint32_t rgb, Align align) {
    if (text.empty()) {
        return;
    }
    const float size = face_size(style);
    float x = box.x;
    if (align != Align::start) {
        const float spare = box.w - measure(text, style);
        x += align == Align::center ? spare / 2 : spare;
    }
    const std::string_view drawn = clusters_.joined(text);
    const std::uint32_t color = paint::color(rgb);
    list()->AddText(face(style), size, {x, box.y + (box.h - size) / 2}, color, drawn.data(),
                    drawn.data() + drawn.size());
}

void Kit::put_fitting(std::string_view text, const Box& box, Style style, std::uint32_t color, Align align) {
    if (measure(text, style) <= box.w + 0.5f) {
        return put(text, box, style, color, align);
    }
    const float space = box.w - measure("…", style);
    std::size_t end = 0;
    for (std::size_t next = 0; next < text.size() && measure(text.substr(0, next), style) <= space;) {
        end = next;
        next += cluster_at(text, next).bytes;
    }
    put(std::string(text.substr(0, end)) + "…", box, style, color, align);
}

float Kit::put_wrapped(std::string_view text, const Box& box, Style style, std::uint32_t color, Align align) {
    const float line = line_of(style);
    Box one{box.x, box.y, box.w, line};
    for (const std::string_view piece : break_lines(text, box.w, [&](auto s) { return measure(s, style); })) {
        put(piece, one, style, color, align);
        one.y += line;
    }
    return one.y - box.y;
}

float Kit::wrapped_height(std::string_view text, float w, Style style) const {
    const auto lines = break_lines(text, w, [&](auto s) { return measure(s, style); });
    return static_cast<float>(std::max<std::size_t>(1, lines.size())) * line_of(style);
}

void Kit::text(std::string_view text, const TextSpec& spec) {
    const NodeId id = next_id();
    const bool flow = region().inline_flow;
    const float natural = flow ? measure(text, spec.style) : 0;
    const bool fits = flow && natural <= region().box.w;
    const float width = fits ? natural : room();
    const float height = fits ? line_of(spec.style) : wrapped_height(text, width, spec.style);
    const Align align = spec.align == Align::start ? region().align : spec.align;
    const Box box = take(width, height, !fits);
    put_wrapped(text, {box.x, box.y, box.w + 0.5f, box.h}, spec.style, palette_->of(spec.ink),
                flow ? spec.align : align);
    emit(id, spec.live == Live::changes ? Role::status : Role::text, text, box).live = spec.live;
}

void Kit::heading(int level, std::string_view text, Align align) {
    const NodeId id = next_id();
    const Style wanted = level <= 1 ? Style::display : level == 2 ? Style::title : Style::strong;
    const Style style = fitting(text, room(), wanted);
    const bool flow = region().inline_flow;
    const float width = flow ? std::min(measure(text, style) + 0.5f, room()) : room();
    const Box box = take(width, wrapped_height(text, width, style), !flow);
    if (align == Align::start && !flow) {
        align = region().align;
    }
    put_wrapped(text, box, style, palette_->ink, align);
    if (focus_ == id && focus_visible_) { // a new screen's heading takes the keyboard
        const float letters = measure(text, style);
        ring({box.x, box.y, align == Align::start ? std::min(box.w, letters) : box.w, box.h},
             tokens::radius_small);
    }
    emit(id, Role::heading, text, box).level = level;
}

void Kit::icon(Icon icon, Tone tone) {
    const Box box = take(tokens::icon_size, tokens::icon_size, false);
    paint::icon(list(), icon, box, palette_->of(tone).on_tint);
}

bool Kit::put_picture(std::string_view of, const Box& box, float radius) const {
    const Box seen = clip();
    const bool out = box.y > seen.y + seen.h || box.y + box.h < seen.y;
    const auto patch =
        of.empty() || out || !find_picture_ ? std::nullopt : find_picture_(of, std::max(box.w, box.h));
    if (patch) {
        paint::fill(list(), box, palette_->line, radius); // a bright one ends somewhere
        list()->AddImageRounded(ImGui::GetIO().Fonts->TexRef, {box.x + 1, box.y + 1},
                                {box.x + box.w - 1, box.y + box.h - 1}, {patch->left, patch->top},
                                {patch->right, patch->bottom}, IM_COL32_WHITE, radius - 1);
    }
    return patch.has_value();
}

void Kit::picture(std::string_view of, std::string_view say) {
    const NodeId id = next_id();
    const Box box = take(tokens::picture_size, tokens::picture_size, false);
    if (!put_picture(of, box, tokens::radius)) {
        const float inset = box.w / 3;
        paint::fill(list(), box, palette_->sunken, tokens::radius);
        paint::icon(list(), Icon::picture,
                    {box.x + inset, box.y + inset, box.w - 2 * inset, box.w - 2 * inset}, palette_->faint);
    }
    if (!of.empty()) {
        emit(id, Role::image, say, box);
    }
}

// As assets/icon.svg, on its field of 64.
void Kit::mark() {
    const Box box = take(tokens::mark_size, tokens::mark_size, false);
    const float unit = box.w / 64;
    const auto at = [&](float x, float y) { return ImVec2{box.x + x * unit, box.y + y * unit}; };
    const ToneColors& color = palette_->accent;
    paint::fill(list(), box, color.fill, 15 * unit);
    paint::fill(list(), {at(14, 20).x, at(14, 20).y, 36 * unit, 24 * unit}, color.on_fill);
    for (const float notch : {14.0f, 50.0f}) {
        const ImVec2 middle = at(notch, 32);
        const float r = 4 * unit;
        paint::fill(list(), {middle.x - r, middle.y - r, 2 * r, 2 * r}, color.fill, r);
    }
    const ImVec2 from = at(19, 19); // the check mark of the icons' field, 24 wide
    paint::icon(list(), Icon::check, {from.x, from.y, 26 * unit, 26 * unit}, color.fill);
}

void Kit::badge(std::string_view text, Tone tone, Icon icon) {
    const NodeId id = next_id();
    const auto& color = palette_->of(tone);
    const float icon_room = icon == Icon::none ? 0 : 22.0f;
    const float height = grown(30, Style::caption_strong);
    const Box box = take(measure(text, Style::caption_strong) + 24 + icon_room, height, false);
    paint::fill(list(), box, color.tint, box.h / 2);
    paint::icon(list(), icon, {box.x + 10, box.y + (box.h - 18) / 2, 18, 18}, color.on_tint);
    put(text, {box.x + 12 + icon_room, box.y, box.w - 24 - icon_room, box.h}, Style::caption_strong,
        color.on_tint);
    emit(id, Role::text, text, box);
}

// Where the letters are large, key and value stand one below the other unless they fit on one line.
void Kit::key_value(std::string_view key, std::string_view value) {
    const NodeId id = next_id();
    const float natural = measure(key, Style::body) + 1;
    const float rest = room() - tokens::space_4 - measure(value, Style::body);
    const bool apart = window_.text_scale > 1 && natural > rest;
    const float key_width = apart ? room() : std::min(natural, std::max(room() * 0.42f + 1, rest));
    const float value_width = apart ? room() : room() - key_width - tokens::space_4 + 1;
    const float key_height = wrapped_height(key, key_width, Style::body);
    const float value_height = wrapped_height(value, value_width, Style::body);
    const float height = apart ? key_height + value_height : std::max(value_height, key_height);
    const Box box = take(room(), height, true);
    const Box left{box.x, box.y, key_width, key_height};
    const Box right{box.x + box.w - value_width, apart ? box.y + key_height : box.y, value_width,
                    value_height};
    put_wrapped(key, left, Style::body, palette_->muted, Align::start);
    put_wrapped(value, right, Style::body, palette_->ink, apart ? Align::start : Align::end);
    emit(id, Role::term, key, left);
    emit(id + 1, Role::definition, value, right);
}

void Kit::bullets(std::span<const std::string> items) {
    const NodeId before = begin_group(Role::list, {});
    for (const std::string& item : items) {
        const NodeId id = next_id();
        const float indent = 20;
        const float width = room() - indent;
        const Box box = take(room(), wrapped_height(item, width, Style::body), true);
        const float middle = box.y + line_of(Style::body) / 2;
        paint::fill(list(), {box.x + 4, middle - 2.5f, 6, 6}, palette_->accent.fill, 3);
        put_wrapped(item, {box.x + indent, box.y, width, box.h}, Style::body, palette_->ink, Align::start);
        emit(id, Role::item, item, box);
    }
    parent_ = before;
}

bool Kit::stat(std::string_view label, std::string_view value, const StatSpec& spec) {
    const Box card = begin_card(Tone::neutral, false);
    const bool opens = !spec.key.empty();
    const NodeId button = opens ? widget_id(spec.key) : 0;
    const Press p = opens ? press(button, card, true) : Press{};
    if (p.hovered || p.held) {
        paint::fill(list(), card, washed(palette_->raised, p), tokens::radius_large);
    }
    if (p.focused) {
        ring(card, tokens::radius_large);
    }
    const auto& color = palette_->of(spec.tone);
    const NodeId id = next_id();
    const float icon_size = spec.icon == Icon::none ? 0 : 36.0f;
    const float shift = icon_size > 0 ? icon_size + tokens::space_3 : 0;
    const float chevron = opens ? 20.0f : 0;
    const float words = wrapped_height(label, room() - shift - chevron, Style::body);
    const Box head = take(room(), std::max(icon_size, words), true);
    if (icon_size > 0) {
        paint::fill(list(), {head.x, head.y, 36, 36}, color.tint, 10);
        paint::icon(list(), spec.icon, {head.x + 8, head.y + 8, 20, 20}, color.on_tint);
    }
    if (opens) {
        paint::icon(list(), Icon::forward, {head.x + head.w - 16, head.y + (head.h - 20) / 2, 20, 20},
                    palette_->faint);
    }
    put_wrapped(label, {head.x + shift, head.y + (head.h - words) / 2, head.w - shift - chevron, words},
                Style::body, palette_->muted, Align::start);
    Style style = narrow() ? Style::display : Style::hero; // the largest that the number fits in
    for (const Style smaller : {Style::display, Style::title, Style::strong}) {
        style = measure(value, style) > room() ? smaller : style;
    }
    const Box number = take(room(), line_of(style), true);
    put(value, number, style, spec.tone == Tone::neutral ? palette_->ink : color.on_tint);
    emit(id, Role::text, label, head).unread = opens; // the button says it
    MirrorNode& node = emit(id + 1, spec.live ? Role::status : Role::text, value, number);
    node.live = spec.live ? Live::changes : Live::off;
    node.description = label;
    node.unread = opens && !spec.live;
    if (!spec.detail.empty()) {
        text(spec.detail, {.style = Style::caption, .ink = Ink::muted});
        mirror_.back().unread = opens;
    }
    if (opens) {
        std::string said(label);
        said.append(": ").append(value).append(spec.detail.empty() ? "" : ", ").append(spec.detail);
        emit(button, Role::button, said, card);
    }
    end_card();
    return p.pressed;
}

} // namespace hexiao::ui
