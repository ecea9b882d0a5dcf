// See folder.h.
#include "platform/demo/folder.h"

#include <fstream>
#include <sstream>

#include "platform/demo/seed.h"

namespace hexiao::demo {

namespace {

namespace fs = std::filesystem;

constexpr int usable_per_product = 4;

bool write_file(const fs::path& path, const std::string& text) {
    std::ofstream file{path};
    file << text;
    file.close();
    return !file.fail();
}

// Books and tables in a fresh folder; empty when all is written. The files are 0600 by the umask that
// Store::open sets.
std::string make(const fs::path& folder, service::Clock& clock, service::Ids& ids) {
    auto opened = store::Store::open(folder);
    if (auto* why = std::get_if<std::string>(&opened)) {
        return std::move(*why);
    }
    const auto seeded = seed(**std::get_if<0>(&opened), ids, clock.now(),
                             {usable_per_product, [&] { return easy_password(ids); }, true});
    const bool written = seeded && write_file(folder / "demo-codes.json", codes_json(*seeded)) &&
                         write_file(folder / "demo-accounts.txt", accounts_table(*seeded));
    return written ? "" : "The demo could not be written to " + folder.string() + "; the log says why.";
}

} // namespace

std::variant<Accounts, std::string> prepare_folder(const fs::path& folder, service::Clock& clock,
                                                   service::Ids& ids) {
    // "build/demo/" and "build/demo" are the same place; only the latter has a name to put something beside.
    const fs::path place = folder.has_filename() ? folder : folder.parent_path();
    std::error_code failure;
    if (!fs::exists(place, failure) || fs::is_empty(place, failure)) {
        const fs::path beside = place.string() + ".unfinished";
        fs::remove_all(beside, failure);
        if (std::string why = make(beside, clock, ids); !why.empty()) {
            return why;
        }
        fs::rename(beside, place, failure);
        if (failure) {
            return "The demo could not be put into " + place.string() + ": " + failure.message() + ".";
        }
    }
    std::ostringstream table;
    table << std::ifstream{place / "demo-accounts.txt"}.rdbuf();
    if (table.str().empty()) {
        return "The folder " + place.string() +
               " holds no whole demo: delete it if nothing in it is needed, or name another.";
    }
    return Accounts{table.str()};
}

} // namespace hexiao::demo
