// SQL about what was done while cut off, or promised against another device's lease: what became of it, and
// the work that conflicts left.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/figures.h"
#include "core/api/offline.h"
#include "platform/store/connection.h"
#include "platform/store/scope.h"

namespace hexiao::store {

struct ActionRow {
    Scope scope; // merchant, store, lane, staff and device of who did it
    std::string key;
    api::OfflineKind kind = api::OfflineKind::redeem;
    std::optional<std::string> voucher_id;
    std::optional<std::string> product_id;
    std::optional<std::string> lease_id;
    std::optional<std::string> code_last4;
    std::int64_t uses = 1;
    std::optional<Money> amount;
    std::optional<std::string> box;         // sealed; nothing where it was promised online
    std::optional<std::string> prepared_id; // the card, where it was promised online
    std::optional<std::int64_t> form;
    offline::Steadiness clock = offline::Steadiness::never;
    api::Checked checked;
    Instant device_at;
    Instant acted_at;
    Instant arrived_at;
    api::Verdict verdict = api::Verdict::other; // kept, conflict or waiting
    Reason reason = Reason::none;
    std::optional<std::string> redemption_id;
    Instant decided_at;
};
void insert_action(Connection& db, const ActionRow& action);
std::optional<ActionRow> find_action(Connection& db, const std::string& merchant_id, const std::string& key);
// What is decided of one that waited.
void decide_action(Connection& db, const ActionRow& action);
// Waiting ones whose voucher no other device holds any more; of any merchant.
std::vector<ActionRow> actions_to_decide(Connection& db, Instant now);
// As it was told, and is told again.
api::ActionVerdict verdict_of(Connection& db, const ActionRow& action);

struct NewConflict {
    std::string id;
    std::string key;
    std::string store_id;
    std::string owner_id;
    Instant due_at;
    std::optional<std::string> previous_id; // the redemption that was first
};
void insert_conflict(Connection& db, const std::string& merchant_id, const NewConflict& conflict);
// Who has to see to what happens at a store: its first manager, or the first owner.
std::string owner_of_conflicts(Connection& db, const std::string& merchant_id, const std::string& store_id);
// The newest redemption of a voucher that counts.
std::optional<std::string> last_redemption(Connection& db, const std::string& merchant_id,
                                           const std::string& voucher_id);

// At most one more than a page holds: open ones, oldest first, then the others, newest first. `after`: the
// place of the last one of the page before ("" for the first), as `conflict_cursor` writes it.
std::vector<api::Conflict> conflicts(Connection& db, const Scope& scope, const std::string& store_id,
                                     const std::string& after);
std::string conflict_cursor(const api::Conflict& conflict);
std::optional<api::Conflict> find_conflict(Connection& db, const Scope& scope, const std::string& id);
struct OpenConflicts {
    std::int64_t count = 0;
    Money at_stake;
    std::optional<Instant> due_at; // the first
};
OpenConflicts open_conflicts(Connection& db, const Scope& scope, const std::string& store_id);
void set_conflict_owner(Connection& db, const Scope& scope, const std::string& id,
                        const std::string& staff_id);
void set_conflict_step(Connection& db, const Scope& scope, const std::string& id, api::ConflictStep step,
                       bool closes, Instant now);

// Of what was done at a store between two instants.
api::OfflineFigures offline_figures(Connection& db, const Scope& scope, const std::string& store_id,
                                    Instant from, Instant until);

// What a store's feed tells of all this.
api::CutOff read_cut_off(Connection& db, const Scope& scope, const std::string& store_id, Instant now);

} // namespace hexiao::store
