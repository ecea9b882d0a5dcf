// SQLite by its C API, as little of it as the store needs: a connection that keeps its prepared statements,
// values bound by type, rows read by column. Errors are sticky: the first failed call marks the connection's
// running transaction as failed, what follows does nothing, and whoever ends the transaction asks once. So
// queries read as plain functions, and no result code can be forgotten (server.md §6: a writer that ignored
// them acknowledged what was never stored).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include "core/base/money.h"
#include "core/base/time.h"

namespace hexiao::store {

// Bytes bound as a BLOB, where a plain string is bound as TEXT.
struct Blob {
    std::string_view bytes;
};

struct CloseConnection {
    void operator()(sqlite3* connection) const noexcept { sqlite3_close_v2(connection); }
};
struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};
using StatementPtr = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

// The current row of a running query; columns count from 0. Valid inside the callback that receives it.
class Row {
public:
    explicit Row(sqlite3_stmt* statement) noexcept : statement_(statement) {}

    std::int64_t integer(int column) const noexcept { return sqlite3_column_int64(statement_, column); }
    Instant instant(int column) const noexcept { return {integer(column)}; }
    bool is_null(int column) const noexcept { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
    std::string text(int column) const; // TEXT or BLOB, whole, with NULs; "" for NULL
    std::optional<std::string> optional_text(int column) const;

private:
    sqlite3_stmt* statement_;
};

// One connection and the transaction that runs on it. Used by one thread at a time.
class Connection {
public:
    // Opens `path`; `read_only` connections never write, not even a checkpoint. Check `failed()` afterwards.
    Connection(const std::string& path, bool read_only);

    // Runs a statement that returns no rows (or whose rows nobody wants). Returns the number of rows changed.
    template <class... Values>
    std::int64_t exec(std::string_view sql, const Values&... values) {
        each(
            sql, [](const Row&) {}, values...);
        return failed_ ? 0 : sqlite3_changes64(connection_.get());
    }

    // Calls `with(Row)` for every row.
    template <class With, class... Values>
    void each(std::string_view sql, With&& with, const Values&... values) {
        StatementPtr statement = take(sql);
        int index = 0;
        (bind(statement.get(), ++index, values), ...);
        while (step(statement.get())) {
            with(Row{statement.get()});
        }
        give_back(sql, std::move(statement));
    }

    // The first row as `with(Row)` makes it, or nothing.
    template <class With, class... Values>
    auto one(std::string_view sql, With&& with, const Values&... values)
        -> std::optional<decltype(with(std::declval<const Row&>()))> {
        std::optional<decltype(with(std::declval<const Row&>()))> found;
        each(
            sql,
            [&](const Row& row) {
                if (!found) {
                    found = with(row);
                }
            },
            values...);
        return failed_ ? std::nullopt : std::move(found);
    }

    // Runs several statements separated by semicolons: migrations.
    void script(const std::string& sql);

    bool failed() const noexcept { return failed_; }
    // SQLite's words for the first failure; they quote no bound values.
    const std::string& message() const noexcept { return message_; }
    void forget_failure() noexcept;

private:
    StatementPtr take(std::string_view sql);
    void give_back(std::string_view sql, StatementPtr statement);
    bool step(sqlite3_stmt* statement);
    void check(int code);

    void bind(sqlite3_stmt* statement, int index, std::int64_t value);
    void bind(sqlite3_stmt* statement, int index, std::string_view value);
    void bind(sqlite3_stmt* statement, int index, Blob value);
    void bind(sqlite3_stmt* statement, int index, std::nullopt_t value);
    void bind(sqlite3_stmt* statement, int index, const std::string& value) {
        bind(statement, index, std::string_view{value});
    }
    void bind(sqlite3_stmt* statement, int index, const char* value) {
        bind(statement, index, std::string_view{value});
    }
    void bind(sqlite3_stmt* statement, int index, Instant value) { bind(statement, index, value.ms); }
    void bind(sqlite3_stmt* statement, int index, Money value) { bind(statement, index, value.fen); }
    template <class T>
    void bind(sqlite3_stmt* statement, int index, const std::optional<T>& value) {
        value ? bind(statement, index, *value) : bind(statement, index, std::nullopt);
    }

    std::unique_ptr<sqlite3, CloseConnection> connection_;
    std::map<std::string, StatementPtr, std::less<>> idle_; // by their SQL
    bool failed_ = false;
    std::string message_;
};

} // namespace hexiao::store
