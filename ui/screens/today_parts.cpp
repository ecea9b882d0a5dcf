// What a figure of Today is made of; see today.h.
#include <algorithm>
#include <array>

#include "core/insight/insight.h"
#include "ui/screens/today.h"

namespace hexiao::ui {

namespace {

constexpr std::int64_t minute_s = 60, hour_s = 3600, day_s = 24 * hour_s;

void draw_waiting(const Scene& scene) { scene.kit.loading(scene.words(Str::parts_loading), 4); }

std::string_view state_name(const Words& words, api::TicketState state) {
    switch (state) {
    case api::TicketState::called: return words(Str::parts_called);
    case api::TicketState::skipped: return words(Str::parts_skipped);
    case api::TicketState::served: return words(Str::parts_served);
    case api::TicketState::left: return words(Str::parts_left);
    case api::TicketState::waiting:
    case api::TicketState::other: break;
    }
    return words(Str::parts_waiting);
}

std::string settlement_text(const Words& words, const api::SettlementLine& line) {
    if (line.channel == Channel::house) {
        return std::string(words(Str::parts_settlement_there));
    }
    const std::string fee = words.with<Str::parts_settlement_row, "rate", "fee">(
        percent_text(words, line.rate), format_yuan(line.commission));
    const std::string when = line.expected_on
                                 ? words.with<Str::parts_settlement_on, "date">(words.date(*line.expected_on))
                                 : std::string(words(Str::parts_settlement_unknown));
    return words.with<Str::format_listed, "first", "second">(fee, when);
}

void open_ordered(const Scene& scene, const console::OrderedFilter& filter) {
    scene.want(console::intent::OpenToday{console::format_ordered(filter)});
}

// Of one product, or of all; used or not.
void draw_ordered_filters(const Scene& scene, const api::Success& success,
                          const console::OrderedFilter& filter) {
    const Words& words = scene.words;
    std::vector<std::string> products;
    std::size_t chosen = 0;
    for (const api::SuccessLine& line : success.lines) {
        products.emplace_back(words.of(line.title));
        chosen = line.product_id == filter.product_id ? products.size() : chosen;
    }
    if (const auto to = draw_choice(scene, "product", Str::today_by_product, products, chosen)) {
        console::OrderedFilter next = filter;
        next.product_id.reset();
        if (*to > 0) {
            next.product_id = success.lines[*to - 1].product_id;
        }
        open_ordered(scene, next);
    }
    const std::array uses{words(Str::list_any), words(Str::ordered_used), words(Str::ordered_unused)};
    const std::size_t use = !filter.redeemed ? 0 : *filter.redeemed ? 1 : 2;
    if (const auto to = scene.kit.segments("use", words(Str::list_state), uses, use)) {
        console::OrderedFilter next = filter;
        next.redeemed = *to == 0 ? std::nullopt : std::optional{*to == 1};
        open_ordered(scene, next);
    }
}

void draw_ordered_rows(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const console::FiguresView& view = scene.state.view.figures;
    if (!view.ordered) {
        return draw_waiting(scene);
    }
    if (view.ordered->empty()) {
        kit.state(
            "none",
            {.icon = Icon::filter, .title = words(Str::ordered_none), .say = words(Str::list_none_say)});
        return;
    }
    kit.list(words(Str::ordered_title), [&] {
        for (const api::OrderedVoucher& voucher : *view.ordered) {
            const std::string detail = words.with<Str::ordered_row, "moment", "channel", "last4">(
                words.moment(voucher.ordered_at, scene.utc_offset(), scene.this_year()),
                channel_name(words, voucher.channel), voucher.code_last4);
            if (kit.row(voucher.voucher_id,
                        {.title = words.of(voucher.title),
                         .detail = detail,
                         .trailing = words(voucher.redeemed ? Str::ordered_used : Str::ordered_unused),
                         .icon = voucher.redeemed ? Icon::check : Icon::ticket,
                         .tone = voucher.redeemed ? Tone::positive : Tone::neutral,
                         .pressable = true})) {
                scene.want(console::intent::OpenVoucher{voucher.voucher_id});
            }
        }
    });
    if (view.more_ordered &&
        kit.button("more", words(Str::parts_more), {.full = true, .busy = view.ordered_asked.busy})) {
        scene.want(console::intent::MoreOrdered{});
    }
}

} // namespace

const api::DayFigures* figures_of(const Scene& scene) {
    const auto& figures = scene.state.view.figures.figures;
    return figures && figures->runs.size() == 3 ? &*figures : nullptr;
}

std::string success_means(const Scene& scene) {
    const api::DayFigures* figures = figures_of(scene);
    const std::int64_t aim =
        figures == nullptr ? insight::success_aim : figures->success.aim.value_or(insight::success_aim);
    return scene.words.with<Str::define_success, "aim">(percent_text(scene.words, aim));
}

std::string settlement_means(const Scene& scene) {
    const Words& words = scene.words;
    const api::DayFigures* figures = figures_of(scene);
    const auto rates =
        figures == nullptr ? settlement::Rates{} : figures->settlement.rates.value_or(settlement::Rates{});
    return words.with<Str::define_settlement, "catering", "hotel", "tourism">(
        percent_text(words, rates.catering), percent_text(words, rates.hotel),
        percent_text(words, rates.tourism));
}

std::string waits_mean(const Scene& scene) {
    const queue::Alarms alarms = console::queue_alarms(scene.state);
    return scene.words.with<Str::define_waits, "first", "second">(scene.words.number(alarms.first_minutes),
                                                                  scene.words.number(alarms.second_minutes));
}

std::string percent_text(const Words& words, std::optional<std::int64_t> share) {
    if (!share) {
        return std::string(words(Str::today_nothing));
    }
    const std::int64_t tenths = *share / 10; // down: what is not reached is not said
    std::string number = words.number(tenths / 10);
    if (tenths % 10 != 0) {
        number += "." + std::to_string(tenths % 10);
    }
    return words.with<Str::today_percent, "n">(number);
}

std::string span_text(const Words& words, std::int64_t seconds) {
    if (seconds < minute_s) {
        return std::string(words(Str::today_under_minute));
    }
    if (seconds < 2 * hour_s) {
        return words.with<Str::today_minutes, "n">(words.number(seconds / minute_s));
    }
    return seconds < 2 * day_s ? words.with<Str::today_hours, "n">(words.number(seconds / hour_s))
                               : words.with<Str::today_days, "n">(words.number(seconds / day_s));
}

const std::vector<api::DayLine>& parts_of(const api::DayTotals& totals, console::Breakdown by) {
    switch (by) {
    case console::Breakdown::channel: return totals.channels;
    case console::Breakdown::staff: return totals.staff;
    case console::Breakdown::lane: return totals.lanes;
    case console::Breakdown::product: break;
    }
    return totals.products;
}

std::string part_name(const Words& words, console::Breakdown by, const api::DayLine& line) {
    if (by == console::Breakdown::channel) {
        return std::string(channel_name(words, filter_of(by, line).channel.value_or(Channel::other)));
    }
    return line.name ? *line.name : line.title ? words.of(*line.title) : line.id;
}

api::FindRedemptions filter_of(console::Breakdown by, const api::DayLine& line) {
    api::FindRedemptions filter;
    filter.state = api::RedemptionState::done; // what was undone is no part of it
    switch (by) {
    case console::Breakdown::product: filter.product_id = line.id; break;
    case console::Breakdown::staff: filter.staff_id = line.id; break;
    case console::Breakdown::lane: filter.lane_id = line.id; break;
    case console::Breakdown::channel: {
        const auto names = enum_names(Channel{});
        const auto found = std::ranges::find(names, line.id);
        filter.channel = found == names.end() ? Channel::other : static_cast<Channel>(found - names.begin());
        break;
    }
    }
    return filter;
}

void draw_part_head(const Scene& scene, Str title, std::string_view say, const console::Asking& asked) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.column({.gap = Gap::tight}, [&] {
        kit.heading(1, words(title));
        kit.text(say, {.ink = Ink::muted});
    });
    if (asked.problem != Reason::none &&
        kit.banner("problem", words.with<Str::today_problem, "problem">(words.problem(asked.problem)),
                   {.tone = Tone::unknown, .icon = Icon::alert, .action = words(Str::today_again)})) {
        scene.want(console::intent::Reload{});
    }
}

void draw_back_to_today(const Scene& scene) {
    if (scene.kit.button("back", scene.words(Str::today_back),
                         {.kind = ButtonKind::quiet, .icon = Icon::back, .full = scene.kit.narrow()})) {
        scene.want(console::intent::Leave{});
    }
}

void draw_success_parts(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const api::DayFigures* figures = figures_of(scene);
    kit.column({.width = Width::reading}, [&] {
        draw_part_head(scene, Str::today_success, success_means(scene), scene.state.view.figures.asked);
        if (figures == nullptr) {
            return draw_waiting(scene);
        }
        const api::Success& success = figures->success;
        const auto moment = [&](Instant at) {
            return words.moment(at, scene.utc_offset(), scene.this_year());
        };
        kit.text(words.with<Str::parts_success, "from", "until">(moment(success.from), moment(success.until)),
                 {.style = Style::strong});
        if (success.lines.empty()) {
            kit.state("none", {.icon = Icon::ticket, .title = words(Str::today_success_none)});
        } else {
            kit.list(words(Str::today_success), [&] {
                for (const api::SuccessLine& line : success.lines) {
                    const auto share = insight::share(line.redeemed, line.ordered);
                    const std::string detail = words.with<Str::parts_success_row, "n", "all">(
                        words.number(line.redeemed), words.number(line.ordered));
                    const std::string trailing = percent_text(words, share);
                    if (kit.row(line.product_id,
                                {.title = words.of(line.title),
                                 .detail = detail,
                                 .trailing = trailing,
                                 .pressable = true,
                                 .share = static_cast<float>(share.value_or(0)) / 10'000.0F})) {
                        open_ordered(scene, {.product_id = line.product_id});
                    }
                }
            });
            if (kit.button("unused", words(Str::ordered_show_unused),
                           {.icon = Icon::filter, .full = kit.narrow()})) {
                open_ordered(scene, {.redeemed = false});
            }
        }
        draw_back_to_today(scene);
    });
}

void draw_ordered(const Scene& scene) {
    const Words& words = scene.words;
    const console::FiguresView& view = scene.state.view.figures;
    const api::DayFigures* figures = figures_of(scene);
    scene.kit.column({.width = Width::reading}, [&] {
        const std::string say =
            figures == nullptr
                ? std::string{}
                : words.with<Str::parts_success, "from", "until">(
                      words.moment(figures->success.from, scene.utc_offset(), scene.this_year()),
                      words.moment(figures->success.until, scene.utc_offset(), scene.this_year()));
        draw_part_head(scene, Str::ordered_title, say, figures == nullptr ? view.asked : view.ordered_asked);
        if (const auto filter = console::parse_ordered(scene.state.view.route.handle); figures && filter) {
            draw_ordered_filters(scene, figures->success, *filter);
        }
        draw_ordered_rows(scene);
        draw_back_to_today(scene);
    });
}

void draw_settlement_parts(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const api::DayFigures* figures = figures_of(scene);
    kit.column({.width = Width::reading}, [&] {
        draw_part_head(scene, Str::today_settlement, settlement_means(scene), scene.state.view.figures.asked);
        if (figures == nullptr) {
            return draw_waiting(scene);
        }
        const api::Settlement& settlement = figures->settlement;
        kit.card([&] {
            kit.key_value(words(Str::parts_revenue), format_yuan(settlement.revenue));
            kit.key_value(words(Str::parts_commission), format_yuan(settlement.commission));
            kit.key_value(words(Str::parts_net), format_yuan(settlement.net));
        });
        if (settlement.lines.empty()) {
            kit.state("none", {.icon = Icon::money, .title = words(Str::today_timeliness_none)});
        } else {
            kit.list(words(Str::today_settlement), [&] {
                for (std::size_t i = 0; i < settlement.lines.size(); ++i) {
                    const api::SettlementLine& line = settlement.lines[i];
                    const std::string name = words.with<Str::parts_settlement_name, "channel", "category">(
                        channel_name(words, line.channel), words.of(line.category));
                    const std::string detail = settlement_text(words, line);
                    if (kit.row(std::to_string(i), {.title = name,
                                                    .detail = detail,
                                                    .trailing = format_yuan(line.net),
                                                    .pressable = line.channel != Channel::other &&
                                                                 line.product_id.has_value()})) {
                        scene.want(console::intent::OpenToday{
                            console::format_filter({.category_of = line.product_id,
                                                    .channel = line.channel,
                                                    .state = api::RedemptionState::done})});
                    }
                }
            });
        }
        draw_back_to_today(scene);
    });
}

void draw_wait_parts(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const console::FiguresView& view = scene.state.view.figures;
    kit.column({.width = Width::reading}, [&] {
        draw_part_head(scene, Str::today_waits, waits_mean(scene), view.waited_asked);
        if (!view.waited) {
            draw_waiting(scene);
        } else if (view.waited->empty()) {
            kit.state("none", {.icon = Icon::queue, .title = words(Str::today_waits_none)});
        } else {
            kit.text(words(Str::parts_waited), {.ink = Ink::muted});
            kit.list(words(Str::today_waits), [&] {
                for (const api::TicketWait& wait : *view.waited) {
                    const std::string clock = format_clock(wait.ticket.arrived_at, scene.utc_offset());
                    kit.row(wait.ticket.id, {.title = wait.ticket.label,
                                             .detail = words.with<Str::parts_waits_row, "clock", "state">(
                                                 clock, state_name(words, wait.ticket.state)),
                                             .trailing = span_text(words, wait.wait_s)});
                }
            });
            if (view.more_waited &&
                kit.button("more", words(Str::parts_more), {.full = true, .busy = view.waited_asked.busy})) {
                scene.want(console::intent::MoreWaits{});
            }
        }
        draw_back_to_today(scene);
    });
}

} // namespace hexiao::ui
