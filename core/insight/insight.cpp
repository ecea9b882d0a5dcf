// See insight.h.
#include "core/insight/insight.h"

#include <algorithm>

namespace hexiao::insight {

namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t day_minutes = std::int64_t{24} * 60;
constexpr std::int64_t whole_share = 10'000;

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) noexcept {
    return a / b - (a % b < 0 ? 1 : 0);
}

// Rounded to the nearest, halves away from nothing; `whole` is positive.
constexpr std::int64_t rounded(std::int64_t part, std::int64_t whole) noexcept {
    return part < 0 ? -rounded(-part, whole) : (part + whole / 2) / whole;
}

} // namespace

std::optional<std::int64_t> share(std::int64_t part, std::int64_t whole) noexcept {
    return whole > 0 ? std::optional{rounded(part * whole_share, whole)} : std::nullopt;
}

int minute_of(const DayClock& clock, Instant at) noexcept {
    const int offset = at < clock.changes_at ? clock.offset_minutes : clock.offset_after;
    const std::int64_t since = floor_div(at.ms, minute_ms) + offset - clock.cut_minutes;
    return static_cast<int>(since - floor_div(since, day_minutes) * day_minutes);
}

int hour_of(const DayClock& clock, Instant at) noexcept { return minute_of(clock, at) / 60; }

std::string hour_label(int hour, int cut_minutes) {
    return format_clock({(hour * std::int64_t{60} + cut_minutes) % day_minutes * minute_ms}, 0);
}

std::vector<Span> spans_of(const DayClock& clock, int hour) {
    std::vector<Span> spans;
    for (Instant at = clock.start; at < clock.end; at = at + Milliseconds{minute_ms}) {
        if (hour_of(clock, at) != hour) {
            continue;
        }
        const Instant next = at + Milliseconds{minute_ms};
        if (!spans.empty() && spans.back().until == at) {
            spans.back().until = next;
        } else {
            spans.push_back({at, next});
        }
    }
    return spans;
}

void Curve::add(int minute, const Sum& sum, int now) noexcept {
    hours.at(static_cast<std::size_t>(std::clamp(minute / 60, 0, hours_of_day - 1))).add(sum);
    whole.add(sum);
    if (minute < now) {
        by_now.add(sum);
    }
}

void Waits::add(Milliseconds wait) noexcept {
    const Milliseconds counted = std::max(wait, Milliseconds{0}); // a device's clock may be behind
    ++served;
    sum += counted;
    longest = std::max(longest, counted);
    over_first += counted >= alarms.first() ? 1 : 0;
    over_second += counted >= alarms.second() ? 1 : 0;
}

std::optional<Milliseconds> Waits::mean() const noexcept {
    return served > 0 ? std::optional{sum / served} : std::nullopt;
}

} // namespace hexiao::insight
