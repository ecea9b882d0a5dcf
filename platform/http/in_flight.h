// Counts the requests that are being answered, so that a server that is told to stop takes no new ones and
// lets these finish.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace hexiao::http {

class InFlight {
public:
    // False once closed: this request is not to be begun.
    bool enter();
    void leave();

    void close();
    bool closed() const;
    // True when nobody is inside any more; false when that did not happen in time.
    bool wait_for(std::chrono::milliseconds at_most);
    std::size_t count() const;

private:
    mutable std::mutex mutex_;
    std::condition_variable empty_;
    std::size_t inside_ = 0;
    bool closed_ = false;
};

} // namespace hexiao::http
