// See feed.h. One redemption at a time, ten a second at uneven distances, each timed from before its request
// is sent, so from before its commit, until the last of 300 readers has the whole event. The platform and
// bare Drogon are asked by the same client; Drogon sends the very event that the platform sent.
#include "tests/bench/feed.h"

#include <algorithm>
#include <functional>
#include <random>
#include <thread>

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "platform/http/server.h"
#include "platform/store/sqlite_store.h"
#include "tests/bench/broadcast.h"
#include "tests/bench/load.h"
#include "tests/bench/readers.h"
#include "tests/bench/stage.h"

namespace hexiao::bench {

namespace {

constexpr std::size_t readers = 300;
constexpr std::size_t events = 200;
constexpr std::chrono::milliseconds shortest_pause{50};
constexpr std::chrono::milliseconds longest_pause{150};

struct Measured {
    double p95_ms = 0;
    std::string event;
};

std::string get(const std::string& path, const std::string& headers) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
}

// Sends the n-th of `requests` at its time while `open` reads. Nothing when one is not answered as `good`
// says.
std::optional<Measured> time_events(std::uint16_t port, Readers& open,
                                    const std::vector<std::string>& requests,
                                    const std::function<bool(const std::string& body)>& good) {
    std::vector<Clock::time_point> began(requests.size());
    bool all_good = true;
    std::thread writer{[&] {
        std::minstd_rand random{1};
        std::uniform_int_distribution<std::int64_t> pause{shortest_pause.count(), longest_pause.count()};
        auto next = Clock::now();
        for (std::size_t i = 0; i < requests.size(); ++i) {
            std::this_thread::sleep_until(next += std::chrono::milliseconds{pause(random)});
            began[i] = Clock::now();
            all_good = good(load(port, 1, {requests[i]}).front().body) && all_good;
        }
    }};
    const auto heard = open.hear(requests.size());
    writer.join();
    if (!heard || !all_good) {
        return std::nullopt;
    }
    std::vector<double> ms;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        ms.push_back(std::chrono::duration<double, std::milli>(heard->by_all[i] - began[i]).count());
    }
    std::ranges::sort(ms);
    return Measured{ms[ms.size() * 95 / 100], heard->event};
}

// Tells in one line what a client needs, then serves.
bool serve_shop(std::uint16_t port, const std::string& folder, int out) {
    auto opened = store::SqliteStore::open(folder, {});
    auto* books = std::get_if<0>(&opened);
    if (books == nullptr) {
        return false;
    }
    service::SystemClock clock;
    service::SystemIds ids;
    service::Services services{**books, clock, ids, true};
    const auto counter = open_counter(services, events);
    http::ServeOptions options;
    options.port = port;
    options.feed.most_per_user = readers;        // one person stands for all of them
    if (!counter || !services.counter.start()) { // what was seeded is numbered, so not news
        return false;
    }
    http::serve(services, http::Assets{{}}, options, [&] {
        const std::string line = nlohmann::json{{"cookie", counter->cookie()},
                                                {"store", counter->caller.scope.store_id},
                                                {"handles", counter->handles}}
                                     .dump() +
                                 '\n';
        (void)!::write(out, line.data(), line.size());
    });
    return true;
}

std::optional<Measured> through_the_feed(std::uint16_t port) {
    const Folder folder;
    Process server{[&](int out) { return serve_shop(port, folder.path(), out); }};
    const auto shop = nlohmann::json::parse(server.read_line(), nullptr, false);
    if (shop.is_discarded()) {
        return std::nullopt;
    }
    const std::string cookie = shop["cookie"];
    service::SystemIds ids;
    service::SystemClock clock;
    std::vector<std::string> requests;
    for (std::size_t i = 0; i < events; ++i) {
        requests.push_back(post("/api/v1/redeem",
                                cookie + "Idempotency-Key: " + ids.uuid(clock.now()) + "\r\n",
                                R"({"handle":")" + shop["handles"][i].get<std::string>() + R"(","uses":1})"));
    }
    auto open = Readers::open(
        port, get("/api/v1/stores/" + shop["store"].get<std::string>() + "/feed", cookie), readers);
    return open ? time_events(port, *open, requests,
                              [](const std::string& body) {
                                  const auto answer = wire::read<api::RedeemAnswer>(body);
                                  return answer && answer->outcome == Outcome::done;
                              })
                : std::nullopt;
}

std::optional<Measured> through_drogon(std::uint16_t port, const std::string& event) {
    const Folder folder;
    Process server{[&](int out) {
        broadcast(port, folder.path(), [&] { (void)!::write(out, "\n", 1); });
        return true;
    }};
    server.read_line();
    auto open = Readers::open(port, get("/stream", {}), readers);
    const std::vector<std::string> requests(events, post("/broadcast", {}, event));
    return open ? time_events(port, *open, requests, [](const std::string&) { return true; }) : std::nullopt;
}

} // namespace

bool measure_feed(std::uint16_t port) {
    const auto feed = through_the_feed(port);
    const auto bare = feed ? through_drogon(port, feed->event) : std::nullopt;
    if (bare) {
        print("feed.p95_300_ms", feed->p95_ms, "ms", bare->p95_ms,
              "p95 of 200 redemptions, ten a second: from before the request to the last of 300 readers, in "
              "order, none missing; events that fall together are held up to 250 ms; baseline: bare Drogon "
              "sends the same event to 300 streams");
    }
    return bare.has_value();
}

} // namespace hexiao::bench
