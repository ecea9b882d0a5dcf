// The kit's large pieces: navigation, banners, the verdict, the camera's window. See kit.h.
#include <algorithm>
#include <imgui.h>

#include "ui/kit/kit.h"
#include "ui/kit/paint.h"
#include "ui/kit/tokens.h"

namespace hexiao::ui {

bool Kit::banner(std::string_view key, std::string_view text, const BannerSpec& spec) {
    const auto& color = palette_->of(spec.tone);
    const std::uint32_t paper = spec.loud ? color.fill : color.tint;
    const std::uint32_t ink = spec.loud ? color.on_fill : color.on_tint;
    const NodeId id = make_id(key);
    const float button_width =
        spec.action.empty() ? 0 : measure(spec.action, Style::strong) + 2 * tokens::space_3;
    const float whole = room() - 3 * tokens::space_4 - 24;
    const bool below =
        window_.text_scale > 1 && whole - button_width < whole * 0.6f; // the button, of the text
    const float width = below ? whole : whole - button_width;
    const float words = wrapped_height(text, width, Style::body);
    const float press_height = spec.action.empty() ? 0 : grown(44, Style::strong);
    const float text_height = words + 2 * tokens::space_3;
    const Box box =
        take(room(), below ? text_height + press_height : std::max(text_height, press_height + 12), true);
    paint::fill(list(), box, paper, tokens::radius);
    if (palette_->outlined) {
        paint::stroke(list(), box, ink, tokens::radius);
    }
    paint::icon(list(), spec.icon, {box.x + tokens::space_4, box.y + (box.h - 24) / 2, 24, 24}, ink);
    const float space = below ? text_height : box.h;
    const Box place{box.x + 2 * tokens::space_4 + 24 - 4, box.y + (space - words) / 2, width, words};
    put_wrapped(text, place, Style::body, ink, Align::start);
    emit(id, Role::text, text, place).live = spec.live;
    if (spec.action.empty()) {
        return false;
    }

    const NodeId action = id + 1;
    const float gap = below ? tokens::space_2 : (box.h - press_height) / 2;
    const Box at{box.x + box.w - button_width - tokens::space_2, box.y + box.h - press_height - gap,
                 button_width, press_height};
    const Press p = press(action, at, true);
    if (p.hovered || p.held) {
        paint::fill(list(), at, paint::mix(paper, ink, 0.12f), tokens::radius_small);
    }
    if (p.focused && spec.loud) { // the ring's own colour would not be seen on it
        paint::stroke(list(), at, ink, tokens::radius_small, tokens::focus_ring);
    } else if (p.focused) {
        ring(at, tokens::radius_small);
    }
    put(spec.action, at, Style::strong, ink, Align::center);
    emit(action, Role::button, spec.action, at);
    return p.pressed;
}

// Transparent where the video is: whatever the canvas is cleared to shows the element below. Only the finder
// is drawn.
void Kit::qr(std::string_view key, std::string_view name, std::span<const std::string> rows) {
    constexpr float quiet = 4; // modules around the code, as readers expect
    constexpr std::uint32_t black = 0x000000;
    constexpr std::uint32_t white = 0xFFFFFF;
    const NodeId id = make_id(key);
    constexpr float size = tokens::code_size;
    const Box box = take(size, size, false);
    const float module = size / (static_cast<float>(rows.size()) + 2 * quiet);
    paint::fill(list(), box, white);
    // Runs of dark modules, so that no seam shows between neighbours.
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const std::string_view modules = rows[row];
        for (std::size_t begin = modules.find('1'); begin < modules.size();) {
            const std::size_t end = std::min(modules.find('0', begin), modules.size());
            paint::fill(list(),
                        {box.x + (quiet + static_cast<float>(begin)) * module,
                         box.y + (quiet + static_cast<float>(row)) * module,
                         static_cast<float>(end - begin) * module, module + 0.2f},
                        black);
            begin = modules.find('1', end);
        }
    }
    emit(id, Role::image, name, box);
}

void Kit::camera_view(std::string_view key, std::string_view name) {
    const NodeId id = make_id(key);
    const float height = narrow() ? tokens::camera_height : tokens::camera_height_desk;
    const Box box = take(room(), height, true);
    const float side = std::min({box.w, box.h, 380.0f}) * 0.68f;
    const Box finder{box.x + (box.w - side) / 2, box.y + (box.h - side) / 2, side, side};
    const float arm = side * 0.16f;
    const auto corner = [&](float x, float y, float dx, float dy) {
        ImDrawList* draw = list();
        constexpr ImU32 white = IM_COL32(255, 255, 255, 255);
        draw->PathLineTo({x + dx * arm, y});
        draw->PathBezierQuadraticCurveTo({x, y}, {x, y + dy * arm});
        draw->PathStroke(white, ImDrawFlags_None, 4);
    };
    corner(finder.x, finder.y, 1, 1);
    corner(finder.x + side, finder.y, -1, 1);
    corner(finder.x, finder.y + side, 1, -1);
    corner(finder.x + side, finder.y + side, -1, -1);
    emit(id, Role::camera, name, box);
}

bool Kit::verdict_button(NodeId id, std::string_view label, const Box& box, Tone tone, bool primary) {
    const auto& color = palette_->of(tone);
    const Press p = press(id, box, true);
    const std::uint32_t base = primary ? color.on_fill : color.fill;
    const std::uint32_t other = primary ? color.fill : color.on_fill;
    if (primary || p.hovered || p.held) {
        paint::fill(list(), box, p.held || p.hovered ? paint::mix(base, other, 0.06f) : base, tokens::radius);
    }
    if (p.focused) {
        const float out = tokens::focus_ring + 2;
        paint::stroke(list(), {box.x - out, box.y - out, box.w + 2 * out, box.h + 2 * out}, color.on_fill,
                      tokens::radius + out, tokens::focus_ring);
    }
    put(label, box, Style::strong, other, Align::center);
    emit(id, Role::button, label, box).autofocus = primary;
    return p.pressed;
}

VerdictAction Kit::verdict(std::string_view key, const VerdictSpec& spec) {
    const auto& color = palette_->of(spec.tone);
    const NodeId id = make_id(key);
    Box all = next(0);
    paint::fill(list(), all, color.fill);
    begin_scroll("verdict_scroll"); // large letters may need more than the window
    all.y = region().box.y;
    const float width = std::min(all.w - 2 * tokens::space_5, 460.0f * std::max(1.0f, window_.text_scale));
    const float x = all.x + (all.w - width) / 2;
    const NodeId before = parent_;
    screen_ = key;
    emit(id + 4, Role::main, {}, all);
    parent_ = id + 4;
    emit(id, Role::dialog, spec.headline, all);
    parent_ = id;

    const float first = spec.primary.empty() ? 0 : grown(58, Style::strong) + tokens::space_2;
    const float second = spec.secondary.empty() ? 0 : grown(tokens::target, Style::strong) + tokens::space_2;
    const float buttons = first + second + tokens::space_4 + window_.safe_bottom;
    const Style headline_style = fitting(spec.headline, width, Style::display);
    float words = wrapped_height(spec.headline, width, headline_style) + tokens::space_2;
    for (const std::string& line : spec.lines) {
        words += wrapped_height(line, width, Style::body) + 2;
    }
    const float disc = all.h < 620 ? 84.0f : 112.0f;
    const float spare = all.h - buttons - words - disc - tokens::space_5;
    float y = all.y + std::max(tokens::space_5, narrow() ? spare / 2 : std::min(spare / 2, all.h * 0.26f));

    paint::fill(list(), {all.x + (all.w - disc) / 2, y, disc, disc}, color.on_fill, disc / 2);
    const float mark = disc * 0.6f;
    paint::icon(list(), spec.icon, {all.x + (all.w - mark) / 2, y + (disc - mark) / 2, mark, mark},
                color.fill);
    y += disc + tokens::space_5;
    const float head =
        put_wrapped(spec.headline, {x, y, width, 0}, headline_style, color.on_fill, Align::center);
    MirrorNode& headline = emit(id + 1, Role::heading, spec.headline, {x, y, width, head});
    headline.level = 1;
    headline.live = Live::assertive;
    y += head + tokens::space_2;
    NodeId line_id = id + 8;
    for (const std::string& line : spec.lines) {
        const float used = put_wrapped(line, {x, y, width, 0}, Style::body, color.on_fill, Align::center);
        emit(line_id++, Role::text, line, {x, y, width, used}).live = Live::assertive;
        y += used + 2;
    }

    y = narrow() ? std::max(all.y + all.h - buttons, y + tokens::space_4) : y + tokens::space_6;
    VerdictAction action = VerdictAction::none;
    if (!spec.primary.empty()) {
        if (verdict_button(id + 2, spec.primary, {x, y, width, first - tokens::space_2}, spec.tone, true)) {
            action = VerdictAction::primary;
        }
        y += first;
    }
    if (!spec.secondary.empty()) {
        if (verdict_button(id + 3, spec.secondary, {x, y, width, second - tokens::space_2}, spec.tone,
                           false)) {
            action = VerdictAction::secondary;
        }
        y += second;
    }
    parent_ = before;
    region().cursor = std::max(all.y + all.h, y + tokens::space_2 + window_.safe_bottom);
    end_scroll();
    return action;
}

bool Kit::nav_item(const NavItem& item, const Box& box, bool current, NavShape shape) {
    const NodeId id = make_id(item.key);
    const Press p = press(id, box, true);
    const std::uint32_t color = current     ? palette_->accent.on_tint
                                : p.hovered ? palette_->ink
                                            : palette_->muted;
    if (shape == NavShape::rail) {
        if (current || p.hovered || p.held) {
            paint::fill(list(), box, current ? palette_->accent.tint : palette_->sunken, tokens::radius);
        }
        if (current) { // not by colour alone
            paint::fill(list(), {box.x, box.y + 12, 4, box.h - 24}, palette_->accent.on_tint, 2);
        }
        paint::icon(list(), item.icon, {box.x + 14, box.y + (box.h - 22) / 2, 22, 22}, color);
        put(item.label, {box.x + 48, box.y, box.w - 56, box.h}, Style::strong, color);
    } else { // the icon in a pill, its name below
        const Box pill{box.x + box.w / 2 - 30, box.y + 5, 60, 30};
        if (current || (p.hovered && shape == NavShape::slim)) {
            paint::fill(list(), pill, current ? palette_->accent.fill : palette_->sunken, 15);
        }
        paint::icon(list(), item.icon, {box.x + box.w / 2 - 12, box.y + 8, 24, 24},
                    current ? palette_->accent.on_fill : color);
        put_wrapped(item.label, {box.x, box.y + 36, box.w, 20}, Style::caption_strong, color, Align::center);
    }
    if (p.focused) {
        ring({box.x + 4, box.y + 4, box.w - 8, box.h - 8}, tokens::radius_small);
    }
    MirrorNode& node = emit(id, Role::link, item.label, box);
    node.current = current;
    return p.pressed;
}

std::optional<std::size_t> Kit::nav(std::string_view brand, std::span<const NavItem> items,
                                    std::size_t current) {
    std::optional<std::size_t> chosen;
    Region& root = region();
    const NodeId before = parent_;
    const NodeId id = make_id("nav");
    const NavShape shape = narrow() ? NavShape::tabs : wide() ? NavShape::rail : NavShape::slim;
    const bool tabs = shape == NavShape::tabs;
    float side = shape == NavShape::rail ? tokens::rail_width : tokens::slim_rail_width;
    const float each =
        tabs ? window_.width / static_cast<float>(std::max<std::size_t>(1, items.size())) : side;
    float below_icon = 0;
    for (const NavItem& item : items) {
        below_icon = std::max(below_icon, 40 + wrapped_height(item.label, each, Style::caption_strong));
        if (shape == NavShape::rail) {
            side = std::max(side, measure(item.label, Style::strong) + 96);
        }
    }
    const float tab_height = std::max(tokens::tab_height, below_icon);
    const float brand_line = line_of(Style::title);
    const float pitch = shape == NavShape::rail ? grown(54, Style::strong) : tab_height + tokens::space_3;
    const float bottom = tab_height + window_.safe_bottom;
    const Box bar = tabs ? Box{0, window_.height - bottom, window_.width, bottom}
                         : Box{root.box.x - window_.safe_left, root.box.y - window_.safe_top,
                               side + window_.safe_left, window_.height};
    paint::fill(list(), bar, palette_->raised);
    paint::fill(list(), tabs ? Box{bar.x, bar.y, bar.w, 1} : Box{bar.x + bar.w - 1, bar.y, 1, bar.h},
                palette_->line);
    emit(id, Role::navigation, brand, bar);
    parent_ = id;
    const Box name{bar.x + window_.safe_left + (shape == NavShape::rail ? 28 : 0), root.box.y + 22,
                   shape == NavShape::rail ? side - 40 : side, brand_line};
    if (!tabs) {
        const bool fits = measure(brand, Style::title) <= name.w;
        put_fitting(brand, name, fits ? Style::title : Style::strong, palette_->accent.on_tint,
                    shape == NavShape::rail ? Align::start : Align::center);
        emit(id + 1, Role::text, brand, name);
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto n = static_cast<float>(i);
        const float margin = shape == NavShape::rail ? 14.0f : 6;
        const Box place = tabs ? Box{bar.x + n * each, bar.y, each, tab_height}
                               : Box{root.box.x + margin, root.box.y + 46 + brand_line + n * pitch,
                                     side - 2 * margin, pitch - 6};
        if (nav_item(items[i], place, i == current, shape)) {
            chosen = i;
        }
    }
    parent_ = before;
    if (tabs) {
        root.box.h -= bottom;
        window_.safe_bottom = 0; // the bar stands on it
    } else {
        root.box.x += side;
        root.box.w -= side;
    }
    return chosen;
}

} // namespace hexiao::ui
