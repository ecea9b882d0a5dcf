// A whole journal, checked against nothing but its own entries: what `hexiao verify` does. Reads only; all of
// it must be read in one transaction, so that a server that is writing meanwhile does not disturb.
#pragma once

#include <string>
#include <vector>

#include "core/journal/merkle.h"
#include "platform/store/connection.h"

namespace hexiao::store {

struct JournalReport {
    std::string merchant_id;
    std::string title;               // in Chinese
    merkle::Head head;               // recomputed from the entries' bytes
    std::int64_t waiting = 0;        // entries that the sequencer has not numbered yet
    std::vector<std::string> faults; // sentences that say what is wrong and where; the first ones
    std::int64_t fault_count = 0;
};

// Of every merchant: that entries are in canonical bytes and stand under their own ids, that positions are
// dense, that every subtree and the head are those of the entries, and that redemptions and entries tell the
// same facts of each other. What the database says of a failure stands in `db`.
std::vector<JournalReport> check_journals(Connection& db);

} // namespace hexiao::store
