// SQL about staff and devices as those who run the shop see them. How somebody comes in stands in accounts.h
// and sessions.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/shop.h"
#include "platform/store/connection.h"
#include "platform/store/scope.h"

namespace hexiao::store {

// At most one more than a page holds, with ids above `after`: whoever works at a store of the scope; owners
// only where the scope is every store. `may_change` is left false.
std::vector<api::StaffMember> staff(Connection& db, const Scope& scope, const std::string& after);
std::optional<api::StaffMember> find_staff(Connection& db, const Scope& scope, const std::string& id);
// True when anybody, of any merchant, signs in under this account: case does not count.
bool account_exists(Connection& db, const std::string& account);
// How many owners may sign in, but for this one.
std::int64_t count_other_owners(Connection& db, const Scope& scope, const std::string& id);
void update_staff(Connection& db, const Scope& scope, const std::string& id,
                  const api::StaffSettings& settings);
void set_staff_enabled(Connection& db, const Scope& scope, const std::string& id, bool enabled, Instant now);

// The devices `d` that a scope may see: where that is not every store, those that are used at a store of it,
// and by nobody of the same rank or above but the one who asks. Values: Scope::everywhere, own id, own id.
inline constexpr std::string_view visible_device =
    "(? = 1 OR (EXISTS (SELECT 1 FROM session s"
    "   JOIN staff_store w ON w.merchant_id = s.merchant_id AND w.store_id = s.store_id"
    "   WHERE s.merchant_id = d.merchant_id AND s.device_id = d.id AND w.staff_id = ?)"
    "  AND NOT EXISTS (SELECT 1 FROM session s"
    "   JOIN staff f ON f.merchant_id = s.merchant_id AND f.id = s.staff_id"
    "   WHERE s.merchant_id = d.merchant_id AND s.device_id = d.id AND f.id <> ?"
    "   AND f.role IN ('owner', 'manager'))))";
std::vector<api::DeviceDetails> devices(Connection& db, const Scope& scope, const std::string& after);
std::optional<api::DeviceDetails> find_device_details(Connection& db, const Scope& scope,
                                                      const std::string& id);
void change_device(Connection& db, const Scope& scope, const std::string& id,
                   const api::DeviceSettings& settings);
// Of the device in use, where it was given some.
std::optional<api::DisplayContent> display_content(Connection& db, const Scope& scope);
// Of every device that is signed in at the store and was given some.
api::Displays displays_of(Connection& db, const Scope& scope, const std::string& store_id, Instant now);
// Its sessions are worth nothing from then on (sessions.h).
void revoke_device(Connection& db, const Scope& scope, const std::string& id, Instant now);

} // namespace hexiao::store
