// The platform as a test wants it: a clock that can be set forward, seeded books with known passwords, and a
// line on stdout when it is ready. Everything else is the program that people run.
//   hexiao_test_server --port N --data DIR --start MS [--assets DIR] [--usable N] [--lossy]
//       [--trusted-proxy ADDRESS] [--database postgresql://...] [--host NAME] [--metrics-port N]
//       [--connections-per-address N] [--tls-port N] [--heartbeat MS]
//   --lossy: what is written and not synced is lost when the process is killed (tests/faults/test_vfs.h).
//   stdin, one command a line, each answered by one line:
//     advance MS                              sets the clock forward; {"now":MS}
//     fault any|write|sync eio|enospc [N]     each N-th such operation of the disk fails (N: 1); {}
//     fault sync ignored                      nothing is made durable any more, and nobody told; {}
//     fault none                              the disk is whole again; {}
//     slow MS                                 each sync takes so much longer; {}
//     seal KEY JSON                           an ActionUpload as a console exports it; {"box":"..."}
//     quit, or the end of stdin               stops the server; no answer
#include <atomic>
#include <fstream>
#include <iostream>
#include <sstream>
#include <thread>

#include <CLI/CLI.hpp>
#include <sodium.h>

#include "core/offline/signed.h"
#include "platform/demo/seed.h"
#include "platform/http/certificate.h"
#include "platform/http/server.h"
#include "platform/log.h"
#include "tests/faults/test_vfs.h"

namespace {

using namespace hexiao;

// Runs like the system's time, but from the instant that the test chose, and with what it has added: no day
// ends in the middle of a test by itself.
class TestClock final : public service::Clock {
public:
    explicit TestClock(Instant start) : ahead_ms_((start - system_.now()).count()) {}
    Instant now() override { return system_.now() + Milliseconds{ahead_ms_.load()}; }
    void advance(std::int64_t ms) { ahead_ms_ += ms; }

private:
    service::SystemClock system_;
    std::atomic<std::int64_t> ahead_ms_;
};

// The password of every demo account, said out loud: these books are thrown away.
constexpr const char* test_password = "test-password";

bool seed_once(store::Store& books, service::Clock& clock, service::Ids& ids,
               const std::filesystem::path& data, int usable) {
    const auto before = demo::has_merchants(books);
    if (!before || *before) {
        return static_cast<bool>(before);
    }
    const auto seeded = demo::seed(books, ids, clock.now(), {usable, [] { return Secret{test_password}; }});
    if (seeded) {
        std::ofstream{data / "demo-codes.json"} << demo::codes_json(*seeded);
    }
    return static_cast<bool>(seeded);
}

// False for words that mean nothing here.
bool set_fault(std::istream& words) {
    std::string on;
    std::string failure;
    faults::Fault fault;
    words >> on >> failure;
    if (!(words >> fault.every) || fault.every < 1) {
        fault.every = 1;
    }
    fault.on = on == "write"  ? faults::Operation::write
               : on == "sync" ? faults::Operation::sync
                              : faults::Operation::any;
    fault.failure = failure == "eio"       ? faults::Failure::eio
                    : failure == "enospc"  ? faults::Failure::enospc
                    : failure == "ignored" ? faults::Failure::ignored
                                           : faults::Failure::none;
    faults::inject(fault);
    return on == "none" || fault.failure != faults::Failure::none;
}

std::string sealed(std::istream& words) {
    std::string key;
    std::string json;
    words >> key;
    std::getline(words, json);
    const auto upload = wire::read<api::ActionUpload>(json);
    offline::SealRandom random;
    randombytes_buf(random.bytes.data(), random.bytes.size());
    const auto box = upload ? offline::seal_export(*upload, key, random) : std::nullopt;
    return box ? "{\"box\":\"" + *box + "\"}" : "";
}

// The answer to one command; empty for one that is not known, and for "quit".
std::string obey_one(TestClock& clock, std::istream& words) {
    std::string word;
    words >> word;
    std::int64_t ms = 0;
    if (word == "advance" && words >> ms) {
        clock.advance(ms);
        return "{\"now\":" + std::to_string(clock.now().ms) + "}";
    }
    if (word == "slow" && words >> ms) {
        faults::slow_syncs(std::chrono::milliseconds{ms});
        return "{}";
    }
    if (word == "seal") {
        return sealed(words);
    }
    return word == "fault" && set_fault(words) ? "{}" : "";
}

void obey(TestClock& clock) {
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream words{line};
        const std::string answer = obey_one(clock, words);
        if (answer.empty()) {
            break;
        }
        std::cout << answer << std::endl;
    }
    http::stop_serving();
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{"Hexiao's platform, for tests"};
    http::ServeOptions options;
    std::filesystem::path data;
    std::string database;
    std::filesystem::path assets;
    int usable = 30;
    bool lossy = false;
    bool empty = false;
    Instant start;
    app.add_option("--port", options.port)->required();
    app.add_option("--data", data)->required();
    app.add_option("--database", database);
    app.add_option("--start", start.ms, "what the clock says at first, ms since 1970")->required();
    app.add_option("--assets", assets);
    app.add_option("--trusted-proxy", options.trusted_proxies);
    app.add_option("--host", options.hosts);
    app.add_option("--metrics-port", options.metrics_port);
    app.add_option("--tls-port", options.tls_port);
    app.add_option("--connections-per-address", options.connections_per_address);
    std::int64_t heartbeat = options.feed.heartbeat.count();
    app.add_option("--heartbeat", heartbeat, "of the feed");
    app.add_option("--usable", usable, "usable vouchers of each product");
    app.add_flag("--lossy", lossy, "a killed process loses what was not synced");
    app.add_flag("--empty", empty, "no demo: books that are still to be set up");
    CLI11_PARSE(app, argc, argv);
    options.feed.heartbeat = Milliseconds{heartbeat};
    log::start();
    faults::install();
    faults::lose_unsynced(lossy);
    if (const std::string why = http::why_not_listen(options); !why.empty()) {
        std::cerr << why << '\n';
        return 1;
    }
    auto opened = store::Store::open(data, database);
    if (const auto* why = std::get_if<std::string>(&opened)) {
        std::cerr << *why << '\n';
        return 1;
    }
    if (options.tls_port != 0) {
        const auto made = http::local_certificate(data, {});
        if (const auto* certificate = std::get_if<http::Certificate>(&made)) {
            options.certificate = certificate->chain_file;
            options.key = certificate->key_file;
            options.authority = certificate->ca_file;
        }
    }
    TestClock clock{start};
    service::SystemIds ids;
    store::Store& books = **std::get_if<0>(&opened);
    if (!empty && !seed_once(books, clock, ids, data, usable)) {
        return 1;
    }
    service::Services services{books, clock, ids, true};
    const auto setup = services.setup.begin();
    if (!services.counter.start() || !setup) {
        return 1;
    }
    const std::string setup_token = *setup ? (*setup)->reveal() : "";
    std::thread reader;
    http::serve(services, http::Assets{assets}, options, [&] {
        std::cout << "{\"ready\":true,\"password\":\"" << test_password << "\",\"setup\":\"" << setup_token
                  << "\"}" << std::endl;
        reader = std::thread{obey, std::ref(clock)};
    });
    std::cin.setstate(std::ios::eofbit);
    reader.detach(); // it may still wait for a line that never comes
    return 0;
}
