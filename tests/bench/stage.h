// What every benchmark stands on: a shop with a full drawer of vouchers, work on many threads, a process of
// one's own, and the line that a figure is printed as.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "platform/service/services.h"

namespace hexiao::bench {

using Clock = std::chrono::steady_clock;

inline constexpr std::size_t clients = 64;

// One JSON line: a figure, and what was measured beside it in the same run.
void print(std::string_view name, double value, std::string_view unit, double baseline,
           std::string_view note);

// Calls `work(i)` for every i below `count` on `threads` threads; seconds for all of it.
double on_threads(std::size_t threads, std::size_t count, const std::function<void(std::size_t)>& work);

// Somebody who is signed in at a lane, with a handle for each of so many vouchers.
struct Counter {
    Secret session_token;
    service::Caller caller;
    std::vector<std::string> handles;

    std::string cookie() const; // a whole header line
};
// In empty books. Nothing when it failed.
std::optional<Counter> open_counter(service::Services& services, std::size_t vouchers);

// Runs `work` in a process of its own, since a server runs once in a process; what it writes to its argument
// is read here. True from `work` is a process that ended well.
class Process {
public:
    explicit Process(const std::function<bool(int out)>& work);
    ~Process(); // tells it to stop, and waits
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    // The next so many bytes; fewer once it has ended.
    std::string read(std::size_t size);
    // Up to and without the end of a line.
    std::string read_line();
    void terminate();
    // Waits for its end.
    bool ended_well();

private:
    pid_t child_ = -1;
    int in_ = -1;
    std::optional<bool> well_;
};

// A temporary folder, gone with its owner.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const std::string& path() const noexcept { return path_; }

private:
    std::string path_;
};

} // namespace hexiao::bench
