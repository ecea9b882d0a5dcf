// See days.h.
#include "platform/store/days.h"

#include <map>

#include "platform/store/names.h"
#include "platform/store/redemptions.h"

namespace hexiao::store {

namespace {

// Lines by id, while both what was redeemed and what was sold is added to them.
using Lines = std::map<std::string, api::DayLine>;

void add_redeemed(Connection& db, const Scope& scope, const std::string& store_id, const std::string& day,
                  const std::string& by, Lines& lines) {
    db.each(
        "SELECT " + by +
            ", coalesce(sum(r.uses), 0), coalesce(sum(r.amount_fen), 0) FROM redemption r"
            " JOIN voucher v ON v.merchant_id = r.merchant_id AND v.id = r.voucher_id"
            " WHERE r.merchant_id = ? AND r.store_id = ? AND r.business_day = ? AND NOT " +
            std::string{is_undone} + " GROUP BY " + by,
        [&](const Row& row) {
            api::DayLine& line = lines[row.text(0)];
            line.redeemed = row.integer(1);
            line.redeemed_amount = {row.integer(2)};
        },
        scope.merchant_id, store_id, day);
}

void add_sold(Connection& db, const Scope& scope, const std::string& store_id, const std::string& day,
              const std::string& by, Lines& lines) {
    db.each(
        "SELECT " + by +
            ", coalesce(sum(o.quantity), 0), coalesce(sum(o.amount_fen), 0) FROM customer_order o"
            " WHERE o.merchant_id = ? AND o.store_id = ? AND o.business_day = ? GROUP BY " +
            by,
        [&](const Row& row) {
            api::DayLine& line = lines[row.text(0)];
            line.sold = row.integer(1);
            line.sold_amount = {row.integer(2)};
        },
        scope.merchant_id, store_id, day);
}

std::vector<api::DayLine> listed(Lines lines) {
    std::vector<api::DayLine> list;
    for (auto& [id, line] : lines) {
        line.id = id;
        list.push_back(std::move(line));
    }
    return list;
}

template <class Name>
void name_each(Connection& db, const Scope& scope, const char* select, std::vector<api::DayLine>& lines,
               Name&& name) {
    for (api::DayLine& line : lines) {
        db.each(
            select, [&](const Row& row) { name(row, line); }, scope.merchant_id, line.id);
    }
}

api::ClosedDay read_closed_day(const Row& row) {
    api::ClosedDay day{row.text(0), row.text(1), row.integer(2), row.instant(3), row.text(4), {}};
    if (auto totals = wire::read<api::DayTotals>(row.text(5))) { // written through the same description
        day.totals = std::move(*totals);
    }
    return day;
}

} // namespace

api::DayTotals count_day(Connection& db, const Scope& scope, const std::string& store_id,
                         const std::string& business_day) {
    const auto count = [&](const char* redeemed_by, const char* sold_by) {
        Lines lines;
        add_redeemed(db, scope, store_id, business_day, redeemed_by, lines);
        if (sold_by != nullptr) {
            add_sold(db, scope, store_id, business_day, sold_by, lines);
        }
        return listed(std::move(lines));
    };
    api::DayTotals totals;
    totals.staff = count("r.staff_id", "o.staff_id");
    totals.lanes = count("r.lane_id", nullptr);
    totals.products = count("r.product_id", "o.product_id");
    totals.channels = count("v.channel", "o.channel");
    for (const api::DayLine& line : totals.channels) {
        totals.all.redeemed += line.redeemed;
        totals.all.redeemed_amount = totals.all.redeemed_amount + line.redeemed_amount;
        totals.all.sold += line.sold;
        totals.all.sold_amount = totals.all.sold_amount + line.sold_amount;
    }
    return totals;
}

std::optional<api::ClosedDay> find_closed_day(Connection& db, const Scope& scope, const std::string& store_id,
                                              const std::string& business_day) {
    return db.one(
        "SELECT store_id, business_day, version, closed_at, staff_id, totals FROM day_close"
        " WHERE merchant_id = ? AND store_id = ? AND business_day = ? ORDER BY version DESC LIMIT 1",
        read_closed_day, scope.merchant_id, store_id, business_day);
}

void insert_closed_day(Connection& db, const Scope& scope, const api::ClosedDay& day,
                       const std::string& entry_id) {
    db.exec(
        "INSERT INTO day_close (merchant_id, store_id, business_day, version, closed_at, staff_id, totals,"
        " entry_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        scope.merchant_id, day.store_id, day.business_day, day.version, day.closed_at, scope.staff_id,
        wire::write(day.totals), entry_id);
}

std::vector<api::ClosedDayItem> closed_days(Connection& db, const Scope& scope, const std::string& store_id,
                                            const std::string& before) {
    std::vector<api::ClosedDayItem> found;
    db.each(
        "SELECT d.store_id, d.business_day, d.version, d.closed_at, d.staff_id, d.totals FROM day_close d"
        " WHERE d.merchant_id = ? AND d.store_id = ? AND (? = '' OR d.business_day < ?)"
        " AND NOT EXISTS (SELECT 1 FROM day_close n WHERE n.merchant_id = d.merchant_id"
        "   AND n.store_id = d.store_id AND n.business_day = d.business_day AND n.version > d.version)"
        " ORDER BY d.business_day DESC LIMIT ?",
        [&](const Row& row) {
            const api::ClosedDay day = read_closed_day(row);
            found.push_back({day.business_day, day.version, day.closed_at, day.totals.all});
        },
        scope.merchant_id, store_id, before, before, api::page_items + 1);
    return found;
}

void name_lines(Connection& db, const Scope& scope, api::DayTotals& totals) {
    const auto title = [](const Row& row, api::DayLine& line) {
        line.title = api::Title{row.text(0), row.text(1)};
    };
    name_each(db, scope, "SELECT name FROM staff WHERE merchant_id = ? AND id = ?", totals.staff,
              [](const Row& row, api::DayLine& line) { line.name = row.text(0); });
    name_each(db, scope, "SELECT title_zh, title_en FROM lane WHERE merchant_id = ? AND id = ?", totals.lanes,
              title);
    name_each(db, scope, "SELECT title_zh, title_en FROM product WHERE merchant_id = ? AND id = ?",
              totals.products, title);
}

std::vector<std::string> accounts(Connection& db, const Scope& scope, const api::DayTotals& totals) {
    std::vector<std::string> found;
    for (const api::DayLine& line : totals.staff) {
        found.push_back(db.one(
                              "SELECT account FROM staff WHERE merchant_id = ? AND id = ?",
                              [](const Row& row) { return row.text(0); }, scope.merchant_id, line.id)
                            .value_or(line.id));
    }
    return found;
}

} // namespace hexiao::store
