// See postgres_bell.h.
#include "platform/store/postgres_bell.h"

#include <array>
#include <chrono>
#include <csignal>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "platform/log.h"

namespace hexiao::store {

namespace {

constexpr std::chrono::milliseconds gather{25}; // what is written in this time shares one NOTIFY
constexpr int try_again_ms = 1000;
constexpr int forever = -1;

} // namespace

PostgresBell::PostgresBell(std::string uri)
    : uri_(std::move(uri)), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), thread_([this] { run(); }) {}

PostgresBell::~PostgresBell() {
    stopping_ = true;
    rung_ = false;
    ring();
    thread_.join();
    ::close(wake_);
}

void PostgresBell::ring() {
    if (!rung_.exchange(true)) {
        const std::uint64_t one = 1;
        [[maybe_unused]] const ssize_t written = ::write(wake_, &one, sizeof one);
    }
}

void PostgresBell::on_ring(std::function<void()> told) {
    const std::lock_guard lock{mutex_};
    told_ = std::move(told);
}

void PostgresBell::tell() {
    const std::lock_guard lock{mutex_};
    if (told_) {
        told_();
    }
}

void PostgresBell::run() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr); // signals are for the thread that waits for them
    while (!stopping_) {
        if (!listen()) {
            wait(try_again_ms);
            continue;
        }
        tell(); // of what was missed
        while (!stopping_ && PQstatus(connection_.get()) == CONNECTION_OK) {
            if (wait(forever)) {
                std::this_thread::sleep_for(gather);
                rung_ = false;
                const ResultPtr sent{PQexec(connection_.get(), "NOTIFY hexiao_written")};
            }
            hear();
        }
    }
}

// One connection for both; its own rings come back to it and are told by their sender.
bool PostgresBell::listen() {
    connection_.reset(connect_postgres(uri_));
    const ResultPtr done{PQexec(connection_.get(), "LISTEN hexiao_written")};
    const bool good = PQresultStatus(done.get()) == PGRES_COMMAND_OK;
    if (!good) {
        log::error("bell_not_heard", {{"why", PQerrorMessage(connection_.get())}});
    }
    return good;
}

// True when this process has something to tell.
bool PostgresBell::wait(int timeout_ms) {
    std::array<pollfd, 2> watched{{{wake_, POLLIN, 0}, {PQsocket(connection_.get()), POLLIN, 0}}};
    ::poll(watched.data(), watched.size(), timeout_ms);
    std::uint64_t rings = 0;
    return ::read(wake_, &rings, sizeof rings) == sizeof rings;
}

void PostgresBell::hear() {
    bool heard = false;
    if (PQconsumeInput(connection_.get()) == 1) {
        while (PGnotify* news = PQnotifies(connection_.get())) {
            heard = heard || news->be_pid != PQbackendPID(connection_.get());
            PQfreemem(news);
        }
    }
    if (heard) {
        tell();
    }
}

} // namespace hexiao::store
