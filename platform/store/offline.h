// SQL about devices that are, or were, cut off: what a merchant risks, who signs with which key, and what a
// device said it has not sent yet.
#pragma once

#include <optional>
#include <string>

#include "core/api/offline.h"
#include "platform/store/connection.h"
#include "platform/store/scope.h"

namespace hexiao::store {

offline::Limits offline_limits(Connection& db, const std::string& merchant_id);
void set_offline_limits(Connection& db, const Scope& scope, const offline::Limits& limits);

// A device of the merchant, revoked or not.
struct Signer {
    std::optional<std::string> public_key; // of a paired one: SubjectPublicKeyInfo in DER
    std::optional<Instant> revoked_at;
};
std::optional<Signer> find_signer(Connection& db, const std::string& merchant_id,
                                  const std::string& device_id);
void set_unsent(Connection& db, const Scope& scope, std::int64_t unsent, Instant now);

// Everything about where somebody acted that a redemption is recorded and told with. Nothing unless store,
// lane, staff and device of the scope are the merchant's, and the lane is that store's.
struct Place {
    std::string zone;
    int cut_minutes = 0;
    api::Title lane;
    std::string staff_name;
    std::string device_name;
    bool works_there = false;
    std::optional<Instant> disabled_at; // since then nobody comes in as this person
};
std::optional<Place> find_place(Connection& db, const Scope& scope);

} // namespace hexiao::store
