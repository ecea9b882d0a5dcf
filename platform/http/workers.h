// Threads that may wait for the books, so that the threads of the network never do. The queue is bounded: a
// server that is asked for more than it can do says so at once instead of letting everybody wait.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace hexiao::http {

class Workers {
public:
    Workers(std::size_t threads, std::size_t most_waiting);
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    // False when the queue is full or the workers are stopping; then `job` was not taken.
    bool submit(std::function<void()> job);

    // Does what is queued, then ends the threads.
    void stop();

    // How many jobs wait for a thread.
    std::size_t waiting() const;

private:
    void run();

    const std::size_t most_waiting_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> jobs_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

} // namespace hexiao::http
