// See sqlite_copy.h.
#include "platform/store/sqlite_copy.h"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

#include "platform/log.h"
#include "platform/store/files.h"
#include "platform/store/journal_check.h"

namespace hexiao::store {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kept_copies = 3;
constexpr int busy_timeout_ms = 5000;

using ConnectionPtr = std::unique_ptr<sqlite3, CloseConnection>;

ConnectionPtr open_file(const fs::path& path, int flags) {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    ConnectionPtr opened{raw};
    if (code != SQLITE_OK) {
        return nullptr;
    }
    sqlite3_busy_timeout(raw, busy_timeout_ms);
    return opened;
}

// All pages in one go, so that the copy is of one moment and no writer can make it begin anew. In the log of
// the original a reader is in nobody's way.
std::string copy_pages(const fs::path& from, const fs::path& to) {
    const ConnectionPtr source = open_file(from, SQLITE_OPEN_READONLY);
    const ConnectionPtr target = open_file(to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    if (!source || !target) {
        return "the file " + (source ? to : from).string() + " cannot be opened";
    }
    sqlite3_backup* copying = sqlite3_backup_init(target.get(), "main", source.get(), "main");
    if (copying != nullptr) {
        sqlite3_backup_step(copying, -1);
        sqlite3_backup_finish(copying); // what failed stays with the target
    }
    if (sqlite3_errcode(target.get()) == SQLITE_OK) {
        // One file, that can be read where nothing may be written.
        sqlite3_exec(target.get(), "PRAGMA journal_mode=DELETE", nullptr, nullptr, nullptr);
    }
    return sqlite3_errcode(target.get()) == SQLITE_OK ? std::string{} : sqlite3_errmsg(target.get());
}

fs::path copies_of(const fs::path& database) { return database.parent_path() / "backups"; }

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
        if (entry.path().extension() == ".db") {
            found.push_back(entry.path());
        }
    }
    std::ranges::sort(found, std::greater{});
    return found;
}

std::int64_t number(Connection& db, std::string_view sql) {
    return db.one(sql, [](const Row& row) { return row.integer(0); }).value_or(0);
}

std::string check_pages(Connection& db) {
    const auto integrity = db.one("PRAGMA integrity_check", [](const Row& row) { return row.text(0); });
    if (integrity && *integrity != "ok") {
        return *integrity;
    }
    const auto dangling = db.one("PRAGMA foreign_key_check", [](const Row& row) { return row.text(0); });
    return dangling ? "a row of " + *dangling + " refers to one that is not there" : std::string{};
}

} // namespace

std::string copy_database(const fs::path& from, const fs::path& to) {
    const fs::path unfinished = to.string() + ".unfinished";
    std::error_code failure;
    fs::remove(unfinished, failure);
    std::string why = copy_pages(from, unfinished);
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

std::string copy_before_migration(const fs::path& database, std::int64_t version) {
    const fs::path folder = copies_of(database);
    std::error_code failure;
    fs::create_directories(folder, failure);
    const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
    const Instant now{std::chrono::duration_cast<std::chrono::milliseconds>(since_1970).count()};
    std::string why =
        copy_database(database, folder / (name_at(now) + "-version-" + std::to_string(version) + ".db"));
    if (why.empty()) {
        const auto copies = copies_in(folder);
        for (std::size_t i = kept_copies; i < copies.size(); ++i) {
            fs::remove(copies[i], failure);
        }
    }
    return why;
}

void forget_copies_of(const fs::path& database, Instant before) {
    std::error_code failure;
    for (const fs::directory_entry& entry : fs::directory_iterator{copies_of(database), failure}) {
        const fs::path kind = entry.path().extension();
        const bool ours = kind == ".db" || kind == ".unfinished"; // what a power cut left of one
        if (ours && entry.path().filename().string() < name_at(before) &&
            !fs::remove(entry.path(), failure)) {
            log::error("copy_not_forgotten", {{"why", failure.message()}});
        }
    }
}

std::variant<Books, std::string> check_books(const fs::path& database) {
    SqliteConnection db{database, true};
    db.exec("BEGIN");
    std::string wrong = check_pages(db);
    Books books;
    if (wrong.empty()) {
        for (JournalReport& report : check_journals(db)) {
            if (report.fault_count > 0 && wrong.empty()) {
                wrong = report.title + ": " + report.faults.front();
            }
            books.heads.push_back({report.merchant_id, std::move(report.title), report.head});
        }
    }
    books.schema = number(db, "SELECT max(version) FROM schema_migrations");
    books.redemptions = number(db, "SELECT count(*) FROM redemption");
    books.entries = number(db, "SELECT count(*) FROM journal");
    if (db.failed()) { // before anything that was found: what could not be read was not checked
        wrong = db.message();
    }
    return wrong.empty() ? std::variant<Books, std::string>{std::move(books)} : std::move(wrong);
}

} // namespace hexiao::store
