// Alerts in one place: what it is, since when, who has seen it; see core/console/alerts.h.
#include <algorithm>

#include "core/api/endpoints.h"
#include "ui/screens/today.h"

namespace hexiao::ui {

namespace {

using console::Alert;
using console::AlertAbout;

constexpr std::int64_t minute_ms = 60'000;

const api::ProductProgress* product_of(const Scene& scene, const Alert& alert) {
    const auto& products = scene.state.domain.today->products;
    const auto found = std::ranges::find(products, alert.product_id, &api::ProductProgress::product_id);
    return found == products.end() ? nullptr : &*found;
}

std::string title_of(const Scene& scene, const Alert& alert) {
    const Words& words = scene.words;
    switch (alert.about) {
    case AlertAbout::journal: return std::string(words(Str::alerts_journal));
    case AlertAbout::not_kept: return std::string(words(Str::alerts_not_kept));
    case AlertAbout::unsent:
        return words.with<Str::alerts_unsent, "n">(words.number(static_cast<std::int64_t>(
            scene.state.domain.pending.size() + scene.state.domain.unreadable.size())));
    case AlertAbout::cut: return std::string(words(Str::alerts_cut));
    case AlertAbout::stock: return stock_text(words, *product_of(scene, alert));
    case AlertAbout::wait: break;
    }
    const console::QueueAlarm alarm = console::queue_alarm(scene.state);
    return words.with<Str::alerts_wait, "n", "minutes">(words.number(alarm.waiting),
                                                        words.number(alarm.longest.count() / minute_ms));
}

std::string advice_of(const Scene& scene, const Alert& alert) {
    const Words& words = scene.words;
    switch (alert.about) {
    case AlertAbout::journal: return std::string(words(Str::alerts_journal_say));
    case AlertAbout::not_kept: return std::string(words(Str::records_failed));
    case AlertAbout::unsent: // each of those that are left to people says what becomes of it
        return console::left_to_people(scene.state) <
                       scene.state.domain.pending.size() + scene.state.domain.unreadable.size()
                   ? std::string(words(Str::alerts_unsent_say))
                   : std::string{};
    case AlertAbout::cut: return std::string(words(Str::alerts_cut_say));
    case AlertAbout::stock: {
        const api::ProductProgress& product = *product_of(scene, alert);
        return stock_say(words, product.level.value_or(stock::Level::other), product.sellable.value_or(0));
    }
    case AlertAbout::wait: break;
    }
    return console::queue_alarm(scene.state).group_buy_lane ? std::string(words(Str::queue_alarm_lane))
                                                            : std::string{};
}

std::string when_text(const Scene& scene, const Alert& alert) {
    const Words& words = scene.words;
    const auto moment = [&](Instant at) { return words.moment(at, scene.utc_offset(), scene.this_year()); };
    std::string since =
        alert.since ? words.with<Str::alerts_since, "clock">(moment(*alert.since)) : std::string{};
    if (!alert.acknowledged) {
        return since;
    }
    const std::string seen = words.with<Str::alerts_seen_by, "name", "clock">(alert.acknowledged->staff_name,
                                                                              moment(alert.acknowledged->at));
    return alert.since ? words.with<Str::format_listed, "first", "second">(since, seen) : seen;
}

void draw_alert(const Scene& scene, const Alert& alert) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const bool manager = api::is_in(api::managers, scene.state.domain.session->role);
    const bool waits = alert.about == AlertAbout::wait;
    const std::string title = title_of(scene, alert);
    const std::string when = when_text(scene, alert);
    const std::string advice = advice_of(scene, alert);
    const auto body = [&] {
        kit.heading(2, title);
        if (!advice.empty()) {
            kit.text(advice);
        }
        if (!when.empty()) {
            kit.text(when, {.style = Style::caption, .ink = Ink::muted});
        }
        if (alert.about == AlertAbout::unsent) {
            draw_unsent(scene);
        }
        kit.line([&] {
            if (alert.about == AlertAbout::stock && !alert.acknowledged &&
                kit.button("seen_" + alert.product_id, words(Str::alerts_seen),
                           {.kind = ButtonKind::primary,
                            .icon = Icon::check,
                            .busy = scene.state.view.stock.busy})) {
                scene.want(console::intent::SeeStock{
                    alert.product_id, product_of(scene, alert)->level.value_or(stock::Level::other)});
            }
            if (manager && alert.kind != api::AlertKind::other && !alert.acknowledged &&
                kit.button(waits ? "seen_waits" : "seen_journal", words(Str::alerts_seen),
                           {.kind = ButtonKind::primary,
                            .icon = Icon::check,
                            .busy = scene.state.view.figures.seen_asked.busy})) {
                scene.want(console::intent::SeeAlert{alert.kind, *alert.since});
            }
            if (waits && kit.button("queue", words(Str::alerts_queue), {.icon = Icon::queue})) {
                scene.want(console::intent::Go{console::Screen::queue});
            }
        });
    };
    if (alert.acknowledged) {
        kit.card(body);
    } else {
        kit.card(alert.grave ? Tone::negative : Tone::promised, body);
    }
}

} // namespace

void draw_alerts_banner(const Scene& scene) {
    const std::size_t unseen = console::unseen_alerts(scene.state);
    if (unseen > 0 &&
        scene.kit.banner(
            "alerts",
            scene.words.with<Str::alerts_banner, "n">(scene.words.number(static_cast<std::int64_t>(unseen))),
            {.tone = Tone::negative, .icon = Icon::bell, .action = scene.words(Str::alerts_open)})) {
        scene.want(console::intent::OpenToday{std::string(console::alerts_handle)});
    }
}

void draw_alerts(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const auto& problem = scene.state.view.figures.seen_asked.problem;
    kit.column({.width = Width::reading}, [&] {
        kit.column({.gap = Gap::tight}, [&] {
            kit.heading(1, words(Str::alerts_title));
            kit.text(words(Str::alerts_say), {.ink = Ink::muted});
        });
        if (problem != Reason::none) {
            kit.banner("problem", words.problem(problem), {.tone = Tone::negative, .icon = Icon::alert});
        }
        const std::vector<Alert> all = console::alerts(scene.state);
        if (all.empty()) {
            kit.state(
                "none",
                {.icon = Icon::check, .title = words(Str::alerts_none), .say = words(Str::alerts_none_say)});
        }
        for (const Alert& alert : all) {
            draw_alert(scene, alert);
        }
        draw_back_to_today(scene);
    });
}

} // namespace hexiao::ui
