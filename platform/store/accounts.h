// SQL about people and what they hold: staff and their devices. The one look-up without a scope is the one
// that makes it: an account at sign-in.
#pragma once

#include <optional>
#include <string>

#include "core/api/access.h"
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

// The same of somebody who is signed in, with their PIN. Nothing for somebody who is disabled.
struct Credentials {
    std::string account;
    std::string password_hash;
    std::optional<std::string> pin_hash;
};
std::optional<Credentials> credentials(Connection& db, const Scope& scope);
// False when the password is no longer the one of `old_hash`; an absent `old_hash` is whichever. With a new
// password goes a link to set one.
bool set_password(Connection& db, const std::string& merchant_id, const std::string& staff_id,
                  const std::optional<std::string>& old_hash, const std::string& hash);
void set_pin(Connection& db, const std::string& merchant_id, const std::string& staff_id,
             const std::optional<std::string>& pin_hash);
// One more wrong PIN of this person; how many there are since they last gave their password.
std::int64_t count_wrong_pin(Connection& db, const std::string& merchant_id, const std::string& staff_id);
void forget_wrong_pins(Connection& db, const std::string& merchant_id, const std::string& staff_id);

// Who works at the store where the scope stands, has a PIN and is somebody else; by name.
std::vector<api::Colleague> colleagues(Connection& db, const Scope& scope);
struct ColleagueLogin {
    api::Role role = api::Role::other;
    std::string pin_hash;
};
std::optional<ColleagueLogin> find_colleague(Connection& db, const Scope& scope, const std::string& staff_id);

// Whom somebody may manage: an owner everybody, a manager those who are neither and work at some of the
// manager's stores and at no other. A condition on staff `f`; values: role, role, staff id of who manages.
inline constexpr std::string_view manageable =
    "(? = 'owner' OR (? = 'manager' AND f.role IN ('cashier', 'display')"
    " AND EXISTS (SELECT 1 FROM staff_store w WHERE w.merchant_id = f.merchant_id AND w.staff_id = f.id)"
    " AND NOT EXISTS (SELECT 1 FROM staff_store w WHERE w.merchant_id = f.merchant_id AND w.staff_id = f.id"
    "  AND NOT EXISTS (SELECT 1 FROM staff_store m WHERE m.merchant_id = w.merchant_id AND m.staff_id = ?"
    "   AND m.store_id = w.store_id))))";
// False too for somebody who is disabled, or of another merchant.
bool may_manage(Connection& db, const Scope& scope, const std::string& staff_id);

// A link with which somebody sets a new password. Replaces an older one.
struct PasswordReset {
    std::string merchant_id;
    std::string staff_id;
    std::string made_by;
    std::string account;
};
void insert_reset(Connection& db, const Scope& scope, const std::string& staff_id,
                  const std::string& token_hash, Instant expires_at);
// Nothing when it was used, is too old or never was, or its person is disabled.
std::optional<PasswordReset> find_reset(Connection& db, const std::string& token_hash, Instant now);
// Those that this person made for others, and the pairings.
void withdraw_links(Connection& db, const Scope& scope, const std::string& staff_id);
void purge_resets(Connection& db, Instant now);

// Stores where this person may work; absent for owners, who may work at all.
std::optional<std::vector<std::string>> stores_of_staff(Connection& db, const std::string& merchant_id,
                                                        const std::string& staff_id, api::Role role);

struct Device {
    std::string id;
    std::string kind; // "phone", "tablet", "desk"
    std::string name;
    bool revoked = false;
};
std::optional<Device> find_device(Connection& db, const std::string& merchant_id,
                                  const std::string& token_hash);
std::int64_t count_devices(Connection& db, const std::string& merchant_id, const std::string& kind);
void insert_device(Connection& db, const std::string& merchant_id, const Device& device,
                   const std::string& token_hash, Instant now);

std::optional<std::string> staff_name(Connection& db, const Scope& scope);
std::optional<std::string> device_name(Connection& db, const Scope& scope);

} // namespace hexiao::store
