// The kit's regions: columns, lines, cards, pages. See kit.h for what each is for.
#include <algorithm>
#include <imgui.h>
#include <utility>

#include "ui/kit/kit.h"
#include "ui/kit/paint.h"
#include "ui/kit/tokens.h"

namespace hexiao::ui {
namespace {

constexpr float page_width = 1080; // a page's content grows no wider than this

float length_of(Gap gap) {
    switch (gap) {
    case Gap::tight: return tokens::space_1;
    case Gap::close: return tokens::space_3;
    case Gap::wide: return tokens::space_5;
    case Gap::normal: break;
    }
    return tokens::space_4;
}

} // namespace

Kit::Region& Kit::open(NodeId id, const Box& box, float gap) {
    const std::uint32_t paper = regions_.empty() ? palette_->surface : region().paper;
    Region& r = regions_.emplace_back();
    r.id = id;
    r.box = box;
    r.cursor = box.y;
    r.gap = gap;
    r.paper = paper;
    r.parent_before = parent_;
    return r;
}

Kit::Region Kit::close() {
    const Region r = regions_.back();
    regions_.pop_back();
    return r;
}

float Kit::room() const {
    const Region& r = region();
    if (!r.inline_flow) {
        return r.box.w;
    }
    return r.line_x > 0 ? std::max(0.0f, r.box.w - r.line_x - r.gap) : r.box.w;
}

Box Kit::next(float w) const {
    const Region& r = region();
    const float bottom = r.box.y + r.box.h;
    if (r.inline_flow) {
        const float x = r.box.x + (r.line_x > 0 ? r.line_x + r.gap : 0);
        return {x, r.cursor, w > 0 ? w : room(), std::max(0.0f, bottom - r.cursor)};
    }
    const float y = r.cursor + (r.empty ? 0 : r.gap);
    float x = r.box.x;
    if (w > 0 && r.align == Align::center) {
        x += (r.box.w - w) / 2;
    }
    if (w > 0 && r.align == Align::end) {
        x += r.box.w - w;
    }
    return {x, y, w > 0 ? w : r.box.w, std::max(0.0f, bottom - y)};
}

void Kit::advance(float w, float h) {
    Region& r = region();
    if (r.inline_flow) {
        r.line_x += w + (r.line_x > 0 ? r.gap : 0);
        r.row_height = std::max(r.row_height, h);
    } else {
        r.cursor += h + (r.empty ? 0 : r.gap);
        r.line_x = w;
    }
    r.used_width = std::max(r.used_width, r.line_x);
    r.empty = false;
}

Box Kit::take(float w, float h, bool fill) {
    Region& r = region();
    if (r.inline_flow && r.line_x > 0 && !fill && r.line_x + r.gap + w > r.box.w + 0.5f) { // wraps
        r.cursor += r.row_height + r.gap;
        r.line_x = r.row_height = 0;
    }
    const float width = fill ? room() : std::min(w, room());
    Box box = next(fill && !r.inline_flow ? 0 : width);
    box.h = h;
    if (r.inline_flow && r.extra > h) {
        box.y += (r.extra - h) / 2;
    } // extra: the row's height, from the pass before
    advance(width, h);
    return box;
}

// ---- columns and lines

void Kit::begin_column(const ColumnSpec& spec) {
    const NodeId id = next_id();
    const float most = spec.width == Width::form      ? tokens::form_width
                       : spec.width == Width::reading ? tokens::reading_width
                                                      : room();
    const bool capped = room() > most;
    const float width = std::min(room(), most);
    const float padding = spec.padded ? tokens::space_4 : 0;
    Box box = next(width);
    if (capped && !region().inline_flow) {
        box.x = region().box.x + (region().box.w - width) / 2;
    }
    Box inner{box.x + padding, box.y + padding, box.w - 2 * padding, box.h - 2 * padding};
    Region& r = open(id, inner, length_of(spec.gap));
    r.align = spec.align;
    r.padding = padding;
}

void Kit::end_column() {
    const Region r = close();
    const bool shrink = region().inline_flow; // in a line a column is only as wide as what is in it
    advance((shrink ? r.used_width : r.box.w) + 2 * r.padding, r.cursor - r.box.y + 2 * r.padding);
}

void Kit::begin_line(Gap gap, Align align) {
    const NodeId id = next_id();
    const Size before = measured(id);
    Box box = next(0);
    // Placed by the width of the pass before, but free to take the whole room: what grew must not wrap.
    const float spare = std::max(0.0f, box.w - before.w);
    if (align == Align::center) {
        box.x += spare / 2;
    }
    if (align == Align::end) {
        box.x += spare;
    }
    Region& r = open(id, box, length_of(gap));
    r.inline_flow = true;
    r.extra = before.h;
    r.align = align;
}

void Kit::end_line() {
    const Region r = close();
    remember(r.id, r.used_width, r.row_height);
    const float used = region().inline_flow ? r.used_width : room();
    advance(used, r.cursor + r.row_height - r.box.y);
}

void Kit::begin_columns(int count, Gap gap) {
    const NodeId id = next_id();
    Region& r = open(id, next(0), length_of(gap));
    r.padding = static_cast<float>(count);
    r.stretch = measured(id).h;
    r.extra = 0; // the tallest cell so far
}

void Kit::begin_cell(int index) {
    const Region& r = region();
    const float count = r.padding;
    const float width = (r.box.w - r.gap * (count - 1)) / count;
    const float stretch = r.stretch;
    const Box box{r.box.x + static_cast<float>(index) * (width + r.gap), r.box.y, width, r.box.h};
    open(next_id(), box, tokens::space_4).stretch = stretch;
}

void Kit::end_cell() {
    const Region cell = close();
    remember(cell.id, static_cast<float>(cell.ordinal), 0);
    region().extra = std::max(region().extra, cell.cursor - cell.box.y);
}

void Kit::end_columns() {
    const Region r = close();
    remember(r.id, r.box.w, r.extra);
    advance(r.box.w, r.extra);
}

void Kit::begin_bar() {
    const NodeId id = next_id();
    const Box box = next(0);
    Region& r = open(id, box, 0);
    const Size right = measured(id + 1);
    const Size left = measured(id + 2);
    // Where the letters are large, the right part goes below the left one instead of taking its room.
    if (window_.text_scale > 1 && right.w > box.w * 0.4f) {
        r.padding = 1;
        open(id + 2, box, tokens::space_1);
        return;
    }
    const float height = std::max(left.h, right.h);
    r.extra = height;
    const float gap = right.w > 0 ? tokens::space_3 : 0;
    open(id + 2, {box.x, box.y + (height - left.h) / 2, box.w - right.w - gap, box.h}, tokens::space_1);
}

void Kit::middle_of_bar() {
    const Region left = close();
    remember(left.id, left.box.w, left.cursor - left.box.y);
    const Region& r = region();
    const Size size = measured(r.id + 1);
    const float height = std::max(r.extra, left.cursor - left.box.y);
    const float below = left.cursor - left.box.y + tokens::space_2;
    // Placed by the width of the pass before, but free to take the whole bar, as a line is.
    const Box box = r.padding > 0
                        ? Box{r.box.x, r.box.y + below, r.box.w, r.box.h}
                        : Box{r.box.x + r.box.w - size.w, r.box.y + (height - size.h) / 2, r.box.w, r.box.h};
    Region& right = open(r.id + 1, box, tokens::space_2);
    right.inline_flow = true;
    right.extra = size.h;
}

void Kit::end_bar() {
    const Region right = close();
    remember(right.id, right.used_width, right.row_height);
    const Region r = close();
    const float bottom = right.cursor + right.row_height - r.box.y;
    advance(r.box.w, r.padding > 0 ? bottom : std::max(measured(r.id + 2).h, right.row_height));
}

// ---- cards and lists

void Kit::outline(const Box& box) {
    if (palette_->outlined) {
        paint::stroke(list(), box, palette_->line, tokens::radius_large);
    }
}

Box Kit::begin_card(Tone tone, bool tinted) {
    const NodeId id = next_id();
    Box box = next(0);
    const float natural = measured(id).h;
    const float padding = narrow() ? tokens::space_4 : tokens::space_5;
    const bool alone = region().empty && region().stretch > 0 && measured(region().id).w <= 1;
    const Box drawn{box.x, box.y, box.w, alone ? std::max(natural, region().stretch) : natural};
    const std::uint32_t paper = tinted ? palette_->of(tone).tint : palette_->raised;
    if (!tinted) {
        paint::shadow(list(), palette_->shadow, drawn, tokens::radius_large);
    }
    paint::fill(list(), drawn, paper, tokens::radius_large);
    outline(drawn);
    Region& r = open(id, {box.x + padding, box.y + padding, box.w - 2 * padding, box.h - 2 * padding},
                     tokens::space_3);
    r.padding = padding;
    r.paper = paper;
    return drawn;
}

void Kit::end_card() {
    const Region r = close();
    const float w = r.box.w + 2 * r.padding;
    const float h = r.cursor - r.box.y + 2 * r.padding;
    remember(r.id, w, h);
    advance(w, h);
}

void Kit::begin_list(std::string_view name) {
    const NodeId before = begin_group(Role::list, name);
    const NodeId id = next_id();
    const Box box = next(0);
    const Box drawn{box.x, box.y, box.w, measured(id).h};
    paint::shadow(list(), palette_->shadow, drawn, tokens::radius_large);
    paint::fill(list(), drawn, palette_->raised, tokens::radius_large);
    outline(drawn);
    Region& r = open(id, box, 0);
    r.paper = palette_->raised;
    r.parent_before = before;
}

void Kit::end_list() {
    const Region r = close();
    parent_ = r.parent_before;
    remember(r.id, r.box.w, r.cursor - r.box.y);
    advance(r.box.w, r.cursor - r.box.y);
}

// ---- regions that fill a height

// A top that would take too much of the window (large letters, many notices) scrolls with the page below it.
void Kit::begin_top() {
    const NodeId id = next_id();
    top_flows_ = measured(id).h > window_.height * 0.4f;
    if (top_flows_) {
        begin_scroll("screen");
    }
    Box box = next(0);
    const float whole = box.w;
    box.w = std::min(whole - 2 * (narrow() ? tokens::space_4 : tokens::space_6), page_width);
    box.x += (whole - box.w) / 2;
    box.y += tokens::space_3;
    open(id, box, tokens::space_2);
    emit(id, Role::header, {}, box);
    parent_ = id;
}

void Kit::end_top() {
    const Region r = close();
    parent_ = r.parent_before;
    remember(r.id, r.box.w, r.cursor - r.box.y);
    advance(r.box.w, r.cursor - r.box.y + tokens::space_3);
}

// The part of a page that scrolls, unless the whole screen does.
void Kit::begin_body() {
    if (top_flows_) {
        open(make_id("body"), next(0), 0);
    } else {
        begin_scroll("body");
    }
}

void Kit::end_body() {
    if (!top_flows_) {
        return end_scroll();
    }
    const Region body = close();
    region().box.h = body.cursor - region().box.y;
}

// Of a page's region: `extra` is the height of a footer that is pinned below the body; `padding` is not 0
// where the footer would take too much of the page, and scrolls at its end.
void Kit::begin_page(std::string_view key, bool footer) {
    const NodeId id = make_id(key);
    page_ = last_page_ = id;
    const Box page = next(0);
    const float high = footer ? measured(id + 1).h : 0;
    const bool flows = footer && (top_flows_ || high > page.h * 0.6f);
    const float below = flows ? 0 : high;
    Region& r = open(id, {page.x, page.y, page.w, page.h - below}, 0);
    screen_ = key;
    emit(id + 3, Role::main, {}, r.box); // (id itself may be a link's, of the same key)
    parent_ = id + 3;
    r.extra = below;
    r.padding = flows ? 1 : 0;
    begin_body();
    const float inset = below > 0 || flows ? 0 : window_.safe_bottom;
    const float padding = narrow() ? tokens::space_4 : tokens::space_6;
    const float margin = narrow() ? tokens::space_4 : tokens::space_5;
    Region& body = region();
    body.cursor += margin;
    Box box{body.box.x, body.cursor, std::min(body.box.w - 2 * padding, page_width),
            page.h - below - inset - 2 * margin};
    box.x += (body.box.w - box.w) / 2;
    open(id + 2, box, tokens::space_4).padding = inset + margin;
}

void Kit::middle_of_page() {
    const Region content = close();
    region().cursor = content.cursor + content.padding;
    const bool flows = regions_[regions_.size() - 2].padding > 0;
    if (!flows) {
        end_body();
    }
    const Region& around = region(); // the page, or its body
    const float height = flows ? 0 : around.extra;
    const Box bar{around.box.x, flows ? around.cursor : around.box.y + around.box.h, around.box.w, height};
    if (height > 0) {
        paint::fill(list(), bar, palette_->raised);
        paint::fill(list(), {bar.x, bar.y, bar.w, 1}, palette_->line);
    }
    const float padding = narrow() ? tokens::space_4 : tokens::space_6;
    const float width = std::min(bar.w - 2 * padding, page_width);
    const Box inner{bar.x + (bar.w - width) / 2, bar.y + tokens::space_3, width, height};
    const std::uint32_t paper = flows ? around.paper : palette_->raised;
    open(content.id - 1, inner, tokens::space_2).paper = paper;
}

void Kit::end_page() {
    const Region last = close(); // the content, which has a padding, or the footer
    if (last.padding > 0) {
        region().cursor = last.cursor + last.padding;
        end_body();
    } else {
        const float end = tokens::space_3 + window_.safe_bottom;
        remember(last.id, last.box.w, last.cursor - last.box.y + tokens::space_3 + end);
        if (regions_[regions_.size() - 2].padding > 0) {
            region().cursor = last.cursor + end;
            end_body();
        }
    }
    const Region page = close();
    parent_ = page.parent_before;
    page_ = 1;
    advance(page.box.w, page.box.h + page.extra);
    if (top_flows_) {
        end_scroll();
        top_flows_ = false;
    }
}

void Kit::begin_middle() {
    const NodeId id = next_id();
    const Box box = next(0);
    const float offset = std::max(0.0f, (box.h - measured(id).h) / 2);
    // No height is left inside: a second `middle` in here centres nothing more.
    open(id, {box.x, box.y + offset, box.w, 0}, tokens::space_4).extra = offset;
}

void Kit::end_middle() {
    const Region r = close();
    remember(r.id, r.box.w, r.cursor - r.box.y);
    advance(r.box.w, r.cursor - r.box.y + r.extra);
}

} // namespace hexiao::ui
