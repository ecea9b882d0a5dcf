// The one thread that writes to an SQLite database. Commands that wait at the same time share one commit, so
// that a slow disk costs each of them little (server.md §6: thirty times as many at 2 ms a sync): the thread
// takes what waits, runs each command inside a SAVEPOINT of its own, so that a bad one does not hurt its
// neighbours, and wakes all of them after one COMMIT. Nobody waits for company.
//
// When the disk fails, nothing more is believed of the connection: it is opened anew, and writes are refused
// until a small one of the thread's own has become durable. Readers go on meanwhile.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <semaphore>
#include <thread>
#include <vector>

#include "platform/store/sqlite.h"
#include "platform/store/store.h"

namespace hexiao::store {

struct WriterLimits {
    std::size_t batch = 256;    // commands that share one commit
    std::size_t waiting = 1024; // more are refused at once
    bool thread =
        true; // without one whoever asks does the writing, as in the simulation; a failed disk stays one
};

class SqliteWriter {
public:
    // `connection` writes to the database at `path` and is of no use to anybody else any more.
    SqliteWriter(std::string path, std::unique_ptr<SqliteConnection> connection, const WriterLimits& limits);
    // Does what is queued, then ends.
    ~SqliteWriter();
    SqliteWriter(const SqliteWriter&) = delete;
    SqliteWriter& operator=(const SqliteWriter&) = delete;

    // From any thread; see Store::run_write.
    Written run(const std::function<bool(Connection&)>& work);
    Status status() const;

private:
    struct Job {
        const std::function<bool(Connection&)>* work;
        Written outcome = Written::not_recorded;
        std::binary_semaphore done{0};
    };
    // Shared with the thread that waits: it may be gone before the semaphore's release has returned.
    using Batch = std::vector<std::shared_ptr<Job>>;

    void loop();
    Written run_here(const std::function<bool(Connection&)>& work);
    Batch take_waiting();
    void write(Batch& batch);
    void run_job(Job& job);
    void commit(Batch& batch);
    void abandon(Batch& batch, Written kept_ones);
    void checkpoint();
    void turn_read_only(const std::string& why);
    bool probe();
    void turn_writable();

    const std::string path_;
    const WriterLimits limits_;
    std::unique_ptr<SqliteConnection> connection_; // of the thread alone

    mutable std::mutex mutex_; // guards what follows
    std::condition_variable changed_;
    std::deque<std::shared_ptr<Job>> waiting_;
    Status status_; // `queued` is counted when it is asked for
    bool stopping_ = false;

    std::thread thread_; // last: it uses everything above
};

} // namespace hexiao::store
