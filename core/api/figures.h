// Messages of what a store's day comes to, and of the rows that each figure is made of. What the figures
// mean: product.md §7, core/insight/insight.h, core/settlement/settlement.h.
#pragma once

#include "core/api/sales.h"
#include "core/settlement/settlement.h"

namespace hexiao::api {

inline constexpr std::int64_t most_uses = 1'000'000'000; // of a day
inline constexpr std::int64_t most_revenue = 1'000'000 * max_fen;

struct HourFigure {
    static constexpr std::string_view wire_name = "HourFigure";
    std::int64_t redeemed = 0; // uses
    Money amount;

    template <class V>
    static void fields(V& v) {
        v("redeemed", &HourFigure::redeemed, wire::integer(0, most_uses));
        v("amount_fen", &HourFigure::amount, wire::integer(0, most_revenue));
    }
    friend bool operator==(const HourFigure&, const HourFigure&) = default;
};

// A business day by the hours of the store's clock, from its cut on.
struct DayRun {
    static constexpr std::string_view wire_name = "DayRun";
    std::string business_day;
    HourFigure whole;
    HourFigure by_now;             // until the clock time that it is now, where the first day is today
    std::vector<HourFigure> hours; // 24

    template <class V>
    static void fields(V& v) {
        v("business_day", &DayRun::business_day, wire::text(10, 10));
        v("whole", &DayRun::whole, wire::any());
        v("by_now", &DayRun::by_now, wire::any());
        v("hours", &DayRun::hours, wire::items(24));
    }
    friend bool operator==(const DayRun&, const DayRun&) = default;
};

struct SuccessLine {
    static constexpr std::string_view wire_name = "SuccessLine";
    std::string product_id;
    Title title;
    std::int64_t ordered = 0;  // vouchers
    std::int64_t redeemed = 0; // of these, used at least once by now

    template <class V>
    static void fields(V& v) {
        v("product_id", &SuccessLine::product_id, wire::uuid());
        v("title", &SuccessLine::title, wire::any());
        v("ordered", &SuccessLine::ordered, wire::integer(0, most_uses));
        v("redeemed", &SuccessLine::redeemed, wire::integer(0, most_uses));
    }
    friend bool operator==(const SuccessLine&, const SuccessLine&) = default;
};

// Of what was ordered at this store, or online of what it serves, `from` then `until` then (exclusive).
struct Success {
    static constexpr std::string_view wire_name = "Success";
    Instant from;
    Instant until;
    std::int64_t ordered = 0;
    std::int64_t redeemed = 0;
    std::vector<SuccessLine> lines;
    std::optional<std::int64_t> aim{}; // in hundredths of a per cent

    template <class V>
    static void fields(V& v) {
        v("from", &Success::from, wire::any());
        v("until", &Success::until, wire::any());
        v("ordered", &Success::ordered, wire::integer(0, most_uses));
        v("redeemed", &Success::redeemed, wire::integer(0, most_uses));
        v("lines", &Success::lines, wire::items(most_products));
        v("aim", &Success::aim, wire::integer(1, 10'000));
    }
    friend bool operator==(const Success&, const Success&) = default;
};

// How long after its order the day's redemptions came, in uses.
struct Timeliness {
    static constexpr std::string_view wire_name = "Timeliness";
    std::int64_t redeemed = 0;
    std::int64_t on_time = 0;             // within 24 hours
    std::optional<std::int64_t> mean_s{}; // where there is anything

    template <class V>
    static void fields(V& v) {
        v("redeemed", &Timeliness::redeemed, wire::integer(0, most_uses));
        v("on_time", &Timeliness::on_time, wire::integer(0, most_uses));
        v("mean_s", &Timeliness::mean_s, wire::integer(0, 10'000'000'000));
    }
    friend bool operator==(const Timeliness&, const Timeliness&) = default;
};

// Of those who took a number on the day and were served. Without arrivals nothing is known of waits.
struct WaitFigures {
    static constexpr std::string_view wire_name = "WaitFigures";
    std::int64_t served = 0;
    std::int64_t over_first = 0; // waited until the first alarm
    std::int64_t over_second = 0;
    std::optional<std::int64_t> mean_s{}, longest_s{};

    template <class V>
    static void fields(V& v) {
        v("served", &WaitFigures::served, wire::integer(0, 1'000'000));
        v("over_first", &WaitFigures::over_first, wire::integer(0, 1'000'000));
        v("over_second", &WaitFigures::over_second, wire::integer(0, 1'000'000));
        v("mean_s", &WaitFigures::mean_s, wire::integer(0, 1'000'000));
        v("longest_s", &WaitFigures::longest_s, wire::integer(0, 1'000'000));
    }
    friend bool operator==(const WaitFigures&, const WaitFigures&) = default;
};

// What one channel owes for one category of the day's redemptions.
struct SettlementLine {
    static constexpr std::string_view wire_name = "SettlementLine";
    Channel channel = Channel::other;
    Title category;
    std::int64_t redeemed = 0; // uses
    Money revenue;
    std::int64_t rate = 0; // of the commission, in hundredths of a per cent
    Money commission;
    Money net;
    std::optional<std::string> expected_on{}; // a day; the business day itself: it is there already
    std::optional<std::string> product_id{};  // one of the category's, which FindRedemptions takes for it

    template <class V>
    static void fields(V& v) {
        v("channel", &SettlementLine::channel, wire::any());
        v("category", &SettlementLine::category, wire::any());
        v("redeemed", &SettlementLine::redeemed, wire::integer(0, most_uses));
        v("revenue_fen", &SettlementLine::revenue, wire::integer(0, most_revenue));
        v("rate", &SettlementLine::rate, wire::integer(0, 10'000));
        v("commission_fen", &SettlementLine::commission, wire::integer(0, most_revenue));
        v("net_fen", &SettlementLine::net, wire::integer(0, most_revenue));
        v("expected_on", &SettlementLine::expected_on, wire::text(10, 10));
        v("product_id", &SettlementLine::product_id, wire::uuid());
    }
    friend bool operator==(const SettlementLine&, const SettlementLine&) = default;
};

struct Settlement {
    static constexpr std::string_view wire_name = "Settlement";
    Money revenue;
    Money commission;
    Money net;
    std::vector<SettlementLine> lines;
    std::optional<settlement::Rates> rates{};

    template <class V>
    static void fields(V& v) {
        v("revenue_fen", &Settlement::revenue, wire::integer(0, most_revenue));
        v("commission_fen", &Settlement::commission, wire::integer(0, most_revenue));
        v("net_fen", &Settlement::net, wire::integer(0, most_revenue));
        v("lines", &Settlement::lines, wire::items(10'000));
        v("rates", &Settlement::rates, wire::any());
    }
    friend bool operator==(const Settlement&, const Settlement&) = default;
};

// What was done at a store on that day while cut off, on paper, or against another device's lease; and what
// became of it until now.
struct OfflineFigures {
    static constexpr std::string_view wire_name = "OfflineFigures";
    std::int64_t kept = 0;
    std::int64_t waiting = 0;
    std::int64_t conflicts = 0;
    std::int64_t open = 0; // of the conflicts
    Money at_stake;        // in the open ones, as far as it is known
    Money lost;            // in those whose loss was accepted
    std::int64_t turned_away = 0;

    template <class V>
    static void fields(V& v) {
        v("kept", &OfflineFigures::kept, wire::integer(0, 1'000'000'000));
        v("waiting", &OfflineFigures::waiting, wire::integer(0, 1'000'000'000));
        v("conflicts", &OfflineFigures::conflicts, wire::integer(0, 1'000'000'000));
        v("open", &OfflineFigures::open, wire::integer(0, 1'000'000'000));
        v("at_stake_fen", &OfflineFigures::at_stake, wire::integer(0, 1'000'000 * max_fen));
        v("lost_fen", &OfflineFigures::lost, wire::integer(0, 1'000'000 * max_fen));
        v("turned_away", &OfflineFigures::turned_away, wire::integer(0, 1'000'000'000));
    }
    friend bool operator==(const OfflineFigures&, const OfflineFigures&) = default;
};

// All figures of one store's business day.
struct DayFigures {
    static constexpr std::string_view wire_name = "DayFigures";
    std::string store_id;
    std::string business_day;
    std::int64_t cut_minutes = 240; // the clock time of the first hour
    std::vector<DayRun> runs;       // the day itself, the one before it, the same weekday of the last week
    DayTotals totals;
    Success success;
    Timeliness timeliness;
    WaitFigures waits;
    Settlement settlement;
    Instant server_time;
    std::optional<OfflineFigures> offline{};

    template <class V>
    static void fields(V& v) {
        v("store_id", &DayFigures::store_id, wire::uuid());
        v("business_day", &DayFigures::business_day, wire::text(10, 10));
        v("cut_minutes", &DayFigures::cut_minutes, wire::integer(0, 1439));
        v("runs", &DayFigures::runs, wire::items(3));
        v("totals", &DayFigures::totals, wire::any());
        v("success", &DayFigures::success, wire::any());
        v("timeliness", &DayFigures::timeliness, wire::any());
        v("waits", &DayFigures::waits, wire::any());
        v("settlement", &DayFigures::settlement, wire::any());
        v("server_time", &DayFigures::server_time, wire::any());
        v("offline", &DayFigures::offline, wire::any());
    }
};

// --- the rows behind them

// `done` counts, `undone` no longer does; `late`: counts, and came more than 24 hours after its order.
enum class RedemptionState : std::uint8_t { other, done, undone, late };
std::span<const std::string_view> enum_names(RedemptionState) noexcept;

// A store's redemptions that are all of this. `business_day`, or `redemption_id` for one of whatever day.
struct FindRedemptions {
    static constexpr std::string_view wire_name = "FindRedemptions";
    std::optional<std::string> business_day{};
    std::optional<std::string> redemption_id{};
    std::optional<std::string> product_id{};
    std::optional<std::string> category_of{}; // of all products in the category of this one
    std::optional<Channel> channel{};
    std::optional<std::string> staff_id{};
    std::optional<std::string> lane_id{};
    std::optional<RedemptionState> state{};
    std::optional<std::int64_t> hour{}; // from the day's cut on
    std::optional<std::string> after{}; // FoundRedemptions::next

    template <class V>
    static void fields(V& v) {
        v("business_day", &FindRedemptions::business_day, wire::text(10, 10));
        v("redemption_id", &FindRedemptions::redemption_id, wire::uuid());
        v("product_id", &FindRedemptions::product_id, wire::uuid());
        v("category_of", &FindRedemptions::category_of, wire::uuid());
        v("channel", &FindRedemptions::channel, wire::any());
        v("staff_id", &FindRedemptions::staff_id, wire::uuid());
        v("lane_id", &FindRedemptions::lane_id, wire::uuid());
        v("state", &FindRedemptions::state, wire::any());
        v("hour", &FindRedemptions::hour, wire::integer(0, 23));
        v("after", &FindRedemptions::after, wire::uuid());
    }
    friend bool operator==(const FindRedemptions&, const FindRedemptions&) = default;
};

struct FoundRedemption {
    static constexpr std::string_view wire_name = "FoundRedemption";
    Redemption redemption;
    std::string business_day;
    std::string voucher_id;
    Channel channel = Channel::other;
    Instant ordered_at;

    template <class V>
    static void fields(V& v) {
        v("redemption", &FoundRedemption::redemption, wire::any());
        v("business_day", &FoundRedemption::business_day, wire::text(10, 10));
        v("voucher_id", &FoundRedemption::voucher_id, wire::uuid());
        v("channel", &FoundRedemption::channel, wire::any());
        v("ordered_at", &FoundRedemption::ordered_at, wire::any());
    }
    friend bool operator==(const FoundRedemption&, const FoundRedemption&) = default;
};

// The newest first.
struct FoundRedemptions {
    static constexpr std::string_view wire_name = "FoundRedemptions";
    std::vector<FoundRedemption> items;
    std::optional<std::string> next{};

    template <class V>
    static void fields(V& v) {
        v("items", &FoundRedemptions::items, wire::items(page_items));
        v("next", &FoundRedemptions::next, wire::uuid());
    }
};

// Vouchers ordered at a store, or online of what it serves, from `from` until `until`, exclusive: at most as
// long as success is told of.
struct FindOrdered {
    static constexpr std::string_view wire_name = "FindOrdered";
    Instant from;
    Instant until;
    std::optional<std::string> product_id{};
    std::optional<bool> redeemed{};     // used at least once by now, or not at all
    std::optional<std::string> after{}; // FoundOrdered::next

    template <class V>
    static void fields(V& v) {
        v("from", &FindOrdered::from, wire::any());
        v("until", &FindOrdered::until, wire::any());
        v("product_id", &FindOrdered::product_id, wire::uuid());
        v("redeemed", &FindOrdered::redeemed, wire::any());
        v("after", &FindOrdered::after, wire::uuid());
    }
};

struct OrderedVoucher {
    static constexpr std::string_view wire_name = "OrderedVoucher";
    std::string voucher_id;
    Title title;
    Channel channel = Channel::other;
    std::string code_last4;
    Instant ordered_at;
    bool redeemed = false;

    template <class V>
    static void fields(V& v) {
        v("voucher_id", &OrderedVoucher::voucher_id, wire::uuid());
        v("title", &OrderedVoucher::title, wire::any());
        v("channel", &OrderedVoucher::channel, wire::any());
        v("code_last4", &OrderedVoucher::code_last4, wire::text(4, 4));
        v("ordered_at", &OrderedVoucher::ordered_at, wire::any());
        v("redeemed", &OrderedVoucher::redeemed, wire::any());
    }
};

// Ordered last comes first.
struct FoundOrdered {
    static constexpr std::string_view wire_name = "FoundOrdered";
    std::vector<OrderedVoucher> items;
    std::optional<std::string> next{};

    template <class V>
    static void fields(V& v) {
        v("items", &FoundOrdered::items, wire::items(page_items));
        v("next", &FoundOrdered::next, wire::uuid());
    }
};

// Somebody who took a number, and how long they waited, or have waited so far.
struct TicketWait {
    static constexpr std::string_view wire_name = "TicketWait";
    Ticket ticket;
    std::int64_t wait_s = 0;
    std::optional<Instant> ended_at{}; // absent while they wait

    template <class V>
    static void fields(V& v) {
        v("ticket", &TicketWait::ticket, wire::any());
        v("wait_s", &TicketWait::wait_s, wire::integer(0, 1'000'000));
        v("ended_at", &TicketWait::ended_at, wire::any());
    }
};

// Who arrived last comes first.
struct TicketWaits {
    static constexpr std::string_view wire_name = "TicketWaits";
    std::vector<TicketWait> items;
    std::optional<std::string> next{};

    template <class V>
    static void fields(V& v) {
        v("items", &TicketWaits::items, wire::items(page_items));
        v("next", &TicketWaits::next, wire::uuid());
    }
};

} // namespace hexiao::api
