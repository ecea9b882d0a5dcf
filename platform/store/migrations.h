// The numbered migrations that are built into the program (platform/store/migrations/NNNN.sql) and how they
// are applied. Each is applied once, in its own transaction, and remembered with its SHA-256: a database that
// a newer program wrote, or that was migrated by other texts than ours, is refused instead of guessed at.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "platform/store/sqlite.h"

namespace hexiao::store {

struct Migration {
    std::int64_t version;
    std::string_view sql;
};

// In ascending order of version. Generated at build time from the folder.
std::span<const Migration> migrations() noexcept;

// Brings the database up to date. Returns an empty string, or a sentence for a person about why not.
std::string migrate(SqliteConnection& connection, std::span<const Migration> all);

} // namespace hexiao::store
