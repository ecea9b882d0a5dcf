// The messages by which the journal can be checked from outside (core/journal/merkle.h): heads, proofs,
// receipts, and what devices report. Hashes are 64 digits of lower-case hexadecimal.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/api/wire.h"
#include "core/base/time.h"
#include "core/journal/journal.h"
#include "core/journal/merkle.h"

namespace hexiao::api {

inline constexpr std::int64_t max_journal_size = 1'000'000'000'000;
// Hashes in a proof: two for each time that a journal of the largest size is halved.
inline constexpr std::int64_t max_path = 80;
inline constexpr std::int64_t max_entry_text = 16'384;

// What a merchant's journal is known by: how many entries it has, and the root of their Merkle tree. Also
// what a device says that it saw.
struct JournalHead {
    static constexpr std::string_view wire_name = "JournalHead";
    std::int64_t size = 0;
    std::string root;

    template <class V>
    static void fields(V& v) {
        v("size", &JournalHead::size, wire::integer(0, max_journal_size));
        v("root", &JournalHead::root, wire::text(64, 64));
    }
    friend bool operator==(const JournalHead&, const JournalHead&) = default;
};

// That the journal with the head `to` begins with the one with the head `from` (RFC 9162 §2.1.4).
struct ConsistencyProof {
    static constexpr std::string_view wire_name = "ConsistencyProof";
    JournalHead from;
    JournalHead to;
    std::vector<std::string> path;

    template <class V>
    static void fields(V& v) {
        v("from", &ConsistencyProof::from, wire::any());
        v("to", &ConsistencyProof::to, wire::any());
        v("path", &ConsistencyProof::path, wire::items(max_path));
    }
};

// One journal entry with the proof that it is in the journal (RFC 9162 §2.1.3): all that anybody needs to
// check it without asking anybody.
struct Receipt {
    static constexpr std::string_view wire_name = "Receipt";
    std::int64_t format = 1;
    std::string entry;         // its canonical bytes
    std::int64_t position = 1; // among the entries of the merchant, from 1
    JournalHead head;
    std::vector<std::string> path;

    template <class V>
    static void fields(V& v) {
        v("format", &Receipt::format, wire::integer(1, 1));
        v("entry", &Receipt::entry, wire::text(1, max_entry_text));
        v("position", &Receipt::position, wire::integer(1, max_journal_size));
        v("head", &Receipt::head, wire::any());
        v("path", &Receipt::path, wire::items(max_path));
    }
};

// What one device says of the journal.
struct DeviceHead {
    static constexpr std::string_view wire_name = "DeviceHead";
    std::string device_id;
    std::string device_name;
    std::optional<JournalHead> seen; // the last that this journal extends, and when it was reported
    std::optional<Instant> seen_at;
    std::optional<JournalHead> refused; // the last that it does not: somebody changed what was written
    std::optional<Instant> refused_at;

    template <class V>
    static void fields(V& v) {
        v("device_id", &DeviceHead::device_id, wire::uuid());
        v("device_name", &DeviceHead::device_name, wire::text(1, 64));
        v("seen", &DeviceHead::seen, wire::any());
        v("seen_at", &DeviceHead::seen_at, wire::any());
        v("refused", &DeviceHead::refused, wire::any());
        v("refused_at", &DeviceHead::refused_at, wire::any());
    }
};

struct DeviceHeads {
    static constexpr std::string_view wire_name = "DeviceHeads";
    std::vector<DeviceHead> devices; // those that ever reported a head, by name

    template <class V>
    static void fields(V& v) {
        v("devices", &DeviceHeads::devices, wire::items(10'000));
    }
};

JournalHead to_wire(const merkle::Head& head);
std::vector<std::string> to_wire(const merkle::Path& path);
// Error: invalid_field "root" or "path".
Result<merkle::Head> from_wire(const JournalHead& head);
Result<merkle::Path> from_wire(const std::vector<std::string>& path);

// Does the proof show that `to` extends `from`? The heads are the reader's own; those in the proof are not
// looked at.
bool proves(const ConsistencyProof& proof, const merkle::Head& from, const merkle::Head& to);

// The entry that a receipt proves to be in its head. Errors: invalid_field for what is no hash;
// malformed_json where the entry is not in canonical bytes; head_mismatch where the proof does not lead to
// the head.
Result<JournalEntry> check_receipt(const Receipt& receipt);

} // namespace hexiao::api
