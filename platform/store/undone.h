// SQL about redemptions that were undone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/sales.h"
#include "core/redemption/undo.h"
#include "platform/store/connection.h"
#include "platform/store/scope.h"

namespace hexiao::store {

// A redemption of the merchant, as deciding on it and telling of it needs it.
struct Undoable {
    UndoFacts facts;
    api::Redemption redemption;
    std::string store_id;
    std::string voucher_id;
    Instant voucher_ends;
    std::int64_t uses_left = 0; // of the voucher
};
// Nothing where the scope may not see its store.
std::optional<Undoable> find_undoable(Connection& db, const Scope& scope, const std::string& redemption_id);

struct NewUndone {
    std::string redemption_id;
    std::string id;
    Instant at;
    std::string business_day; // of the store, now
    std::optional<api::UndoReason> reason;
    bool stock_returned = false;
    std::string entry_id; // of its journal entry, which must be there already
};
// Returns its uses to the voucher, and those to the stock that are to return. Staff and device are those of
// the scope. A redemption that was undone meanwhile fails the transaction.
void insert_undone(Connection& db, const Scope& scope, const Undoable& redeemed, const NewUndone& undone);

// Of a voucher, with ids above `after`, at most one more than a page holds.
std::vector<api::VoucherEvent> undone_events(Connection& db, const Scope& scope,
                                             const std::string& voucher_id, const std::string& after);

// Whether the stock gave something for a use of the voucher that was undone.
bool served_undone(Connection& db, const Scope& scope, const std::string& voucher_id);

} // namespace hexiao::store
