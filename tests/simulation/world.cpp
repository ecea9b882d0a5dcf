// See world.h.
#include "tests/simulation/world.h"

#include <algorithm>
#include <iostream>
#include <utility>

namespace hexiao::simulation {

namespace {

constexpr std::size_t remembered = 60;
// 2026-11-22T00:00:00Z; a seed begins somewhere in the day after, so that some see a business day end.
constexpr Instant beginning{1'795'305'600'000};

std::uint64_t splitmix(std::uint64_t& state) {
    state += 0x9E37'79B9'7F4A'7C15U;
    std::uint64_t z = state;
    z = (z ^ (z >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D0'49BB'1331'11EBU;
    return z ^ (z >> 31U);
}

constexpr std::uint64_t rotl(std::uint64_t x, unsigned by) { return (x << by) | (x >> (64U - by)); }

bool is_told(Step step) { return step >= Step::told_session && step <= Step::told_other; }
bool is_asked(Step step) { return step <= Step::ask_other; }
bool writes(Step step) {
    return step == Step::ask_card || step == Step::ask_redeem || step == Step::ask_undo ||
           step == Step::feed_turn || step == Step::job;
}

} // namespace

bool applies(Fault fault, Step step) noexcept {
    switch (fault) {
    case Fault::lost:
        return is_asked(step) || is_told(step) || step == Step::feed_text || step == Step::ask_channel ||
               step == Step::told_channel;
    case Fault::late:
    case Fault::cut_off:
        return is_asked(step) || is_told(step) || step == Step::feed_text || step == Step::ask_channel;
    case Fault::twice:
        return (is_asked(step) && step != Step::ask_feed) || step == Step::feed_text ||
               step == Step::ask_channel;
    case Fault::put_off: return step == Step::ask_channel;
    case Fault::overtaken:
        return (is_asked(step) && step != Step::ask_feed) || is_told(step) || step == Step::ask_channel ||
               step == Step::told_channel;
    case Fault::garbled: return is_told(step);
    case Fault::contradicted: return step == Step::told_redeem || step == Step::told_undo;
    case Fault::disk_failed:
    case Fault::power_cut_within: return writes(step);
    case Fault::record_torn:
    case Fault::storage_slow:
    case Fault::storage_full: return step == Step::record_kept;
    case Fault::power_cut:
    case Fault::process_killed:
    case Fault::tab_killed:
    case Fault::clock_moved: return true;
    }
    return false;
}

double usual(Step step) noexcept {
    constexpr std::array<double, step_count> of_a_seed{51,  343,  230,  62, 25,  137,  46,   49,
                                                       331, 222,  60,   24, 44,  1227, 3400, 450,
                                                       12,  1680, 2020, 59, 400, 200,  180};
    return of_a_seed[static_cast<std::size_t>(step)];
}

Random::Random(std::uint64_t seed) {
    for (std::uint64_t& part : state_) {
        part = splitmix(seed);
    }
}

std::uint64_t Random::next() {
    const std::uint64_t result = rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t t = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = rotl(state_[3], 45);
    return result;
}

std::int64_t Random::between(std::int64_t least, std::int64_t most) {
    const auto width = static_cast<std::uint64_t>(most - least) + 1;
    return least + static_cast<std::int64_t>(next() % width);
}

bool Random::chance(double probability) {
    return static_cast<double>(next() >> 11U) < probability * 9007199254740992.0; // 2^53
}

RandomBytes Random::bytes() {
    RandomBytes bytes{};
    for (std::size_t i = 0; i < bytes.size(); i += 8) {
        std::uint64_t some = next();
        for (std::size_t j = 0; j < 8; ++j, some >>= 8U) {
            bytes[i + j] = static_cast<std::uint8_t>(some);
        }
    }
    return bytes;
}

World::World(std::uint64_t seed, Control switched_off, bool aloud)
    : random(seed), without(switched_off), aloud_(aloud) {
    now = beginning + Milliseconds{random.between(0, one_day.count() - 1)};
    // Some seeds are calm, some are one long storm.
    weather = static_cast<double>(random.between(20, 200)) / 100;
}

void World::after(Milliseconds delay, Step step, std::function<void()> happen,
                  std::optional<std::size_t> party) {
    queue_.push_back({now + delay, ++order_, step, std::move(happen), party});
    std::push_heap(queue_.begin(), queue_.end());
}

bool World::step(Instant until) {
    if (queue_.empty() || queue_.front().at > until) {
        now = std::max(now, until);
        return false;
    }
    std::pop_heap(queue_.begin(), queue_.end());
    const Due due = std::move(queue_.back());
    queue_.pop_back();
    now = due.at;
    ++steps[static_cast<std::size_t>(due.step)];
    before_step(due.step, due.party);
    due.happen();
    return true;
}

bool World::strikes(Fault fault, Step step, double probability) {
    if (!applies(fault, step) || weather == 0 || !random.chance(probability * weather)) {
        return false;
    }
    count(fault, step);
    say(std::string{fault_names[static_cast<std::size_t>(fault)]} + ": " +
        step_names[static_cast<std::size_t>(step)]);
    return true;
}

void World::say(const std::string& what) {
    said_.push_back(format_rfc3339(now).substr(11, 12) + ' ' + what);
    if (aloud_) {
        std::cerr << said_.back() << '\n';
    }
    if (said_.size() > remembered) {
        said_.pop_front();
    }
}

} // namespace hexiao::simulation
