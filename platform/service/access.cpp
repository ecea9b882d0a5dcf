// See access.h.
#include <array>

#include <sodium.h>

#include "core/base/hash.h"
#include "platform/service/access.h"
#include "platform/store/accounts.h"
#include "platform/store/catalogue.h"
#include "platform/store/sessions.h"

namespace hexiao::service {

namespace {

constexpr unsigned long long argon_passes = 2;
constexpr std::size_t argon_memory = 19UL * 1024 * 1024;
constexpr std::size_t token_digits = 64;
constexpr Milliseconds seen_every{5 * 60 * 1000}; // not a write for each request

// Tokens are 256 random bits, so a plain SHA-256 hides them: there is nothing to guess that a slow hash would
// protect.
std::string token_hash(const Secret& token) {
    const Sha256 digest = sha256(token.reveal());
    return {digest.begin(), digest.end()};
}

bool is_token(const Secret& token) {
    return token.reveal().size() == token_digits &&
           token.reveal().find_first_not_of("0123456789abcdef") == std::string::npos;
}

bool password_matches(const std::string& hash, const Secret& password) {
    return crypto_pwhash_str_verify(hash.c_str(), password.reveal().data(), password.reveal().size()) == 0;
}

struct DeviceKind {
    std::string_view kind;
    std::string_view name;
};

// A device is named once and then read by colleagues in either language, whoever signed in first on it, so
// its name says the word in both: "手机 Phone 3". To translate it when it is shown would need the kind and
// the number on the wire, and would take away the shop's right to call it "the one at the door" later.
DeviceKind device_kind(std::string_view user_agent) {
    const auto has = [&](std::string_view word) { return user_agent.find(word) != std::string_view::npos; };
    if (has("iPad") || has("Tablet") || (has("Android") && !has("Mobile"))) {
        return {"tablet", "平板 Tablet"};
    }
    if (has("Mobile") || has("iPhone")) {
        return {"phone", "手机 Phone"};
    }
    return {"desk", "电脑 Desk"};
}

} // namespace

std::string hash_password(const Secret& password) {
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    const std::string& text = password.reveal();
    if (crypto_pwhash_str_alg(hash.data(), text.data(), text.size(), argon_passes, argon_memory,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return "!"; // out of memory: a hash that nothing matches
    }
    return hash.data();
}

Access::Access(const World& world, bool demo)
    : world_(world), demo_(demo), no_password_(hash_password(world.ids.token())) {}

Result<SignedIn> Access::sign_in(const api::SignInRequest& request, const Secret& device_token,
                                 std::string_view user_agent) {
    const auto login = world_.books.read([&](store::Connection& db) -> Result<std::optional<store::Login>> {
        return store::find_login(db, request.account);
    });
    if (!login) {
        return login.error();
    }
    const bool known = login->has_value();
    if (!password_matches(known ? (*login)->password_hash : no_password_, request.password) || !known) {
        return Error{Reason::bad_credentials, {}};
    }
    const store::Login& staff = **login;
    const Instant now = world_.clock.now();
    SignedIn done{{}, world_.ids.token(), is_token(device_token) ? device_token : world_.ids.token()};
    auto session = world_.books.write([&](store::Connection& db) -> Result<api::Session> {
        auto device = store::find_device(db, staff.merchant_id, token_hash(done.device_token));
        if (!device) {
            const DeviceKind kind = device_kind(user_agent);
            const std::int64_t number =
                store::count_devices(db, staff.merchant_id, std::string{kind.kind}) + 1;
            device = store::Device{world_.ids.uuid(now), std::string{kind.kind},
                                   std::string{kind.name} + " " + std::to_string(number)};
            store::insert_device(db, staff.merchant_id, *device, token_hash(done.device_token), now);
        }
        store::SessionRow row{world_.ids.uuid(now), now + session_life, {}};
        row.scope = {
            staff.merchant_id, store::stores_of_staff(db, staff.merchant_id, staff.staff_id, staff.role),
            staff.role,        staff.staff_id,
            device->id,        {},
            std::nullopt};
        const auto stores = store::stores(db, row.scope);
        if (stores.empty()) {
            return Error{Reason::bad_credentials, {}}; // works nowhere (any more)
        }
        row.scope.store_id = stores.front().id;
        if (const auto lanes = store::lanes(db, row.scope, row.scope.store_id); lanes.size() == 1) {
            row.scope.lane_id = lanes.front().id;
        }
        store::insert_session(db, row, token_hash(done.session_token), now);
        return load_session(db, row.scope);
    });
    if (!session) {
        return session.error();
    }
    done.session = std::move(*session);
    return done;
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
    return Caller{found->scope, found->id, found->expires_at};
}

Result<api::Session> Access::session(const Caller& caller) {
    return world_.books.read([&](store::Connection& db) { return load_session(db, caller.scope); });
}

Result<Done> Access::sign_out(const Caller& caller) {
    const Instant now = world_.clock.now();
    return world_.books.write([&](store::Connection& db) -> Result<Done> {
        store::revoke_session(db, caller.scope, caller.session_id, now);
        return Done{};
    });
}

Result<api::Session> Access::choose_place(const Caller& caller, const api::PlaceRequest& request) {
    return world_.books.write([&](store::Connection& db) -> Result<api::Session> {
        if (!store::find_store(db, caller.scope, request.store_id)) {
            return Error{Reason::not_found, "store_id"};
        }
        const auto lanes = store::lanes(db, caller.scope, request.store_id);
        if (std::ranges::none_of(lanes, [&](const api::Named& lane) { return lane.id == request.lane_id; })) {
            return Error{Reason::not_found, "lane_id"};
        }
        store::set_place(db, caller.scope, caller.session_id, request.store_id, request.lane_id);
        store::Scope moved = caller.scope;
        moved.store_id = request.store_id;
        moved.lane_id = request.lane_id;
        return load_session(db, moved);
    });
}

Result<api::Session> Access::load_session(store::Connection& db, const store::Scope& scope) {
    const auto merchant = store::find_merchant(db, scope.merchant_id);
    const auto staff = store::staff_name(db, scope);
    const auto device = store::device_name(db, scope);
    if (!merchant || !staff || !device) {
        return Error{Reason::unauthenticated, {}};
    }
    api::Session session;
    session.staff_id = scope.staff_id;
    session.staff_name = *staff;
    session.role = scope.role;
    session.merchant = *merchant;
    session.store_id = scope.store_id;
    session.lane_id = scope.lane_id;
    session.device_id = scope.device_id;
    session.device_name = *device;
    session.demo = demo_;
    session.server_time = world_.clock.now();
    for (const store::StoreRow& store : store::stores(db, scope)) {
        const auto offset = utc_offset_minutes(store.zone, session.server_time);
        if (!offset) {
            return offset.error();
        }
        session.stores.push_back(
            {store.id, store.title, *offset, store.cut_minutes, store::lanes(db, scope, store.id)});
    }
    return session;
}

} // namespace hexiao::service
