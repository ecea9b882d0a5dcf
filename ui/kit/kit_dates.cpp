// A range of days, and of times where they matter: what is usual at one tap, everything else from a calendar.
// See kit.h.
#include <algorithm>
#include <array>
#include <chrono>
#include <imgui.h>
#include <string>
#include <utility>

#include "ui/kit/kit.h"
#include "ui/kit/paint.h"
#include "ui/kit/tokens.h"

namespace hexiao::ui {
namespace {

namespace cal = std::chrono;

cal::year_month month_of(std::int32_t months) {
    return cal::year{months / 12} / cal::month{static_cast<unsigned>(months % 12) + 1};
}

std::int32_t months_of(BusinessDay day) {
    const cal::year_month_day date{cal::sys_days{cal::days{day.days}}};
    return static_cast<int>(date.year()) * 12 +
           static_cast<std::int32_t>(static_cast<unsigned>(date.month())) - 1;
}

std::int32_t first_of(std::int32_t months) {
    return static_cast<std::int32_t>(cal::sys_days{month_of(months) / 1}.time_since_epoch().count());
}

// "9:30", "930" and "09:30" are the same time; nothing where it is none.
std::optional<std::string> time_of(std::string_view typed) {
    std::string digits;
    for (const char c : typed) {
        if (c >= '0' && c <= '9') {
            digits += c;
        } else if (c != ':' && c != ' ' && c != '.') {
            return {};
        }
    }
    if (digits.size() == 3) {
        digits.insert(digits.begin(), '0');
    }
    if (digits.size() != 4 || digits.substr(0, 2) > "23" || digits.substr(2) > "59") {
        return {};
    }
    return digits.insert(2, ":");
}

} // namespace

void Kit::calendar(Picking& picking, const RangeSpec& spec) {
    constexpr std::int32_t farthest = 12 * 9999;
    begin_bar();
    text(words_.say_month(BusinessDay{first_of(picking.month)}),
         {.style = Style::strong, .live = Live::changes});
    middle_of_bar();
    if (icon_button("earlier", words_.earlier, Icon::back)) {
        picking.month = std::max(12, picking.month - 1);
    }
    if (icon_button("later", words_.later, Icon::forward)) {
        picking.month = std::min(farthest, picking.month + 1);
    }
    end_bar();

    const float each = room() / 7;
    const float height = std::max(44.0f, line_of(Style::body) + tokens::space_3);
    const Box head = take(room(), line_of(Style::caption), true);
    for (std::size_t i = 0; i < 7; ++i) {
        const Box at{head.x + static_cast<float>(i) * each, head.y, each, head.h};
        put(words_.weekdays[i], at, Style::caption, palette_->muted, Align::center);
        emit(next_id(), Role::text, words_.weekdays[i], at);
    }
    const std::int32_t first = first_of(picking.month);
    const std::int32_t length = first_of(picking.month + 1) - first;
    const unsigned lead = cal::weekday{cal::sys_days{cal::days{first}}}.iso_encoding() - 1;
    const std::int32_t weeks = (static_cast<std::int32_t>(lead) + length + 6) / 7;
    const Box grid = take(room(), static_cast<float>(weeks) * height, true);
    for (std::int32_t i = 0; i < length; ++i) {
        const std::int32_t day = first + i;
        const std::int32_t slot = static_cast<std::int32_t>(lead) + i, week = slot / 7;
        const Box at{grid.x + static_cast<float>(slot % 7) * each, grid.y + static_cast<float>(week) * height,
                     each, height};
        const NodeId id = make_id("day" + std::to_string(day));
        const Press p = press(id, at, true);
        const bool end = day == picking.range.from.days || day == picking.range.until.days;
        const bool within = day > picking.range.from.days && day < picking.range.until.days;
        const Box round{at.x + (at.w - 40) / 2, at.y + (at.h - 40) / 2, 40, 40};
        if (within) {
            paint::fill(list(), {at.x, round.y, at.w, 40}, palette_->accent.tint);
        }
        if (end || p.hovered || p.held) {
            paint::fill(list(), round, end ? palette_->accent.fill : palette_->sunken, 20);
        }
        if (day == spec.today.days && !end) {
            paint::stroke(list(), round, palette_->accent.on_tint, 20, 1.5f);
        }
        if (p.focused) {
            ring({round.x + 4, round.y + 4, 32, 32}, 16);
        }
        put(std::to_string(i + 1), at, end ? Style::strong : Style::body,
            end      ? palette_->accent.on_fill
            : within ? palette_->accent.on_tint
                     : palette_->ink,
            Align::center);
        MirrorNode& node = emit(id, Role::chip, words_.say_day(BusinessDay{day}), at);
        node.checked = end || within;
        node.current = day == spec.today.days;
        if (p.pressed) { // the first tap begins a range, the second ends it, whichever is earlier
            DayRange& range = picking.range;
            const BusinessDay other = range.from;
            range.from = range.until = BusinessDay{day};
            if (picking.half) {
                range.from = std::min(other, BusinessDay{day});
                range.until = std::max(other, BusinessDay{day});
            }
            picking.half = !picking.half;
        }
    }
}

std::optional<DayRange> Kit::day_range(std::string_view key, const RangeSpec& spec) {
    const NodeId id = widget_id(key);
    const bool pressed = opener(id, spec.label, spec.shown, Icon::calendar, false);
    if (opened_ != id) {
        return {};
    }
    if (pressed) {
        picking_ = {.range = spec.range, .month = months_of(spec.range.until)};
    }
    const Box anchor = mirror_.back().box;
    std::optional<DayRange> chosen;
    begin_popup(id + 2, {.title = spec.label, .anchor = &anchor, .width = 376});
    line([&] {
        for (const RangePreset& preset : spec.presets) {
            if (chip(preset.label, preset.label, preset.range == picking_.range)) {
                chosen = preset.range;
            }
        }
    });
    calendar(picking_, spec);
    bool good = true;
    if (spec.times) {
        columns(
            2,
            [&](int i) {
                std::string& time = i == 0 ? picking_.range.from_time : picking_.range.until_time;
                const bool valid = time_of(time).has_value();
                good = good && valid;
                const FieldEvent typed = field(i == 0 ? "from_time" : "until_time",
                                               {.label = i == 0 ? words_.from_time : words_.until_time,
                                                .value = time,
                                                .kind = FieldKind::number,
                                                .error = valid ? std::string_view{} : words_.bad_time,
                                                .max_length = 5});
                if (typed.changed) {
                    time = *typed.changed;
                }
            },
            Gap::close);
    }
    if (button("apply", words_.apply, {.kind = ButtonKind::primary, .full = true, .disabled = !good})) {
        chosen = picking_.range;
        if (spec.times) {
            chosen->from_time = *time_of(chosen->from_time);
            chosen->until_time = *time_of(chosen->until_time);
        }
    }
    if (end_popup() || chosen) {
        opened_ = 0;
    }
    return chosen;
}

} // namespace hexiao::ui
