// See server.h. Everything goes through one pre-routing advice, so that Drogon's own router, static files
// (server.md §4) and plain error pages never answer. Requests that Drogon's parser refuses (a request line or
// a header over 64 KiB, a body over 4 MiB, a broken request) are answered by it with a bare status line and a
// closed connection.
#include "platform/http/server.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <system_error>
#include <thread>
#include <utility>

#include <arpa/inet.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <drogon/drogon.h>

#include "core/base/hash.h"
#include "platform/http/api.h"
#include "platform/http/feed.h"
#include "platform/http/guard.h"
#include "platform/http/stream.h"
#include "platform/http/workers.h"
#include "platform/log.h"

namespace hexiao::http {

namespace {

using Respond = std::function<void(const drogon::HttpResponsePtr&)>;

constexpr std::size_t io_threads = 2;
constexpr std::size_t worker_threads = 64; // they mostly wait: as many commands can share a commit
constexpr std::size_t most_waiting = 1024;
constexpr std::size_t hash_threads = 2; // each takes 19 MiB and 45 ms
constexpr std::size_t most_hashes = 64;
// Far above ours (max_body_bytes), so that whoever sends somewhat too much is told what was wrong.
constexpr std::size_t drogon_body_limit = std::size_t{4} * 1024 * 1024;
constexpr std::size_t idle_seconds = 75;
constexpr const char* plain_address = "127.0.0.1";

constexpr std::pair<const char*, const char*> always[] = {
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Permissions-Policy", "camera=(self)"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; "
     "img-src 'self' blob: data:; media-src 'self' blob:; style-src 'self'; font-src 'self'; manifest-src "
     "'self'; "
     "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
};

std::optional<api::Method> method_of(const drogon::HttpRequestPtr& request) {
    switch (request->method()) {
    case drogon::Get: return api::Method::get;
    case drogon::Post: return api::Method::post;
    case drogon::Put: return api::Method::put;
    case drogon::Delete: return api::Method::del;
    default: return std::nullopt;
    }
}

Request translate(const drogon::HttpRequestPtr& from, const ServeOptions& options) {
    Request request;
    request.method = method_of(from);
    request.path = from->path();
    request.address = client_address(from->peerAddr().toIp(), from->getHeader("x-forwarded-for"),
                                     from->getHeader("x-real-ip"), options.trusted_proxies);
    request.content_type = from->getHeader("content-type");
    request.body = from->body();
    request.session_token = Secret{from->getCookie(std::string{session_cookie})};
    request.device_token = Secret{from->getCookie(std::string{device_cookie})};
    request.idempotency_key = from->getHeader("idempotency-key");
    request.user_agent = from->getHeader("user-agent");
    request.last_event_id = from->getHeader("last-event-id");
    for (const auto& [name, value] : from->headers()) {
        if (value.size() > max_header_bytes) {
            request.oversized_header = name;
        }
    }
    return request;
}

void add_common_headers(const drogon::HttpResponsePtr& response, const std::string& id) {
    for (const auto& [name, value] : always) {
        response->addHeader(name, value);
    }
    response->addHeader("X-Request-Id", id);
}

drogon::HttpResponsePtr translate(Answer answer, const std::string& id) {
    auto response = drogon::HttpResponse::newHttpResponse();
    response->setStatusCode(static_cast<drogon::HttpStatusCode>(answer.status));
    if (answer.content_type.empty()) {
        response->setContentTypeCode(drogon::CT_NONE);
    } else {
        response->setContentTypeString(answer.content_type);
    }
    response->setBody(std::move(answer.body));
    response->addHeader("Cache-Control", "no-store"); // assets say otherwise below
    for (auto& [name, value] : answer.headers) {
        response->addHeader(name, std::move(value));
    }
    for (const Cookie& cookie : answer.cookies) {
        drogon::Cookie made{std::string{cookie.name}, cookie.value.reveal()};
        made.setPath("/");
        made.setSecure(true);
        made.setHttpOnly(true);
        made.setSameSite(drogon::Cookie::SameSite::kStrict);
        made.setMaxAge(cookie.max_age_seconds);
        response->addCookie(std::move(made));
    }
    add_common_headers(response, id);
    return response;
}

// A stream needs a file descriptor; half of them stay for everything else.
FeedRules feed_rules(const ServeOptions& options) {
    FeedRules rules = options.feed;
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        rules.most_streams = std::min(rules.most_streams, static_cast<std::size_t>(files.rlim_cur / 2));
    }
    return rules;
}

class Server {
public:
    Server(service::Services& services, const Assets& assets, const ServeOptions& options)
        : services_(services), assets_(assets), options_(options), feed_(services, feed_rules(options)),
          api_(services, feed_) {}

    void handle(const drogon::HttpRequestPtr& from, Respond respond) {
        auto request = std::make_shared<Request>(translate(from, options_));
        const std::string id = request_id();
        if (request->path == "/healthz") {
            return respond(translate({200, "text/plain; charset=utf-8", "ok\n", {}, {}}, id));
        }
        if (!request->path.starts_with("/api/")) {
            return respond(translate(asset(from, *request), id));
        }
        const auto began = std::chrono::steady_clock::now();
        auto route = Api::check(*request);
        if (!route) {
            Answer answer = problem(route.error());
            report(id, "none", answer.status, began);
            return respond(translate(std::move(answer), id));
        }
        const std::string_view operation = route->endpoint->operation;
        Workers& pool = route->endpoint->waits == api::Waits::for_hash ? hashers_ : workers_;
        const bool taken = pool.submit([this, request, route = std::move(*route), respond, id, began,
                                        connection = from->getConnectionPtr()] {
            answer(*request, route, respond, id, began, connection);
        });
        if (!taken) {
            report(id, operation, 503, began);
            respond(translate(problem({Reason::store_unavailable, {}}), id));
        }
    }

    void stop() {
        feed_.stop();
        hashers_.stop();
        workers_.stop();
    }

private:
    using Began = std::chrono::steady_clock::time_point;

    Answer asset(const drogon::HttpRequestPtr& from, const Request& request) const {
        if (request.method != api::Method::get) {
            return problem({Reason::method_not_allowed, "GET"});
        }
        return assets_.get(request.path, from->getHeader("accept-encoding"),
                           from->getHeader("if-none-match"));
    }

    void answer(const Request& request, const Route& route, const Respond& respond, const std::string& id,
                Began began, const std::weak_ptr<trantor::TcpConnection>& connection) {
        auto outcome = api_.call(request, route);
        if (auto* plain = std::get_if<Answer>(&outcome)) {
            report(id, route.endpoint->operation, plain->status, began);
            return respond(translate(std::move(*plain), id));
        }
        report(id, route.endpoint->operation, 200, began);
        auto opening = std::make_shared<FeedOpening>(std::move(*std::get_if<FeedOpening>(&outcome)));
        auto response = drogon::HttpResponse::newAsyncStreamResponse(
            [this, opening, connection](drogon::ResponseStreamPtr stream) {
                feed_.attach(*opening, stream_sink(std::move(stream), connection));
            },
            true);
        response->setContentTypeString("text/event-stream");
        response->addHeader("Cache-Control", "no-store");
        response->addHeader("X-Accel-Buffering", "no"); // nginx would hold events back
        add_common_headers(response, id);
        respond(response);
    }

    static std::string request_id() {
        service::SystemIds ids;
        return to_hex(ids.random()).substr(0, 16);
    }

    static void report(const std::string& id, std::string_view operation, int status, Began began) {
        const auto took = std::chrono::steady_clock::now() - began;
        log::info("request", {{"id", id},
                              {"operation", operation},
                              {"status", status},
                              {"us", std::chrono::duration_cast<std::chrono::microseconds>(took).count()}});
    }

    service::Services& services_;
    const Assets& assets_;
    const ServeOptions& options_;
    Feed feed_;
    Api api_;
    Workers workers_{worker_threads, most_waiting};
    Workers hashers_{hash_threads, most_hashes};
};

// Drogon makes 256 folders for uploads when it starts, wherever it is told. Nothing is ever uploaded, so they
// go at once.
class UploadFolder {
public:
    UploadFolder() {
        std::string path = (std::filesystem::temp_directory_path() / "hexiao-XXXXXX").string();
        if (mkdtemp(path.data()) != nullptr) {
            path_ = path;
        }
    }
    ~UploadFolder() { remove(); }
    UploadFolder(const UploadFolder&) = delete;
    UploadFolder& operator=(const UploadFolder&) = delete;

    const std::string& path() const noexcept { return path_; }
    void remove() const {
        std::error_code failure;
        std::filesystem::remove_all(path_, failure);
    }

private:
    std::string path_ = "/tmp";
};

// SIGTERM and SIGINT arrive here instead of in a handler, where hardly anything may be called.
class StopSignals {
public:
    StopSignals() {
        sigemptyset(&signals_);
        sigaddset(&signals_, SIGTERM);
        sigaddset(&signals_, SIGINT);
        pthread_sigmask(SIG_BLOCK, &signals_, nullptr); // inherited by every thread that is made from now on
    }
    void wait() const {
        int which = 0;
        sigwait(&signals_, &which);
    }

private:
    sigset_t signals_{};
};

void set_up(drogon::HttpAppFramework& app, const ServeOptions& options, const UploadFolder& uploads) {
    trantor::Logger::setLogLevel(
        trantor::Logger::kFatal); // it reports every broken TLS handshake (server.md §4)
    app.setThreadNum(io_threads)
        .setClientMaxBodySize(drogon_body_limit)
        .setClientMaxMemoryBodySize(drogon_body_limit) // never to a file
        .setUploadPath(uploads.path())
        .setIdleConnectionTimeout(idle_seconds)
        .enableGzip(false)
        .enableServerHeader(false)
        .setAfterAcceptSockOptCallback(bound_socket)
        .disableSigtermHandling()
        .addListener(plain_address, options.port)
        .setExceptionHandler(
            [](const std::exception& failure, const drogon::HttpRequestPtr&, auto&& respond) {
                log::error("exception", {{"what", failure.what()}});
                respond(translate(problem({Reason::other, {}}), {}));
            });
    if (options.tls_port != 0) {
        app.addListener(options.tls_address, options.tls_port, true, options.certificate, options.key);
    }
}

// When the beginning is announced, Drogon has yet to ask its I/O loops to listen, in the same job of its main
// loop. A job behind that one, and one more in each I/O loop, know that they do.
void when_listening(drogon::HttpAppFramework& app, const std::function<void()>& ready) {
    app.getLoop()->queueInLoop([&app, ready] {
        const auto left = std::make_shared<std::atomic<std::size_t>>(io_threads);
        for (std::size_t i = 0; i < io_threads; ++i) {
            app.getIOLoop(i)->queueInLoop([left, ready] {
                if (--*left == 0) {
                    ready();
                }
            });
        }
    });
}

} // namespace

std::string why_not_listen(const ServeOptions& options) {
    const auto why_not = [](const std::string& address, std::uint16_t port) -> std::string {
        sockaddr_in name{};
        name.sin_family = AF_INET;
        name.sin_port = htons(port);
        inet_pton(AF_INET, address.c_str(), &name.sin_addr);
        const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const int yes = 1; // what an earlier process left waiting is in nobody's way
        setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        const bool good =
            bind(probe, reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0 && listen(probe, 1) == 0;
        const int error = good ? 0 : errno;
        close(probe);
        if (error == EADDRINUSE) {
            return "Port " + std::to_string(port) + " is in use by another program; choose another one.";
        }
        return good ? ""
                    : "Port " + std::to_string(port) +
                          " cannot be listened on: " + std::generic_category().message(error) + ".";
    };
    if (options.port == options.tls_port) {
        return "Http and https need a port each; choose another one than " + std::to_string(options.port) +
               " for one of them.";
    }
    std::string why = why_not(plain_address, options.port);
    if (why.empty() && options.tls_port != 0) {
        why = why_not(options.tls_address, options.tls_port);
    }
    return why;
}

void stop_serving() { kill(getpid(), SIGTERM); }

void serve(service::Services& services, const Assets& assets, const ServeOptions& options,
           const std::function<void()>& ready) {
    const StopSignals signals; // before the first thread
    const UploadFolder uploads;
    Server server{services, assets, options};
    auto& app = drogon::app();
    set_up(app, options, uploads);
    app.registerPreRoutingAdvice(
           [&](const drogon::HttpRequestPtr& request, drogon::AdviceCallback&& respond,
               drogon::AdviceChainCallback&&) { server.handle(request, std::move(respond)); })
        .registerBeginningAdvice([&] {
            uploads.remove();
            when_listening(app, ready);
        });
    std::thread stopper{[&] {
        signals.wait();
        server.stop();
        app.quit();
    }};
    app.run();
    stopper.join();
}

} // namespace hexiao::http
