// SQL about what happened: redemptions, the journal that tells of them, and the answers that were given under
// a key. A day is read from numbered journal entries only, so that a snapshot and the events after it never
// overlap or miss.
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

// The feed of the store where the scope stands will tell of it.
void append_entry(Connection& db, const Scope& scope, const JournalEntry& entry);
// A fact that no feed tells of: who came in, what was changed.
void append_quiet_entry(Connection& db, const std::string& merchant_id, const JournalEntry& entry);

// The sequencer: gives every entry without a position the next one of its merchant, in order of arrival.
// Returns how many there were.
std::int64_t number_entries(Connection& db);

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
// Position of the newest numbered entry that the store's feed tells; 0 before the first.
std::int64_t last_position(Connection& db, const Scope& scope, const std::string& store_id);

// What a feed begins with when nobody has read it yet, for each merchant: its newest numbered entry, 0 before
// the first.
std::int64_t merchant_position(Connection& db, const std::string& merchant_id);

} // namespace hexiao::store
