// See accounts.h.
#include "platform/store/accounts.h"

#include "platform/store/names.h"

namespace hexiao::store {

void insert_staff(Connection& db, const std::string& merchant_id, const NewStaff& staff) {
    db.exec(
        "INSERT INTO staff (merchant_id, id, account, name, role, password_hash) VALUES (?, ?, ?, ?, ?, ?)",
        merchant_id, staff.id, staff.account, staff.name, name_of(staff.role), staff.password_hash);
    if (staff.role == api::Role::owner) {
        return;
    }
    for (const std::string& store_id : staff.store_ids) {
        db.exec("INSERT INTO staff_store (merchant_id, staff_id, store_id) VALUES (?, ?, ?)", merchant_id,
                staff.id, store_id);
    }
}

std::optional<Login> find_login(Connection& db, const std::string& account) {
    return db.one(
        "SELECT merchant_id, id, role, password_hash FROM staff WHERE account = ?",
        [](const Row& row) {
            return Login{row.text(0), row.text(1), named<api::Role>(row.text(2)), row.text(3)};
        },
        account);
}

std::optional<std::vector<std::string>> stores_of_staff(Connection& db, const std::string& merchant_id,
                                                        const std::string& staff_id, api::Role role) {
    if (role == api::Role::owner) {
        return std::nullopt;
    }
    std::vector<std::string> ids;
    db.each(
        "SELECT store_id FROM staff_store WHERE merchant_id = ? AND staff_id = ? ORDER BY store_id",
        [&](const Row& row) { ids.push_back(row.text(0)); }, merchant_id, staff_id);
    return ids;
}

std::optional<Device> find_device(Connection& db, const std::string& merchant_id,
                                  const std::string& token_hash) {
    return db.one(
        "SELECT id, kind, name FROM device WHERE merchant_id = ? AND token_hash = ?",
        [](const Row& row) {
            return Device{row.text(0), row.text(1), row.text(2)};
        },
        merchant_id, Blob{token_hash});
}

std::int64_t count_devices(Connection& db, const std::string& merchant_id, const std::string& kind) {
    return db
        .one(
            "SELECT count(*) FROM device WHERE merchant_id = ? AND kind = ?",
            [](const Row& row) { return row.integer(0); }, merchant_id, kind)
        .value_or(0);
}

void insert_device(Connection& db, const std::string& merchant_id, const Device& device,
                   const std::string& token_hash, Instant now) {
    db.exec(
        "INSERT INTO device (merchant_id, id, kind, name, token_hash, created_at) VALUES (?, ?, ?, ?, ?, ?)",
        merchant_id, device.id, device.kind, device.name, Blob{token_hash}, now);
}

void insert_session(Connection& db, const SessionRow& session, const std::string& token_hash, Instant now) {
    db.exec("INSERT INTO session (merchant_id, id, token_hash, staff_id, device_id, store_id, lane_id, "
            "created_at,"
            " expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            session.scope.merchant_id, session.id, Blob{token_hash}, session.scope.staff_id,
            session.scope.device_id, session.scope.store_id, session.scope.lane_id, now, session.expires_at);
}

std::optional<SessionRow> find_session(Connection& db, const std::string& token_hash, Instant now) {
    auto found = db.one(
        "SELECT s.id, s.expires_at, s.merchant_id, f.role, s.staff_id, s.device_id, s.store_id, s.lane_id"
        " FROM session s JOIN staff f ON f.merchant_id = s.merchant_id AND f.id = s.staff_id"
        " WHERE s.token_hash = ? AND s.expires_at > ? AND s.revoked_at IS NULL",
        [](const Row& row) {
            SessionRow session{row.text(0), row.instant(1), {}};
            session.scope = {row.text(2), std::nullopt, named<api::Role>(row.text(3)), row.text(4),
                             row.text(5), row.text(6),  row.optional_text(7)};
            return session;
        },
        Blob{token_hash}, now);
    if (found) {
        Scope& scope = found->scope;
        scope.store_ids = stores_of_staff(db, scope.merchant_id, scope.staff_id, scope.role);
    }
    return found;
}

void revoke_session(Connection& db, const Scope& scope, const std::string& session_id, Instant now) {
    db.exec("UPDATE session SET revoked_at = ? WHERE merchant_id = ? AND id = ? AND revoked_at IS NULL", now,
            scope.merchant_id, session_id);
}

void set_place(Connection& db, const Scope& scope, const std::string& session_id, const std::string& store_id,
               const std::string& lane_id) {
    db.exec("UPDATE session SET store_id = ?, lane_id = ? WHERE merchant_id = ? AND id = ?", store_id,
            lane_id, scope.merchant_id, session_id);
}

void purge_sessions(Connection& db, Instant ended_before) {
    db.exec("DELETE FROM session WHERE expires_at < ? OR revoked_at < ?", ended_before, ended_before);
}

std::optional<std::string> staff_name(Connection& db, const Scope& scope) {
    return db.one(
        "SELECT name FROM staff WHERE merchant_id = ? AND id = ?", [](const Row& row) { return row.text(0); },
        scope.merchant_id, scope.staff_id);
}

std::optional<std::string> device_name(Connection& db, const Scope& scope) {
    return db.one(
        "SELECT name FROM device WHERE merchant_id = ? AND id = ?",
        [](const Row& row) { return row.text(0); }, scope.merchant_id, scope.device_id);
}

} // namespace hexiao::store
