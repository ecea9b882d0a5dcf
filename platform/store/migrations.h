// The numbered migrations that are built into the program (platform/store/migrations/NNNN.sql for SQLite,
// migrations_pg/ for PostgreSQL: the same tables in other words) and how they are applied. Each is applied
// once, in its own transaction, and remembered with its SHA-256: a database that a newer program wrote, or
// that was migrated by other texts than ours, is refused instead of guessed at.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "platform/store/sqlite.h"

namespace hexiao::store {

struct Migration {
    std::int64_t version;
    std::string_view sql;
};

// In ascending order of version. Generated at build time from the folder.
std::span<const Migration> migrations() noexcept;
std::span<const Migration> postgres_migrations() noexcept;

// Takes a copy of books that are at `version`; answers what went wrong, or nothing.
using KeepCopy = std::function<std::string(std::int64_t version)>;

// What the database lacks of `all`, or a sentence for a person about why it is not touched. Its table
// schema_migrations must be there. Where something is lacking, books that were there already are first handed
// to `keep`, and are not touched when it fails.
std::variant<std::vector<Migration>, std::string>
missing_migrations(Connection& connection, std::span<const Migration> all, const KeepCopy& keep);

std::string digest_of(const Migration& migration);

// Brings the database up to date. Returns an empty string, or a sentence for a person about why it is not.
std::string migrate(SqliteConnection& connection, std::span<const Migration> all, const KeepCopy& keep = {});

} // namespace hexiao::store
