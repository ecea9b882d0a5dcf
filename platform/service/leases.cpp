// See leases.h.
#include "platform/service/leases.h"

#include <algorithm>

#include "platform/service/acting.h"
#include "platform/service/days.h"
#include "platform/service/facts.h"
#include "platform/service/once.h"
#include "platform/service/stock.h"
#include "platform/store/catalogue.h"
#include "platform/store/leases.h"
#include "platform/store/names.h"
#include "platform/store/offline.h"
#include "platform/store/people.h"
#include "platform/store/products.h"
#include "platform/store/sales.h"
#include "platform/store/stock.h"

namespace hexiao::service {

namespace {

Facts facts_of(const api::Lease& lease) {
    return {{"lease_id", lease.id},
            {"holder_id", lease.device_id},
            {"store_id", lease.store_id},
            {"voucher_id", lease.voucher_id.value_or("")},
            {"product_id", lease.product_id.value_or("")},
            {"quantity", lease.quantity}};
}

// False where it was not held any more. What is left of a part of the stock is for sale again, and how it
// stands is told.
bool end(const World& world, store::Connection& db, const Caller& caller, const api::Lease& lease,
         api::LeaseState state, Instant now) {
    const auto before =
        lease.voucher_id ? std::nullopt : store::find_product(db, caller.scope, *lease.product_id);
    if (!store::end_lease(db, caller.scope.merchant_id, lease.id, state, now)) {
        return false;
    }
    record(world, db, caller, now, "lease_" + std::string{store::name_of(state)}, facts_of(lease));
    auto after = before ? store::find_product(db, caller.scope, *lease.product_id) : std::nullopt;
    if (after) {
        tell_stock(world, db, caller, api::level_of(*before), *after, now);
    }
    return true;
}

} // namespace

std::optional<api::Lease> held_elsewhere(store::Connection& db, const store::Scope& scope,
                                         const store::Voucher& voucher, Instant now) {
    auto lease =
        voucher.lease_id ? store::find_lease(db, scope, *voucher.lease_id) : std::optional<api::Lease>{};
    const bool held = lease && lease->state == api::LeaseState::held && lease->device_id != scope.device_id &&
                      !offline::is_over(lease->until, now);
    return held ? std::move(lease) : std::nullopt;
}

void ask_holder(const World& world, store::Connection& db, const store::Scope& scope, const api::Lease& lease,
                Instant now) {
    if (store::ask_lease(db, scope, lease.id, now)) {
        Facts facts = facts_of(lease);
        facts["staff_id"] = scope.staff_id;
        facts["device_id"] = scope.device_id;
        store::append_quiet_entry(db, scope.merchant_id,
                                  {world.ids.uuid(now), "lease_asked", now, std::move(facts)});
    }
}

Result<api::LeasesTaken> Leases::take(const Caller& caller, const api::LeaseRequest& request,
                                      const std::string& key) {
    if (!std::ranges::all_of(request.voucher_ids, [](const std::string& id) { return is_uuid(id); })) {
        return Error{Reason::invalid_field, "voucher_ids"};
    }
    return once<api::LeasesTaken>(
        world_, caller, {"take_leases", key, wire::write(request)},
        [&](store::Connection& db, Instant now, Instant& /*keep_until*/) -> Result<api::LeasesTaken> {
            const store::Scope& scope = caller.scope;
            const auto signer = store::find_signer(db, scope.merchant_id, scope.device_id);
            if (!signer || !signer->public_key || signer->revoked_at) {
                return Error{Reason::not_paired, {}};
            }
            std::vector<std::string> vouchers = request.voucher_ids;
            if (request.waiting) {
                const auto day = business_day_at(db, scope, scope.store_id, now);
                const auto waiting = day ? store::vouchers_waiting(db, scope, *day, api::most_leases)
                                         : std::vector<std::string>{};
                vouchers.insert(vouchers.end(), waiting.begin(), waiting.end());
            }
            auto room =
                api::most_leases -
                static_cast<std::int64_t>(store::leases_of_device(db, scope, scope.device_id, now).size());
            if (static_cast<std::int64_t>(request.voucher_ids.size() + request.parts.size()) > room) {
                return Error{Reason::invalid_field, "voucher_ids"};
            }
            const Instant until = now + Milliseconds{request.minutes * 60'000};
            api::LeasesTaken taken;
            for (const api::LeasePart& part : request.parts) {
                if (const auto why = take_part(db, caller, part, until, now)) {
                    taken.refused.push_back({part.product_id, *why});
                } else {
                    --room;
                }
            }
            std::ranges::sort(vouchers); // rows are locked in one order by everybody
            vouchers.erase(std::unique(vouchers.begin(), vouchers.end()), vouchers.end());
            for (const std::string& id : vouchers) {
                if (room == 0) {
                    break; // of those who wait, who came last
                }
                if (const auto why = take_voucher(db, caller, id, until, now)) {
                    taken.refused.push_back({id, *why});
                } else {
                    --room;
                }
            }
            taken.leases = store::leases_of_device(db, scope, scope.device_id, now);
            taken.server_time = now;
            return taken;
        });
}

// Why not; nothing where it is leased now. What this device holds already is only renewed.
std::optional<Reason> Leases::take_voucher(store::Connection& db, const Caller& caller,
                                           const std::string& voucher_id, Instant until, Instant now) {
    const store::Scope& scope = caller.scope;
    store::lock_voucher(db, scope, voucher_id);
    const auto voucher = store::find_voucher(db, scope, voucher_id);
    if (!voucher) {
        return Reason::unknown_code;
    }
    if (voucher->card.channel != Channel::house) {
        return Reason::channel_not_connected; // its channel decides, whatever is leased here
    }
    if (const Reason why = check_voucher(voucher->facts, now); why != Reason::none) {
        return why;
    }
    if (voucher->lease_id) {
        const auto held = store::find_lease(db, scope, *voucher->lease_id);
        if (held && !offline::is_over(held->until, now)) {
            return held->device_id == scope.device_id ? std::nullopt : std::optional{Reason::lease_held};
        }
        if (held) {
            end(world_, db, caller, *held, api::LeaseState::ended, now);
        }
    }
    const store::NewLease lease{
        world_.ids.uuid(now), voucher->card.product_id, voucher_id, voucher->facts.uses_left, now, until};
    store::insert_lease(db, scope, lease);
    record(world_, db, caller, now, "lease_taken",
           {{"lease_id", lease.id},
            {"store_id", scope.store_id},
            {"voucher_id", voucher_id},
            {"product_id", lease.product_id},
            {"quantity", lease.quantity},
            {"until", until.ms}});
    return std::nullopt;
}

std::optional<Reason> Leases::take_part(store::Connection& db, const Caller& caller,
                                        const api::LeasePart& part, Instant until, Instant now) {
    const store::Scope& scope = caller.scope;
    // The stock first: from here on nobody else changes this product until the transaction ends.
    const bool taken = store::take_stock(db, scope, part.product_id, part.quantity);
    auto product = store::find_product(db, scope, part.product_id);
    if (!product || !store::find_shelf(db, scope, {scope.store_id, part.product_id})) {
        if (taken) {
            store::return_stock(db, scope, part.product_id, part.quantity);
        }
        return Reason::not_found;
    }
    if (!taken) {
        return Reason::out_of_stock;
    }
    if (product->settings.uses > 1) {
        store::return_stock(db, scope, part.product_id, part.quantity);
        return Reason::not_offline; // whoever has uses left afterwards needs a code
    }
    const auto& lines = product->settings.lines;
    const auto before = stock::level_of(product->stock_sold - part.quantity, product->settings.stock_total,
                                        lines.value_or(stock::Lines{}));
    tell_stock(world_, db, caller, before, *product, now);
    const store::NewLease lease{world_.ids.uuid(now), part.product_id, {}, part.quantity, now, until};
    store::insert_lease(db, scope, lease);
    record(world_, db, caller, now, "lease_taken",
           {{"lease_id", lease.id},
            {"store_id", scope.store_id},
            {"product_id", part.product_id},
            {"quantity", part.quantity},
            {"until", until.ms}});
    return std::nullopt;
}

Result<api::LeaseList> Leases::of_device(store::Connection& db, const Caller& caller, Instant now) {
    return api::LeaseList{store::leases_of_device(db, caller.scope, caller.scope.device_id, now), now};
}

Result<api::LeaseList> Leases::renew(const Caller& caller, const api::RenewLeases& request) {
    const Instant now = world_.clock.now();
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::LeaseList> {
        const Instant until = now + Milliseconds{request.minutes * 60'000};
        const std::int64_t renewed =
            store::renew_leases(db, caller.scope, caller.scope.device_id, until, now);
        if (renewed > 0) {
            record(world_, db, caller, now, "leases_renewed", {{"leases", renewed}, {"until", until.ms}});
        }
        return of_device(db, caller, now);
    });
}

Result<api::LeaseList> Leases::give_back(const Caller& caller, const api::ReturnLeases& request) {
    const Instant now = world_.clock.now();
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::LeaseList> {
        for (const std::string& id : request.lease_ids) {
            const auto lease = is_uuid(id) ? store::find_lease(db, caller.scope, id) : std::nullopt;
            if (lease && lease->device_id == caller.scope.device_id) {
                end(world_, db, caller, *lease, api::LeaseState::returned, now);
            }
        }
        return of_device(db, caller, now);
    });
}

Result<api::LeaseList> Leases::at_store(const Caller& caller, const std::string& store_id) {
    const Instant now = world_.clock.now();
    return world_.books.read([&](store::Connection& db) -> Result<api::LeaseList> {
        if (!store::find_store(db, caller.scope, store_id)) {
            return Error{Reason::not_found, "store_id"};
        }
        return api::LeaseList{store::leases_at_store(db, caller.scope, store_id, now), now};
    });
}

Result<api::LeaseList> Leases::take_back(const Caller& caller, const std::string& device_id) {
    const Instant now = world_.clock.now();
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::LeaseList> {
        if (!store::find_device_details(db, caller.scope, device_id)) {
            return Error{Reason::not_found, "device_id"};
        }
        for (const api::Lease& lease : store::leases_of_device(db, caller.scope, device_id, now)) {
            end(world_, db, caller, lease, api::LeaseState::taken_back, now);
        }
        return api::LeaseList{{}, now};
    });
}

Result<std::int64_t> Leases::end_over() {
    const Instant now = world_.clock.now();
    const auto over = world_.books.read([&](store::Connection& db) -> Result<std::vector<store::LeaseKey>> {
        return store::leases_over(db, now);
    });
    if (!over) {
        return over.error();
    }
    if (over->empty()) {
        return std::int64_t{0};
    }
    return world_.books.write([&](store::Connection& db) -> Result<std::int64_t> {
        std::int64_t ended = 0;
        for (const store::LeaseKey& key : *over) {
            Caller nobody;
            nobody.scope.merchant_id = key.merchant_id;
            const auto lease = store::find_lease(db, nobody.scope, key.id);
            // It may have been renewed meanwhile.
            if (lease && offline::is_over(lease->until, now) &&
                end(world_, db, nobody, *lease, api::LeaseState::ended, now)) {
                ++ended;
            }
        }
        return ended;
    });
}

} // namespace hexiao::service
