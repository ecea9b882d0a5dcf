// Several vouchers by one staff action. All of one order are redeemed together, or none of them is; of
// different orders each has a verdict of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/messages.h"

namespace hexiao::api {

// Redeems what these handles showed, each of another voucher; the Idempotency-Key header names the action.
struct RedeemBatch {
    static constexpr std::string_view wire_name = "RedeemBatch";
    std::vector<RedeemRequest> items;

    template <class V>
    static void fields(V& v) {
        v("items", &RedeemBatch::items, wire::items(most_together));
    }
};

// What became of one of them. `refused` with order_refused where it could have been redeemed, and another one
// of its order could not.
struct BatchItem {
    static constexpr std::string_view wire_name = "BatchItem";
    std::string handle;
    Outcome outcome = Outcome::other;
    Reason reason = Reason::none;
    std::optional<Redemption> redemption;  // with `done`
    std::optional<std::int64_t> uses_left; // with `done`
    std::optional<Previous> previous;      // with `already_redeemed`

    template <class V>
    static void fields(V& v) {
        v("handle", &BatchItem::handle, wire::uuid());
        v("outcome", &BatchItem::outcome, wire::any());
        v("reason", &BatchItem::reason, wire::any());
        v("redemption", &BatchItem::redemption, wire::any());
        v("uses_left", &BatchItem::uses_left, wire::integer(0, 9999));
        v("previous", &BatchItem::previous, wire::any());
    }
};

// In the order of the request. Where the books cannot say, there is no such answer (Undecided).
struct BatchAnswer {
    static constexpr std::string_view wire_name = "BatchAnswer";
    std::string key;
    bool replayed = false;
    std::vector<BatchItem> items;
    Instant server_time;

    template <class V>
    static void fields(V& v) {
        v("key", &BatchAnswer::key, wire::uuid());
        v("replayed", &BatchAnswer::replayed, wire::any());
        v("items", &BatchAnswer::items, wire::items(most_together));
        v("server_time", &BatchAnswer::server_time, wire::any());
    }
};

} // namespace hexiao::api
