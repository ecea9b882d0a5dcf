// What happens without a request: channels are asked for what they left open, leases end and what waited for
// them is decided, and what has expired is forgotten by the hour.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "platform/service/services.h"

namespace hexiao::jobs {

class Jobs {
public:
    // `services` must outlive it, and has started.
    explicit Jobs(service::Services& services) : services_(services), forgot_at_(services.counter.now()) {}

    // Does what is due. True when something may have been written of which feeds tell.
    bool turn();

private:
    service::Services& services_;
    Instant forgot_at_;
};

// Turns about once a second, until it is stopped. `told` is called where feeds have something to tell.
class Runner {
public:
    Runner(service::Services& services, std::function<void()> told);
    ~Runner() { stop(); }
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;

    // After the turn that it is in. Again: nothing.
    void stop();

private:
    void run();

    Jobs jobs_;
    const std::function<void()> told_;
    std::mutex mutex_;
    std::condition_variable stopped_;
    bool stopping_ = false;
    std::thread thread_; // last: it uses everything above
};

} // namespace hexiao::jobs
