// See stage.h.
#include "tests/bench/stage.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "platform/demo/seed.h"

namespace hexiao::bench {

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
    return std::chrono::duration<double>(Clock::now() - began).count();
}

std::string Counter::cookie() const { return "Cookie: __Host-session=" + session_token.reveal() + "\r\n"; }

std::optional<Counter> open_counter(service::Services& services, std::size_t vouchers) {
    // The shop has four products; one more voucher of each than is asked for in all.
    const int of_each = static_cast<int>(vouchers / 4 + 1);
    const service::World& world = services.world;
    const auto seeded =
        demo::seed(world.books, world.ids, world.clock.now(), {of_each, [] { return Secret{"bench"}; }});
    auto done = services.access.sign_in({"noodle-cashier", Secret{"bench"}}, {});
    if (!seeded || !done) {
        return std::nullopt;
    }
    Counter counter{done->session_token, *services.access.authenticate(done->session_token), {}};
    const auto placed = services.access.choose_place(
        counter.caller, {done->session.store_id, done->session.stores.front().lanes.front().id});
    counter.caller = *services.access.authenticate(counter.session_token);
    std::vector<Secret> codes;
    for (const demo::Sample& sample : seeded->samples) {
        if (sample.shop == "noodle" && sample.kind == "usable") {
            codes.push_back(sample.code);
        }
    }
    counter.handles.resize(codes.size());
    on_threads(clients, codes.size(), [&](std::size_t i) {
        counter.handles[i] = services.counter.prepare(counter.caller, {codes[i]})->handle.value_or("");
    });
    const bool whole = placed && counter.handles.size() >= vouchers &&
                       std::ranges::find(counter.handles, "") == counter.handles.end();
    return whole ? std::optional{std::move(counter)} : std::nullopt;
}

Process::Process(const std::function<bool(int out)>& work) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) {
        return;
    }
    child_ = fork();
    if (child_ == 0) {
        _exit(work(ends[1]) ? 0 : 1);
    }
    ::close(ends[1]);
    in_ = ends[0];
}

Process::~Process() {
    if (!well_) {
        terminate();
        ended_well();
    }
    ::close(in_);
}

std::string Process::read(std::size_t size) {
    std::string text(size, '\0');
    std::size_t got = 0;
    while (got < size) {
        const ssize_t more = ::read(in_, text.data() + got, size - got);
        if (more <= 0) {
            break;
        }
        got += static_cast<std::size_t>(more);
    }
    text.resize(got);
    return text;
}

std::string Process::read_line() {
    std::string line;
    for (std::string next = read(1); !next.empty() && next != "\n"; next = read(1)) {
        line += next;
    }
    return line;
}

void Process::terminate() {
    if (child_ > 0 && !well_) {
        kill(child_, SIGTERM);
    }
}

bool Process::ended_well() {
    if (!well_) {
        int status = 0;
        well_ = child_ > 0 && waitpid(child_, &status, 0) == child_ && status == 0;
    }
    return *well_;
}

Folder::Folder() : path_((std::filesystem::temp_directory_path() / "hexiao-bench-XXXXXX").string()) {
    if (mkdtemp(path_.data()) == nullptr) {
        path_.clear();
    }
}

Folder::~Folder() {
    if (!path_.empty()) {
        std::filesystem::remove_all(path_);
    }
}

} // namespace hexiao::bench
