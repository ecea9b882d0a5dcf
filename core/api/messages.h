// Every message of version 1 of the wire, described once (wire.h). JSON in snake_case, money in fen, instants
// in RFC 3339 UTC, ids as UUID strings. v1 only grows: members are added, never renamed, narrowed or removed.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/api/alerts.h"
#include "core/api/cut_off.h"
#include "core/api/names.h"
#include "core/api/proofs.h"
#include "core/api/queue.h"
#include "core/api/wire.h"
#include "core/base/money.h"
#include "core/base/reason.h"
#include "core/base/secret.h"
#include "core/base/time.h"
#include "core/credential/credential.h"
#include "core/offline/limits.h"
#include "core/redemption/redemption.h"
#include "core/stock/stock.h"

namespace hexiao::api {

// Who somebody is to a merchant. `other` is a role that this build does not know: it may do nothing.
enum class Role : std::uint8_t { other, owner, manager, cashier, display };
std::span<const std::string_view> enum_names(Role) noexcept;

// One of a store's places to be served at.
struct Lane {
    static constexpr std::string_view wire_name = "Lane";
    std::string id;
    Title title;
    std::optional<Line> line{}; // whose customers are called to it; absent: everybody

    template <class V>
    static void fields(V& v) {
        v("id", &Lane::id, wire::uuid());
        v("title", &Lane::title, wire::any());
        v("line", &Lane::line, wire::any());
    }
    friend bool operator==(const Lane&, const Lane&) = default;
};

struct Store {
    static constexpr std::string_view wire_name = "Store";
    std::string id;
    Title title;
    std::int64_t utc_offset_minutes = 480; // of the store's zone, now
    std::int64_t cut_minutes = 240;        // local time at which its business day ends
    std::vector<Lane> lanes;
    std::optional<bool> linear_codes{};    // its scanners read Code 128 too
    std::optional<queue::Alarms> alarms{}; // of the merchant

    template <class V>
    static void fields(V& v) {
        v("id", &Store::id, wire::uuid());
        v("title", &Store::title, wire::any());
        v("utc_offset_minutes", &Store::utc_offset_minutes, wire::integer(-1080, 1080));
        v("cut_minutes", &Store::cut_minutes, wire::integer(0, 1439));
        v("lanes", &Store::lanes, wire::items(200));
        v("linear_codes", &Store::linear_codes, wire::any());
        v("alarms", &Store::alarms, wire::any());
    }
    friend bool operator==(const Store&, const Store&) = default;
};

struct SignInRequest {
    static constexpr std::string_view wire_name = "SignInRequest";
    std::string account;
    Secret password;

    template <class V>
    static void fields(V& v) {
        v("account", &SignInRequest::account, wire::text(1, 64));
        v("password", &SignInRequest::password, wire::text(1, 128));
    }
};

// By which the console sees at once, also without network, that a house QR was not made by this merchant
// (core/credential/house_qr.h).
struct QrKey {
    static constexpr std::string_view wire_name = "QrKey";
    std::int64_t number = 0;
    std::string public_key; // Ed25519, 64 hexadecimal digits

    template <class V>
    static void fields(V& v) {
        v("number", &QrKey::number, wire::integer(0, 0xFFFF));
        v("public_key", &QrKey::public_key, wire::text(64, 64));
    }
    friend bool operator==(const QrKey&, const QrKey&) = default;
};

// What a customers' screen shows, each on its own; `message` is whatever the shop has to say.
struct DisplayContent {
    static constexpr std::string_view wire_name = "DisplayContent";
    bool queue = true;    // the numbers that are served, and next
    bool progress = true; // of today's products, and what was served last
    bool offers = false;  // what is on sale, and at what price
    bool spoken = false;  // numbers are called aloud
    std::optional<Title> message;

    template <class V>
    static void fields(V& v) {
        v("queue", &DisplayContent::queue, wire::any());
        v("progress", &DisplayContent::progress, wire::any());
        v("offers", &DisplayContent::offers, wire::any());
        v("spoken", &DisplayContent::spoken, wire::any());
        v("message", &DisplayContent::message, wire::any());
    }
    friend bool operator==(const DisplayContent&, const DisplayContent&) = default;
};

// What one customers' screen shows.
struct Display {
    static constexpr std::string_view wire_name = "Display";
    std::string device_id;
    DisplayContent content;

    template <class V>
    static void fields(V& v) {
        v("device_id", &Display::device_id, wire::uuid());
        v("content", &Display::content, wire::any());
    }
    friend bool operator==(const Display&, const Display&) = default;
};

inline constexpr std::size_t most_displays = 64; // of a store

// The screens of a store that were given something to show: event `displays`, and part of the snapshot.
struct Displays {
    static constexpr std::string_view wire_name = "Displays";
    std::vector<Display> displays;
    std::optional<std::int64_t> as_of{}; // see AsOf

    template <class V>
    static void fields(V& v) {
        v("displays", &Displays::displays, wire::items(static_cast<std::int64_t>(most_displays)));
        v("as_of", &Displays::as_of, wire::integer(0, max_journal_size));
    }
    friend bool operator==(const Displays&, const Displays&) = default;
};

// That somebody may work on a device while it is cut off, signed by the platform (core/offline/signed.h).
// Kept on the device with what was done under it, and sent with that.
struct StaffGrant {
    static constexpr std::string_view wire_name = "StaffGrant";
    std::string id;
    std::string merchant_id;
    std::string device_id;
    std::string staff_id;
    Role role = Role::other;
    std::string store_id; // where they stood
    Instant issued_at;
    Instant until;
    std::string signature; // Ed25519, 64 bytes in base64

    template <class V>
    static void fields(V& v) {
        v("id", &StaffGrant::id, wire::uuid());
        v("merchant_id", &StaffGrant::merchant_id, wire::uuid());
        v("device_id", &StaffGrant::device_id, wire::uuid());
        v("staff_id", &StaffGrant::staff_id, wire::uuid());
        v("role", &StaffGrant::role, wire::any());
        v("store_id", &StaffGrant::store_id, wire::uuid());
        v("issued_at", &StaffGrant::issued_at, wire::any());
        v("until", &StaffGrant::until, wire::any());
        v("signature", &StaffGrant::signature, wire::text(88, 88));
    }
    friend bool operator==(const StaffGrant&, const StaffGrant&) = default;
};

// What a device needs in order to go on when it is cut off.
struct OfflineTerms {
    static constexpr std::string_view wire_name = "OfflineTerms";
    StaffGrant grant;
    offline::Limits limits;
    std::string seal_key; // X25519, 64 hexadecimal digits: what leaves the device as a file is sealed to it
    bool paired = false;  // the platform knows this device's key: it can sign, and hold leases

    template <class V>
    static void fields(V& v) {
        v("grant", &OfflineTerms::grant, wire::any());
        v("limits", &OfflineTerms::limits, wire::any());
        v("seal_key", &OfflineTerms::seal_key, wire::text(64, 64));
        v("paired", &OfflineTerms::paired, wire::any());
    }
    friend bool operator==(const OfflineTerms&, const OfflineTerms&) = default;
};

// Who is signed in, at which merchant, and where they stand.
struct Session {
    static constexpr std::string_view wire_name = "Session";
    std::string staff_id;
    std::string staff_name;
    Role role = Role::other;
    Named merchant;
    std::vector<Store> stores;          // those that this person may work at, at least one
    std::string store_id;               // the one where they stand
    std::optional<std::string> lane_id; // absent until chosen, unless the store has only one lane
    std::string device_id;
    std::string device_name;
    bool demo = false;
    Instant server_time;
    std::optional<std::vector<QrKey>> qr_keys; // the last one, the present one and the next
    std::optional<DisplayContent> display{};   // of a screen that was given some
    std::optional<bool> automatic{}; // a scanned card that leaves nothing to decide is redeemed without a tap
    std::optional<OfflineTerms> offline{}; // of staff

    template <class V>
    static void fields(V& v) {
        v("staff_id", &Session::staff_id, wire::uuid());
        v("staff_name", &Session::staff_name, wire::text(1, 64));
        v("role", &Session::role, wire::any());
        v("merchant", &Session::merchant, wire::any());
        v("stores", &Session::stores, wire::items(1000));
        v("store_id", &Session::store_id, wire::uuid());
        v("lane_id", &Session::lane_id, wire::uuid());
        v("device_id", &Session::device_id, wire::uuid());
        v("device_name", &Session::device_name, wire::text(1, 64));
        v("demo", &Session::demo, wire::any());
        v("server_time", &Session::server_time, wire::any());
        v("qr_keys", &Session::qr_keys, wire::items(3));
        v("display", &Session::display, wire::any());
        v("automatic", &Session::automatic, wire::any());
        v("offline", &Session::offline, wire::any());
    }
    friend bool operator==(const Session&, const Session&) = default;
};

// "I stand here now."
struct PlaceRequest {
    static constexpr std::string_view wire_name = "PlaceRequest";
    std::string store_id;
    std::string lane_id;

    template <class V>
    static void fields(V& v) {
        v("store_id", &PlaceRequest::store_id, wire::uuid());
        v("lane_id", &PlaceRequest::lane_id, wire::uuid());
    }
};

// What was scanned or typed, as it came.
struct PrepareRequest {
    static constexpr std::string_view wire_name = "PrepareRequest";
    Secret credential;

    template <class V>
    static void fields(V& v) {
        v("credential", &PrepareRequest::credential,
          wire::text(1, static_cast<std::int64_t>(max_credential_bytes)));
    }
};

// One line of what a package contains.
struct ContentItem {
    static constexpr std::string_view wire_name = "ContentItem";
    Title title;
    std::int64_t quantity = 1;

    template <class V>
    static void fields(V& v) {
        v("title", &ContentItem::title, wire::any());
        v("quantity", &ContentItem::quantity, wire::integer(1, 9999));
    }
    friend bool operator==(const ContentItem&, const ContentItem&) = default;
};

// What staff and customer see before anything is redeemed: what it buys (套餐包含) and under which conditions
// (使用须知).
struct Card {
    static constexpr std::string_view wire_name = "Card";
    std::string voucher_id;
    std::string product_id;
    Channel channel = Channel::other;
    Title title;
    Title category;
    std::vector<ContentItem> contents;
    std::vector<Title> conditions;
    Money price;
    Instant valid_from;
    Instant valid_until; // exclusive
    std::int64_t uses_total = 1;
    std::int64_t uses_left = 1;
    std::optional<std::string> picture{}; // see ProductDetails (shop.h)

    template <class V>
    static void fields(V& v) {
        v("voucher_id", &Card::voucher_id, wire::uuid());
        v("product_id", &Card::product_id, wire::uuid());
        v("channel", &Card::channel, wire::any());
        v("title", &Card::title, wire::any());
        v("category", &Card::category, wire::any());
        v("contents", &Card::contents, wire::items(100));
        v("conditions", &Card::conditions, wire::items(50));
        v("price_fen", &Card::price, wire::integer(0, max_fen));
        v("valid_from", &Card::valid_from, wire::any());
        v("valid_until", &Card::valid_until, wire::any());
        v("uses_total", &Card::uses_total, wire::integer(1, 9999));
        v("uses_left", &Card::uses_left, wire::integer(0, 9999));
        v("picture", &Card::picture, wire::text(64, 64));
    }
    friend bool operator==(const Card&, const Card&) = default;
};

// Who redeemed a voucher before, where and when: what staff tell the customer.
struct Previous {
    static constexpr std::string_view wire_name = "Previous";
    Instant at;
    std::string staff_name;
    Title store;
    Title lane;
    std::string device_name;
    bool this_device = false;

    template <class V>
    static void fields(V& v) {
        v("at", &Previous::at, wire::any());
        v("staff_name", &Previous::staff_name, wire::text(1, 64));
        v("store", &Previous::store, wire::any());
        v("lane", &Previous::lane, wire::any());
        v("device_name", &Previous::device_name, wire::text(1, 64));
        v("this_device", &Previous::this_device, wire::any());
    }
    friend bool operator==(const Previous&, const Previous&) = default;
};

// How a prepare ended: `ready` with a handle and a card, or `refused` with a reason.
enum class PrepareOutcome : std::uint8_t { other, ready, refused };
std::span<const std::string_view> enum_names(PrepareOutcome) noexcept;

// So many vouchers may be redeemed by one action.
inline constexpr std::int64_t most_together = 10;

// Another voucher of the order that may be used here and now, with a handle of its own.
struct OfferedVoucher {
    static constexpr std::string_view wire_name = "OfferedVoucher";
    std::string handle;

    template <class V>
    static void fields(V& v) {
        v("handle", &OfferedVoucher::handle, wire::uuid());
    }
};

struct Prepared {
    static constexpr std::string_view wire_name = "Prepared";
    PrepareOutcome outcome = PrepareOutcome::other;
    Reason reason = Reason::none;
    std::optional<std::string> handle; // with `ready`: good once, for this staff, device and store
    std::optional<Instant> expires_at; // with `ready`
    std::optional<Card> card;          // with `ready`, and with a refusal once the voucher is known
    std::optional<Previous> previous;  // with `already_redeemed`
    // With `ready` where the voucher is for one use: those of its order that are as it is, and may be
    // redeemed with it (RedeemBatch). Not told again after a reload.
    std::optional<std::vector<OfferedVoucher>> others;
    Instant server_time;
    std::optional<std::string> held_by{}; // with `ready`: the device that holds it while cut off; being asked

    template <class V>
    static void fields(V& v) {
        v("outcome", &Prepared::outcome, wire::any());
        v("reason", &Prepared::reason, wire::any());
        v("handle", &Prepared::handle, wire::uuid());
        v("expires_at", &Prepared::expires_at, wire::any());
        v("card", &Prepared::card, wire::any());
        v("previous", &Prepared::previous, wire::any());
        v("others", &Prepared::others, wire::items(most_together - 1));
        v("server_time", &Prepared::server_time, wire::any());
        v("held_by", &Prepared::held_by, wire::text(1, 64));
    }
};

// Redeems what a handle showed; the Idempotency-Key header names the staff's action.
struct RedeemRequest {
    static constexpr std::string_view wire_name = "RedeemRequest";
    std::string handle;
    std::int64_t uses = 1;

    template <class V>
    static void fields(V& v) {
        v("handle", &RedeemRequest::handle, wire::uuid());
        v("uses", &RedeemRequest::uses, wire::integer(1, 9999));
    }
};

// Why a redemption is undone. A word of a list, as with RevokeReason (sales.h).
enum class UndoReason : std::uint8_t { other, mistake, customer_asked, cannot_serve };
std::span<const std::string_view> enum_names(UndoReason) noexcept;

// That a redemption was undone. A display is told no names.
struct Undone {
    static constexpr std::string_view wire_name = "Undone";
    Instant at;
    std::optional<std::string> staff_name;
    std::optional<UndoReason> why; // where a manager did it
    bool stock_returned = false;

    template <class V>
    static void fields(V& v) {
        v("at", &Undone::at, wire::any());
        v("staff_name", &Undone::staff_name, wire::text(1, 64));
        v("why", &Undone::why, wire::any());
        v("stock_returned", &Undone::stock_returned, wire::any());
    }
    friend bool operator==(const Undone&, const Undone&) = default;
};

// One redemption as the feed tells it. A display is told no people and no devices.
struct Redemption {
    static constexpr std::string_view wire_name = "Redemption";
    std::string id;
    Instant at;
    std::string product_id;
    Title title;
    std::int64_t uses = 1;
    Money amount;
    Title lane;
    std::optional<std::string> staff_name;
    std::optional<std::string> device_name;
    std::optional<std::string> staff_id;
    std::optional<Undone> undone; // it no longer counts
    std::optional<std::string> lane_id{};

    template <class V>
    static void fields(V& v) {
        v("id", &Redemption::id, wire::uuid());
        v("at", &Redemption::at, wire::any());
        v("product_id", &Redemption::product_id, wire::uuid());
        v("title", &Redemption::title, wire::any());
        v("uses", &Redemption::uses, wire::integer(1, 9999));
        v("amount_fen", &Redemption::amount, wire::integer(0, max_fen));
        v("lane", &Redemption::lane, wire::any());
        v("staff_name", &Redemption::staff_name, wire::text(1, 64));
        v("device_name", &Redemption::device_name, wire::text(1, 64));
        v("staff_id", &Redemption::staff_id, wire::uuid());
        v("undone", &Redemption::undone, wire::any());
        v("lane_id", &Redemption::lane_id, wire::uuid());
    }
    friend bool operator==(const Redemption&, const Redemption&) = default;
};

// The answer to a redeem that was decided; the same for every retry under its key, but for `replayed`.
struct RedeemAnswer {
    static constexpr std::string_view wire_name = "RedeemAnswer";
    Outcome outcome = Outcome::other;
    Reason reason = Reason::none;
    std::string key;
    bool replayed = false;
    std::optional<Redemption> redemption;  // with `done`
    std::optional<std::int64_t> uses_left; // with `done`
    std::optional<Previous> previous;      // with `already_redeemed`
    Instant server_time;

    template <class V>
    static void fields(V& v) {
        v("outcome", &RedeemAnswer::outcome, wire::any());
        v("reason", &RedeemAnswer::reason, wire::any());
        v("key", &RedeemAnswer::key, wire::uuid());
        v("replayed", &RedeemAnswer::replayed, wire::any());
        v("redemption", &RedeemAnswer::redemption, wire::any());
        v("uses_left", &RedeemAnswer::uses_left, wire::integer(0, 9999));
        v("previous", &RedeemAnswer::previous, wire::any());
        v("server_time", &RedeemAnswer::server_time, wire::any());
    }
};

// Undoes the redemption that the path names; the Idempotency-Key header names the action. A manager has to
// say why, and may say that nothing was served: then its stock returns. Of a cashier neither is asked.
struct UndoRequest {
    static constexpr std::string_view wire_name = "UndoRequest";
    std::optional<UndoReason> reason;
    bool nothing_served = false;

    template <class V>
    static void fields(V& v) {
        v("reason", &UndoRequest::reason, wire::any());
        v("nothing_served", &UndoRequest::nothing_served, wire::any());
    }
};

// `done`, and `replayed` where it had been undone before, by this command or by another: `redemption` says by
// whom. `refused` with forbidden for a colleague's, with undo_too_late, or with voucher_revoked.
struct UndoAnswer {
    static constexpr std::string_view wire_name = "UndoAnswer";
    Outcome outcome = Outcome::other;
    Reason reason = Reason::none;
    std::string key;
    bool replayed = false;
    Redemption redemption;
    std::int64_t uses_left = 0; // of its voucher, as of the answer
    Instant server_time;

    template <class V>
    static void fields(V& v) {
        v("outcome", &UndoAnswer::outcome, wire::any());
        v("reason", &UndoAnswer::reason, wire::any());
        v("key", &UndoAnswer::key, wire::uuid());
        v("replayed", &UndoAnswer::replayed, wire::any());
        v("redemption", &UndoAnswer::redemption, wire::any());
        v("uses_left", &UndoAnswer::uses_left, wire::integer(0, 9999));
        v("server_time", &UndoAnswer::server_time, wire::any());
    }
};

// Somebody saw on a screen of the store how the stock of a product stands, and says so.
struct AcknowledgeStock {
    static constexpr std::string_view wire_name = "AcknowledgeStock";
    std::string store_id;
    stock::Level level = stock::Level::other;

    template <class V>
    static void fields(V& v) {
        v("store_id", &AcknowledgeStock::store_id, wire::uuid());
        v("level", &AcknowledgeStock::level, wire::any());
    }
};

// Who saw it last, and how it stood then. A display is told no names.
struct StockSeen {
    static constexpr std::string_view wire_name = "StockSeen";
    stock::Level level = stock::Level::other;
    Instant at;
    std::optional<std::string> staff_name{};

    template <class V>
    static void fields(V& v) {
        v("level", &StockSeen::level, wire::any());
        v("at", &StockSeen::at, wire::any());
        v("staff_name", &StockSeen::staff_name, wire::text(1, 64));
    }
    friend bool operator==(const StockSeen&, const StockSeen&) = default;
};

// One product's day: of `redeemed + usable` uses, so many are done.
struct ProductProgress {
    static constexpr std::string_view wire_name = "ProductProgress";
    std::string product_id;
    Title title;
    std::int64_t redeemed = 0; // uses redeemed at this store on this business day
    std::int64_t usable = 0;   // uses that could still be redeemed here now
    std::optional<Money> price{};
    std::optional<std::int64_t> sold{};  // vouchers, of
    std::optional<std::int64_t> limit{}; // so many that may be sold in all
    std::optional<bool> on_sale{};
    std::optional<stock::Level> level{};
    std::optional<std::int64_t> sellable{}; // vouchers, until the red line
    std::optional<StockSeen> seen{};        // at this store
    std::optional<std::string> picture{};   // see ProductDetails (shop.h)

    template <class V>
    static void fields(V& v) {
        v("product_id", &ProductProgress::product_id, wire::uuid());
        v("title", &ProductProgress::title, wire::any());
        v("redeemed", &ProductProgress::redeemed, wire::integer(0, 1'000'000'000));
        v("usable", &ProductProgress::usable, wire::integer(0, 1'000'000'000));
        v("price_fen", &ProductProgress::price, wire::integer(0, max_fen));
        v("sold", &ProductProgress::sold, wire::integer(0, stock::most));
        v("limit", &ProductProgress::limit, wire::integer(0, stock::most));
        v("on_sale", &ProductProgress::on_sale, wire::any());
        v("level", &ProductProgress::level, wire::any());
        v("sellable", &ProductProgress::sellable, wire::integer(0, stock::most));
        v("seen", &ProductProgress::seen, wire::any());
        v("picture", &ProductProgress::picture, wire::text(64, 64));
    }
    friend bool operator==(const ProductProgress&, const ProductProgress&) = default;
};

// What was redeemed at one lane.
struct LaneDay {
    static constexpr std::string_view wire_name = "LaneDay";
    Title lane;
    std::int64_t redeemed = 0; // uses
    std::optional<std::string> lane_id{};

    template <class V>
    static void fields(V& v) {
        v("lane", &LaneDay::lane, wire::any());
        v("redeemed", &LaneDay::redeemed, wire::integer(0, 1'000'000'000));
        v("lane_id", &LaneDay::lane_id, wire::uuid());
    }
    friend bool operator==(const LaneDay&, const LaneDay&) = default;
};

// How many of the newest redemptions a snapshot lists.
inline constexpr std::size_t recent_redemptions = 50;

// What a store did on one business day: the snapshot with which every feed begins. Event name: `snapshot`.
struct Today {
    static constexpr std::string_view wire_name = "Today";
    std::string store_id;
    std::string business_day;
    Instant day_ends_at;
    std::int64_t redeemed = 0; // uses
    Money amount;
    std::vector<ProductProgress> products;
    std::vector<Redemption> recent; // newest first; undone ones, too
    Instant server_time;
    std::optional<JournalHead> head; // of the merchant's journal; a display is not told
    std::optional<Queue> queue{};
    std::optional<Displays> screens{};
    std::optional<std::vector<LaneDay>> lanes{}; // at which something was
    std::optional<std::int64_t> as_of{};         // see AsOf
    std::optional<Alerts> alerts{};              // a display is not told
    std::optional<Store> store{};                // see StoreEvent
    std::optional<CutOff> cut_off{};             // a display is not told

    template <class V>
    static void fields(V& v) {
        v("store_id", &Today::store_id, wire::uuid());
        v("business_day", &Today::business_day, wire::text(10, 10));
        v("day_ends_at", &Today::day_ends_at, wire::any());
        v("redeemed", &Today::redeemed, wire::integer(0, 1'000'000'000));
        v("amount_fen", &Today::amount, wire::integer(0, 1'000'000 * max_fen));
        v("products", &Today::products, wire::items(1000));
        v("recent", &Today::recent, wire::items(static_cast<std::int64_t>(recent_redemptions)));
        v("server_time", &Today::server_time, wire::any());
        v("head", &Today::head, wire::any());
        v("queue", &Today::queue, wire::any());
        v("screens", &Today::screens, wire::any());
        v("lanes", &Today::lanes, wire::items(1000));
        v("as_of", &Today::as_of, wire::integer(0, max_journal_size));
        v("alerts", &Today::alerts, wire::any());
        v("store", &Today::store, wire::any());
        v("cut_off", &Today::cut_off, wire::any());
    }
    friend bool operator==(const Today&, const Today&) = default;
};

// A redemption happened. Event name: `redemption`. `previous_id` is the id of the event before it in this
// feed: a reader whose last event is another one has missed something and starts anew from a snapshot.
struct RedemptionEvent {
    static constexpr std::string_view wire_name = "RedemptionEvent";
    std::string previous_id;
    std::string business_day;
    Redemption redemption;

    template <class V>
    static void fields(V& v) {
        v("previous_id", &RedemptionEvent::previous_id, wire::text(1, 64));
        v("business_day", &RedemptionEvent::business_day, wire::text(10, 10));
        v("redemption", &RedemptionEvent::redemption, wire::any());
    }
};

// A redemption was undone: it no longer counts on the business day on which it happened. Event name:
// `undone`. `redemption` is told as it is now.
struct UndoneEvent {
    static constexpr std::string_view wire_name = "UndoneEvent";
    std::string previous_id; // as in RedemptionEvent
    std::string business_day;
    Redemption redemption;

    template <class V>
    static void fields(V& v) {
        v("previous_id", &UndoneEvent::previous_id, wire::text(1, 64));
        v("business_day", &UndoneEvent::business_day, wire::text(10, 10));
        v("redemption", &UndoneEvent::redemption, wire::any());
    }
};

// What may still be redeemed changed by something else than this store's redemptions: a sale, a revocation,
// another store, the catalogue. Event name: `products`. It takes the place of the snapshot's list. Its id is
// that of the newest event that it counts in; to a reader who stands elsewhere it says nothing.
struct ProductsEvent {
    static constexpr std::string_view wire_name = "ProductsEvent";
    std::string business_day;
    std::vector<ProductProgress> products;
    std::optional<std::int64_t> as_of{}; // see AsOf

    template <class V>
    static void fields(V& v) {
        v("business_day", &ProductsEvent::business_day, wire::text(10, 10));
        v("products", &ProductsEvent::products, wire::items(1000));
        v("as_of", &ProductsEvent::as_of, wire::integer(0, max_journal_size));
    }
};

// The store itself as it is now: its name, its clock, its lanes. Event name: `store`; in the snapshot, too.
// It takes the place of what the session told of it.
struct StoreEvent {
    static constexpr std::string_view wire_name = "StoreEvent";
    Store store;
    std::optional<std::int64_t> as_of{}; // see AsOf

    template <class V>
    static void fields(V& v) {
        v("store", &StoreEvent::store, wire::any());
        v("as_of", &StoreEvent::as_of, wire::integer(0, max_journal_size));
    }
};

// Nothing was recorded, and why (RFC 9457, application/problem+json).
struct Problem {
    static constexpr std::string_view wire_name = "Problem";
    std::string type;  // "about:blank" or a URI of the reason
    std::string title; // English, for whoever reads a protocol; people read the string of `reason`
    std::int64_t status = 500;
    Reason reason = Reason::other;
    std::optional<std::string> field; // path of the member at fault

    template <class V>
    static void fields(V& v) {
        v("type", &Problem::type, wire::text(1, 200));
        v("title", &Problem::title, wire::text(1, 200));
        v("status", &Problem::status, wire::integer(400, 599));
        v("reason", &Problem::reason, wire::any());
        v("field", &Problem::field, wire::text(1, 200));
    }
};

// The JSON Schemas of all messages, by name, as one JSON object: the components of platform/openapi.yaml.
std::string message_schemas();

} // namespace hexiao::api
