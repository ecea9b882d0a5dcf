// Messages about who may come in: sessions, PINs, passwords, pairing of devices, the first set-up (wire.h).
// Every token here is good once and stands in the fragment of a link (/reset#…, /pair#…, /setup#…), which no
// browser sends to a server; the page takes it out of its address and posts it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/api/messages.h"

namespace hexiao::api {

// 256 bits in hexadecimal.
inline constexpr wire::Bounds one_time_token = wire::text(64, 64);
// Of a password that is set; at sign-in anything may be tried.
inline constexpr wire::Bounds new_password = wire::text(8, 128);
inline constexpr wire::Bounds pin_digits = wire::text(4, 8);

// One open session.
struct SessionItem {
    static constexpr std::string_view wire_name = "SessionItem";
    std::string id;
    std::string staff_id;
    std::string staff_name;
    Role role = Role::other;
    std::string device_id;
    std::string device_name;
    Title store; // where this person stands
    Instant created_at;
    Instant last_seen_at; // to about five minutes
    Instant expires_at;
    bool current = false; // the one that asks

    template <class V>
    static void fields(V& v) {
        v("id", &SessionItem::id, wire::uuid());
        v("staff_id", &SessionItem::staff_id, wire::uuid());
        v("staff_name", &SessionItem::staff_name, wire::text(1, 64));
        v("role", &SessionItem::role, wire::any());
        v("device_id", &SessionItem::device_id, wire::uuid());
        v("device_name", &SessionItem::device_name, wire::text(1, 64));
        v("store", &SessionItem::store, wire::any());
        v("created_at", &SessionItem::created_at, wire::any());
        v("last_seen_at", &SessionItem::last_seen_at, wire::any());
        v("expires_at", &SessionItem::expires_at, wire::any());
        v("current", &SessionItem::current, wire::any());
    }
    friend bool operator==(const SessionItem&, const SessionItem&) = default;
};

inline constexpr std::int64_t most_sessions_listed = 500;

// One's own sessions, and those of the people whom one may manage; last seen first.
struct SessionList {
    static constexpr std::string_view wire_name = "SessionList";
    std::vector<SessionItem> sessions;
    Instant server_time;

    template <class V>
    static void fields(V& v) {
        v("sessions", &SessionList::sessions, wire::items(most_sessions_listed));
        v("server_time", &SessionList::server_time, wire::any());
    }
};

// Somebody who may take over this device with a PIN.
struct Colleague {
    static constexpr std::string_view wire_name = "Colleague";
    std::string staff_id;
    std::string name;
    Role role = Role::other;

    template <class V>
    static void fields(V& v) {
        v("staff_id", &Colleague::staff_id, wire::uuid());
        v("name", &Colleague::name, wire::text(1, 64));
        v("role", &Colleague::role, wire::any());
    }
    friend bool operator==(const Colleague&, const Colleague&) = default;
};

// Everybody with a PIN who works where this session stands, but for the one who asks.
struct ColleagueList {
    static constexpr std::string_view wire_name = "ColleagueList";
    std::vector<Colleague> colleagues;
    bool own_pin = false; // whether the one who asks has a PIN

    template <class V>
    static void fields(V& v) {
        v("colleagues", &ColleagueList::colleagues, wire::items(1000));
        v("own_pin", &ColleagueList::own_pin, wire::any());
    }
};

// "It is me now."
struct SwitchRequest {
    static constexpr std::string_view wire_name = "SwitchRequest";
    std::string staff_id;
    Secret pin;

    template <class V>
    static void fields(V& v) {
        v("staff_id", &SwitchRequest::staff_id, wire::uuid());
        v("pin", &SwitchRequest::pin, pin_digits);
    }
};

// Sets one's own PIN; without `pin` it is taken away.
struct PinRequest {
    static constexpr std::string_view wire_name = "PinRequest";
    Secret password;
    std::optional<Secret> pin;

    template <class V>
    static void fields(V& v) {
        v("password", &PinRequest::password, wire::text(1, 128));
        v("pin", &PinRequest::pin, pin_digits);
    }
};

// Sets one's own password.
struct PasswordRequest {
    static constexpr std::string_view wire_name = "PasswordRequest";
    Secret password; // the one until now
    Secret replacement;

    template <class V>
    static void fields(V& v) {
        v("password", &PasswordRequest::password, wire::text(1, 128));
        v("new_password", &PasswordRequest::replacement, new_password);
    }
};

struct ResetRequest {
    static constexpr std::string_view wire_name = "ResetRequest";
    std::string staff_id;

    template <class V>
    static void fields(V& v) {
        v("staff_id", &ResetRequest::staff_id, wire::uuid());
    }
};

// Shown once, as the link /reset#token.
struct ResetLink {
    static constexpr std::string_view wire_name = "ResetLink";
    Secret token;
    Instant expires_at;

    template <class V>
    static void fields(V& v) {
        v("token", &ResetLink::token, one_time_token);
        v("expires_at", &ResetLink::expires_at, wire::any());
    }
};

struct NewPasswordRequest {
    static constexpr std::string_view wire_name = "NewPasswordRequest";
    Secret token;
    Secret password;

    template <class V>
    static void fields(V& v) {
        v("token", &NewPasswordRequest::token, one_time_token);
        v("new_password", &NewPasswordRequest::password, new_password);
    }
};

// The password is set; this is the account to sign in with.
struct ResetDone {
    static constexpr std::string_view wire_name = "ResetDone";
    std::string account;

    template <class V>
    static void fields(V& v) {
        v("account", &ResetDone::account, wire::text(1, 64));
    }
};

// What a paired device is for.
enum class Purpose : std::uint8_t { other, staff, display };
std::span<const std::string_view> enum_names(Purpose) noexcept;

// `store_id`: whose feed a display reads; where a staff device stands is chosen at sign-in, so there it only
// says who may know of it.
struct PairingRequest {
    static constexpr std::string_view wire_name = "PairingRequest";
    Purpose purpose = Purpose::other;
    std::string store_id;

    template <class V>
    static void fields(V& v) {
        v("purpose", &PairingRequest::purpose, wire::any());
        v("store_id", &PairingRequest::store_id, wire::uuid());
    }
};

// Shown once, as the link /pair#token (and its QR code) that the new device opens.
struct PairingLink {
    static constexpr std::string_view wire_name = "PairingLink";
    std::string id;
    Secret token;
    Instant expires_at;

    template <class V>
    static void fields(V& v) {
        v("id", &PairingLink::id, wire::uuid());
        v("token", &PairingLink::token, one_time_token);
        v("expires_at", &PairingLink::expires_at, wire::any());
    }
};

enum class PairingState : std::uint8_t { other, waiting, claimed, confirmed, refused, collected };
std::span<const std::string_view> enum_names(PairingState) noexcept;

// How far a pairing has come, for the person who made it.
struct Pairing {
    static constexpr std::string_view wire_name = "Pairing";
    std::string id;
    Purpose purpose = Purpose::other;
    PairingState state = PairingState::other;
    std::optional<std::string> number;      // from `claimed` on: the same as on the new device
    std::optional<std::string> device_kind; // from `claimed` on: "phone", "tablet", "desk"
    std::optional<std::string> device_id;   // with `collected`
    Instant expires_at;

    template <class V>
    static void fields(V& v) {
        v("id", &Pairing::id, wire::uuid());
        v("purpose", &Pairing::purpose, wire::any());
        v("state", &Pairing::state, wire::any());
        v("number", &Pairing::number, wire::text(4, 4));
        v("device_kind", &Pairing::device_kind, wire::text(1, 16));
        v("device_id", &Pairing::device_id, wire::uuid());
        v("expires_at", &Pairing::expires_at, wire::any());
    }
};

struct PairingDecision {
    static constexpr std::string_view wire_name = "PairingDecision";
    bool confirm = false;

    template <class V>
    static void fields(V& v) {
        v("confirm", &PairingDecision::confirm, wire::any());
    }
};

// A new device takes up a pairing with its key: WebCrypto ECDSA P-256, exported as SPKI, in base64.
struct ClaimRequest {
    static constexpr std::string_view wire_name = "ClaimRequest";
    Secret token;
    std::string public_key;

    template <class V>
    static void fields(V& v) {
        v("token", &ClaimRequest::token, one_time_token);
        v("public_key", &ClaimRequest::public_key, wire::text(124, 124));
    }
};

// `number` is for the eyes, `challenge` is to be signed (CollectRequest).
struct Claim {
    static constexpr std::string_view wire_name = "Claim";
    std::string pairing_id;
    Purpose purpose = Purpose::other;
    std::string number;
    std::string challenge;
    Instant expires_at;

    template <class V>
    static void fields(V& v) {
        v("pairing_id", &Claim::pairing_id, wire::uuid());
        v("purpose", &Claim::purpose, wire::any());
        v("number", &Claim::number, wire::text(4, 4));
        v("challenge", &Claim::challenge, wire::text(64, 64));
        v("expires_at", &Claim::expires_at, wire::any());
    }
};

// What the device's key signs to collect, as ASCII bytes: "hexiao-pairing:<challenge>:<attempt>".
std::string signed_text(std::string_view challenge, std::int64_t attempt);

// Far more than a device can ask within a pairing's life.
inline constexpr std::int64_t most_attempts = 1'000'000;

// Asked for every second or two until it is decided. `attempt` begins with 1 and is greater each time: what
// was asked once is refused ever after, so that who saw a request can do nothing with it. `signature` is what
// WebCrypto's sign() gives with ECDSA and SHA-256, 64 bytes, in base64.
struct CollectRequest {
    static constexpr std::string_view wire_name = "CollectRequest";
    std::string pairing_id;
    std::int64_t attempt = 0;
    std::string signature;

    template <class V>
    static void fields(V& v) {
        v("pairing_id", &CollectRequest::pairing_id, wire::uuid());
        v("attempt", &CollectRequest::attempt, wire::integer(1, most_attempts));
        v("signature", &CollectRequest::signature, wire::text(88, 88));
    }
};

// `claimed`: not decided yet. `refused`: it will not be. `collected`: the device cookie is set, and a
// display's session with it; staff sign in as on any device.
struct Collected {
    static constexpr std::string_view wire_name = "Collected";
    PairingState state = PairingState::other;
    std::optional<std::string> device_id;
    std::optional<std::string> device_name;
    std::optional<Session> session; // of a display

    template <class V>
    static void fields(V& v) {
        v("state", &Collected::state, wire::any());
        v("device_id", &Collected::device_id, wire::uuid());
        v("device_name", &Collected::device_name, wire::text(1, 64));
        v("session", &Collected::session, wire::any());
    }
};

// Whether the first merchant is still to be made; for everybody.
struct SetupState {
    static constexpr std::string_view wire_name = "SetupState";
    bool open = false;

    template <class V>
    static void fields(V& v) {
        v("open", &SetupState::open, wire::any());
    }
};

// The first merchant with a store, its lanes and its owner.
struct SetupRequest {
    static constexpr std::string_view wire_name = "SetupRequest";
    Secret token;
    Title merchant;
    Title store;
    std::string zone;               // IANA, "Asia/Shanghai"
    std::int64_t cut_minutes = 240; // local time at which a business day ends
    std::vector<Title> lanes;       // at least one
    std::string account;
    std::string owner_name;
    Secret password;

    template <class V>
    static void fields(V& v) {
        v("token", &SetupRequest::token, one_time_token);
        v("merchant", &SetupRequest::merchant, wire::any());
        v("store", &SetupRequest::store, wire::any());
        v("zone", &SetupRequest::zone, wire::text(1, 64));
        v("cut_minutes", &SetupRequest::cut_minutes, wire::integer(0, 1439));
        v("lanes", &SetupRequest::lanes, wire::items(20));
        v("account", &SetupRequest::account, wire::text(1, 64));
        v("owner_name", &SetupRequest::owner_name, wire::text(1, 64));
        v("password", &SetupRequest::password, new_password);
    }
};

} // namespace hexiao::api
