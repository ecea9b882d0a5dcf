// SQL about rosters (core/offline/roster.h): the vouchers of a store's products, and which of them changed
// since a position of the journal.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/api/offline.h"
#include "platform/store/connection.h"
#include "platform/store/scope.h"

namespace hexiao::store {

// What the products of the scope's store buy, oldest first; off sale too: their vouchers are worth what they
// were.
std::vector<api::RosterProduct> roster_products(Connection& db, const Scope& scope);

struct RosterRow {
    std::string voucher_id;
    std::string product_id;
    std::string mark; // empty: the books cannot tell how its code is known
    VoucherState state = VoucherState::other;
    std::int64_t uses_left = 0;
    std::int64_t uses_total = 1;
    Instant valid_from;
    Instant valid_until;
};
// Those of the scope's store with ids below `before` ("" for all), newest first, that were good at `since` or
// later; at most so many.
std::vector<RosterRow> roster_rows(Connection& db, const Scope& scope, const std::string& before,
                                   Instant since, std::int64_t most);
// One, if its product is sold at the scope's store.
std::optional<RosterRow> roster_row(Connection& db, const Scope& scope, const std::string& voucher_id);

// The vouchers that the next `most` entries of the journal above `after` tell of, and where they end: sooner
// where they are more than `enough`.
struct Changes {
    std::set<std::string> voucher_ids;
    std::int64_t position = 0;
    bool whole = false; // nothing else had happened
};
Changes changed_vouchers(Connection& db, const Scope& scope, std::int64_t after, std::int64_t most,
                         std::int64_t enough);

} // namespace hexiao::store
