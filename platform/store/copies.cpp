// See copies.h.
#include "platform/store/copies.h"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <vector>

#include "platform/log.h"
#include "platform/store/files.h"

namespace hexiao::store {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kept_copies = 3;
constexpr std::string_view unfinished_extension = ".unfinished";

fs::path copies_of(const fs::path& folder) { return folder / "backups"; }

bool is_copy(const fs::path& file) { return file.extension() == ".db" || file.extension() == ".dump"; }

// How the name of a copy begins that was taken then: such names are in the order of time.
std::string name_at(Instant time) {
    std::string name = format_rfc3339(time);
    std::ranges::replace(name, ':', '-'); // some file systems know no colon
    return name;
}

// Copies of an earlier time, the newest first.
std::vector<fs::path> copies_in(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code failure;
    for (const fs::directory_entry& entry : fs::directory_iterator{folder, failure}) {
        if (is_copy(entry.path())) {
            found.push_back(entry.path());
        }
    }
    std::ranges::sort(found, std::greater{});
    return found;
}

} // namespace

std::string put_whole(const fs::path& to, const WriteCopy& write) {
    const fs::path unfinished = to.string() + std::string{unfinished_extension};
    std::error_code failure;
    fs::remove(unfinished, failure);
    std::string why = write(unfinished);
    if (why.empty()) {
        fs::rename(unfinished, to, failure);
        why = failure ? failure.message() : std::string{};
    }
    if (why.empty() && !sync_folder(to.parent_path())) {
        why = "the folder " + to.parent_path().string() + " cannot be written";
    }
    if (!why.empty()) {
        fs::remove(unfinished, failure);
    }
    return why;
}

std::string keep_copy(const fs::path& folder, std::int64_t version, std::string_view extension,
                      const WriteCopy& write) {
    const fs::path copies = copies_of(folder);
    std::error_code failure;
    fs::create_directories(copies, failure);
    const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
    const Instant now{std::chrono::duration_cast<std::chrono::milliseconds>(since_1970).count()};
    const std::string name = name_at(now) + "-version-" + std::to_string(version) + std::string{extension};
    std::string why = put_whole(copies / name, write);
    if (why.empty()) {
        const auto kept = copies_in(copies);
        for (std::size_t i = kept_copies; i < kept.size(); ++i) {
            fs::remove(kept[i], failure);
        }
    }
    return why;
}

void forget_copies(const fs::path& folder, Instant before) {
    std::error_code failure;
    for (const fs::directory_entry& entry : fs::directory_iterator{copies_of(folder), failure}) {
        const fs::path& file = entry.path();
        const bool ours = is_copy(file) || file.extension() == unfinished_extension; // what a power cut left
        if (ours && file.filename().string() < name_at(before) && !fs::remove(file, failure)) {
            log::error("copy_not_forgotten", {{"why", failure.message()}});
        }
    }
}

} // namespace hexiao::store
