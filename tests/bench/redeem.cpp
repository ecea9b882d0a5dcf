// How fast a redemption is: over HTTP by 64 clients, with and without group commit, the service called in
// process, and the decision alone. One program, one run, so that the shares mean something on any machine.
// Prints one JSON line per figure.
//   hexiao_bench [--vouchers N]      needs about 30 s; writes to a temporary folder on the disk of $TMPDIR
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <iostream>
#include <mutex>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "core/base/hash.h"
#include "core/redemption/redemption.h"
#include "platform/demo/seed.h"
#include "platform/http/server.h"
#include "platform/log.h"
#include "platform/store/journal.h"
#include "platform/store/redemptions.h"
#include "platform/store/sqlite_store.h"
#include "tests/bench/load.h"
#include "tests/faults/test_vfs.h"

namespace {

using namespace hexiao;
using Clock = std::chrono::steady_clock;

constexpr std::size_t clients = 64;

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

// Calls `work(i)` for every i below `count` on `threads` threads; seconds for all of it.
double on_threads(std::size_t threads, std::size_t count, const std::function<void(std::size_t)>& work) {
    std::atomic<std::size_t> next = 0;
    std::vector<std::thread> all;
    const auto began = Clock::now();
    for (std::size_t thread = 0; thread < threads; ++thread) {
        all.emplace_back([&] {
            for (std::size_t i = next++; i < count; i = next++) {
                work(i);
            }
        });
    }
    for (std::thread& thread : all) {
        thread.join();
    }
    return seconds_since(began);
}

// How one experiment is set up. A disk that syncs in microseconds hides what group commit is for, so its
// syncs can be made longer.
struct Setup {
    std::uint16_t port = 0;
    std::size_t vouchers = 0;
    std::size_t batch = store::WriterLimits{}.batch;
    std::chrono::milliseconds slower{0};
    bool direct = false; // also in process
};

struct Measured {
    double per_second = 0; // over HTTP
    double p50_ms = 0;
    double p99_ms = 0;
    double direct_per_second = 0;
};

// Books with vouchers, somebody who is signed in, a handle for each voucher.
class Experiment {
public:
    static std::unique_ptr<Experiment> make(const std::string& folder, const Setup& setup);

    // Redemptions per second in process, of `count` vouchers; 0 when one was not done.
    double in_process(std::size_t count);
    // Redemptions over HTTP, of `count` vouchers; nothing when one was not done.
    Measured over_http(std::size_t count, std::uint16_t port);
    // True when every redemption that was acknowledged is in the books, with its journal entry.
    bool all_found();

    service::Services& services() noexcept { return services_; }

private:
    explicit Experiment(std::unique_ptr<store::Store> books)
        : books_(std::move(books)), services_(*books_, clock_, ids_, true) {}
    bool prepare(std::size_t vouchers);
    void acknowledge(const api::RedeemAnswer& answer);

    service::SystemClock clock_;
    service::SystemIds ids_;
    std::unique_ptr<store::Store> books_;
    service::Services services_;
    Secret session_token_;
    service::Caller caller_;
    std::vector<std::string> handles_;
    std::size_t used_ = 0;
    std::mutex mutex_;
    std::vector<std::string> acknowledged_; // ids of redemptions
};

std::unique_ptr<Experiment> Experiment::make(const std::string& folder, const Setup& setup) {
    auto opened = store::SqliteStore::open(folder, {setup.batch, store::WriterLimits{}.waiting});
    auto* books = std::get_if<0>(&opened);
    if (books == nullptr) {
        return nullptr;
    }
    std::unique_ptr<Experiment> made{new Experiment{std::move(*books)}};
    return made->prepare(setup.vouchers) ? std::move(made) : nullptr;
}

bool Experiment::prepare(std::size_t vouchers) {
    // The shop has four products; one more voucher of each than is asked for in all.
    const int of_each = static_cast<int>(vouchers / 4 + 1);
    const auto seeded = demo::seed(*books_, ids_, clock_.now(), {of_each, [] { return Secret{"bench"}; }});
    auto done = services_.access.sign_in({"noodle-cashier", Secret{"bench"}}, {});
    if (!seeded || !done) {
        return false;
    }
    session_token_ = done->session_token;
    auto caller = services_.access.authenticate(session_token_);
    const auto placed = services_.access.choose_place(
        *caller, {done->session.store_id, done->session.stores.front().lanes.front().id});
    caller_ = *services_.access.authenticate(session_token_);
    std::vector<Secret> codes;
    for (const demo::Sample& sample : seeded->samples) {
        if (sample.shop == "noodle" && sample.kind == "usable") {
            codes.push_back(sample.code);
        }
    }
    handles_.resize(codes.size());
    on_threads(clients, codes.size(), [&](std::size_t i) {
        handles_[i] = services_.counter.prepare(caller_, {codes[i]})->handle.value_or("");
    });
    return placed && std::ranges::find(handles_, "") == handles_.end() && handles_.size() >= vouchers;
}

void Experiment::acknowledge(const api::RedeemAnswer& answer) {
    if (answer.outcome == Outcome::done && answer.redemption) {
        const std::lock_guard lock{mutex_};
        acknowledged_.push_back(answer.redemption->id);
    }
}

double Experiment::in_process(std::size_t count) {
    const std::size_t before = acknowledged_.size();
    const double took = on_threads(clients, count, [&](std::size_t i) {
        const auto answer =
            services_.counter.redeem(caller_, {handles_[used_ + i], 1}, ids_.uuid(clock_.now()));
        if (answer) {
            acknowledge(*answer);
        }
    });
    used_ += count;
    return acknowledged_.size() - before == count ? static_cast<double>(count) / took : 0;
}

Measured Experiment::over_http(std::size_t count, std::uint16_t port) {
    const std::string cookie = "Cookie: __Host-session=" + session_token_.reveal() + "\r\n";
    std::vector<std::string> requests;
    for (std::size_t i = 0; i < count; ++i) {
        requests.push_back(bench::post("/api/v1/redeem",
                                       cookie + "Idempotency-Key: " + ids_.uuid(clock_.now()) + "\r\n",
                                       R"({"handle":")" + handles_[used_ + i] + R"(","uses":1})"));
    }
    const std::size_t before = acknowledged_.size();
    const auto began = Clock::now();
    const auto answers = bench::load(port, clients, requests);
    const double took = seconds_since(began);
    used_ += count;
    std::vector<double> ms;
    for (const bench::Answered& answered : answers) {
        ms.push_back(answered.ms);
        if (const auto answer = wire::read<api::RedeemAnswer>(answered.body)) {
            acknowledge(*answer);
        }
    }
    std::ranges::sort(ms);
    return acknowledged_.size() - before == count
               ? Measured{static_cast<double>(count) / took, ms[count / 2], ms[count * 99 / 100], 0}
               : Measured{};
}

bool Experiment::all_found() {
    const auto found = books_->read([&](store::Connection& db) -> Result<std::size_t> {
        return static_cast<std::size_t>(std::ranges::count_if(acknowledged_, [&](const std::string& id) {
            return store::entry_of_redemption(db, caller_.scope, id).has_value();
        }));
    });
    return found && *found == acknowledged_.size();
}

// In process before and after HTTP, since a machine has other things to do and the runs must be comparable.
Measured run(const std::string& folder, const Setup& setup) {
    const auto experiment = Experiment::make(folder, setup);
    if (!experiment) {
        return {};
    }
    faults::slow_syncs(setup.slower);
    const std::size_t part = setup.direct ? setup.vouchers / 3 : setup.vouchers;
    const double before = setup.direct ? experiment->in_process(part) : 0;
    Measured measured;
    std::thread driver;
    http::ServeOptions options;
    options.port = setup.port;
    http::serve(experiment->services(), http::Assets{{}}, options, [&] {
        driver = std::thread{[&] {
            measured = experiment->over_http(part, setup.port);
            http::stop_serving();
        }};
    });
    driver.join();
    const double after = setup.direct ? experiment->in_process(part) : 0;
    measured.direct_per_second = before > 0 && after > 0 ? 2 / (1 / before + 1 / after) : 0;
    return experiment->all_found() ? measured : Measured{};
}

// In a process of its own, since a server runs once in a process, and with books of its own. Nothing when it
// failed.
std::optional<Measured> measure(const Setup& setup) {
    std::string folder = (std::filesystem::temp_directory_path() / "hexiao-bench-XXXXXX").string();
    std::array<int, 2> ends{};
    if (mkdtemp(folder.data()) == nullptr || pipe(ends.data()) != 0) {
        return std::nullopt;
    }
    const pid_t child = fork();
    if (child == 0) {
        faults::install();
        const Measured measured = run(folder, setup);
        const bool told = ::write(ends[1], &measured, sizeof measured) == sizeof measured;
        _exit(told && measured.per_second > 0 ? 0 : 1);
    }
    ::close(ends[1]);
    Measured measured;
    const bool told = ::read(ends[0], &measured, sizeof measured) == sizeof measured;
    ::close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    std::filesystem::remove_all(folder);
    return told && status == 0 ? std::optional{measured} : std::nullopt;
}

bool measure_share(const Setup& setup) {
    const auto measured = measure(setup);
    if (!measured) {
        return false;
    }
    print("redeem.http_share", measured->per_second, "1/s", measured->direct_per_second,
          "64 clients, distinct vouchers, all found in the books; baseline: same service, 64 threads in "
          "process");
    print("redeem.p99_ratio", measured->p99_ms, "ms", measured->p50_ms,
          "p99 over HTTP, 64 clients; baseline: p50");
    return measured->direct_per_second > 0;
}

bool measure_group_commit(Setup setup) {
    setup.slower = std::chrono::milliseconds{2};
    const auto grouped = measure(setup);
    setup.batch = 1;
    setup.vouchers /= 4; // takes long enough
    const auto alone = measure(setup);
    if (!grouped || !alone) {
        return false;
    }
    print("redeem.group_commit_c64", grouped->per_second, "1/s", alone->per_second,
          "64 clients over HTTP, syncs 2 ms longer, all found in the books; baseline: one redemption per "
          "commit");
    return true;
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
    std::size_t vouchers = 6000;
    std::uint16_t port = 18999;
    app.add_option("--vouchers", vouchers)->capture_default_str();
    app.add_option("--port", port)->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    log::start();
    measure_decision();
    Setup setup;
    setup.port = port;
    setup.vouchers = vouchers;
    const bool grouped = measure_group_commit(setup);
    setup.direct = true;
    const bool shared = measure_share(setup);
    return grouped && shared ? 0 : 1;
}
