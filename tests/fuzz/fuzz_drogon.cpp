// Bytes as a connection brings them, through Drogon's parser as tools/recipes/native.patch leaves it.
// Whatever they are: it reads the same requests however they are cut into pieces, and what it takes for a
// request has one reading.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <drogon/HttpAppFramework.h>
#include <drogon_private/HttpRequestImpl.h>
#include <drogon_private/HttpRequestParser.h>
#include <trantor/net/EventLoop.h>
#include <trantor/net/TcpConnection.h>

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

// The parser asks a connection for its loop, and for nothing else before a request is whole.
class NoConnection final : public trantor::TcpConnection {
public:
    void send(const char* /*bytes*/, std::size_t /*size*/) override { std::abort(); }
    void send(const void* /*bytes*/, std::size_t /*size*/) override { std::abort(); }
    void send(const std::string& /*bytes*/) override { std::abort(); }
    void send(std::string&& /*bytes*/) override { std::abort(); }
    void send(const trantor::MsgBuffer& /*bytes*/) override { std::abort(); }
    void send(trantor::MsgBuffer&& /*bytes*/) override { std::abort(); }
    void send(const std::shared_ptr<std::string>& /*bytes*/) override { std::abort(); }
    void send(const std::shared_ptr<trantor::MsgBuffer>& /*bytes*/) override { std::abort(); }
    void sendFile(const char* /*name*/, long long /*from*/, long long /*size*/) override { std::abort(); }
    void sendFile(const wchar_t* /*name*/, long long /*from*/, long long /*size*/) override { std::abort(); }
    void sendStream(std::function<std::size_t(char*, std::size_t)> /*read*/) override { std::abort(); }
    trantor::AsyncStreamPtr sendAsyncStream(bool /*kept*/) override { std::abort(); }
    const trantor::InetAddress& localAddr() const override { return address_; }
    const trantor::InetAddress& peerAddr() const override { return address_; }
    bool connected() const override { return true; }
    bool disconnected() const override { return false; }
    void setHighWaterMarkCallback(const trantor::HighWaterMarkCallback& /*call*/,
                                  std::size_t /*mark*/) override {}
    void setTcpNoDelay(bool /*on*/) override {}
    void shutdown() override {}
    void forceClose() override {}
    trantor::EventLoop* getLoop() override { return drogon::app().getLoop(); }
    std::string applicationProtocol() const override { return {}; }
    void keepAlive() override {}
    bool isKeepAlive() override { return false; }
    std::size_t bytesSent() const override { return 0; }
    std::size_t bytesReceived() const override { return 0; }
    bool isSSLConnection() const override { return false; }
    trantor::MsgBuffer* getRecvBuffer() override { return nullptr; }
    trantor::CertificatePtr peerCertificate() const override { return nullptr; }
    std::string sniName() const override { return {}; }
    void startEncryption(trantor::TLSPolicyPtr /*policy*/, bool /*server*/,
                         std::function<void(const trantor::TcpConnectionPtr&)> /*done*/) override {}
    void connectEstablished() override {}
    void connectDestroyed() override {}
    void enableKickingOff(std::size_t /*timeout*/,
                          const std::shared_ptr<trantor::TimingWheel>& /*wheel*/) override {}
    void forwardToTLSBuffer(trantor::MsgBuffer* /*bytes*/) override {}

private:
    trantor::InetAddress address_;
};

struct Read {
    std::vector<std::string> requests;
    bool refused = false;
    friend bool operator==(const Read&, const Read&) = default;
};

bool is_control(unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; }

// What every check after the parser relies on; returns the request as a text.
std::string described(const drogon::HttpRequestImpl& request) {
    const std::string& path = request.path();
    require(!path.empty() && path.front() == '/');
    const auto& headers = request.headers();
    require(!headers.contains("transfer-encoding"));
    const auto length = headers.find("content-length");
    require((length == headers.end() ? 0 : std::stoull(length->second)) == request.bodyLength());
    require(request.expect().empty());
    std::vector<std::string> lines;
    for (const auto& [name, value] : headers) {
        require(std::none_of(name.begin(), name.end(), is_control) && name.find(' ') == std::string::npos);
        require(std::none_of(value.begin(), value.end(), is_control));
        lines.push_back(name + ":" + value);
    }
    std::ranges::sort(lines);
    std::string text = std::string{request.methodString()} + " " + path + "?" + request.query() + "\n";
    for (const std::string& line : lines) {
        text += line + "\n";
    }
    return text + std::string{request.bodyData(), request.bodyLength()};
}

// As drogon::HttpServer::onMessage goes on.
Read read(const trantor::TcpConnectionPtr& connection, std::string_view bytes, std::size_t piece) {
    const auto parser = std::make_shared<drogon::HttpRequestParser>(connection);
    parser->reset();
    Read done;
    trantor::MsgBuffer buffer;
    while (!bytes.empty() && !done.refused) {
        const std::string_view next = bytes.substr(0, piece);
        bytes.remove_prefix(next.size());
        buffer.append(next.data(), next.size());
        while (buffer.readableBytes() > 0) {
            const int result = parser->parseRequest(&buffer);
            done.refused = result < 0;
            if (result != 1) {
                break;
            }
            done.requests.push_back(described(*parser->requestImpl()));
            parser->reset();
        }
    }
    return done;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto connection = [] {
        constexpr std::size_t body_limit = std::size_t{1} << 16U; // small: a length alone reserves memory
        drogon::app().setClientMaxBodySize(body_limit).setClientMaxMemoryBodySize(body_limit);
        return std::make_shared<NoConnection>();
    }();
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const Read whole = read(connection, bytes, std::max<std::size_t>(size, 1));
    for (const std::size_t piece : {1U, 2U, 7U}) {
        require(read(connection, bytes, piece) == whole);
    }
    return 0;
}
