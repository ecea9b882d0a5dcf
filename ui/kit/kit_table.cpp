// A table of any number of rows: only those that are seen are read. Order, filter and the choice of columns
// are the person's and are kept here. On a phone a row is a few lines instead of cells. See kit.h, data.h.
#include <algorithm>
#include <cmath>
#include <imgui.h>
#include <imgui_internal.h>
#include <string>
#include <utility>

#include "ui/kit/kit.h"
#include "ui/kit/paint.h"
#include "ui/kit/tokens.h"

namespace hexiao::ui {
namespace {

constexpr NodeId head_part = 0x51ED27A1, row_part = 0x2545F491;

std::uint32_t bit(std::size_t column) { return 1U << column; }

// Which rows, in which order: found anew only when somebody chose otherwise or the rows changed.
template <class View>
void arrange(View& view, const TableRows& rows) {
    if (view.current && view.version == rows.version()) {
        return;
    }
    view.order.clear();
    view.order.reserve(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (view.filter.empty() || rows.holds(row, view.filter)) {
            view.order.push_back(static_cast<std::uint32_t>(row));
        }
    }
    const std::size_t column = view.sort;
    if (view.sorted == Sorted::up) {
        std::ranges::stable_sort(view.order, [&](auto a, auto b) { return rows.before(a, b, column); });
    } else if (view.sorted == Sorted::down) {
        std::ranges::stable_sort(view.order, [&](auto a, auto b) { return rows.before(b, a, column); });
    }
    view.version = rows.version();
    view.current = true;
}

} // namespace

void Kit::table_tools(NodeId id, TableView& view, const TableSpec& spec, std::size_t rows) {
    const std::string own = std::to_string(id);
    const FieldEvent typed =
        field(own + "filter", {.label = words_.filter, .value = view.filter, .autocomplete = "off"});
    if (typed.changed) {
        view.filter = *typed.changed;
        view.current = false;
    }
    begin_bar();
    text(words_.say_shown(view.order.size(), rows), {.ink = Ink::muted, .live = Live::changes});
    middle_of_bar();
    const NodeId opens = widget_id(own + "columns");
    if (button(own + "columns", words_.columns, {.icon = Icon::columns})) {
        opened_ = opened_ == opens ? 0 : opens;
    }
    const Box anchor = mirror_.back().box;
    end_bar();
    if (opened_ != opens) {
        return;
    }
    begin_popup(opens + 1, {.title = words_.columns, .anchor = &anchor, .width = 280});
    for (std::size_t i = 0; i < spec.columns.size(); ++i) {
        const TableColumn& column = spec.columns[i];
        if (!column.fixed && toggle(column.key, column.title, (view.hidden & bit(i)) == 0)) {
            view.hidden ^= bit(i);
        }
    }
    if (end_popup()) {
        opened_ = 0;
    }
}

void Kit::table_head(NodeId id, TableView& view, const TableSpec& spec, const Cells& cells, const Box& box) {
    const NodeId line = id ^ head_part;
    emit(line, Role::row, {}, box).index = 1;
    const NodeId before = std::exchange(parent_, line);
    paint::fill(list(), {box.x, box.y + box.h - 1, box.w, 1}, palette_->line);
    for (std::size_t i = 0; i < cells.columns.size(); ++i) {
        const std::size_t column = cells.columns[i];
        const Box at{box.x + cells.boxes[i].x, box.y, cells.boxes[i].w, box.h};
        const NodeId cell = line + 2 * static_cast<NodeId>(column) + 1;
        const Press p = press(cell + 1, at, true);
        const bool by_this = view.sorted != Sorted::no && view.sort == column;
        if (p.hovered || p.held) {
            paint::fill(list(), {at.x + 2, at.y + 4, at.w - 4, at.h - 8}, palette_->sunken,
                        tokens::radius_small);
        }
        if (p.focused) {
            ring({at.x + 7, at.y + 7, at.w - 14, at.h - 14}, tokens::radius_small);
        }
        const bool numeric = spec.columns[column].numeric;
        const float mark = by_this ? 18.0f : 0;
        const Box words{at.x + tokens::space_3 + (numeric ? mark : 0), at.y,
                        at.w - 2 * tokens::space_3 - mark, at.h};
        put_fitting(spec.columns[column].title, words, Style::caption_strong,
                    by_this ? palette_->accent.on_tint : palette_->muted,
                    numeric ? Align::end : Align::start);
        if (by_this) {
            const float end = measure(spec.columns[column].title, Style::caption_strong) + 4;
            const float x =
                numeric ? words.x + words.w - std::min(end, words.w) - 16 : words.x + std::min(end, words.w);
            paint::icon(list(), view.sorted == Sorted::up ? Icon::sort_up : Icon::sort_down,
                        {x, at.y + (at.h - 16) / 2, 16, 16}, palette_->accent.on_tint);
        }
        MirrorNode& header = emit(cell, Role::column_header, {}, at);
        header.sorted = by_this ? view.sorted : Sorted::no;
        parent_ = cell;
        emit(cell + 1, Role::button, spec.columns[column].title, at);
        parent_ = line;
        if (p.pressed) { // up, down, as they came
            view.sorted = !by_this ? Sorted::up : view.sorted == Sorted::up ? Sorted::down : Sorted::no;
            view.sort = column;
            view.current = false;
        }
    }
    parent_ = before;
}

// A row's own look: what is pressed on it, and the line below. `inset`: where the line begins.
bool Kit::table_paper(NodeId id, const TableSpec& spec, const Box& box, float inset) {
    const Press p = spec.pressable ? press(id, box, true) : Press{};
    if (p.hovered || p.held) {
        paint::fill(list(), {box.x + 4, box.y + 3, box.w - 8, box.h - 6}, palette_->sunken,
                    tokens::radius_small);
    }
    if (p.focused) {
        ring({box.x + 8, box.y + 7, box.w - 16, box.h - 14}, tokens::radius_small);
    }
    paint::fill(list(), {box.x + inset, box.y + box.h - 1, box.w - 2 * inset, 1}, palette_->line);
    return p.pressed;
}

bool Kit::table_row(NodeId id, Cells& cells, const TableSpec& spec, const TableRows& rows, std::size_t row,
                    const Box& box) {
    const bool pressed = table_paper(id + 1, spec, box, tokens::space_3);
    const NodeId before = parent_;
    for (std::size_t i = 0; i < cells.columns.size(); ++i) {
        const TableColumn& column = spec.columns[cells.columns[i]];
        const Box at{box.x + cells.boxes[i].x, box.y, cells.boxes[i].w, box.h};
        cells.text.clear();
        rows.read(row, cells.columns[i], cells.text);
        put_fitting(cells.text, {at.x + tokens::space_3, at.y, at.w - 2 * tokens::space_3, at.h},
                    i == 0 ? Style::strong : Style::body, i == 0 ? palette_->ink : palette_->muted,
                    column.numeric ? Align::end : Align::start);
        const NodeId cell = id + 2 + static_cast<NodeId>(i);
        if (i == 0) {
            emit(cell, Role::row_header, {}, at);
            parent_ = cell;
            emit(id + 1, spec.pressable ? Role::button : Role::text, cells.text, spec.pressable ? box : at);
            parent_ = before;
        } else {
            emit(cell, Role::cell, cells.text, at);
        }
    }
    return pressed;
}

// On a phone: the first column as a title, the last at the right edge, the others in small print below.
bool Kit::table_lines(NodeId id, Cells& cells, const TableSpec& spec, const TableRows& rows, std::size_t row,
                      const Box& box) {
    std::string title, end, detail, copied;
    for (std::size_t i = 0; i < cells.columns.size(); ++i) {
        std::string& into = i == 0 ? title : i + 1 == cells.columns.size() ? end : detail;
        if (&into == &detail && !detail.empty()) {
            detail += " · ";
        }
        const std::size_t from = into.size();
        rows.read(row, cells.columns[i], into);
        copied.append(i == 0 ? "" : "\t").append(into, from);
    }
    const bool pressed = table_paper(id + 1, spec, box, tokens::space_4);
    const float x = box.x + tokens::space_4, w = box.w - 2 * tokens::space_4;
    const float right = measure(end, Style::strong) + tokens::space_3;
    const float above = line_of(Style::strong), below = line_of(Style::caption);
    const float y = box.y + (box.h - above - below) / 2;
    put_fitting(title, {x, y, w - right, above}, Style::strong, palette_->ink);
    put_fitting(end, {x, y, w, above}, Style::strong, palette_->ink, Align::end);
    put_fitting(detail, {x, y + above, w, below}, Style::caption, palette_->muted);
    emit(id + 2, Role::row_header, {}, box);
    const NodeId before = std::exchange(parent_, id + 2);
    std::string all = title;
    for (const std::string& more : {end, detail}) {
        all.append(more.empty() ? "" : ", ").append(more);
    }
    emit(id + 1, spec.pressable ? Role::button : Role::text, all, box).copied = copied;
    parent_ = before;
    return pressed;
}

// What the filter leaves, in its order, under the columns' names: lines of cells, with tabs between.
std::string Kit::whole_table(const TableView& view, const Cells& cells, const TableSpec& spec,
                             const TableRows& rows) {
    std::string all;
    for (const std::size_t column : cells.columns) {
        all.append(all.empty() ? "" : "\t").append(spec.columns[column].title);
    }
    for (const std::uint32_t row : view.order) {
        char before = '\n';
        for (const std::size_t column : cells.columns) {
            all += std::exchange(before, '\t');
            rows.read(row, column, all);
        }
    }
    return all;
}

std::optional<std::size_t> Kit::table(std::string_view key, const TableSpec& spec, const TableRows& rows) {
    const NodeId id = widget_id(key);
    TableView& view = tables_[id];
    arrange(view, rows);
    table_tools(id, view, spec, rows.size());
    if (!view.current) {
        arrange(view, rows);
        moved_ = true;
    }

    Cells cells;
    float weights = 0, x = 0;
    for (std::size_t i = 0; i < spec.columns.size(); ++i) {
        if (spec.columns[i].fixed || (view.hidden & bit(i)) == 0) {
            cells.columns.push_back(i);
            weights += spec.columns[i].weight;
        }
    }
    if (copy_table_ == id) {
        copy_table_ = 0;
        table_copied_ = whole_table(view, cells, spec, rows);
    }
    const Box box = take(room(), spec.height, true);
    for (const std::size_t column : cells.columns) {
        const float w = box.w * spec.columns[column].weight / weights;
        cells.boxes.push_back({x, 0, w, 0});
        x += w;
    }
    paint::shadow(list(), palette_->shadow, box, tokens::radius_large);
    paint::fill(list(), box, palette_->raised, tokens::radius_large);
    outline(box);
    MirrorNode& table = emit(id, Role::table, spec.name, box);
    table.count = static_cast<int>(view.order.size()) + 1;
    const NodeId before = std::exchange(parent_, id);

    std::optional<std::size_t> chosen;
    const float head = narrow() ? 0 : grown(tokens::table_head, Style::caption_strong);
    const float height = narrow() ? line_of(Style::strong) + line_of(Style::caption) + tokens::space_5
                                  : grown(tokens::table_row, Style::body);
    if (head > 0) {
        table_head(id, view, spec, cells, {box.x, box.y, box.w, head});
    }
    open(id, {box.x, box.y + head, box.w, box.h - head - 2}, 0).paper = palette_->raised;
    const NodeId scroll = make_id("rows");
    begin_scroll("rows");
    const float top = region().extra, seen = region().box.h;
    const float at =
        ImGui::GetScrollY(); // not from the region's box: far down a float has no half pixels left
    const float over = scrolls_[scroll].over;
    const auto from = static_cast<std::size_t>(std::max(0.0f, std::floor(at / height)));
    const auto until = std::min(view.order.size(), static_cast<std::size_t>(std::ceil((at + seen) / height)));
    for (std::size_t place = from; place < until; ++place) {
        const Box line{box.x, top + (static_cast<float>(place) * height - at) - over, box.w, height};
        const NodeId node = ImHashData(&view.order[place], sizeof(std::uint32_t), id ^ row_part);
        emit(node, Role::row, {}, line).index = static_cast<int>(place) + 2;
        parent_ = node;
        const bool pressed = narrow() ? table_lines(node, cells, spec, rows, view.order[place], line)
                                      : table_row(node, cells, spec, rows, view.order[place], line);
        parent_ = id;
        if (pressed) {
            chosen = view.order[place];
        }
    }
    if (view.order.empty()) {
        const Box line{box.x, top + tokens::space_4, box.w, line_of(Style::body)};
        put(words_.nothing_found, line, Style::body, palette_->muted, Align::center);
        emit(scroll + 1, Role::text, words_.nothing_found, line);
    }
    region().cursor = region().box.y + static_cast<float>(view.order.size()) * height;
    end_scroll();
    close();
    parent_ = before;
    return chosen;
}

// Rows that went out of sight take the focus with them; then the keys go on where they went.
NodeId Kit::scrolled_around(NodeId focus) const {
    const NodeId table = table_around(focus);
    return table == 0 ? 0 : ImHashStr("rows", 0, table);
}

} // namespace hexiao::ui
