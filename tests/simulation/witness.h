// Who watches. Knows every tap, what became of it in the books and what its staff were told, and compares:
// uses and money are conserved; nobody's use is redeemed twice; each green is in the books and their journal;
// nothing is in the books of which nobody was told; a refusal is one.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/console/console.h"
#include "platform/store/store.h"
#include "tests/simulation/model_channel.h"
#include "tests/simulation/world.h"

namespace hexiao::simulation {

// What a run of seeds adds up to.
struct Tally {
    std::uint64_t taps = 0;
    std::uint64_t unknown = 0;    // taps that were not answered at the first asking
    std::uint64_t resolved = 0;   // of these, told in the end
    std::uint64_t slowest_ms = 0; // from the network's healing until the last of them was told
};

class Witness {
public:
    explicit Witness(World& world) : world_(world) {}

    // A staff action was decided on at a console; its row is to be stored.
    void tapped(std::size_t device, const outbox::Row& row);
    void stored(const std::string& key, bool ok);
    void sent(const std::string& key);
    void told(const std::string& key, const console::Verdict& verdict);
    void seen(const console::Verdict& verdict);
    // An answer contradicts what was told; staff have seen that.
    void contradicted(const std::string& key) { taps_.at(key).contradicted = true; }
    void dismissed(const std::string& key) { taps_.at(key).contradicted = false; }
    // That nobody has seen yet, and that the device's storage kept or its tab still shows.
    std::vector<std::string> contradictions(std::size_t device) const;
    // Staff stand before an action whose screen does not yet say that it is being checked.
    void waits(const std::string& key) const;
    void tab_died(std::size_t device, const std::map<std::string, std::string>& records);

    // What a request about this card, or this redemption, may have changed.
    void check_target(store::Store& books, const std::string& merchant_id, const std::string& target);
    // Every voucher.
    void check_vouchers(store::Store& books);
    // All that is in the books, and that the journal's proofs hold.
    void check_books(store::Store& books);
    void check_journal(store::Store& books);
    // Everything is answered, so the books and those who were told must say the same.
    void check_rest(store::Store& books);
    // Whether a channel is still being asked for something.
    bool asks_channel(store::Store& books) const;
    // What a channel has redeemed is what the books say that it has, use by use.
    void check_channel(store::Store& books, const ModelChannel& outside);

    Tally tally() const;

private:
    struct Tap {
        std::size_t device = 0;
        Instant at;
        std::vector<std::string> targets; // the cards' handles, or the redemption
        bool undo = false;
        int sends = 0;
        bool acknowledged = false; // stored, as the console was told
        bool refused = false;      // its storage did not take it, and staff were told so
        bool gone = false;         // the tab died and the row with it
        bool contradicted = false;
        std::optional<Outcome> told;
        std::vector<std::string> redemptions; // that its verdict names, one for each target
    };

    World& world_;
    std::map<std::string, Tap> taps_; // by key
    std::set<std::string> greens_;    // redemptions that somebody was shown as done
};

} // namespace hexiao::simulation
