// Leases (core/offline/lease.h): what a device holds so that it can go on when it is cut off, who else needs
// it, and what a manager takes back. Every taking, giving back and end is a fact in the journal. Every method
// may also answer Reason::store_unavailable: then nothing was recorded.
#pragma once

#include <string>

#include "core/api/offline.h"
#include "platform/service/caller.h"
#include "platform/store/vouchers.h"

namespace hexiao::service {

// The lease that keeps a voucher from the caller's device; nothing where it is free, or their own.
std::optional<api::Lease> held_elsewhere(store::Connection& db, const store::Scope& scope,
                                         const store::Voucher& voucher, Instant now);
// Somebody at the scope's lane needs it: the holder hears of it over the feed.
void ask_holder(const World& world, store::Connection& db, const store::Scope& scope, const api::Lease& lease,
                Instant now);

class Leases {
public:
    explicit Leases(const World& world) : world_(world) {}

    // What can be leased is, of the rest it is said why not. Errors: not_paired; invalid_field for what is no
    // id, and for more than a device may hold.
    Result<api::LeasesTaken> take(const Caller& caller, const api::LeaseRequest& request,
                                  const std::string& key);
    // All of the caller's device, but for what somebody else needs.
    Result<api::LeaseList> renew(const Caller& caller, const api::RenewLeases& request);
    Result<api::LeaseList> give_back(const Caller& caller, const api::ReturnLeases& request);
    // Error: not_found.
    Result<api::LeaseList> at_store(const Caller& caller, const std::string& store_id);
    // Everything that a device holds, at once and without asking it: what it claims later is a conflict.
    // Answers what it still holds, which is nothing. Error: not_found for a device that may not be seen.
    Result<api::LeaseList> take_back(const Caller& caller, const std::string& device_id);

    // Ends those that are over. How many there were.
    Result<std::int64_t> end_over();

private:
    Result<api::LeaseList> of_device(store::Connection& db, const Caller& caller, Instant now);
    std::optional<Reason> take_voucher(store::Connection& db, const Caller& caller,
                                       const std::string& voucher_id, Instant until, Instant now);
    std::optional<Reason> take_part(store::Connection& db, const Caller& caller, const api::LeasePart& part,
                                    Instant until, Instant now);

    World world_;
};

} // namespace hexiao::service
