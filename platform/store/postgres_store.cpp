// See postgres_store.h.
#include "platform/store/postgres_store.h"

#include <random>
#include <thread>

#include <sys/stat.h>

#include <sodium.h>

#include "platform/log.h"
#include "platform/store/code_key.h"
#include "platform/store/copies.h"
#include "platform/store/migrations.h"
#include "platform/store/postgres_copy.h"

namespace hexiao::store {

namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t most_connections = 16;
constexpr milliseconds lend_within{2000};
constexpr milliseconds leave_alone{250}; // after a connection could not be had
constexpr const char* writing = "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE";
constexpr const char* reading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

// When to do the same work again, and when that is enough. Waits grow and are never the same for two that
// met.
class Attempts {
public:
    // Serialization failure and deadlock: others were there at the same time. A key that was there already is
    // found by work that looks for it first, when it looks again. A lost connection took an unfinished
    // transaction with it.
    bool worth_another(const PostgresConnection& db) {
        const std::string& state = db.state();
        const bool others = state == "40001" || state == "40P01";
        const bool few = (state == "23505" || state.empty()) && ++rare_ <= most_rare;
        return !db.kept_is_unknown() && (others || few) && SteadyClock::now() < until_;
    }
    // The first time in line, which is no time of one's own.
    void wait(std::unique_lock<std::mutex>& line) {
        if (line.owns_lock()) {
            return wait();
        }
        line.lock();
        until_ = SteadyClock::now() + patience;
    }
    void wait() {
        thread_local std::minstd_rand random{std::random_device{}()};
        std::uniform_int_distribution<> up_to{0, wait_us_};
        std::this_thread::sleep_for(std::chrono::microseconds{up_to(random)});
        wait_us_ = std::min(wait_us_ * 2, most_wait_us);
    }

private:
    static constexpr int most_rare = 2;
    static constexpr int most_wait_us = 50'000;
    static constexpr std::chrono::seconds patience{3};
    SteadyClock::time_point until_ = SteadyClock::now() + patience;
    int rare_ = 0;
    int wait_us_ = 500;
};

void report(std::string_view event, const PostgresConnection& db) {
    log::error(event, {{"why", db.message()}});
}

// Makes the schema that this program knows; one process at a time, also while it copies.
std::string bring_up_to_date(PostgresConnection& db, const KeepCopy& keep) {
    // A notice that the table is there already would stand before the sentence that a person should read.
    db.script("SET statement_timeout = 0; SET lock_timeout = '60s'; SET client_min_messages = warning");
    db.each("SELECT pg_advisory_lock(hashtext('hexiao migrations'))", [](const Row&) {});
    db.exec(
        "CREATE TABLE IF NOT EXISTS schema_migrations (version bigint PRIMARY KEY, sha256 text NOT NULL)");
    const auto wanted = missing_migrations(db, postgres_migrations(), keep);
    if (const auto* why = std::get_if<std::string>(&wanted)) {
        return *why;
    }
    for (const Migration& migration : *std::get_if<0>(&wanted)) {
        db.script("BEGIN;" + std::string{migration.sql} + ";INSERT INTO schema_migrations VALUES (" +
                  std::to_string(migration.version) + ",'" + digest_of(migration) + "');COMMIT");
    }
    return db.failed() ? "The database could not be opened: " + db.message() + "." : std::string{};
}

std::string copy_before_migration(const std::filesystem::path& folder, const std::string& uri,
                                  std::int64_t version) {
    std::string why = keep_copy(folder, version, ".dump",
                                [&](const std::filesystem::path& to) { return dump_database(uri, to); });
    if (!why.empty()) {
        why += " (if you have a copy of your own, start once with --copied)";
    }
    return why;
}

// The key that the books were made with, told by what it makes of a text that is no code.
std::string fingerprint(const Store& store) { return store.code_hash(Secret{"the key of these books"}); }

std::optional<std::string> kept_fingerprint(Connection& db) {
    return db.one("SELECT fingerprint FROM code_key", [](const Row& row) { return row.text(0); });
}

} // namespace

std::variant<std::unique_ptr<Store>, std::string> PostgresStore::open(const std::filesystem::path& folder,
                                                                      const std::string& uri, Copy copy) {
    if (sodium_init() < 0) {
        return "libsodium could not be started.";
    }
    std::error_code failure;
    ::umask(0077); // a folder that is made here, and everything in it, is for its owner alone
    std::filesystem::create_directories(folder, failure);
    PostgresConnection db{uri};
    if (!db.usable()) {
        return "The database cannot be reached: " + db.message() + ".";
    }
    KeepCopy keep;
    if (copy == Copy::here) {
        keep = [&](std::int64_t version) { return copy_before_migration(folder, uri, version); };
    }
    if (std::string why = bring_up_to_date(db, keep); !why.empty()) {
        return why;
    }
    const auto known = kept_fingerprint(db);
    std::string key = load_code_key(folder, !known);
    if (key.empty()) {
        return no_code_key(folder, known.has_value());
    }
    std::unique_ptr<PostgresStore> store{new PostgresStore{folder, uri, std::move(key)}};
    if (!known) {
        db.exec("INSERT INTO code_key (one, fingerprint) VALUES (1, ?)", Blob{fingerprint(*store)});
    } else if (*known != fingerprint(*store)) {
        return "The books of this database were made with another key than " +
               (folder / "code.key").string() + ": bring a copy of theirs.";
    }
    if (db.failed()) {
        return "The database could not be written: " + db.message() + ".";
    }
    return std::unique_ptr<Store>{std::move(store)};
}

void PostgresStore::forget_copies(Instant before) { store::forget_copies(folder_, before); }

class PostgresStore::Lease {
public:
    explicit Lease(PostgresStore& store) : store_(store), connection_(store.lend()) {}
    ~Lease() {
        if (connection_) {
            store_.take_back(std::move(connection_));
        }
    }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    explicit operator bool() const noexcept { return connection_ != nullptr; }
    PostgresConnection& operator*() const noexcept { return *connection_; }

private:
    PostgresStore& store_;
    std::unique_ptr<PostgresConnection> connection_;
};

std::unique_ptr<PostgresConnection> PostgresStore::lend() {
    std::unique_lock lock{mutex_};
    const bool free = returned_.wait_for(
        lock, lend_within, [&] { return !idle_.empty() || lent_ + idle_.size() < most_connections; });
    if (!free || (idle_.empty() && SteadyClock::now() < refused_until_)) {
        log::error("no_connection", {{"why", free ? "the database is away" : "all are in use"}});
        return nullptr;
    }
    ++lent_;
    if (!idle_.empty()) {
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        return connection;
    }
    lock.unlock();
    auto made = std::make_unique<PostgresConnection>(uri_);
    if (made->usable()) {
        if (trouble_ == Trouble::away) {
            note(Trouble::none);
        }
        return made;
    }
    report("no_connection", *made);
    note(Trouble::away, made->message());
    lock.lock();
    --lent_;
    refused_until_ = SteadyClock::now() + leave_alone;
    return nullptr;
}

void PostgresStore::take_back(std::unique_ptr<PostgresConnection> connection) {
    connection->roll_back();
    {
        const std::lock_guard lock{mutex_};
        --lent_;
        if (connection->usable()) {
            idle_.push_back(std::move(connection));
        } else {
            idle_.clear(); // they were lost together with this one
        }
    }
    returned_.notify_one();
}

Written PostgresStore::run_write(const std::function<bool(Connection&)>& work) {
    std::unique_lock line{line_, std::defer_lock};
    for (Attempts attempts;; attempts.wait(line)) {
        const Lease lease{*this};
        if (!lease) {
            return Written::not_recorded;
        }
        PostgresConnection& db = *lease;
        db.begin(writing);
        const bool keep = work(db);
        if (!keep && !db.failed()) {
            return Written::undone; // by the lease, as it ends
        }
        const bool changed = db.changed();
        if (db.commit()) {
            kept(changed);
            return Written::kept;
        }
        if (!attempts.worth_another(db)) {
            return give_up(db);
        }
    }
}

// Each statement is a transaction of its own, READ COMMITTED: the last one alone writes, and under its own
// locks it checks what the others read.
Written PostgresStore::run_at_once(const std::function<bool(Connection&)>& work) {
    for (Attempts attempts;; attempts.wait()) {
        const Lease lease{*this};
        if (!lease) {
            return Written::not_recorded;
        }
        PostgresConnection& db = *lease;
        db.begin_at_once();
        const bool keep = work(db);
        if (!db.failed()) {
            if (keep) {
                kept(true);
            }
            return keep ? Written::kept : Written::undone;
        }
        if (!attempts.worth_another(db)) {
            return give_up(db);
        }
    }
}

// Numbering that finds nothing to number tells nobody, or two feeds would wake each other for ever; and it
// says nothing of the disk.
void PostgresStore::kept(bool changed) {
    ++commits_;
    if (changed) {
        bell_.ring();
        note(Trouble::none);
    }
}

void PostgresStore::note(Trouble trouble, const std::string& why) {
    const Trouble before = trouble_.exchange(trouble);
    if (before == Trouble::none && trouble != Trouble::none) {
        log::error("books_read_only", {{"why", why}});
    } else if (before != Trouble::none && trouble == Trouble::none) {
        log::info("books_writable");
    }
}

Written PostgresStore::give_up(const PostgresConnection& db) {
    ++failed_commits_;
    if (db.state() == "53100" || db.state() == "58030") { // disk_full, io_error
        note(Trouble::disk, db.message());
    }
    report(db.kept_is_unknown() ? "commit_unknown" : "transaction_failed", db);
    return db.kept_is_unknown() ? Written::unknown : Written::not_recorded;
}

Status PostgresStore::status() const {
    Status status;
    status.read_only = trouble_ != Trouble::none;
    // Each command is a transaction; the server groups them.
    status.commits = status.commands = status.batches.front() = commits_;
    status.failed_commits = failed_commits_;
    return status;
}

bool PostgresStore::run_read(const std::function<void(Connection&)>& work) {
    for (Attempts attempts;; attempts.wait()) {
        const Lease lease{*this};
        if (!lease) {
            return false;
        }
        PostgresConnection& db = *lease;
        db.begin(reading);
        work(db);
        if (!db.failed()) {
            return true;
        }
        if (!attempts.worth_another(db)) {
            report("read_failed", db);
            return false;
        }
    }
}

} // namespace hexiao::store
