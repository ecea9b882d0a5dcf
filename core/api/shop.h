// Messages of running the shop: its people and devices, its stores and lanes, what it sells. Collections come
// in pages of at most `page_items`; `next` is the cursor of the page after, absent on the last.
#pragma once

#include "core/api/messages.h"
#include "core/base/jpeg.h"
#include "core/settlement/settlement.h"

namespace hexiao::api {

inline constexpr std::int64_t page_items = 100;
// What a session or a day lists whole (Session::stores, Store::lanes, Today::products) can only grow so far.
inline constexpr std::int64_t most_stores = 1000;
inline constexpr std::int64_t most_lanes = 200;
inline constexpr std::int64_t most_products = 1000;

// The answer to every command that makes something new; the same for every retry under its key, but for
// `replayed`.
struct Created {
    static constexpr std::string_view wire_name = "Created";
    std::string id;
    std::string key;
    bool replayed = false;

    template <class V>
    static void fields(V& v) {
        v("id", &Created::id, wire::uuid());
        v("key", &Created::key, wire::uuid());
        v("replayed", &Created::replayed, wire::any());
    }
};

// Whether somebody may sign in, a lane may be stood at, a product may be sold.
struct Switch {
    static constexpr std::string_view wire_name = "Switch";
    bool on = true;

    template <class V>
    static void fields(V& v) {
        v("on", &Switch::on, wire::any());
    }
};

// --- people and devices ---

struct StaffSettings {
    static constexpr std::string_view wire_name = "StaffSettings";
    std::string name;
    Role role = Role::other;
    std::vector<std::string> store_ids; // ignored for owners, who work at every store

    template <class V>
    static void fields(V& v) {
        v("name", &StaffSettings::name, wire::text(1, 64));
        v("role", &StaffSettings::role, wire::any());
        v("store_ids", &StaffSettings::store_ids, wire::items(most_stores));
    }
    friend bool operator==(const StaffSettings&, const StaffSettings&) = default;
};

struct NewStaff {
    static constexpr std::string_view wire_name = "NewStaff";
    std::string account;
    StaffSettings settings;
    std::optional<Secret> password; // without one they choose it themselves, by a one-time link

    template <class V>
    static void fields(V& v) {
        v("account", &NewStaff::account, wire::text(1, 64));
        v("settings", &NewStaff::settings, wire::any());
        v("password", &NewStaff::password, wire::text(8, 128));
    }
};

struct StaffMember {
    static constexpr std::string_view wire_name = "StaffMember";
    std::string id;
    std::string account;
    StaffSettings settings;
    bool enabled = true;
    bool may_change = false; // by whoever asked

    template <class V>
    static void fields(V& v) {
        v("id", &StaffMember::id, wire::uuid());
        v("account", &StaffMember::account, wire::text(1, 64));
        v("settings", &StaffMember::settings, wire::any());
        v("enabled", &StaffMember::enabled, wire::any());
        v("may_change", &StaffMember::may_change, wire::any());
    }
};

struct StaffPage {
    static constexpr std::string_view wire_name = "StaffPage";
    std::vector<StaffMember> items;
    std::optional<std::string> next;

    template <class V>
    static void fields(V& v) {
        v("items", &StaffPage::items, wire::items(page_items));
        v("next", &StaffPage::next, wire::uuid());
    }
};

struct DeviceDetails {
    static constexpr std::string_view wire_name = "DeviceDetails";
    std::string id;
    std::string kind;    // "phone", "tablet", "desk"
    std::string purpose; // "staff", "display"
    std::string name;
    bool paired = false; // holds a key of its own, confirmed on an owner's screen
    bool revoked = false;
    Instant created_at;
    std::optional<Instant> seen_at; // to about five minutes
    std::optional<DisplayContent> display{};
    std::optional<std::int64_t> unsent{}; // done while cut off, as it last said; absent: it never said
    std::optional<std::int64_t> leases{}; // that it holds

    template <class V>
    static void fields(V& v) {
        v("id", &DeviceDetails::id, wire::uuid());
        v("kind", &DeviceDetails::kind, wire::text(1, 16));
        v("purpose", &DeviceDetails::purpose, wire::text(1, 16));
        v("name", &DeviceDetails::name, wire::text(1, 64));
        v("paired", &DeviceDetails::paired, wire::any());
        v("revoked", &DeviceDetails::revoked, wire::any());
        v("created_at", &DeviceDetails::created_at, wire::any());
        v("seen_at", &DeviceDetails::seen_at, wire::any());
        v("display", &DeviceDetails::display, wire::any());
        v("unsent", &DeviceDetails::unsent, wire::integer(0, 1'000'000));
        v("leases", &DeviceDetails::leases, wire::integer(0, 1'000'000));
    }
};

struct DevicePage {
    static constexpr std::string_view wire_name = "DevicePage";
    std::vector<DeviceDetails> items;
    std::optional<std::string> next;

    template <class V>
    static void fields(V& v) {
        v("items", &DevicePage::items, wire::items(page_items));
        v("next", &DevicePage::next, wire::uuid());
    }
};

struct DeviceSettings {
    static constexpr std::string_view wire_name = "DeviceSettings";
    std::string name;
    std::optional<DisplayContent> display{}; // of a customers' screen; absent: as it is

    template <class V>
    static void fields(V& v) {
        v("name", &DeviceSettings::name, wire::text(1, 64));
        v("display", &DeviceSettings::display, wire::any());
    }
};

// --- merchant, stores, lanes ---

struct MerchantSettings {
    static constexpr std::string_view wire_name = "MerchantSettings";
    Title title;
    std::int64_t customer_days = 180; // how long customers are kept after their last voucher has ended (ours)
    // Absent from a change: as they were.
    std::optional<bool> automatic{};               // see Session::automatic
    std::optional<queue::Alarms> alarms{};         // when customers wait too long
    std::optional<std::int64_t> success_aim{};     // in hundredths of a per cent
    std::optional<settlement::Rates> commission{}; // what channels keep

    template <class V>
    static void fields(V& v) {
        v("title", &MerchantSettings::title, wire::any());
        v("customer_days", &MerchantSettings::customer_days, wire::integer(1, 3650));
        v("automatic", &MerchantSettings::automatic, wire::any());
        v("alarms", &MerchantSettings::alarms, wire::any());
        v("success_aim", &MerchantSettings::success_aim, wire::integer(1, 10'000));
        v("commission", &MerchantSettings::commission, wire::any());
    }
    friend bool operator==(const MerchantSettings&, const MerchantSettings&) = default;
};

struct StoreSettings {
    static constexpr std::string_view wire_name = "StoreSettings";
    Title title;
    std::string zone;                   // IANA, "Asia/Shanghai"
    std::int64_t cut_minutes = 240;     // local time at which its business day ends
    std::optional<bool> linear_codes{}; // see Store::linear_codes; absent from a change: as it was

    template <class V>
    static void fields(V& v) {
        v("title", &StoreSettings::title, wire::any());
        v("zone", &StoreSettings::zone, wire::text(1, 64));
        v("cut_minutes", &StoreSettings::cut_minutes, wire::integer(0, 1439));
        v("linear_codes", &StoreSettings::linear_codes, wire::any());
    }
    friend bool operator==(const StoreSettings&, const StoreSettings&) = default;
};

struct LaneSettings {
    static constexpr std::string_view wire_name = "LaneSettings";
    Title title;
    std::optional<Line> line{}; // absent: everybody's

    template <class V>
    static void fields(V& v) {
        v("title", &LaneSettings::title, wire::any());
        v("line", &LaneSettings::line, wire::any());
    }
    friend bool operator==(const LaneSettings&, const LaneSettings&) = default;
};

struct LaneDetails {
    static constexpr std::string_view wire_name = "LaneDetails";
    std::string id;
    Title title;
    bool in_use = true; // nobody can stand at a retired lane; what happened there keeps its name
    std::optional<Line> line{};

    template <class V>
    static void fields(V& v) {
        v("id", &LaneDetails::id, wire::uuid());
        v("title", &LaneDetails::title, wire::any());
        v("in_use", &LaneDetails::in_use, wire::any());
        v("line", &LaneDetails::line, wire::any());
    }
};

struct StoreDetails {
    static constexpr std::string_view wire_name = "StoreDetails";
    std::string id;
    StoreSettings settings;
    std::vector<LaneDetails> lanes; // retired ones too

    template <class V>
    static void fields(V& v) {
        v("id", &StoreDetails::id, wire::uuid());
        v("settings", &StoreDetails::settings, wire::any());
        v("lanes", &StoreDetails::lanes, wire::items(most_lanes));
    }
};

struct StorePage {
    static constexpr std::string_view wire_name = "StorePage";
    std::vector<StoreDetails> items;
    std::optional<std::string> next;

    template <class V>
    static void fields(V& v) {
        v("items", &StorePage::items, wire::items(page_items));
        v("next", &StorePage::next, wire::uuid());
    }
};

// --- products ---

struct ProductSettings {
    static constexpr std::string_view wire_name = "ProductSettings";
    Title title;
    Title category;
    Money price; // of vouchers that are sold from now on
    std::vector<ContentItem> contents;
    std::vector<Title> conditions;
    std::int64_t valid_days = 90; // of a voucher, from its purchase
    std::int64_t uses = 1;
    std::vector<std::string> store_ids;  // where it may be redeemed
    std::int64_t stock_total = 0;        // vouchers that may be sold in all, those already sold included
    std::optional<stock::Lines> lines{}; // absent from a change: as they were

    template <class V>
    static void fields(V& v) {
        v("title", &ProductSettings::title, wire::any());
        v("category", &ProductSettings::category, wire::any());
        v("price_fen", &ProductSettings::price, wire::integer(0, max_fen));
        v("contents", &ProductSettings::contents, wire::items(100));
        v("conditions", &ProductSettings::conditions, wire::items(50));
        v("valid_days", &ProductSettings::valid_days, wire::integer(1, 3650));
        v("uses", &ProductSettings::uses, wire::integer(1, 9999));
        v("store_ids", &ProductSettings::store_ids, wire::items(most_stores));
        v("stock_total", &ProductSettings::stock_total, wire::integer(0, stock::most));
        v("lines", &ProductSettings::lines, wire::any());
    }
    friend bool operator==(const ProductSettings&, const ProductSettings&) = default;
};

// What a product looks like from now on: a JPEG as core/base/jpeg.h wants it, in base64.
struct NewPicture {
    static constexpr std::string_view wire_name = "NewPicture";
    std::string data;

    template <class V>
    static void fields(V& v) {
        v("data", &NewPicture::data, wire::text(4, most_picture_bytes / 3 * 4));
    }
};

// `picture`, where it has one, is its SHA-256, hexadecimal. Whoever knows that number may see the picture
// (/api/v1/pictures/…): customers do without signing in, and no address ever means another picture.
struct ProductDetails {
    static constexpr std::string_view wire_name = "ProductDetails";
    std::string id;
    ProductSettings settings;
    bool on_sale = true;
    std::int64_t stock_sold = 0;     // vouchers
    std::int64_t stock_redeemed = 0; // uses
    bool may_change = false;         // by whoever asked
    std::optional<std::string> picture{};

    template <class V>
    static void fields(V& v) {
        v("id", &ProductDetails::id, wire::uuid());
        v("settings", &ProductDetails::settings, wire::any());
        v("on_sale", &ProductDetails::on_sale, wire::any());
        v("stock_sold", &ProductDetails::stock_sold, wire::integer(0, stock::most));
        v("stock_redeemed", &ProductDetails::stock_redeemed, wire::integer(0, 1'000'000'000'000));
        v("may_change", &ProductDetails::may_change, wire::any());
        v("picture", &ProductDetails::picture, wire::text(64, 64));
    }
};

inline stock::Level level_of(const ProductDetails& product) noexcept {
    const ProductSettings& settings = product.settings;
    return stock::level_of(product.stock_sold, settings.stock_total, settings.lines.value_or(stock::Lines{}));
}
inline std::int64_t sellable(const ProductDetails& product) noexcept {
    const ProductSettings& settings = product.settings;
    return stock::sellable(product.stock_sold, settings.stock_total, settings.lines.value_or(stock::Lines{}));
}

struct ProductPage {
    static constexpr std::string_view wire_name = "ProductPage";
    std::vector<ProductDetails> items;
    std::optional<std::string> next;

    template <class V>
    static void fields(V& v) {
        v("items", &ProductPage::items, wire::items(page_items));
        v("next", &ProductPage::next, wire::uuid());
    }
};

} // namespace hexiao::api
