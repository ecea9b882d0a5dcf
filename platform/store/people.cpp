// See people.h.
#include "platform/store/people.h"

#include "platform/store/names.h"

namespace hexiao::store {

namespace {

// With a scope: the merchant, whether it sees every store, and whose stores otherwise.
constexpr std::string_view staff_select =
    "SELECT f.id, f.account, f.name, f.role, f.disabled_at FROM staff f"
    " WHERE f.merchant_id = ? AND (? = 1 OR EXISTS (SELECT 1 FROM staff_store s"
    "   JOIN staff_store w ON w.merchant_id = s.merchant_id AND w.store_id = s.store_id"
    "   WHERE s.merchant_id = f.merchant_id AND s.staff_id = f.id AND w.staff_id = ?)) AND ";

// The same, and once more who asks.
std::string device_select() {
    return "SELECT d.id, d.kind, d.purpose, d.name, d.paired_at, d.revoked_at, d.created_at, d.last_seen_at,"
           " d.display, d.unsent, (SELECT count(*) FROM lease e WHERE e.merchant_id = d.merchant_id"
           " AND e.device_id = d.id AND e.state = 'held')"
           " FROM device d WHERE d.merchant_id = ? AND " +
           std::string{visible_device} + " AND ";
}

api::StaffMember read_staff(const Row& row) {
    api::StaffMember member;
    member.id = row.text(0);
    member.account = row.text(1);
    member.settings.name = row.text(2);
    member.settings.role = named<api::Role>(row.text(3));
    member.enabled = row.is_null(4);
    return member;
}

std::optional<api::DisplayContent> read_content(const Row& row, int column) {
    if (row.is_null(column)) {
        return std::nullopt;
    }
    const auto content = wire::read<api::DisplayContent>(row.text(column));
    return content ? std::optional{*content} : std::nullopt;
}

api::DeviceDetails read_device(const Row& row) {
    api::DeviceDetails device;
    device.id = row.text(0);
    device.kind = row.text(1);
    device.purpose = row.text(2);
    device.name = row.text(3);
    device.paired = !row.is_null(4);
    device.revoked = !row.is_null(5);
    device.created_at = row.instant(6);
    if (!row.is_null(7)) {
        device.seen_at = row.instant(7);
    }
    device.display = read_content(row, 8);
    device.unsent = optional_integer(row, 9);
    device.leases = row.integer(10);
    return device;
}

void read_stores(Connection& db, const Scope& scope, api::StaffMember& member) {
    if (member.settings.role == api::Role::owner) {
        return;
    }
    db.each(
        "SELECT store_id FROM staff_store WHERE merchant_id = ? AND staff_id = ? ORDER BY store_id",
        [&](const Row& row) { member.settings.store_ids.push_back(row.text(0)); }, scope.merchant_id,
        member.id);
}

} // namespace

std::vector<api::StaffMember> staff(Connection& db, const Scope& scope, const std::string& after) {
    std::vector<api::StaffMember> found;
    db.each(
        std::string{staff_select} + "f.id > ? ORDER BY f.id LIMIT ?",
        [&](const Row& row) { found.push_back(read_staff(row)); }, scope.merchant_id, scope.everywhere(),
        scope.staff_id, after, api::page_items + 1);
    for (api::StaffMember& member : found) {
        read_stores(db, scope, member);
    }
    return found;
}

std::optional<api::StaffMember> find_staff(Connection& db, const Scope& scope, const std::string& id) {
    auto found = db.one(std::string{staff_select} + "f.id = ?", read_staff, scope.merchant_id,
                        scope.everywhere(), scope.staff_id, id);
    if (found) {
        read_stores(db, scope, *found);
    }
    return found;
}

bool account_exists(Connection& db, const std::string& account) {
    return db
        .one(
            "SELECT 1 FROM staff WHERE lower(account) = lower(?)", [](const Row&) { return true; }, account)
        .value_or(false);
}

std::int64_t count_other_owners(Connection& db, const Scope& scope, const std::string& id) {
    return db
        .one(
            "SELECT count(*) FROM staff WHERE merchant_id = ? AND role = 'owner' AND disabled_at IS NULL"
            " AND id <> ?",
            [](const Row& row) { return row.integer(0); }, scope.merchant_id, id)
        .value_or(0);
}

void update_staff(Connection& db, const Scope& scope, const std::string& id,
                  const api::StaffSettings& settings) {
    db.exec("UPDATE staff SET name = ?, role = ? WHERE merchant_id = ? AND id = ?", settings.name,
            name_of(settings.role), scope.merchant_id, id);
    db.exec("DELETE FROM staff_store WHERE merchant_id = ? AND staff_id = ?", scope.merchant_id, id);
    for (const std::string& store_id : settings.store_ids) {
        db.exec("INSERT INTO staff_store (merchant_id, staff_id, store_id) VALUES (?, ?, ?)",
                scope.merchant_id, id, store_id);
    }
}

void set_staff_enabled(Connection& db, const Scope& scope, const std::string& id, bool enabled, Instant now) {
    db.exec("UPDATE staff SET disabled_at = ? WHERE merchant_id = ? AND id = ?",
            enabled ? std::nullopt : std::optional{now}, scope.merchant_id, id);
}

std::vector<api::DeviceDetails> devices(Connection& db, const Scope& scope, const std::string& after) {
    std::vector<api::DeviceDetails> found;
    db.each(
        device_select() + "d.id > ? ORDER BY d.id LIMIT ?",
        [&](const Row& row) { found.push_back(read_device(row)); }, scope.merchant_id, scope.everywhere(),
        scope.staff_id, scope.staff_id, after, api::page_items + 1);
    return found;
}

std::optional<api::DeviceDetails> find_device_details(Connection& db, const Scope& scope,
                                                      const std::string& id) {
    return db.one(device_select() + "d.id = ?", read_device, scope.merchant_id, scope.everywhere(),
                  scope.staff_id, scope.staff_id, id);
}

void change_device(Connection& db, const Scope& scope, const std::string& id,
                   const api::DeviceSettings& settings) {
    db.exec("UPDATE device SET name = ?, display = coalesce(?, display) WHERE merchant_id = ? AND id = ?",
            settings.name, settings.display ? std::optional{wire::write(*settings.display)} : std::nullopt,
            scope.merchant_id, id);
}

std::optional<api::DisplayContent> display_content(Connection& db, const Scope& scope) {
    return db
        .one(
            "SELECT display FROM device WHERE merchant_id = ? AND id = ?",
            [](const Row& row) { return read_content(row, 0); }, scope.merchant_id, scope.device_id)
        .value_or(std::nullopt);
}

api::Displays displays_of(Connection& db, const Scope& scope, const std::string& store_id, Instant now) {
    api::Displays found;
    db.each(
        "SELECT DISTINCT d.id, d.display FROM session s"
        " JOIN device d ON d.merchant_id = s.merchant_id AND d.id = s.device_id"
        " WHERE s.merchant_id = ? AND s.store_id = ? AND s.revoked_at IS NULL AND s.expires_at > ?"
        " AND d.revoked_at IS NULL AND d.display IS NOT NULL ORDER BY d.id LIMIT ?",
        [&](const Row& row) {
            if (auto content = read_content(row, 1)) {
                found.displays.push_back({row.text(0), std::move(*content)});
            }
        },
        scope.merchant_id, store_id, now, std::int64_t{api::most_displays});
    return found;
}

void revoke_device(Connection& db, const Scope& scope, const std::string& id, Instant now) {
    db.exec("UPDATE device SET revoked_at = ? WHERE merchant_id = ? AND id = ?", now, scope.merchant_id, id);
}

} // namespace hexiao::store
