// Counts the requests that are being answered, so that a server that is told to stop takes no new ones and
// lets these finish.
#pragma once

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
    // Until nobody is inside any more.
    void wait();
    std::size_t count() const;

private:
    mutable std::mutex mutex_;
    std::condition_variable empty_;
    std::size_t inside_ = 0;
    bool closed_ = false;
};

} // namespace hexiao::http
