// See roster.h.
#include "platform/store/roster.h"

#include "core/journal/journal.h"
#include "platform/store/catalogue.h"
#include "platform/store/names.h"

namespace hexiao::store {

namespace {

constexpr std::string_view row_columns =
    "SELECT v.id, v.product_id, v.mark, v.state, v.uses_left, v.uses_total, v.valid_from, v.valid_until"
    " FROM voucher v JOIN product_store s ON s.merchant_id = v.merchant_id AND s.product_id = v.product_id"
    " AND s.store_id = ? WHERE v.merchant_id = ? AND ";

RosterRow read_row(const Row& row) {
    return {row.text(0),    row.text(1),    row.text(2),    named<VoucherState>(row.text(3)),
            row.integer(4), row.integer(5), row.instant(6), row.instant(7)};
}

// Facts name vouchers one by one, or several with blanks between them.
void take_ids(const JournalEntry& entry, const std::string& fact, std::set<std::string>& into) {
    const auto found = entry.facts.find(fact);
    const auto* text = found == entry.facts.end() ? nullptr : std::get_if<std::string>(&found->second);
    for (std::size_t at = 0; text != nullptr && at < text->size();) {
        const std::size_t end = std::min(text->find(' ', at), text->size());
        if (end > at) {
            into.insert(text->substr(at, end - at));
        }
        at = end + 1;
    }
}

} // namespace

std::vector<api::RosterProduct> roster_products(Connection& db, const Scope& scope) {
    std::vector<api::RosterProduct> products;
    db.each(
        "SELECT p.id, p.title_zh, p.title_en, p.category_zh, p.category_en, p.price_fen, p.shown, i.sha256"
        " FROM product_store s JOIN product p ON p.merchant_id = s.merchant_id AND p.id = s.product_id"
        " LEFT JOIN product_picture i ON i.merchant_id = s.merchant_id AND i.product_id = s.product_id"
        " WHERE s.merchant_id = ? AND s.store_id = ? ORDER BY p.id LIMIT ?",
        [&](const Row& row) {
            api::RosterProduct& product = products.emplace_back();
            product.id = row.text(0);
            product.title = {row.text(1), row.text(2)};
            product.category = {row.text(3), row.text(4)};
            product.price = {row.integer(5)};
            if (auto shown = wire::read<Shown>(row.text(6))) {
                product.contents = std::move(shown->contents);
                product.conditions = std::move(shown->conditions);
            }
            product.picture = row.optional_text(7);
        },
        scope.merchant_id, scope.store_id, api::most_roster_products);
    return products;
}

std::vector<RosterRow> roster_rows(Connection& db, const Scope& scope, const std::string& before,
                                   Instant since, std::int64_t most) {
    std::vector<RosterRow> rows;
    db.each(
        std::string{row_columns} + "v.id < ? AND v.valid_until > ? ORDER BY v.id DESC LIMIT ?",
        [&](const Row& row) { rows.push_back(read_row(row)); }, scope.store_id, scope.merchant_id,
        before.empty() ? std::string{"g"} : before, since, most);
    return rows;
}

std::optional<RosterRow> roster_row(Connection& db, const Scope& scope, const std::string& voucher_id) {
    return db.one(std::string{row_columns} + "v.id = ?", read_row, scope.store_id, scope.merchant_id,
                  voucher_id);
}

Changes changed_vouchers(Connection& db, const Scope& scope, std::int64_t after, std::int64_t most,
                         std::int64_t enough) {
    Changes changes;
    changes.position = after;
    bool cut = false;
    std::int64_t read = 0;
    db.each(
        "SELECT position, bytes FROM journal WHERE merchant_id = ? AND position > ? ORDER BY position LIMIT "
        "?",
        [&](const Row& row) {
            cut = cut || static_cast<std::int64_t>(changes.voucher_ids.size()) > enough;
            if (cut) {
                return;
            }
            ++read;
            changes.position = row.integer(0);
            if (const auto entry = parse_entry(row.text(1))) {
                take_ids(*entry, "voucher_id", changes.voucher_ids);
                take_ids(*entry, "voucher_ids", changes.voucher_ids);
            }
        },
        scope.merchant_id, after, most);
    changes.whole = !cut && read < most;
    return changes;
}

} // namespace hexiao::store
