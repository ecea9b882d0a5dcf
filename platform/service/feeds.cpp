// See feeds.h.
#include "platform/service/feeds.h"

#include "core/api/endpoints.h"
#include "core/api/proofs.h"
#include "core/base/integer.h"
#include "platform/service/day_rule.h"
#include "platform/store/actions.h"
#include "platform/store/alerts.h"
#include "platform/store/catalogue.h"
#include "platform/store/journal.h"
#include "platform/store/people.h"
#include "platform/store/queue.h"
#include "platform/store/redemptions.h"

namespace hexiao::service {

namespace {

constexpr std::int64_t most_behind = 10'000; // events (architecture.md)
constexpr Milliseconds longest_behind{std::int64_t{24} * 3600 * 1000};
constexpr std::int64_t page_events = 250; // about 160 kB as text

// Why the reader of event `id` cannot go on from it; nothing when it can.
std::optional<api::ResetCause> why_not(store::Connection& db, const Caller& caller, const api::Today& today,
                                       std::int64_t id, std::int64_t newest) {
    const auto mark = store::fed_mark(db, caller.scope, today.store_id, id);
    if (!mark) {
        return api::ResetCause::unknown_event;
    }
    const bool behind = id != newest;
    if (behind &&
        (today.server_time - mark->at > longest_behind ||
         store::count_fed_after(db, caller.scope, today.store_id, id, most_behind + 1) > most_behind)) {
        return api::ResetCause::far_behind;
    }
    return mark->business_day == today.business_day ? std::nullopt
                                                    : std::optional{api::ResetCause::day_ended};
}

// The business day of a store as it is now, without its figures.
Result<api::Today> day_of(store::Connection& db, const store::Scope& scope, const std::string& store_id,
                          Instant now) {
    const auto rule = day_rule(db, scope, store_id, now);
    if (!rule) {
        return rule.error();
    }
    const BusinessDay day = business_day(now, *rule);
    const auto clock = day_clock(db, scope, store_id, day);
    if (!clock) {
        return clock.error();
    }
    api::Today today;
    today.store_id = store_id;
    today.business_day = format_day(day);
    today.day_ends_at = clock->end;
    today.server_time = now;
    return today;
}

Result<api::Store> told_store(store::Connection& db, const store::Scope& scope, const std::string& store_id,
                              Instant now) {
    const auto row = store::find_store(db, scope, store_id);
    const auto settings = store::merchant_settings(db, scope);
    if (!row || !settings) {
        return Error{Reason::not_found, "store_id"};
    }
    return store_as_told(db, scope, *row, settings->alarms.value_or(queue::Alarms{}), now);
}

FedPage page_of(std::vector<store::Fed> events, std::int64_t newest) {
    const bool whole = static_cast<std::int64_t>(events.size()) < page_events;
    const std::int64_t position = whole ? newest : events.back().position;
    return {std::move(events), position, whole, {}};
}

} // namespace

Result<Opening> Feeds::open(const Caller& caller, const std::string& store_id,
                            const std::string& last_event_id) {
    const Instant now = world_.clock.now();
    return world_.books.read([&](store::Connection& db) -> Result<Opening> {
        auto day = day_of(db, caller.scope, store_id, now);
        if (!day) {
            return day.error();
        }
        api::Today& today = *day;
        Opening opening{store::last_fed(db, caller.scope, store_id),
                        store::merchant_position(db, caller.scope.merchant_id),
                        {},
                        {}};
        if (!last_event_id.empty()) {
            const auto id = parse_integer(last_event_id);
            const auto cause =
                id ? why_not(db, caller, today, *id, opening.id) : api::ResetCause::unknown_event;
            if (!cause) {
                opening.id = *id;
                return opening;
            }
            opening.reset = api::FeedReset{*cause};
        }
        store::read_day(db, caller.scope, now, today);
        today.queue = store::read_queue(db, caller.scope, store_id, today.business_day, now);
        today.as_of = opening.position;
        today.screens = store::displays_of(db, caller.scope, store_id, now);
        if (auto store = told_store(db, caller.scope, store_id, now)) {
            today.store = std::move(*store);
        }
        if (caller.scope.role != api::Role::display) {
            today.head = api::to_wire(store::journal_head(db, caller.scope.merchant_id));
            today.alerts = store::read_alerts(db, caller.scope, store_id);
            today.cut_off = store::read_cut_off(db, caller.scope, store_id, now);
        }
        for (api::Redemption& redemption : today.recent) {
            redemption = project(std::move(redemption), caller.scope.role);
        }
        for (api::ProductProgress& product : today.products) {
            product = project(std::move(product), caller.scope.role);
        }
        opening.snapshot = std::move(today);
        return opening;
    });
}

api::Redemption project(api::Redemption redemption, api::Role role) {
    if (!api::is_in(api::counter_staff, role)) {
        redemption.staff_name.reset();
        redemption.device_name.reset();
        redemption.staff_id.reset();
        if (redemption.undone) {
            redemption.undone->staff_name.reset();
        }
    }
    return redemption;
}

api::ProductProgress project(api::ProductProgress product, api::Role role) {
    if (!api::is_in(api::counter_staff, role)) {
        product.seen.reset();
    }
    return product;
}

Result<std::vector<std::string>> Feeds::ended(const std::vector<store::SessionKey>& sessions) {
    const Instant now = world_.clock.now();
    return world_.books.read([&](store::Connection& db) -> Result<std::vector<std::string>> {
        return store::ended_sessions(db, sessions, now);
    });
}

Result<FedPage> Feeds::after(const std::string& merchant_id, std::int64_t after,
                             const std::vector<std::string>& stores) {
    const Instant now = world_.clock.now();
    return world_.books.read([&](store::Connection& db) -> Result<FedPage> {
        FedPage page = page_of(store::fed_after(db, merchant_id, after, page_events),
                               store::merchant_position(db, merchant_id));
        store::Scope scope;
        scope.merchant_id = merchant_id;
        for (std::size_t i = 0; page.whole && i < stores.size(); ++i) {
            auto store = told_store(db, scope, stores[i], now);
            if (store) {
                const DayRule rule{static_cast<int>(store->utc_offset_minutes),
                                   static_cast<int>(store->cut_minutes)};
                const std::string day = format_day(business_day(now, rule));
                page.stores.push_back({stores[i],
                                       store::last_fed(db, scope, stores[i]),
                                       {day, store::read_progress(db, scope, stores[i], day, now)},
                                       store::read_queue(db, scope, stores[i], day, now),
                                       store::displays_of(db, scope, stores[i], now),
                                       store::read_alerts(db, scope, stores[i]),
                                       {std::move(*store)},
                                       store::read_cut_off(db, scope, stores[i], now)});
            }
        }
        return page;
    });
}

Result<FedPage> Feeds::after(const std::string& merchant_id, const std::string& store_id,
                             std::int64_t after) {
    return world_.books.read([&](store::Connection& db) -> Result<FedPage> {
        return page_of(store::fed_after(db, merchant_id, store_id, after, page_events),
                       store::merchant_position(db, merchant_id));
    });
}

} // namespace hexiao::service
