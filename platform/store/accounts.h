// SQL about people and what they hold: staff, their devices and sessions. The two look-ups without a scope
// are the two that make one: an account at sign-in, a session token on every request.
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

// What a sign-in is checked against.
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
std::optional<Device> find_device(Connection& db, const std::string& merchant_id,
                                  const std::string& token_hash);
std::int64_t count_devices(Connection& db, const std::string& merchant_id, const std::string& kind);
void insert_device(Connection& db, const std::string& merchant_id, const Device& device,
                   const std::string& token_hash, Instant now);

// A session, with everything that its requests may touch.
struct SessionRow {
    std::string id;
    Instant expires_at;
    Scope scope;
};
void insert_session(Connection& db, const SessionRow& session, const std::string& token_hash, Instant now);
// Nothing when the token is unknown, expired or revoked.
std::optional<SessionRow> find_session(Connection& db, const std::string& token_hash, Instant now);
void revoke_session(Connection& db, const Scope& scope, const std::string& session_id, Instant now);
void set_place(Connection& db, const Scope& scope, const std::string& session_id, const std::string& store_id,
               const std::string& lane_id);
void purge_sessions(Connection& db, Instant ended_before);

std::optional<std::string> staff_name(Connection& db, const Scope& scope);
std::optional<std::string> device_name(Connection& db, const Scope& scope);

} // namespace hexiao::store
