// See sqlite.h.
#include "platform/store/sqlite.h"

namespace hexiao::store {

namespace {

class SqliteRow final : public Row {
public:
    explicit SqliteRow(sqlite3_stmt* statement) noexcept : statement_(statement) {}

    std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
    std::string text(int column) const override {
        const void* bytes = sqlite3_column_blob(statement_, column);
        const int size = sqlite3_column_bytes(statement_, column);
        return bytes == nullptr
                   ? std::string{}
                   : std::string{static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
    }
    bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

private:
    sqlite3_stmt* statement_;
};

} // namespace

SqliteConnection::SqliteConnection(const std::string& path, bool read_only) {
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
        // Whoever writes says when the log is copied, so that nobody's COMMIT waits for it. This replaces the
        // hook of wal_autocheckpoint.
        const auto count = [](void* frames, sqlite3*, const char*, int left) {
            *static_cast<int*>(frames) = left;
            return SQLITE_OK;
        };
        sqlite3_wal_hook(raw, count, &log_frames_);
    }
}

bool SqliteConnection::has_dangling_keys() const noexcept {
    int some = 0;
    int unused = 0;
    sqlite3_db_status(connection_.get(), SQLITE_DBSTATUS_DEFERRED_FKS, &some, &unused, 0);
    return some != 0;
}

void SqliteConnection::checkpoint() {
    if (failed()) {
        return;
    }
    int frames = 0;
    int copied = 0;
    const int code =
        sqlite3_wal_checkpoint_v2(connection_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &frames, &copied);
    if (code != SQLITE_BUSY) { // somebody else's checkpoint is as good
        check(code);
    }
    // What is copied is written over by the next commit, from the beginning of the log.
    log_frames_ = frames < 0 ? 0 : frames - copied;
}

void SqliteConnection::check(int code) {
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE) {
        if (!failed()) {
            failure_ = connection_ ? sqlite3_extended_errcode(connection_.get()) : code;
        }
        fail(connection_ ? sqlite3_errmsg(connection_.get()) : sqlite3_errstr(code));
    }
}

std::int64_t SqliteConnection::run(std::string_view sql, std::span<const Value> values, const TakeRow& with) {
    StatementPtr statement = take(sql);
    for (std::size_t i = 0; statement && i < values.size(); ++i) {
        bind(statement.get(), static_cast<int>(i) + 1, values[i]);
    }
    while (step(statement.get())) {
        with(SqliteRow{statement.get()});
    }
    give_back(sql, std::move(statement));
    return failed() ? 0 : sqlite3_changes64(connection_.get());
}

StatementPtr SqliteConnection::take(std::string_view sql) {
    if (failed()) {
        return nullptr;
    }
    // A statement is out of the map while it runs, so that a nested use of the same SQL prepares its own.
    if (const auto found = idle_.find(sql); found != idle_.end() && !found->second.empty()) {
        StatementPtr statement = std::move(found->second.back());
        found->second.pop_back();
        return statement;
    }
    sqlite3_stmt* raw = nullptr;
    check(sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                             SQLITE_PREPARE_PERSISTENT, &raw, nullptr));
    return StatementPtr{raw};
}

void SqliteConnection::give_back(std::string_view sql, StatementPtr statement) {
    if (statement) {
        sqlite3_reset(statement.get());
        sqlite3_clear_bindings(statement.get()); // bound texts belong to the caller
        auto found = idle_.find(sql);
        if (found == idle_.end()) {
            found = idle_.try_emplace(std::string{sql}).first;
        }
        found->second.push_back(std::move(statement));
    }
}

void SqliteConnection::bind(sqlite3_stmt* statement, int index, const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        check(sqlite3_bind_int64(statement, index, *number));
    } else if (const auto* text = std::get_if<std::string_view>(&value)) {
        const char* bytes = text->data() == nullptr ? "" : text->data(); // a null pointer would bind NULL
        check(sqlite3_bind_text64(statement, index, bytes, text->size(), SQLITE_STATIC, SQLITE_UTF8));
    } else if (const auto* blob = std::get_if<Blob>(&value)) {
        check(sqlite3_bind_blob64(statement, index, blob->bytes.data(), blob->bytes.size(), SQLITE_STATIC));
    } else {
        check(sqlite3_bind_null(statement, index));
    }
}

bool SqliteConnection::step(sqlite3_stmt* statement) {
    if (failed() || statement == nullptr) {
        return false;
    }
    const int code = sqlite3_step(statement);
    check(code);
    return code == SQLITE_ROW;
}

void SqliteConnection::script(const std::string& sql) {
    if (!failed()) {
        check(sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr));
    }
}

} // namespace hexiao::store
