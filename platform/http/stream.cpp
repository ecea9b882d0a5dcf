// See stream.h.
#include "platform/http/stream.h"

#include <atomic>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <trantor/net/EventLoop.h>

namespace hexiao::http {

namespace {

constexpr unsigned user_timeout_ms = 60'000; // unacknowledged for so long: nobody is there
constexpr int most_unsent_in_kernel = 128 * 1024;

// What the connection's thread and the feed's share. The thread of the connection alone touches the stream,
// and reads what was written: neither is made for two.
struct Wire {
    drogon::ResponseStreamPtr stream;
    std::size_t written_before = 0; // bytes of the connection before ours
    std::atomic<std::size_t> taken = 0;
    std::atomic<std::size_t> written = 0;
    std::atomic<bool> gone = false;

    void look(const trantor::TcpConnection& connection) { written = connection.bytesSent() - written_before; }
};

class StreamSink final : public Sink {
public:
    StreamSink(drogon::ResponseStreamPtr stream, std::weak_ptr<trantor::TcpConnection> connection)
        : wire_(std::make_shared<Wire>()), connection_(std::move(connection)) {
        wire_->stream = std::move(stream);
        if (const auto open = connection_.lock()) {
            wire_->written_before = open->bytesSent();
        }
    }

    bool send(const std::string& text) override {
        const auto open = connection_.lock();
        if (!open || wire_->gone) {
            return false;
        }
        wire_->taken += text.size();
        open->getLoop()->runInLoop([wire = wire_, open, text] {
            wire->gone = !wire->stream || !wire->stream->send(text);
            wire->look(*open);
        });
        return true;
    }

    // Over TLS a little less than the truth: what was written counts the frames around the text as well.
    std::size_t unsent() const override {
        const std::size_t taken = wire_->taken;
        const std::size_t written = wire_->written;
        if (taken <= written) {
            return 0;
        }
        // The socket may have taken more since the last send.
        if (const auto open = connection_.lock()) {
            open->getLoop()->queueInLoop([wire = wire_, open] { wire->look(*open); });
        }
        return taken - written;
    }

    bool gone() const override {
        const auto open = connection_.lock();
        return !open || wire_->gone || !open->connected();
    }

    void close() override {
        if (const auto open = connection_.lock()) {
            open->getLoop()->runInLoop([wire = wire_, open] {
                if (wire->stream) {
                    wire->stream->close();
                    wire->stream.reset();
                }
            });
        }
    }

    void cut() override {
        if (const auto open = connection_.lock()) {
            open->forceClose();
        }
    }

private:
    std::shared_ptr<Wire> wire_;
    std::weak_ptr<trantor::TcpConnection> connection_;
};

} // namespace

std::unique_ptr<Sink> stream_sink(drogon::ResponseStreamPtr stream,
                                  std::weak_ptr<trantor::TcpConnection> connection) {
    return std::make_unique<StreamSink>(std::move(stream), std::move(connection));
}

void bound_socket(int socket) {
    const int on = 1;
    setsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &user_timeout_ms, sizeof user_timeout_ms);
    setsockopt(socket, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &most_unsent_in_kernel, sizeof most_unsent_in_kernel);
}

} // namespace hexiao::http
