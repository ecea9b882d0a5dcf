// See run.h.
#include "tests/simulation/run.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <new>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>
#include <spdlog/spdlog.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/faults/test_vfs.h"
#include "tests/simulation/scene.h"

namespace hexiao::simulation {

namespace {

namespace fs = std::filesystem;
using Count = std::atomic<std::uint64_t>;

constexpr std::uint64_t enough = 20; // of each fault at each step
constexpr std::uint64_t seeds_for_enough = 200;

// What all processes add to.
struct Board {
    Count next{0}, finished{0}, failed{0}, first_failed{0};
    Count steps{0}, visits{0}, taps{0}, unknown{0}, resolved{0}, slowest_ms{0}, busy_us{0};
    Count lost{0}, doubled{0};
    std::array<Count, step_count> times{};
    std::array<std::array<Count, step_count>, fault_count> struck{};
    std::array<char, 400> why{};
};

class Folder {
public:
    Folder() {
        const bool shm = fs::is_directory("/dev/shm"); // memory: a disk that forgets needs no disk
        std::string path =
            ((shm ? fs::path{"/dev/shm"} : fs::temp_directory_path()) / "hexiao-sim-XXXXXX").string();
        path_ = mkdtemp(path.data());
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

std::string replay(std::uint64_t seed, const Orders& orders) {
    std::string command = "build/native/tests/hexiao_simulation --seed " + std::to_string(seed);
    if (orders.without != Control::none) {
        command += std::string{" --control "} + control_names[static_cast<std::size_t>(orders.without)];
    }
    return command;
}

// True when it held.
bool run_seed(std::uint64_t seed, const Orders& orders, const fs::path& root, Board& board) {
    const fs::path folder = root / std::to_string(getpid());
    fs::remove_all(folder);
    fs::copy(root / "empty", folder, fs::copy_options::recursive);
    if (orders.records) {
        fs::create_directories(*orders.records);
    }
    const auto began = std::chrono::steady_clock::now();
    std::string why;
    std::optional<Scene> scene;
    const faults::LossyDisk disk;
    try {
        scene.emplace(seed, orders.without, folder,
                      orders.records ? std::optional<fs::path>{*orders.records} : std::nullopt, orders.aloud);
        scene->run();
    } catch (const Violation& violation) {
        why = violation.what();
        board.lost += violation.kind == Violation::Kind::lost ? 1 : 0;
        board.doubled += violation.kind == Violation::Kind::doubled ? 1 : 0;
    }
    const auto took = std::chrono::steady_clock::now() - began;
    board.busy_us +=
        static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(took).count());
    if (scene) {
        const Tally& tally = scene->tally();
        board.visits += static_cast<std::uint64_t>(scene->visits());
        board.taps += tally.taps;
        board.unknown += tally.unknown;
        board.resolved += tally.resolved;
        board.slowest_ms = std::max(board.slowest_ms.load(), tally.slowest_ms);
        for (std::size_t step = 0; step < step_count; ++step) {
            board.times[step] += scene->world().steps[step];
            board.steps += scene->world().steps[step];
            for (std::size_t fault = 0; fault < fault_count; ++fault) {
                board.struck[fault][step] += scene->world().struck()[fault][step];
            }
        }
    }
    if (!why.empty() && board.failed++ == 0) {
        board.first_failed = seed;
        std::strncpy(board.why.data(), why.c_str(), board.why.size() - 1);
    }
    if (!why.empty() && orders.only && scene) {
        for (const std::string& line : scene->world().said()) {
            std::cerr << "  " << line << '\n';
        }
    }
    if (!why.empty() && orders.without == Control::none) {
        std::cerr << "seed " + std::to_string(seed) + ": " + why + "\n  " + replay(seed, orders) + "\n";
    }
    scene.reset();
    fs::remove_all(folder);
    return why.empty();
}

void work(const Orders& orders, const fs::path& root, Board& board) {
    const auto began = std::chrono::steady_clock::now();
    for (;;) {
        if (orders.within && std::chrono::steady_clock::now() - began > *orders.within) {
            return;
        }
        const std::uint64_t nth = board.next++;
        const bool found = orders.without != Control::none && board.failed > 0;
        if (nth >= orders.seeds || found) {
            return;
        }
        run_seed(orders.first + nth, orders, root, board);
        ++board.finished;
    }
}

// A table of what met what; "-" where it cannot. The number of places that were not struck often enough.
std::size_t print_strikes(const Board& board) {
    std::size_t rare = 0;
    std::cout << std::left << std::setw(15) << "" << std::right << std::setw(10) << "times";
    for (const char* fault : fault_names) {
        std::cout << std::setw(static_cast<int>(std::strlen(fault)) + 2) << fault;
    }
    std::cout << '\n';
    for (std::size_t step = 0; step < step_count; ++step) {
        std::cout << std::left << std::setw(15) << step_names[step] << std::right << std::setw(10)
                  << board.times[step];
        for (std::size_t fault = 0; fault < fault_count; ++fault) {
            const auto width = static_cast<int>(std::strlen(fault_names[fault])) + 2;
            if (!applies(static_cast<Fault>(fault), static_cast<Step>(step))) {
                std::cout << std::setw(width) << '-';
                continue;
            }
            rare += board.struck[fault][step] < enough ? 1 : 0;
            std::cout << std::setw(width) << board.struck[fault][step];
        }
        std::cout << '\n';
    }
    return rare;
}

// How many events a second pass through a world in which nothing happens.
double empty_events_per_s() {
    constexpr int waiting = 1000;
    constexpr std::uint64_t events = 1'000'000;
    World world{1, Control::none, false};
    world.before_step = [](Step, std::optional<std::size_t>) {};
    std::function<void()> again = [&] {
        world.after(Milliseconds{world.random.between(1, 1000)}, Step::timer, again);
    };
    for (int i = 0; i < waiting; ++i) {
        again();
    }
    const Instant never = world.now + one_day * 1000;
    const auto began = std::chrono::steady_clock::now();
    for (std::uint64_t i = 0; i < events; ++i) {
        world.step(never);
    }
    return static_cast<double>(events) /
           std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

// For tests/bench/simulation.mjs.
void print_figures(const Board& board) {
    const double busy = static_cast<double>(board.busy_us) / 1e6;
    std::cout << nlohmann::json{{"seeds", board.finished.load()},
                                {"failed", board.failed.load()},
                                {"steps_per_s", static_cast<double>(board.steps) / busy},
                                {"empty_per_s", empty_events_per_s()},
                                {"customers", board.visits.load()},
                                {"unknown", board.unknown.load()},
                                {"resolved", board.resolved.load()},
                                {"slowest_ms", board.slowest_ms.load()},
                                {"lost", board.lost.load()},
                                {"doubled", board.doubled.load()}}
                     .dump()
              << '\n';
}

} // namespace

int run(const Orders& orders) {
    spdlog::set_level(spdlog::level::off); // a disk that fails is nothing to tell of here
    const Folder root;
    make_empty_books(root.path() / "empty");
    void* memory = mmap(nullptr, sizeof(Board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        std::cerr << "No memory to share.\n";
        return 2;
    }
    Board& board = *new (memory) Board;
    const auto began = std::chrono::steady_clock::now();
    if (orders.only) {
        const bool held = run_seed(*orders.only, orders, root.path(), board);
        std::cout << "seed " << *orders.only << (held ? " held: " : " failed: ") << board.steps << " steps, "
                  << board.visits << " customers\n";
        if (!held) {
            std::cout << board.why.data() << '\n';
        }
        return held ? 0 : 1;
    }
    const unsigned jobs = orders.jobs > 0 ? orders.jobs : std::max(1U, std::thread::hardware_concurrency());
    std::vector<pid_t> children;
    for (unsigned job = 0; job < jobs; ++job) {
        const pid_t child = fork();
        if (child == 0) {
            work(orders, root.path(), board);
            std::cerr.flush();
            _exit(0);
        }
        children.push_back(child);
    }
    bool died = false;
    for (const pid_t child : children) {
        int status = 0;
        waitpid(child, &status, 0);
        died = died || !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    if (orders.without != Control::none) {
        const char* name = control_names[static_cast<std::size_t>(orders.without)];
        if (board.failed == 0) {
            std::cout << "control " << name << ": NOT FOUND in " << board.finished << " seeds\n";
            return 1;
        }
        std::cout << "control " << name << ": found by seed " << board.first_failed << " after "
                  << board.finished << " seeds: " << board.why.data() << "\n  "
                  << replay(board.first_failed, orders) << '\n';
        return 0;
    }
    if (orders.figures) {
        print_figures(board);
        return board.failed == 0 && !died ? 0 : 1;
    }
    const std::size_t rare = print_strikes(board);
    if (orders.within) {
        std::cout << "of " << orders.seeds << " within " << orders.within->count() << " s: ";
    }
    std::cout << board.finished << " seeds, " << board.failed << " failed; " << board.steps << " steps in "
              << std::fixed << std::setprecision(1) << seconds << " s; " << board.visits << " customers, "
              << board.taps << " taps, " << board.unknown << " unknown, " << board.resolved
              << " of them resolved, the last " << board.slowest_ms << " ms after the weather cleared\n";
    if (died) {
        std::cout << "a process died\n";
    }
    if (rare > 0 && board.finished >= seeds_for_enough) {
        std::cout << rare << " kinds of fault and step met fewer than " << enough << " times\n";
        return 1;
    }
    return board.failed == 0 && !died ? 0 : 1;
}

} // namespace hexiao::simulation
