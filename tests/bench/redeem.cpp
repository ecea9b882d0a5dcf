// How fast a redemption is: over HTTP by 64 clients, with and without group commit, the service called in
// process, and the decision alone; and how soon everybody sees it. One program, one run, so that the shares
// mean something on any machine.
// Prints one JSON line per figure.
//   hexiao_bench [--vouchers N] [--feed]      needs about 70 s; writes to a temporary folder on the disk of
//   $TMPDIR
#include <algorithm>
#include <cstring>
#include <functional>
#include <mutex>
#include <thread>

#include <unistd.h>

#include <CLI/CLI.hpp>

#include "core/base/hash.h"
#include "core/redemption/redemption.h"
#include "platform/http/server.h"
#include "platform/log.h"
#include "platform/store/journal.h"
#include "platform/store/redemptions.h"
#include "platform/store/sqlite_store.h"
#include "tests/bench/feed.h"
#include "tests/bench/load.h"
#include "tests/bench/stage.h"
#include "tests/faults/test_vfs.h"

namespace {

using namespace hexiao;
using bench::clients;
using bench::Clock;
using bench::on_threads;
using bench::print;

double seconds_since(Clock::time_point began) {
    return std::chrono::duration<double>(Clock::now() - began).count();
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
    void acknowledge(const api::RedeemAnswer& answer);

    service::SystemClock clock_;
    service::SystemIds ids_;
    std::unique_ptr<store::Store> books_;
    service::Services services_;
    bench::Counter counter_;
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
    auto counter = bench::open_counter(made->services_, setup.vouchers);
    if (!counter) {
        return nullptr;
    }
    made->counter_ = std::move(*counter);
    return made;
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
        const auto answer = services_.counter.redeem(counter_.caller, {counter_.handles[used_ + i], 1},
                                                     ids_.uuid(clock_.now()));
        if (answer) {
            acknowledge(*answer);
        }
    });
    used_ += count;
    return acknowledged_.size() - before == count ? static_cast<double>(count) / took : 0;
}

Measured Experiment::over_http(std::size_t count, std::uint16_t port) {
    std::vector<std::string> requests;
    for (std::size_t i = 0; i < count; ++i) {
        requests.push_back(bench::post(
            "/api/v1/redeem", counter_.cookie() + "Idempotency-Key: " + ids_.uuid(clock_.now()) + "\r\n",
            R"({"handle":")" + counter_.handles[used_ + i] + R"(","uses":1})"));
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
            return store::entry_of_redemption(db, counter_.caller.scope, id).has_value();
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

// In a process of its own, with books of its own. Nothing when it failed.
std::optional<Measured> measure(const Setup& setup) {
    const bench::Folder folder;
    bench::Process process{[&](int out) {
        faults::install();
        const Measured measured = run(folder.path(), setup);
        return ::write(out, &measured, sizeof measured) == sizeof measured && measured.per_second > 0;
    }};
    const std::string bytes = process.read(sizeof(Measured));
    if (bytes.size() != sizeof(Measured) || !process.ended_well()) {
        return std::nullopt;
    }
    Measured measured;
    std::memcpy(&measured, bytes.data(), sizeof measured);
    return measured;
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
    VoucherFacts voucher{VoucherState::active, true, {0}, {1000}, 10, 7, {}};
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
    bool feed_alone = false;
    app.add_flag("--feed", feed_alone, "The feed alone");
    CLI11_PARSE(app, argc, argv);
    log::start();
    if (feed_alone) {
        return bench::measure_feed(port) ? 0 : 1;
    }
    measure_decision();
    Setup setup;
    setup.port = port;
    setup.vouchers = vouchers;
    const bool grouped = measure_group_commit(setup);
    setup.direct = true;
    const bool shared = measure_share(setup);
    const bool fed = bench::measure_feed(port);
    return grouped && shared && fed ? 0 : 1;
}
