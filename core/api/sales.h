// Messages about vouchers over the counter of the shop: selling, finding, following and taking them back;
// about the days that were closed; and everything about one customer.
#pragma once

#include "core/api/privacy.h"
#include "core/api/shop.h"

namespace hexiao::api {

inline constexpr std::int64_t most_sold_at_once = 100; // vouchers in one sale
inline constexpr std::int64_t most_found = 100;

struct SaleItem {
    static constexpr std::string_view wire_name = "SaleItem";
    std::string product_id;
    std::int64_t quantity = 1;

    template <class V>
    static void fields(V& v) {
        v("product_id", &SaleItem::product_id, wire::uuid());
        v("quantity", &SaleItem::quantity, wire::integer(1, most_sold_at_once));
    }
};

// Sells house vouchers at what they cost now, or gives them away.
struct SaleRequest {
    static constexpr std::string_view wire_name = "SaleRequest";
    std::vector<SaleItem> items; // at least one
    bool gift = false;           // issued for nothing
    std::optional<CustomerDetails> customer;

    template <class V>
    static void fields(V& v) {
        v("items", &SaleRequest::items, wire::items(20));
        v("gift", &SaleRequest::gift, wire::any());
        v("customer", &SaleRequest::customer, wire::any());
    }
};

// `code`, and `page`, the token in the address of the customer's own page (/v/<page>), are told to whoever
// holds the key of the sale and kept nowhere.
struct SoldVoucher {
    static constexpr std::string_view wire_name = "SoldVoucher";
    std::string id;
    Secret code;
    Secret page;
    Instant valid_until; // exclusive

    template <class V>
    static void fields(V& v) {
        v("id", &SoldVoucher::id, wire::uuid());
        v("code", &SoldVoucher::code, wire::text(0, 64));
        v("page", &SoldVoucher::page, wire::text(0, 64));
        v("valid_until", &SoldVoucher::valid_until, wire::any());
    }
};

struct SoldOrder {
    static constexpr std::string_view wire_name = "SoldOrder";
    std::string id;
    std::string product_id;
    Title title;
    Money amount;
    std::vector<SoldVoucher> vouchers;

    template <class V>
    static void fields(V& v) {
        v("id", &SoldOrder::id, wire::uuid());
        v("product_id", &SoldOrder::product_id, wire::uuid());
        v("title", &SoldOrder::title, wire::any());
        v("amount_fen", &SoldOrder::amount, wire::integer(0, most_sold_at_once * max_fen));
        v("vouchers", &SoldOrder::vouchers, wire::items(most_sold_at_once));
    }
};

// One order for each product.
struct Sale {
    static constexpr std::string_view wire_name = "Sale";
    std::vector<SoldOrder> orders;
    std::optional<std::string> customer_id;
    std::string key;
    bool replayed = false;
    Instant server_time;

    template <class V>
    static void fields(V& v) {
        v("orders", &Sale::orders, wire::items(20));
        v("customer_id", &Sale::customer_id, wire::uuid());
        v("key", &Sale::key, wire::uuid());
        v("replayed", &Sale::replayed, wire::any());
        v("server_time", &Sale::server_time, wire::any());
    }
};

// By the whole code; by its last four characters and the product; or by the order. Exactly one of the three.
struct FindVouchers {
    static constexpr std::string_view wire_name = "FindVouchers";
    std::optional<Secret> code;
    std::optional<std::string> product_id;
    std::optional<std::string> code_last4;
    std::optional<std::string> order_id;

    template <class V>
    static void fields(V& v) {
        v("code", &FindVouchers::code, wire::text(1, static_cast<std::int64_t>(max_credential_bytes)));
        v("product_id", &FindVouchers::product_id, wire::uuid());
        v("code_last4", &FindVouchers::code_last4, wire::text(4, 4));
        v("order_id", &FindVouchers::order_id, wire::uuid());
    }
};

struct VoucherDetails {
    static constexpr std::string_view wire_name = "VoucherDetails";
    std::string id;
    std::string order_id;
    std::string product_id;
    Title title;
    Channel channel = Channel::other;
    std::string code_last4;
    VoucherState state = VoucherState::other;
    Money price;
    Instant valid_from;
    Instant valid_until; // exclusive
    std::int64_t uses_total = 1;
    std::int64_t uses_left = 0;

    template <class V>
    static void fields(V& v) {
        v("id", &VoucherDetails::id, wire::uuid());
        v("order_id", &VoucherDetails::order_id, wire::uuid());
        v("product_id", &VoucherDetails::product_id, wire::uuid());
        v("title", &VoucherDetails::title, wire::any());
        v("channel", &VoucherDetails::channel, wire::any());
        v("code_last4", &VoucherDetails::code_last4, wire::text(4, 4));
        v("state", &VoucherDetails::state, wire::any());
        v("price_fen", &VoucherDetails::price, wire::integer(0, max_fen));
        v("valid_from", &VoucherDetails::valid_from, wire::any());
        v("valid_until", &VoucherDetails::valid_until, wire::any());
        v("uses_total", &VoucherDetails::uses_total, wire::integer(1, 9999));
        v("uses_left", &VoucherDetails::uses_left, wire::integer(0, 9999));
    }
};

// The newest first.
struct FoundVouchers {
    static constexpr std::string_view wire_name = "FoundVouchers";
    std::vector<VoucherDetails> items;

    template <class V>
    static void fields(V& v) {
        v("items", &FoundVouchers::items, wire::items(most_found));
    }
};

// Why a voucher is taken back. A word of a list instead of a sentence, so that no name or number of a
// customer gets into books that nobody can erase.
enum class RevokeReason : std::uint8_t { other, customer_asked, wrong_sale, code_lost, misuse };
std::span<const std::string_view> enum_names(RevokeReason) noexcept;

struct RevokeRequest {
    static constexpr std::string_view wire_name = "RevokeRequest";
    RevokeReason reason = RevokeReason::other;

    template <class V>
    static void fields(V& v) {
        v("reason", &RevokeRequest::reason, wire::any());
    }
};

enum class VoucherEventKind : std::uint8_t { other, sold, redeemed, revoked, undone };
std::span<const std::string_view> enum_names(VoucherEventKind) noexcept;

// One thing that happened to a voucher. What a channel or an older build wrote names less.
struct VoucherEvent {
    static constexpr std::string_view wire_name = "VoucherEvent";
    std::string id;
    VoucherEventKind kind = VoucherEventKind::other;
    Instant at;
    std::optional<std::string> staff_name;
    std::optional<std::string> device_name;
    std::optional<Title> store;
    std::optional<Title> lane;
    std::optional<std::int64_t> uses;     // with `redeemed` and `undone`
    std::optional<Money> amount;          // paid, or worth
    std::optional<RevokeReason> why;      // with `revoked`
    std::optional<bool> stock_returned;   // with `revoked` and `undone`
    std::optional<UndoReason> undone_why; // with `undone`, where a manager did it
    std::optional<std::int64_t> position; // of its entry in the journal, once it is numbered

    template <class V>
    static void fields(V& v) {
        v("id", &VoucherEvent::id, wire::uuid());
        v("kind", &VoucherEvent::kind, wire::any());
        v("at", &VoucherEvent::at, wire::any());
        v("staff_name", &VoucherEvent::staff_name, wire::text(1, 64));
        v("device_name", &VoucherEvent::device_name, wire::text(1, 64));
        v("store", &VoucherEvent::store, wire::any());
        v("lane", &VoucherEvent::lane, wire::any());
        v("uses", &VoucherEvent::uses, wire::integer(1, 9999));
        v("amount_fen", &VoucherEvent::amount, wire::integer(0, most_sold_at_once * max_fen));
        v("why", &VoucherEvent::why, wire::any());
        v("stock_returned", &VoucherEvent::stock_returned, wire::any());
        v("undone_why", &VoucherEvent::undone_why, wire::any());
        v("position", &VoucherEvent::position, wire::integer(1, 1'000'000'000'000));
    }
};

// In the order in which it happened.
struct VoucherHistory {
    static constexpr std::string_view wire_name = "VoucherHistory";
    VoucherDetails voucher;
    std::vector<VoucherEvent> items;
    std::optional<std::string> next;

    template <class V>
    static void fields(V& v) {
        v("voucher", &VoucherHistory::voucher, wire::any());
        v("items", &VoucherHistory::items, wire::items(page_items));
        v("next", &VoucherHistory::next, wire::uuid());
    }
};

// `done`, and `replayed` where somebody had taken it back before; `refused` with already_redeemed where
// nothing was left of it.
struct RevokeAnswer {
    static constexpr std::string_view wire_name = "RevokeAnswer";
    Outcome outcome = Outcome::other;
    Reason reason = Reason::none;
    bool replayed = false;
    std::optional<VoucherEvent> revocation; // with `done`
    std::optional<Previous> previous;       // with already_redeemed
    VoucherDetails voucher;
    Instant server_time;

    template <class V>
    static void fields(V& v) {
        v("outcome", &RevokeAnswer::outcome, wire::any());
        v("reason", &RevokeAnswer::reason, wire::any());
        v("replayed", &RevokeAnswer::replayed, wire::any());
        v("revocation", &RevokeAnswer::revocation, wire::any());
        v("previous", &RevokeAnswer::previous, wire::any());
        v("voucher", &RevokeAnswer::voucher, wire::any());
        v("server_time", &RevokeAnswer::server_time, wire::any());
    }
};

// --- the close of a day ---

// What one person, lane, product or channel did, or all of them.
struct DayLine {
    static constexpr std::string_view wire_name = "DayLine";
    std::string id;                  // of a channel its name; "" of the whole day
    std::optional<Title> title;      // of a lane or a product
    std::optional<std::string> name; // of a person
    std::int64_t redeemed = 0;       // uses
    Money redeemed_amount;           // what these uses are worth
    std::int64_t sold = 0;           // vouchers; never at a lane
    Money sold_amount;               // what was paid for them

    template <class V>
    static void fields(V& v) {
        v("id", &DayLine::id, wire::text(0, 36));
        v("title", &DayLine::title, wire::any());
        v("name", &DayLine::name, wire::text(1, 64));
        v("redeemed", &DayLine::redeemed, wire::integer(0, 1'000'000'000));
        v("redeemed_fen", &DayLine::redeemed_amount, wire::integer(0, 1'000'000 * max_fen));
        v("sold", &DayLine::sold, wire::integer(0, 1'000'000'000));
        v("sold_fen", &DayLine::sold_amount, wire::integer(0, 1'000'000 * max_fen));
    }
    friend bool operator==(const DayLine&, const DayLine&) = default;
};

struct DayTotals {
    static constexpr std::string_view wire_name = "DayTotals";
    DayLine all;
    std::vector<DayLine> staff;
    std::vector<DayLine> lanes;
    std::vector<DayLine> products;
    std::vector<DayLine> channels;

    template <class V>
    static void fields(V& v) {
        v("all", &DayTotals::all, wire::any());
        v("staff", &DayTotals::staff, wire::items(10'000));
        v("lanes", &DayTotals::lanes, wire::items(most_lanes));
        v("products", &DayTotals::products, wire::items(most_products));
        v("channels", &DayTotals::channels, wire::items(16));
    }
    friend bool operator==(const DayTotals&, const DayTotals&) = default;
};

// A day that is over needs nothing more to be closed.
struct CloseDay {
    static constexpr std::string_view wire_name = "CloseDay";
    template <class V>
    static void fields(V& /*v*/) {}
};

struct ClosedDay {
    static constexpr std::string_view wire_name = "ClosedDay";
    std::string store_id;
    std::string business_day;
    std::int64_t version = 1; // what was corrected after a close makes the next
    Instant closed_at;
    std::string staff_id; // who closed it
    DayTotals totals;

    template <class V>
    static void fields(V& v) {
        v("store_id", &ClosedDay::store_id, wire::uuid());
        v("business_day", &ClosedDay::business_day, wire::text(10, 10));
        v("version", &ClosedDay::version, wire::integer(1, 1'000'000));
        v("closed_at", &ClosedDay::closed_at, wire::any());
        v("staff_id", &ClosedDay::staff_id, wire::uuid());
        v("totals", &ClosedDay::totals, wire::any());
    }
};

// One day in a list: its newest version.
struct ClosedDayItem {
    static constexpr std::string_view wire_name = "ClosedDayItem";
    std::string business_day;
    std::int64_t version = 1;
    Instant closed_at;
    DayLine all;

    template <class V>
    static void fields(V& v) {
        v("business_day", &ClosedDayItem::business_day, wire::text(10, 10));
        v("version", &ClosedDayItem::version, wire::integer(1, 1'000'000));
        v("closed_at", &ClosedDayItem::closed_at, wire::any());
        v("all", &ClosedDayItem::all, wire::any());
    }
};

// The newest day first; the cursor is a day.
struct ClosedDayPage {
    static constexpr std::string_view wire_name = "ClosedDayPage";
    std::vector<ClosedDayItem> items;
    std::optional<std::string> next;

    template <class V>
    static void fields(V& v) {
        v("items", &ClosedDayPage::items, wire::items(page_items));
        v("next", &ClosedDayPage::next, wire::text(10, 10));
    }
};

// --- everything about one customer ---

struct ExportedVoucher {
    static constexpr std::string_view wire_name = "ExportedVoucher";
    VoucherDetails voucher;
    std::vector<VoucherEvent> events; // without the names of staff and devices

    template <class V>
    static void fields(V& v) {
        v("voucher", &ExportedVoucher::voucher, wire::any());
        v("events", &ExportedVoucher::events, wire::items(10'001));
    }
};

// `commitment` is SHA-256 over the bytes of `salt` and then the digits of the phone number: what journal
// entries say of this person. Without the salt, which is erased with them, nobody can tell whom they mean.
struct CustomerExport {
    static constexpr std::string_view wire_name = "CustomerExport";
    std::string customer_id;
    CustomerDetails details;
    Instant created_at;
    Instant keep_until;
    std::string salt;       // hexadecimal
    std::string commitment; // hexadecimal
    std::vector<ExportedVoucher> vouchers;

    template <class V>
    static void fields(V& v) {
        v("customer_id", &CustomerExport::customer_id, wire::uuid());
        v("details", &CustomerExport::details, wire::any());
        v("created_at", &CustomerExport::created_at, wire::any());
        v("keep_until", &CustomerExport::keep_until, wire::any());
        v("salt", &CustomerExport::salt, wire::text(64, 64));
        v("commitment", &CustomerExport::commitment, wire::text(64, 64));
        v("vouchers", &CustomerExport::vouchers, wire::items(10'000));
    }
};

} // namespace hexiao::api
