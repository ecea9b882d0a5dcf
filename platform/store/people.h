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

// The same of devices. Where not every store may be seen: those that are used at a store of the scope, and by
// nobody of the same rank or above but the one who asks.
std::vector<api::DeviceDetails> devices(Connection& db, const Scope& scope, const std::string& after);
std::optional<api::DeviceDetails> find_device_details(Connection& db, const Scope& scope,
                                                      const std::string& id);
void rename_device(Connection& db, const Scope& scope, const std::string& id, const std::string& name);
// Its sessions are worth nothing from then on (sessions.h).
void revoke_device(Connection& db, const Scope& scope, const std::string& id, Instant now);

} // namespace hexiao::store
