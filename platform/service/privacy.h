// What is known of customers, and how it is forgotten. Phone number, name and notes stand sealed in a table
// of their own (store/customers.h); orders refer to it by id, the journal holds ids and salted commitments,
// and everything here is journaled. Every method may also answer Reason::store_unavailable: then nothing was
// recorded.
#pragma once

#include "core/api/sales.h"
#include "platform/service/caller.h"

namespace hexiao::service {

inline constexpr std::int64_t lookups_an_hour = 10; // of one person (product.md §1, ours)

// Somebody who bought something, and how the journal calls them.
struct KnownCustomer {
    std::string id;
    std::string commitment;
};
// Finds or adds the customer of a sale, in its transaction; what is newly said of them replaces what was.
// They are kept for as long as vouchers that end at `valid_until`, and the merchant's retention time. Error:
// invalid_field for what is no phone number.
Result<KnownCustomer> remember_customer(const World& world, store::Connection& db, const store::Scope& scope,
                                        const api::CustomerDetails& details, Instant now,
                                        Instant valid_until);

// Forgets everybody whose retention time is over, some at a time. For the hourly job.
void forget_customers(const World& world, store::Connection& db, Instant now);

// Who has this phone number, and what they could redeem now. Counted, and told to the journal, in the
// transaction of the look-up. Errors: invalid_field for what is no phone number; too_many_requests after ten
// in an hour.
Result<api::FoundCustomer> find_by_phone(const World& world, store::Connection& db, const Caller& caller,
                                         const Secret& phone, Instant now);

inline constexpr std::int64_t most_wrong_proofs = 3; // then the title is to be looked up again

class Privacy {
public:
    explicit Privacy(const World& world) : world_(world) {}

    // Errors: those of `find_by_phone`.
    Result<api::FoundCustomer> find(const Caller& caller, const api::FindCustomer& request);
    // Error: not_found.
    Result<api::CustomerExport> export_customer(const Caller& caller, const std::string& customer_id);
    // Their orders stay, as anybody's. Error: not_found.
    Result<Done> erase(const Caller& caller, const std::string& customer_id);

private:
    World world_;
};

} // namespace hexiao::service
