// See entry.h.
#include "platform/service/entry.h"

#include "platform/service/actions.h"
#include "platform/service/day_rule.h"
#include "platform/service/secrets.h"
#include "platform/store/catalogue.h"
#include "platform/store/journal.h"
#include "platform/store/people.h"
#include "platform/store/sessions.h"

namespace hexiao::service {

namespace {

// A device is named once and then read by colleagues in either language, whoever signed in first on it, so
// its name says the word in both: "手机 Phone 3". To translate it when it is shown would need the kind and
// the number on the wire, and would take away the shop's right to call it "the one at the door" later.
std::string_view device_word(std::string_view kind) {
    return kind == "tablet" ? "平板 Tablet" : kind == "phone" ? "手机 Phone" : "电脑 Desk";
}

} // namespace

std::string device_kind(std::string_view user_agent) {
    const auto has = [&](std::string_view word) { return user_agent.find(word) != std::string_view::npos; };
    if (has("iPad") || has("Tablet") || (has("Android") && !has("Mobile"))) {
        return "tablet";
    }
    return has("Mobile") || has("iPhone") ? "phone" : "desk";
}

Entry::OnDevice Entry::device(store::Connection& db, const std::string& merchant_id, const Browser& browser,
                              const Secret& fresh, Instant now) {
    const bool has_cookie = is_token(browser.device_token);
    auto known =
        has_cookie ? store::find_device(db, merchant_id, token_hash(browser.device_token)) : std::nullopt;
    if (known && !known->revoked) {
        return {std::move(*known), browser.device_token};
    }
    const Secret& token = has_cookie && !known ? browser.device_token : fresh;
    const std::string kind = device_kind(browser.user_agent);
    const std::int64_t number = store::count_devices(db, merchant_id, kind) + 1;
    OnDevice made{{world_.ids.uuid(now), kind, std::string{device_word(kind)} + " " + std::to_string(number)},
                  token};
    store::insert_device(db, merchant_id, made.device, token_hash(token), now);
    return made;
}

Result<api::Session> Entry::open(store::Connection& db, store::Scope scope, const Secret& token, Instant ends,
                                 std::string_view by, Instant now) {
    if (scope.store_id.empty()) {
        const auto stores = store::stores(db, scope);
        if (stores.empty()) {
            return Error{Reason::bad_credentials, {}};
        }
        scope.store_id = stores.front().id;
        if (const auto lanes = store::lanes(db, scope, scope.store_id); lanes.size() == 1) {
            scope.lane_id = lanes.front().id;
        }
    }
    const store::SessionRow row{world_.ids.uuid(now), ends, scope, now, by == "pin"};
    store::insert_session(db, row, token_hash(token), now);
    note(db, scope.merchant_id, "staff_signed_in",
         {{"staff_id", scope.staff_id},
          {"device_id", scope.device_id},
          {"session_id", row.id},
          {"by", std::string{by}}},
         now);
    return load(db, scope);
}

Result<api::Session> Entry::load(store::Connection& db, const store::Scope& scope) {
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
    const std::uint16_t present = house_qr_key_number(session.server_time);
    auto& keys = session.qr_keys.emplace();
    for (int number = std::max(0, present - 1); number <= present + 1; ++number) {
        const auto seed = world_.books.vault().qr_seed(scope.merchant_id, static_cast<std::uint16_t>(number));
        keys.push_back({number, to_hex(public_key_of(seed))});
    }
    session.display = store::display_content(db, scope);
    if (scope.role != api::Role::display) {
        session.offline = offline_terms(world_, db, scope, session.server_time);
    }
    queue::Alarms alarms;
    if (const auto settings = store::merchant_settings(db, scope)) {
        session.automatic = settings->automatic;
        alarms = settings->alarms.value_or(alarms);
    }
    for (const store::StoreRow& store : store::stores(db, scope)) {
        auto told = store_as_told(db, scope, store, alarms, session.server_time);
        if (!told) {
            return told.error();
        }
        session.stores.push_back(std::move(*told));
    }
    return session;
}

void Entry::note(store::Connection& db, const std::string& merchant_id, std::string kind,
                 std::map<std::string, std::variant<std::int64_t, std::string>> facts, Instant now) {
    store::append_quiet_entry(db, merchant_id,
                              {world_.ids.uuid(now), std::move(kind), now, std::move(facts)});
}

} // namespace hexiao::service
