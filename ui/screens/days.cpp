// The close of a day: which days are closed and which wait for it, and what one came to, also on paper.
#include <algorithm>

#include "core/base/money.h"
#include "ui/screens/screens.h"
#include "ui/sheet.h"

namespace hexiao::ui {

namespace {

std::string uses(const Words& words, std::int64_t n) { return words.number(n); }

// ---- the list

void draw_today_line(const Scene& scene) {
    const auto& today = scene.state.domain.today;
    const Words& words = scene.words;
    if (today) {
        const std::string say =
            words.with<Str::days_today_say, "clock">(format_clock(today->day_ends_at, scene.utc_offset()));
        scene.kit.list(words(Str::days_today), [&] {
            scene.kit.row("today", {.title = words(Str::days_today),
                                    .detail = say,
                                    .trailing = format_yuan(today->amount),
                                    .icon = Icon::clock});
        });
    }
}

// Yesterday in one tap, and whichever day was forgotten.
void draw_waiting_days(const Scene& scene) {
    const std::vector<BusinessDay> open = console::days_to_close(scene.state);
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    if (open.empty()) {
        return;
    }
    // Yesterday. Days before that may have been days off: they are offered, and nobody is told to.
    const std::string newest = format_day(open.front());
    const auto today = parse_day(scene.state.domain.today->business_day);
    if (open.front().days + 1 == today->days &&
        kit.banner("waiting", words.with<Str::days_waiting, "date">(words.date(newest)),
                   {.tone = Tone::accent, .icon = Icon::calendar, .action = words(Str::days_open_it)})) {
        scene.want(console::intent::OpenDay{newest});
    }
    std::vector<std::string> dates;
    std::vector<std::string_view> options;
    dates.reserve(open.size());
    options.reserve(open.size());
    for (const BusinessDay day : open) {
        options.emplace_back(dates.emplace_back(words.date(format_day(day))));
    }
    if (const auto chosen = kit.select("earlier", {.label = words(Str::days_earlier),
                                                   .options = options,
                                                   .placeholder = words(Str::days_choose)})) {
        scene.want(console::intent::OpenDay{format_day(open[*chosen])});
    }
}

void draw_closed(const Scene& scene) {
    const console::DaysView& view = scene.state.view.days;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.heading(2, words(Str::days_closed));
    if (view.list_asked.problem != Reason::none &&
        kit.banner("problem", words.problem(view.list_asked.problem),
                   {.tone = Tone::negative, .icon = Icon::alert, .action = words(Str::today_again)})) {
        scene.want(console::intent::Reload{});
    }
    if (!view.closed) {
        if (view.list_asked.busy) {
            kit.loading(words(Str::days_loading), 4);
        }
        return;
    }
    if (view.closed->empty()) {
        kit.state("none",
                  {.icon = Icon::calendar, .title = words(Str::days_none), .say = words(Str::days_none_say)});
        return;
    }
    kit.list(words(Str::days_closed), [&] {
        for (const api::ClosedDayItem& item : *view.closed) {
            std::string detail = words.with<Str::days_row, "redeemed", "sold">(uses(words, item.all.redeemed),
                                                                               uses(words, item.all.sold));
            if (item.version > 1) {
                detail = words.with<Str::format_listed, "first", "second">(
                    detail, words.with<Str::days_version, "n">(words.number(item.version)));
            }
            if (kit.row(item.business_day, {.title = words.date(item.business_day),
                                            .detail = detail,
                                            .trailing = format_yuan(item.all.redeemed_amount),
                                            .icon = Icon::calendar,
                                            .pressable = true})) {
                scene.want(console::intent::OpenDay{item.business_day});
            }
        }
    });
    if (view.more &&
        kit.button("more", words(Str::days_more), {.full = true, .busy = view.list_asked.busy})) {
        scene.want(console::intent::MoreDays{});
    }
}

// ---- one day

std::string line_name(const Words& words, const api::DayLine& line) {
    if (line.name) {
        return *line.name;
    }
    return line.title ? words.of(*line.title) : line.id;
}

// Of a channel: its id is its name on the wire.
std::string channel_line_name(const Words& words, const api::DayLine& line) {
    const auto names = enum_names(Channel{});
    const auto found = std::ranges::find(names, line.id);
    return found == names.end()
               ? line.id
               : std::string(channel_name(words, static_cast<Channel>(found - names.begin())));
}

using LineName = std::string (*)(const Words&, const api::DayLine&);
struct Section {
    Str title;
    const std::vector<api::DayLine>& lines;
    LineName name = line_name;
};
std::vector<Section> sections_of(const api::DayTotals& totals) {
    return {{Str::day_by_staff, totals.staff},
            {Str::day_by_channel, totals.channels, channel_line_name},
            {Str::day_by_product, totals.products},
            {Str::day_by_lane, totals.lanes}};
}

void draw_section(const Scene& scene, const Section& section) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    if (section.lines.empty()) {
        return;
    }
    kit.heading(2, words(section.title));
    kit.list(words(section.title), [&] {
        for (const api::DayLine& line : section.lines) {
            const std::string name = section.name(words, line);
            const std::string detail = words.with<Str::day_line, "redeemed", "sold", "paid">(
                words.number(line.redeemed), words.number(line.sold), format_yuan(line.sold_amount));
            kit.row(line.id.empty() ? std::string_view{"nobody"} : std::string_view{line.id},
                    {.title = name, .detail = detail, .trailing = format_yuan(line.redeemed_amount)});
        }
    });
}

void draw_sums(const Scene& scene, const api::DayLine& all) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const auto draw = [&](int which) {
        switch (which) {
        case 0: kit.stat(words(Str::day_redeemed), words.number(all.redeemed), {.icon = Icon::check}); break;
        case 1:
            kit.stat(words(Str::day_worth), format_yuan(all.redeemed_amount), {.icon = Icon::chart});
            break;
        case 2: kit.stat(words(Str::day_sold), words.number(all.sold), {.icon = Icon::ticket}); break;
        default: kit.stat(words(Str::day_paid), format_yuan(all.sold_amount), {.icon = Icon::money}); break;
        }
    };
    for (const int first : {0, 2}) {
        kit.columns(
            2, [&](int i) { draw(first + i); }, kit.narrow() ? Gap::close : Gap::normal);
    }
}

std::string closed_text(const Words& words, const api::ClosedDay& day, int utc_offset,
                        std::string_view this_year) {
    const std::string moment = words.moment(day.closed_at, utc_offset, this_year);
    const auto who = std::ranges::find(day.totals.staff, day.staff_id, &api::DayLine::id);
    std::string text = who != day.totals.staff.end() && who->name
                           ? words.with<Str::day_closed_by, "name", "moment">(*who->name, moment)
                           : words.with<Str::day_closed_at, "moment">(moment);
    return day.version == 1 ? text
                            : words.with<Str::format_listed, "first", "second">(
                                  text, words.with<Str::days_version, "n">(words.number(day.version)));
}

void draw_actions(const Scene& scene) {
    const console::DaysView& view = scene.state.view.days;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const auto draw = [&](int which) {
        if (which == 0) {
            if (kit.button("csv", words(Str::day_csv), {.icon = Icon::download, .full = true})) {
                scene.want(console::intent::DownloadDay{});
            }
        } else if (which == 1) {
            if (kit.button("print", words(Str::day_print), {.icon = Icon::print, .full = true})) {
                scene.want(console::intent::PrintDay{});
            }
        } else if (kit.button("again", words(Str::day_again),
                              {.icon = Icon::refresh, .full = true, .busy = view.close_asked.busy})) {
            scene.want(console::intent::CloseDay{});
        }
    };
    if (kit.narrow()) {
        kit.columns(
            2, [&](int i) { draw(i); }, Gap::close);
        draw(2);
    } else {
        kit.columns(3, draw);
    }
    kit.text(words(Str::day_again_say), {.style = Style::caption, .ink = Ink::muted});
}

void draw_totals(const Scene& scene, const api::ClosedDay& day) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.text(closed_text(words, day, scene.utc_offset(), scene.this_year()), {.ink = Ink::muted});
    draw_sums(scene, day.totals.all);
    draw_actions(scene);
    const std::vector<Section> sections = sections_of(day.totals);
    if (day.totals.all.redeemed == 0 && day.totals.all.sold == 0) {
        kit.text(words(Str::day_quiet), {.style = Style::strong});
    } else if (kit.narrow()) {
        for (const Section& section : sections) {
            draw_section(scene, section);
        }
    } else {
        kit.columns(
            2,
            [&](int column) {
                kit.column({}, [&] {
                    draw_section(scene, sections[static_cast<std::size_t>(column)]);
                    draw_section(scene, sections[static_cast<std::size_t>(column) + 2]);
                });
            },
            Gap::wide);
    }
}

void draw_which(const Scene& scene) {
    const console::DaysView& view = scene.state.view.days;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    if (view.close_asked.problem != Reason::none) {
        kit.banner("close_problem", words.problem(view.close_asked.problem),
                   {.tone = Tone::negative, .icon = Icon::alert, .live = Live::assertive});
    }
    if (view.day) {
        draw_totals(scene, *view.day);
    } else if (view.not_closed) {
        kit.state("not_closed", {.icon = Icon::calendar,
                                 .title = words(Str::day_not_closed),
                                 .say = words(Str::day_not_closed_say)});
        if (kit.button("close", words(Str::day_close),
                       {.kind = ButtonKind::primary,
                        .icon = Icon::check,
                        .full = true,
                        .large = true,
                        .busy = view.close_asked.busy})) {
            scene.want(console::intent::CloseDay{});
        }
    } else if (view.day_asked.problem != Reason::none) {
        draw_again(scene, view.day_asked.problem);
    } else {
        kit.loading(words(Str::day_loading), 5);
    }
}

} // namespace

Sheet day_sheet(const console::effect::PrintDay& print) {
    const Words words{print.language};
    const api::ClosedDay& day = print.day;
    const auto offset = static_cast<int>(print.store.utc_offset_minutes);
    const std::vector<std::string> head{std::string(words(Str::day_name)),
                                        std::string(words(Str::day_redeemed)),
                                        std::string(words(Str::day_worth)), std::string(words(Str::day_sold)),
                                        std::string(words(Str::day_paid))};
    const auto row = [&](std::string name, const api::DayLine& line) {
        return std::vector<std::string>{std::move(name), words.number(line.redeemed),
                                        format_yuan(line.redeemed_amount), words.number(line.sold),
                                        format_yuan(line.sold_amount)};
    };
    const std::string date = words.date(day.business_day);
    const std::string when =
        print.runs ? words.with<Str::day_runs, "moment">(words.moment(day.closed_at, offset, {}))
                   : closed_text(words, day, offset, {});
    Sheet sheet{words.with<Str::day_sheet, "store", "date">(words.of(print.store.title), date),
                when,
                {{{}, head, {row(date, day.totals.all)}}}};
    for (const Section& section : sections_of(day.totals)) {
        Sheet::Table table{std::string(words(section.title)), head, {}};
        for (const api::DayLine& line : section.lines) {
            table.rows.push_back(row(section.name(words, line), line));
        }
        if (!table.rows.empty()) {
            sheet.tables.push_back(std::move(table));
        }
    }
    return sheet;
}

void draw_days(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const api::Store* store = console::current_store(scene.state);
    if (draw_managers_only(scene)) {
        return;
    }
    kit.page("days", [&] {
        kit.column({.width = Width::reading}, [&] {
            kit.column({.gap = Gap::tight}, [&] {
                kit.heading(1, words(Str::days_title));
                if (store != nullptr) {
                    kit.text(words.with<Str::days_say, "store">(words.of(store->title)), {.ink = Ink::muted});
                }
            });
            draw_today_line(scene);
            draw_waiting_days(scene);
            draw_closed(scene);
        });
    });
}

void draw_day(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    if (draw_managers_only(scene)) {
        return;
    }
    if (kit.escape_pressed()) {
        scene.want(console::intent::Leave{});
    }
    const auto which = console::closed_day_route(scene.state.view.route);
    const api::Store* store = console::find_store(scene.state, which->store_id);
    kit.about(scene.state.view.route.handle);
    kit.page("day", [&] {
        kit.column({.gap = Gap::tight}, [&] {
            kit.heading(1, words.date(which->day));
            if (store != nullptr) {
                kit.text(words.of(store->title), {.ink = Ink::muted});
            }
        });
        draw_which(scene);
        if (kit.button("back", words(Str::day_back), {.kind = ButtonKind::quiet, .full = kit.narrow()})) {
            scene.want(console::intent::Leave{});
        }
    });
}

} // namespace hexiao::ui
