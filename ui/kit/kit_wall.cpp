// The kit's wall: the whole window for people who stand five metres away and touch nothing. See kit.h.
#include <algorithm>
#include <array>
#include <cmath>
#include <imgui.h>
#include <utility>

#include "ui/kit/kit.h"
#include "ui/kit/paint.h"
#include "ui/kit/tokens.h"

namespace hexiao::ui {

bool Kit::upright() const { return window_.height > window_.width; }

float Kit::left_below() const {
    const Region& r = region();
    return r.box.y + r.box.h - r.cursor - (r.empty ? 0 : r.gap);
}

bool Kit::wall_has_room(Style style) const { return left_below() >= line_of(style) - 0.5f; }

// A slow walk around the middle: no pixel keeps an edge for longer than a minute.
void Kit::begin_wall(std::string_view key, std::int64_t step) {
    constexpr std::array<std::pair<int, int>, 8> walk{
        {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}, {0, -1}}};
    const NodeId id = make_id(key);
    page_ = last_page_ = id;
    if (screen_ != key) {
        wall_active_ = window_.time;
    }
    screen_ = key;
    const auto [right, down] = walk.at(static_cast<std::size_t>(step < 0 ? -step : step) % walk.size());
    const Box all = next(0);
    const float edge = wall_px(tokens::space_7);
    Region& r = open(id,
                     {all.x + edge + static_cast<float>(right) * tokens::wall_shift,
                      all.y + edge + static_cast<float>(down) * tokens::wall_shift, all.w - 2 * edge,
                      all.h - 2 * edge - window_.safe_bottom},
                     wall_px(tokens::space_5));
    emit(id + 3, Role::main, {}, r.box);
    parent_ = id + 3;
}

void Kit::end_wall() {
    const Region r = close();
    parent_ = r.parent_before;
    page_ = 1;
    advance(r.box.w, r.box.h);
}

// ---- shares of what is left

std::optional<Box> Kit::begin_shares() {
    Box all = next(0);
    all.h = std::max(0.0f, left_below());
    advance(all.w, all.h);
    return all;
}

void Kit::begin_share(const Box& all, bool beside, std::span<const float> weights, std::size_t at) {
    const float gap = wall_px(tokens::space_5);
    float sum = 0;
    float before = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        sum += weights[i];
        before += i < at ? weights[i] : 0;
    }
    const float room = (beside ? all.w : all.h) - gap * static_cast<float>(weights.size() - 1);
    const float from = std::round(room * before / sum) + gap * static_cast<float>(at);
    const float length = std::round(room * weights[at] / sum);
    const Box box =
        beside ? Box{all.x + from, all.y, length, all.h} : Box{all.x, all.y + from, all.w, length};
    open(next_id(), box, wall_px(tokens::space_3));
}

void Kit::end_share() { close(); }

void Kit::begin_panel() {
    const float padding = wall_px(tokens::space_6);
    Box box = next(0);
    box.h = std::max(0.0f, left_below());
    const float radius = wall_px(28);
    paint::fill(list(), box, palette_->raised, radius);
    if (palette_->outlined) {
        paint::stroke(list(), box, palette_->line, radius);
    }
    const Box inner{box.x + padding, box.y + wall_px(tokens::space_5), box.w - 2 * padding,
                    box.h - 2 * wall_px(tokens::space_5)};
    Region& r = open(next_id(), inner, wall_px(tokens::space_3));
    r.paper = palette_->raised;
    r.padding = box.h;
}

void Kit::end_panel() {
    const Region r = close();
    advance(region().box.w, r.padding);
}

// ---- the way out

void Kit::begin_wall_controls() {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const bool moved = mouse.x != wall_x_ || mouse.y != wall_y_;
    if ((moved && ImGui::IsMousePosValid(&mouse)) || !fresh_keys_.empty() || escape_ ||
        (focus_ != 0 && focus_visible_)) {
        wall_active_ = window_.time;
    }
    wall_x_ = mouse.x;
    wall_y_ = mouse.y;
    const bool seen = window_.time - wall_active_ < static_cast<double>(tokens::wall_controls_s);
    if (!seen) {
        ImGui::SetMouseCursor(ImGuiMouseCursor_None);
    }
    const NodeId id = next_id();
    const Size before = measured(id);
    const float padding = tokens::space_1;
    const Box plate{window_.width - window_.safe_right - tokens::space_4 - before.w - 2 * padding,
                    window_.height - window_.safe_bottom - tokens::space_4 - before.h - 2 * padding,
                    before.w + 2 * padding, before.h + 2 * padding};
    if (seen) {
        paint::shadow(list(), palette_->shadow, plate, tokens::radius, tokens::level_floating);
        paint::fill(list(), plate, palette_->raised, tokens::radius);
        outline(plate);
    }
    // What is clipped away is neither drawn nor pressed, and the page's own elements are still there.
    list()->PushClipRect({plate.x, plate.y},
                         seen ? ImVec2{window_.width, window_.height} : ImVec2{plate.x, plate.y}, false);
    Region& r = open(id, {plate.x + padding, plate.y + padding, window_.width, plate.h}, tokens::space_1);
    r.inline_flow = true;
    r.extra = before.h;
    r.paper = palette_->raised;
}

void Kit::end_wall_controls() {
    const Region r = close();
    list()->PopClipRect();
    remember(r.id, r.used_width, r.row_height);
}

// ---- figures and words

void Kit::wall_heading(int level, std::string_view text) {
    const NodeId id = next_id();
    const Box box = take(room(), line_of(Style::wall_title), true);
    put_fitting(text, box, Style::wall_title, palette_->ink);
    emit(id, Role::heading, text, box).level = level;
}

// The newest as large as there is; the others, below, smaller and in two columns.
void Kit::wall_calls(std::string_view name, std::span<const WallCall> calls) {
    const NodeId before = begin_group(Role::list, name);
    Box all = next(0);
    all.h = std::max(0.0f, left_below());
    const float gap = wall_px(tokens::space_4);
    const float inset = wall_px(tokens::space_5);
    const float first = std::min(all.h, line_of(Style::wall_number) + 2 * wall_px(tokens::space_3));
    const float small = line_of(Style::wall_large);
    const auto rows = std::max(0.0f, std::floor((all.h - first) / (small + gap)));
    const std::size_t across = all.w >= wall_px(900) && calls.size() > 2 ? 2 : 1;
    const std::size_t most = 1 + static_cast<std::size_t>(rows) * across;
    const std::size_t count = std::min(most, calls.size());
    const std::size_t below = (std::max<std::size_t>(1, count) - 1 + across - 1) / across; // the newest
    const auto lines = static_cast<float>(below);
    float y = all.y + std::max(0.0f, (all.h - first - lines * (small + gap)) / 2);
    for (std::size_t i = 0; i < count; ++i) {
        const WallCall& call = calls[i];
        const bool newest = i == 0;
        const float width =
            newest ? all.w : (all.w - gap * static_cast<float>(across - 1)) / static_cast<float>(across);
        const std::size_t column = newest ? 0 : (i - 1) % across;
        const Box box{all.x + static_cast<float>(column) * (width + gap), y, width, newest ? first : small};
        const ToneColors& color = newest ? palette_->accent : palette_->neutral;
        const std::uint32_t ink = newest ? color.on_tint : palette_->ink;
        paint::fill(list(), box, newest ? color.tint : palette_->sunken, wall_px(20));
        Style digits = newest ? Style::wall_number : Style::wall_large;
        if (newest && measure(call.number, digits) > box.w * 0.5f) {
            digits = Style::wall_large;
        }
        const float wide = measure(call.number, digits);
        put(call.number, {box.x + inset, box.y, wide, box.h}, digits, ink);
        const float arrow = wall_px(newest ? 88 : 48);
        const float after = box.x + inset + wide + inset;
        paint::icon(list(), Icon::forward, {after, box.y + (box.h - arrow) / 2, arrow, arrow}, ink);
        const Box place{after + arrow + inset, box.y, box.x + box.w - after - arrow - 2 * inset, box.h};
        Style words = newest ? Style::wall_large : Style::wall_medium;
        for (const Style smaller : {Style::wall_medium, Style::wall_title, Style::wall_text}) {
            words = measure(call.place, words) > place.w ? smaller : words;
        }
        put_fitting(call.place, place, words, ink);
        emit(next_id(), Role::item, call.say, box);
        y += newest ? first + gap : column + 1 == across ? small + gap : 0;
    }
    parent_ = before;
    advance(all.w, all.h);
}

void Kit::wall_numbers(std::string_view name, std::span<const std::string_view> numbers) {
    const NodeId before = begin_group(Role::list, name);
    Box all = next(0);
    all.h = std::max(0.0f, left_below());
    const float gap = wall_px(tokens::space_3);
    const float around = wall_px(tokens::space_2);
    const Style digits =
        line_of(Style::wall_medium) + around > all.h ? Style::wall_title : Style::wall_medium;
    const float height = line_of(digits) + around;
    const float below =
        line_of(Style::wall_text) + region().gap; // one line more, where there is room for both
    all.h -= all.h - below >= height ? below : 0;
    float x = 0;
    float y = 0;
    for (const std::string_view number : numbers) {
        const float width = measure(number, digits) + 2 * wall_px(20);
        if (x > 0 && x + width > all.w) {
            x = 0;
            y += height + gap;
        }
        if (y + height > all.h) {
            break; // how many wait stands above
        }
        const Box box{all.x + x, all.y + y, width, height};
        paint::fill(list(), box, palette_->sunken, wall_px(14));
        put(number, box, digits, palette_->ink, Align::center);
        emit(next_id(), Role::item, number, box);
        x += width + gap;
    }
    parent_ = before;
    advance(all.w, all.h);
}

void Kit::wall_ring(const WallRing& ring) {
    Box box = next(0);
    box.h = std::max(0.0f, left_below());
    const float size = std::min(box.w, box.h);
    const float pen = std::round(size * 0.11f);
    const ImVec2 middle{box.x + box.w / 2, box.y + box.h / 2};
    const float radius = (size - pen) / 2;
    constexpr float turn = 6.2831853f;
    const auto arc = [&](float share, std::uint32_t rgb) {
        list()->PathClear();
        list()->PathArcTo(middle, radius, -turn / 4, -turn / 4 + share * turn, 96);
        list()->PathStroke(paint::color(rgb), ImDrawFlags_None, pen);
    };
    arc(1, palette_->sunken);
    const float share = std::clamp(ring.share, 0.0f, 1.0f);
    if (share > 0) {
        arc(share, palette_->positive.fill);
        for (const float end : {0.0f, share}) { // round ends
            const float at = (end - 0.25f) * turn;
            list()->AddCircleFilled({middle.x + radius * std::cos(at), middle.y + radius * std::sin(at)},
                                    pen / 2, paint::color(palette_->positive.fill), 48);
        }
    }
    const float inside = size - 2 * pen - wall_px(tokens::space_4);
    Style figure = Style::wall_large;
    for (const Style smaller : {Style::wall_medium, Style::wall_title}) {
        figure = measure(ring.value, figure) > inside || line_of(figure) > inside * 0.6f ? smaller : figure;
    }
    const float line = line_of(figure);
    const float below = line_of(Style::wall_text);
    const Box number{middle.x - inside / 2, middle.y - (line + below) / 2, inside, line};
    const Box words{number.x, number.y + line, inside, below};
    put(ring.value, number, figure, palette_->ink, Align::center);
    put_fitting(ring.below, words, Style::wall_text, palette_->muted, Align::center);
    const NodeId id = next_id();
    emit(id, Role::image, ring.summary, {middle.x - size / 2, middle.y - size / 2, size, size});
    MirrorNode& node = emit(next_id(), Role::status, ring.value, number);
    node.live = Live::changes;
    node.description = ring.below;
    emit(next_id(), Role::text, ring.below, words);
    advance(box.w, box.h);
}

void Kit::wall_progress(std::string_view label, float share, std::string_view value) {
    const NodeId id = next_id();
    const float line = line_of(Style::wall_text);
    const float bar = wall_px(18);
    const Box box = take(room(), line + wall_px(tokens::space_1) + bar + wall_px(tokens::space_2), true);
    const float figure = measure(value, Style::wall_strong);
    put_fitting(label, {box.x, box.y, box.w - figure - wall_px(tokens::space_4), line}, Style::wall_text,
                palette_->ink);
    put(value, {box.x, box.y, box.w, line}, Style::wall_strong, palette_->ink, Align::end);
    const Box track{box.x, box.y + line + wall_px(tokens::space_1), box.w, bar};
    paint::fill(list(), track, palette_->sunken, bar / 2);
    const float filled = std::clamp(share, 0.0f, 1.0f);
    if (filled > 0) {
        paint::fill(list(), {track.x, track.y, std::max(bar, track.w * filled), bar}, palette_->positive.fill,
                    bar / 2);
    }
    MirrorNode& node = emit(id, Role::progress, label, box);
    node.value = value;
    node.level = static_cast<int>(std::lround(filled * 100));
}

void Kit::wall_strip(std::string_view text, Tone tone, Icon icon, Live live) {
    const NodeId id = next_id();
    const ToneColors& color = palette_->of(tone);
    const float mark = wall_px(40);
    const float side = wall_px(tokens::space_5);
    const float width = room() - 3 * side - mark;
    const float words = wrapped_height(text, width, Style::wall_text);
    const Box box = take(room(), words + 2 * wall_px(tokens::space_3), true);
    paint::fill(list(), box, color.tint, wall_px(20));
    if (palette_->outlined) {
        paint::stroke(list(), box, color.on_tint, wall_px(20));
    }
    paint::icon(list(), icon, {box.x + side, box.y + (box.h - mark) / 2, mark, mark}, color.on_tint);
    const Box place{box.x + 2 * side + mark, box.y + (box.h - words) / 2, width, words};
    put_wrapped(text, place, Style::wall_text, color.on_tint, Align::start);
    emit(id, Role::text, text, place).live = live;
}

bool Kit::wall_line(std::string_view text, const TextSpec& spec, std::string_view trailing,
                    std::optional<std::string_view> picture) {
    if (!wall_has_room(spec.style)) {
        return false;
    }
    const NodeId id = next_id();
    next_id(); // the trailing one's
    Box box = take(room(), line_of(spec.style), true);
    if (picture) {
        put_picture(*picture, {box.x, box.y, box.h, box.h}, wall_px(tokens::radius_small));
        box.x += box.h + wall_px(tokens::space_3);
        box.w -= box.h + wall_px(tokens::space_3);
    }
    float after = trailing.empty() ? 0 : measure(trailing, Style::wall_text);
    if (measure(text, spec.style) + wall_px(tokens::space_4) + after > box.w) {
        after = 0; // the text matters more
    }
    const Box words{box.x, box.y, box.w - after - (after > 0 ? wall_px(tokens::space_4) : 0), box.h};
    put_fitting(text, words, spec.style, palette_->of(spec.ink), spec.align);
    emit(id, Role::text, text, words).live = spec.live;
    if (after > 0) {
        const Box end{box.x + box.w - after, box.y, after, box.h};
        put(trailing, end, Style::wall_text, palette_->muted, Align::end);
        emit(id + 1, Role::text, trailing, end);
    }
    return true;
}

} // namespace hexiao::ui
