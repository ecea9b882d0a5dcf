// A customer at the counter who has no code at hand, only their phone number. Staff are told the titles of
// what they hold, and nothing that says whose it is or which voucher; the card is shown once the customer has
// proved the order by the last four characters of its code, or by a tap on their page (product.md §1). Every
// method may also answer Reason::store_unavailable: then nothing was recorded.
#pragma once

#include "platform/service/counter.h"
#include "platform/service/privacy.h"

namespace hexiao::service {

class Lookups {
public:
    Lookups(const World& world, Counter& counter) : world_(world), counter_(counter) {}

    // Errors: those of `find_by_phone`.
    Result<api::Lookup> look_up(const Caller& caller, const api::FindCustomer& request);
    // The ordinary card. Refused with not_proven for other characters, or while the customer has said nothing
    // on their page either (which is no guess); with lookup_over for a title that this person was not told
    // of, or too long ago, or that was guessed at too often.
    Result<api::Prepared> prove(const Caller& caller, const std::string& held_id,
                                const api::OrderProof& proof);

private:
    Result<api::Prepared> shown(const Caller& caller, const std::string& held_id);

    World world_;
    Counter& counter_;
};

} // namespace hexiao::service
