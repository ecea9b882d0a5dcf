// See offline.h.
#include "platform/store/offline.h"

#include "platform/store/names.h"

namespace hexiao::store {

offline::Limits offline_limits(Connection& db, const std::string& merchant_id) {
    const auto text = db.one(
        "SELECT offline FROM merchant WHERE id = ?", [](const Row& row) { return row.text(0); }, merchant_id);
    const auto limits = text && !text->empty() ? wire::read<offline::Limits>(*text) : offline::Limits{};
    return limits ? *limits : offline::Limits{}; // it was written through the same description
}

void set_offline_limits(Connection& db, const Scope& scope, const offline::Limits& limits) {
    db.exec("UPDATE merchant SET offline = ? WHERE id = ?", wire::write(limits), scope.merchant_id);
}

std::optional<Signer> find_signer(Connection& db, const std::string& merchant_id,
                                  const std::string& device_id) {
    return db.one(
        "SELECT public_key, revoked_at FROM device WHERE merchant_id = ? AND id = ?",
        [](const Row& row) {
            return Signer{row.optional_text(0), optional_instant(row, 1)};
        },
        merchant_id, device_id);
}

void set_unsent(Connection& db, const Scope& scope, std::int64_t unsent, Instant now) {
    db.exec("UPDATE device SET unsent = ?, last_seen_at = ? WHERE merchant_id = ? AND id = ?", unsent, now,
            scope.merchant_id, scope.device_id);
}

std::optional<Place> find_place(Connection& db, const Scope& scope) {
    return db.one(
        "SELECT t.zone, t.cut_minutes, l.title_zh, l.title_en, f.name, d.name, f.role = 'owner' OR EXISTS"
        " (SELECT 1 FROM staff_store w WHERE w.merchant_id = f.merchant_id AND w.staff_id = f.id"
        "  AND w.store_id = t.id), f.disabled_at"
        " FROM store t"
        " JOIN lane l ON l.merchant_id = t.merchant_id AND l.store_id = t.id AND l.id = ?"
        " JOIN staff f ON f.merchant_id = t.merchant_id AND f.id = ?"
        " JOIN device d ON d.merchant_id = t.merchant_id AND d.id = ?"
        " WHERE t.merchant_id = ? AND t.id = ?",
        [](const Row& row) {
            return Place{row.text(0),
                         static_cast<int>(row.integer(1)),
                         {row.text(2), row.text(3)},
                         row.text(4),
                         row.text(5),
                         row.integer(6) != 0,
                         optional_instant(row, 7)};
        },
        scope.lane_id, scope.staff_id, scope.device_id, scope.merchant_id, scope.store_id);
}

} // namespace hexiao::store
