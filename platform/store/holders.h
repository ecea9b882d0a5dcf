// SQL about the pages that customers hold up. A page is found by its token alone, which knows no merchant
// yet.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/holder.h"
#include "platform/store/connection.h"
#include "platform/store/scope.h"

namespace hexiao::store {

// In the place of the one that the voucher has.
void set_page(Connection& db, const std::string& merchant_id, const std::string& voucher_id,
              const std::string& token_hash);

struct PageOf {
    std::string merchant_id;
    std::string voucher_id;
    api::Title merchant;
    std::string zone; // of the merchant's first store
};
std::optional<PageOf> find_page(Connection& db, const std::string& token_hash);

// Where the voucher may be redeemed, oldest first.
std::vector<api::Named> stores_of(Connection& db, const PageOf& page);

// The newest look-up that waits for this voucher's customer to prove it, wrong less than `most` times.
std::optional<api::HolderLookup> open_lookup(Connection& db, const PageOf& page, std::int64_t most,
                                             Instant now);
// False where it does not wait any more.
bool confirm_lookup(Connection& db, const PageOf& page, const std::string& lookup_id, Instant now);

std::optional<api::HolderUse> last_use(Connection& db, const PageOf& page);

} // namespace hexiao::store
