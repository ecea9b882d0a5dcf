// Copies of SQLite books, for backups, and what must be true of every copy. A copy is one file, without a
// write-ahead log beside it, that holds what was committed at one moment.
#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "platform/store/journal.h"
#include "platform/store/sqlite.h"

namespace hexiao::store {

// Copies the database `from`, which others may be writing, to the file `to`: there is a whole and durable
// copy afterwards, or none. Returns an empty string, or what went wrong.
std::string copy_database(const std::filesystem::path& from, const std::filesystem::path& to);

// Copies the database before it is migrated from `version` on (copies.h). Returns an empty string, or what
// went wrong.
std::string copy_before_migration(const std::filesystem::path& database, std::int64_t version);

struct Books {
    std::int64_t schema = 0; // the newest migration
    std::int64_t redemptions = 0;
    std::int64_t entries = 0;
    std::vector<MerchantHead> heads;
};

// Looks through a whole database: its pages and foreign keys are whole, and its journals are what
// journal_check.h asks of them. Otherwise what is the first thing that is wrong.
std::variant<Books, std::string> check_books(const std::filesystem::path& database);

} // namespace hexiao::store
