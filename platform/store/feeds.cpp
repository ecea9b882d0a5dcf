// See feeds.h.
#include "platform/store/feeds.h"

#include "platform/store/redemptions.h"

namespace hexiao::store {

namespace {

// True of a journal entry `j` whose kind is told.
constexpr std::string_view told =
    "EXISTS (SELECT 1 FROM redemption t WHERE t.merchant_id = j.merchant_id AND t.entry_id = j.id)";
constexpr std::string_view told_before =
    "coalesce((SELECT b.position FROM journal b WHERE b.merchant_id = j.merchant_id AND b.store_id = "
    "j.store_id"
    " AND b.position < j.position"
    " AND EXISTS (SELECT 1 FROM redemption t WHERE t.merchant_id = b.merchant_id AND t.entry_id = b.id)"
    " ORDER BY b.position DESC LIMIT 1), 0)";

std::string select_fed(std::string_view condition) {
    return "SELECT " + std::string{redemption_columns} + ", j.position, " + std::string{told_before} +
           ", r.store_id, r.business_day" + std::string{redemption_tables} + " WHERE j.merchant_id = ? AND " +
           std::string{condition} + " ORDER BY j.position LIMIT ?";
}

Fed read_fed(const Row& row) {
    constexpr int next = redemption_column_count;
    return {row.integer(next), row.integer(next + 1), row.text(next + 2), row.text(next + 3),
            read_redemption(row)};
}

} // namespace

std::vector<Fed> fed_after(Connection& db, const std::string& merchant_id, std::int64_t after,
                           std::int64_t most) {
    std::vector<Fed> found;
    db.each(
        select_fed("j.position > ?"), [&](const Row& row) { found.push_back(read_fed(row)); }, merchant_id,
        after, most);
    return found;
}

std::vector<Fed> fed_after(Connection& db, const std::string& merchant_id, const std::string& store_id,
                           std::int64_t after, std::int64_t most) {
    std::vector<Fed> found;
    db.each(
        select_fed("j.store_id = ? AND j.position > ?"),
        [&](const Row& row) { found.push_back(read_fed(row)); }, merchant_id, store_id, after, most);
    return found;
}

std::optional<FedMark> fed_mark(Connection& db, const Scope& scope, const std::string& store_id,
                                std::int64_t position) {
    return db.one(
        "SELECT r.at, r.business_day FROM journal j"
        " JOIN redemption r ON r.merchant_id = j.merchant_id AND r.entry_id = j.id"
        " WHERE j.merchant_id = ? AND j.store_id = ? AND j.position = ?",
        [](const Row& row) {
            return FedMark{row.instant(0), row.text(1)};
        },
        scope.merchant_id, store_id, position);
}

std::int64_t count_fed_after(Connection& db, const Scope& scope, const std::string& store_id,
                             std::int64_t after, std::int64_t most) {
    return db
        .one(
            "SELECT count(*) FROM (SELECT j.position FROM journal j WHERE j.merchant_id = ? AND j.store_id = "
            "?"
            " AND j.position > ? AND " +
                std::string{told} + " LIMIT ?) fed",
            [](const Row& row) { return row.integer(0); }, scope.merchant_id, store_id, after, most)
        .value_or(0);
}

std::int64_t last_fed(Connection& db, const Scope& scope, const std::string& store_id) {
    return db
        .one(
            "SELECT j.position FROM journal j WHERE j.merchant_id = ? AND j.store_id = ? AND j.position IS "
            "NOT NULL"
            " AND " +
                std::string{told} + " ORDER BY j.position DESC LIMIT 1",
            [](const Row& row) { return row.integer(0); }, scope.merchant_id, store_id)
        .value_or(0);
}

} // namespace hexiao::store
