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
        "SELECT merchant_id, id, role, password_hash FROM staff"
        " WHERE lower(account) = lower(?) AND disabled_at IS NULL",
        [](const Row& row) {
            return Login{row.text(0), row.text(1), named<api::Role>(row.text(2)), row.text(3)};
        },
        account);
}

std::optional<Credentials> credentials(Connection& db, const Scope& scope) {
    return db.one(
        "SELECT account, password_hash, pin_hash FROM staff WHERE merchant_id = ? AND id = ? AND disabled_at "
        "IS NULL",
        [](const Row& row) {
            return Credentials{row.text(0), row.text(1), row.optional_text(2)};
        },
        scope.merchant_id, scope.staff_id);
}

bool set_password(Connection& db, const std::string& merchant_id, const std::string& staff_id,
                  const std::optional<std::string>& old_hash, const std::string& hash) {
    const bool changed = db.exec("UPDATE staff SET password_hash = ? WHERE merchant_id = ? AND id = ?"
                                 " AND password_hash = coalesce(?, password_hash)",
                                 hash, merchant_id, staff_id, old_hash) == 1;
    db.exec("DELETE FROM password_reset WHERE merchant_id = ? AND staff_id = ?", merchant_id, staff_id);
    return changed;
}

void set_pin(Connection& db, const std::string& merchant_id, const std::string& staff_id,
             const std::optional<std::string>& pin_hash) {
    db.exec("UPDATE staff SET pin_hash = ?, pin_failures = 0 WHERE merchant_id = ? AND id = ?", pin_hash,
            merchant_id, staff_id);
}

std::int64_t count_wrong_pin(Connection& db, const std::string& merchant_id, const std::string& staff_id) {
    db.exec("UPDATE staff SET pin_failures = pin_failures + 1 WHERE merchant_id = ? AND id = ?", merchant_id,
            staff_id);
    return db
        .one(
            "SELECT pin_failures FROM staff WHERE merchant_id = ? AND id = ?",
            [](const Row& row) { return row.integer(0); }, merchant_id, staff_id)
        .value_or(0);
}

void forget_wrong_pins(Connection& db, const std::string& merchant_id, const std::string& staff_id) {
    db.exec("UPDATE staff SET pin_failures = 0 WHERE merchant_id = ? AND id = ? AND pin_failures > 0",
            merchant_id, staff_id);
}

namespace {

// On staff `f`; values: merchant, own id, store.
constexpr std::string_view is_colleague =
    " FROM staff f WHERE f.merchant_id = ? AND f.id <> ? AND f.pin_hash IS NOT NULL AND f.disabled_at IS NULL"
    " AND f.role IN ('owner', 'manager', 'cashier') AND (f.role = 'owner' OR EXISTS (SELECT 1 FROM "
    "staff_store w"
    "  WHERE w.merchant_id = f.merchant_id AND w.staff_id = f.id AND w.store_id = ?))";

} // namespace

std::vector<api::Colleague> colleagues(Connection& db, const Scope& scope) {
    std::vector<api::Colleague> found;
    db.each(
        "SELECT f.id, f.name, f.role" + std::string{is_colleague} + " ORDER BY f.name, f.id LIMIT 1000",
        [&](const Row& row) {
            found.push_back({row.text(0), row.text(1), named<api::Role>(row.text(2))});
        },
        scope.merchant_id, scope.staff_id, scope.store_id);
    return found;
}

std::optional<ColleagueLogin> find_colleague(Connection& db, const Scope& scope,
                                             const std::string& staff_id) {
    return db.one(
        "SELECT f.role, f.pin_hash" + std::string{is_colleague} + " AND f.id = ?",
        [](const Row& row) {
            return ColleagueLogin{named<api::Role>(row.text(0)), row.text(1)};
        },
        scope.merchant_id, scope.staff_id, scope.store_id, staff_id);
}

bool may_manage(Connection& db, const Scope& scope, const std::string& staff_id) {
    return db
        .one(
            "SELECT 1 FROM staff f WHERE f.merchant_id = ? AND f.id = ? AND f.disabled_at IS NULL AND " +
                std::string{manageable},
            [](const Row&) { return true; }, scope.merchant_id, staff_id, name_of(scope.role),
            name_of(scope.role), scope.staff_id)
        .value_or(false);
}

void insert_reset(Connection& db, const Scope& scope, const std::string& staff_id,
                  const std::string& token_hash, Instant expires_at) {
    db.exec("DELETE FROM password_reset WHERE merchant_id = ? AND staff_id = ?", scope.merchant_id, staff_id);
    db.exec("INSERT INTO password_reset (merchant_id, staff_id, token_hash, made_by, expires_at)"
            " VALUES (?, ?, ?, ?, ?)",
            scope.merchant_id, staff_id, Blob{token_hash}, scope.staff_id, expires_at);
}

std::optional<PasswordReset> find_reset(Connection& db, const std::string& token_hash, Instant now) {
    return db.one(
        "SELECT r.merchant_id, r.staff_id, r.made_by, f.account FROM password_reset r"
        " JOIN staff f ON f.merchant_id = r.merchant_id AND f.id = r.staff_id"
        " WHERE r.token_hash = ? AND r.expires_at > ? AND f.disabled_at IS NULL",
        [](const Row& row) {
            return PasswordReset{row.text(0), row.text(1), row.text(2), row.text(3)};
        },
        Blob{token_hash}, now);
}

void withdraw_links(Connection& db, const Scope& scope, const std::string& staff_id) {
    db.exec("DELETE FROM password_reset WHERE merchant_id = ? AND made_by = ?", scope.merchant_id, staff_id);
    db.exec("DELETE FROM pairing WHERE merchant_id = ? AND made_by = ?", scope.merchant_id, staff_id);
}

void purge_resets(Connection& db, Instant now) {
    db.exec("DELETE FROM password_reset WHERE expires_at <= ?", now);
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
        "SELECT id, kind, name, revoked_at FROM device WHERE merchant_id = ? AND token_hash = ?",
        [](const Row& row) {
            return Device{row.text(0), row.text(1), row.text(2), !row.is_null(3)};
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
    db.exec("INSERT INTO device (merchant_id, id, kind, name, token_hash, created_at, last_seen_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            merchant_id, device.id, device.kind, device.name, Blob{token_hash}, now, now);
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
