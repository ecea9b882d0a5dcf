// What the platform counts about itself, as Prometheus reads it (text format 0.0.4). Labels are names of
// operations and numbers of statuses: never an id, a name, an address or anything else of a person.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hexiao::http {

// Upper bounds of the latency histogram, microseconds; above the last is +Inf.
inline constexpr std::array<std::int64_t, 12> latency_bounds{
    1'000, 2'500, 5'000, 10'000, 25'000, 50'000, 100'000, 250'000, 500'000, 1'000'000, 2'500'000, 10'000'000};

class Metrics {
public:
    // A request was answered. Thread-safe.
    void answered(std::string_view operation, int status, std::int64_t microseconds);

    enum class Kind : std::uint8_t { counter, gauge };
    // A number that is asked for when somebody reads; before the first request, and nothing is removed again.
    void add(std::string name, Kind kind, std::string help, std::function<double()> value);

    // How often something was at most so much, each time counted once, and the sum of all.
    struct Histogram {
        std::vector<std::pair<double, std::uint64_t>> upto; // ascending
        std::uint64_t above = 0;
        double sum = 0;
    };
    // The same for a histogram that somebody else keeps.
    void add(std::string name, std::string help, std::function<Histogram()> value);

    std::string text() const;

private:
    struct Latency {
        std::array<std::uint64_t, latency_bounds.size() + 1> counts{};
        std::int64_t microseconds = 0;

        Histogram seconds() const;
    };
    struct Number {
        std::string name;
        Kind kind;
        std::string help;
        std::function<double()> value;
    };
    struct Sizes {
        std::string name;
        std::string help;
        std::function<Histogram()> value;
    };

    mutable std::mutex mutex_;
    std::map<std::pair<std::string, int>, std::int64_t, std::less<>> requests_;
    std::map<std::string, Latency, std::less<>> latencies_;
    std::int64_t sign_ins_refused_ = 0;
    std::vector<Number> numbers_;
    std::vector<Sizes> sizes_;
};

// Bytes of memory that this process holds (Linux); 0 where that cannot be told.
double resident_bytes();

} // namespace hexiao::http
