// SQL about errands: what outside channels are asked to do, written down before they are (migration 0073).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/api/messages.h"
#include "platform/store/connection.h"
#include "platform/store/scope.h"

namespace hexiao::store {

// To redeem what a card showed, or, where there is a redemption already, to take that back.
struct Errand {
    Scope scope; // of whoever wants it: merchant, store, lane, staff, device
    std::string operation;
    std::string key; // with `operation`: the intent that waits for its end
    Channel channel = Channel::other;
    std::string token;
    std::string ticket;
    std::string voucher_id;
    std::int64_t uses = 1;
    std::string handle; // the card's
    std::optional<std::string> redemption_id;
    std::string reference; // of the redemption, at the channel
    std::optional<api::UndoReason> undo_reason;
    bool stock_returned = false;
    std::int64_t asks = 0; // so often it was asked again
    Instant next_at;       // when it is to be
};

// A second one for its voucher fails the transaction.
void insert_errand(Connection& db, const Errand& errand);
// The one that is under way for a voucher.
std::optional<Errand> find_errand(Connection& db, const std::string& merchant_id,
                                  const std::string& voucher_id);
// By which a redemption was made; nothing where no channel was asked for it.
std::optional<Errand> errand_of_redemption(Connection& db, const Scope& scope,
                                           const std::string& redemption_id);
// Those under way that are to be asked by now, the longest due first.
std::vector<Errand> due_errands(Connection& db, Instant now, std::int64_t most);
// Takes one of these on until `next_at`. False where it ended, or somebody else took it, meanwhile.
bool claim_errand(Connection& db, const Errand& errand, Instant next_at);
// It is under way yet, and to be asked for at `next_at`.
void put_errand_off(Connection& db, const Errand& errand, Instant next_at);
// With what it came to: the redemption and its name at the channel, where there is one.
void end_errand(Connection& db, const Errand& errand, Instant now);

} // namespace hexiao::store
