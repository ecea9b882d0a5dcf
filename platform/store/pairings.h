// SQL about devices on their way in. A pairing is found in three ways: by the person who made it, by its
// token, and by its id from the device that has claimed it; the last two know no merchant yet.
#pragma once

#include <optional>
#include <string>

#include "core/api/access.h"
#include "platform/store/accounts.h"
#include "platform/store/connection.h"
#include "platform/store/scope.h"

namespace hexiao::store {

struct PairingRow {
    std::string merchant_id;
    std::string id;
    std::string made_by;
    api::Purpose purpose = api::Purpose::other;
    std::string store_id;
    api::PairingState state = api::PairingState::waiting;
    std::optional<std::string> number;
    std::optional<std::string> challenge;
    std::optional<std::string> public_key; // DER
    std::optional<std::string> kind;       // of the device
    std::optional<std::string> device_id;
    Instant expires_at;
};
void insert_pairing(Connection& db, const Scope& scope, const PairingRow& pairing,
                    const std::string& token_hash);
// That the person of the scope made; also when it has expired.
std::optional<PairingRow> find_pairing(Connection& db, const Scope& scope, const std::string& id);
// For the device: nothing when it has expired or nobody has claimed it.
std::optional<PairingRow> find_claimed(Connection& db, const std::string& id, Instant now);

// What the new device brings.
struct Claiming {
    std::string number;
    std::string challenge;
    std::string public_key;
    std::string kind;
    Instant expires_at;
};
// The token's one use. Nothing when it was used, is too old or never was.
std::optional<PairingRow> claim_pairing(Connection& db, const std::string& token_hash, const Claiming& by,
                                        Instant now);
// From `claimed` only, and in time.
void decide_pairing(Connection& db, const Scope& scope, const std::string& id, bool confirm, Instant now);
// Records the number under which the device asks. False when it is not above every earlier one.
bool advance_pairing(Connection& db, const PairingRow& pairing, std::int64_t attempt);
void collect_pairing(Connection& db, const PairingRow& pairing, const std::string& device_id);
void purge_pairings(Connection& db, Instant now);

// The device has a key now, and another cookie than before.
void set_paired(Connection& db, const PairingRow& pairing, const std::string& device_id,
                const std::string& token_hash, Instant now);
std::int64_t count_displays(Connection& db, const std::string& merchant_id);

} // namespace hexiao::store
