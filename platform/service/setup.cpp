// See setup.h.
#include "platform/service/setup.h"

#include "core/access/account.h"
#include "platform/service/secrets.h"
#include "platform/store/catalogue.h"

namespace hexiao::service {

namespace {

// What the bounds of the message cannot say.
std::optional<Error> wrong_field(const api::SetupRequest& request, Instant now) {
    if (request.lanes.empty()) {
        return Error{Reason::invalid_field, "lanes"};
    }
    if (!utc_offset_minutes(request.zone, now)) {
        return Error{Reason::invalid_field, "zone"};
    }
    if (!is_account(request.account)) {
        return Error{Reason::invalid_field, "account"};
    }
    return std::nullopt;
}

} // namespace

Result<bool> Setup::has_merchant() {
    if (done_) {
        return true;
    }
    auto has = world_.books.read(
        [](store::Connection& db) -> Result<bool> { return !store::merchant_ids(db).empty(); });
    if (has && *has) {
        done_ = true;
    }
    return has;
}

Result<std::optional<Secret>> Setup::begin() {
    const auto has = has_merchant();
    if (!has) {
        return has.error();
    }
    if (*has) {
        return std::optional<Secret>{};
    }
    const Secret token = world_.ids.token();
    token_hash_ = token_hash(token);
    return std::optional{token};
}

Result<api::SetupState> Setup::state() {
    const auto has = has_merchant();
    return has ? Result<api::SetupState>{api::SetupState{!*has && !token_hash_.empty()}} : has.error();
}

Result<SignedIn> Setup::set_up(const api::SetupRequest& request, const Browser& browser) {
    const Instant now = world_.clock.now();
    if (const auto has = has_merchant(); !has || *has) {
        return has ? Error{Reason::already_set_up, {}} : has.error();
    }
    const Shares shares = limits_.token(browser.address);
    if (const auto taken = take(shares, now); !taken) {
        return taken.error();
    }
    if (!token_matches(token_hash_, request.token)) {
        return Error{Reason::link_expired, {}};
    }
    give_back(shares);
    if (const auto wrong = wrong_field(request, now)) {
        return *wrong;
    }
    const std::string hash = hash_password(request.password);
    return world_.books.write([&](store::Connection& db) -> Result<SignedIn> {
        if (!store::merchant_ids(db).empty()) {
            return Error{Reason::already_set_up, {}}; // by somebody else meanwhile
        }
        return make(db, request, browser, hash, now);
    });
}

Result<SignedIn> Setup::make(store::Connection& db, const api::SetupRequest& request, const Browser& browser,
                             const std::string& password_hash, Instant now) {
    store::Scope scope;
    scope.merchant_id = world_.ids.uuid(now);
    scope.role = api::Role::owner;
    scope.staff_id = world_.ids.uuid(now);
    const std::string store_id = world_.ids.uuid(now);
    store::insert_merchant(db, {scope.merchant_id, request.merchant}, now);
    store::insert_store(db, scope.merchant_id,
                        {store_id, request.store, request.zone, static_cast<int>(request.cut_minutes)});
    std::int64_t order = 0; // lanes are listed by id, and ids of one millisecond come in any order
    for (const api::Title& lane : request.lanes) {
        store::insert_lane(db, scope.merchant_id, store_id,
                           {world_.ids.uuid(now + Milliseconds{order++}), lane});
    }
    store::insert_staff(
        db, scope.merchant_id,
        {scope.staff_id, request.account, request.owner_name, api::Role::owner, password_hash, {}});
    entry_.note(db, scope.merchant_id, "merchant_set_up",
                {{"merchant_id", scope.merchant_id}, {"store_id", store_id}, {"staff_id", scope.staff_id}},
                now);
    const auto on = entry_.device(db, scope.merchant_id, browser, world_.ids.token(), now);
    scope.device_id = on.device.id;
    const Secret token = world_.ids.token();
    auto session = entry_.open(db, std::move(scope), token, now + session_life, "setup", now);
    if (!session) {
        return session.error();
    }
    return SignedIn{std::move(*session), token, on.token};
}

} // namespace hexiao::service
