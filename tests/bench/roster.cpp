// What it costs a device to look a voucher up while it is cut off: in a roster of 100,000 entries, beside a
// bare hash map of the same tags. By turns, in one run; half of what is looked up is not in it. One JSON
// line.
//   hexiao_roster_bench        needs about 5 s
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <unordered_map>
#include <vector>

#include "core/base/hash.h"
#include "core/base/uuid.h"
#include "core/offline/roster.h"

namespace {

using namespace hexiao;
using Clock = std::chrono::steady_clock;

constexpr std::size_t lookups = 200'000;
constexpr double most = 3;

struct HashOfTag {
    std::size_t operator()(const offline::Tag& tag) const noexcept {
        std::size_t hash = 0;
        std::memcpy(&hash, tag.data(), sizeof hash);
        return hash;
    }
};

offline::Tag tag_of(std::size_t number) {
    const Sha256 hash = sha256(std::to_string(number));
    offline::Tag tag{};
    std::copy_n(hash.begin(), tag.size(), tag.begin());
    return tag;
}

std::vector<offline::RosterEntry> entries() {
    std::vector<offline::RosterEntry> all;
    for (std::size_t i = 0; i < offline::most_roster_entries; ++i) {
        const Sha256 hash = sha256("voucher" + std::to_string(i));
        RandomBytes random{};
        std::copy_n(hash.begin(), random.size(), random.begin());
        all.push_back({tag_of(i),
                       make_uuid7({static_cast<std::int64_t>(i)}, random),
                       0,
                       offline::RosterState::usable,
                       1,
                       1,
                       {0},
                       {1'000'000}});
    }
    return all;
}

template <class Find>
double measure(const offline::Tag& tag, std::size_t& found, Find&& find) {
    const auto began = Clock::now();
    found += find(tag) ? 1 : 0;
    return std::chrono::duration<double, std::micro>(Clock::now() - began).count();
}

double p99(std::vector<double> times) {
    const auto at = times.begin() + static_cast<std::ptrdiff_t>(times.size() * 99 / 100);
    std::nth_element(times.begin(), at, times.end());
    return *at;
}

} // namespace

int main() {
    offline::Roster roster;
    std::unordered_map<offline::Tag, offline::RosterEntry, HashOfTag> map;
    {
        const auto all = entries();
        roster.merge(all);
        for (const offline::RosterEntry& entry : all) {
            map.emplace(entry.tag, entry);
        }
    }
    std::vector<double> ours, bare;
    std::size_t found = 0;
    std::size_t found_bare = 0;
    for (std::size_t i = 0; i < lookups; ++i) {
        // A place that nobody has just been at; odd ones lie behind the last entry.
        const std::size_t at = i * 7919 % offline::most_roster_entries;
        const offline::Tag tag = tag_of(i % 2 == 0 ? at : at + offline::most_roster_entries);
        const auto in_roster = [&](const offline::Tag& one) { return roster.find(one).has_value(); };
        const auto in_map = [&](const offline::Tag& one) { return map.find(one) != map.end(); };
        if (i % 4 < 2) {
            ours.push_back(measure(tag, found, in_roster));
            bare.push_back(measure(tag, found_bare, in_map));
        } else {
            bare.push_back(measure(tag, found_bare, in_map));
            ours.push_back(measure(tag, found, in_roster));
        }
    }
    const double value = p99(ours);
    const double baseline = p99(bare);
    std::printf(
        "{\"name\":\"roster.lookup_p99_us\",\"value\":%.3f,\"unit\":\"us\",\"baseline\":%.3f,\"ratio\":%.3f,"
        "\"note\":\"%zu look-ups among %zu entries; baseline: std::unordered_map of the same tags, by turns; "
        "at most %.0f\"}\n",
        value, baseline, value / baseline, lookups, offline::most_roster_entries, most);
    return found == found_bare && value / baseline <= most ? 0 : 1;
}
