// SQL about leases (core/offline/lease.h). At most one device holds a voucher; a part of a product's stock
// that is held counts as sold.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/offline.h"
#include "platform/store/connection.h"
#include "platform/store/scope.h"

namespace hexiao::store {

struct NewLease {
    std::string id;
    std::string product_id;
    std::optional<std::string> voucher_id; // nothing: of the stock
    std::int64_t quantity = 1;
    Instant since;
    Instant until;
};
// Of the scope's device, store and staff. A voucher's row is locked first (lock_voucher), stock is taken
// first (take_stock).
void insert_lease(Connection& db, const Scope& scope, const NewLease& lease);
// So that nobody redeems it or takes a lease on it before this transaction ends.
void lock_voucher(Connection& db, const Scope& scope, const std::string& voucher_id);

std::optional<api::Lease> find_lease(Connection& db, const Scope& scope, const std::string& id);
// Held, and not over at `now`, with what is left of their vouchers; of one device, or at one store.
std::vector<api::Lease> leases_of_device(Connection& db, const Scope& scope, const std::string& device_id,
                                         Instant now);
std::vector<api::Lease> leases_at_store(Connection& db, const Scope& scope, const std::string& store_id,
                                        Instant now);

// But for those that somebody else needs. How many.
std::int64_t renew_leases(Connection& db, const Scope& scope, const std::string& device_id, Instant until,
                          Instant now);
// False where it was not held any more. The rest of a part of the stock is for sale again.
bool end_lease(Connection& db, const std::string& merchant_id, const std::string& id, api::LeaseState state,
               Instant now);
// Somebody else needs it. False where somebody said so before.
bool ask_lease(Connection& db, const Scope& scope, const std::string& id, Instant now);
void use_lease(Connection& db, const Scope& scope, const std::string& id, std::int64_t quantity);

// Of any merchant, held and over.
struct LeaseKey {
    std::string merchant_id;
    std::string id;
    std::string device_id;
};
std::vector<LeaseKey> leases_over(Connection& db, Instant now);

// Vouchers of the customers who wait at the scope's store on that day, first come first.
std::vector<std::string> vouchers_waiting(Connection& db, const Scope& scope, const std::string& business_day,
                                          std::int64_t most);

} // namespace hexiao::store
