// What a backup says of itself (backup.h), and what both commands do with its folder.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hexiao::commands {

inline constexpr const char* manifest_name = "manifest.json";
inline constexpr const char* database_name = "hexiao.db";

struct ManifestFile {
    std::string name; // in the folder of the backup, "tls/authority.pem"
    std::string sha256;
};

struct ManifestHead {
    std::string merchant_id;
    std::string title;
    std::string head; // SIZE:ROOT
};

struct Manifest {
    std::string made_at; // RFC 3339
    std::int64_t schema = 0;
    std::int64_t redemptions = 0;
    std::int64_t entries = 0;
    std::vector<ManifestFile> files;
    std::vector<ManifestHead> heads;
};

std::string write_manifest(const Manifest& manifest);
// Nothing when it is no manifest of ours, or names a file that is not one of a backup's.
std::optional<Manifest> read_manifest(const std::string& text);

// A line for each journal, with where it ends.
std::string tell_heads(const Manifest& manifest);

// The files of the books in a folder, but for the database: those that are there.
std::vector<std::string> small_files(const std::filesystem::path& folder);

// True for a folder that is not there, or is empty.
bool is_free(const std::filesystem::path& folder);

// A folder that nobody else has, beside the one that it shall become, for its owner alone. Goes with what is
// in it unless it was put in place.
class UnfinishedFolder {
public:
    explicit UnfinishedFolder(std::filesystem::path to);
    ~UnfinishedFolder();
    UnfinishedFolder(const UnfinishedFolder&) = delete;
    UnfinishedFolder& operator=(const UnfinishedFolder&) = delete;

    // Empty where none could be made.
    const std::filesystem::path& path() const noexcept { return path_; }
    // In one step, and only where the place is still free: of two that finish one wins. Empty, or what went
    // wrong.
    std::string put_in_place();

private:
    std::filesystem::path to_;
    std::filesystem::path path_;
};

} // namespace hexiao::commands
