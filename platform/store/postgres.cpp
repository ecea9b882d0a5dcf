// See postgres.h. Statements go in libpq's pipeline mode, so that BEGIN, the first PREPARE of a statement and
// its execution are one batch and one wait.
#include "platform/store/postgres.h"

#include <array>
#include <charconv>
#include <vector>

#include <poll.h>

namespace hexiao::store {

namespace {

using SteadyClock = std::chrono::steady_clock;

// The server gives a statement up first, so that an answer comes while the connection is good.
constexpr const char* session_settings =
    "SET default_transaction_isolation = 'read committed'; SET default_transaction_read_only = off;"
    "SET statement_timeout = '5s'; SET lock_timeout = '3s'; SET idle_in_transaction_session_timeout = '20s';"
    // An acknowledged redemption is on the disk, whatever this server does for others.
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'";
constexpr std::chrono::seconds answer_within{7};

// What is assumed where the URI does not say otherwise.
constexpr std::array<std::pair<const char*, const char*>, 4> defaults{{
    {"application_name", "hexiao"},
    {"client_encoding", "UTF8"},
    {"connect_timeout", "3"},
    {"tcp_user_timeout", "7000"},
}};

constexpr Oid bool_type = 16;
constexpr Oid bytea_type = 17;

// Results arrive as text, which is what sums (numeric) and counts have in common.
class PostgresRow final : public Row {
public:
    PostgresRow(const PGresult* result, int row) noexcept : result_(result), row_(row) {}

    std::int64_t integer(int column) const override {
        const std::string_view value = raw(column);
        if (PQftype(result_, column) == bool_type) {
            return value == "t" ? 1 : 0;
        }
        std::int64_t number = 0;
        std::from_chars(value.data(), value.data() + value.size(), number);
        return number;
    }
    std::string text(int column) const override {
        return PQftype(result_, column) == bytea_type ? bytes(raw(column)) : std::string{raw(column)};
    }
    bool is_null(int column) const override { return PQgetisnull(result_, row_, column) != 0; }

private:
    std::string_view raw(int column) const {
        return {PQgetvalue(result_, row_, column),
                static_cast<std::size_t>(PQgetlength(result_, row_, column))};
    }
    // "\x00ff" → two bytes.
    static std::string bytes(std::string_view hex) {
        const auto digit = [&](std::size_t at) {
            return static_cast<unsigned>(hex[at] <= '9' ? hex[at] - '0' : hex[at] - 'a' + 10);
        };
        std::string found;
        for (std::size_t at = 2; at + 1 < hex.size(); at += 2) {
            found += static_cast<char>(digit(at) << 4U | digit(at + 1));
        }
        return found;
    }

    const PGresult* result_;
    int row_;
};

// Values as libpq takes them: numbers as text, the rest as the bytes that they are.
class Parameters {
public:
    explicit Parameters(std::span<const Value> values) {
        numbers_.reserve(values.size());
        for (const Value& value : values) {
            if (const auto* number = std::get_if<std::int64_t>(&value)) {
                const std::string& text = numbers_.emplace_back(std::to_string(*number));
                add(text.c_str(), text.size(), 0);
            } else if (const auto* text = std::get_if<std::string_view>(&value)) {
                add(text->data() == nullptr ? "" : text->data(), text->size(), 1);
            } else if (const auto* blob = std::get_if<Blob>(&value)) {
                add(blob->bytes.data() == nullptr ? "" : blob->bytes.data(), blob->bytes.size(), 1);
            } else {
                add(nullptr, 0, 0);
            }
        }
    }
    int count() const noexcept { return static_cast<int>(values_.size()); }
    const char* const* values() const noexcept { return values_.data(); }
    const int* lengths() const noexcept { return lengths_.data(); }
    const int* formats() const noexcept { return formats_.data(); }

private:
    void add(const char* value, std::size_t length, int format) {
        values_.push_back(value);
        lengths_.push_back(static_cast<int>(length));
        formats_.push_back(format);
    }

    std::vector<std::string> numbers_;
    std::vector<const char*> values_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
};

std::string field(const PGresult* result, int code) {
    const char* text = PQresultErrorField(result, code);
    return text == nullptr ? std::string{} : std::string{text};
}

} // namespace

PGconn* connect_postgres(const std::string& uri) {
    std::vector<const char*> names;
    std::vector<const char*> values;
    for (const auto& [name, value] : defaults) {
        names.push_back(name);
        values.push_back(value);
    }
    // Later ones win, and a dbname that is a URI is read as one.
    names.insert(names.end(), {"dbname", nullptr});
    values.insert(values.end(), {uri.c_str(), nullptr});
    return PQconnectdbParams(names.data(), values.data(), 1);
}

std::string number_placeholders(std::string_view sql) {
    std::string made;
    int count = 0;
    bool quoted = false;
    for (const char c : sql) {
        quoted = quoted != (c == '\'');
        if (c == '?' && !quoted) {
            made += '$' + std::to_string(++count);
        } else {
            made += c;
        }
    }
    return made;
}

PostgresConnection::PostgresConnection(const std::string& uri) : connection_(connect_postgres(uri)) {
    if (PQstatus(connection_.get()) == CONNECTION_OK) {
        const ResultPtr set{PQexec(connection_.get(), session_settings)};
        note(set.get());
    }
    if (failed() || PQstatus(connection_.get()) != CONNECTION_OK ||
        PQsetnonblocking(connection_.get(), 1) != 0 || PQenterPipelineMode(connection_.get()) != 1) {
        lose();
    }
}

std::int64_t PostgresConnection::run(std::string_view sql, std::span<const Value> values,
                                     const TakeRow& with) {
    if (failed()) {
        return 0;
    }
    Statement& statement = statement_of(sql);
    const int before = (begin_.empty() ? 0 : 1) + (statement.prepared ? 0 : 1);
    const bool sent = send(statement, sql, values);
    // The whole answer is here before the first row is handed on, so that a callback may ask further.
    const ResultPtr result = sent ? read_batches() : nullptr;
    statement.prepared |= sent && good_in_batch_ >= before;
    ++answered_;
    for (int row = 0; result && row < PQntuples(result.get()); ++row) {
        with(PostgresRow{result.get(), row});
    }
    std::int64_t changed = 0;
    if (result) {
        const std::string_view count = PQcmdTuples(result.get());
        std::from_chars(count.data(), count.data() + count.size(), changed);
        changed_ |= changed > 0 && PQresultStatus(result.get()) == PGRES_COMMAND_OK;
    }
    return failed() ? 0 : changed;
}

PostgresConnection::Statement& PostgresConnection::statement_of(std::string_view sql) {
    const auto found = statements_.find(sql);
    if (found != statements_.end()) {
        return found->second;
    }
    const Statement made{"s" + std::to_string(statements_.size()), false};
    return statements_.emplace(std::string{sql}, made).first->second;
}

bool PostgresConnection::send(const Statement& statement, std::string_view sql,
                              std::span<const Value> values) {
    if (!begin_.empty() && !send_words(std::exchange(begin_, {}))) {
        return false;
    }
    PGconn* raw = connection_.get();
    const char* name = statement.name.c_str();
    const Parameters given{values};
    const bool sent =
        (statement.prepared || PQsendPrepare(raw, name, number_placeholders(sql).c_str(), 0, nullptr) == 1) &&
        PQsendQueryPrepared(raw, name, given.count(), given.values(), given.lengths(), given.formats(), 0) ==
            1;
    if (!sent) {
        lose();
    }
    return sent && finish_sending();
}

bool PostgresConnection::send_words(std::string_view words) {
    in_transaction_ = true;
    if (PQsendQueryParams(connection_.get(), std::string{words}.c_str(), 0, nullptr, nullptr, nullptr,
                          nullptr, 0) != 1) {
        lose();
        return false;
    }
    return true;
}

bool PostgresConnection::finish_sending() {
    if (lost_ || PQpipelineSync(connection_.get()) != 1) {
        lose();
        return false;
    }
    ++unread_;
    const auto until = SteadyClock::now() + answer_within;
    for (int left = PQflush(connection_.get()); left != 0; left = PQflush(connection_.get())) {
        // What the server says meanwhile must be read, or both would wait for the other to read.
        if (left < 0 || !wait_for(POLLIN | POLLOUT, until) || PQconsumeInput(connection_.get()) != 1) {
            lose();
            return false;
        }
    }
    return true;
}

ResultPtr PostgresConnection::read_batches() {
    ResultPtr last;
    const auto until = SteadyClock::now() + answer_within;
    good_in_batch_ = 0;
    while (unread_ > 0 && !lost_) {
        while (PQisBusy(connection_.get()) != 0) {
            if (!wait_for(POLLIN, until) || PQconsumeInput(connection_.get()) != 1) {
                lose();
                return nullptr;
            }
        }
        ResultPtr result{PQgetResult(connection_.get())};
        if (PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC) {
            --unread_;
            good_in_batch_ = unread_ > 0 ? 0 : good_in_batch_;
        } else if (result) { // a null one stands between two statements
            note(result.get());
            last = std::move(result);
        } else if (PQstatus(connection_.get()) != CONNECTION_OK) {
            lose();
        }
    }
    return failed() ? nullptr : std::move(last);
}

bool PostgresConnection::wait_for(short events, SteadyClock::time_point until) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - SteadyClock::now());
    pollfd watched{PQsocket(connection_.get()), events, 0};
    return left.count() > 0 && ::poll(&watched, 1, static_cast<int>(left.count())) > 0;
}

void PostgresConnection::note(const PGresult* result) {
    const ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
        ++good_in_batch_;
        return;
    }
    if (status == PGRES_PIPELINE_ABORTED) {
        return; // it follows the one that failed
    }
    const std::string state = field(result, PG_DIAG_SQLSTATE);
    // FATAL and PANIC end the connection, and a plan that a migration made stale is not worth mending.
    if (field(result, PG_DIAG_SEVERITY_NONLOCALIZED) != "ERROR" || state == "0A000") {
        return lose();
    }
    if (!failed()) {
        state_ = state;
        // Messages about malformed values quote them.
        fail(state.starts_with("22") ? "SQLSTATE " + state
                                     : state + " " + field(result, PG_DIAG_MESSAGE_PRIMARY));
    }
}

void PostgresConnection::lose() {
    lost_ = true;
    kept_is_unknown_ |= at_once_ && answered_ > 0;
    if (!failed()) {
        state_.clear();
        std::string why = PQerrorMessage(connection_.get());
        while (why.ends_with('\n')) {
            why.pop_back();
        }
        fail(why.empty() ? "the database does not answer" : why);
    }
}

bool PostgresConnection::commit() {
    begin_.clear();
    if (failed() || !in_transaction_) {
        return !failed();
    }
    const bool sent = send_words("COMMIT") && finish_sending();
    const ResultPtr result = sent ? read_batches() : nullptr;
    in_transaction_ = false;
    kept_is_unknown_ = lost_; // only an ERROR that the server itself tells of means that nothing was kept
    if (result && std::string_view{PQcmdStatus(result.get())} != "COMMIT") {
        state_.clear();
        fail("the transaction was rolled back instead of committed");
    }
    return !failed();
}

void PostgresConnection::roll_back() {
    forget_failure();
    begin_.clear();
    at_once_ = false;
    changed_ = false;
    if (in_transaction_ && !lost_ && send_words("ROLLBACK")) {
        finish_sending();
    }
    in_transaction_ = false;
}

void PostgresConnection::script(const std::string& sql) {
    read_batches();
    if (failed() || PQexitPipelineMode(connection_.get()) != 1) {
        return lose();
    }
    const ResultPtr result{PQexec(connection_.get(), sql.c_str())};
    note(result.get());
    if (PQenterPipelineMode(connection_.get()) != 1) {
        lose();
    }
}

} // namespace hexiao::store
