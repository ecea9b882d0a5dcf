// One store's business day, and the reader that feeds it; see counter.h.
#include "platform/log.h"
#include "platform/service/counter.h"
#include "platform/service/privacy.h"
#include "platform/store/accounts.h"
#include "platform/store/catalogue.h"
#include "platform/store/journal.h"
#include "platform/store/pairings.h"
#include "platform/store/sessions.h"

namespace hexiao::service {

namespace {
constexpr std::int64_t feed_batch = 500;
}

api::Redemption project(api::Redemption redemption, api::Role role) {
    if (role != api::Role::owner && role != api::Role::manager && role != api::Role::cashier) {
        redemption.staff_name.reset();
        redemption.device_name.reset();
    }
    return redemption;
}

Result<DayRule> Counter::day_rule(store::Connection& db, const store::Scope& scope,
                                  const std::string& store_id, Instant at) {
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

Result<FeedStart> Counter::today(const Caller& caller, const std::string& store_id) {
    const Instant now = world_.clock.now();
    return world_.books.read([&](store::Connection& db) -> Result<FeedStart> {
        const auto rule = day_rule(db, caller.scope, store_id, now);
        if (!rule) {
            return rule.error();
        }
        const BusinessDay day = business_day(now, *rule);
        FeedStart start{store::last_position(db, caller.scope, store_id), {}};
        api::Today& today = start.today;
        today.store_id = store_id;
        today.business_day = format_day(day);
        today.day_ends_at = day_start({day.days + 1}, *rule);
        today.server_time = now;
        store::read_day(db, caller.scope, now, today);
        if (caller.scope.role != api::Role::display) {
            today.head = api::to_wire(store::journal_head(db, caller.scope.merchant_id));
        }
        for (api::Redemption& redemption : today.recent) {
            redemption = project(std::move(redemption), caller.scope.role);
        }
        return start;
    });
}

Result<Done> Counter::start() {
    const auto adopted = world_.books.write([](store::Connection& db) { return store::adopt_entries(db); });
    if (!adopted) {
        log::error("journal_not_adopted", {{"reason", reason_name(adopted.error().reason)}});
        return adopted.error();
    }
    const auto numbered = number_entries();
    return numbered ? forget_expired() : numbered;
}

Result<Done> Counter::forget_expired() {
    const Instant now = world_.clock.now();
    return world_.books.write([&](store::Connection& db) -> Result<Done> {
        store::purge_sessions(db, now - session_life);
        store::purge_pairings(db, now);
        store::purge_resets(db, now);
        store::purge_handles(db, now - Milliseconds{24 * 3600 * 1000});
        store::purge_intents(db, now);
        forget_customers(world_, db, now);
        return Done{};
    });
}

Result<Done> Counter::number_entries() {
    const auto numbered = world_.books.write([](store::Connection& db) { return store::number_entries(db); });
    if (!numbered) {
        log::error("entries_not_numbered", {{"reason", reason_name(numbered.error().reason)}});
        return numbered.error();
    }
    return Done{};
}

Result<FeedPositions> Counter::positions(const std::string& merchant_id) {
    store::Scope scope;
    scope.merchant_id = merchant_id;
    return world_.books.read([&](store::Connection& db) -> Result<FeedPositions> {
        FeedPositions positions{store::merchant_position(db, merchant_id), {}};
        for (const store::StoreRow& store : store::stores(db, scope)) {
            positions.of_store[store.id] = store::last_position(db, scope, store.id);
        }
        return positions;
    });
}

Result<std::vector<store::FedRedemption>> Counter::redemptions_after(const std::string& merchant_id,
                                                                     std::int64_t after) {
    store::Scope scope;
    scope.merchant_id = merchant_id;
    return world_.books.read([&](store::Connection& db) -> Result<std::vector<store::FedRedemption>> {
        return store::redemptions_after(db, scope, after, feed_batch);
    });
}

} // namespace hexiao::service
