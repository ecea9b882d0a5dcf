// `hexiao restore`; see backup.h.
#include <algorithm>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/hash.h"
#include "platform/commands/backup.h"
#include "platform/commands/manifest.h"
#include "platform/store/files.h"
#include "platform/store/sqlite_copy.h"

namespace hexiao::commands {

namespace {

namespace fs = std::filesystem;

// Copies each file whose bytes are those that the manifest names. What went wrong, or nothing.
std::string copy_files(const fs::path& from, const fs::path& folder, const Manifest& manifest) {
    for (const ManifestFile& file : manifest.files) {
        const auto bytes = store::read_file(from / file.name);
        if (!bytes) {
            return "its file " + file.name + " cannot be read";
        }
        if (to_hex(sha256(*bytes)) != file.sha256) {
            return "its file " + file.name + " is not the one that was backed up";
        }
        std::error_code failure;
        fs::create_directories((folder / file.name).parent_path(), failure);
        if (!store::write_file(folder / file.name, *bytes)) {
            return "the folder " + folder.string() + " cannot be written";
        }
    }
    return store::sync_folder(folder) ? std::string{}
                                      : "the folder " + folder.string() + " cannot be written";
}

// What is wrong with the restored books; empty when nothing is.
std::string check(const fs::path& database, const Manifest& manifest,
                  const std::vector<std::string>& expected) {
    const auto checked = store::check_books(database);
    if (const auto* wrong = std::get_if<std::string>(&checked)) {
        return *wrong;
    }
    const store::Books& books = *std::get_if<store::Books>(&checked);
    for (const store::MerchantHead& merchant : books.heads) {
        const auto said = std::ranges::find(manifest.heads, merchant.merchant_id, &ManifestHead::merchant_id);
        if (said == manifest.heads.end() || said->head != merkle::format_head(merchant.head)) {
            return "the journal of " + merchant.title + " does not end where the manifest says";
        }
    }
    store::SqliteConnection db{database, true};
    for (const std::string& text : expected) {
        const auto head = merkle::parse_head(text);
        if (!head) {
            return "a head is given as SIZE:ROOT, the root in 64 hexadecimal digits";
        }
        if (!store::holds_head(db, books.heads, *head)) {
            return "no journal in it holds the head " + text +
                   ", so it is older than that head, or of other books; a newer backup may hold it";
        }
    }
    return {};
}

bool somebody_runs_on(const fs::path& data) {
    const int lock = ::open((data / "lock").c_str(), O_RDWR | O_CLOEXEC);
    const bool locked = lock >= 0 && ::flock(lock, LOCK_EX | LOCK_NB) != 0;
    if (lock >= 0) {
        ::close(lock);
    }
    return locked;
}

// How far the books that are there go beyond the backup, for whoever is about to delete them.
std::string compare(const fs::path& database, const Manifest& manifest) {
    store::SqliteConnection db{database, true};
    std::string text;
    for (const store::MerchantHead& merchant : store::journal_heads(db)) {
        const auto said = std::ranges::find(manifest.heads, merchant.merchant_id, &ManifestHead::merchant_id);
        const auto head = said == manifest.heads.end() ? std::nullopt : merkle::parse_head(said->head);
        const std::int64_t ahead = merchant.head.size - (head ? head->size : 0);
        if (ahead > 0) {
            text += " The journal of " + merchant.title + " there has " + std::to_string(ahead) +
                    " entries that the backup lacks.";
        }
    }
    return text;
}

std::string refuse_place(const fs::path& data, const Manifest& manifest) {
    if (somebody_runs_on(data)) {
        return "A Hexiao is running on the data folder " + data.string() + ".";
    }
    std::error_code failure;
    return "The folder " + data.string() + " is not empty." +
           (fs::exists(data / database_name, failure) ? compare(data / database_name, manifest)
                                                      : std::string{}) +
           " Move it away, or name another.";
}

std::string tell_restored(const Manifest& manifest, const fs::path& data) {
    std::string text = "The books of " + manifest.made_at + " are in " + data.string() + ": " +
                       std::to_string(manifest.redemptions) + " redemptions, " +
                       std::to_string(manifest.entries) +
                       " journal entries, all checked. Whatever was done after that time is not in them.\n";
    return text + tell_heads(manifest);
}

} // namespace

Told restore(const RestoreOptions& options) {
    const fs::path data = options.data.has_filename() ? options.data : options.data.parent_path();
    const auto text = store::read_file(options.from / manifest_name);
    const auto manifest = text ? read_manifest(*text) : std::nullopt;
    if (!manifest) {
        return {false, "The folder " + options.from.string() + " holds no whole backup."};
    }
    if (!is_free(data)) {
        return {false, refuse_place(data, *manifest)};
    }
    ::umask(0077);
    UnfinishedFolder unfinished{data};
    std::string why = unfinished.path().empty() ? "no folder can be made beside " + data.string()
                                                : copy_files(options.from, unfinished.path(), *manifest);
    if (why.empty()) {
        why = check(unfinished.path() / database_name, *manifest, options.expect_heads);
    }
    if (why.empty()) {
        why = unfinished.put_in_place();
    }
    return why.empty() ? Told{true, tell_restored(*manifest, data)}
                       : Told{false, "Nothing was restored from this backup: " + why + "."};
}

} // namespace hexiao::commands
