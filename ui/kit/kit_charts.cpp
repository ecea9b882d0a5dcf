// Charts. What is drawn is also said: each place of an axis is a point of the mirror with all of its values,
// reached by Tab and the arrows, and shown in a small panel when a pointer or the keyboard is on it. Series
// differ in shade and, where two are compared, in line; no chart needs colour to be read. See data.h.
#include <algorithm>
#include <array>
#include <cmath>
#include <imgui.h>
#include <numbers>
#include <string>
#include <utility>

#include "ui/kit/kit.h"
#include "ui/kit/paint.h"
#include "ui/kit/tokens.h"

namespace hexiao::ui {

struct Kit::Plot {
    Box box;  // with its axes
    Box area; // where the values are
    double most = 1;
    float step = 0; // from one place to the next

    float x(std::size_t at) const { return area.x + (static_cast<float>(at) + 0.5f) * step; }
    Box column(std::size_t at) const { return {x(at) - step / 2, area.y, step, area.h}; }
    float y(double value) const { return area.y + area.h - static_cast<float>(value / most) * area.h; }
};

namespace {

constexpr float tau = 2 * std::numbers::pi_v<float>;

// A round number at or above `value`: 1, 2, 2.5 or 5 times a power of ten.
double round_up(double value) {
    if (!(value > 0)) {
        return 1;
    }
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 2.5, 5.0}) {
        if (step * power >= value * 0.999999) {
            return step * power;
        }
    }
    return 10 * power;
}

double most_of(const ChartSpec& spec) {
    double most = 0;
    for (std::size_t at = 0; at < spec.labels.size(); ++at) {
        double stacked = 0;
        for (const Series& series : spec.series) {
            const double value = series.values[at];
            if (!std::isnan(value)) {
                most = std::max(most, value);
                stacked += value;
            }
        }
        if (spec.kind == ChartKind::stacked) {
            most = std::max(most, stacked);
        }
    }
    return most;
}

std::string chart_name(std::string_view name, std::string_view summary) {
    return std::string(name).append(summary.empty() ? "" : ": ").append(summary);
}

void arc(ImDrawList* list, const ImVec2& middle, float radius, float from, float to, std::uint32_t rgb,
         float thickness) {
    list->PathClear();
    list->PathArcTo(middle, radius, from * tau, to * tau, 48);
    list->PathStroke(paint::color(rgb), ImDrawFlags_None, thickness);
}

} // namespace

// Letters that a point or the chart's summary says already.
void Kit::unread(std::string_view text, const Box& box, Style style, std::uint32_t rgb, Align align) {
    put_fitting(text, box, style, rgb, align);
    emit(next_id(), Role::text, text, box).unread = true;
}

NodeId Kit::begin_chart(std::string_view key, std::string_view name, std::string_view summary) {
    const NodeId id = widget_id(key);
    emit(id, Role::chart, chart_name(name, summary), next(0));
    open(id, next(0), tokens::space_2);
    parent_ = id;
    return id;
}

void Kit::end_chart() {
    const Region r = close();
    parent_ = r.parent_before;
    advance(r.box.w, r.cursor - r.box.y);
}

// The point that Tab goes to: where the keyboard was last.
std::size_t Kit::stop_of(NodeId chart, std::size_t otherwise, std::size_t count) const {
    const auto kept = stops_.find(chart);
    return kept != stops_.end() && kept->second < count ? kept->second : otherwise;
}

// One stop of the chart. True: it is the one that is looked at.
bool Kit::point(NodeId chart, std::size_t index, std::size_t stop, std::span<const std::string> words,
                const Box& box, Role role) {
    const NodeId id = chart + 1 + static_cast<NodeId>(index);
    const ImVec2 at = ImGui::GetIO().MousePos;
    const Box seen = clip();
    const bool over = ImGui::IsWindowHovered() && box.holds(at.x, at.y) && seen.holds(at.x, at.y);
    std::string said;
    for (const std::string& part : words) {
        said.append(said.empty() ? "" : ", ").append(part);
    }
    emit(id, role, said, box).checked = index == stop;
    reveal(id, box);
    if (focus_ == id) {
        stops_[chart] = index;
    }
    return over || (focus_ == id && focus_visible_);
}

void Kit::tip(std::span<const std::string> words, const Box& at, const Box& within) {
    float wide = 0;
    for (const std::string& part : words) {
        wide = std::max(wide, measure(part, Style::caption_strong));
    }
    const float line = line_of(Style::caption_strong);
    const float w = wide + 2 * tokens::space_3;
    const float h = line * static_cast<float>(words.size()) + 2 * tokens::space_2;
    const float left = at.x + at.w / 2 - w / 2;
    const Box box{std::clamp(left, within.x, std::max(within.x, within.x + within.w - w)), within.y, w, h};
    paint::shadow(list(), palette_->shadow, box, tokens::radius_small, tokens::level_floating);
    paint::fill(list(), box, palette_->neutral.fill, tokens::radius_small);
    Box one{box.x + tokens::space_3, box.y + tokens::space_2, wide, line};
    for (const std::string& part : words) {
        unread(part, one, Style::caption_strong, palette_->neutral.on_fill);
        one.y += line;
    }
}

void Kit::legend(std::span<const Series> series, bool compared) {
    line(
        [&] {
            for (std::size_t i = 0; i < series.size(); ++i) {
                const float words = measure(series[i].name, Style::caption);
                const Box box = take(22 + words, line_of(Style::caption), false);
                const float y = box.y + box.h / 2;
                if (series[i].dashed) {
                    paint::fill(list(), {box.x, y - 1, 6, 2}, palette_->series[i]);
                    paint::fill(list(), {box.x + 10, y - 1, 6, 2}, palette_->series[i]);
                } else if (compared && i > 0) {
                    paint::fill(list(), {box.x, y - 1, 16, 2}, palette_->series[i]);
                } else {
                    paint::fill(list(), {box.x, y - 5, 16, 10}, palette_->series[i], 3);
                }
                unread(series[i].name, {box.x + 22, box.y, words + 1, box.h}, Style::caption,
                       palette_->muted);
            }
        },
        Gap::normal);
}

Kit::Plot Kit::plot_frame(const ChartSpec& spec) {
    Plot plot;
    const float text = line_of(Style::caption);
    plot.box = take(room(), tokens::chart_height + text, true);
    const double most = most_of(spec);
    const double step = round_up(most / 3);
    plot.most = std::max(step, std::ceil(most / step * 0.999999) * step);
    std::vector<std::string> ticks; // from 0 on
    float side = 0;
    for (int i = 0; i <= static_cast<int>(std::lround(plot.most / step)); ++i) {
        ticks.push_back(spec.say_axis(step * i));
        side = std::max(side, measure(ticks.back(), Style::caption));
    }
    const float top = text / 2;
    plot.area = {plot.box.x + side + tokens::space_2, plot.box.y + top, plot.box.w - side - tokens::space_2,
                 plot.box.h - top - text - tokens::space_2};
    const std::size_t count = std::max<std::size_t>(1, spec.labels.size());
    plot.step = plot.area.w / static_cast<float>(count);
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        const float y = plot.y(step * static_cast<double>(i));
        paint::fill(list(), {plot.area.x, y, plot.area.w, 1},
                    i == 0 ? palette_->line_strong : palette_->line);
        unread(ticks[i], {plot.box.x, y - text / 2, side, text}, Style::caption, palette_->muted, Align::end);
    }
    float widest = 1;
    for (const std::string& label : spec.labels) {
        widest = std::max(widest, measure(label, Style::caption) + tokens::space_3);
    }
    const auto every = static_cast<std::size_t>(std::ceil(widest / plot.step));
    for (std::size_t i = 0; i < spec.labels.size(); i += every) {
        const float w = widest;
        unread(spec.labels[i], {plot.x(i) - w / 2, plot.area.y + plot.area.h + tokens::space_2, w, text},
               Style::caption, palette_->muted, Align::center);
    }
    return plot;
}

void Kit::plot_lines(const Plot& plot, const ChartSpec& spec) {
    for (std::size_t s = spec.series.size(); s-- > 0;) { // the first lies on top
        const Series& series = spec.series[s];
        const std::uint32_t rgb = palette_->series[s];
        std::optional<ImVec2> before;
        std::size_t last = 0;
        for (std::size_t i = 0; i < series.values.size(); ++i) {
            if (std::isnan(series.values[i])) {
                before.reset();
                continue;
            }
            const ImVec2 here{plot.x(i), plot.y(series.values[i])};
            last = i;
            if (before && s == 0 && spec.series.size() <= 2) {
                const std::array quad{*before, here, ImVec2{here.x, plot.y(0)}, ImVec2{before->x, plot.y(0)}};
                list()->AddConvexPolyFilled(quad.data(), 4, paint::color(rgb, 0.10f));
            }
            if (before && series.dashed) {
                const float length = std::hypot(here.x - before->x, here.y - before->y);
                for (int dash = 0; static_cast<float>(dash) * 10 < length; ++dash) {
                    const float d = static_cast<float>(dash) * 10;
                    const float a = d / length, b = std::min(1.0f, (d + 6) / length);
                    list()->AddLine(
                        {before->x + (here.x - before->x) * a, before->y + (here.y - before->y) * a},
                        {before->x + (here.x - before->x) * b, before->y + (here.y - before->y) * b},
                        paint::color(rgb), 2);
                }
            } else if (before) {
                list()->AddLine(*before, here, paint::color(rgb), 2.5f);
                list()->AddCircleFilled(here, 1.25f, paint::color(rgb));
            }
            before = here;
        }
        if (s == 0 && spec.live && !series.values.empty() && !std::isnan(series.values[last])) {
            const ImVec2 tail{plot.x(last), plot.y(series.values[last])};
            list()->AddCircleFilled(tail, 9, paint::color(rgb, 0.2f));
            list()->AddCircleFilled(tail, 5, paint::color(rgb));
            list()->AddCircle(tail, 5, paint::color(palette_->raised), 0, 1.5f);
        }
    }
}

void Kit::plot_bars(const Plot& plot, const ChartSpec& spec) {
    const bool stacked = spec.kind == ChartKind::stacked;
    const auto side_by_side =
        stacked ? 1.0f : static_cast<float>(std::max<std::size_t>(1, spec.series.size()));
    const float group = std::min(plot.step * 0.72f, 44.0f * side_by_side);
    const float bar = group / side_by_side;
    for (std::size_t i = 0; i < spec.labels.size(); ++i) {
        double below = 0, stack = 0;
        for (const Series& series : spec.series) {
            stack += std::isnan(series.values[i]) ? 0 : series.values[i];
        }
        for (std::size_t s = 0; s < spec.series.size(); ++s) {
            const double value = spec.series[s].values[i];
            if (std::isnan(value) || value <= 0) {
                continue;
            }
            const float x = plot.x(i) - group / 2 + (stacked ? 0 : bar * static_cast<float>(s));
            const float low = plot.y(below), high = plot.y(below + value);
            const float gap = stacked && below > 0 ? 1.0f : 0;
            const Box box{x + 1, high, std::max(1.0f, bar - 2), std::max(1.0f, low - high - gap)};
            if (spec.series[s].dashed) { // the outline of what it is compared with
                paint::stroke(list(), box, palette_->series[s], 2, 1.5f);
            } else {
                const bool top = !stacked || std::abs(stack - below - value) < 1e-9;
                paint::fill(list(), box, palette_->series[s], top ? std::min(3.0f, box.w / 3) : 0,
                            paint::Corners::top);
            }
            if (stacked) {
                below += value;
            }
        }
    }
}

// What it is compared with lies across the bar, so that a place needs the room of one bar only.
void Kit::plot_compared(const Plot& plot, const ChartSpec& spec) {
    const float wide = std::min(plot.step * 0.72f, 44.0f);
    for (std::size_t s = 0; s < spec.series.size(); ++s) {
        const Series& series = spec.series[s];
        for (std::size_t i = 0; i < spec.labels.size(); ++i) {
            const double value = series.values[i];
            if (std::isnan(value) || value <= 0) { // a line on the axis says nothing
                continue;
            }
            const float x = plot.x(i) - wide / 2, y = plot.y(value);
            if (s == 0) {
                paint::fill(list(), {x, y, wide, std::max(1.0f, plot.y(0) - y)}, palette_->series[0],
                            std::min(4.0f, wide / 3), paint::Corners::top);
            } else if (series.dashed) {
                const float dash = wide * 0.36f;
                paint::fill(list(), {x - 1, y - 1, dash, 2}, palette_->series[s]);
                paint::fill(list(), {x + wide + 1 - dash, y - 1, dash, 2}, palette_->series[s]);
            } else {
                paint::fill(list(), {x - 1, y - 1, wide + 2, 2}, palette_->series[s]);
            }
        }
    }
}

void Kit::plot_marks(const Plot& plot, const ChartSpec& spec) {
    for (const EventMark& mark : spec.marks) {
        const auto& color = palette_->of(mark.tone);
        const float x = plot.x(mark.at);
        for (int dash = 0; static_cast<float>(dash) * 6 < plot.area.h; ++dash) {
            const float y = plot.area.y + static_cast<float>(dash) * 6;
            paint::fill(list(), {x - 0.75f, y, 1.5f, 3}, color.fill);
        }
        list()->AddTriangleFilled({x - 6, plot.area.y - 4}, {x + 6, plot.area.y - 4}, {x, plot.area.y + 5},
                                  paint::color(color.fill));
    }
}

std::vector<std::string> Kit::plot_words(const ChartSpec& spec, std::size_t at) const {
    std::vector<std::string> words{spec.labels[at]};
    for (const Series& series : spec.series) {
        if (!std::isnan(series.values[at])) {
            const std::string value = spec.say(series.values[at]);
            words.push_back(spec.series.size() == 1 ? value : std::string(series.name) + " " + value);
        }
    }
    for (const EventMark& mark : spec.marks) {
        if (mark.at == at) {
            words.emplace_back(mark.say);
        }
    }
    return words;
}

std::optional<std::size_t> Kit::chart(std::string_view key, const ChartSpec& spec) {
    const NodeId id = begin_chart(key, spec.name, spec.summary);
    if (spec.series.size() > 1) {
        legend(spec.series, spec.kind == ChartKind::compared);
    }
    const Plot plot = plot_frame(spec);
    if (spec.kind == ChartKind::line) {
        plot_lines(plot, spec);
    } else if (spec.kind == ChartKind::compared) {
        plot_compared(plot, spec);
    } else {
        plot_bars(plot, spec);
    }
    plot_marks(plot, spec);
    const std::size_t count = spec.labels.size();
    const std::size_t stop = stop_of(id, count == 0 ? 0 : count - 1, count);
    const bool opens = spec.pressable && (!window_.touch || plot.step >= tokens::least_target);
    std::optional<std::size_t> looked, opened;
    std::vector<std::string> said;
    for (std::size_t i = 0; i < count; ++i) {
        std::vector<std::string> words = plot_words(spec, i);
        if (opens && press(id + 1 + static_cast<NodeId>(i), plot.column(i), true).pressed) {
            opened = i;
        }
        if (point(id, i, stop, words, plot.column(i), opens ? Role::bar : Role::point)) {
            looked = i;
            said = std::move(words);
        }
    }
    if (looked) {
        const Box column = plot.column(*looked);
        paint::fill(list(), {plot.x(*looked) - 0.5f, column.y, 1, column.h}, palette_->ink);
        for (std::size_t s = 0; s < spec.series.size() && spec.kind == ChartKind::line; ++s) {
            const double value = spec.series[s].values[*looked];
            if (!std::isnan(value)) {
                list()->AddCircleFilled({plot.x(*looked), plot.y(value)}, 5,
                                        paint::color(palette_->series[s]));
            }
        }
        tip(said, column, plot.area);
    }
    end_chart();
    return opened;
}

void Kit::heat_map(std::string_view key, const HeatSpec& spec) {
    const NodeId id = begin_chart(key, spec.name, spec.summary);
    const float text = line_of(Style::caption);
    float side = 0;
    double most = 0;
    for (const std::string& row : spec.rows) {
        side = std::max(side, measure(row, Style::caption));
    }
    for (const double value : spec.values) {
        most = std::max(most, std::isnan(value) ? 0 : value);
    }
    const auto columns = static_cast<float>(std::max<std::size_t>(1, spec.columns.size()));
    const float cell_h = 30;
    const Box box =
        take(room(), text + tokens::space_1 + cell_h * static_cast<float>(spec.rows.size()), true);
    const Box area{box.x + side + tokens::space_2, box.y + text + tokens::space_1,
                   box.w - side - tokens::space_2, box.h - text - tokens::space_1};
    const float step = area.w / columns;
    float widest = 1;
    for (const std::string& label : spec.columns) {
        widest = std::max(widest, measure(label, Style::caption) + tokens::space_2);
    }
    const auto every = static_cast<std::size_t>(std::ceil(widest / step));
    for (std::size_t i = 0; i < spec.columns.size(); i += every) {
        const float x = area.x + (static_cast<float>(i) + 0.5f) * step;
        unread(spec.columns[i], {x - widest / 2, box.y, widest, text}, Style::caption, palette_->muted,
               Align::center);
    }
    const std::size_t stop = stop_of(id, 0, spec.values.size());
    std::optional<std::size_t> looked;
    Box at{};
    std::vector<std::string> said;
    for (std::size_t i = 0; i < spec.values.size(); ++i) {
        const std::size_t row = i / spec.columns.size(), column = i % spec.columns.size();
        const Box cell{area.x + static_cast<float>(column) * step, area.y + static_cast<float>(row) * cell_h,
                       step, cell_h};
        if (column == 0) {
            unread(spec.rows[row], {box.x, cell.y, side, cell_h}, Style::caption, palette_->muted,
                   Align::end);
        }
        const bool none = std::isnan(spec.values[i]);
        const auto share = static_cast<float>(most > 0 && !none ? spec.values[i] / most : 0);
        paint::fill(list(), {cell.x + 1, cell.y + 1, cell.w - 2, cell.h - 2},
                    paint::mix(palette_->sunken, palette_->accent.fill, share), 3);
        std::vector<std::string> words{spec.rows[row] + " " + spec.columns[column]};
        if (!none) {
            words.push_back(spec.say(spec.values[i]));
        }
        if (point(id, i, stop, words, cell)) {
            looked = i;
            at = cell;
            said = std::move(words);
        }
    }
    if (looked) {
        paint::stroke(list(), at, palette_->ink, 4, 2);
        const float h = 2 * line_of(Style::caption_strong) + 2 * tokens::space_2;
        const float y = at.y - h - 4 >= box.y ? at.y - h - 4 : at.y + at.h + 4;
        tip(said, at, {area.x, y, area.w, h});
    }
    end_chart();
}

void Kit::ring_chart(std::string_view key, const RingSpec& spec) {
    const NodeId id = begin_chart(key, spec.name, spec.summary);
    const float size = 168, pen = 24;
    const float row = std::max(tokens::target, line_of(Style::body) + tokens::space_2);
    const float rows = row * static_cast<float>(spec.parts.size());
    const bool beside = room() >= 360;
    const Box box = take(room(), beside ? std::max(size, rows) : size + tokens::space_3 + rows, true);
    const Box disc{beside ? box.x : box.x + (box.w - size) / 2, beside ? box.y + (box.h - size) / 2 : box.y,
                   size, size};
    const ImVec2 middle{disc.x + size / 2, disc.y + size / 2};
    const float radius = (size - pen) / 2;
    double sum = 0;
    for (const Part& part : spec.parts) {
        sum += part.value;
    }
    arc(list(), middle, radius, 0, 1, palette_->sunken, pen);
    const Box words{beside ? disc.x + size + tokens::space_5 : box.x,
                    beside ? box.y + (box.h - rows) / 2 : disc.y + size + tokens::space_3, 0, row};
    const float width = box.x + box.w - words.x;
    const std::size_t stop = stop_of(id, 0, spec.parts.size());
    float from = -0.25f;
    for (std::size_t i = 0; i < spec.parts.size(); ++i) {
        const Part& part = spec.parts[i];
        const auto share = static_cast<float>(sum > 0 ? part.value / sum : 0);
        const std::array<std::string, 2> said{std::string(part.name), spec.say(part.value)};
        const Box line{words.x, words.y + row * static_cast<float>(i), width, row};
        const bool looked = point(id, i, stop, said, line);
        const float gap = spec.parts.size() > 1 && share > 0.02f ? 0.003f : 0;
        if (share > 0) {
            arc(list(), middle, radius, from + gap, from + share - gap, palette_->series[i],
                looked ? pen + 8 : pen);
        }
        from += share;
        if (looked) {
            paint::fill(list(), line, palette_->sunken, tokens::radius_small);
        }
        paint::fill(list(), {line.x + 8, line.y + line.h / 2 - 7, 14, 14}, palette_->series[i], 4);
        const float value = measure(said[1], Style::strong);
        put_fitting(said[0], {line.x + 32, line.y, line.w - 48 - value, line.h}, Style::body, palette_->ink);
        put(said[1], {line.x, line.y, line.w - 8, line.h}, Style::strong, palette_->ink, Align::end);
    }
    unread(spec.middle, {disc.x + pen, disc.y, size - 2 * pen, size}, Style::title, palette_->ink,
           Align::center);
    end_chart();
}

// Half a circle from left to right, with a notch where it begins to matter. Red from the red line on, and
// then with a mark as well. The notches' own values are said where they stand.
void Kit::gauge(std::string_view key, const GaugeSpec& spec) {
    const NodeId id = begin_chart(key, spec.name, spec.value);
    const float size = std::min(room(), 240.0f), pen = 22;
    const float words = line_of(Style::body);
    const float small = spec.detail.empty() ? 0 : wrapped_height(spec.detail, room(), Style::caption);
    const Box box = take(room(), size / 2 + tokens::space_3 + words + small, true);
    const ImVec2 middle{box.x + box.w / 2, box.y + size / 2};
    const float radius = (size - pen) / 2;
    const float share = std::clamp(spec.share, 0.0f, 1.0f);
    const Tone tone = spec.share >= spec.red.share ? Tone::negative : Tone::accent;
    arc(list(), middle, radius, 0.5f, 1, palette_->sunken, pen);
    if (share > 0) {
        arc(list(), middle, radius, 0.5f, 0.5f + share / 2, palette_->of(tone).fill, pen);
    }
    const float line = line_of(Style::display);
    put(spec.value, {box.x, middle.y - line, box.w, line}, Style::display,
        tone == Tone::negative ? palette_->negative.on_tint : palette_->ink, Align::center);
    if (tone == Tone::negative) {
        paint::icon(list(), Icon::alert, {middle.x - 12, middle.y - line - 26, 24, 24},
                    palette_->negative.on_tint);
    }
    const Box below{box.x, middle.y + tokens::space_3, box.w, words};
    put_fitting(spec.name, below, Style::body, palette_->muted, Align::center);
    put_wrapped(spec.detail, {box.x, below.y + words, box.w, small}, Style::caption, palette_->muted,
                Align::center);

    const std::size_t stop = stop_of(id, 0, 3);
    std::vector<std::string> value{std::string(spec.name), std::string(spec.value)};
    if (!spec.detail.empty()) {
        value.emplace_back(spec.detail);
    }
    if (point(id, 0, stop, value, box) && focus_ == id + 1) {
        ring({box.x + 3, box.y + 3, box.w - 6, box.h - 6}, tokens::radius_small);
    }
    std::size_t at = 0;
    std::optional<Box> looked;
    std::array<std::string, 1> said;
    for (const GaugeLine& from : {spec.warn, spec.red}) {
        ++at;
        if (from.share <= 0 || from.share >= 1) {
            continue;
        }
        const float turn = (0.5f + from.share / 2) * tau;
        const float in = radius - pen / 2 - 3, out = radius + pen / 2 + 3;
        list()->AddLine({middle.x + in * std::cos(turn), middle.y + in * std::sin(turn)},
                        {middle.x + out * std::cos(turn), middle.y + out * std::sin(turn)},
                        paint::color(palette_->ink), 2.5f);
        const Box notch{middle.x + radius * std::cos(turn) - pen / 2,
                        middle.y + radius * std::sin(turn) - pen / 2, pen, pen};
        const std::array line_says{std::string(from.say)};
        if (point(id, at, stop, line_says, notch)) {
            looked = notch;
            said = line_says;
        }
    }
    if (looked) { // below the arc, so that what stands in it is seen
        list()->AddCircle({looked->x + pen / 2, looked->y + pen / 2}, pen / 2 + 3,
                          paint::color(palette_->ink), 0, 2);
        tip(said, *looked, {box.x, below.y, box.w, 0});
    }
    end_chart();
}

void Kit::sparkline(std::string_view key, const SparkSpec& spec) {
    const NodeId id = widget_id(key);
    const Box box = take(std::min(room(), 112.0f), 32, false);
    emit(id, Role::chart, chart_name(spec.name, spec.summary), box);
    const NodeId before = std::exchange(parent_, id);
    double low = std::numeric_limits<double>::max(), high = 0;
    for (const double value : spec.values) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    const double span = high > low ? high - low : 1;
    const std::size_t count = spec.values.size();
    const float step = (box.w - 8) / static_cast<float>(std::max<std::size_t>(1, count));
    const auto place = [&](std::size_t i) {
        return ImVec2{box.x + 4 + (static_cast<float>(i) + 0.5f) * step,
                      box.y + box.h - 5 - static_cast<float>((spec.values[i] - low) / span) * (box.h - 10)};
    };
    list()->PathClear();
    for (std::size_t i = 0; i < count; ++i) {
        list()->PathLineTo(place(i));
    }
    list()->PathStroke(paint::color(palette_->series[0]), ImDrawFlags_None, 2);
    if (count > 0) {
        list()->AddCircleFilled(place(count - 1), 3, paint::color(palette_->series[0]));
    }
    const std::size_t stop = stop_of(id, count == 0 ? 0 : count - 1, count);
    std::optional<std::size_t> looked;
    std::array<std::string, 1> said; // in one line: it lies over what stands above
    for (std::size_t i = 0; i < count; ++i) {
        const std::array words{spec.labels[i], spec.say(spec.values[i])};
        if (point(id, i, stop, words, {place(i).x - step / 2, box.y, step, box.h})) {
            looked = i;
            said[0] = words[0] + " " + words[1];
        }
    }
    if (looked) {
        const float above = line_of(Style::caption_strong) + 2 * tokens::space_2;
        list()->AddCircleFilled(place(*looked), 4, paint::color(palette_->ink));
        tip(said, {place(*looked).x, box.y, 0, 0}, {clip().x, box.y - above - 4, clip().w, 0});
    }
    parent_ = before;
}

} // namespace hexiao::ui
