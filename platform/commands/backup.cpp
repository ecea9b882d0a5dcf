// `hexiao backup`; see backup.h.
#include "platform/commands/backup.h"

#include <sys/stat.h>

#include "core/base/hash.h"
#include "platform/commands/manifest.h"
#include "platform/service/clock.h"
#include "platform/store/files.h"
#include "platform/store/sqlite_copy.h"

namespace hexiao::commands {

namespace {

namespace fs = std::filesystem;

// "build/copy/" and "build/copy" are the same place; only the latter has a name to put something beside.
fs::path place_of(const fs::path& folder) { return folder.has_filename() ? folder : folder.parent_path(); }

// Copies the files into a fresh folder and checks what was copied. What went wrong, or nothing.
std::string fill(const fs::path& data, const fs::path& folder, Manifest& manifest) {
    if (std::string why = store::copy_database(data / database_name, folder / database_name); !why.empty()) {
        return why;
    }
    const auto checked = store::check_books(folder / database_name);
    if (const auto* wrong = std::get_if<std::string>(&checked)) {
        return *wrong;
    }
    const store::Books& books = *std::get_if<store::Books>(&checked);
    manifest.schema = books.schema;
    manifest.redemptions = books.redemptions;
    manifest.entries = books.entries;
    for (const store::MerchantHead& merchant : books.heads) {
        manifest.heads.push_back({merchant.merchant_id, merchant.title, merkle::format_head(merchant.head)});
    }
    std::vector<std::string> names = small_files(data);
    names.emplace_back(database_name);
    for (const std::string& name : names) {
        const auto bytes = store::read_file((name == database_name ? folder : data) / name);
        std::error_code failure;
        fs::create_directories((folder / name).parent_path(), failure);
        if (!bytes || (name != database_name && !store::write_file(folder / name, *bytes))) {
            return "the file " + name + " cannot be copied";
        }
        manifest.files.push_back({name, to_hex(sha256(*bytes))});
    }
    const bool written = store::write_file(folder / manifest_name, write_manifest(manifest)) &&
                         (!fs::exists(folder / "tls") || store::sync_folder(folder / "tls")) &&
                         store::sync_folder(folder);
    return written ? std::string{} : "the folder " + folder.string() + " cannot be written";
}

std::string tell_made(const Manifest& manifest, const fs::path& to) {
    std::string text =
        "The backup is in " + to.string() + ": " + std::to_string(manifest.redemptions) + " redemptions, " +
        std::to_string(manifest.entries) +
        " journal entries, all checked. It holds the key of the voucher codes: keep it as safe as the "
        "books.\n";
    return text + tell_heads(manifest);
}

} // namespace

Told back_up(const BackupOptions& options) {
    std::error_code failure;
    const fs::path to = place_of(options.to);
    if (!fs::exists(options.data / database_name, failure)) {
        return {false, "There are no books in " + options.data.string() + "."};
    }
    if (!is_free(to)) {
        return {false, "The folder " + to.string() + " is not empty; a backup needs one of its own."};
    }
    ::umask(0077);
    UnfinishedFolder unfinished{to};
    Manifest manifest;
    manifest.made_at = format_rfc3339(service::SystemClock{}.now());
    std::string why = unfinished.path().empty() ? "no folder can be made beside " + to.string()
                                                : fill(options.data, unfinished.path(), manifest);
    if (why.empty()) {
        why = unfinished.put_in_place();
    }
    return why.empty() ? Told{true, tell_made(manifest, to)}
                       : Told{false, "No backup was made: " + why + "."};
}

} // namespace hexiao::commands
