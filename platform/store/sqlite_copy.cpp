// See sqlite_copy.h.
#include "platform/store/sqlite_copy.h"

#include <system_error>
#include <utility>

#include "platform/store/copies.h"
#include "platform/store/journal_check.h"

namespace hexiao::store {

namespace {

namespace fs = std::filesystem;

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
    return put_whole(to, [&](const fs::path& unfinished) { return copy_pages(from, unfinished); });
}

std::string copy_before_migration(const fs::path& database, std::int64_t version) {
    return keep_copy(database.parent_path(), version, ".db",
                     [&](const fs::path& to) { return copy_pages(database, to); });
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
