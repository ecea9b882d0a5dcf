// An outside channel: the seam between the platform and whoever sold a voucher and keeps its truth (Douyin,
// Meituan, WeChat). What is asked of one takes time and may be lost on either way, so nothing of it happens
// inside a transaction, and an answer that does not come is `unknown`, never a failure (platform-apis.md
// §1.2). Of the house, and of a channel for which none of these is given, the books themselves are the truth,
// and core decides (core/redemption).
//
// Each redemption, and each taking back of one, has a token of its own. It is sent at every try, and a
// channel does what it stands for once: a later try under it hears how the first one ended, done or refused.
// Where a channel has no such token (Meituan's catering line) its connector has to look first, and to
// serialise by voucher. Every method may be called from several threads; none throws, and each ends by itself
// within its own deadline.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "core/base/reason.h"
#include "core/base/secret.h"
#include "core/credential/credential.h"
#include "core/redemption/redemption.h"

namespace hexiao::channel {

// What was scanned or typed, and where.
struct Question {
    std::string merchant_id;
    std::string store_id;
    Secret credential;
};

// `done`: it may be redeemed there now. `ticket` is the channel's own of this card, kept unread and given
// back with the order (Douyin's verify_token and encrypted codes); it is nothing that a copied database could
// redeem with.
struct Offer {
    Outcome outcome = Outcome::unknown;
    Reason reason = Reason::none; // with `refused`
    std::string ticket;
};

// One redemption of a voucher, or, with a `reference`, the taking back of that one.
struct Order {
    std::string merchant_id;
    std::string store_id;
    std::string ticket;
    std::int64_t uses = 1;
    std::string token;
    std::string reference;
};

// How an order stands. `done` and `refused` are its end. `pending_review` and `processing` end without
// another word of ours, `unknown` is no answer; to `query` only, `other` is that the channel knows of no such
// token.
struct Told {
    Outcome outcome = Outcome::unknown;
    Reason reason = Reason::none; // with `refused`
    std::string reference;        // with `done` of a redemption: its name, by which it can be taken back
};

class Channel {
public:
    virtual ~Channel() = default;

    // Changes nothing.
    virtual Offer prepare(const Question& question) = 0;
    virtual Told redeem(const Order& order) = 0;
    virtual Told revoke(const Order& order) = 0;
    // What became of an order that was sent, or may have been.
    virtual Told query(const Order& order) = 0;
};

// Those that there are; they must outlive whoever is given them.
using Channels = std::map<hexiao::Channel, Channel*>;

} // namespace hexiao::channel
