// SQL about the journal: entries as they are written, the sequencer that numbers them and grows each
// merchant's Merkle tree (core/journal/merkle.h), and the heads that devices report.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/journal/journal.h"
#include "core/journal/merkle.h"
#include "platform/store/connection.h"
#include "platform/store/scope.h"

namespace hexiao::store {

// As many as are held in memory, however long the journal is.
inline constexpr std::int64_t entries_at_a_time = 1000;

// The feed of the store where the scope stands will tell of it.
void append_entry(Connection& db, const Scope& scope, const JournalEntry& entry);
// A fact that no feed tells of: who came in, what was changed.
void append_quiet_entry(Connection& db, const std::string& merchant_id, const JournalEntry& entry);

// The sequencer: gives every entry without a position the next one of its merchant, in order of arrival, and
// its place in the tree. Any number of processes may run it at the same time: it holds a lock on the
// merchant's head until its transaction ends, and sees what its predecessor committed (READ COMMITTED or
// stronger). Returns how many entries there were. Error: head_mismatch when the numbered entries are not
// those of the head.
Result<std::int64_t> number_entries(Connection& db);

// Numbered entries of books that are older than the tree are given their place in it. Before the first use.
// Error: as above.
Result<std::int64_t> adopt_entries(Connection& db);

// Position of the merchant's newest numbered entry; 0 before the first.
std::int64_t merchant_position(Connection& db, const std::string& merchant_id);

// The empty head before the first numbered entry.
merkle::Head journal_head(Connection& db, const std::string& merchant_id);
// For the proofs of core/journal/merkle.h. Both must outlive the reader.
merkle::ReadSubtree subtree_reader(Connection& db, const std::string& merchant_id);

struct MerchantHead {
    std::string merchant_id;
    std::string title; // in Chinese
    merkle::Head head;
};
// Of every merchant, by id: what a backup is compared with.
std::vector<MerchantHead> journal_heads(Connection& db);
// Does the journal of any of them begin with what the head stands for?
bool holds_head(Connection& db, const std::vector<MerchantHead>& merchants, const merkle::Head& head);

// The entry that tells of a redemption.
struct StoredEntry {
    std::string store_id;
    std::optional<std::int64_t> position; // absent until the sequencer has seen it
    std::string bytes;
};
std::optional<StoredEntry> entry_of_redemption(Connection& db, const Scope& scope,
                                               const std::string& redemption_id);

// What one device says of the journal.
struct SeenHead {
    merkle::Head head;
    Instant at;
};
struct DeviceHeads {
    std::string device_id;
    std::string device_name;
    std::optional<SeenHead> seen;    // the last that this journal extends
    std::optional<SeenHead> refused; // the last that it does not
};
void set_device_head(Connection& db, const Scope& scope, const SeenHead& seen);
// False when the device had reported the same before.
bool refuse_device_head(Connection& db, const Scope& scope, const SeenHead& refused);
// Of every device that ever reported one, by name.
std::vector<DeviceHeads> device_heads(Connection& db, const Scope& scope);

} // namespace hexiao::store
