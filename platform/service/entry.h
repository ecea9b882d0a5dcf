// How somebody comes in, whichever way they proved who they are: the device that they are on, the session
// that is opened for them, and what they are told of it. Used inside the transactions of access, PINs,
// pairing and the first set-up.
#pragma once

#include <map>
#include <string>
#include <variant>

#include "core/api/messages.h"
#include "core/journal/journal.h"
#include "platform/service/caller.h"
#include "platform/store/accounts.h"

namespace hexiao::service {

// What a browser says of itself with any request.
struct Browser {
    Secret device_token; // the device cookie, empty or foreign where it has none
    std::string user_agent;
    std::string address;
    Secret session_token = {}; // its session cookie, likewise
};

// Sessions that have just ended; their feeds are to be closed.
using Ended = std::vector<std::string>;

struct SignedIn {
    api::Session session;
    Secret session_token;
    Secret device_token;
    Ended ended = {};
};

// "phone", "tablet" or "desk".
std::string device_kind(std::string_view user_agent);

class Entry {
public:
    // `demo` is only reported.
    Entry(const World& world, bool demo) : world_(world), demo_(demo) {}

    struct OnDevice {
        store::Device device;
        Secret token; // its cookie from now on
    };
    // The device that the browser is to this merchant. An unknown one is made, under the cookie that the
    // browser has for other merchants or else under `fresh`; a revoked one stays revoked, and the browser
    // becomes a new one.
    OnDevice device(store::Connection& db, const std::string& merchant_id, const Browser& browser,
                    const Secret& fresh, Instant now);

    // Opens a session at the scope's place, or at the first store and its only lane where it has none, and
    // tells the journal by what somebody came in ("password", "pin", "pairing", "setup"). Error:
    // bad_credentials for somebody who works nowhere.
    Result<api::Session> open(store::Connection& db, store::Scope scope, const Secret& token, Instant ends,
                              std::string_view by, Instant now);

    // Error: unauthenticated, when any of it is gone.
    Result<api::Session> load(store::Connection& db, const store::Scope& scope);

    // A fact of the journal that no feed tells.
    void note(store::Connection& db, const std::string& merchant_id, std::string kind,
              std::map<std::string, std::variant<std::int64_t, std::string>> facts, Instant now);

private:
    World world_;
    bool demo_;
};

} // namespace hexiao::service
