// See alerts.h.
#include "platform/store/alerts.h"

#include "platform/store/names.h"

namespace hexiao::store {

api::Alerts read_alerts(Connection& db, const Scope& scope, const std::string& store_id) {
    api::Alerts alerts;
    db.each(
        "SELECT a.kind, a.until, a.at, f.name FROM alert_seen a"
        " JOIN staff f ON f.merchant_id = a.merchant_id AND f.id = a.staff_id"
        " WHERE a.merchant_id = ? AND a.store_id = ? ORDER BY a.kind",
        [&](const Row& row) {
            alerts.acknowledged.push_back(
                {named<api::AlertKind>(row.text(0)), row.instant(1), row.instant(2), row.text(3)});
        },
        scope.merchant_id, store_id);
    db.each(
        "SELECT max(refused_at) FROM device_head WHERE merchant_id = ?",
        [&](const Row& row) { alerts.journal_refused_at = optional_instant(row, 0); }, scope.merchant_id);
    return alerts;
}

bool acknowledge(Connection& db, const Scope& scope, const std::string& store_id,
                 const api::Acknowledge& seen, Instant now) {
    return db.exec("INSERT INTO alert_seen (merchant_id, store_id, kind, until, at, staff_id)"
                   " VALUES (?, ?, ?, ?, ?, ?)"
                   " ON CONFLICT (merchant_id, store_id, kind) DO UPDATE SET until = excluded.until,"
                   " at = excluded.at, staff_id = excluded.staff_id WHERE alert_seen.until < excluded.until",
                   scope.merchant_id, store_id, name_of(seen.kind), seen.until, now, scope.staff_id) == 1;
}

} // namespace hexiao::store
