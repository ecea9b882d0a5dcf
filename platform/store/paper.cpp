// See paper.h.
#include "platform/store/paper.h"

#include "core/offline/paper.h"
#include "platform/store/names.h"

namespace hexiao::store {

std::int64_t make_forms(Connection& db, const Scope& scope, const std::string& store_id, std::int64_t count,
                        Instant now) {
    const std::int64_t first =
        db.one(
              "SELECT coalesce(max(last), 0) + 1 FROM form_block WHERE merchant_id = ?",
              [](const Row& row) { return row.integer(0); }, scope.merchant_id)
            .value_or(1);
    db.exec(
        "INSERT INTO form_block (merchant_id, first, last, store_id, staff_id, at) VALUES (?, ?, ?, ?, ?, ?)",
        scope.merchant_id, first, first + count - 1, store_id, scope.staff_id, now);
    return first;
}

bool is_form_of(Connection& db, const Scope& scope, const std::string& store_id, std::int64_t form) {
    return db
        .one(
            "SELECT 1 FROM form_block WHERE merchant_id = ? AND store_id = ? AND first <= ? AND last >= ?",
            [](const Row&) { return true; }, scope.merchant_id, store_id, form, form)
        .value_or(false);
}

std::optional<ActionRow> served_on_form(Connection& db, const Scope& scope, std::int64_t form) {
    const auto key = db.one(
        "SELECT key FROM offline_action WHERE merchant_id = ? AND form = ?",
        [](const Row& row) { return row.text(0); }, scope.merchant_id, form);
    return key ? find_action(db, scope.merchant_id, *key) : std::nullopt;
}

bool turned_away_on_form(Connection& db, const Scope& scope, std::int64_t form) {
    return db
        .one(
            "SELECT 1 FROM turned_away WHERE merchant_id = ? AND form = ?", [](const Row&) { return true; },
            scope.merchant_id, form)
        .value_or(false);
}

void insert_turned_away(Connection& db, const Scope& scope, const TurnedAway& one, Instant now) {
    db.exec("INSERT INTO turned_away (merchant_id, id, form, store_id, staff_id, at, product_id, customer_id,"
            " entered_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            scope.merchant_id, one.id, one.form, one.store_id, one.staff_id, one.at, one.product_id,
            one.customer_id, now);
}

std::vector<api::Compensation> compensations(Connection& db, const Scope& scope, const std::string& store_id,
                                             const std::string& before) {
    constexpr std::int64_t page_items = 50;
    std::vector<api::Compensation> found;
    db.each(
        "SELECT t.id, t.form, t.at, p.title_zh, p.title_en, c.id, f.name FROM turned_away t"
        " JOIN staff f ON f.merchant_id = t.merchant_id AND f.id = t.staff_id"
        " LEFT JOIN product p ON p.merchant_id = t.merchant_id AND p.id = t.product_id"
        " LEFT JOIN customer c ON c.merchant_id = t.merchant_id AND c.id = t.customer_id"
        " WHERE t.merchant_id = ? AND t.store_id = ? AND t.id < ? ORDER BY t.id DESC LIMIT ?",
        [&](const Row& row) {
            found.push_back({row.text(0), offline::format_form(row.integer(1)), row.instant(2),
                             optional_title(row, 3), row.optional_text(5), row.text(6)});
        },
        scope.merchant_id, store_id, before.empty() ? std::string{"g"} : before, page_items + 1);
    return found;
}

std::optional<std::string> staff_of_account(Connection& db, const Scope& scope, const std::string& account) {
    return db.one(
        "SELECT id FROM staff WHERE merchant_id = ? AND lower(account) = lower(?)",
        [](const Row& row) { return row.text(0); }, scope.merchant_id, account);
}

} // namespace hexiao::store
