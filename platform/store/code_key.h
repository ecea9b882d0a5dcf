// The key under which voucher codes are hashed (store.h): 32 random bytes in DATA/code.key, for its owner
// alone. It is kept apart from the database on purpose: a copy of the one is worth nothing without the other.
#pragma once

#include <filesystem>
#include <string>

namespace hexiao::store {

// Reads the key, or makes it where `may_make`: where there are no books yet. A lost key makes every voucher
// unknown, so it is never replaced, and the first is on the disk, with its name, before a code is hashed with
// it. Empty when none can be had.
std::string load_code_key(const std::filesystem::path& folder, bool may_make);

// The sentence for a key that could not be had.
std::string no_code_key(const std::filesystem::path& folder, bool has_books);

} // namespace hexiao::store
