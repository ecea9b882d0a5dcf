// See jobs.h.
#include "platform/jobs/jobs.h"

#include <chrono>
#include <utility>

#include "platform/log.h"

namespace hexiao::jobs {

namespace {

constexpr Milliseconds one_hour{3600 * 1000};
constexpr std::chrono::seconds pause{1};

} // namespace

bool Jobs::turn() {
    const Instant now = services_.counter.now();
    if (now - forgot_at_ >= one_hour) {
        forgot_at_ = now;
        if (!services_.counter.forget_expired()) {
            log::error("expired_not_forgotten");
        }
    }
    const auto settled = services_.actions.settle();
    if (!settled) {
        log::error("promises_not_settled", {{"reason", reason_name(settled.error().reason)}});
    }
    const auto asked = services_.counter.ask_channels();
    if (!asked) {
        log::error("channels_not_asked", {{"reason", reason_name(asked.error().reason)}});
    }
    return (settled && *settled) || (asked && *asked > 0);
}

Runner::Runner(service::Services& services, std::function<void()> told)
    : jobs_(services), told_(std::move(told)), thread_([this] { run(); }) {}

void Runner::run() {
    std::unique_lock lock{mutex_};
    while (!stopped_.wait_for(lock, pause, [&] { return stopping_; })) {
        lock.unlock();
        if (jobs_.turn()) {
            told_();
        }
        lock.lock();
    }
}

void Runner::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    stopped_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
}

} // namespace hexiao::jobs
