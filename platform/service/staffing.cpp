// See staffing.h.
#include "platform/service/staffing.h"

#include <algorithm>

#include "core/access/account.h"
#include "core/staff/staff.h"
#include "platform/service/acting.h"
#include "platform/service/facts.h"
#include "platform/service/once.h"
#include "platform/service/secrets.h"
#include "platform/service/shop.h"
#include "platform/store/accounts.h"
#include "platform/store/catalogue.h"
#include "platform/store/names.h"
#include "platform/store/people.h"
#include "platform/store/sessions.h"

namespace hexiao::service {

namespace {

api::StaffSettings tidy(api::StaffSettings settings) {
    settings.store_ids = settings.role == api::Role::owner ? std::vector<std::string>{}
                                                           : distinct(std::move(settings.store_ids));
    return settings;
}

Post post(const api::StaffSettings& settings) { return {settings.role, settings.store_ids}; }

// May the caller put anybody on this post?
std::optional<Error> check_post(store::Connection& db, const Caller& caller,
                                const api::StaffSettings& settings) {
    if (settings.role == api::Role::other) {
        return Error{Reason::invalid_field, "settings.role"};
    }
    if (settings.role != api::Role::owner && settings.store_ids.empty()) {
        return Error{Reason::invalid_field, "settings.store_ids"};
    }
    const bool known = std::ranges::all_of(settings.store_ids, [&](const std::string& id) {
        return store::find_store(db, caller.scope, id).has_value();
    });
    if (!known) {
        return Error{Reason::not_found, "settings.store_ids"};
    }
    return may_manage(post_of(caller), post(settings)) ? std::nullopt
                                                       : std::optional{Error{Reason::forbidden, "settings"}};
}

// The person, when the caller may manage them.
Result<api::StaffMember> manageable(store::Connection& db, const Caller& caller, const std::string& id) {
    auto member = store::find_staff(db, caller.scope, id);
    if (!member) {
        return Error{Reason::not_found, "staff_id"};
    }
    member->may_change = may_manage(post_of(caller), post(member->settings));
    if (!member->may_change) {
        return Error{Reason::forbidden, "staff_id"};
    }
    return std::move(*member);
}

// A merchant without an owner who can sign in could never be run again.
bool is_last_owner(store::Connection& db, const Caller& caller, const api::StaffMember& member) {
    return member.settings.role == api::Role::owner && member.enabled &&
           store::count_other_owners(db, caller.scope, member.id) == 0;
}

// Of somebody who goes or changes post: their sessions, and the links by which they let others in.
Ended put_out(store::Connection& db, const Caller& caller, const std::string& staff_id, Instant now) {
    store::withdraw_links(db, caller.scope, staff_id);
    return store::revoke_sessions_of_staff(db, caller.scope, staff_id, {}, now);
}

Facts facts_of(const std::string& id, const api::StaffSettings& settings) {
    std::string stores;
    for (const std::string& store : settings.store_ids) {
        stores += (stores.empty() ? "" : " ") + store;
    }
    return {{"changed_staff_id", id},
            {"role", std::string{store::name_of(settings.role)}},
            {"store_ids", stores}};
}

// As the caller may see it: without stores that are not theirs.
api::StaffMember shown_to(const Caller& caller, api::StaffMember member) {
    member.may_change = may_manage(post_of(caller), post(member.settings));
    std::erase_if(member.settings.store_ids,
                  [&](const std::string& store) { return !caller.scope.may_see(store); });
    return member;
}

} // namespace

Result<api::StaffPage> Staffing::staff(const Caller& caller, const std::string& after) {
    return world_.books.read([&](store::Connection& db) -> Result<api::StaffPage> {
        auto found = store::staff(db, caller.scope, after);
        for (api::StaffMember& member : found) {
            member = shown_to(caller, std::move(member));
        }
        return page_of<api::StaffPage>(std::move(found));
    });
}

Result<api::Created> Staffing::add_staff(const Caller& caller, const api::NewStaff& wanted,
                                         const std::string& key) {
    if (!is_account(wanted.account)) {
        return Error{Reason::invalid_field, "account"};
    }
    const api::StaffSettings settings = tidy(wanted.settings);
    // Outside the transaction: a hash takes as long as many redemptions.
    const std::string hash = wanted.password ? hash_password(*wanted.password) : no_password;
    return once<api::Created>(
        world_, caller, {"add_staff", key, wire::write(wanted)},
        [&](store::Connection& db, Instant now, Instant& /*keep_until*/) -> Result<api::Created> {
            if (auto wrong = check_post(db, caller, settings)) {
                return std::move(*wrong);
            }
            if (store::account_exists(db, wanted.account)) {
                return Error{Reason::account_taken, "account"};
            }
            const std::string id = world_.ids.uuid(now);
            store::insert_staff(db, caller.scope.merchant_id,
                                {id, wanted.account, settings.name, settings.role, hash, settings.store_ids});
            record(world_, db, caller, now, "staff_added", facts_of(id, settings));
            return api::Created{id, {}, false};
        });
}

Result<Changed<api::StaffMember>> Staffing::change_staff(const Caller& caller, const std::string& staff_id,
                                                         const api::StaffSettings& settings) {
    const Instant now = world_.clock.now();
    const api::StaffSettings wanted = tidy(settings);
    return write_as(world_, caller, [&](store::Connection& db) -> Result<Changed<api::StaffMember>> {
        auto member = manageable(db, caller, staff_id);
        if (!member) {
            return member.error();
        }
        if (auto wrong = check_post(db, caller, wanted)) {
            wrong->field = wrong->field == "settings" ? "role" : wrong->field.substr(sizeof "settings");
            return std::move(*wrong);
        }
        if (wanted.role != api::Role::owner && is_last_owner(db, caller, *member)) {
            return Error{Reason::last_owner, "role"};
        }
        Changed<api::StaffMember> changed{*member, {}};
        changed.now.settings = wanted;
        if (member->settings == wanted) {
            return changed;
        }
        store::update_staff(db, caller.scope, staff_id, wanted);
        if (member->settings.role != wanted.role || member->settings.store_ids != wanted.store_ids) {
            changed.ended = put_out(db, caller, staff_id, now);
        }
        record(world_, db, caller, now, "staff_changed", facts_of(staff_id, wanted));
        return changed;
    });
}

Result<Changed<api::StaffMember>> Staffing::switch_staff(const Caller& caller, const std::string& staff_id,
                                                         bool enabled) {
    const Instant now = world_.clock.now();
    return write_as(world_, caller, [&](store::Connection& db) -> Result<Changed<api::StaffMember>> {
        auto member = manageable(db, caller, staff_id);
        if (!member) {
            return member.error();
        }
        if (!enabled && is_last_owner(db, caller, *member)) {
            return Error{Reason::last_owner, "staff_id"};
        }
        Changed<api::StaffMember> changed{*member, {}};
        changed.now.enabled = enabled;
        if (member->enabled != enabled) {
            store::set_staff_enabled(db, caller.scope, staff_id, enabled, now);
            if (!enabled) {
                changed.ended = put_out(db, caller, staff_id, now);
            }
            record(world_, db, caller, now, enabled ? "staff_enabled" : "staff_disabled",
                   {{"changed_staff_id", staff_id}});
        }
        return changed;
    });
}

Result<api::DevicePage> Staffing::devices(const Caller& caller, const std::string& after) {
    return world_.books.read([&](store::Connection& db) -> Result<api::DevicePage> {
        return page_of<api::DevicePage>(store::devices(db, caller.scope, after));
    });
}

Result<api::DeviceDetails> Staffing::rename_device(const Caller& caller, const std::string& device_id,
                                                   const api::DeviceSettings& settings) {
    const Instant now = world_.clock.now();
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::DeviceDetails> {
        auto device = store::find_device_details(db, caller.scope, device_id);
        if (!device) {
            return Error{Reason::not_found, "device_id"};
        }
        if (device->name != settings.name) {
            record(world_, db, caller, now, "device_renamed", {{"changed_device_id", device_id}});
        }
        if (settings.display && device->display != settings.display) {
            record(world_, db, caller, now, "display_changed",
                   {{"changed_device_id", device_id}, {"settings_sha256", digest_of(*settings.display)}});
            device->display = settings.display;
        }
        store::change_device(db, caller.scope, device_id, settings);
        device->name = settings.name;
        return std::move(*device);
    });
}

Result<Changed<api::DeviceDetails>> Staffing::revoke_device(const Caller& caller,
                                                            const std::string& device_id) {
    const Instant now = world_.clock.now();
    return write_as(world_, caller, [&](store::Connection& db) -> Result<Changed<api::DeviceDetails>> {
        auto device = store::find_device_details(db, caller.scope, device_id);
        if (!device) {
            return Error{Reason::not_found, "device_id"};
        }
        Changed<api::DeviceDetails> changed{std::move(*device), {}};
        if (!changed.now.revoked) {
            // First the sessions: afterwards they no longer count as open.
            changed.ended = store::revoke_sessions_of_device(db, caller.scope, device_id, now);
            store::revoke_device(db, caller.scope, device_id, now);
            record(world_, db, caller, now, "device_revoked", {{"changed_device_id", device_id}});
            changed.now.revoked = true;
        }
        return changed;
    });
}

} // namespace hexiao::service
