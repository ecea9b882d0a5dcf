// See sessions.h.
#include "platform/store/sessions.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "platform/store/accounts.h"
#include "platform/store/names.h"

namespace hexiao::store {

void insert_session(Connection& db, const SessionRow& session, const std::string& token_hash, Instant now) {
    db.exec("INSERT INTO session (merchant_id, id, token_hash, staff_id, device_id, store_id, lane_id, "
            "created_at, expires_at, last_seen_at, by_pin) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            session.scope.merchant_id, session.id, Blob{token_hash}, session.scope.staff_id,
            session.scope.device_id, session.scope.store_id, session.scope.lane_id, now, session.expires_at,
            now, session.by_pin ? 1 : 0);
}

std::optional<SessionRow> find_session(Connection& db, const std::string& token_hash, Instant now) {
    auto found = db.one(
        "SELECT s.id, s.expires_at, s.last_seen_at, s.merchant_id, f.role, s.staff_id, s.device_id,"
        " s.store_id, s.lane_id, s.by_pin FROM session s"
        " JOIN staff f ON f.merchant_id = s.merchant_id AND f.id = s.staff_id"
        " JOIN device d ON d.merchant_id = s.merchant_id AND d.id = s.device_id"
        " WHERE s.token_hash = ? AND " +
            std::string{session_is_open},
        [](const Row& row) {
            SessionRow session{row.text(0), row.instant(1), {}, row.instant(2), row.integer(9) != 0};
            session.scope = {row.text(3), std::nullopt, named<api::Role>(row.text(4)), row.text(5),
                             row.text(6), row.text(7),  row.optional_text(8)};
            return session;
        },
        Blob{token_hash}, now);
    if (found) {
        Scope& scope = found->scope;
        scope.store_ids = stores_of_staff(db, scope.merchant_id, scope.staff_id, scope.role);
    }
    return found;
}

// Where writers run side by side, whoever takes the role away waits for them: the journal then has what was
// done before what ended it.
bool still_acts(Connection& db, const Scope& scope, const std::string& session_id, Instant now) {
    return db
        .one(
            "SELECT 1 FROM session s"
            " JOIN staff f ON f.merchant_id = s.merchant_id AND f.id = s.staff_id"
            " JOIN device d ON d.merchant_id = s.merchant_id AND d.id = s.device_id"
            " WHERE s.merchant_id = ? AND s.id = ? AND f.id = ? AND f.role = ? AND " +
                std::string{session_is_open} + (db.has_functions() ? " FOR SHARE OF f" : ""),
            [](const Row&) { return true; }, scope.merchant_id, session_id, scope.staff_id,
            name_of(scope.role), now)
        .value_or(false);
}

bool was_on(Connection& db, const std::string& merchant_id, const std::string& staff_id,
            const std::string& device_id) {
    return db
        .one(
            "SELECT 1 FROM session WHERE merchant_id = ? AND staff_id = ? AND device_id = ? LIMIT 1",
            [](const Row&) { return true; }, merchant_id, staff_id, device_id)
        .value_or(false);
}

void set_place(Connection& db, const Scope& scope, const std::string& session_id, const std::string& store_id,
               const std::string& lane_id) {
    db.exec("UPDATE session SET store_id = ?, lane_id = ? WHERE merchant_id = ? AND id = ?", store_id,
            lane_id, scope.merchant_id, session_id);
}

void touch_session(Connection& db, const Scope& scope, const std::string& session_id, Instant now) {
    db.exec("UPDATE session SET last_seen_at = ? WHERE merchant_id = ? AND id = ?", now, scope.merchant_id,
            session_id);
    db.exec("UPDATE device SET last_seen_at = ? WHERE merchant_id = ? AND id = ?", now, scope.merchant_id,
            scope.device_id);
}

std::vector<api::SessionItem> open_sessions(Connection& db, const Scope& scope, const std::string& session_id,
                                            Instant now) {
    std::vector<api::SessionItem> found;
    db.each(
        "SELECT s.id, s.staff_id, f.name, f.role, s.device_id, d.name, st.title_zh, st.title_en, "
        "s.created_at,"
        " s.last_seen_at, s.expires_at FROM session s"
        " JOIN staff f ON f.merchant_id = s.merchant_id AND f.id = s.staff_id"
        " JOIN device d ON d.merchant_id = s.merchant_id AND d.id = s.device_id"
        " JOIN store st ON st.merchant_id = s.merchant_id AND st.id = s.store_id"
        " WHERE s.merchant_id = ? AND " +
            std::string{session_is_open} + " AND (? = '' OR s.id = ?) AND (f.id = ? OR " +
            std::string{manageable} + ") ORDER BY s.last_seen_at DESC, s.id LIMIT ?",
        [&](const Row& row) {
            found.push_back({row.text(0),
                             row.text(1),
                             row.text(2),
                             named<api::Role>(row.text(3)),
                             row.text(4),
                             row.text(5),
                             {row.text(6), row.text(7)},
                             row.instant(8),
                             row.instant(9),
                             row.instant(10)});
        },
        scope.merchant_id, now, session_id, session_id, scope.staff_id, name_of(scope.role),
        name_of(scope.role), scope.staff_id, api::most_sessions_listed);
    return found;
}

std::vector<std::string> ended_sessions(Connection& db, std::span<const SessionKey> of, Instant now) {
    constexpr std::size_t at_once = 32;
    std::string sql = "SELECT w.column2 FROM (VALUES (?, ?)";
    for (std::size_t i = 1; i < at_once; ++i) {
        sql += ", (?, ?)";
    }
    sql += ") w WHERE w.column2 <> '' AND NOT EXISTS (SELECT 1 FROM session s"
           " JOIN staff f ON f.merchant_id = s.merchant_id AND f.id = s.staff_id"
           " JOIN device d ON d.merchant_id = s.merchant_id AND d.id = s.device_id"
           " WHERE s.merchant_id = w.column1 AND s.id = w.column2 AND " +
           std::string{session_is_open} + ")";
    std::vector<std::string> ended;
    for (; !of.empty(); of = of.subspan(std::min(at_once, of.size()))) {
        std::array<std::string_view, 2 * at_once> wanted{};
        for (std::size_t i = 0; i < std::min(at_once, of.size()); ++i) {
            wanted.at(2 * i) = of[i].merchant_id;
            wanted.at(2 * i + 1) = of[i].id;
        }
        std::apply(
            [&](const auto&... key) {
                db.each(
                    sql, [&](const Row& row) { ended.push_back(row.text(0)); }, key..., now);
            },
            wanted);
    }
    return ended;
}

std::int64_t count_wrong_pin(Connection& db, const Scope& scope, const std::string& session_id) {
    db.exec("UPDATE session SET pin_failures = pin_failures + 1 WHERE merchant_id = ? AND id = ?",
            scope.merchant_id, session_id);
    return db
        .one(
            "SELECT pin_failures FROM session WHERE merchant_id = ? AND id = ?",
            [](const Row& row) { return row.integer(0); }, scope.merchant_id, session_id)
        .value_or(0);
}

bool revoke_session(Connection& db, const Scope& scope, const std::string& session_id, Instant now) {
    return db.exec("UPDATE session SET revoked_at = ? WHERE merchant_id = ? AND id = ? AND revoked_at IS "
                   "NULL",
                   now, scope.merchant_id, session_id) == 1;
}

namespace {

std::vector<std::string> revoke_where(Connection& db, const Scope& scope, std::string_view whose,
                                      const std::string& id, const std::string& except, Instant now) {
    const std::string where =
        " WHERE merchant_id = ? AND " + std::string{whose} + " = ? AND id <> ? AND revoked_at IS NULL";
    std::vector<std::string> ids;
    db.each(
        "SELECT id FROM session" + where + " AND expires_at > ?",
        [&](const Row& row) { ids.push_back(row.text(0)); }, scope.merchant_id, id, except, now);
    db.exec("UPDATE session SET revoked_at = ?" + where, now, scope.merchant_id, id, except);
    return ids;
}

} // namespace

std::vector<std::string> revoke_sessions_of_staff(Connection& db, const Scope& scope,
                                                  const std::string& staff_id, const std::string& except,
                                                  Instant now) {
    return revoke_where(db, scope, "staff_id", staff_id, except, now);
}

std::vector<std::string> revoke_sessions_of_device(Connection& db, const Scope& scope,
                                                   const std::string& device_id, Instant now) {
    return revoke_where(db, scope, "device_id", device_id, {}, now);
}

void purge_sessions(Connection& db, Instant ended_before) {
    db.exec("DELETE FROM session WHERE expires_at < ? OR revoked_at < ?", ended_before, ended_before);
}

} // namespace hexiao::store
