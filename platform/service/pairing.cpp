// See pairing.h.
#include "platform/service/pairing.h"

#include "platform/service/acting.h"
#include "platform/service/device_key.h"
#include "platform/service/secrets.h"
#include "platform/store/catalogue.h"
#include "platform/store/names.h"
#include "platform/store/sessions.h"

namespace hexiao::service {

namespace {

// Four digits: one device claims a token, so the number only tells it from one that was too late.
std::string short_number(const RandomBytes& random) {
    const unsigned number = (unsigned{random[14]} << 8U | random[15]) % 10'000;
    std::string text = std::to_string(number);
    return std::string(4 - text.size(), '0') + text;
}

api::Pairing told(const store::PairingRow& row) {
    return {row.id, row.purpose, row.state, row.number, row.kind, row.device_id, row.expires_at};
}

// Of the caller, and not too late.
Result<store::PairingRow> own_pairing(store::Connection& db, const Caller& caller, const std::string& id,
                                      Instant now) {
    auto found = store::find_pairing(db, caller.scope, id);
    if (!found) {
        return Error{Reason::not_found, "pairing_id"};
    }
    if (found->expires_at <= now) {
        return Error{Reason::link_expired, {}};
    }
    return std::move(*found);
}

} // namespace

Result<api::PairingLink> Pairings::make(const Caller& caller, const api::PairingRequest& request) {
    const Instant now = world_.clock.now();
    const store::Scope& scope = caller.scope;
    if (request.purpose == api::Purpose::other) {
        return Error{Reason::invalid_field, "purpose"};
    }
    if (const auto taken = take(limits_.making(scope.staff_id), now); !taken) {
        return taken.error();
    }
    const Secret token = world_.ids.token();
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::PairingLink> {
        if (!store::find_store(db, scope, request.store_id)) {
            return Error{Reason::not_found, "store_id"};
        }
        store::PairingRow row;
        row.id = world_.ids.uuid(now);
        row.purpose = request.purpose;
        row.store_id = request.store_id;
        row.expires_at = now + pairing_life;
        store::insert_pairing(db, scope, row, token_hash(token));
        entry_.note(db, scope.merchant_id, "pairing_made",
                    {{"pairing_id", row.id},
                     {"staff_id", scope.staff_id},
                     {"store_id", row.store_id},
                     {"purpose", std::string{store::name_of(row.purpose)}}},
                    now);
        return api::PairingLink{row.id, token, row.expires_at};
    });
}

Result<api::Pairing> Pairings::find(const Caller& caller, const std::string& id) {
    return world_.books.read([&](store::Connection& db) -> Result<api::Pairing> {
        const auto row = own_pairing(db, caller, id, world_.clock.now());
        return row ? Result<api::Pairing>{told(*row)} : row.error();
    });
}

Result<api::Pairing> Pairings::decide(const Caller& caller, const std::string& id,
                                      const api::PairingDecision& decision) {
    const Instant now = world_.clock.now();
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::Pairing> {
        auto row = own_pairing(db, caller, id, now);
        if (!row) {
            return row.error();
        }
        if (row->state == api::PairingState::claimed) {
            store::decide_pairing(db, caller.scope, id, decision.confirm, now);
            row->state = decision.confirm ? api::PairingState::confirmed : api::PairingState::refused;
            entry_.note(db, caller.scope.merchant_id,
                        decision.confirm ? "pairing_confirmed" : "pairing_refused",
                        {{"pairing_id", id}, {"staff_id", caller.scope.staff_id}}, now);
        }
        return told(*row);
    });
}

Result<api::Claim> Pairings::claim(const api::ClaimRequest& request, const Browser& browser) {
    const Instant now = world_.clock.now();
    const auto key = read_public_key(request.public_key);
    if (!key) {
        return Error{Reason::invalid_field, "public_key"};
    }
    const Shares shares = limits_.token(browser.address);
    if (const auto taken = take(shares, now); !taken) {
        return taken.error();
    }
    const store::Claiming claiming{short_number(world_.ids.random()), world_.ids.token().reveal(), *key,
                                   device_kind(browser.user_agent), now + pairing_life};
    const std::string token = token_hash(request.token);
    auto claimed = world_.books.write([&](store::Connection& db) -> Result<api::Claim> {
        const auto row = store::claim_pairing(db, token, claiming, now);
        if (!row) {
            return Error{Reason::link_expired, {}};
        }
        return api::Claim{row->id, row->purpose, claiming.number, claiming.challenge, claiming.expires_at};
    });
    if (claimed) {
        give_back(shares);
    }
    return claimed;
}

Result<Pairings::Collecting> Pairings::collect(const api::CollectRequest& request, const Browser& browser) {
    const Instant now = world_.clock.now();
    const Shares shares = limits_.token(browser.address);
    if (const auto taken = take(shares, now); !taken) {
        return taken.error();
    }
    const auto known = world_.books.read([&](store::Connection& db) -> Result<store::PairingRow> {
        auto row = store::find_claimed(db, request.pairing_id, now);
        return row ? Result<store::PairingRow>{std::move(*row)} : Error{Reason::link_expired, {}};
    });
    if (!known) {
        return known.error();
    }
    const std::string text = api::signed_text(known->challenge.value_or(""), request.attempt);
    if (!signature_matches(known->public_key.value_or(""), text, request.signature)) {
        return Error{Reason::link_expired, {}};
    }
    // Each attempt is recorded, also one that is answered "not decided yet": who saw that one could otherwise
    // send it again a moment after the decision, and be the one who is let in.
    auto collecting = world_.books.write([&](store::Connection& db) -> Result<Collecting> {
        const auto row = store::find_claimed(db, request.pairing_id, now);
        if (!row || !store::advance_pairing(db, *row, request.attempt)) {
            return Error{Reason::link_expired, {}};
        }
        if (row->state == api::PairingState::claimed || row->state == api::PairingState::refused) {
            return Collecting{{row->state, {}, {}, {}}, {}, {}, {}};
        }
        return let_in(db, *row, browser, now);
    });
    if (collecting) {
        give_back(shares);
    }
    return collecting;
}

// The device of a confirmed pairing, or of one that was collected already, with new cookies.
Result<Pairings::Collecting> Pairings::let_in(store::Connection& db, const store::PairingRow& pairing,
                                              const Browser& browser, Instant now) {
    Collecting done;
    done.device_token = world_.ids.token();
    store::Scope scope;
    scope.merchant_id = pairing.merchant_id;
    if (pairing.device_id) {
        scope.device_id = *pairing.device_id;
        done.ended = store::revoke_sessions_of_device(db, scope, scope.device_id, now);
    } else if (pairing.purpose == api::Purpose::display) {
        scope.device_id = display(db, pairing, done.device_token, now).id;
    } else {
        scope.device_id = entry_.device(db, pairing.merchant_id, browser, done.device_token, now).device.id;
    }
    store::set_paired(db, pairing, scope.device_id, token_hash(done.device_token), now);
    store::collect_pairing(db, pairing, scope.device_id);
    if (!pairing.device_id) {
        entry_.note(db, pairing.merchant_id, "device_paired",
                    {{"pairing_id", pairing.id},
                     {"device_id", scope.device_id},
                     {"confirmed_by", pairing.made_by},
                     {"store_id", pairing.store_id},
                     {"purpose", std::string{store::name_of(pairing.purpose)}}},
                    now);
    }
    done.answer.state = api::PairingState::collected;
    done.answer.device_id = scope.device_id;
    done.answer.device_name = store::device_name(db, scope);
    if (pairing.purpose == api::Purpose::display) {
        scope.role = api::Role::display;
        scope.staff_id = scope.device_id;
        scope.store_ids = std::vector{pairing.store_id};
        scope.store_id = pairing.store_id;
        done.session_token = world_.ids.token();
        auto session = entry_.open(db, scope, done.session_token, now + display_life, "pairing", now);
        if (!session) {
            return session.error();
        }
        done.answer.session = std::move(*session);
    }
    return done;
}

// A display is its own member of staff, under the id of its device, with a password that nothing matches:
// what may be done to staff (disabling, another store) may be done to it.
store::Device Pairings::display(store::Connection& db, const store::PairingRow& pairing, const Secret& token,
                                Instant now) {
    const std::int64_t number = store::count_displays(db, pairing.merchant_id) + 1;
    store::Device device{world_.ids.uuid(now), pairing.kind.value_or("desk"),
                         "大屏 Screen " + std::to_string(number)};
    store::insert_device(db, pairing.merchant_id, device, token_hash(token), now);
    store::insert_staff(db, pairing.merchant_id,
                        {device.id,
                         "display-" + device.id,
                         device.name,
                         api::Role::display,
                         no_password,
                         {pairing.store_id}});
    return device;
}

} // namespace hexiao::service
