// Messages of what somebody should do something about, and who has seen it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/proofs.h"

namespace hexiao::api {

// What the alert is about: customers who wait for five minutes, or for ten; a journal that does not extend
// what a device had seen of it.
enum class AlertKind : std::uint8_t { other, long_wait, too_long, journal };
std::span<const std::string_view> enum_names(AlertKind) noexcept;

// "I have seen it": everything of this kind that began until then. What begins later is new.
struct Acknowledge {
    static constexpr std::string_view wire_name = "Acknowledge";
    AlertKind kind = AlertKind::other;
    Instant until;

    template <class V>
    static void fields(V& v) {
        v("kind", &Acknowledge::kind, wire::any());
        v("until", &Acknowledge::until, wire::any());
    }
};

struct Acknowledged {
    static constexpr std::string_view wire_name = "Acknowledged";
    AlertKind kind = AlertKind::other;
    Instant until;
    Instant at;
    std::string staff_name;

    template <class V>
    static void fields(V& v) {
        v("kind", &Acknowledged::kind, wire::any());
        v("until", &Acknowledged::until, wire::any());
        v("at", &Acknowledged::at, wire::any());
        v("staff_name", &Acknowledged::staff_name, wire::text(1, 64));
    }
    friend bool operator==(const Acknowledged&, const Acknowledged&) = default;
};

// Of one store, whole: event `alerts`, which takes the place of the one before it, and part of the snapshot.
// Like `queue` its id is that of the newest event before it. A display is told none.
struct Alerts {
    static constexpr std::string_view wire_name = "Alerts";
    std::vector<Acknowledged> acknowledged;    // the last of each kind
    std::optional<Instant> journal_refused_at; // when a device last said so
    std::optional<std::int64_t> as_of{};       // see AsOf

    template <class V>
    static void fields(V& v) {
        v("acknowledged", &Alerts::acknowledged, wire::items(16));
        v("journal_refused_at", &Alerts::journal_refused_at, wire::any());
        v("as_of", &Alerts::as_of, wire::integer(0, max_journal_size));
    }
    friend bool operator==(const Alerts&, const Alerts&) = default;
};

} // namespace hexiao::api
