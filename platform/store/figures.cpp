// See figures.h.
#include "platform/store/figures.h"

#include <algorithm>
#include <limits>
#include <map>

#include "platform/store/names.h"
#include "platform/store/redemptions.h"

namespace hexiao::store {

namespace {

// Redemptions of one store's day that count, with their vouchers.
const std::string counted_of_day =
    " FROM redemption r JOIN voucher v ON v.merchant_id = r.merchant_id AND v.id = r.voucher_id"
    " JOIN customer_order o ON o.merchant_id = v.merchant_id AND o.id = v.order_id"
    " JOIN product p ON p.merchant_id = r.merchant_id AND p.id = r.product_id"
    " WHERE r.merchant_id = ? AND r.store_id = ? AND r.business_day = ? AND NOT " +
    std::string{is_undone};

const std::string ordered_vouchers =
    " FROM customer_order o"
    " JOIN voucher v ON v.merchant_id = o.merchant_id AND v.order_id = o.id"
    " JOIN product p ON p.merchant_id = o.merchant_id AND p.id = o.product_id"
    " WHERE o.merchant_id = ? AND o.bought_at >= ? AND o.bought_at < ?";
const std::string online_here =
    "(o.store_id IS NULL AND EXISTS (SELECT 1 FROM product_store s"
    " WHERE s.merchant_id = o.merchant_id AND s.product_id = o.product_id AND s.store_id = ?))";
const std::string ordered = "SELECT o.product_id, p.title_zh, p.title_en, count(*),"
                            " sum(CASE WHEN v.uses_left < v.uses_total THEN 1 ELSE 0 END)" +
                            ordered_vouchers + " AND ";
const std::string by_product = " GROUP BY o.product_id, p.title_zh, p.title_en";

// A member that is absent is "" here; at most two pieces of time, each from its first instant on.
constexpr std::string_view filters =
    " AND ((r.at >= ? AND r.at < ?) OR (r.at >= ? AND r.at < ?)) AND (? = '' OR r.product_id = ?)"
    " AND (? = '' OR EXISTS (SELECT 1 FROM product p JOIN product q ON q.merchant_id = p.merchant_id"
    "   AND q.category_zh = p.category_zh AND q.category_en = p.category_en"
    "   WHERE p.merchant_id = r.merchant_id AND p.id = r.product_id AND q.id = ?))"
    " AND (? = '' OR v.channel = ?) AND (? = '' OR r.staff_id = ?) AND (? = '' OR r.lane_id = ?)"
    " AND (? = '' OR (? = 'undone' AND u.id IS NOT NULL) OR (? = 'done' AND u.id IS NULL)"
    "   OR (? = 'late' AND u.id IS NULL AND r.at - o.bought_at > ?))"
    " AND (? = '' OR (r.at, r.id) < (SELECT a.at, a.id FROM redemption a WHERE a.merchant_id = r.merchant_id"
    "   AND a.store_id = r.store_id AND a.id = ?))"
    " ORDER BY r.at DESC, r.id DESC LIMIT ?";

constexpr insight::Span always{{0}, {std::numeric_limits<std::int64_t>::max()}};
constexpr insight::Span never{{0}, {0}};

} // namespace

std::vector<MinuteSum> redeemed_by_minute(Connection& db, const Scope& scope, const std::string& store_id,
                                          const std::string& business_day) {
    std::vector<MinuteSum> minutes;
    db.each(
        "SELECT r.at / 60000, sum(r.uses), sum(r.amount_fen) FROM redemption r"
        " WHERE r.merchant_id = ? AND r.store_id = ? AND r.business_day = ? AND NOT " +
            std::string{is_undone} + " GROUP BY r.at / 60000 ORDER BY 1",
        [&](const Row& row) {
            minutes.push_back({{row.integer(0) * 60'000}, {row.integer(1), {row.integer(2)}}});
        },
        scope.merchant_id, store_id, business_day);
    return minutes;
}

api::Timeliness timeliness(Connection& db, const Scope& scope, const std::string& store_id,
                           const std::string& business_day) {
    api::Timeliness found;
    db.each(
        "SELECT coalesce(sum(r.uses), 0),"
        " coalesce(sum(CASE WHEN r.at - o.bought_at <= ? THEN r.uses ELSE 0 END), 0),"
        " coalesce(sum((r.at - o.bought_at) / 1000 * r.uses), 0)" +
            counted_of_day,
        [&](const Row& row) {
            found.redeemed = row.integer(0);
            found.on_time = row.integer(1);
            if (found.redeemed > 0) {
                found.mean_s = std::max<std::int64_t>(row.integer(2) / found.redeemed, 0);
            }
        },
        std::int64_t{insight::timely.count()}, scope.merchant_id, store_id, business_day);
    return found;
}

api::Success success(Connection& db, const Scope& scope, const std::string& store_id, Instant from,
                     Instant until) {
    std::map<std::string, api::SuccessLine> lines;
    const auto add = [&](const Row& row) {
        api::SuccessLine& line = lines[row.text(0)];
        line.product_id = row.text(0);
        line.title = {row.text(1), row.text(2)};
        line.ordered += row.integer(3);
        line.redeemed += row.integer(4);
    };
    db.each(ordered + "o.store_id = ?" + by_product, add, scope.merchant_id, from, until, store_id);
    db.each(ordered + online_here + by_product, add, scope.merchant_id, from, until, store_id);
    api::Success found{from, until, 0, 0, {}};
    for (auto& [id, line] : lines) {
        found.ordered += line.ordered;
        found.redeemed += line.redeemed;
        if (found.lines.size() < static_cast<std::size_t>(api::most_products)) {
            found.lines.push_back(std::move(line));
        }
    }
    return found;
}

std::vector<api::OrderedVoucher> find_ordered(Connection& db, const Scope& scope, const std::string& store_id,
                                              const api::FindOrdered& wanted) {
    const std::string product = wanted.product_id.value_or(std::string{});
    const std::string after = wanted.after.value_or(std::string{});
    const std::string_view use = !wanted.redeemed ? "" : *wanted.redeemed ? "used" : "unused";
    std::vector<api::OrderedVoucher> found;
    db.each(
        "SELECT v.id, p.title_zh, p.title_en, v.channel, v.code_last4, o.bought_at,"
        " CASE WHEN v.uses_left < v.uses_total THEN 1 ELSE 0 END" +
            ordered_vouchers + " AND (o.store_id = ? OR " + online_here +
            ") AND (? = '' OR o.product_id = ?)"
            " AND (? = '' OR (? = 'used' AND v.uses_left < v.uses_total)"
            "   OR (? = 'unused' AND v.uses_left = v.uses_total))"
            " AND (? = '' OR (o.bought_at, v.id) < (SELECT b.bought_at, a.id FROM voucher a"
            "   JOIN customer_order b ON b.merchant_id = a.merchant_id AND b.id = a.order_id"
            "   WHERE a.merchant_id = o.merchant_id AND a.id = ?))"
            " ORDER BY o.bought_at DESC, v.id DESC LIMIT ?",
        [&](const Row& row) {
            found.push_back({row.text(0),
                             {row.text(1), row.text(2)},
                             named<Channel>(row.text(3)),
                             row.text(4),
                             row.instant(5),
                             row.integer(6) != 0});
        },
        scope.merchant_id, wanted.from, wanted.until, store_id, store_id, product, product, use, use, use,
        after, after, api::page_items + 1);
    return found;
}

std::vector<api::SettlementLine> revenue_lines(Connection& db, const Scope& scope,
                                               const std::string& store_id, const std::string& business_day) {
    std::vector<api::SettlementLine> lines;
    db.each(
        "SELECT v.channel, p.category_zh, p.category_en, sum(r.uses), sum(r.amount_fen),"
        " (SELECT min(q.id) FROM product q WHERE q.merchant_id = ? AND q.category_zh = p.category_zh"
        "   AND q.category_en = p.category_en)" +
            counted_of_day + " GROUP BY v.channel, p.category_zh, p.category_en ORDER BY 1, 2, 3",
        [&](const Row& row) {
            api::SettlementLine& line = lines.emplace_back();
            line.channel = named<Channel>(row.text(0));
            line.category = {row.text(1), row.text(2)};
            line.redeemed = row.integer(3);
            line.revenue = {row.integer(4)};
            line.product_id = row.text(5);
        },
        scope.merchant_id, scope.merchant_id, store_id, business_day);
    return lines;
}

std::vector<api::FoundRedemption> find_redemptions(Connection& db, const Scope& scope,
                                                   const std::string& store_id,
                                                   const api::FindRedemptions& wanted,
                                                   const std::vector<insight::Span>& hours) {
    const auto text = [](const std::optional<std::string>& member) { return member.value_or(std::string{}); };
    const std::string product = text(wanted.product_id), category = text(wanted.category_of),
                      staff = text(wanted.staff_id), lane = text(wanted.lane_id), after = text(wanted.after);
    const auto channel = optional_name(wanted.channel).value_or(std::string_view{});
    const auto state = optional_name(wanted.state).value_or(std::string_view{});
    const insight::Span first = !wanted.hour ? always : hours.empty() ? never : hours.front();
    const insight::Span second = hours.size() > 1 ? hours[1] : never;
    const std::string which = wanted.redemption_id ? "r.id = ?" : "r.business_day = ?";
    std::vector<api::FoundRedemption> found;
    db.each(
        "SELECT " + std::string{redemption_columns} +
            ", r.business_day, r.voucher_id, v.channel, o.bought_at FROM redemption r"
            " JOIN voucher v ON v.merchant_id = r.merchant_id AND v.id = r.voucher_id"
            " JOIN customer_order o ON o.merchant_id = v.merchant_id AND o.id = v.order_id"
            " LEFT JOIN undone u ON u.merchant_id = r.merchant_id AND u.redemption_id = r.id" +
            std::string{redemption_names} + " WHERE r.merchant_id = ? AND r.store_id = ? AND " + which +
            std::string{filters},
        [&](const Row& row) {
            constexpr int next = redemption_column_count;
            found.push_back({read_redemption(row), row.text(next), row.text(next + 1),
                             named<Channel>(row.text(next + 2)), row.instant(next + 3)});
        },
        scope.merchant_id, store_id, text(wanted.redemption_id ? wanted.redemption_id : wanted.business_day),
        first.from, first.until, second.from, second.until, product, product, category, category, channel,
        channel, staff, staff, lane, lane, state, state, state, state, std::int64_t{insight::timely.count()},
        after, after, api::page_items + 1);
    return found;
}

} // namespace hexiao::store
