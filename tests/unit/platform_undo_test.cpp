// Undoing redemptions on a clock that stands still: who may and for how long, what comes back, and that every
// count, list and proof of the books says the same afterwards. On SQLite, and on PostgreSQL where the tests
// have one.
#include <doctest/doctest.h>

#include "core/redemption/undo.h"
#include "platform_world.h"

using namespace hexiao;
using namespace hexiao::test;

namespace {

constexpr Milliseconds moment{1};
const api::UndoRequest by_oneself{};
const api::UndoRequest served{api::UndoReason::mistake, false};
const api::UndoRequest not_served{api::UndoReason::cannot_serve, true};

struct Shop : World {
    explicit Shop(const std::string& database = fresh_database()) : World(database) {}

    // A colleague of the cashier, who is the manager in another role.
    service::Caller colleague() {
        service::Caller other = caller();
        other.scope.staff_id = id();
        other.session_id = id();
        const auto made = books->write([&](store::Connection& db) -> Result<service::Done> {
            store::insert_staff(db, merchant,
                                {other.scope.staff_id,
                                 other.scope.staff_id,
                                 "Colleague",
                                 api::Role::cashier,
                                 "!",
                                 {stores[0]}});
            store::insert_session(db, {other.session_id, other.session_ends, other.scope}, other.session_id,
                                  clock.at);
            return service::Done{};
        });
        REQUIRE(made);
        return other;
    }
    Result<api::UndoAnswer> undo(const service::Caller& who, const std::string& id,
                                 const api::UndoRequest& request) {
        return services.counter.undo(who, id, request, this->id());
    }
    std::int64_t number(const std::string& sql) {
        return *books->read([&](store::Connection& db) -> Result<std::int64_t> {
            return db.one(sql, [](const store::Row& row) { return row.integer(0); }).value_or(-1);
        });
    }
    api::Today today(std::size_t store = 0, api::Role role = api::Role::manager) {
        REQUIRE(services.counter.number_entries());
        return *services.feeds.open(caller(role), stores[store], {})->snapshot;
    }
    std::vector<std::string> faults() { return journal_reports().at(0).faults; }
};

} // namespace

TEST_CASE("undo: whoever redeemed has ten minutes, a manager a day, a colleague and a stranger nothing") {
    Shop shop;
    const auto who = shop.caller();
    const auto manager = shop.caller(api::Role::manager, 1); // stands at the other store
    const std::string first = shop.use(who, shop.voucher()).redemption->id;
    const std::string second = shop.use(who, shop.voucher()).redemption->id;
    const auto refused = [&](const service::Caller& person, const std::string& id,
                             const api::UndoRequest& request) {
        const auto answer = shop.undo(person, id, request);
        REQUIRE(answer);
        CHECK(answer->outcome == Outcome::refused);
        CHECK_FALSE(answer->redemption.undone);
        return answer->reason;
    };
    CHECK(refused(shop.colleague(), first, by_oneself) == Reason::forbidden);
    auto stranger = who;
    stranger.scope.merchant_id = shop.id();
    CHECK(shop.undo(stranger, first, by_oneself).error().reason == Reason::unauthenticated);
    auto elsewhere = manager;
    elsewhere.scope.store_ids = {shop.stores[1]};
    CHECK(shop.undo(elsewhere, first, served).error().reason == Reason::not_found);
    CHECK(shop.undo(manager, first, by_oneself).error().field == "reason");

    shop.clock.at = shop.clock.at + undo_by_oneself - moment;
    CHECK(shop.undo(who, first, by_oneself)->outcome == Outcome::done);
    shop.clock.at = shop.clock.at + moment;
    CHECK(refused(who, second, by_oneself) == Reason::undo_too_late);
    const Instant redeemed_at = shop.clock.at - undo_by_oneself;
    shop.clock.at = redeemed_at + undo_by_manager;
    CHECK(refused(manager, second, served) == Reason::undo_too_late);
    shop.clock.at = shop.clock.at - moment;
    const auto done = shop.undo(manager, second, served);
    CHECK(done->outcome == Outcome::done);
    CHECK(done->redemption.undone->why == api::UndoReason::mistake);
    CHECK(shop.faults().empty());
}

TEST_CASE(
    "undo: the uses come back to the voucher, stock only on a manager's word, and it is redeemed again") {
    Shop shop;
    const auto who = shop.caller();
    const auto manager = shop.caller(api::Role::manager);
    const Secret code = shop.voucher(3);
    const auto stock = [&] { return shop.number("SELECT sum(stock_redeemed) FROM product"); };
    std::int64_t worth = 0;
    const auto use = [&] {
        const auto done = shop.use(who, code);
        REQUIRE(done.outcome == Outcome::done);
        worth += done.redemption->amount.fen;
        return *done.redemption;
    };
    const auto undo = [&](const service::Caller& person, const api::Redemption& one,
                          const api::UndoRequest& request) {
        const auto answer = shop.undo(person, one.id, request);
        REQUIRE(answer);
        REQUIRE(answer->outcome == Outcome::done);
        worth -= one.amount.fen;
        return *answer;
    };
    const auto first = use();
    const auto second = use();
    use();
    CHECK(shop.services.counter.prepare(who, {code})->previous);
    CHECK(stock() == 3);
    // Whatever a cashier says of what was served.
    auto answer = undo(who, first, {std::nullopt, true});
    CHECK(answer.uses_left == 1);
    CHECK_FALSE(answer.redemption.undone->stock_returned);
    CHECK(stock() == 3);
    answer = undo(manager, second, not_served);
    CHECK(answer.uses_left == 2);
    CHECK(answer.redemption.undone->stock_returned);
    CHECK(stock() == 2);
    use();
    use();
    CHECK(worth == 1000);
    CHECK(stock() == 4);
    CHECK(shop.services.counter.prepare(who, {code})->reason == Reason::already_redeemed);
    CHECK(shop.number("SELECT count(*) FROM redemption") == 5);
    CHECK(shop.faults().empty());
}

TEST_CASE("undo: once, however often it is asked for, and every retry hears the same") {
    Shop shop;
    const auto who = shop.caller();
    const auto manager = shop.caller(api::Role::manager);
    const std::string id = shop.use(who, shop.voucher()).redemption->id;
    const std::string key = shop.id();
    const auto first = shop.services.counter.undo(who, id, by_oneself, key);
    REQUIRE(first);
    CHECK_FALSE(first->replayed);
    const auto books = [&] {
        return shop.number(
            "SELECT (SELECT count(*) FROM journal) * 1000 + (SELECT sum(uses_left) FROM voucher)");
    };
    const std::int64_t before = books();
    auto again = shop.services.counter.undo(who, id, by_oneself, key);
    CHECK(again->replayed);
    again->replayed = false;
    CHECK(wire::write(*again) == wire::write(*first));
    CHECK(shop.services.counter.undo(who, id, {std::nullopt, true}, key).error().reason ==
          Reason::key_reused);
    shop.clock.at = shop.clock.at + undo_by_manager;
    const auto later = shop.undo(manager, id, not_served); // late, but it is undone
    CHECK(later->outcome == Outcome::done);
    CHECK(later->replayed);
    CHECK_FALSE(later->redemption.undone->why);
    CHECK(books() == before);
}

TEST_CASE("undo: nothing returns to a voucher that was taken back, and what was served keeps its stock") {
    Shop shop;
    const auto who = shop.caller();
    const auto owner = shop.caller(api::Role::owner);
    const Secret code = shop.voucher(2);
    const std::string first = shop.use(who, code).redemption->id;
    const auto voucher = [&](const Secret& of) {
        return shop.services.vouchers.find(owner, {of, {}, {}, {}})->items.at(0).id;
    };
    const auto taken_back = [&](const Secret& of) {
        return *shop.services.vouchers.revoke(owner, voucher(of), {api::RevokeReason::wrong_sale});
    };
    CHECK_FALSE(*taken_back(code).revocation->stock_returned);
    CHECK(shop.undo(who, first, by_oneself)->reason == Reason::voucher_revoked);
    for (const bool nothing : {true, false}) {
        const Secret other = shop.voucher();
        REQUIRE(shop.undo(owner, shop.use(who, other).redemption->id, {api::UndoReason::mistake, nothing}));
        CHECK(*taken_back(other).revocation->stock_returned == nothing);
    }
}

TEST_CASE("undo: snapshot and events say the same, at the store where it was redeemed") {
    Shop shop;
    const auto who = shop.caller();
    const auto manager = shop.caller(api::Role::manager, 1);
    shop.use(who, shop.voucher());
    const auto made = *shop.use(who, shop.voucher()).redemption;
    const api::Today before = shop.today();
    CHECK(before.redeemed == 2);
    REQUIRE(shop.undo(manager, made.id, not_served));
    // Not numbered yet: nobody was told.
    const auto still = shop.services.feeds.open(who, shop.stores[0], {})->snapshot;
    CHECK(still->redeemed == 2);
    CHECK(still->products[0].redeemed == 2);
    CHECK(still->products[0].usable == before.products[0].usable);
    CHECK_FALSE(still->recent[0].undone);
    const api::Today after = shop.today();
    CHECK(after.redeemed == 1);
    CHECK(after.amount.fen == 1000);
    CHECK(after.products[0].redeemed == 1);
    CHECK(after.products[0].usable == before.products[0].usable + 1);
    REQUIRE(after.recent.size() == 2);
    const auto undone = std::ranges::find(after.recent, made.id, &api::Redemption::id);
    REQUIRE(undone->undone);
    CHECK(undone->undone->staff_name == "Somebody");
    const api::Today shown = shop.today(0, api::Role::display);
    const auto on_wall = std::ranges::find(shown.recent, made.id, &api::Redemption::id);
    REQUIRE(on_wall->undone);
    CHECK_FALSE(on_wall->undone->staff_name);
    CHECK_FALSE(on_wall->staff_id);

    const auto told = shop.services.feeds.after(shop.merchant, 0, std::vector<std::string>{});
    REQUIRE(told->events.size() == 3);
    const auto* redeemed = std::get_if<api::Redemption>(&told->events[1].fact);
    REQUIRE(redeemed != nullptr);
    CHECK_FALSE(redeemed->undone); // as it was
    const auto* undoing = std::get_if<store::Undoing>(&told->events[2].fact);
    REQUIRE(undoing != nullptr);
    CHECK(undoing->redemption == *undone);
    CHECK(told->events[2].store_id == shop.stores[0]);
    CHECK(told->events[2].previous == told->events[1].position);
    // A reader that stands at it goes on from there.
    const auto opening =
        shop.services.feeds.open(who, shop.stores[0], std::to_string(told->events[2].position));
    CHECK_FALSE(opening->snapshot);
    CHECK(shop.today(1).redeemed == 0);
}

TEST_CASE("undo: a closed day stays as it was written, closing it again makes its next version") {
    Shop shop;
    const auto who = shop.caller();
    const auto manager = shop.caller(api::Role::manager);
    const auto made = *shop.use(who, shop.voucher()).redemption;
    shop.use(who, shop.voucher());
    const std::string day = shop.today().business_day;
    shop.clock.at = shop.clock.at + Milliseconds{std::int64_t{17} * 3600 * 1000}; // past the cut
    const auto first = shop.services.days.close(manager, shop.stores[0], day);
    REQUIRE(first);
    const api::Today before = shop.today();
    REQUIRE(shop.undo(manager, made.id, not_served)->outcome == Outcome::done);
    CHECK(shop.services.days.closed_day(manager, shop.stores[0], day)->totals == first->totals);
    const api::Today after = shop.today();
    CHECK(after.redeemed == before.redeemed); // it was another day's
    CHECK(after.products[0].usable == before.products[0].usable + 1);
    const auto second = shop.services.days.close(manager, shop.stores[0], day);
    CHECK(second->version == 2);
    CHECK(second->totals.all.redeemed == 1);
    CHECK(second->totals.all.redeemed_amount.fen == 1000);
    // Told today, of another day: a reader that stands at it is of today.
    const auto last = shop.services.feeds.after(shop.merchant, 0, std::vector<std::string>{})->events.back();
    CHECK(last.business_day == day);
    CHECK_FALSE(shop.services.feeds.open(who, shop.stores[0], std::to_string(last.position))->snapshot);
}

TEST_CASE("undo: what is usable is never below nothing, also of a voucher that ended meanwhile") {
    Shop shop;
    const auto who = shop.caller();
    const auto manager = shop.caller(api::Role::manager);
    const auto made = *shop.use(who, shop.voucher()).redemption;
    REQUIRE(shop.books->write([&](store::Connection& db) -> Result<service::Done> {
        db.exec("UPDATE voucher SET valid_until = ?", shop.clock.at + moment);
        return service::Done{};
    }));
    shop.clock.at = shop.clock.at + Milliseconds{1000};
    REQUIRE(shop.services.counter.number_entries());
    REQUIRE(shop.undo(manager, made.id, served)->outcome == Outcome::done);
    CHECK(shop.services.feeds.open(who, shop.stores[0], {})->snapshot->products[0].usable == 0);
    CHECK(shop.today().products[0].usable == 0);
}

TEST_CASE("undo: the voucher's history tells it") {
    Shop shop;
    const auto who = shop.caller();
    const auto owner = shop.caller(api::Role::owner);
    const Secret code = shop.voucher();
    REQUIRE(shop.undo(owner, shop.use(who, code).redemption->id, not_served));
    shop.use(who, code);
    const auto found = shop.services.vouchers.find(owner, {code, {}, {}, {}});
    const auto history = shop.services.vouchers.history(owner, found->items.at(0).id, {});
    REQUIRE(history);
    REQUIRE(history->items.size() == 4);
    const api::VoucherEvent& event = history->items[2];
    CHECK(event.kind == api::VoucherEventKind::undone);
    CHECK(event.undone_why == api::UndoReason::cannot_serve);
    CHECK(event.stock_returned == true);
    CHECK(event.uses == 1);
    CHECK(event.amount == Money{1000});
    CHECK(history->items[3].kind == api::VoucherEventKind::redeemed);
}

TEST_CASE("undo: who undoes a redemption behind the program's back, or changes one, is found out") {
    Shop shop{in_a_file};
    const auto who = shop.caller();
    const auto undone = shop.use(who, shop.voucher()).redemption->id;
    const auto kept = shop.use(who, shop.voucher()).redemption->id;
    REQUIRE(shop.undo(who, undone, by_oneself));
    REQUIRE(shop.services.counter.number_entries());
    CHECK(shop.faults().empty());
    const auto says = [&](std::initializer_list<std::string> changes, std::string_view words) {
        REQUIRE(shop.books->write([&](store::Connection& db) -> Result<service::Done> {
            for (const std::string& sql : changes) {
                db.exec(sql);
            }
            return service::Done{};
        }));
        return std::ranges::any_of(shop.faults(), [&](const std::string& sentence) {
            return sentence.find(words) != std::string::npos;
        });
    };
    CHECK(says({"UPDATE undone SET stock_returned = 1"},
               "The undoing of redemption " + undone +
                   " has stock_returned 1, but the entry at position 3 says 0."));
    CHECK(
        says({"UPDATE undone SET stock_returned = 0, redemption_id = '" + kept + "'"},
             "The undoing of redemption " + undone + ", of which the entry at position 3 tells, is not in"));
    CHECK(says({"DELETE FROM undone"}, "0 uses are gone, but its redemptions are of 1."));
}
