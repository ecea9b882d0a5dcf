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
        "SELECT id, kind, name FROM device WHERE merchant_id = ? AND token_hash = ? AND revoked_at IS NULL",
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
