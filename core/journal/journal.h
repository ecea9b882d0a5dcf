// The one log: every fact as canonical bytes, so that the same fact has the same bytes everywhere and for
// ever. An entry holds ids, integers and short names of kinds; never a code, a phone number or a person's
// name. It is written in the transaction of its fact and numbered afterwards by one sequencer per merchant
// (architecture.md).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/result.h"
#include "core/base/time.h"

namespace hexiao {

struct JournalEntry {
    std::string id;   // UUIDv7
    std::string kind; // what happened, past tense: "voucher_redeemed"
    Instant at;       // when the platform recorded it
    std::map<std::string, std::variant<std::int64_t, std::string>> facts;

    friend bool operator==(const JournalEntry&, const JournalEntry&) = default;
};

// JSON with sorted keys, no blanks, integers and strings only: {"at":…,"facts":{…},"id":…,"kind":…,"v":1}.
std::string canonical_bytes(const JournalEntry& entry);

// Reads canonical bytes back. Anything that `canonical_bytes` would not have written, byte for byte, is
// malformed_json: a journal that was touched must not read as if it had not been.
Result<JournalEntry> parse_entry(std::string_view bytes);

} // namespace hexiao
