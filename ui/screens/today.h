// Pieces of Today that several of its files draw: today.cpp (all of it at a glance), today_parts.cpp (what a
// figure is made of), today_list.cpp (redemptions under filters), alerts.cpp.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ui/screens/screens.h"

namespace hexiao::ui {

/// The figures that were told, or nothing yet.
const api::DayFigures* figures_of(const Scene& scene);
// What these figures mean, by the merchant's own aims, rates and alarms.
std::string success_means(const Scene& scene);
std::string settlement_means(const Scene& scene);
std::string waits_mean(const Scene& scene);
/// "96.3%", of hundredths of a per cent; a dash of nothing.
std::string percent_text(const Words& words, std::optional<std::int64_t> share);
/// "6 min", "5 h", "3 days".
std::string span_text(const Words& words, std::int64_t seconds);
/// What a line of the day's totals is about, by the breakdown that it is of.
std::string part_name(const Words& words, console::Breakdown by, const api::DayLine& line);
const std::vector<api::DayLine>& parts_of(const api::DayTotals& totals, console::Breakdown by);
/// The redemptions that a line stands for.
api::FindRedemptions filter_of(console::Breakdown by, const api::DayLine& line);
/// A title, what it means below, and what could not be read.
void draw_part_head(const Scene& scene, Str title, std::string_view say, const console::Asking& asked);
void draw_back_to_today(const Scene& scene);
/// A filter with one choice: 0 is all, then `names`.
std::optional<std::size_t> draw_choice(const Scene& scene, std::string_view key, Str label,
                                       std::span<const std::string> names, std::size_t current);

/// What can be opened of Today, by the address.
void draw_success_parts(const Scene& scene);
void draw_ordered(const Scene& scene);
void draw_settlement_parts(const Scene& scene);
void draw_wait_parts(const Scene& scene);
void draw_redemption_list(const Scene& scene);
void draw_alerts(const Scene& scene);
/// What was tapped on this device and whose outcome is not known, each with what a person can do about it.
void draw_unsent(const Scene& scene);
/// "2 alerts nobody has seen yet", where there are any.
void draw_alerts_banner(const Scene& scene);

} // namespace hexiao::ui
