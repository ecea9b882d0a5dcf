// PostgreSQL by libpq: one connection and the transaction that runs on it.
// Not by Drogon's client, which is made for callbacks on its own loop: it waits for ever when the database is
// away (server.md §4), tells of a COMMIT only whether it went well (a serialization failure must be tried
// again, a lost answer must not be taken for a refusal), and cannot send BEGIN along with the first
// statement. Every wait here has an end.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <libpq-fe.h>

#include "platform/store/connection.h"

namespace hexiao::store {

struct CloseLibpq {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
    void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using ResultPtr = std::unique_ptr<PGresult, CloseLibpq>;

class PostgresConnection final : public Connection {
public:
    // Connects as the URI says, with libpq's own ways for what it leaves out (PGPASSFILE, PGSERVICE, ...).
    // Check `usable()` afterwards.
    explicit PostgresConnection(const std::string& uri);

    // False once the connection is lost. It does not come back; another one is made.
    bool usable() const noexcept { return connection_ != nullptr && !lost_; }

    // Begins a transaction with these words. They travel with the first statement, so nobody waits for them.
    void begin(std::string_view words) { begin_ = words; }
    // No transaction: each statement is kept as it ends, and only the last one writes. So if the connection
    // is lost after the first, nobody knows whether that was kept.
    void begin_at_once() noexcept {
        at_once_ = true;
        answered_ = 0;
    }
    // True when everything since `begin` is durable; otherwise the connection has failed. A connection that
    // is lost meanwhile has taken the answer with it: `kept_is_unknown()`.
    bool commit();
    bool kept_is_unknown() const noexcept { return kept_is_unknown_; }
    // Undoes everything since `begin`, and forgets a failure. Whoever uses the connection next reads the
    // answer.
    void roll_back();

    bool has_functions() const override { return true; }

    // True when a statement since it began changed rows.
    bool changed() const noexcept { return changed_; }

    // SQLSTATE of the failure; "" when the connection was lost.
    const std::string& state() const noexcept { return state_; }

    // Runs several statements separated by semicolons: migrations.
    void script(const std::string& sql);

private:
    struct Statement {
        std::string name;
        bool prepared = false;
    };

    std::int64_t run(std::string_view sql, std::span<const Value> values, const TakeRow& with) override;
    Statement& statement_of(std::string_view sql);
    bool send(const Statement& statement, std::string_view sql, std::span<const Value> values);
    bool send_words(std::string_view words);
    bool finish_sending();
    // Reads every answer that is under way; the last statement's, or null after a failure.
    ResultPtr read_batches();
    bool wait_for(short events, std::chrono::steady_clock::time_point until);
    void note(const PGresult* result);
    void lose();

    std::unique_ptr<PGconn, CloseLibpq> connection_;
    bool lost_ = false;
    bool kept_is_unknown_ = false;
    bool in_transaction_ = false;
    bool at_once_ = false;
    bool changed_ = false;
    int answered_ = 0;      // statements since it began
    int unread_ = 0;        // batches that were sent and not answered yet
    int good_in_batch_ = 0; // statements of the newest batch that went well
    std::string begin_;
    std::string state_;
    std::map<std::string, Statement, std::less<>> statements_; // by their SQL, as it was given
};

// What the URI leaves out is as it should be here: time-outs, name, encoding.
PGconn* connect_postgres(const std::string& uri);

// "WHERE a = ? AND b = '?'" → "WHERE a = $1 AND b = '?'".
std::string number_placeholders(std::string_view sql);

} // namespace hexiao::store
