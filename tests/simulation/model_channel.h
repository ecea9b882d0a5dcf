// A channel that sold some of the vouchers and keeps their truth, as an outside one does (platform/channel):
// requests to it and its answers are lost, late or doubled, it is away for a while, it puts things off, it
// refuses what it had offered; and in the middle of a call anything may happen to whoever asks. It keeps its
// promise: under one token it does one thing once.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "platform/channel/channel.h"
#include "tests/simulation/world.h"

namespace hexiao::simulation {

// Whoever was asking the channel ends in the middle of it.
struct Died : std::runtime_error {
    explicit Died(bool without_power) : std::runtime_error{"died"}, power_cut(without_power) {}
    bool power_cut; // of the books, too
};

class ModelChannel final : public channel::Channel {
public:
    explicit ModelChannel(World& world) : world_(world) {}

    void sell(const Secret& code, const std::string& voucher_id, std::int64_t uses);
    void heal() { away_until_ = world_.now; }

    channel::Offer prepare(const channel::Question& question) override;
    channel::Told redeem(const channel::Order& order) override;
    channel::Told revoke(const channel::Order& order) override;
    channel::Told query(const channel::Order& order) override;

    // What was redeemed and not taken back, by its name.
    struct Use {
        std::string voucher_id;
        std::int64_t uses = 1;
        bool operator==(const Use&) const = default;
    };
    const std::map<std::string, Use>& uses() const { return uses_; }

    // Set by the scene: something may happen to whoever asks.
    std::function<void(Step)> within;

private:
    struct Voucher {
        std::string id;
        std::int64_t uses_left = 1;
        bool refuses = false; // when it is to be redeemed, though it was offered
    };
    using Act = std::function<channel::Told()>;

    bool arrives();
    channel::Told send(const channel::Order& order, const Act& act);
    channel::Told once(const std::string& token, const Act& act);
    channel::Told decide(const channel::Order& order);
    channel::Told take_back(const channel::Order& order);
    channel::Order as_sent(channel::Order order);

    World& world_;
    std::map<std::string, Voucher> vouchers_;   // by code, which is their ticket
    std::map<std::string, channel::Told> told_; // by token
    std::map<std::string, Use> uses_;
    std::map<std::string, int> sent_; // by token, for a control
    Instant away_until_;
};

} // namespace hexiao::simulation
