// Copies of the books from before a migration: files in `backups` in the data folder, named after their time
// and the version that they hold. A copy is there whole and durable, or not under its name.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "core/base/time.h"

namespace hexiao::store {

// Writes a new file. Returns an empty string, or what went wrong.
using WriteCopy = std::function<std::string(const std::filesystem::path& to)>;

// Lets `write` make the file `to`: there is a whole and durable one afterwards, or none. Returns an empty
// string, or what went wrong.
std::string put_whole(const std::filesystem::path& to, const WriteCopy& write);

// Keeps a copy of the books in `folder`, which are about to be migrated from `version` on. Only the newest
// few are kept. Returns an empty string, or what went wrong.
std::string keep_copy(const std::filesystem::path& folder, std::int64_t version, std::string_view extension,
                      const WriteCopy& write);

// Deletes those that were taken before.
void forget_copies(const std::filesystem::path& folder, Instant before);

} // namespace hexiao::store
