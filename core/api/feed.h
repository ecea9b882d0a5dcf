// What a feed says of itself, beside the facts that it tells: that a reader must begin anew, and that a
// stream is about to end without anything being wrong.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/api/proofs.h"

namespace hexiao::api {

// Why a reader's Last-Event-ID leads nowhere: this feed never told such an event, a business day ended since,
// or more than 10,000 events or 24 hours have passed.
enum class ResetCause : std::uint8_t { other, unknown_event, day_ended, far_behind };
std::span<const std::string_view> enum_names(ResetCause) noexcept;

// What `products`, `displays`, `queue`, `alerts`, `store` and the snapshot have in common. They tell how
// things stand, not what happened, so their id is that of a fact before them and says nothing of their own
// order; this is the position of the merchant's journal at which they were so. One that is older than what is
// known was repeated, and is passed over.
struct AsOf {
    static constexpr std::string_view wire_name = "AsOf";
    std::optional<std::int64_t> as_of;

    template <class V>
    static void fields(V& v) {
        v("as_of", &AsOf::as_of, wire::integer(0, max_journal_size));
    }
};

// Event `reset`: what the reader holds is forgotten; a snapshot follows at once. Its id is that snapshot's.
struct FeedReset {
    static constexpr std::string_view wire_name = "FeedReset";
    ResetCause cause = ResetCause::other;

    template <class V>
    static void fields(V& v) {
        v("cause", &FeedReset::cause, wire::any());
    }
    friend bool operator==(const FeedReset&, const FeedReset&) = default;
};

// Why a stream ends: the server stops, or the stream has run long enough.
enum class ByeCause : std::uint8_t { other, stopping, renewal };
std::span<const std::string_view> enum_names(ByeCause) noexcept;

// Event `bye`, the last one of a stream. Its id is that of the event before it, so the reader goes on from
// there.
struct FeedBye {
    static constexpr std::string_view wire_name = "FeedBye";
    ByeCause cause = ByeCause::other;
    std::int64_t retry_ms =
        0; // when to come back; different for each reader, so that they do not all come at once

    template <class V>
    static void fields(V& v) {
        v("cause", &FeedBye::cause, wire::any());
        v("retry_ms", &FeedBye::retry_ms, wire::integer(0, 60'000));
    }
    friend bool operator==(const FeedBye&, const FeedBye&) = default;
};

} // namespace hexiao::api
