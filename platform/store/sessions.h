// SQL about sessions: who is in, on which device, and since when nobody is any more. The one look-up without
// a scope is the one that makes it: a session token on every request. A session is open until it expires, is
// revoked, its person is disabled or its device is revoked.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/access.h"
#include "platform/store/connection.h"
#include "platform/store/scope.h"

namespace hexiao::store {

// True of a session s with its person f and its device d, at the instant that is bound.
inline constexpr std::string_view session_is_open =
    "s.expires_at > ? AND s.revoked_at IS NULL AND f.disabled_at IS NULL AND d.revoked_at IS NULL";

// A session, with everything that its requests may touch.
struct SessionRow {
    std::string id;
    Instant expires_at;
    Scope scope;
    Instant last_seen_at = {};
    bool by_pin = false; // it began with a PIN, not with a password or a pairing
};
void insert_session(Connection& db, const SessionRow& session, const std::string& token_hash, Instant now);
// Nothing when the token is unknown or its session is no longer open.
std::optional<SessionRow> find_session(Connection& db, const std::string& token_hash, Instant now);
// Whether this session is still open, as of somebody with the scope's role: what a command was allowed by
// before its transaction began.
bool still_acts(Connection& db, const Scope& scope, const std::string& session_id, Instant now);
// Whether this person was ever signed in on this device, as far back as sessions are kept (purge_sessions).
bool was_on(Connection& db, const std::string& merchant_id, const std::string& staff_id,
            const std::string& device_id);
void set_place(Connection& db, const Scope& scope, const std::string& session_id, const std::string& store_id,
               const std::string& lane_id);
// The session and its device were seen now.
void touch_session(Connection& db, const Scope& scope, const std::string& session_id, Instant now);

// The open sessions that the scope's person may see and end: their own and those of whom they may manage
// (accounts.h), last seen first; only `session_id` where one is given. `current` is left to the caller.
std::vector<api::SessionItem> open_sessions(Connection& db, const Scope& scope, const std::string& session_id,
                                            Instant now);

// One of any merchant's.
struct SessionKey {
    std::string merchant_id;
    std::string id;
};
// Which of these are no longer open, by id: another process may have ended them.
std::vector<std::string> ended_sessions(Connection& db, std::span<const SessionKey> of, Instant now);

// One more wrong PIN in this session; how many there are in a row.
std::int64_t count_wrong_pin(Connection& db, const Scope& scope, const std::string& session_id);

// False when it had ended already.
bool revoke_session(Connection& db, const Scope& scope, const std::string& session_id, Instant now);
// These end all that are open, but for `except`, and give their ids: whoever calls them closes the feeds of
// those sessions (Feed::end_session).
std::vector<std::string> revoke_sessions_of_staff(Connection& db, const Scope& scope,
                                                  const std::string& staff_id, const std::string& except,
                                                  Instant now);
std::vector<std::string> revoke_sessions_of_device(Connection& db, const Scope& scope,
                                                   const std::string& device_id, Instant now);
void purge_sessions(Connection& db, Instant ended_before);

} // namespace hexiao::store
