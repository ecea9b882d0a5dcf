// The simulated world: one generator of chance, one clock that only events move, one queue of what is to
// happen. Everything that a seed does follows from its number; nothing here asks the machine.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/base/uuid.h"

namespace hexiao::simulation {

// xoshiro256** (Blackman and Vigna), started by splitmix64.
class Random {
public:
    explicit Random(std::uint64_t seed);
    std::uint64_t next();
    std::int64_t between(std::int64_t least, std::int64_t most); // both included
    bool chance(double probability);
    RandomBytes bytes();
    template <class T>
    const T& of(const std::vector<T>& some) {
        return some[static_cast<std::size_t>(between(0, static_cast<std::int64_t>(some.size()) - 1))];
    }

private:
    std::array<std::uint64_t, 4> state_{};
};

// Kinds of steps: a request reaches the platform, an answer reaches a console, what happens inside of either,
// and what passes between the platform and a channel.
enum class Step : std::uint8_t {
    ask_session,
    ask_card,
    ask_redeem,
    ask_undo,
    ask_proof,
    ask_feed,
    ask_other,
    told_session,
    told_card,
    told_redeem,
    told_undo,
    told_proof,
    told_other,
    feed_text,
    feed_turn,
    record_kept,
    records_listed,
    timer,
    staff,
    office,
    job,
    ask_channel,
    told_channel
};
inline constexpr std::array step_names{
    "ask session", "ask card",     "ask redeem", "ask undo",    "ask proof",      "ask feed",
    "ask other",   "told session", "told card",  "told redeem", "told undo",      "told proof",
    "told other",  "feed text",    "feed turn",  "record kept", "records listed", "timer",
    "staff",       "office",       "job",        "ask channel", "told channel"};
inline constexpr std::size_t step_count = step_names.size();

// What may go wrong.
enum class Fault : std::uint8_t {
    lost,
    late,
    twice,
    overtaken,
    garbled,
    contradicted, // a second answer under a key says something else
    cut_off,      // of messages
    put_off,      // by a channel
    power_cut,
    power_cut_within,
    disk_failed,
    process_killed, // of the platform
    tab_killed,
    record_torn,
    storage_slow,
    storage_full, // of a console
    clock_moved   // of either
};
inline constexpr std::array fault_names{
    "lost",       "late",        "twice",        "overtaken",        "garbled",     "contradicted",
    "cut off",    "put off",     "power cut",    "power cut within", "disk failed", "process killed",
    "tab killed", "record torn", "storage slow", "storage full",     "clock moved"};
inline constexpr std::size_t fault_count = fault_names.size();

// Whether this fault can strike this step at all.
bool applies(Fault fault, Step step) noexcept;

// How many steps of a kind a seed has, about.
double usual(Step step) noexcept;

using Strikes = std::array<std::array<std::uint64_t, step_count>, fault_count>;

// What a control switches off; all else is as it is in the product.
enum class Control : std::uint8_t {
    none,
    key_lookup,
    write_before_green,
    voucher_lock,
    fsync,
    replay_of_refusals,
    channel_token
};
inline constexpr std::array control_names{"none",  "key-lookup",         "write-before-green", "voucher-lock",
                                          "fsync", "replay-of-refusals", "channel-token"};

// An invariant does not hold. `lost`: what somebody was shown is not in the books, or what is there nobody
// was shown; `doubled`: a use was redeemed twice.
class Violation : public std::runtime_error {
public:
    enum class Kind : std::uint8_t { other, lost, doubled };
    explicit Violation(const std::string& what, Kind of = Kind::other) : std::runtime_error(what), kind(of) {}
    Kind kind;
};

class World {
public:
    World(std::uint64_t seed, Control without, bool aloud);

    // `party`: the console to which it happens, where it is one.
    void after(Milliseconds delay, Step step, std::function<void()> happen,
               std::optional<std::size_t> party = {});
    // The next thing happens. False when nothing is left to happen before `until`.
    bool step(Instant until);

    // Something may happen before a step; set by the scene.
    std::function<void(Step, std::optional<std::size_t> party)> before_step;

    // Whether this fault strikes now, as the weather is; counted where it does.
    bool strikes(Fault fault, Step step, double probability);
    void count(Fault fault, Step step) {
        ++strikes_[static_cast<std::size_t>(fault)][static_cast<std::size_t>(step)];
    }
    const Strikes& struck() const { return strikes_; }

    void say(const std::string& what); // for whoever looks into a seed; the newest lines are kept
    const std::deque<std::string>& said() const { return said_; }

    Instant now;
    Random random;
    const Control without;
    double weather = 1;                            // how often faults strike; 0 once the world is healed
    std::array<std::uint64_t, step_count> steps{}; // that happened, by kind

private:
    struct Due {
        Instant at;
        std::uint64_t order = 0;
        Step step = Step::timer;
        std::function<void()> happen;
        std::optional<std::size_t> party;
        bool operator<(const Due& other) const {
            return at != other.at ? at > other.at : order > other.order;
        }
    };

    const bool aloud_;
    std::uint64_t order_ = 0;
    std::vector<Due> queue_; // a heap
    Strikes strikes_{};
    std::deque<std::string> said_;
};

} // namespace hexiao::simulation
