// PostgreSQL by libpq: one connection and the transaction that runs on it.
// Not by Drogon's client, which is made for callbacks on its own loop: it waits for ever when the database is
// away (server.md §4), tells of a COMMIT only whether it went well (a serialization failure must be tried
// again, a lost answer must not be taken for a refusal), and cannot send BEGIN along with the first statement.
// Every wait here has an end.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <libpq-fe.h>

#include "platform/store/connection.h"

namespace hexiao::store {

struct CloseLibpq {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
    void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using ResultPtr = std::unique_ptr<PGresult, CloseLibpq>;

// What became of a transaction, as far as anybody here can know.
enum class Commit : std::uint8_t { kept, undone, unknown };

class PostgresConnection final : public Connection {
public:
    // Connects as the URI says, with libpq's own ways for what it leaves out (PGPASSFILE, PGSERVICE, ...).
    // Check `usable()` afterwards.
    explicit PostgresConnection(const std::string& uri);

    // False once the connection is lost. It does not come back; another one is made.
    bool usable() const noexcept { return connection_ != nullptr && !lost_; }

    // Begins a transaction with these words. They travel with the first statement, so they cost no waiting.
    void begin(std::string_view words) { begin_ = words; }
    // Ends the transaction. After a failure it is undone, whatever was lost.
    Commit commit();
    // Whoever uses the connection next reads the answer.
    void roll_back();

    // True when the failure came of others who wrote at the same time, or of a connection that broke with
    // nothing kept: the same work, done again, may go well.
    bool may_try_again() const noexcept;
    // True when a key was there already: found by the same work, done again, if its rules allow for it.
    bool key_was_taken() const noexcept { return state_ == "23505"; }

    // Runs several statements separated by semicolons, in a transaction of their own: migrations.
    void script(const std::string& sql);

    int socket() const noexcept { return PQsocket(connection_.get()); }
    // Reads what has arrived; true when somebody notified. Between statements only.
    bool take_notifications();

private:
    struct Statement {
        std::string name;
        bool prepared = false;
    };

    std::int64_t run(std::string_view sql, std::span<const Value> values, const TakeRow& with) override;
    bool send(std::string_view sql, std::span<const Value> values);
    bool send_words(std::string_view words);
    bool flush();
    // The answer to the last statement of the batch that was sent last; null when it failed.
    ResultPtr finish_batch();
    ResultPtr read_batch();
    bool wait(short events);
    void note(const PGresult* result);
    void lose();

    std::unique_ptr<PGconn, CloseLibpq> connection_;
    bool lost_ = false;
    std::string begin_;          // not yet sent
    bool in_transaction_ = false;
    int unread_ = 0;             // batches that nobody waited for
    std::string state_;          // SQLSTATE of the first failure
    bool final_ = true;          // the first failure left the connection alive, so nothing of it was kept
    std::map<std::string, Statement, std::less<>> statements_; // by their SQL, with `?`
};

// "SELECT a FROM b WHERE c = ? AND d = '?'" → "... c = $1 AND d = '?'".
std::string numbered(std::string_view sql);

} // namespace hexiao::store
