// What the store did on this business day: figures, hours, what the day is made of, and the live list. Moves
// by itself with the feed. Owners and managers see money and success, and open every figure; others see what
// the feed tells them.
#include "ui/screens/today.h"

#include <algorithm>
#include <array>

#include "core/api/endpoints.h"
#include "core/insight/insight.h"

namespace hexiao::ui {

namespace {

constexpr std::size_t live_rows = 8;
constexpr int fewest_hours = 8; // of the chart

// Two to a row on a phone, figures have room for their names, or for pictures.
Icon pictured(const Scene& scene, Icon icon) { return scene.kit.narrow() ? Icon::none : icon; }

void open(const Scene& scene, std::string_view handle) {
    scene.want(console::intent::OpenToday{std::string(handle)});
}

// --- the figures

std::string by_now(const Words& words, const api::DayFigures& figures, bool money, bool brief) {
    const auto say = [&](const api::DayRun& run) {
        return money ? format_yuan(run.by_now.amount) : words.number(run.by_now.redeemed);
    };
    const std::string yesterday = say(figures.runs.at(1));
    return brief ? words.with<Str::today_yesterday_by_now, "n">(yesterday)
                 : words.with<Str::today_by_now, "n", "week">(yesterday, say(figures.runs.at(2)));
}

void draw_redeemed(const Scene& scene, const api::Today& today, const api::DayFigures* figures) {
    const Words& words = scene.words;
    const std::string value = words.with<Str::today_redeemed_unit, "n">(words.number(today.redeemed));
    const std::string detail = figures != nullptr ? by_now(words, *figures, false, false) : std::string{};
    if (scene.kit.stat(words(Str::today_redeemed), value,
                       {.tone = Tone::positive,
                        .icon = Icon::check,
                        .detail = detail,
                        .live = true,
                        .key = "redeemed"})) {
        open(scene, console::format_filter({.state = api::RedemptionState::done}));
    }
}

void draw_revenue(const Scene& scene, const api::Today& today, const api::DayFigures* figures) {
    const Words& words = scene.words;
    const std::string detail =
        figures != nullptr ? by_now(words, *figures, true, scene.kit.narrow()) : std::string{};
    if (scene.kit.stat(words(Str::today_revenue), format_yuan(today.amount),
                       {.icon = pictured(scene, Icon::chart), .detail = detail, .key = "revenue"})) {
        open(scene, console::format_filter({.state = api::RedemptionState::done}));
    }
}

void draw_settlement(const Scene& scene, const api::Settlement& settlement) {
    const Words& words = scene.words;
    const std::string detail =
        settlement.commission.fen == 0
            ? std::string(words(Str::today_settlement_house))
            : words.with<Str::today_settlement_after, "fee">(format_yuan(settlement.commission));
    if (scene.kit.stat(words(Str::today_settlement), format_yuan(settlement.net),
                       {.icon = pictured(scene, Icon::money), .detail = detail, .key = "settlement"})) {
        open(scene, console::settlement_handle);
    }
}

void draw_success(const Scene& scene, const api::Success& success) {
    const Words& words = scene.words;
    const auto share = insight::share(success.redeemed, success.ordered);
    const std::int64_t aim = success.aim.value_or(insight::success_aim);
    const bool below = share && *share < aim;
    const std::string detail =
        share ? words.with<Str::today_success_aim, "aim", "n", "all">(
                    percent_text(words, aim), words.number(success.redeemed), words.number(success.ordered))
              : std::string(words(Str::today_success_none));
    if (scene.kit.stat(words(Str::today_success), percent_text(words, share),
                       {.icon = pictured(scene, below ? Icon::alert : Icon::ticket),
                        .detail = detail,
                        .key = "success"})) {
        open(scene, console::success_handle);
    }
}

void draw_timeliness(const Scene& scene, const api::Timeliness& timeliness) {
    const Words& words = scene.words;
    const std::string detail =
        timeliness.mean_s
            ? words.with<Str::today_timeliness_say, "mean">(span_text(words, *timeliness.mean_s))
            : std::string(words(Str::today_timeliness_none));
    if (scene.kit.stat(words(Str::today_timeliness),
                       percent_text(words, insight::share(timeliness.on_time, timeliness.redeemed)),
                       {.icon = pictured(scene, Icon::clock), .detail = detail, .key = "timeliness"})) {
        open(scene, console::format_filter({.state = api::RedemptionState::late}));
    }
}

void draw_waits(const Scene& scene, const api::WaitFigures& waits) {
    const Words& words = scene.words;
    const std::string value =
        waits.mean_s ? span_text(words, *waits.mean_s) : std::string(words(Str::today_nothing));
    const std::string detail = waits.longest_s
                                   ? words.with<Str::today_waits_say, "limit", "longest", "n">(
                                         words.number(console::queue_alarms(scene.state).first_minutes),
                                         span_text(words, *waits.longest_s), words.number(waits.over_first))
                                   : std::string(words(Str::today_waits_none));
    if (scene.kit.stat(words(Str::today_waits), value,
                       {.icon = pictured(scene, Icon::queue), .detail = detail, .key = "waits"})) {
        open(scene, console::waits_handle);
    }
}

void draw_all_figures(const Scene& scene, const api::Today& today, const api::DayFigures* figures) {
    Kit& kit = scene.kit;
    const auto draw = [&](int which) {
        switch (which) {
        case 0: draw_redeemed(scene, today, figures); break;
        case 1: draw_revenue(scene, today, figures); break;
        case 2: draw_settlement(scene, figures->settlement); break;
        case 3: draw_success(scene, figures->success); break;
        case 4: draw_timeliness(scene, figures->timeliness); break;
        default: draw_waits(scene, figures->waits); break;
        }
    };
    const bool narrow = kit.narrow();
    if (figures == nullptr) { // the feed's own come first
        kit.columns(narrow ? 1 : 2, draw, narrow ? Gap::close : Gap::normal);
        kit.loading(scene.words(Str::today_loading), 4);
        return;
    }
    if (!narrow) {
        kit.columns(3, draw);
        kit.columns(3, [&](int i) { draw(3 + i); });
        return;
    }
    draw(0);
    for (const int first : {1, 3}) {
        kit.columns(
            2, [&](int i) { draw(first + i); }, Gap::close);
    }
    draw(5);
}

// --- the hours

struct Hours {
    int first = 0, last = 0; // that anybody needs to see
};

Hours hours_of(const api::DayFigures& figures, const api::Today& today, Instant now, int utc_offset) {
    const insight::DayClock clock{
        today.day_ends_at - one_day, today.day_ends_at, static_cast<int>(figures.cut_minutes), utc_offset,
        today.day_ends_at,           utc_offset};
    const int running = insight::hour_of(clock, now);
    Hours hours{running, running};
    for (const api::DayRun& run : figures.runs) {
        for (int i = 0; i < static_cast<int>(run.hours.size()); ++i) {
            if (run.hours[static_cast<std::size_t>(i)].redeemed > 0) {
                hours.first = std::min(hours.first, i);
                hours.last = std::max(hours.last, i);
            }
        }
    }
    hours.first = std::max(0, std::min(hours.first, hours.last + 1 - fewest_hours));
    hours.last = std::min(insight::hours_of_day - 1, std::max(hours.last, hours.first + fewest_hours - 1));
    return hours;
}

void draw_hours(const Scene& scene, const api::Today& today, const api::DayFigures& figures) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const Hours hours = hours_of(figures, today, console::platform_now(scene.state), scene.utc_offset());
    std::vector<std::string> labels;
    std::array<std::vector<double>, 3> values;
    for (int hour = hours.first; hour <= hours.last; ++hour) {
        labels.push_back(insight::hour_label(hour, static_cast<int>(figures.cut_minutes)));
        for (std::size_t run = 0; run < values.size(); ++run) {
            const auto& sum = figures.runs.at(run).hours.at(static_cast<std::size_t>(hour));
            values[run].push_back(static_cast<double>(sum.redeemed));
        }
    }
    const std::array series{Series{words(Str::today_series_today), values[0]},
                            Series{words(Str::today_series_yesterday), values[1]},
                            Series{words(Str::today_series_week), values[2], true}};
    const std::string summary = words.with<Str::today_by_hour_say, "n", "yesterday", "week">(
        words.number(figures.runs[0].whole.redeemed), words.number(figures.runs[1].by_now.redeemed),
        words.number(figures.runs[2].by_now.redeemed));
    const auto plain = [](double value) { return Words::number(static_cast<std::int64_t>(value)); };
    kit.heading(2, words(Str::today_by_hour));
    kit.card([&] {
        if (const auto hour = kit.chart("hours", {.kind = ChartKind::compared,
                                                  .name = words(Str::today_by_hour),
                                                  .summary = summary,
                                                  .labels = labels,
                                                  .series = series,
                                                  .say = plain,
                                                  .say_axis = plain,
                                                  .pressable = true})) {
            open(scene, console::format_filter({.state = api::RedemptionState::done,
                                                .hour = hours.first + static_cast<int>(*hour)}));
        }
    });
}

// --- what the day is made of

void draw_breakdown(const Scene& scene, const api::DayFigures& figures) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const auto by = scene.state.view.figures.by;
    const std::array labels{words(Str::today_by_product), words(Str::today_by_channel),
                            words(Str::today_by_staff), words(Str::today_by_lane)};
    kit.heading(2, words(Str::today_breakdown));
    if (const auto chosen =
            kit.segments("by", words(Str::today_breakdown), labels, static_cast<std::size_t>(by))) {
        scene.want(console::intent::BreakDown{static_cast<console::Breakdown>(*chosen)});
    }
    std::vector<const api::DayLine*> lines;
    for (const api::DayLine& line : parts_of(figures.totals, by)) {
        if (line.redeemed > 0) {
            lines.push_back(&line);
        }
    }
    if (lines.empty()) {
        kit.text(words(Str::today_part_quiet), {.ink = Ink::muted});
        return;
    }
    std::ranges::stable_sort(lines, [](const auto* a, const auto* b) { return a->redeemed > b->redeemed; });
    kit.list(labels.at(static_cast<std::size_t>(by)), [&] {
        for (const api::DayLine* line : lines) {
            const std::int64_t all = figures.totals.all.redeemed;
            const std::string name = part_name(words, by, *line);
            const std::string detail = words.with<Str::today_part, "n", "share">(
                words.number(line->redeemed), percent_text(words, insight::share(line->redeemed, all)));
            if (kit.row(line->id, {.title = name,
                                   .detail = detail,
                                   .trailing = format_yuan(line->redeemed_amount),
                                   .pressable = true,
                                   .share = static_cast<float>(line->redeemed) / static_cast<float>(all)})) {
                open(scene, console::format_filter(filter_of(by, *line)));
            }
        }
    });
}

// Pressed, by those who may follow it, each opens the redemptions that it counts.
void draw_progress(const Scene& scene, const api::Today& today) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const bool opens = api::is_in(api::managers, scene.state.domain.session->role);
    std::int64_t usable = 0;
    kit.heading(2, words(Str::today_products));
    kit.list(words(Str::today_products), [&] {
        for (const api::ProductProgress& product : today.products) {
            const std::int64_t all = product.redeemed + product.usable;
            usable += product.usable;
            const StockSign sign = stock_sign(words, product.level.value_or(stock::Level::other));
            const std::string detail = stock_line(words, product);
            const std::string done = words.with<Str::today_progress, "done", "all">(
                words.number(product.redeemed), words.number(all));
            if (kit.row(product.product_id,
                        {.title = words.of(product.title),
                         .detail = detail,
                         .trailing = done,
                         .icon = sign.icon,
                         .tone = sign.tone,
                         .pressable = opens,
                         .share = all > 0 ? static_cast<float>(product.redeemed) / static_cast<float>(all)
                                          : 0.0F})) {
                open(scene, console::format_filter(
                                {.product_id = product.product_id, .state = api::RedemptionState::done}));
            }
        }
    });
    kit.text(words.with<Str::today_usable_left, "n">(words.number(usable)),
             {.style = Style::caption, .ink = Ink::muted});
}

// --- the page

void draw_live(const Scene& scene, bool opens) {
    draw_recent(scene, Str::today_recent, Str::today_empty, opens ? live_rows : api::recent_redemptions);
    if (opens && scene.kit.button("all", scene.words(Str::today_all), {.icon = Icon::filter, .full = true})) {
        open(scene, console::redemptions_handle);
    }
}

void draw_tools(const Scene& scene, bool manager) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    if (kit.button("alerts_all", words(Str::alerts_title), {.kind = ButtonKind::quiet, .icon = Icon::bell})) {
        open(scene, console::alerts_handle);
    }
    if (manager && kit.button("define", words(Str::today_definitions),
                              {.kind = ButtonKind::quiet, .icon = Icon::info})) {
        open(scene, console::definitions_handle);
    }
}

// The day as a table and on paper: beside the other tools at a desk, at the end of a phone's page.
void draw_files(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const bool narrow = kit.narrow();
    const auto kind = narrow ? ButtonKind::secondary : ButtonKind::quiet;
    const auto draw = [&](int which) {
        if (which == 0) {
            if (kit.button("csv", words(Str::today_csv),
                           {.kind = kind, .icon = Icon::download, .full = narrow})) {
                scene.want(console::intent::DownloadDay{});
            }
        } else if (kit.button("print", words(Str::today_print),
                              {.kind = kind, .icon = Icon::print, .full = narrow})) {
            scene.want(console::intent::PrintDay{});
        }
    };
    if (figures_of(scene) == nullptr) {
        return;
    }
    if (narrow) {
        kit.columns(2, draw, Gap::close);
    } else {
        draw(0);
        draw(1);
    }
}

void draw_head(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const auto& today = scene.state.domain.today;
    const api::Store* store = console::current_store(scene.state);
    kit.column({.gap = Gap::tight}, [&] {
        kit.heading(1, words(Str::today_title));
        if (today && store != nullptr) {
            kit.text(words.with<Str::today_day, "day", "store">(words.date(today->business_day),
                                                                words.of(store->title)),
                     {.ink = Ink::muted});
        }
        if (const auto& cut = scene.state.domain.cut_at; today && cut) {
            const std::string clock = format_clock(*cut + scene.state.domain.ahead, scene.utc_offset());
            kit.text(words.with<Str::today_as_of, "clock">(clock), {.ink = Ink::unknown});
        }
    });
}

void draw_definitions(const Scene& scene) {
    const Words& words = scene.words;
    const std::array texts{std::pair{Str::today_redeemed, std::string(words(Str::define_redeemed))},
                           std::pair{Str::today_revenue, std::string(words(Str::define_revenue))},
                           std::pair{Str::today_settlement, settlement_means(scene)},
                           std::pair{Str::today_success, success_means(scene)},
                           std::pair{Str::today_timeliness, std::string(words(Str::define_timeliness))},
                           std::pair{Str::today_waits, waits_mean(scene)}};
    const bool leave = scene.kit.sheet("definitions", words(Str::today_definitions), [&] {
        for (const auto& definition : texts) {
            scene.kit.column({.gap = Gap::tight}, [&] {
                scene.kit.heading(3, words(definition.first));
                scene.kit.text(definition.second);
            });
        }
    });
    if (leave) {
        scene.want(console::intent::Leave{});
    }
}

void draw_figures_problem(const Scene& scene) {
    const console::Asking& asked = scene.state.view.figures.asked;
    const Words& words = scene.words;
    if (asked.problem != Reason::none &&
        scene.kit.banner("figures_problem",
                         words.with<Str::today_problem, "problem">(words.problem(asked.problem)),
                         {.tone = Tone::unknown, .icon = Icon::alert, .action = words(Str::today_again)})) {
        scene.want(console::intent::Reload{});
    }
}

void draw_overview(const Scene& scene, const api::Today& today) {
    Kit& kit = scene.kit;
    const api::DayFigures* figures = figures_of(scene);
    kit.line([&] {
        draw_tools(scene, true);
        if (!kit.narrow()) {
            draw_files(scene);
        }
    });
    draw_figures_problem(scene);
    draw_all_figures(scene, today, figures);
    if (figures != nullptr) {
        draw_hours(scene, today, *figures);
    }
    const auto draw = [&](int column) {
        if (column == 1) {
            draw_live(scene, true);
            return;
        }
        if (figures != nullptr) {
            draw_breakdown(scene, *figures);
        }
        draw_progress(scene, today);
    };
    if (kit.narrow()) {
        draw(0);
        draw(1);
        draw_files(scene);
    } else {
        kit.columns(
            2, [&](int column) { kit.column({}, [&] { draw(column); }); }, Gap::wide);
    }
    if (scene.state.view.route.handle == console::definitions_handle) {
        draw_definitions(scene);
    }
}

// Of cashiers and displays: what the feed tells.
void draw_plain(const Scene& scene, const api::Today& today) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    if (api::is_in(api::counter_staff, scene.state.domain.session->role)) {
        kit.line([&] { draw_tools(scene, false); });
    }
    const auto draw_stat = [&](int which) {
        if (which == 0) {
            kit.stat(words(Str::today_redeemed),
                     words.with<Str::today_redeemed_unit, "n">(words.number(today.redeemed)),
                     {.tone = Tone::positive, .icon = Icon::check, .live = true});
        } else {
            kit.stat(words(Str::today_amount), format_yuan(today.amount), {.icon = Icon::chart});
        }
    };
    kit.columns(2, draw_stat, kit.narrow() ? Gap::close : Gap::normal);
    if (kit.narrow()) {
        draw_progress(scene, today);
        draw_live(scene, false);
        return;
    }
    kit.columns(
        2,
        [&](int column) {
            kit.column({}, [&] { column == 0 ? draw_progress(scene, today) : draw_live(scene, false); });
        },
        Gap::wide);
}

void draw_part(const Scene& scene, std::string_view handle) {
    if (handle == console::success_handle) {
        draw_success_parts(scene);
    } else if (console::parse_ordered(handle)) {
        draw_ordered(scene);
    } else if (handle == console::settlement_handle) {
        draw_settlement_parts(scene);
    } else if (handle == console::waits_handle) {
        draw_wait_parts(scene);
    } else {
        draw_redemption_list(scene);
    }
}

} // namespace

void draw_today(const Scene& scene) {
    const console::State& state = scene.state;
    Kit& kit = scene.kit;
    const std::string& handle = state.view.route.handle;
    const api::Role role = state.domain.session->role;
    const bool manager = api::is_in(api::managers, role);
    const bool overview = handle.empty() || handle == console::definitions_handle;
    const bool told = overview || (handle == console::alerts_handle && api::is_in(api::counter_staff, role));
    if (!manager && (!told || handle == console::definitions_handle)) {
        return draw_forbidden(scene, "today", Str::today_forbidden, Str::today_forbidden_say);
    }
    if (!handle.empty() && kit.escape_pressed()) {
        scene.want(console::intent::Leave{});
    }
    // A page of its own for each part, so that the keyboard goes along; another filter of the list leaves it
    // there.
    const std::string part = overview ? std::string{} : handle.substr(0, handle.find('/'));
    kit.about(part);
    kit.page(overview ? "today" : "today_" + part, [&] {
        if (overview) {
            draw_head(scene);
            draw_alerts_banner(scene);
        }
        if (handle == console::alerts_handle) {
            draw_alerts(scene);
        } else if (!overview) {
            draw_part(scene, handle);
        } else if (!state.domain.today) {
            kit.loading(scene.words(Str::today_loading), 6);
        } else if (manager) {
            draw_overview(scene, *state.domain.today);
        } else {
            draw_plain(scene, *state.domain.today);
        }
    });
}

} // namespace hexiao::ui
