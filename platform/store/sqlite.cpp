// See sqlite.h.
#include "platform/store/sqlite.h"

#include <array>

namespace hexiao::store {

namespace {
constexpr int busy_timeout_ms = 5000;
}

std::string Row::text(int column) const {
    const void* bytes = sqlite3_column_blob(statement_, column);
    const int size = sqlite3_column_bytes(statement_, column);
    return bytes == nullptr ? std::string{}
                            : std::string{static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

std::optional<std::string> Row::optional_text(int column) const {
    return is_null(column) ? std::nullopt : std::optional{text(column)};
}

Connection::Connection(const std::string& path, bool read_only) {
    sqlite3* raw = nullptr;
    const int flags = (read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) |
                      SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
    connection_.reset(raw);
    check(code);
    // The busy timeout comes first: switching to WAL may itself meet a lock (server.md §6).
    check(sqlite3_busy_timeout(raw, busy_timeout_ms));
    for (const char* pragma :
         {"PRAGMA foreign_keys=ON", "PRAGMA temp_store=MEMORY", "PRAGMA cache_size=-32000",
          "PRAGMA trusted_schema=OFF", "PRAGMA journal_size_limit=67108864"}) {
        exec(pragma);
    }
    if (!read_only) {
        exec("PRAGMA journal_mode=WAL");
        exec("PRAGMA synchronous=FULL");
    }
}

void Connection::check(int code) {
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE && !failed_) {
        failed_ = true;
        message_ = connection_ ? sqlite3_errmsg(connection_.get()) : sqlite3_errstr(code);
    }
}

void Connection::forget_failure() noexcept {
    failed_ = false;
    message_.clear();
}

StatementPtr Connection::take(std::string_view sql) {
    if (failed_) {
        return nullptr;
    }
    // A statement is out of the map while it runs, so that a nested use of the same SQL prepares its own.
    if (const auto found = idle_.find(sql); found != idle_.end()) {
        return std::move(idle_.extract(found).mapped());
    }
    sqlite3_stmt* raw = nullptr;
    check(sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                             SQLITE_PREPARE_PERSISTENT, &raw, nullptr));
    return StatementPtr{raw};
}

void Connection::give_back(std::string_view sql, StatementPtr statement) {
    if (statement) {
        sqlite3_reset(statement.get());
        sqlite3_clear_bindings(statement.get()); // bound texts belong to the caller
        idle_.insert_or_assign(std::string{sql}, std::move(statement));
    }
}

bool Connection::step(sqlite3_stmt* statement) {
    if (failed_ || statement == nullptr) {
        return false;
    }
    const int code = sqlite3_step(statement);
    check(code);
    return code == SQLITE_ROW;
}

void Connection::script(const std::string& sql) {
    if (!failed_) {
        check(sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr));
    }
}

void Connection::bind(sqlite3_stmt* statement, int index, std::int64_t value) {
    if (statement != nullptr) {
        check(sqlite3_bind_int64(statement, index, value));
    }
}

void Connection::bind(sqlite3_stmt* statement, int index, std::string_view value) {
    if (statement != nullptr) {
        const char* text = value.data() == nullptr ? "" : value.data(); // a null pointer would bind NULL
        check(sqlite3_bind_text64(statement, index, text, value.size(), SQLITE_STATIC, SQLITE_UTF8));
    }
}

void Connection::bind(sqlite3_stmt* statement, int index, Blob value) {
    if (statement != nullptr) {
        check(sqlite3_bind_blob64(statement, index, value.bytes.data(), value.bytes.size(), SQLITE_STATIC));
    }
}

void Connection::bind(sqlite3_stmt* statement, int index, std::nullopt_t /*value*/) {
    if (statement != nullptr) {
        check(sqlite3_bind_null(statement, index));
    }
}

} // namespace hexiao::store
