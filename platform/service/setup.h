// The first start of real books: whoever has the one-time link from the terminal makes the merchant, its
// first store and its owner. The token lives in this process alone, until it is used or the server starts
// anew.
#pragma once

#include <atomic>
#include <optional>

#include "core/api/access.h"
#include "platform/service/entry.h"
#include "platform/service/limits.h"

namespace hexiao::service {

class Setup {
public:
    Setup(const World& world, Entry& entry, Limits& limits) : world_(world), entry_(entry), limits_(limits) {}

    // Once, before the first call: a token where the books have no merchant, nothing where they have.
    Result<std::optional<Secret>> begin();

    Result<api::SetupState> state();
    // Signs the owner in. Errors: already_set_up, link_expired for a wrong token, invalid_field,
    // too_many_requests.
    Result<SignedIn> set_up(const api::SetupRequest& request, const Browser& browser);

private:
    Result<bool> has_merchant();
    Result<SignedIn> make(store::Connection& db, const api::SetupRequest& request, const Browser& browser,
                          const std::string& password_hash, Instant now);

    World world_;
    Entry& entry_;
    Limits& limits_;
    std::string token_hash_;        // empty: there was a merchant at the start
    std::atomic<bool> done_{false}; // there is a merchant for certain, so nobody has to look
};

} // namespace hexiao::service
