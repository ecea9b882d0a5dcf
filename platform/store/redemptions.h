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

// True of a redemption `r` that was undone.
inline constexpr std::string_view is_undone =
    "EXISTS (SELECT 1 FROM undone x WHERE x.merchant_id = r.merchant_id AND x.redemption_id = r.id)";

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

// The newest redemption of a voucher that counts, for "already redeemed".
std::optional<api::Previous> previous_redemption(Connection& db, const Scope& scope,
                                                 const std::string& voucher_id);

// What each product of the store has behind it on that day and before it now, by product. A redemption counts
// when it is numbered; until then what it used is still usable. It counts until that it was undone is
// numbered.
std::vector<api::ProductProgress> read_progress(Connection& db, const Scope& scope,
                                                const std::string& store_id, const std::string& business_day,
                                                Instant now);

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
// Of one that was answered `processing`: how it ended.
void set_answer(Connection& db, const Scope& scope, const std::string& operation, const std::string& key,
                const std::string& answer);
void purge_intents(Connection& db, Instant now);

// What a query must select, and what it joins, for `read_redemption`: beside the tables r (redemption) and u
// (undone, or nothing) those that hold names.
inline constexpr std::string_view redemption_columns =
    "r.id, r.at, r.product_id, p.title_zh, p.title_en, r.uses, r.amount_fen, l.title_zh, l.title_en, f.name, "
    "d.name, r.staff_id, u.at, g.name, u.reason, u.stock_returned, r.lane_id";
inline constexpr int redemption_column_count = 17;
inline constexpr std::string_view redemption_names =
    " JOIN product p ON p.merchant_id = r.merchant_id AND p.id = r.product_id"
    " JOIN lane l ON l.merchant_id = r.merchant_id AND l.id = r.lane_id"
    " JOIN staff f ON f.merchant_id = r.merchant_id AND f.id = r.staff_id"
    " JOIN device d ON d.merchant_id = r.merchant_id AND d.id = r.device_id"
    " LEFT JOIN staff g ON g.merchant_id = u.merchant_id AND g.id = u.staff_id";
api::Redemption read_redemption(const Row& row);

// All that a redemption writes: itself, its entry, the uses it takes of a voucher that has `left_before` and
// of its handle, and the answer under its key. Where any of that is not as it was decided on (PostgreSQL,
// Store::write_at_once), the transaction fails and is tried again from its first query.
struct Recording {
    std::string session_id; // of whoever redeems
    NewRedemption redemption;
    std::int64_t left_before = 0;
    Money price; // of the voucher, whole
    JournalEntry entry;
    Intent intent;
};
void record_redemption(Connection& db, const Scope& scope, const Recording& recording);
// Without the answer, in a transaction that was begun to write and in which it was decided on.
void record_use(Connection& db, const Scope& scope, const NewRedemption& made, const JournalEntry& entry);
// Several, each of another voucher: all vouchers are taken before their products, and both in one order, so
// that two who write some of the same never wait for each other.
struct Use {
    NewRedemption redemption;
    JournalEntry entry;
};
void record_uses(Connection& db, const Scope& scope, std::vector<Use> uses);

} // namespace hexiao::store
