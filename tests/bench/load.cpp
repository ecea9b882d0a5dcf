// See load.h.
#include "tests/bench/load.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace hexiao::bench {

namespace {

using Clock = std::chrono::steady_clock;

class Client {
public:
    explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }
    ~Client() { ::close(socket_); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    int socket() const noexcept { return socket_; }

    // False when the connection is broken. A request is far smaller than what a socket takes at once.
    bool send(const std::string& request, std::size_t index) {
        index_ = index;
        received_.clear();
        began_ = Clock::now();
        return connected_ &&
               ::send(socket_, request.data(), request.size(), MSG_NOSIGNAL) == std::ssize(request);
    }

    enum class Progress : std::uint8_t { more, whole, broken };
    Progress receive() {
        char buffer[8192];
        const ssize_t got = ::recv(socket_, buffer, sizeof buffer, 0);
        if (got <= 0) {
            return Progress::broken;
        }
        received_.append(buffer, static_cast<std::size_t>(got));
        const std::size_t end = received_.find("\r\n\r\n");
        if (end == std::string::npos) {
            return Progress::more;
        }
        const std::size_t length = received_.find("content-length: ") + 16;
        const std::size_t whole = end + 4 + std::strtoul(received_.c_str() + length, nullptr, 10);
        return received_.size() < whole ? Progress::more : Progress::whole;
    }

    void tell(std::vector<Answered>& answers) const {
        answers[index_] = {received_.substr(received_.find("\r\n\r\n") + 4),
                           std::chrono::duration<double, std::milli>(Clock::now() - began_).count()};
    }

private:
    int socket_;
    bool connected_ = false;
    std::size_t index_ = 0;
    Clock::time_point began_;
    std::string received_;
};

} // namespace

std::vector<Answered> load(std::uint16_t port, std::size_t clients,
                           const std::vector<std::string>& requests) {
    std::vector<Answered> answers(requests.size());
    std::vector<std::unique_ptr<Client>> all;
    std::vector<pollfd> ready;
    std::size_t next = 0;
    for (std::size_t i = 0; i < clients; ++i) {
        all.push_back(std::make_unique<Client>(port));
        ready.push_back({all.back()->socket(), POLLIN, 0});
    }
    const auto send_next = [&](std::size_t i) {
        if (next == requests.size() || !all[i]->send(requests[next], next)) {
            ready[i].fd = -1; // poll passes over it
        } else {
            ++next;
        }
    };
    for (std::size_t i = 0; i < clients; ++i) {
        send_next(i);
    }
    constexpr int patience_ms = 60'000;
    const auto busy = [](const pollfd& one) { return one.fd >= 0; };
    while (std::ranges::any_of(ready, busy) && ::poll(ready.data(), ready.size(), patience_ms) > 0) {
        for (std::size_t i = 0; i < clients; ++i) {
            if (ready[i].fd < 0 || ready[i].revents == 0) {
                continue;
            }
            const auto progress = all[i]->receive();
            if (progress == Client::Progress::whole) {
                all[i]->tell(answers);
                send_next(i);
            } else if (progress == Client::Progress::broken) {
                ready[i].fd = -1;
            }
        }
    }
    return answers;
}

std::string post(const std::string& path, const std::string& headers, const std::string& body) {
    return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers +
           "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           body;
}

} // namespace hexiao::bench
