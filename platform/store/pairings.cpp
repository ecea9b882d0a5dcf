// See pairings.h.
#include "platform/store/pairings.h"

#include "platform/store/names.h"

namespace hexiao::store {

namespace {

constexpr std::string_view pairing_columns = "SELECT merchant_id, id, made_by, purpose, store_id, state, "
                                             "number, challenge, public_key, kind, device_id,"
                                             " expires_at FROM pairing";

PairingRow read_pairing(const Row& row) {
    return {row.text(0),           row.text(1),
            row.text(2),           named<api::Purpose>(row.text(3)),
            row.text(4),           named<api::PairingState>(row.text(5)),
            row.optional_text(6),  row.optional_text(7),
            row.optional_text(8),  row.optional_text(9),
            row.optional_text(10), row.instant(11)};
}

} // namespace

void insert_pairing(Connection& db, const Scope& scope, const PairingRow& pairing,
                    const std::string& token_hash) {
    db.exec("INSERT INTO pairing (merchant_id, id, made_by, purpose, store_id, state, token_hash, expires_at)"
            " VALUES (?, ?, ?, ?, ?, 'waiting', ?, ?)",
            scope.merchant_id, pairing.id, scope.staff_id, name_of(pairing.purpose), pairing.store_id,
            Blob{token_hash}, pairing.expires_at);
}

std::optional<PairingRow> find_pairing(Connection& db, const Scope& scope, const std::string& id) {
    return db.one(std::string{pairing_columns} + " WHERE merchant_id = ? AND id = ? AND made_by = ?",
                  read_pairing, scope.merchant_id, id, scope.staff_id);
}

std::optional<PairingRow> find_claimed(Connection& db, const std::string& id, Instant now) {
    return db.one(std::string{pairing_columns} + " WHERE id = ? AND state <> 'waiting' AND expires_at > ?",
                  read_pairing, id, now);
}

std::optional<PairingRow> claim_pairing(Connection& db, const std::string& token_hash, const Claiming& by,
                                        Instant now) {
    auto found = db.one(std::string{pairing_columns} +
                            " WHERE token_hash = ? AND state = 'waiting' AND expires_at > ?",
                        read_pairing, Blob{token_hash}, now);
    if (!found ||
        db.exec("UPDATE pairing SET state = 'claimed', token_hash = NULL, number = ?, challenge = ?,"
                " public_key = ?, kind = ?, expires_at = ?"
                " WHERE merchant_id = ? AND id = ? AND state = 'waiting'",
                by.number, by.challenge, Blob{by.public_key}, by.kind, by.expires_at, found->merchant_id,
                found->id) != 1) {
        return std::nullopt;
    }
    return found;
}

void decide_pairing(Connection& db, const Scope& scope, const std::string& id, bool confirm, Instant now) {
    db.exec("UPDATE pairing SET state = ? WHERE merchant_id = ? AND id = ? AND made_by = ?"
            " AND state = 'claimed' AND expires_at > ?",
            confirm ? "confirmed" : "refused", scope.merchant_id, id, scope.staff_id, now);
}

bool advance_pairing(Connection& db, const PairingRow& pairing, std::int64_t attempt) {
    return db.exec("UPDATE pairing SET attempt = ? WHERE merchant_id = ? AND id = ? AND attempt < ?", attempt,
                   pairing.merchant_id, pairing.id, attempt) == 1;
}

void collect_pairing(Connection& db, const PairingRow& pairing, const std::string& device_id) {
    db.exec("UPDATE pairing SET state = 'collected', device_id = ? WHERE merchant_id = ? AND id = ?",
            device_id, pairing.merchant_id, pairing.id);
}

void purge_pairings(Connection& db, Instant now) {
    db.exec("DELETE FROM pairing WHERE expires_at <= ?", now);
}

void set_paired(Connection& db, const PairingRow& pairing, const std::string& device_id,
                const std::string& token_hash, Instant now) {
    db.exec("UPDATE device SET purpose = ?, public_key = ?, token_hash = ?, paired_at = ?, last_seen_at = ?"
            " WHERE merchant_id = ? AND id = ?",
            name_of(pairing.purpose), Blob{pairing.public_key.value_or("")}, Blob{token_hash}, now, now,
            pairing.merchant_id, device_id);
}

std::int64_t count_displays(Connection& db, const std::string& merchant_id) {
    return db
        .one(
            "SELECT count(*) FROM device WHERE merchant_id = ? AND purpose = 'display'",
            [](const Row& row) { return row.integer(0); }, merchant_id)
        .value_or(0);
}

} // namespace hexiao::store
