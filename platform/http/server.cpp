// See server.h. Everything goes through one pre-routing advice, so that Drogon's own router, static files
// (server.md §4) and plain error pages never answer. Requests that Drogon's parser refuses (a broken one,
// headers over 64 KiB together, a body over 4 MiB, one that is too slow; tools/recipes/native.patch) are
// answered by it with a bare status line and a closed connection.
#include "platform/http/server.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <memory>
#include <system_error>
#include <thread>
#include <utility>

#include <arpa/inet.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <drogon/drogon.h>

#include "platform/http/api.h"
#include "platform/http/feed.h"
#include "platform/http/guard.h"
#include "platform/http/in_flight.h"
#include "platform/http/metrics.h"
#include "platform/http/stream.h"
#include "platform/http/translate.h"
#include "platform/http/trust.h"
#include "platform/http/workers.h"
#include "platform/jobs/jobs.h"
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
constexpr std::size_t most_pipelined = 32;
constexpr std::chrono::seconds drain_limit{10};
constexpr const char* loopback = "127.0.0.1";

// One request on its way to its answer.
struct Exchange {
    Request request;
    Respond respond;
    Trace trace;
    std::chrono::steady_clock::time_point began;
    std::weak_ptr<trantor::TcpConnection> connection;
};
using ExchangePtr = std::shared_ptr<Exchange>;

// A stream needs a file descriptor; half of them stay for everything else.
FeedRules feed_rules(const ServeOptions& options) {
    FeedRules rules = options.feed;
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        rules.most_streams = std::min(rules.most_streams, static_cast<std::size_t>(files.rlim_cur / 2));
    }
    return rules;
}

// trantor takes every local address for one of IPv6, so it is read anew here.
bool is_loopback(const trantor::InetAddress& address) {
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(address.getSockAddr());
    return v4->sin_family == AF_INET && (ntohl(v4->sin_addr.s_addr) >> 24U) == IN_LOOPBACKNET;
}

Metrics::Histogram commit_sizes(const store::Status& status) {
    Metrics::Histogram sizes;
    for (std::size_t power = 0; power < status.batches.size(); ++power) {
        sizes.upto.emplace_back(static_cast<double>(1U << power), status.batches.at(power));
    }
    sizes.sum = static_cast<double>(status.commands);
    return sizes;
}

// As the paths of the console are: it means in a URL what it says. Any other was decoded, and could say more
// in a header than a place.
bool is_plain_path(std::string_view path) {
    return path.starts_with('/') && !path.starts_with("//") && std::ranges::all_of(path, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      std::string_view{"/-._~"}.find(c) != std::string_view::npos;
           });
}

std::string trust_page(const Assets& assets) {
    Answer page = assets.get("/trust.html", {}, {});
    return page.status == 200 ? std::move(page.body) : std::string{};
}

class Server {
public:
    Server(service::Services& services, const Assets& assets, const ServeOptions& options)
        : books_(services.world.books), assets_(assets), options_(options), hosts_(options.hosts),
          trust_(options.authority, trust_page(assets)), feed_(services, feed_rules(options)),
          api_(services, feed_), jobs_(services, [this] { feed_.wake(); }) {
        count();
        books_.on_news([this] { feed_.wake(); });
    }

    void handle(const drogon::HttpRequestPtr& from, Respond respond) {
        service::SystemIds ids;
        auto exchange = std::make_shared<Exchange>(
            Exchange{read_request(from, options_.trusted_proxies), std::move(respond),
                     follow(from->getHeader("traceparent"), ids.random(), ids.random()),
                     std::chrono::steady_clock::now(), from->getConnectionPtr()});
        if (!in_flight_.enter()) {
            return send(*exchange, "refused", make_response(problem({Reason::shutting_down, {}})));
        }
        if (const auto why = refused(exchange->request, hosts_)) {
            return finish(*exchange, "refused", problem(*why));
        }
        if (options_.metrics_port != 0 && from->localAddr().toPort() == options_.metrics_port) {
            return finish(*exchange, "metrics", metrics(exchange->request));
        }
        if (exchange->request.path == "/healthz") {
            return finish(*exchange, "health", {200, "text/plain; charset=utf-8", "ok\n", {}, {}});
        }
        if (auto page = trust_.get(exchange->request.path)) {
            return finish(*exchange, "trust", std::move(*page));
        }
        if (!from->isOnSecureConnection() && !is_loopback(from->localAddr())) {
            return finish(*exchange, "plain", plain(from, exchange->request));
        }
        if (!exchange->request.path.starts_with("/api/")) {
            return finish(*exchange, "asset", asset(from, exchange->request));
        }
        call(exchange);
    }

    // There are no WebSockets here. Drogon makes one of such a request before anybody is asked (server.md
    // §4), so it is refused one step earlier. Null for every other.
    drogon::HttpResponsePtr refuse_websocket(const drogon::HttpRequestPtr& from) {
        if (strcasecmp(from->getHeader("upgrade").c_str(), "websocket") != 0) {
            return nullptr;
        }
        service::SystemIds ids;
        auto response = make_response(problem({Reason::not_found, "Upgrade"}));
        add_common_headers(response, follow(from->getHeader("traceparent"), ids.random(), ids.random()));
        return response;
    }

    // Is it still called what it was called, and by the same certificate?
    void look_around() {
        if (!options_.look) {
            return;
        }
        auto seen = options_.look();
        if (const auto* why = std::get_if<std::string>(&seen)) {
            return log::error("certificate_not_renewed", {{"what", *why}});
        }
        auto& now = std::get<Surroundings::Seen>(seen);
        hosts_.set(std::move(now.hosts));
        if (now.renewed) {
            drogon::app().reloadSSLFiles(); // for connections from now on
            log::info("certificate_renewed");
        }
    }

    bool stopping() const { return in_flight_.closed(); }

    // Nothing new is begun; what was begun is finished.
    void stop() {
        in_flight_.close();
        feed_.say_bye(); // what is written meanwhile is still numbered
        in_flight_.wait();
        hashers_.stop();
        workers_.stop();
        jobs_.stop();
        books_.on_news({});
        feed_.stop();
    }

private:
    Answer asset(const drogon::HttpRequestPtr& from, const Request& request) const {
        if (request.method != api::Method::get) {
            return problem({Reason::method_not_allowed, "GET"});
        }
        // A customer's page. Its address is a secret: neither it nor what leads from it is kept anywhere.
        const bool held = request.path.starts_with("/v/");
        Answer answer = assets_.get(held ? "/voucher.html" : request.path, from->getHeader("accept-encoding"),
                                    held ? std::string{} : from->getHeader("if-none-match"));
        if (held) {
            std::erase_if(answer.headers, [](const auto& header) {
                return header.first == "Cache-Control" || header.first == "ETag";
            });
            answer.headers.emplace_back("Cache-Control", "no-store");
        }
        return answer;
    }

    // What whoever watches the server may read of it (metrics.h).
    void count() {
        using enum Metrics::Kind;
        const auto add = [&](const char* name, Metrics::Kind kind, const char* help, auto number) {
            metrics_.add(name, kind, help, [number] { return static_cast<double>(number()); });
        };
        add("hexiao_feed_readers", gauge, "Open live feeds.",
            [this] { return feed_.status().streams.readers; });
        add("hexiao_feed_refused_total", counter, "Feeds refused for want of a place.",
            [this] { return feed_.status().refused; });
        add("hexiao_feed_lag_milliseconds", gauge, "From when the newest event happened until it was told.",
            [this] { return feed_.status().lag.count(); });
        add("hexiao_requests_in_flight", gauge, "Requests that are being answered.",
            [this] { return in_flight_.count(); });
        add("hexiao_requests_waiting", gauge, "Requests that wait for a thread.",
            [this] { return workers_.waiting(); });
        add("hexiao_hashers_waiting", gauge, "Requests that wait for a thread that hashes passwords.",
            [this] { return hashers_.waiting(); });
        add("hexiao_store_read_only", gauge, "1 while the books take no writes.",
            [this] { return books_.status().read_only ? 1 : 0; });
        add("hexiao_store_queued", gauge, "Commands that wait for their commit to begin.",
            [this] { return books_.status().queued; });
        metrics_.add("hexiao_store_commit_commands", "Commands that one commit kept.",
                     [this] { return commit_sizes(books_.status()); });
        add("hexiao_store_failed_commits_total", counter, "Commits that failed.",
            [this] { return books_.status().failed_commits; });
        add("process_resident_memory_bytes", gauge, "Memory that is held.", resident_bytes);
    }

    // Another machine over plain http: what the page of /trust needs, and the way to https. Nothing else,
    // above all nothing of the API: a password that was sent this far in the open must not work.
    Answer plain(const drogon::HttpRequestPtr& from, const Request& request) const {
        if (request.path.starts_with("/assets/trust-")) {
            return asset(from, request);
        }
        if (request.method != api::Method::get || request.path.starts_with("/api/")) {
            return problem({Reason::foreign_host, "https"});
        }
        Answer answer{307, {}, {}, {}, {}};
        answer.headers.emplace_back("Location", "https://" + host_of(request.host).value_or("localhost") +
                                                    ":" + std::to_string(options_.tls_port) +
                                                    (is_plain_path(request.path) ? request.path : "/"));
        return answer;
    }

    Answer metrics(const Request& request) const {
        if (request.path != "/metrics") {
            return problem({Reason::not_found, {}});
        }
        return {200, "text/plain; version=0.0.4; charset=utf-8", metrics_.text(), {}, {}};
    }

    void call(const ExchangePtr& exchange) {
        auto route = Api::check(exchange->request);
        if (!route) {
            return finish(*exchange, "none", problem(route.error()));
        }
        const std::string_view operation = route->endpoint->operation;
        Workers& pool = route->endpoint->waits == api::Waits::for_hash ? hashers_ : workers_;
        const bool taken =
            pool.submit([this, exchange, route = std::move(*route)] { answer(*exchange, route); });
        if (!taken) {
            finish(*exchange, operation, problem({Reason::store_unavailable, {}}));
        }
    }

    void answer(const Exchange& exchange, const Route& route) {
        auto outcome = api_.call(exchange.request, route);
        if (auto* plain = std::get_if<Answer>(&outcome)) {
            return finish(exchange, route.endpoint->operation, std::move(*plain));
        }
        auto opening = std::make_shared<FeedOpening>(std::move(*std::get_if<FeedOpening>(&outcome)));
        auto response = drogon::HttpResponse::newAsyncStreamResponse(
            [this, opening, connection = exchange.connection](drogon::ResponseStreamPtr stream) {
                feed_.attach(*opening, stream_sink(std::move(stream), connection));
            },
            true);
        response->setContentTypeString("text/event-stream");
        response->addHeader("Cache-Control", "no-store");
        response->addHeader("X-Accel-Buffering", "no"); // nginx would hold events back
        finish(exchange, route.endpoint->operation, response);
    }

    void finish(const Exchange& exchange, std::string_view operation, Answer answer) {
        finish(exchange, operation, make_response(std::move(answer)));
    }

    void finish(const Exchange& exchange, std::string_view operation,
                const drogon::HttpResponsePtr& response) {
        send(exchange, operation, response);
        in_flight_.leave();
    }

    // Says it to the log and the counters, too: one line for each request, without its query.
    void send(const Exchange& exchange, std::string_view operation, const drogon::HttpResponsePtr& response) {
        const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
            std::chrono::steady_clock::now() - exchange.began);
        const int status = response->statusCode();
        add_common_headers(response, exchange.trace);
        metrics_.answered(operation, status, took.count());
        log::info("request", {{"id", exchange.trace.span_id},
                              {"trace", exchange.trace.trace_id},
                              {"operation", operation},
                              {"status", status},
                              {"us", took.count()}});
        exchange.respond(response);
    }

    store::Store& books_;
    const Assets& assets_;
    const ServeOptions& options_;
    Hosts hosts_;
    const Trust trust_;
    Metrics metrics_;
    InFlight in_flight_;
    Feed feed_;
    Api api_;
    Workers workers_{worker_threads, most_waiting};
    Workers hashers_{hash_threads, most_hashes};
    jobs::Runner jobs_;
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

// Signals arrive here instead of in a handler, where hardly anything may be called.
class Signals {
public:
    Signals() {
        sigemptyset(&signals_);
        for (const int signal : {SIGTERM, SIGINT, SIGUSR1}) {
            sigaddset(&signals_, signal);
        }
        pthread_sigmask(SIG_BLOCK, &signals_, nullptr); // inherited by every thread that is made from now on
    }
    // Waits for SIGTERM or SIGINT; `look` each minute until then, and upon SIGUSR1.
    void wait_for_stop(const std::function<void()>& look) const {
        constexpr timespec minute{60, 0};
        for (int signal = 0; signal != SIGTERM && signal != SIGINT;) {
            signal = sigtimedwait(&signals_, nullptr, &minute);
            if (signal == SIGUSR1 || (signal < 0 && errno == EAGAIN)) {
                look();
            }
        }
    }

private:
    sigset_t signals_{};
};

// Ends the process when it is still there after `drain_limit`, whatever it waits for by then: a command, the
// feed, the closing of the books. What was acknowledged is durable; whoever got no answer asks again.
void end_in_time() {
    std::thread{[] {
        std::this_thread::sleep_for(drain_limit);
        log::error("drain_incomplete", {{"seconds", drain_limit.count()}});
        std::_Exit(EXIT_FAILURE);
    }}.detach();
}

// trantor calls every connection that its peer broke fatal (server.md §4), and would say so on stdout, in the
// middle of what a person reads.
void quiet_trantor() {
    trantor::Logger::setLogLevel(trantor::Logger::kFatal);
    trantor::Logger::setOutputFunction(
        [](const char* text, std::uint64_t size) {
            log::info("network", {{"what", std::string_view{text, size}}});
        },
        [] {});
}

void set_up(drogon::HttpAppFramework& app, const ServeOptions& options, const UploadFolder& uploads) {
    quiet_trantor();
    app.setThreadNum(io_threads)
        .setClientMaxBodySize(drogon_body_limit)
        .setClientMaxMemoryBodySize(drogon_body_limit) // never to a file
        .setUploadPath(uploads.path())
        .setIdleConnectionTimeout(idle_seconds)
        .enableGzip(false)
        .enableServerHeader(false)
        .setAfterAcceptSockOptCallback(bound_socket)
        .disableSigtermHandling()
        .setPipeliningRequestsNumber(most_pipelined)
        .setMaxConnectionNumPerIP(options.connections_per_address)
        .addListener(options.address, options.port)
        .setExceptionHandler(
            [](const std::exception& failure, const drogon::HttpRequestPtr&, auto&& respond) {
                log::error("exception", {{"what", failure.what()}});
                respond(make_response(problem({Reason::other, {}})));
            });
    if (options.tls_port != 0) {
        app.addListener(options.tls_address, options.tls_port, true, options.certificate, options.key);
    }
    if (options.metrics_port != 0) {
        app.addListener(loopback, options.metrics_port);
    }
}

// Calls `ready` once every I/O loop has done what it was asked for until now: at the beginning, to listen; at
// the end, to send.
void when_loops_are_through(drogon::HttpAppFramework& app, const std::function<void()>& ready) {
    const auto left = std::make_shared<std::atomic<std::size_t>>(io_threads);
    for (std::size_t i = 0; i < io_threads; ++i) {
        app.getIOLoop(i)->queueInLoop([left, ready] {
            if (--*left == 0) {
                ready();
            }
        });
    }
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
    const auto shared = [](std::uint16_t one, std::uint16_t other) { return one != 0 && one == other; };
    if (shared(options.port, options.tls_port) || shared(options.port, options.metrics_port) ||
        shared(options.tls_port, options.metrics_port)) {
        const auto port = shared(options.tls_port, options.metrics_port) ? options.tls_port : options.port;
        return "Http, https and metrics need a port each; choose another one than " + std::to_string(port) +
               " for one of them.";
    }
    std::string why = why_not(options.address, options.port);
    if (why.empty() && options.tls_port != 0) {
        why = why_not(options.tls_address, options.tls_port);
    }
    if (why.empty() && options.metrics_port != 0) {
        why = why_not(loopback, options.metrics_port);
    }
    return why;
}

void stop_serving() { kill(getpid(), SIGTERM); }

void serve(service::Services& services, const Assets& assets, const ServeOptions& options,
           const std::function<void()>& ready) {
    const Signals signals; // before the first thread
    const UploadFolder uploads;
    Server server{services, assets, options};
    auto& app = drogon::app();
    set_up(app, options, uploads);
    app.registerPreRoutingAdvice(
           [&](const drogon::HttpRequestPtr& request, drogon::AdviceCallback&& respond,
               drogon::AdviceChainCallback&&) { server.handle(request, std::move(respond)); })
        .registerSyncAdvice(
            [&](const drogon::HttpRequestPtr& request) { return server.refuse_websocket(request); })
        .registerPreSendingAdvice(
            [&](const drogon::HttpRequestPtr&, const drogon::HttpResponsePtr& response) {
                if (server.stopping()) {
                    response->setCloseConnection(true);
                }
            })
        .registerBeginningAdvice([&] {
            uploads.remove();
            // Drogon asks its loops to listen right after this, in the same job.
            app.getLoop()->queueInLoop([&] { when_loops_are_through(app, ready); });
        });
    std::thread stopper{[&] {
        signals.wait_for_stop([&] { server.look_around(); });
        end_in_time();
        server.stop();
        std::promise<void> sent;
        when_loops_are_through(app, [&] { sent.set_value(); });
        sent.get_future().wait();
        app.quit();
    }};
    app.run();
    stopper.join();
}

} // namespace hexiao::http
