// See figures.h.
#include "platform/service/figures.h"

#include <algorithm>

#include "core/settlement/settlement.h"
#include "platform/service/acting.h"
#include "platform/service/day_rule.h"
#include "platform/service/days.h"
#include "platform/service/facts.h"
#include "platform/store/actions.h"
#include "platform/store/alerts.h"
#include "platform/store/catalogue.h"
#include "platform/store/days.h"
#include "platform/store/figures.h"
#include "platform/store/names.h"
#include "platform/store/queue.h"

namespace hexiao::service {

namespace {

constexpr int whole_day = insight::hours_of_day * 60;
// By which a console's idea of the platform's clock may be ahead.
constexpr Milliseconds clocks_apart{60'000};

std::int64_t seconds(Milliseconds span) { return span.count() / 1000; }

api::HourFigure to_wire(const insight::Sum& sum) { return {sum.uses, sum.amount}; }

// `now`: the minute of the day up to which days are compared.
Result<api::DayRun> run_of(store::Connection& db, const Caller& caller, const std::string& store_id,
                           BusinessDay day, int now) {
    const auto clock = day_clock(db, caller.scope, store_id, day);
    if (!clock) {
        return clock.error();
    }
    insight::Curve curve;
    const std::string name = format_day(day);
    for (const store::MinuteSum& minute : store::redeemed_by_minute(db, caller.scope, store_id, name)) {
        curve.add(insight::minute_of(*clock, minute.at), minute.sum, now);
    }
    api::DayRun run{name, to_wire(curve.whole), to_wire(curve.by_now), {}};
    std::ranges::transform(curve.hours, std::back_inserter(run.hours), to_wire);
    return run;
}

api::WaitFigures to_wire(const insight::Waits& waits) {
    api::WaitFigures figures{waits.served, waits.over_first, waits.over_second, {}, {}};
    if (const auto mean = waits.mean()) {
        figures.mean_s = seconds(*mean);
        figures.longest_s = seconds(waits.longest);
    }
    return figures;
}

api::Settlement settle(std::vector<api::SettlementLine> lines, BusinessDay day,
                       const settlement::Rates& rates) {
    api::Settlement settlement;
    settlement.rates = rates;
    for (api::SettlementLine& line : lines) {
        const auto category = settlement::category_of(line.category.zh, line.category.en);
        line.rate = settlement::commission_rate(line.channel, category, rates);
        line.commission = settlement::commission(line.revenue, line.rate);
        line.net = line.revenue - line.commission;
        if (const auto arrives = settlement::arrives_on(day, line.channel, category)) {
            line.expected_on = format_day(*arrives);
        }
        settlement.revenue = settlement.revenue + line.revenue;
        settlement.commission = settlement.commission + line.commission;
        settlement.net = settlement.net + line.net;
    }
    settlement.lines = std::move(lines);
    return settlement;
}

// A word that this build does not know asks for what it cannot know.
std::optional<Error> unknown_word(const api::FindRedemptions& wanted) {
    if (wanted.channel == Channel::other) {
        return Error{Reason::invalid_field, "channel"};
    }
    if (wanted.state == api::RedemptionState::other) {
        return Error{Reason::invalid_field, "state"};
    }
    return std::nullopt;
}

} // namespace

Result<api::DayFigures> Figures::of_day(const Caller& caller, const std::string& store_id, BusinessDay day) {
    const Instant now = world_.clock.now();
    return world_.books.read([&](store::Connection& db) -> Result<api::DayFigures> {
        const auto clock = day_clock(db, caller.scope, store_id, day);
        if (!clock) {
            return clock.error();
        }
        const auto settings = store::merchant_settings(db, caller.scope);
        if (!settings) {
            return Error{Reason::store_unavailable, {}};
        }
        const std::string name = format_day(day);
        const bool runs = now >= clock->start && now < clock->end;
        const int minute = runs ? insight::minute_of(*clock, now) + 1 : whole_day;
        api::DayFigures figures;
        figures.store_id = store_id;
        figures.business_day = name;
        figures.cut_minutes = clock->cut_minutes;
        for (const int back : {0, insight::compared_days_back[0], insight::compared_days_back[1]}) {
            auto run = run_of(db, caller, store_id, {day.days - back}, minute);
            if (!run) {
                return run.error();
            }
            figures.runs.push_back(std::move(*run));
        }
        figures.totals = store::count_day(db, caller.scope, store_id, name);
        store::name_lines(db, caller.scope, figures.totals);
        const Instant until = std::min(now, clock->end) - insight::timely;
        figures.success = store::success(db, caller.scope, store_id, until - insight::success_window, until);
        figures.success.aim = settings->success_aim.value_or(insight::success_aim);
        figures.offline = store::offline_figures(db, caller.scope, store_id, clock->start, clock->end);
        figures.timeliness = store::timeliness(db, caller.scope, store_id, name);
        figures.waits = to_wire(
            store::read_waits(db, caller.scope, store_id, name, settings->alarms.value_or(queue::Alarms{})));
        figures.settlement = settle(store::revenue_lines(db, caller.scope, store_id, name), day,
                                    settings->commission.value_or(settlement::Rates{}));
        figures.server_time = now;
        return figures;
    });
}

Result<std::string> Figures::csv(const Caller& caller, const std::string& store_id, BusinessDay day) {
    return world_.books.read([&](store::Connection& db) -> Result<std::string> {
        if (const auto clock = day_clock(db, caller.scope, store_id, day); !clock) {
            return clock.error();
        }
        const std::string name = format_day(day);
        api::DayTotals totals = store::count_day(db, caller.scope, store_id, name);
        store::name_lines(db, caller.scope, totals);
        return day_csv(db, caller.scope, name, totals);
    });
}

Result<api::FoundRedemptions> Figures::redemptions(const Caller& caller, const std::string& store_id,
                                                   const api::FindRedemptions& wanted) {
    const auto day = wanted.business_day ? parse_day(*wanted.business_day) : std::nullopt;
    if (!day && (wanted.business_day || !wanted.redemption_id)) {
        return Error{Reason::invalid_field, "business_day"};
    }
    if (const auto wrong = unknown_word(wanted)) {
        return *wrong;
    }
    return world_.books.read([&](store::Connection& db) -> Result<api::FoundRedemptions> {
        const auto clock = day_clock(db, caller.scope, store_id, day.value_or(BusinessDay{}));
        if (!clock) {
            return clock.error();
        }
        const auto hours = wanted.hour ? insight::spans_of(*clock, static_cast<int>(*wanted.hour))
                                       : std::vector<insight::Span>{};
        api::FoundRedemptions page{store::find_redemptions(db, caller.scope, store_id, wanted, hours), {}};
        if (page.items.size() > static_cast<std::size_t>(api::page_items)) {
            page.items.pop_back();
            page.next = page.items.back().redemption.id;
        }
        return page;
    });
}

Result<api::FoundOrdered> Figures::ordered(const Caller& caller, const std::string& store_id,
                                           const api::FindOrdered& wanted) {
    if (wanted.until < wanted.from || wanted.until - wanted.from > insight::success_window) {
        return Error{Reason::invalid_field, "until"};
    }
    return world_.books.read([&](store::Connection& db) -> Result<api::FoundOrdered> {
        if (const auto rule = day_rule(db, caller.scope, store_id, wanted.until); !rule) {
            return rule.error();
        }
        api::FoundOrdered page{store::find_ordered(db, caller.scope, store_id, wanted), {}};
        if (page.items.size() > static_cast<std::size_t>(api::page_items)) {
            page.items.pop_back();
            page.next = page.items.back().voucher_id;
        }
        return page;
    });
}

Result<api::TicketWaits> Figures::waits(const Caller& caller, const std::string& store_id, BusinessDay day,
                                        const std::string& after) {
    const Instant now = world_.clock.now();
    return world_.books.read([&](store::Connection& db) -> Result<api::TicketWaits> {
        const auto clock = day_clock(db, caller.scope, store_id, day);
        if (!clock) {
            return clock.error();
        }
        api::TicketWaits page;
        auto rows = store::tickets_of_day(db, caller.scope, store_id, format_day(day), after);
        const bool more = rows.size() > static_cast<std::size_t>(api::page_items);
        rows.resize(std::min(rows.size(), static_cast<std::size_t>(api::page_items)));
        for (store::TicketRow& row : rows) {
            const Milliseconds wait =
                row.ended_at.value_or(std::min(now, clock->end)) - row.ticket.arrived_at;
            const std::int64_t waited = std::clamp<std::int64_t>(seconds(wait), 0, 1'000'000);
            page.items.push_back({std::move(row.ticket), waited, row.ended_at});
        }
        if (more) {
            page.next = page.items.back().ticket.id;
        }
        return page;
    });
}

Result<api::Alerts> Figures::acknowledge(const Caller& caller, const std::string& store_id,
                                         const api::Acknowledge& seen) {
    const Instant now = world_.clock.now();
    if (seen.kind == api::AlertKind::other) {
        return Error{Reason::invalid_field, "kind"};
    }
    if (seen.until > now + clocks_apart) {
        return Error{Reason::invalid_field, "until"};
    }
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::Alerts> {
        if (const auto rule = day_rule(db, caller.scope, store_id, now); !rule) {
            return rule.error();
        }
        const api::Acknowledge until_now{seen.kind, std::min(seen.until, now)};
        if (store::acknowledge(db, caller.scope, store_id, until_now, now)) {
            record(world_, db, caller, now, "alert_seen",
                   {{"store_id", store_id},
                    {"kind", std::string{store::name_of(seen.kind)}},
                    {"until_ms", until_now.until.ms}});
        }
        return store::read_alerts(db, caller.scope, store_id);
    });
}

} // namespace hexiao::service
