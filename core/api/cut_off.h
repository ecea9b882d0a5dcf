// Messages of what a store's feed tells about devices that are, or were, cut off.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/proofs.h"
#include "core/base/reason.h"

namespace hexiao::api {

// What became of an action that was taken while cut off. `waiting`: another device holds the voucher, or a
// channel is yet to be asked; the feed tells later. `replayed`: it had been said before.
enum class Verdict : std::uint8_t { other, kept, replayed, conflict, waiting };
std::span<const std::string_view> enum_names(Verdict) noexcept;

// A verdict that came after the upload was answered, or that another device should know.
struct FedVerdict {
    static constexpr std::string_view wire_name = "FedVerdict";
    std::string key; // of the action
    std::string device_id;
    Verdict verdict = Verdict::other;
    Reason reason = Reason::none;
    std::optional<std::string> conflict_id;
    Instant at;

    template <class V>
    static void fields(V& v) {
        v("key", &FedVerdict::key, wire::uuid());
        v("device_id", &FedVerdict::device_id, wire::uuid());
        v("verdict", &FedVerdict::verdict, wire::any());
        v("reason", &FedVerdict::reason, wire::any());
        v("conflict_id", &FedVerdict::conflict_id, wire::uuid());
        v("at", &FedVerdict::at, wire::any());
    }
    friend bool operator==(const FedVerdict&, const FedVerdict&) = default;
};

// Another lane needs what this device holds: it gives it back at once, if it has not used it
// (offline::lease_asked_for).
struct LeaseAsk {
    static constexpr std::string_view wire_name = "LeaseAsk";
    std::string lease_id;
    std::string device_id; // who holds it
    Instant asked_at;

    template <class V>
    static void fields(V& v) {
        v("lease_id", &LeaseAsk::lease_id, wire::uuid());
        v("device_id", &LeaseAsk::device_id, wire::uuid());
        v("asked_at", &LeaseAsk::asked_at, wire::any());
    }
    friend bool operator==(const LeaseAsk&, const LeaseAsk&) = default;
};

// Of one store, whole: event `cut_off`, which takes the place of the one before it, and part of the snapshot.
// Like `alerts` its id is that of the newest event before it. A display is told none.
struct CutOff {
    static constexpr std::string_view wire_name = "CutOff";
    std::int64_t conflicts = 0;          // that are open
    std::optional<Instant> due_at;       // the first of them
    std::vector<LeaseAsk> asked;         // leases that somebody waits for
    std::vector<FedVerdict> verdicts;    // the newest, newest first
    std::optional<std::int64_t> as_of{}; // see AsOf

    template <class V>
    static void fields(V& v) {
        v("conflicts", &CutOff::conflicts, wire::integer(0, 1'000'000'000));
        v("due_at", &CutOff::due_at, wire::any());
        v("asked", &CutOff::asked, wire::items(200));
        v("verdicts", &CutOff::verdicts, wire::items(100));
        v("as_of", &CutOff::as_of, wire::integer(0, max_journal_size));
    }
    friend bool operator==(const CutOff&, const CutOff&) = default;
};

} // namespace hexiao::api
