// Tells the processes on one PostgreSQL of each other's writing, so that each feeds its readers at once: a
// connection that listens, and a NOTIFY of its own now and then instead of one in every transaction, which
// would let no two commit at the same time (server.md §7). A ring is only a wake-up: what happened is read
// from the books, in order, and a ring that is lost costs one of the feed's own rounds.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "platform/store/postgres.h"

namespace hexiao::store {

class PostgresBell {
public:
    explicit PostgresBell(std::string uri);
    ~PostgresBell();
    PostgresBell(const PostgresBell&) = delete;
    PostgresBell& operator=(const PostgresBell&) = delete;

    // This process wrote something. Returns at once.
    void ring();
    // Who is told when another process did, from the bell's thread; an empty function ends that, and nobody
    // is being told any more when this returns.
    void on_ring(std::function<void()> told);

private:
    void run();
    bool listen();
    bool wait(int timeout_ms);
    void hear();
    void tell();

    const std::string uri_;
    int wake_ = -1; // an eventfd: `ring` and the end write to it
    std::atomic<bool> rung_ = false;
    std::atomic<bool> stopping_ = false;
    std::mutex mutex_;
    std::function<void()> told_;
    std::unique_ptr<PGconn, CloseLibpq> connection_;
    std::thread thread_; // last: it uses everything above
};

} // namespace hexiao::store
