// The merchant, its stores and their lanes; see shop.h.
#include <algorithm>

#include "platform/service/acting.h"
#include "platform/service/facts.h"
#include "platform/service/once.h"
#include "platform/service/shop.h"
#include "platform/store/catalogue.h"

namespace hexiao::service {

namespace {

api::StoreDetails details(store::Connection& db, const store::Scope& scope, const store::StoreRow& store) {
    return {store.id,
            {store.title, store.zone, store.cut_minutes, store.linear_codes},
            store::all_lanes(db, scope, store.id)};
}

bool zone_is_known(const std::string& zone, Instant now) {
    return static_cast<bool>(utc_offset_minutes(zone, now));
}

Facts facts_of(const std::string& store_id, const api::StoreSettings& settings) {
    return {{"store_id", store_id},
            {"zone", settings.zone},
            {"cut_minutes", settings.cut_minutes},
            {"settings_sha256", digest_of(settings)}};
}

Result<api::LaneDetails> lane(store::Connection& db, const store::Scope& scope, const std::string& store_id,
                              const std::string& lane_id) {
    const auto lanes = store::all_lanes(db, scope, store_id);
    const auto found = std::ranges::find(lanes, lane_id, &api::LaneDetails::id);
    if (found == lanes.end()) {
        return Error{Reason::not_found, "lane_id"};
    }
    return *found;
}

} // namespace

Post post_of(const Caller& caller) {
    return {caller.scope.role, caller.scope.store_ids.value_or(std::vector<std::string>{})};
}

std::vector<std::string> distinct(std::vector<std::string> ids) {
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()),
              ids.end()); // clang 14 does not know ranges::unique's subrange
    return ids;
}

Result<api::MerchantSettings> Shop::merchant(const Caller& caller) {
    return world_.books.read([&](store::Connection& db) -> Result<api::MerchantSettings> {
        const auto settings = store::merchant_settings(db, caller.scope);
        if (!settings) {
            return Error{Reason::store_unavailable, {}};
        }
        return *settings;
    });
}

Result<api::MerchantSettings> Shop::change_merchant(const Caller& caller,
                                                    const api::MerchantSettings& settings) {
    const Instant now = world_.clock.now();
    if (settings.alarms && settings.alarms->second_minutes <= settings.alarms->first_minutes) {
        return Error{Reason::invalid_field, "alarms.second_minutes"};
    }
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::MerchantSettings> {
        const auto present = store::merchant_settings(db, caller.scope);
        if (!present) {
            return Error{Reason::store_unavailable, {}};
        }
        api::MerchantSettings wanted = settings;
        wanted.automatic = settings.automatic ? settings.automatic : present->automatic;
        wanted.alarms = settings.alarms ? settings.alarms : present->alarms;
        wanted.success_aim = settings.success_aim ? settings.success_aim : present->success_aim;
        wanted.commission = settings.commission ? settings.commission : present->commission;
        if (present != wanted) {
            store::update_merchant(db, caller.scope, wanted);
            record(world_, db, caller, now, "merchant_changed",
                   {{"customer_days", wanted.customer_days},
                    {"automatic", std::int64_t{*wanted.automatic}},
                    {"settings_sha256", digest_of(wanted)}});
        }
        return wanted;
    });
}

Result<api::StorePage> Shop::stores(const Caller& caller, const std::string& after) {
    return world_.books.read([&](store::Connection& db) -> Result<api::StorePage> {
        std::vector<api::StoreDetails> found;
        for (const store::StoreRow& store : store::stores(db, caller.scope)) {
            if (store.id > after && found.size() <= static_cast<std::size_t>(api::page_items)) {
                found.push_back(details(db, caller.scope, store));
            }
        }
        return page_of<api::StorePage>(std::move(found));
    });
}

Result<api::Created> Shop::add_store(const Caller& caller, const api::StoreSettings& settings,
                                     const std::string& key) {
    return once<api::Created>(
        world_, caller, {"add_store", key, wire::write(settings)},
        [&](store::Connection& db, Instant now, Instant& /*keep_until*/) -> Result<api::Created> {
            if (!zone_is_known(settings.zone, now)) {
                return Error{Reason::invalid_field, "zone"};
            }
            if (store::count_stores(db, caller.scope) >= api::most_stores) {
                return Error{Reason::invalid_field, "stores"};
            }
            const std::string id = world_.ids.uuid(now);
            store::insert_store(db, caller.scope.merchant_id,
                                {id, settings.title, settings.zone, static_cast<int>(settings.cut_minutes),
                                 settings.linear_codes.value_or(false)});
            record(world_, db, caller, now, "store_added", facts_of(id, settings));
            return api::Created{id, {}, false};
        });
}

Result<api::StoreDetails> Shop::change_store(const Caller& caller, const std::string& store_id,
                                             const api::StoreSettings& settings) {
    const Instant now = world_.clock.now();
    if (!zone_is_known(settings.zone, now)) {
        return Error{Reason::invalid_field, "zone"};
    }
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::StoreDetails> {
        const auto store = store::find_store(db, caller.scope, store_id);
        if (!store) {
            return Error{Reason::not_found, "store_id"};
        }
        api::StoreDetails changed = details(db, caller.scope, *store);
        api::StoreSettings wanted = settings;
        wanted.linear_codes = settings.linear_codes.value_or(store->linear_codes);
        if (changed.settings != wanted) {
            store::update_store(db, caller.scope, store_id, wanted);
            record(world_, db, caller, now, "store_changed", facts_of(store_id, wanted));
            changed.settings = wanted;
        }
        return changed;
    });
}

Result<api::Created> Shop::add_lane(const Caller& caller, const std::string& store_id,
                                    const api::LaneSettings& settings, const std::string& key) {
    return once<api::Created>(
        world_, caller, {"add_lane", key, store_id + "\n" + wire::write(settings)},
        [&](store::Connection& db, Instant now, Instant& /*keep_until*/) -> Result<api::Created> {
            if (!store::find_store(db, caller.scope, store_id)) {
                return Error{Reason::not_found, "store_id"};
            }
            if (store::all_lanes(db, caller.scope, store_id).size() >=
                static_cast<std::size_t>(api::most_lanes)) {
                return Error{Reason::invalid_field, "lanes"};
            }
            const std::string id = world_.ids.uuid(now);
            store::insert_lane(db, caller.scope.merchant_id, store_id, {id, settings.title, settings.line});
            record(world_, db, caller, now, "lane_added",
                   {{"lane_id", id}, {"store_id", store_id}, {"settings_sha256", digest_of(settings)}});
            return api::Created{id, {}, false};
        });
}

Result<api::LaneDetails> Shop::change_lane(const Caller& caller, const std::string& lane_id,
                                           const api::LaneSettings& settings) {
    const Instant now = world_.clock.now();
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::LaneDetails> {
        const auto store_id = store::store_of_lane(db, caller.scope, lane_id);
        if (!store_id) {
            return Error{Reason::not_found, "lane_id"};
        }
        auto changed = lane(db, caller.scope, *store_id, lane_id);
        if (changed && (changed->title != settings.title || changed->line != settings.line)) {
            store::update_lane(db, caller.scope, lane_id, settings);
            record(world_, db, caller, now, "lane_changed",
                   {{"lane_id", lane_id}, {"store_id", *store_id}, {"settings_sha256", digest_of(settings)}});
            changed->title = settings.title;
            changed->line = settings.line;
        }
        return changed;
    });
}

Result<api::LaneDetails> Shop::switch_lane(const Caller& caller, const std::string& lane_id, bool in_use) {
    const Instant now = world_.clock.now();
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::LaneDetails> {
        const auto store_id = store::store_of_lane(db, caller.scope, lane_id);
        if (!store_id) {
            return Error{Reason::not_found, "lane_id"};
        }
        auto changed = lane(db, caller.scope, *store_id, lane_id);
        if (changed && changed->in_use != in_use) {
            store::set_lane_in_use(db, caller.scope, lane_id, in_use, now);
            record(world_, db, caller, now, in_use ? "lane_taken_back" : "lane_retired",
                   {{"lane_id", lane_id}, {"store_id", *store_id}});
            changed->in_use = in_use;
        }
        return changed;
    });
}

} // namespace hexiao::service
