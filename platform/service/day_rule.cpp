// See day_rule.h.
#include "platform/service/day_rule.h"

#include "platform/store/catalogue.h"

namespace hexiao::service {

Result<DayRule> day_rule(store::Connection& db, const store::Scope& scope, const std::string& store_id,
                         Instant at) {
    const auto store = store::find_store(db, scope, store_id);
    if (!store) {
        return Error{Reason::not_found, "store_id"};
    }
    const auto offset = utc_offset_minutes(store->zone, at);
    if (!offset) {
        return offset.error();
    }
    return DayRule{*offset, store->cut_minutes};
}

Result<api::Store> store_as_told(store::Connection& db, const store::Scope& scope,
                                 const store::StoreRow& store, const queue::Alarms& alarms, Instant at) {
    const auto offset = utc_offset_minutes(store.zone, at);
    if (!offset) {
        return offset.error();
    }
    return api::Store{
        store.id,           store.title, *offset, store.cut_minutes, store::lanes(db, scope, store.id),
        store.linear_codes, alarms};
}

namespace {

constexpr Milliseconds minute{60'000};

// Where a day of the zone starts: by the offset that holds there.
Result<Instant> start_of(const std::string& zone, BusinessDay day, int cut_minutes) {
    Instant start = day_start(day, {0, cut_minutes}); // no zone is further than a day from UTC
    for (int i = 0; i < 2; ++i) {
        const auto offset = utc_offset_minutes(zone, start);
        if (!offset) {
            return offset.error();
        }
        start = day_start(day, {*offset, cut_minutes});
    }
    return start;
}

// The first minute in (from, until] at which the offset is no longer that of `from`.
Instant change_between(const std::string& zone, Instant from, Instant until) {
    const auto before = utc_offset_minutes(zone, from);
    while (until - from > minute) {
        const Instant middle = from + (until - from) / minute / 2 * minute;
        const auto there = utc_offset_minutes(zone, middle);
        (there && *there == *before ? from : until) = middle;
    }
    return until;
}

} // namespace

Result<insight::DayClock> day_clock(store::Connection& db, const store::Scope& scope,
                                    const std::string& store_id, BusinessDay day) {
    const auto store = store::find_store(db, scope, store_id);
    if (!store) {
        return Error{Reason::not_found, "store_id"};
    }
    const auto start = start_of(store->zone, day, store->cut_minutes);
    const auto end = start_of(store->zone, {day.days + 1}, store->cut_minutes);
    if (!start || !end) {
        return start ? end.error() : start.error();
    }
    const auto first = utc_offset_minutes(store->zone, *start);
    const auto last = utc_offset_minutes(store->zone, *end);
    insight::DayClock clock{*start, *end, store->cut_minutes, *first, *end, *last};
    if (*first != *last) {
        clock.changes_at = change_between(store->zone, *start, *end);
    }
    return clock;
}

} // namespace hexiao::service
