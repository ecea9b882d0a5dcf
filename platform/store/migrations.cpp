// See migrations.h.
#include "platform/store/migrations.h"

#include <map>

#include "core/base/hash.h"

namespace hexiao::store {

namespace {

// Versions that the database has, with their digests.
std::map<std::int64_t, std::string> applied(Connection& connection) {
    std::map<std::int64_t, std::string> found;
    connection.each("SELECT version, sha256 FROM schema_migrations",
                    [&](const Row& row) { found[row.integer(0)] = row.text(1); });
    return found;
}

void apply(SqliteConnection& connection, const Migration& migration) {
    connection.exec("BEGIN IMMEDIATE");
    connection.script(std::string{migration.sql});
    connection.exec("INSERT INTO schema_migrations (version, sha256) VALUES (?, ?)", migration.version,
                    digest_of(migration));
    connection.exec("COMMIT");
}

} // namespace

std::string digest_of(const Migration& migration) { return to_hex(sha256(migration.sql)); }

std::variant<std::vector<Migration>, std::string>
missing_migrations(Connection& connection, std::span<const Migration> all, const KeepCopy& keep) {
    const auto have = applied(connection);
    const std::int64_t newest = have.empty() ? 0 : have.rbegin()->first;
    if (!connection.failed() && newest > (all.empty() ? 0 : all.back().version)) {
        return "The database was written by a newer version of Hexiao; this one would damage it.";
    }
    std::vector<Migration> missing;
    for (const Migration& migration : all) {
        const auto found = have.find(migration.version);
        if (found == have.end()) {
            missing.push_back(migration);
        } else if (found->second != digest_of(migration)) {
            return "Migration " + std::to_string(migration.version) +
                   " of the database is not the one that this version of Hexiao knows.";
        }
    }
    if (keep && newest > 0 && !missing.empty()) {
        if (const std::string why = keep(newest); !why.empty()) {
            return "The books must be brought up to date, and could not be copied before: " + why + ".";
        }
    }
    return missing;
}

std::string migrate(SqliteConnection& connection, std::span<const Migration> all, const KeepCopy& keep) {
    connection.exec("CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, sha256 TEXT "
                    "NOT NULL) STRICT");
    const auto wanted = missing_migrations(connection, all, keep);
    if (const auto* why = std::get_if<std::string>(&wanted)) {
        return *why;
    }
    for (const Migration& migration : *std::get_if<0>(&wanted)) {
        apply(connection, migration);
    }
    return connection.failed() ? "The database could not be opened: " + connection.message() + "."
                               : std::string{};
}

} // namespace hexiao::store
