// Copies of books in PostgreSQL, by its own pg_dump.
#pragma once

#include <filesystem>
#include <string>

namespace hexiao::store {

// Writes what the database at `uri` holds at one moment to the new file `to`, in pg_dump's custom format,
// which pg_restore reads. Returns an empty string, or what went wrong.
std::string dump_database(const std::string& uri, const std::filesystem::path& to);

} // namespace hexiao::store
