// Messages of the page that a customer holds up: the voucher behind its address, and the codes that it shows.
#pragma once

#include "core/api/messages.h"

namespace hexiao::api {

inline constexpr std::int64_t most_signed_ahead = 60; // codes of 30 s: half an hour without network

// `token` stands in the page's address and is all that it takes.
struct HolderRequest {
    static constexpr std::string_view wire_name = "HolderRequest";
    Secret token;
    std::int64_t codes = 0; // how many are to be signed ahead; none where only the state is asked for

    template <class V>
    static void fields(V& v) {
        v("token", &HolderRequest::token, wire::text(64, 64));
        v("codes", &HolderRequest::codes, wire::integer(0, most_signed_ahead));
    }
};

enum class HolderState : std::uint8_t { other, usable, not_yet_valid, used, revoked, expired };
std::span<const std::string_view> enum_names(HolderState) noexcept;

struct HolderUse {
    static constexpr std::string_view wire_name = "HolderUse";
    Instant at;
    Title store;
    Title lane;

    template <class V>
    static void fields(V& v) {
        v("at", &HolderUse::at, wire::any());
        v("store", &HolderUse::store, wire::any());
        v("lane", &HolderUse::lane, wire::any());
    }
};

// A QR code to be shown from `from` on, for 30 s: its modules row by row, eight to a byte with the highest
// bit first, in base64.
struct HolderCode {
    static constexpr std::string_view wire_name = "HolderCode";
    Instant from;
    std::string modules;

    template <class V>
    static void fields(V& v) {
        v("from", &HolderCode::from, wire::any());
        v("modules", &HolderCode::modules, wire::text(1, 600));
    }
};

// "I am here": takes a number at a store at which the voucher may be redeemed. Tapped twice it is the same
// one.
struct ArrivalRequest {
    static constexpr std::string_view wire_name = "ArrivalRequest";
    Secret token;
    std::string store_id;

    template <class V>
    static void fields(V& v) {
        v("token", &ArrivalRequest::token, wire::text(64, 64));
        v("store_id", &ArrivalRequest::store_id, wire::uuid());
    }
};

// The number that the customer took, while it is open.
struct HolderTicket {
    static constexpr std::string_view wire_name = "HolderTicket";
    std::string label; // "A12"
    TicketState state = TicketState::other;
    std::int64_t ahead = 0;    // who wait in the same line and came earlier
    std::optional<Title> lane; // to which it is called
    Title store;

    template <class V>
    static void fields(V& v) {
        v("label", &HolderTicket::label, wire::text(1, 8));
        v("state", &HolderTicket::state, wire::any());
        v("ahead", &HolderTicket::ahead, wire::integer(0, 1'000'000));
        v("lane", &HolderTicket::lane, wire::any());
        v("store", &HolderTicket::store, wire::any());
    }
};

// Somebody at this store looked the customer up by phone number and sees no more than the title.
struct HolderLookup {
    static constexpr std::string_view wire_name = "HolderLookup";
    std::string id;
    Title store;

    template <class V>
    static void fields(V& v) {
        v("id", &HolderLookup::id, wire::uuid());
        v("store", &HolderLookup::store, wire::any());
    }
};

// "It is me": whoever looked may see the order.
struct HolderProof {
    static constexpr std::string_view wire_name = "HolderProof";
    Secret token;
    std::string lookup_id;

    template <class V>
    static void fields(V& v) {
        v("token", &HolderProof::token, wire::text(64, 64));
        v("lookup_id", &HolderProof::lookup_id, wire::uuid());
    }
};

struct HolderPage {
    static constexpr std::string_view wire_name = "HolderPage";
    HolderState state = HolderState::other;
    Title merchant;
    Title title;
    std::vector<ContentItem> contents;
    std::vector<Title> conditions;
    Instant valid_from;
    Instant valid_until; // exclusive
    std::int64_t uses_total = 1;
    std::int64_t uses_left = 0;
    std::optional<HolderUse> last_use;
    std::int64_t side = 0; // modules of a code's side
    std::vector<HolderCode> codes;
    std::int64_t utc_offset_minutes = 0; // of the merchant's first store, at this moment
    Instant server_time;
    std::optional<std::vector<Named>> stores; // where it may be redeemed, while it may
    std::optional<HolderTicket> ticket;
    std::optional<HolderLookup> looked_up{};
    std::optional<std::string> picture{}; // see ProductDetails (shop.h)

    template <class V>
    static void fields(V& v) {
        v("state", &HolderPage::state, wire::any());
        v("merchant", &HolderPage::merchant, wire::any());
        v("title", &HolderPage::title, wire::any());
        v("contents", &HolderPage::contents, wire::items(100));
        v("conditions", &HolderPage::conditions, wire::items(50));
        v("valid_from", &HolderPage::valid_from, wire::any());
        v("valid_until", &HolderPage::valid_until, wire::any());
        v("uses_total", &HolderPage::uses_total, wire::integer(1, 9999));
        v("uses_left", &HolderPage::uses_left, wire::integer(0, 9999));
        v("last_use", &HolderPage::last_use, wire::any());
        v("side", &HolderPage::side, wire::integer(0, 177));
        v("codes", &HolderPage::codes, wire::items(most_signed_ahead));
        v("utc_offset_minutes", &HolderPage::utc_offset_minutes, wire::integer(-1080, 1080));
        v("server_time", &HolderPage::server_time, wire::any());
        v("stores", &HolderPage::stores, wire::items(1000));
        v("ticket", &HolderPage::ticket, wire::any());
        v("looked_up", &HolderPage::looked_up, wire::any());
        v("picture", &HolderPage::picture, wire::text(64, 64));
    }
};

struct RenewPage {
    static constexpr std::string_view wire_name = "RenewPage";

    template <class V>
    static void fields(V& /*v*/) {}
};

// A fresh address of a voucher's page; the one before is worth nothing from now on.
struct RenewedPage {
    static constexpr std::string_view wire_name = "RenewedPage";
    Secret token;
    Instant server_time;

    template <class V>
    static void fields(V& v) {
        v("token", &RenewedPage::token, wire::text(64, 64));
        v("server_time", &RenewedPage::server_time, wire::any());
    }
};

} // namespace hexiao::api
