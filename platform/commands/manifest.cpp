// See manifest.h.
#include "platform/commands/manifest.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <system_error>
#include <utility>

#include <nlohmann/json.hpp>

#include "platform/store/files.h"

namespace hexiao::commands {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::array<std::string_view, 3> small{"code.key", "tls/authority.key", "tls/authority.pem"};

bool is_of_a_backup(const std::string& name) {
    return name == database_name || std::ranges::find(small, name) != small.end();
}

// The member, or its type's empty value where it is missing or of another type.
template <class T>
T member(const json& object, const char* name) {
    const auto found = object.find(name);
    if constexpr (std::is_same_v<T, std::string>) {
        return found != object.end() && found->is_string() ? found->get<std::string>() : T{};
    } else {
        return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : T{};
    }
}

template <class Take>
void each(const json& object, const char* name, Take&& take) {
    const auto found = object.find(name);
    if (found != object.end() && found->is_array()) {
        for (const json& one : *found) {
            if (one.is_object()) {
                take(one);
            }
        }
    }
}

} // namespace

std::string write_manifest(const Manifest& manifest) {
    json files = json::array();
    for (const ManifestFile& file : manifest.files) {
        files.push_back({{"name", file.name}, {"sha256", file.sha256}});
    }
    json heads = json::array();
    for (const ManifestHead& head : manifest.heads) {
        heads.push_back({{"merchant_id", head.merchant_id}, {"title", head.title}, {"head", head.head}});
    }
    return json{{"hexiao_backup", 1},          {"made_at", manifest.made_at},
                {"schema", manifest.schema},   {"redemptions", manifest.redemptions},
                {"entries", manifest.entries}, {"files", std::move(files)},
                {"heads", std::move(heads)}}
               .dump(2) +
           "\n";
}

std::optional<Manifest> read_manifest(const std::string& text) {
    const json read = json::parse(text, nullptr, false);
    if (!read.is_object() || member<std::int64_t>(read, "hexiao_backup") != 1) {
        return std::nullopt;
    }
    Manifest manifest{member<std::string>(read, "made_at"),
                      member<std::int64_t>(read, "schema"),
                      member<std::int64_t>(read, "redemptions"),
                      member<std::int64_t>(read, "entries"),
                      {},
                      {}};
    bool good = true;
    each(read, "files", [&](const json& file) {
        manifest.files.push_back({member<std::string>(file, "name"), member<std::string>(file, "sha256")});
        good = good && is_of_a_backup(manifest.files.back().name);
    });
    each(read, "heads", [&](const json& head) {
        manifest.heads.push_back({member<std::string>(head, "merchant_id"),
                                  member<std::string>(head, "title"), member<std::string>(head, "head")});
    });
    for (const char* needed : {database_name, "code.key"}) {
        good = good && std::ranges::count(manifest.files, needed, &ManifestFile::name) == 1;
    }
    return good ? std::optional{std::move(manifest)} : std::nullopt;
}

std::vector<std::string> small_files(const fs::path& folder) {
    std::vector<std::string> found;
    std::error_code failure;
    for (const std::string_view name : small) {
        if (fs::exists(folder / name, failure)) {
            found.emplace_back(name);
        }
    }
    return found;
}

bool is_free(const fs::path& folder) {
    std::error_code failure;
    return !fs::exists(folder, failure) ||
           (fs::is_directory(folder, failure) && fs::is_empty(folder, failure));
}

UnfinishedFolder::UnfinishedFolder(fs::path to) : to_(std::move(to)) {
    std::error_code failure;
    fs::create_directories(to_.parent_path(), failure);
    std::string name = to_.string() + ".XXXXXX";
    if (mkdtemp(name.data()) != nullptr) {
        path_ = name;
    }
}

UnfinishedFolder::~UnfinishedFolder() {
    std::error_code failure;
    if (!path_.empty()) {
        fs::remove_all(path_, failure);
    }
}

std::string UnfinishedFolder::put_in_place() {
    std::error_code failure;
    fs::rename(path_, to_, failure); // takes the place of an empty folder, and of no other
    if (failure && !is_free(to_)) {
        return "something else was put into the folder " + to_.string() + " meanwhile";
    }
    if (failure) {
        return "the folder " + to_.string() + " cannot be made";
    }
    path_.clear();
    return store::sync_folder(to_.parent_path().empty() ? "." : to_.parent_path())
               ? std::string{}
               : "the folder beside " + to_.string() + " cannot be written";
}

std::string tell_heads(const Manifest& manifest) {
    std::string text;
    for (const ManifestHead& head : manifest.heads) {
        text += "Journal of " + head.title + " ends at " + head.head + "\n";
    }
    return text;
}

} // namespace hexiao::commands
