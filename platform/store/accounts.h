// SQL about people and what they hold: staff and their devices. The one look-up without a scope is the one
// that makes it: an account at sign-in.
#pragma once

#include <optional>
#include <string>

#include "core/api/messages.h"
#include "platform/store/connection.h"
#include "platform/store/scope.h"

namespace hexiao::store {

struct NewStaff {
    std::string id;
    std::string account;
    std::string name;
    api::Role role = api::Role::other;
    std::string password_hash;
    std::vector<std::string> store_ids; // ignored for owners
};
void insert_staff(Connection& db, const std::string& merchant_id, const NewStaff& staff);

// What a sign-in is checked against. Nothing for somebody who is disabled.
struct Login {
    std::string merchant_id;
    std::string staff_id;
    api::Role role = api::Role::other;
    std::string password_hash;
};
std::optional<Login> find_login(Connection& db, const std::string& account);

// Stores where this person may work; absent for owners, who may work at all.
std::optional<std::vector<std::string>> stores_of_staff(Connection& db, const std::string& merchant_id,
                                                        const std::string& staff_id, api::Role role);

struct Device {
    std::string id;
    std::string kind; // "phone", "tablet", "desk"
    std::string name;
};
// Nothing for a device that was revoked.
std::optional<Device> find_device(Connection& db, const std::string& merchant_id,
                                  const std::string& token_hash);
std::int64_t count_devices(Connection& db, const std::string& merchant_id, const std::string& kind);
void insert_device(Connection& db, const std::string& merchant_id, const Device& device,
                   const std::string& token_hash, Instant now);

std::optional<std::string> staff_name(Connection& db, const Scope& scope);
std::optional<std::string> device_name(Connection& db, const Scope& scope);

} // namespace hexiao::store
