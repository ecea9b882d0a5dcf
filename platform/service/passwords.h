// Passwords and PINs: setting one's own, taking over a shared device with a PIN, and the link with which a
// manager lets somebody set a new password. Every method may also answer Reason::store_unavailable: then
// nothing was recorded.
#pragma once

#include "core/api/access.h"
#include "platform/service/entry.h"
#include "platform/service/limits.h"
#include "platform/service/sessions.h"

namespace hexiao::service {

inline constexpr std::int64_t most_wrong_pins = 5; // in a row, of one session: then it ends
inline constexpr std::int64_t most_wrong_pins_of_person =
    20; // since the last password, wherever: then it is withdrawn
inline constexpr Milliseconds reset_life{30 * 60 * 1000};

class Passwords {
public:
    Passwords(const World& world, Entry& entry, Limits& limits)
        : world_(world), entry_(entry), limits_(limits) {}

    // Ends one's other sessions. Errors: bad_credentials for a wrong old password, too_many_requests.
    Result<Ended> change(const Caller& caller, const api::PasswordRequest& request);

    // Errors: invalid_field for a PIN that is none or is weak, bad_credentials, too_many_requests.
    Result<Done> set_pin(const Caller& caller, const api::PinRequest& request);
    Result<api::ColleagueList> colleagues(const Caller& caller);
    // The colleague's session on this device instead of the caller's, until the caller's would have ended: so
    // at least every `session_life` somebody signs in with a password. Errors: wrong_pin; unauthenticated
    // with the wrong PIN that ended the session (its feeds are to be closed, its cookie taken away);
    // not_found for somebody who does not work here or has no PIN; too_many_requests.
    Result<SignedIn> take_over(const Caller& caller, const api::SwitchRequest& request);

    // Errors: not_found for somebody whom the caller may not manage, forbidden for the caller themselves,
    // too_many_requests.
    Result<api::ResetLink> make_reset(const Caller& caller, const api::ResetRequest& request);
    // The same for whoever has the books themselves. Error: not_found.
    Result<api::ResetLink> make_reset_at_terminal(const std::string& account);
    // Sets the password, takes the PIN away, ends all sessions of the person. Errors: link_expired,
    // too_many_requests.
    struct Reset {
        api::ResetDone done;
        Ended ended;
    };
    Result<Reset> reset(const api::NewPasswordRequest& request, const Browser& browser);

private:
    Result<std::string> own_hash(const Caller& caller, const Secret& password);
    api::ResetLink allow(store::Connection& db, const store::Scope& by, const std::string& staff_id,
                         const std::string& by_name, const Secret& token, Instant now);
    Error wrong_pin(const Caller& caller, const std::string& staff_id);

    World world_;
    Entry& entry_;
    Limits& limits_;
};

} // namespace hexiao::service
