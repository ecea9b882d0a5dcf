// See feeds.h.
#include "platform/store/feeds.h"

#include "platform/store/redemptions.h"

namespace hexiao::store {

namespace {

// True of a journal entry of that name whose kind is told.
std::string told(const std::string& entry) {
    const auto tells = [&](const std::string& table) {
        return "SELECT 1 FROM " + table + " t WHERE t.merchant_id = " + entry +
               ".merchant_id AND t.entry_id = " + entry + ".id";
    };
    // One EXISTS: of two with OR between them PostgreSQL reads whole tables for each entry.
    return "EXISTS (" + tells("redemption") + " UNION ALL " + tells("undone") + ")";
}

// A redemption is told as it was before anybody undid it; that they did is told by an entry of its own.
std::string select_fed(std::string_view condition) {
    // Each kind for itself: a plan that looks at both at once reads all that was ever told for each entry.
    const auto last_of = [](const std::string& table) {
        return "SELECT * FROM (SELECT b.position AS p FROM journal b WHERE b.merchant_id = j.merchant_id"
               " AND b.store_id = j.store_id AND b.position < j.position AND EXISTS (SELECT 1 FROM " +
               table +
               " t WHERE t.merchant_id = b.merchant_id AND t.entry_id = b.id)"
               " ORDER BY b.position DESC LIMIT 1) AS last_" +
               table;
    };
    static const std::string told_before = "coalesce((SELECT max(p) FROM (" + last_of("redemption") +
                                           " UNION ALL " + last_of("undone") + ") AS told), 0)";
    return "SELECT " + std::string{redemption_columns} + ", j.position, " + told_before +
           ", r.store_id, r.business_day FROM journal j"
           " LEFT JOIN undone u ON u.merchant_id = j.merchant_id AND u.entry_id = j.id"
           " LEFT JOIN redemption t ON t.merchant_id = j.merchant_id AND t.entry_id = j.id"
           " JOIN redemption r ON r.merchant_id = j.merchant_id AND r.id = coalesce(u.redemption_id, t.id)" +
           std::string{redemption_names} + " WHERE j.merchant_id = ? AND " + std::string{condition} +
           " ORDER BY j.position LIMIT ?";
}

Fed read_fed(const Row& row) {
    constexpr int next = redemption_column_count;
    api::Redemption redemption = read_redemption(row);
    Fact fact = redemption.undone ? Fact{Undoing{std::move(redemption)}} : Fact{std::move(redemption)};
    return {row.integer(next), row.integer(next + 1), row.text(next + 2), row.text(next + 3),
            std::move(fact)};
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
        "SELECT coalesce(u.at, r.at), coalesce(u.business_day, r.business_day) FROM journal j"
        " LEFT JOIN undone u ON u.merchant_id = j.merchant_id AND u.entry_id = j.id"
        " LEFT JOIN redemption r ON r.merchant_id = j.merchant_id AND r.entry_id = j.id"
        " WHERE j.merchant_id = ? AND j.store_id = ? AND j.position = ?"
        " AND coalesce(u.id, r.id) IS NOT NULL",
        [](const Row& row) {
            return FedMark{row.instant(0), row.text(1)};
        },
        scope.merchant_id, store_id, position);
}

std::int64_t count_fed_after(Connection& db, const Scope& scope, const std::string& store_id,
                             std::int64_t after, std::int64_t most) {
    return db
        .one(
            "SELECT count(*) FROM (SELECT j.position FROM journal j WHERE j.merchant_id = ?"
            " AND j.store_id = ? AND j.position > ? AND " +
                told("j") + " LIMIT ?) fed",
            [](const Row& row) { return row.integer(0); }, scope.merchant_id, store_id, after, most)
        .value_or(0);
}

std::int64_t last_fed(Connection& db, const Scope& scope, const std::string& store_id) {
    return db
        .one(
            "SELECT j.position FROM journal j WHERE j.merchant_id = ? AND j.store_id = ?"
            " AND j.position IS NOT NULL AND " +
                told("j") + " ORDER BY j.position DESC LIMIT 1",
            [](const Row& row) { return row.integer(0); }, scope.merchant_id, store_id)
        .value_or(0);
}

} // namespace hexiao::store
