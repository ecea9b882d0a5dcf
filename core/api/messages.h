// Every message of version 1 of the wire, described once (wire.h). JSON in snake_case, money in fen, instants
// in RFC 3339 UTC, ids as UUID strings. v1 only grows: members are added, never renamed, narrowed or removed.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/api/proofs.h"
#include "core/api/wire.h"
#include "core/base/money.h"
#include "core/base/reason.h"
#include "core/base/secret.h"
#include "core/base/time.h"
#include "core/credential/credential.h"
#include "core/redemption/redemption.h"

namespace hexiao::api {

// Who somebody is to a merchant. `other` is a role that this build does not know: it may do nothing.
enum class Role : std::uint8_t { other, owner, manager, cashier, display };
std::span<const std::string_view> enum_names(Role) noexcept;

// A name that a person reads, in both languages of the console. English may repeat the Chinese, never be
// empty.
struct Title {
    static constexpr std::string_view wire_name = "Title";
    std::string zh;
    std::string en;

    template <class V>
    static void fields(V& v) {
        v("zh", &Title::zh, wire::text(1, 200));
        v("en", &Title::en, wire::text(1, 200));
    }
    friend bool operator==(const Title&, const Title&) = default;
};

// A thing with an id and a name: a lane, a merchant.
struct Named {
    static constexpr std::string_view wire_name = "Named";
    std::string id;
    Title title;

    template <class V>
    static void fields(V& v) {
        v("id", &Named::id, wire::uuid());
        v("title", &Named::title, wire::any());
    }
    friend bool operator==(const Named&, const Named&) = default;
};

struct Store {
    static constexpr std::string_view wire_name = "Store";
    std::string id;
    Title title;
    std::int64_t utc_offset_minutes = 480; // of the store's zone, now
    std::int64_t cut_minutes = 240;        // local time at which its business day ends
    std::vector<Named> lanes;

    template <class V>
    static void fields(V& v) {
        v("id", &Store::id, wire::uuid());
        v("title", &Store::title, wire::any());
        v("utc_offset_minutes", &Store::utc_offset_minutes, wire::integer(-1080, 1080));
        v("cut_minutes", &Store::cut_minutes, wire::integer(0, 1439));
        v("lanes", &Store::lanes, wire::items(200));
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

struct Prepared {
    static constexpr std::string_view wire_name = "Prepared";
    PrepareOutcome outcome = PrepareOutcome::other;
    Reason reason = Reason::none;
    std::optional<std::string> handle; // with `ready`: good once, for this staff, device and store
    std::optional<Instant> expires_at; // with `ready`
    std::optional<Card> card;          // with `ready`, and with a refusal once the voucher is known
    std::optional<Previous> previous;  // with `already_redeemed`
    Instant server_time;

    template <class V>
    static void fields(V& v) {
        v("outcome", &Prepared::outcome, wire::any());
        v("reason", &Prepared::reason, wire::any());
        v("handle", &Prepared::handle, wire::uuid());
        v("expires_at", &Prepared::expires_at, wire::any());
        v("card", &Prepared::card, wire::any());
        v("previous", &Prepared::previous, wire::any());
        v("server_time", &Prepared::server_time, wire::any());
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

// One redemption as the feed tells it. A display is told no names and no devices.
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

// One product's day: of `redeemed + usable` uses, so many are done.
struct ProductProgress {
    static constexpr std::string_view wire_name = "ProductProgress";
    std::string product_id;
    Title title;
    std::int64_t redeemed = 0; // uses redeemed at this store on this business day
    std::int64_t usable = 0;   // uses that could still be redeemed here now

    template <class V>
    static void fields(V& v) {
        v("product_id", &ProductProgress::product_id, wire::uuid());
        v("title", &ProductProgress::title, wire::any());
        v("redeemed", &ProductProgress::redeemed, wire::integer(0, 1'000'000'000));
        v("usable", &ProductProgress::usable, wire::integer(0, 1'000'000'000));
    }
    friend bool operator==(const ProductProgress&, const ProductProgress&) = default;
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
    std::vector<Redemption> recent; // newest first
    Instant server_time;
    std::optional<JournalHead> head; // of the merchant's journal; a display is not told

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

// What may still be redeemed changed by something else than this store's redemptions: a sale, a revocation,
// another store, the catalogue. Event name: `products`. It takes the place of the snapshot's list. Its id is
// that of the newest event that it counts in; to a reader who stands elsewhere it says nothing.
struct ProductsEvent {
    static constexpr std::string_view wire_name = "ProductsEvent";
    std::string business_day;
    std::vector<ProductProgress> products;

    template <class V>
    static void fields(V& v) {
        v("business_day", &ProductsEvent::business_day, wire::text(10, 10));
        v("products", &ProductsEvent::products, wire::items(1000));
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

// The JSON Schemas of all messages, by name: the components of platform/openapi.yaml.
nlohmann::json message_schemas();

} // namespace hexiao::api
