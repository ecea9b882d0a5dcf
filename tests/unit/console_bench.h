// A console on a bench: the test is its host, and has what the platform could say.
#pragma once

#include <doctest/doctest.h>

#include "core/console/console.h"

namespace hexiao::test {

using namespace hexiao::console;

inline const std::string handle = "01900000-0000-7000-8000-0000000000aa";
inline const std::string store_id = "01900000-0000-7000-8000-000000000001";
inline const std::string lane_id = "01900000-0000-7000-8000-000000000002";
inline const std::string staff_id = "01900000-0000-7000-8000-000000000003";
inline const std::string product_id = "01900000-0000-7000-8000-000000000004";
inline const api::Title noodles{"牛肉面", "Beef noodles"};

inline api::Session session_of(api::Role role, std::optional<std::string> lane = lane_id) {
    const api::Store store{store_id, {"总店", "Main store"}, 480, 240, {{lane_id, {"1 号窗口", "Lane 1"}}}};
    return {staff_id,
            "Staff",
            role,
            {"01900000-0000-7000-8000-000000000009", {"面馆", "Noodles"}},
            {store},
            store_id,
            lane,
            "01900000-0000-7000-8000-000000000005",
            "Phone 1",
            false,
            Instant{1'000'000},
            {}};
}

inline api::Card card_of(std::int64_t uses) {
    api::Card card;
    card.voucher_id = card.product_id = product_id;
    card.channel = Channel::house;
    card.title = card.category = noodles;
    card.valid_until = Instant{9'000'000'000};
    card.uses_total = card.uses_left = uses;
    return card;
}

inline api::Redemption redemption_of(std::int64_t uses) {
    return {"01900000-0000-7000-8000-0000000000bb",
            Instant{5},
            product_id,
            noodles,
            uses,
            Money{2800},
            {"1 号窗口", "Lane 1"},
            "Staff",
            "Phone 1",
            std::nullopt,
            std::nullopt};
}

// A row of the outbox as the browser has it.
inline event::StoredRow stored(const std::string& row) {
    const auto read = wire::read<outbox::Row>(row);
    REQUIRE(read);
    return {read->key, row};
}

// A console on a bench: the test is its host.
struct Bench {
    State state;
    Effects effects; // of the last event
    std::int64_t now = 1'000'000;
    std::uint8_t chance = 1;

    void take(const Event& event) {
        Stamp stamp{Instant{now}, {}};
        stamp.random.fill(chance++);
        effects = update(state, event, stamp);
    }
    void want(Intent intent) { take(event::Wanted{std::move(intent)}); }

    template <class T>
    const T* effect() const {
        for (const Effect& one : effects) {
            if (const T* found = std::get_if<T>(&one)) {
                return found;
            }
        }
        return nullptr;
    }
    const effect::Fetch& sent() const {
        REQUIRE(effect<effect::Fetch>() != nullptr);
        return *effect<effect::Fetch>();
    }
    // The number of a request for this that is under way.
    std::int64_t asked_for(Ask what) const {
        for (const auto& [number, one] : state.asked) {
            if (one.what == what) {
                return number;
            }
        }
        FAIL("nothing is asked for");
        return 0;
    }
    template <class T>
    const T& step() const {
        REQUIRE(std::holds_alternative<T>(state.view.counter.step));
        return *std::get_if<T>(&state.view.counter.step);
    }

    void answer(std::int64_t request, int status, std::string body, std::string type = "application/json") {
        take(event::Answered{request, {status, std::move(type), std::move(body)}});
    }
    void problem(std::int64_t request, int status, Reason reason) {
        const api::Problem problem{"about:blank", "t", status, reason, {}};
        answer(request, status, wire::write(problem), "application/problem+json");
    }

    void sign_in(api::Role role = api::Role::cashier, std::optional<std::string> lane = lane_id,
                 const std::string& path = "/counter") {
        take(event::Started{path, Language::zh});
        answer(sent().request, 200, wire::write(session_of(role, std::move(lane))));
    }
    void show_card(std::int64_t uses = 1) {
        take(event::Scanned{Secret{make_house_code(7)}});
        api::Prepared prepared;
        prepared.outcome = api::PrepareOutcome::ready;
        prepared.handle = handle;
        prepared.card = card_of(uses);
        answer(sent().request, 200, wire::write(prepared));
        CHECK(step<Showing>().handle == handle);
    }
    // Taps redeem, lets the record be stored, and returns the request and key that went out.
    effect::Fetch tap_redeem() {
        want(intent::Redeem{});
        const auto* record = effect<effect::StoreRecord>();
        REQUIRE(record != nullptr);
        CHECK(effect<effect::Fetch>() == nullptr);
        const std::string key = record->key;
        take(event::RecordStored{key, true});
        CHECK(sent().key == key);
        return sent();
    }
    std::string done(const std::string& key) const {
        api::RedeemAnswer answer;
        answer.outcome = Outcome::done;
        answer.key = key;
        answer.redemption = redemption_of(1);
        answer.uses_left = 0;
        return wire::write(answer);
    }
    static std::string unknown(const std::string& key) {
        api::RedeemAnswer answer;
        answer.outcome = Outcome::unknown;
        answer.reason = Reason::commit_unknown;
        answer.key = key;
        return wire::write(answer);
    }
    void feed(const std::string& id, const std::string& type, const std::string& data) {
        take(event::FeedReceived{id, type, data});
    }
    void snapshot(const std::string& id, std::optional<api::JournalHead> head = {}) {
        api::Today today;
        today.store_id = store_id;
        today.business_day = "2026-11-22";
        today.day_ends_at = Instant{now + 60'000};
        today.server_time = Instant{now};
        today.products.push_back({product_id, noodles, 3, 10});
        today.head = std::move(head);
        feed(id, "snapshot", wire::write(today));
    }
    void left(const std::string& id, std::int64_t usable, const std::string& day = "2026-11-22") {
        feed(id, "products", wire::write(api::ProductsEvent{day, {{product_id, noodles, 4, usable}}}));
    }
    void redeemed(const std::string& previous, const std::string& id, const std::string& day = "2026-11-22") {
        feed(id, "redemption", wire::write(api::RedemptionEvent{previous, day, redemption_of(2)}));
    }
};

} // namespace hexiao::test
