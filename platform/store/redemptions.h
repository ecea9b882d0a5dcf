// SQL about what happened: redemptions, and the answers that were given under a key. A day is read from
// numbered journal entries (journal.h) only, so that a snapshot and the events after it never overlap or
// miss.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/messages.h"
#include "core/journal/journal.h"
#include "platform/store/connection.h"
#include "platform/store/scope.h"

namespace hexiao::store {

struct NewRedemption {
    std::string id;
    std::string voucher_id;
    std::string product_id;
    std::string handle;
    std::int64_t uses = 1;
    std::int64_t uses_left = 0;
    Money amount;
    Instant at;
    std::string business_day;
    std::string entry_id; // of its journal entry, which must be there already
};
// Staff, device, store and lane are those of the scope, which must have a lane.
void insert_redemption(Connection& db, const Scope& scope, const NewRedemption& redemption);

// The newest redemption of a voucher, for "already redeemed".
std::optional<api::Previous> previous_redemption(Connection& db, const Scope& scope,
                                                 const std::string& voucher_id);

// A redemption by id, with names; the caller takes out what a role may not see.
std::optional<api::Redemption> find_redemption(Connection& db, const Scope& scope, const std::string& id);

// Counts, products and newest redemptions of one store's business day; sums are exact, names are not yet
// projected.
void read_day(Connection& db, const Scope& scope, Instant now, api::Today& today);

// An answer given under an Idempotency-Key.
struct Intent {
    std::string operation;
    std::string key;
    std::string request_hash;
    std::string answer;
    Instant expires_at;
};
std::optional<Intent> find_intent(Connection& db, const Scope& scope, const std::string& operation,
                                  const std::string& key);
void insert_intent(Connection& db, const Scope& scope, const Intent& intent, Instant now);
void purge_intents(Connection& db, Instant now);

// All that a redemption writes: itself, its entry, the uses it takes of a voucher that has `left_before` and
// of its handle, and the answer under its key. Where any of that is not as it was decided on (PostgreSQL,
// Store::write_at_once), the transaction fails and is tried again from its first query.
struct Recording {
    NewRedemption redemption;
    std::int64_t left_before = 0;
    Money price; // of the voucher, whole
    JournalEntry entry;
    Intent intent;
};
void record_redemption(Connection& db, const Scope& scope, const Recording& recording);

// A numbered redemption, as feeds tell it.
struct FedRedemption {
    std::int64_t position = 0;
    std::string store_id;
    std::string business_day;
    api::Redemption redemption;
};
// Redemptions of the merchant with positions above `after`, in order, at most `most`.
std::vector<FedRedemption> redemptions_after(Connection& db, const Scope& scope, std::int64_t after,
                                             std::int64_t most);

} // namespace hexiao::store
