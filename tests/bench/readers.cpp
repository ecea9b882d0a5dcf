// See readers.h.
#include "tests/bench/readers.h"

#include <array>
#include <utility>

#include <arpa/inet.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace hexiao::bench {

namespace {

constexpr int patience_ms = 60'000;

bool is(const std::string& event, const char* name) {
    return event.find(std::string{"event: "} + name + "\n") != std::string::npos;
}

} // namespace

Readers::Readers(Readers&& other) noexcept
    : poll_(std::exchange(other.poll_, -1)), readers_(std::exchange(other.readers_, {})) {}

Readers::~Readers() {
    for (const Reader& reader : readers_) {
        ::close(reader.socket);
    }
    if (poll_ >= 0) {
        ::close(poll_);
    }
}

bool Readers::connect(std::uint16_t port, const std::string& request) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    Reader reader;
    reader.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    epoll_event wanted{};
    wanted.events = EPOLLIN;
    wanted.data.u64 = readers_.size();
    const bool open =
        ::connect(reader.socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
        ::send(reader.socket, request.data(), request.size(), MSG_NOSIGNAL) == std::ssize(request) &&
        ::epoll_ctl(poll_, EPOLL_CTL_ADD, reader.socket, &wanted) == 0;
    readers_.push_back(std::move(reader));
    return open;
}

template <class Take>
bool Readers::read(Take&& take) {
    std::array<epoll_event, 64> ready{};
    std::array<char, 65536> bytes{};
    const int count = ::epoll_wait(poll_, ready.data(), ready.size(), patience_ms);
    for (int i = 0; i < count; ++i) {
        Reader& reader = readers_[ready.at(static_cast<std::size_t>(i)).data.u64];
        const ssize_t got = ::recv(reader.socket, bytes.data(), bytes.size(), 0);
        if (got <= 0) {
            return false;
        }
        reader.text.append(bytes.data(), static_cast<std::size_t>(got));
        std::size_t begin = 0;
        for (std::size_t end = 0; (end = reader.text.find("\n\n", begin)) != std::string::npos;
             begin = end + 2) {
            if (!take(reader, reader.text.substr(begin, end + 2 - begin))) {
                return false;
            }
        }
        reader.text.erase(0, begin);
    }
    return count > 0;
}

std::optional<Readers> Readers::open(std::uint16_t port, const std::string& request, std::size_t count) {
    Readers readers;
    readers.poll_ = ::epoll_create1(EPOLL_CLOEXEC);
    for (std::size_t i = 0; i < count; ++i) {
        if (!readers.connect(port, request)) {
            return std::nullopt;
        }
    }
    for (std::size_t greeted = 0; greeted < count;) {
        const bool good = readers.read([&](Reader&, const std::string& event) {
            greeted += is(event, "snapshot") ? 1 : 0;
            return true;
        });
        if (!good) {
            return std::nullopt;
        }
    }
    return readers;
}

std::optional<Heard> Readers::hear(std::size_t count) {
    Heard heard;
    heard.by_all.resize(count);
    std::vector<std::string> events;
    for (std::size_t missing = count * readers_.size(); missing > 0;) {
        const bool good = read([&](Reader& reader, const std::string& event) {
            if (!is(event, "redemption")) {
                return true;
            }
            const std::string text = event.substr(event.find("id: ")); // without a frame before it
            const std::size_t n = reader.told++;
            if (n == events.size()) {
                events.push_back(text);
            }
            if (n >= count || text != events[n]) {
                return false;
            }
            heard.by_all[n] = std::chrono::steady_clock::now();
            --missing;
            return true;
        });
        if (!good) {
            return std::nullopt;
        }
    }
    heard.event = events.front();
    return heard;
}

} // namespace hexiao::bench
