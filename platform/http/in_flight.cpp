// See in_flight.h.
#include "platform/http/in_flight.h"

namespace hexiao::http {

bool InFlight::enter() {
    const std::lock_guard lock{mutex_};
    inside_ += closed_ ? 0 : 1;
    return !closed_;
}

void InFlight::leave() {
    const std::lock_guard lock{mutex_};
    if (--inside_ == 0) {
        empty_.notify_all();
    }
}

void InFlight::close() {
    const std::lock_guard lock{mutex_};
    closed_ = true;
}

bool InFlight::closed() const {
    const std::lock_guard lock{mutex_};
    return closed_;
}

void InFlight::wait() {
    std::unique_lock lock{mutex_};
    empty_.wait(lock, [&] { return inside_ == 0; });
}

std::size_t InFlight::count() const {
    const std::lock_guard lock{mutex_};
    return inside_;
}

} // namespace hexiao::http
