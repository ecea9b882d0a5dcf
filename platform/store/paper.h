// SQL about paper forms: which numbers were printed for which store, and who was turned away.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/offline.h"
#include "platform/store/actions.h"
#include "platform/store/connection.h"
#include "platform/store/scope.h"

namespace hexiao::store {

// The next `count` numbers of the merchant, for a store; the first of them.
std::int64_t make_forms(Connection& db, const Scope& scope, const std::string& store_id, std::int64_t count,
                        Instant now);
bool is_form_of(Connection& db, const Scope& scope, const std::string& store_id, std::int64_t form);

// What was entered of a form before.
std::optional<ActionRow> served_on_form(Connection& db, const Scope& scope, std::int64_t form);
bool turned_away_on_form(Connection& db, const Scope& scope, std::int64_t form);

struct TurnedAway {
    std::string id;
    std::int64_t form = 0;
    std::string store_id;
    std::string staff_id; // who had to
    Instant at;
    std::optional<std::string> product_id;
    std::optional<std::string> customer_id;
};
void insert_turned_away(Connection& db, const Scope& scope, const TurnedAway& one, Instant now);
// At most one more than a page holds, newest first, with ids below `before` ("" for all).
std::vector<api::Compensation> compensations(Connection& db, const Scope& scope, const std::string& store_id,
                                             const std::string& before);

// Who signs in under this account, if they are the merchant's.
std::optional<std::string> staff_of_account(Connection& db, const Scope& scope, const std::string& account);

} // namespace hexiao::store
