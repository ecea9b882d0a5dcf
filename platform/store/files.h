// Small files that must be there after a power cut, or not at all.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace hexiao::store {

// Makes the names in a folder durable.
bool sync_folder(const std::filesystem::path& folder);

// A whole file; nothing when it cannot be read.
std::optional<std::string> read_file(const std::filesystem::path& path);

// Makes or replaces a file (0600) whose bytes are durable; its name is once the folder is synced.
bool write_file(const std::filesystem::path& path, const std::string& bytes);

} // namespace hexiao::store
