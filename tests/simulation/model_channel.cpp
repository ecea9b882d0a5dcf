// See model_channel.h.
#include "tests/simulation/model_channel.h"

#include <utility>

namespace hexiao::simulation {

namespace {

constexpr double lost = 0.06, late = 0.05, twice = 0.06, away = 0.006, put_off = 0.05, refused = 0.04;

channel::Told refuse(Reason reason) { return {Outcome::refused, reason, {}}; }

} // namespace

void ModelChannel::sell(const Secret& code, const std::string& voucher_id, std::int64_t uses) {
    vouchers_[code.reveal()] = {voucher_id, uses, world_.random.chance(refused)};
}

// Whether a request comes through to it.
bool ModelChannel::arrives() {
    within(Step::ask_channel);
    if (world_.strikes(Fault::cut_off, Step::ask_channel, away)) {
        away_until_ = world_.now + Milliseconds{world_.random.between(2'000, 120'000)};
        return false;
    }
    if (world_.now < away_until_) {
        world_.count(Fault::cut_off, Step::ask_channel);
        return false;
    }
    return !world_.strikes(Fault::lost, Step::ask_channel, lost);
}

channel::Offer ModelChannel::prepare(const channel::Question& question) {
    if (!arrives()) {
        return {};
    }
    const auto found = vouchers_.find(question.credential.reveal());
    within(Step::told_channel);
    if (found == vouchers_.end() || world_.strikes(Fault::lost, Step::told_channel, lost)) {
        return {};
    }
    return found->second.uses_left == 0 ? channel::Offer{Outcome::refused, Reason::already_redeemed, {}}
                                        : channel::Offer{Outcome::done, Reason::none, found->first};
}

channel::Told ModelChannel::redeem(const channel::Order& order) {
    const channel::Order sent = as_sent(order);
    return send(sent, [this, sent] { return decide(sent); });
}

channel::Told ModelChannel::revoke(const channel::Order& order) {
    const channel::Order sent = as_sent(order);
    return send(sent, [this, sent] { return take_back(sent); });
}

channel::Told ModelChannel::query(const channel::Order& order) {
    if (!arrives()) {
        return {};
    }
    const auto found = told_.find(order.token);
    const bool unheard = found == told_.end() || world_.without == Control::channel_token;
    within(Step::told_channel);
    if (world_.strikes(Fault::lost, Step::told_channel, lost)) {
        return {};
    }
    return unheard ? channel::Told{Outcome::other, Reason::none, {}} : found->second;
}

// With the control of that name whoever sends an order again makes a new token for it.
channel::Order ModelChannel::as_sent(channel::Order order) {
    const int before = sent_[order.token]++;
    if (world_.without == Control::channel_token && before > 0) {
        order.token += '/' + std::to_string(before);
    }
    return order;
}

channel::Told ModelChannel::send(const channel::Order& order, const Act& act) {
    if (!arrives()) {
        return {};
    }
    const auto again = [this, token = order.token, act] { (void)once(token, act); };
    if (world_.strikes(Fault::late, Step::ask_channel, late)) {
        world_.after(Milliseconds{world_.random.between(1'000, 90'000)}, Step::ask_channel, again);
        return {};
    }
    if (world_.strikes(Fault::twice, Step::ask_channel, twice)) {
        world_.after(Milliseconds{world_.random.between(10, 90'000)}, Step::ask_channel, again);
    }
    channel::Told told = once(order.token, act);
    within(Step::told_channel);
    return world_.strikes(Fault::lost, Step::told_channel, lost) ? channel::Told{} : std::move(told);
}

channel::Told ModelChannel::once(const std::string& token, const Act& act) {
    if (const auto known = told_.find(token); known != told_.end()) {
        return known->second;
    }
    if (!world_.strikes(Fault::put_off, Step::ask_channel, put_off)) {
        return told_[token] = act();
    }
    world_.after(Milliseconds{world_.random.between(1'000, 300'000)}, Step::ask_channel,
                 [this, token, act] { told_[token] = act(); });
    const Outcome meanwhile = world_.random.chance(0.5) ? Outcome::processing : Outcome::pending_review;
    return told_[token] = {meanwhile, Reason::none, {}};
}

channel::Told ModelChannel::decide(const channel::Order& order) {
    const auto found = vouchers_.find(order.ticket);
    if (found == vouchers_.end() || !order.reference.empty()) {
        throw Violation{"the channel is asked for a voucher that it never offered"};
    }
    Voucher& voucher = found->second;
    if (voucher.refuses) {
        return refuse(Reason::voucher_revoked);
    }
    if (voucher.uses_left < order.uses) {
        return refuse(voucher.uses_left == 0 ? Reason::already_redeemed : Reason::not_enough_uses);
    }
    voucher.uses_left -= order.uses;
    const std::string reference = "use-" + order.token;
    uses_[reference] = {voucher.id, order.uses};
    return {Outcome::done, Reason::none, reference};
}

channel::Told ModelChannel::take_back(const channel::Order& order) {
    const auto use = uses_.find(order.reference);
    if (use == uses_.end()) {
        return refuse(Reason::undo_too_late);
    }
    if (use->second.uses != order.uses) {
        throw Violation{"the channel is asked to take back what it did not redeem"};
    }
    vouchers_.at(order.ticket).uses_left += order.uses;
    uses_.erase(use);
    return {Outcome::done, Reason::none, {}};
}

} // namespace hexiao::simulation
