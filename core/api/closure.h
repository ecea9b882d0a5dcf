// What is left of a staff action whose outcome nobody could learn, closed by a person.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/api/messages.h"

namespace hexiao::api {

// What the person who closes it knows of it: the customer was served, or was not, or the same was done again
// under another key.
enum class ClosingReason : std::uint8_t { other, served, not_served, done_again };
std::span<const std::string_view> enum_names(ClosingReason) noexcept;

// Closes the redemption, or the undoing of one, whose Idempotency-Key the header names.
struct CloseRequest {
    static constexpr std::string_view wire_name = "CloseRequest";
    ClosingReason reason = ClosingReason::other;

    template <class V>
    static void fields(V& v) {
        v("reason", &CloseRequest::reason, wire::any());
    }
};

// What became of it: what was decided under the key before; otherwise it is `refused` with `closed`, for
// good, also for a request that is still under way.
struct Closure {
    static constexpr std::string_view wire_name = "Closure";
    Outcome outcome = Outcome::other;
    Reason why = Reason::none; // it is refused
    std::string key;
    bool replayed = false;
    std::optional<Redemption> redemption; // with `done`: redeemed, or undone
    Instant server_time;

    template <class V>
    static void fields(V& v) {
        v("outcome", &Closure::outcome, wire::any());
        v("why", &Closure::why, wire::any());
        v("key", &Closure::key, wire::uuid());
        v("replayed", &Closure::replayed, wire::any());
        v("redemption", &Closure::redemption, wire::any());
        v("server_time", &Closure::server_time, wire::any());
    }
};

} // namespace hexiao::api
