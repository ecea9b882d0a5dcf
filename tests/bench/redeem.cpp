// How fast a redemption is: the service called in process, the same over HTTP, and the decision alone. One
// program, one run, the same books, so that the shares mean something on any machine. Prints one JSON line
// per figure.
//   hexiao_bench [--vouchers N]      needs about 20 s; writes to a temporary folder on the disk of $TMPDIR
#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <iostream>
#include <thread>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "core/base/hash.h"
#include "core/redemption/redemption.h"
#include "platform/demo/seed.h"
#include "platform/http/server.h"
#include "platform/log.h"
#include "platform/store/store.h"

namespace {

using namespace hexiao;
using Clock = std::chrono::steady_clock;

constexpr std::size_t service_threads = 8; // as many as the server's workers
constexpr std::size_t connections = 64;

void print(std::string_view name, double value, std::string_view unit, double baseline,
           std::string_view note) {
    std::cout << nlohmann::json{{"name", name},
                                {"value", value},
                                {"unit", unit},
                                {"baseline", baseline},
                                {"ratio", value / baseline},
                                {"note", note}}
                     .dump()
              << std::endl;
}

double seconds_since(Clock::time_point began) {
    return std::chrono::duration<double>(Clock::now() - began).count();
}

// Calls `work(thread, i)` for every i below `count` on `threads` threads; seconds for all of it.
double on_threads(std::size_t threads, std::size_t count,
                  const std::function<void(std::size_t, std::size_t)>& work) {
    std::atomic<std::size_t> next = 0;
    std::vector<std::thread> all;
    const auto began = Clock::now();
    for (std::size_t thread = 0; thread < threads; ++thread) {
        all.emplace_back([&, thread] {
            for (std::size_t i = next++; i < count; i = next++) {
                work(thread, i);
            }
        });
    }
    for (std::thread& thread : all) {
        thread.join();
    }
    return seconds_since(began);
}

// A keep-alive connection that sends one request at a time and reads the whole answer.
class Connection {
public:
    explicit Connection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }
    ~Connection() { ::close(socket_); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // The body of the answer, or nothing when the connection broke.
    std::string post(const std::string& path, const std::string& headers, const std::string& body) const {
        const std::string request =
            "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers +
            "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
            body;
        if (!connected_ || ::send(socket_, request.data(), request.size(), MSG_NOSIGNAL) < 0) {
            return {};
        }
        std::string answer;
        char buffer[8192];
        for (std::size_t whole = 0; whole == 0 || answer.size() < whole;) {
            const ssize_t got = ::recv(socket_, buffer, sizeof buffer, 0);
            if (got <= 0) {
                return {};
            }
            answer.append(buffer, static_cast<std::size_t>(got));
            const std::size_t end = answer.find("\r\n\r\n");
            if (whole == 0 && end != std::string::npos) {
                const std::size_t length = answer.find("content-length: ") + 16;
                whole = end + 4 + static_cast<std::size_t>(std::atoi(answer.c_str() + length));
            }
        }
        return answer.substr(answer.find("\r\n\r\n") + 4);
    }

private:
    int socket_;
    bool connected_ = false;
};

// Everything the runs share: books with vouchers, somebody who is signed in, a handle for each voucher.
struct Setting {
    service::Services& services;
    service::Ids& ids;
    Secret session_token;
    service::Caller caller;
    std::vector<std::string> handles;
};

std::optional<Setting> set_up(store::Store& books, service::Services& services, service::Ids& ids,
                              int vouchers) {
    const auto seeded =
        demo::seed(books, ids, services.counter.now(), {vouchers / 4, [] { return Secret{"bench"}; }});
    if (!seeded) {
        return std::nullopt;
    }
    const auto done = services.access.sign_in({"noodle-cashier", Secret{"bench"}}, {});
    auto caller = services.access.authenticate(done->session_token);
    const auto placed = services.access.choose_place(
        *caller, {done->session.store_id, done->session.stores.front().lanes.front().id});
    caller = services.access.authenticate(done->session_token);
    Setting setting{services, ids, done->session_token, *caller, {}};
    for (const demo::Sample& sample : seeded->samples) {
        if (sample.shop == "noodle" && sample.kind == "usable") {
            setting.handles.push_back(services.counter.prepare(*caller, {sample.code})->handle.value_or(""));
        }
    }
    return placed ? std::optional{std::move(setting)} : std::nullopt;
}

// Redemptions per second in process, of `count` handles from the `from`th on; 0 when one was not done.
double in_process(const Setting& setting, std::size_t from, std::size_t count) {
    std::atomic<std::size_t> done = 0;
    const double took = on_threads(service_threads, count, [&](std::size_t, std::size_t i) {
        const auto answer = setting.services.counter.redeem(setting.caller, {setting.handles[from + i], 1},
                                                            setting.ids.uuid(setting.services.counter.now()));
        done += answer && answer->outcome == Outcome::done ? 1U : 0U;
    });
    return done == count ? static_cast<double>(count) / took : 0;
}

struct Measured {
    double per_second = 0;
    double p50_ms = 0;
    double p99_ms = 0;
};

Measured over_http(const Setting& setting, std::uint16_t port, std::size_t from, std::size_t count) {
    std::vector<std::unique_ptr<Connection>> open;
    for (std::size_t i = 0; i < connections; ++i) {
        open.push_back(std::make_unique<Connection>(port));
    }
    const std::string cookie = "Cookie: __Host-session=" + setting.session_token.reveal() + "\r\n";
    std::vector<double> ms(count);
    std::atomic<std::size_t> done = 0;
    const double took = on_threads(connections, count, [&](std::size_t thread, std::size_t i) {
        const auto began = Clock::now();
        const std::string answer = open[thread]->post(
            "/api/v1/redeem",
            cookie + "Idempotency-Key: " + setting.ids.uuid(setting.services.counter.now()) + "\r\n",
            R"({"handle":")" + setting.handles[from + i] + R"(","uses":1})");
        ms[i] = seconds_since(began) * 1000;
        done += answer.find(R"("outcome":"done")") != std::string::npos ? 1U : 0U;
    });
    std::ranges::sort(ms);
    return done == count ? Measured{static_cast<double>(count) / took, ms[count / 2], ms[count * 99 / 100]}
                         : Measured{};
}

// Nanoseconds of one call, the least of some rounds.
double nanoseconds(const std::function<std::uint64_t()>& call) {
    constexpr int calls = 200'000;
    double best = 1e9;
    std::uint64_t sum = 0;
    for (int round = 0; round < 5; ++round) {
        const auto began = Clock::now();
        for (int i = 0; i < calls; ++i) {
            sum += call();
        }
        best = std::min(best, seconds_since(began) * 1e9 / calls);
    }
    return sum == 0 ? 0 : best; // the sum is used, so that nothing is optimised away
}

void measure_decision() {
    const std::string shown(64, 'a');
    const HandleFacts handle{true, true, true, false, {1000}, shown};
    VoucherFacts voucher{VoucherState::active, true, {0}, {1000}, 10, 7};
    const double decide = nanoseconds([&] {
        voucher.uses_left = voucher.uses_left % 9 + 1;
        return decide_redeem(handle, voucher, {2880}, shown, {1, true}, {500}).index() + 1;
    });
    std::string text(64, 'a');
    const double hash = nanoseconds([&] {
        const Sha256 digest = sha256(text);
        text[0] = static_cast<char>(digest[0]);
        return std::uint64_t{digest[1]} + 1;
    });
    print("core.decide_ns", decide, "ns", hash, "one decide_redeem; baseline: SHA-256 of 64 bytes, same run");
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{"Hexiao's benchmarks"};
    int vouchers = 6000;
    std::uint16_t port = 18999;
    app.add_option("--vouchers", vouchers)->capture_default_str();
    app.add_option("--port", port)->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    log::start();
    measure_decision();
    std::string folder = (std::filesystem::temp_directory_path() / "hexiao-bench-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr) {
        return 1;
    }
    auto opened = store::Store::open(folder);
    auto& books = *std::get<0>(opened);
    service::SystemClock clock;
    service::SystemIds ids;
    service::Services services{books, clock, ids, true};
    const auto setting = set_up(books, services, ids, vouchers);
    if (!setting) {
        return 1;
    }
    // In process before and after, since a machine has other things to do and the three runs must be
    // comparable.
    const std::size_t third = setting->handles.size() / 3;
    const double before = in_process(*setting, 0, third);
    Measured http;
    std::thread driver;
    http::ServeOptions options;
    options.port = port;
    http::serve(services, http::Assets{{}}, options, [&] {
        driver = std::thread{[&] {
            http = over_http(*setting, port, third, third);
            http::stop_serving();
        }};
    });
    driver.join();
    const double after = in_process(*setting, 2 * third, third);
    const double direct = before > 0 && after > 0 ? 2 / (1 / before + 1 / after) : 0;
    print(
        "redeem.http_share", http.per_second, "1/s", direct,
        "64 connections, distinct vouchers, all acknowledged; baseline: same service, 8 threads in process");
    print("redeem.p99_ratio", http.p99_ms, "ms", http.p50_ms, "p99 over HTTP, 64 connections; baseline: p50");
    std::filesystem::remove_all(folder);
    return direct > 0 && http.per_second > 0 ? 0 : 1;
}
