// A connection to the books, whichever database keeps them, as little of it as the queries need: statements
// with
// `?` in the place of each value, values bound by type, rows read by column. Errors are sticky: the first
// failed call marks the connection's running transaction as failed, what follows does nothing, and whoever
// ends the transaction asks once. So queries read as plain functions, and no result code can be forgotten
// (server.md §6: a writer that ignored them acknowledged what was never stored).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/money.h"
#include "core/base/time.h"

namespace hexiao::store {

// Bytes bound as a BLOB (BYTEA), where a plain string is bound as TEXT.
struct Blob {
    std::string_view bytes;
};

// What a statement is given; std::monostate is NULL. Texts must outlive the call.
using Value = std::variant<std::monostate, std::int64_t, std::string_view, Blob>;

// The current row of a running query; columns count from 0. Valid inside the callback that receives it.
class Row {
public:
    Row() = default;
    Row(const Row&) = delete;
    Row& operator=(const Row&) = delete;

    virtual std::int64_t integer(int column) const = 0; // 0 for NULL
    virtual std::string text(int column) const = 0;     // TEXT or BLOB, whole, with NULs; "" for NULL
    virtual bool is_null(int column) const = 0;

    Instant instant(int column) const { return {integer(column)}; }
    std::optional<std::string> optional_text(int column) const {
        return is_null(column) ? std::nullopt : std::optional{text(column)};
    }

protected:
    ~Row() = default;
};

// One connection and the transaction that runs on it. Used by one thread at a time.
class Connection {
public:
    Connection() = default;
    virtual ~Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Runs a statement that returns no rows (or whose rows nobody wants). Returns the number of rows changed.
    template <class... Values>
    std::int64_t exec(std::string_view sql, const Values&... values) {
        return run(sql, std::array<Value, sizeof...(values)>{value_of(values)...}, [](const Row&) {});
    }

    // Calls `with(Row)` for every row.
    template <class With, class... Values>
    void each(std::string_view sql, With&& with, const Values&... values) {
        run(sql, std::array<Value, sizeof...(values)>{value_of(values)...}, std::ref(with));
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

    // True where the database runs functions of ours (migrations_pg), so that many statements are one call.
    virtual bool has_functions() const { return false; }

    bool failed() const noexcept { return failed_; }
    // The database's words for the first failure; they quote no bound values.
    const std::string& message() const noexcept { return message_; }
    void forget_failure() noexcept {
        failed_ = false;
        message_.clear();
    }

protected:
    using TakeRow = std::function<void(const Row&)>;
    // Does nothing while `failed()`. The number of rows changed; 0 when it failed.
    virtual std::int64_t run(std::string_view sql, std::span<const Value> values, const TakeRow& with) = 0;
    // For a connection that stands before another one.
    static std::int64_t run_on(Connection& other, std::string_view sql, std::span<const Value> values,
                               const TakeRow& with) {
        return other.run(sql, values, with);
    }

    void fail(std::string message) {
        if (!failed_) {
            failed_ = true;
            message_ = std::move(message);
        }
    }

private:
    static Value value_of(std::nullopt_t /*null*/) { return std::monostate{}; }
    static Value value_of(std::int64_t value) { return value; }
    static Value value_of(Instant value) { return value.ms; }
    static Value value_of(Money value) { return value.fen; }
    static Value value_of(std::string_view value) { return value; }
    static Value value_of(const std::string& value) { return std::string_view{value}; }
    static Value value_of(const char* value) { return std::string_view{value}; }
    static Value value_of(Blob value) { return value; }
    template <class T>
    static Value value_of(const std::optional<T>& value) {
        return value ? value_of(*value) : Value{};
    }

    bool failed_ = false;
    std::string message_;
};

} // namespace hexiao::store
