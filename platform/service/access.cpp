// See access.h.
#include "platform/service/access.h"

#include "platform/store/accounts.h"
#include "platform/store/catalogue.h"
#include "platform/store/sessions.h"

namespace hexiao::service {

namespace {

constexpr Milliseconds seen_every{5 * 60 * 1000}; // not a write for each request

// Whose password is asked for, and the hash of the cookie of a device on which that person was before.
struct Attempt {
    std::optional<store::Login> login;
    std::string device;
};

// A hash that no password has, for accounts that have none or do not exist; one for the process, since it is
// slow to make.
const std::string& any_password() {
    static const std::string hash = hash_password(SystemIds{}.token());
    return hash;
}

} // namespace

Access::Access(const World& world, Entry& entry, Limits& limits)
    : world_(world), entry_(entry), limits_(limits) {
    any_password(); // so that the first wrong sign-in takes no longer than another
}

Result<SignedIn> Access::sign_in(const api::SignInRequest& request, const Browser& browser) {
    const Instant now = world_.clock.now();
    const auto attempt = world_.books.read([&](store::Connection& db) -> Result<Attempt> {
        Attempt found{store::find_login(db, request.account), {}};
        if (found.login && is_token(browser.device_token)) {
            std::string hash = token_hash(browser.device_token);
            const auto device = store::find_device(db, found.login->merchant_id, hash);
            const bool known = device && !device->revoked &&
                               store::was_on(db, found.login->merchant_id, found.login->staff_id, device->id);
            found.device = known ? std::move(hash) : std::string{};
        }
        return found;
    });
    if (!attempt) {
        return attempt.error();
    }
    const Shares shares = limits_.sign_in(request.account, browser.address, attempt->device);
    if (const auto taken = take(shares, now); !taken) {
        return taken.error();
    }
    // Whoever has no account or no password yet takes as long to refuse as anybody.
    const auto& login = attempt->login;
    const bool has_password = login && login->password_hash != no_password;
    if (!password_matches(has_password ? login->password_hash : any_password(), request.password) ||
        !has_password) {
        return Error{Reason::bad_credentials, {}};
    }
    give_back(shares);
    const Secret session_token = world_.ids.token();
    const Secret fresh_device = world_.ids.token();
    return world_.books.write([&](store::Connection& db) -> Result<SignedIn> {
        // The password may have been changed, and all sessions ended, while it was being compared.
        const auto still = store::find_login(db, request.account);
        if (!still || still->password_hash != login->password_hash) {
            return Error{Reason::bad_credentials, {}};
        }
        store::forget_wrong_pins(db, still->merchant_id, still->staff_id);
        Ended ended = leave(db, browser, now);
        const auto on = entry_.device(db, still->merchant_id, browser, fresh_device, now);
        store::Scope scope;
        scope.merchant_id = still->merchant_id;
        scope.store_ids = store::stores_of_staff(db, still->merchant_id, still->staff_id, still->role);
        scope.role = still->role;
        scope.staff_id = still->staff_id;
        scope.device_id = on.device.id;
        auto session = entry_.open(db, std::move(scope), session_token, now + session_life, "password", now);
        if (!session) {
            return session.error();
        }
        return SignedIn{std::move(*session), session_token, on.token, std::move(ended)};
    });
}

// The session that this browser had until now: whoever signs in takes its place.
Ended Access::leave(store::Connection& db, const Browser& browser, Instant now) {
    if (!is_token(browser.session_token)) {
        return {};
    }
    const auto before = store::find_session(db, token_hash(browser.session_token), now);
    if (!before || !store::revoke_session(db, before->scope, before->id, now)) {
        return {};
    }
    entry_.note(db, before->scope.merchant_id, "staff_signed_out",
                {{"staff_id", before->scope.staff_id}, {"session_id", before->id}}, now);
    return {before->id};
}

Result<Caller> Access::authenticate(const Secret& session_token) {
    if (!is_token(session_token)) {
        return Error{Reason::unauthenticated, {}};
    }
    const Instant now = world_.clock.now();
    const auto found = world_.books.read([&](store::Connection& db) -> Result<store::SessionRow> {
        auto session = store::find_session(db, token_hash(session_token), now);
        // Who no longer works where they stand signs in anew.
        if (!session || !session->scope.may_see(session->scope.store_id)) {
            return Error{Reason::unauthenticated, {}};
        }
        return std::move(*session);
    });
    if (!found) {
        return found.error();
    }
    if (now - found->last_seen_at >= seen_every) {
        // Books that can only be read keep nobody out.
        (void)world_.books.write([&](store::Connection& db) -> Result<Done> {
            store::touch_session(db, found->scope, found->id, now);
            return Done{};
        });
    }
    return Caller{found->scope, found->id, found->expires_at, found->by_pin};
}

Result<api::Session> Access::session(const Caller& caller) {
    return world_.books.read([&](store::Connection& db) { return entry_.load(db, caller.scope); });
}

Result<Done> Access::sign_out(const Caller& caller) {
    const Instant now = world_.clock.now();
    return world_.books.write([&](store::Connection& db) -> Result<Done> {
        if (store::revoke_session(db, caller.scope, caller.session_id, now)) {
            entry_.note(db, caller.scope.merchant_id, "staff_signed_out",
                        {{"staff_id", caller.scope.staff_id}, {"session_id", caller.session_id}}, now);
        }
        return Done{};
    });
}

Result<api::Session> Access::choose_place(const Caller& caller, const api::PlaceRequest& request) {
    return world_.books.write([&](store::Connection& db) -> Result<api::Session> {
        if (!store::find_store(db, caller.scope, request.store_id)) {
            return Error{Reason::not_found, "store_id"};
        }
        const auto lanes = store::lanes(db, caller.scope, request.store_id);
        if (std::ranges::none_of(lanes, [&](const api::Lane& lane) { return lane.id == request.lane_id; })) {
            return Error{Reason::not_found, "lane_id"};
        }
        store::set_place(db, caller.scope, caller.session_id, request.store_id, request.lane_id);
        store::Scope moved = caller.scope;
        moved.store_id = request.store_id;
        moved.lane_id = request.lane_id;
        return entry_.load(db, moved);
    });
}

} // namespace hexiao::service
