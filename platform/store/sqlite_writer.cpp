// See sqlite_writer.h.
#include "platform/store/sqlite_writer.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <csignal>

#include "platform/log.h"

namespace hexiao::store {

namespace {

constexpr std::chrono::seconds probe_every{1};
// The log is copied into the database when it holds this many pages of 4 KiB, or fewer while nobody writes.
constexpr int log_full = 4000;
constexpr int log_worth_copying = 200;
constexpr std::chrono::milliseconds idle{200};

// Failures of the disk rather than of a command: what they leave behind is not to be built on.
bool is_of_disk(int failure) {
    switch (failure & 0xFF) {
    case SQLITE_IOERR:
    case SQLITE_FULL:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_PROTOCOL: return true;
    default: return false;
    }
}

} // namespace

SqliteWriter::SqliteWriter(std::string path, std::unique_ptr<SqliteConnection> connection,
                           const WriterLimits& limits)
    : path_(std::move(path)), limits_(limits), connection_(std::move(connection)) {
    if (limits_.thread) {
        thread_ = std::thread{[this] { loop(); }};
    }
}

SqliteWriter::~SqliteWriter() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable()) {
        thread_.join();
    }
    connection_->forget_failure();
    connection_->exec("PRAGMA wal_checkpoint(TRUNCATE)");
}

Written SqliteWriter::run(const std::function<bool(Connection&)>& work) {
    if (!limits_.thread) {
        return run_here(work);
    }
    const auto job = std::make_shared<Job>();
    job->work = &work;
    {
        const std::lock_guard lock{mutex_};
        if (stopping_ || status_.read_only || waiting_.size() >= limits_.waiting) {
            return Written::not_recorded;
        }
        waiting_.push_back(job);
        changed_.notify_one(); // under the lock: once the job is done the books may be closed
    }
    job->done.acquire();
    return job->outcome;
}

Written SqliteWriter::run_here(const std::function<bool(Connection&)>& work) {
    if (status().read_only) {
        return Written::not_recorded;
    }
    Batch batch{std::make_shared<Job>()};
    batch.front()->work = &work;
    write(batch);
    if (connection_->log_frames() >= log_full) {
        checkpoint();
    }
    return batch.front()->outcome;
}

Status SqliteWriter::status() const {
    const std::lock_guard lock{mutex_};
    Status status = status_;
    status.queued = waiting_.size();
    return status;
}

void SqliteWriter::loop() {
    // Signals are for whoever stops the program: taken by this thread they would end it in the middle.
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
    std::unique_lock lock{mutex_};
    for (;;) {
        const auto something = [&] { return stopping_ || !waiting_.empty(); };
        if (status_.read_only) {
            changed_.wait_for(lock, probe_every, something);
        } else if (connection_->log_frames() >= log_worth_copying) {
            changed_.wait_for(lock, idle, something);
        } else {
            changed_.wait(lock, something);
        }
        if (stopping_ && waiting_.empty()) {
            return;
        }
        Batch batch = take_waiting();
        const bool read_only = status_.read_only;
        lock.unlock();
        if (read_only) {
            abandon(batch, Written::not_recorded);
            if (batch.empty() && probe()) {
                turn_writable();
            }
        } else if (!batch.empty()) {
            write(batch);
        }
        if (!read_only && connection_->log_frames() >= (batch.empty() ? log_worth_copying : log_full)) {
            checkpoint();
        }
        lock.lock();
    }
}

SqliteWriter::Batch SqliteWriter::take_waiting() {
    const auto some = static_cast<std::ptrdiff_t>(std::min(waiting_.size(), limits_.batch));
    Batch batch{std::make_move_iterator(waiting_.begin()), std::make_move_iterator(waiting_.begin() + some)};
    waiting_.erase(waiting_.begin(), waiting_.begin() + some);
    return batch;
}

void SqliteWriter::write(Batch& batch) {
    SqliteConnection& db = *connection_;
    // IMMEDIATE: a transaction that begins by reading could not be upgraded while another process writes
    // (server.md §6).
    db.exec("BEGIN IMMEDIATE");
    for (const auto& job : batch) {
        if (!db.in_transaction() || db.failed()) {
            break; // the rest has not run; `commit` tells it so
        }
        run_job(*job);
    }
    commit(batch);
}

// Leaves the connection without a failure and the transaction open, unless the failure is more than the
// job's own.
void SqliteWriter::run_job(Job& job) {
    SqliteConnection& db = *connection_;
    db.exec("SAVEPOINT job");
    const bool keep = (*job.work)(db);
    if (keep && !db.failed() && !db.has_dangling_keys()) {
        db.exec("RELEASE job");
        job.outcome = Written::kept;
        return;
    }
    job.outcome = db.failed() || keep ? Written::not_recorded : Written::undone;
    if (db.failed() || keep) {
        log::error("transaction_failed",
                   {{"why", db.failed() ? db.message() : "it refers to rows that are missing"}});
    }
    if (!is_of_disk(db.failure()) && db.in_transaction()) {
        db.forget_failure();
        db.exec("ROLLBACK TO job");
        db.exec("RELEASE job");
    }
}

void SqliteWriter::commit(Batch& batch) {
    SqliteConnection& db = *connection_;
    if (db.failed() || !db.in_transaction()) {
        const bool disk = is_of_disk(db.failure());
        const std::string why = db.message();
        log::error("batch_failed", {{"why", why}, {"commands", batch.size()}});
        db.forget_failure();
        db.exec("ROLLBACK"); // fails where nothing is open any more, which is as good
        db.forget_failure();
        if (disk) {
            turn_read_only(why);
        }
        return abandon(batch, Written::not_recorded);
    }
    db.exec("COMMIT");
    if (db.failed()) {
        // Its frames may lie in the log and become valid at the next start, or not.
        {
            const std::lock_guard lock{mutex_};
            ++status_.failed_commits;
        }
        turn_read_only(db.message());
        return abandon(batch, Written::unknown);
    }
    const auto is_kept = [](const auto& job) { return job->outcome == Written::kept; };
    const auto kept = static_cast<std::size_t>(std::ranges::count_if(batch, is_kept));
    {
        const std::lock_guard lock{mutex_};
        ++status_.commits;
        status_.commands += kept;
        const auto power = static_cast<std::size_t>(std::bit_width(std::max<std::size_t>(kept, 1) - 1));
        ++status_.batches.at(std::min(power, status_.batches.size() - 1));
    }
    for (const auto& job : batch) {
        job->done.release();
    }
}

// Wakes everybody of a batch that was not committed. Who was to be undone may have been refused because of
// what a neighbour wrote, so nothing may be concluded from that either.
void SqliteWriter::abandon(Batch& batch, Written kept_ones) {
    for (const auto& job : batch) {
        job->outcome = job->outcome == Written::kept ? kept_ones : Written::not_recorded;
        job->done.release();
    }
}

void SqliteWriter::checkpoint() {
    connection_->checkpoint();
    if (connection_->failed()) {
        turn_read_only(connection_->message());
    }
}

void SqliteWriter::turn_read_only(const std::string& why) {
    {
        const std::lock_guard lock{mutex_};
        status_.read_only = true;
    }
    log::error("books_read_only", {{"why", why}});
    connection_.reset(); // before the next one is opened: there is never more than one that may write
    connection_ = std::make_unique<SqliteConnection>(path_, false);
}

// Tries a small durable write and the copying of the log.
bool SqliteWriter::probe() {
    SqliteConnection& db = *connection_;
    db.exec("PRAGMA user_version=1"); // has no other use, and is written even where it was 1 before
    db.checkpoint();
    if (!db.failed()) {
        return true;
    }
    connection_.reset();
    connection_ = std::make_unique<SqliteConnection>(path_, false);
    return false;
}

void SqliteWriter::turn_writable() {
    {
        const std::lock_guard lock{mutex_};
        status_.read_only = false;
    }
    log::info("books_writable");
}

} // namespace hexiao::store
