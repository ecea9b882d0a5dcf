// See passwords.h.
#include "platform/service/passwords.h"

#include "core/access/pin.h"
#include "platform/service/acting.h"
#include "platform/service/secrets.h"
#include "platform/store/sessions.h"

namespace hexiao::service {

// The hash of the caller's password, which this is.
Result<std::string> Passwords::own_hash(const Caller& caller, const Secret& password) {
    const auto found = world_.books.read([&](store::Connection& db) -> Result<store::Credentials> {
        auto own = store::credentials(db, caller.scope);
        return own ? Result<store::Credentials>{std::move(*own)} : Error{Reason::unauthenticated, {}};
    });
    if (!found) {
        return found.error();
    }
    const Shares shares = limits_.own_password(caller.scope.staff_id);
    if (const auto taken = take(shares, world_.clock.now()); !taken) {
        return taken.error();
    }
    if (!password_matches(found->password_hash, password)) {
        return Error{Reason::bad_credentials, {}};
    }
    give_back(shares);
    return found->password_hash;
}

Result<Ended> Passwords::change(const Caller& caller, const api::PasswordRequest& request) {
    const auto old_hash = own_hash(caller, request.password);
    if (!old_hash) {
        return old_hash.error();
    }
    const std::string hash = hash_password(request.replacement);
    const Instant now = world_.clock.now();
    const store::Scope& scope = caller.scope;
    return write_as(world_, caller, [&](store::Connection& db) -> Result<Ended> {
        if (!store::set_password(db, scope.merchant_id, scope.staff_id, *old_hash, hash)) {
            return Error{Reason::bad_credentials, {}}; // changed by somebody else meanwhile
        }
        entry_.note(db, scope.merchant_id, "password_changed", {{"staff_id", scope.staff_id}}, now);
        return store::revoke_sessions_of_staff(db, scope, scope.staff_id, caller.session_id, now);
    });
}

Result<Done> Passwords::set_pin(const Caller& caller, const api::PinRequest& request) {
    if (request.pin && (!is_pin(request.pin->reveal()) || is_weak_pin(request.pin->reveal()))) {
        return Error{Reason::invalid_field, "pin"};
    }
    if (const auto proved = own_hash(caller, request.password); !proved) {
        return proved.error();
    }
    const auto hash = request.pin ? std::optional{hash_password(*request.pin)} : std::nullopt;
    const store::Scope& scope = caller.scope;
    return write_as(world_, caller, [&](store::Connection& db) -> Result<Done> {
        store::set_pin(db, scope.merchant_id, scope.staff_id, hash);
        entry_.note(db, scope.merchant_id, hash ? "pin_set" : "pin_removed", {{"staff_id", scope.staff_id}},
                    world_.clock.now());
        return Done{};
    });
}

Result<api::ColleagueList> Passwords::colleagues(const Caller& caller) {
    return world_.books.read([&](store::Connection& db) -> Result<api::ColleagueList> {
        const auto own = store::credentials(db, caller.scope);
        return api::ColleagueList{store::colleagues(db, caller.scope), own && own->pin_hash};
    });
}

Result<SignedIn> Passwords::take_over(const Caller& caller, const api::SwitchRequest& request) {
    const auto found = world_.books.read([&](store::Connection& db) -> Result<store::ColleagueLogin> {
        auto colleague = store::find_colleague(db, caller.scope, request.staff_id);
        return colleague ? Result<store::ColleagueLogin>{std::move(*colleague)}
                         : Error{Reason::not_found, "staff_id"};
    });
    if (!found) {
        return found.error();
    }
    const Shares shares = limits_.pin(request.staff_id);
    if (const auto taken = take(shares, world_.clock.now()); !taken) {
        return taken.error();
    }
    if (!password_matches(found->pin_hash, request.pin)) {
        return wrong_pin(caller, request.staff_id);
    }
    give_back(shares);
    const Secret token = world_.ids.token();
    const Instant now = world_.clock.now();
    return world_.books.write([&](store::Connection& db) -> Result<SignedIn> {
        // The session may have ended while the PIN was being compared, by wrong ones sent beside it.
        const auto still = store::find_colleague(db, caller.scope, request.staff_id);
        if (!store::revoke_session(db, caller.scope, caller.session_id, now) || !still ||
            still->pin_hash != found->pin_hash) {
            return Error{Reason::unauthenticated, {}};
        }
        store::Scope scope = caller.scope;
        scope.staff_id = request.staff_id;
        scope.role = still->role;
        scope.store_ids = store::stores_of_staff(db, scope.merchant_id, scope.staff_id, scope.role);
        auto session = entry_.open(db, std::move(scope), token, caller.session_ends, "pin", now);
        if (!session) {
            return session.error();
        }
        return SignedIn{std::move(*session), token, {}};
    });
}

// Counts a wrong PIN where it was typed and against whose it was.
Error Passwords::wrong_pin(const Caller& caller, const std::string& staff_id) {
    const Instant now = world_.clock.now();
    const store::Scope& scope = caller.scope;
    const auto counted = world_.books.write([&](store::Connection& db) -> Result<bool> {
        if (store::count_wrong_pin(db, scope.merchant_id, staff_id) >= most_wrong_pins_of_person) {
            store::set_pin(db, scope.merchant_id, staff_id, std::nullopt);
            entry_.note(db, scope.merchant_id, "pin_withdrawn", {{"staff_id", staff_id}}, now);
        }
        const bool over = store::count_wrong_pin(db, scope, caller.session_id) >= most_wrong_pins;
        if (over && store::revoke_session(db, scope, caller.session_id, now)) {
            entry_.note(db, scope.merchant_id, "session_ended_by_pins",
                        {{"session_id", caller.session_id}, {"staff_id", staff_id}}, now);
        }
        return over;
    });
    return counted ? Error{*counted ? Reason::unauthenticated : Reason::wrong_pin, {}} : counted.error();
}

Result<api::ResetLink> Passwords::make_reset(const Caller& caller, const api::ResetRequest& request) {
    const Instant now = world_.clock.now();
    const store::Scope& scope = caller.scope;
    if (request.staff_id == scope.staff_id) {
        return Error{Reason::forbidden, {}}; // whoever finds an open console must not get in for good
    }
    if (const auto taken = take(limits_.making(scope.staff_id), now); !taken) {
        return taken.error();
    }
    const Secret token = world_.ids.token();
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::ResetLink> {
        if (!store::may_manage(db, scope, request.staff_id)) {
            return Error{Reason::not_found, "staff_id"};
        }
        return allow(db, scope, request.staff_id, scope.staff_id, token, now);
    });
}

Result<api::ResetLink> Passwords::make_reset_at_terminal(const std::string& account) {
    const Instant now = world_.clock.now();
    const Secret token = world_.ids.token();
    return world_.books.write([&](store::Connection& db) -> Result<api::ResetLink> {
        const auto login = store::find_login(db, account);
        if (!login) {
            return Error{Reason::not_found, "account"};
        }
        store::Scope self;
        self.merchant_id = login->merchant_id;
        self.staff_id = login->staff_id;
        return allow(db, self, login->staff_id, "terminal", token, now);
    });
}

api::ResetLink Passwords::allow(store::Connection& db, const store::Scope& by, const std::string& staff_id,
                                const std::string& by_name, const Secret& token, Instant now) {
    store::insert_reset(db, by, staff_id, token_hash(token), now + reset_life);
    entry_.note(db, by.merchant_id, "password_reset_allowed",
                {{"staff_id", staff_id}, {"allowed_by", by_name}}, now);
    return {token, now + reset_life};
}

Result<Passwords::Reset> Passwords::reset(const api::NewPasswordRequest& request, const Browser& browser) {
    const Instant now = world_.clock.now();
    const Shares shares = limits_.token(browser.address);
    if (const auto taken = take(shares, now); !taken) {
        return taken.error();
    }
    const std::string token = token_hash(request.token);
    const auto known = world_.books.read(
        [&](store::Connection& db) -> Result<bool> { return store::find_reset(db, token, now).has_value(); });
    if (!known || !*known) {
        return known ? Error{Reason::link_expired, {}} : known.error();
    }
    give_back(shares);
    const std::string hash = hash_password(request.password);
    return world_.books.write([&](store::Connection& db) -> Result<Reset> {
        const auto found = store::find_reset(db, token, now);
        if (!found) {
            return Error{Reason::link_expired, {}}; // used by somebody else meanwhile
        }
        store::set_password(db, found->merchant_id, found->staff_id, std::nullopt, hash);
        store::set_pin(db, found->merchant_id, found->staff_id, std::nullopt);
        entry_.note(db, found->merchant_id, "password_reset",
                    {{"staff_id", found->staff_id}, {"allowed_by", found->made_by}}, now);
        store::Scope whose;
        whose.merchant_id = found->merchant_id;
        return Reset{{found->account}, store::revoke_sessions_of_staff(db, whose, found->staff_id, {}, now)};
    });
}

} // namespace hexiao::service
