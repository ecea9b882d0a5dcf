// SQL about what customers hold: orders and vouchers, and the prepared cards that staff act on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/messages.h"
#include "core/redemption/redemption.h"
#include "platform/store/connection.h"
#include "platform/store/redemptions.h"
#include "platform/store/scope.h"

namespace hexiao::store {

struct NewOrder {
    std::string id;
    std::string product_id;
    Channel channel = Channel::house;
    std::int64_t quantity = 1;
    Money amount;
    Instant bought_at;
};
// Also counts the order as sold in the product's stock; selling more than there is fails the transaction.
void insert_order(Connection& db, const std::string& merchant_id, const NewOrder& order);

struct NewVoucher {
    std::string id;
    std::string order_id;
    std::string product_id;
    Channel channel = Channel::house;
    std::string code_hash; // Store::code_hash
    std::string code_last4;
    Instant valid_from;
    Instant valid_until;
    std::int64_t uses = 1;
    std::string mark{}; // offline::code_mark; empty: rosters do not know its code
};
// Worth what the product costs at this moment, whatever it costs later.
void insert_voucher(Connection& db, const std::string& merchant_id, const NewVoucher& voucher);
// One that was sold before there were rosters, now that its code was shown.
void mark_voucher(Connection& db, const Scope& scope, const std::string& voucher_id, const std::string& mark);
void revoke_voucher(Connection& db, const std::string& merchant_id, const std::string& voucher_id);

// A voucher as a decision needs it and as a card shows it.
struct Voucher {
    VoucherFacts facts; // `valid_at_store` is about the store where the scope stands
    api::Card card;
    std::string order_id;
    std::optional<std::string> lease_id{}; // that some device holds on it (leases.h)
    bool marked = false;                   // rosters know its code
};
std::optional<Voucher> find_voucher_by_code(Connection& db, const Scope& scope, const std::string& code_hash);
std::optional<Voucher> find_voucher(Connection& db, const Scope& scope, const std::string& voucher_id);
// The others of its order that are for one use and have it, at most so many.
std::vector<Voucher> unused_of_order(Connection& db, const Scope& scope, const Voucher& voucher,
                                     std::int64_t most);

struct Handle {
    std::string id;
    std::string voucher_id;
    HandleFacts facts;
    std::string ticket{}; // what an outside channel gave with the card
};
void insert_handle(Connection& db, const Scope& scope, const Handle& handle);
// It was acted on.
void use_handle(Connection& db, const Scope& scope, const std::string& id, Instant now);
// Within the merchant only; whether it is this person's is in its facts.
std::optional<Handle> find_handle(Connection& db, const Scope& scope, const std::string& id);
// Everything that a redemption is decided on and told with, as of one moment.
struct RedeemFacts {
    std::optional<Intent> before; // answered under this key
    bool acts = false;            // the session is still open, on this device, and in the scope's role
    std::optional<Handle> handle;
    std::optional<Voucher> voucher; // its
    // Of where the scope stands, and who that is.
    std::string zone;
    int cut_minutes = 0;
    api::Title lane;
    std::string staff_name;
    std::string device_name;
};
// Nothing where the scope stands nowhere. `session_id`: of whoever acts.
std::optional<RedeemFacts> redeem_facts(Connection& db, const Scope& scope, const std::string& session_id,
                                        const std::string& handle, const std::string& operation,
                                        const std::string& key, Instant now);
void purge_handles(Connection& db, Instant expired_before);

} // namespace hexiao::store
