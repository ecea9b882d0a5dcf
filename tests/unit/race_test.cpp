// Many at once for the same thing: whoever wins, there is one winner, nothing is lost or made, and everybody
// hears the same. On SQLite, and on PostgreSQL where the tests have one (platform_world.h). The control
// decides outside of the writing transaction, as the services never do, and must show the double winners that
// the others do not.
#include <doctest/doctest.h>

#include <atomic>
#include <barrier>
#include <functional>
#include <iostream>
#include <set>
#include <thread>

#include "platform/store/journal.h"
#include "platform/store/products.h"
#include "platform/store/redemptions.h"
#include "platform_world.h"

using namespace hexiao;
using namespace hexiao::test;
using store::Connection;

namespace {

constexpr std::size_t clients = 64;

// Calls `work(thread, i)` for every i below `count` on all threads, which take the next one each.
void at_once(std::size_t threads, std::size_t count,
             const std::function<void(std::size_t, std::size_t)>& work) {
    std::atomic<std::size_t> next = 0;
    std::barrier all_there{static_cast<std::ptrdiff_t>(threads)};
    std::vector<std::thread> running;
    for (std::size_t thread = 0; thread < threads; ++thread) {
        running.emplace_back([&, thread] {
            all_there.arrive_and_wait();
            for (std::size_t i = next++; i < count; i = next++) {
                work(thread, i);
            }
        });
    }
    for (std::thread& thread : running) {
        thread.join();
    }
}

// For tests/bench/run.mjs.
void tell(const char* what, std::int64_t value) {
    std::cout << R"({"found":")" << what << R"(","value":)" << value << "}" << std::endl;
}

// A counter with ids that many threads may take.
class Race {
public:
    Race() {
        for (std::size_t i = 0; i < clients; ++i) {
            people.push_back(world.caller());
            sellers.push_back(world.caller(api::Role::owner));
        }
    }

    struct Ticket {
        std::string id;
        Secret code;
    };
    // Each of an order of its own, or all of one.
    std::vector<Ticket> vouchers(std::size_t count, std::int64_t uses = 1, bool of_one_order = false) {
        std::vector<Ticket> made;
        const auto written = world.books->write([&](Connection& db) -> Result<service::Done> {
            const std::string& product = world.products[0];
            made.clear();
            std::string order;
            for (std::size_t i = 0; i < count; ++i) {
                if (i == 0 || !of_one_order) {
                    order = ids.uuid(world.clock.at);
                    const auto quantity = static_cast<std::int64_t>(of_one_order ? count : 1);
                    store::insert_order(db, world.merchant,
                                        {order, product, Channel::house, quantity, {1000}, world.clock.at});
                }
                made.push_back({ids.uuid(world.clock.at), Secret{make_house_code(1'000'000 + codes_ + i)}});
                store::insert_voucher(db, world.merchant,
                                      {made.back().id, order, product, Channel::house,
                                       world.books->code_hash(made.back().code), "0000",
                                       world.clock.at - Milliseconds{1000},
                                       world.clock.at + service::session_life, uses});
            }
            return service::Done{};
        });
        REQUIRE(written);
        codes_ += count;
        return made;
    }

    std::string prepare(std::size_t client, const Ticket& ticket) {
        const auto prepared = services.counter.prepare(people[client], {ticket.code});
        return prepared ? prepared->handle.value_or("") : "";
    }
    bool redeem(std::size_t client, const std::string& handle) {
        const auto answer = services.counter.redeem(people[client], {handle, 1}, ids.uuid(world.clock.at));
        unanswered += answer ? 0 : 1;
        return answer && answer->outcome == Outcome::done;
    }
    // Whether the voucher was revoked by this call.
    bool revoke(const Ticket& ticket) {
        const auto answer = services.vouchers.revoke(owner, ticket.id, {api::RevokeReason::customer_asked});
        unanswered += answer ? 0 : 1;
        return answer && answer->outcome == Outcome::done && !answer->replayed;
    }

    // Whether `quantity` vouchers of the first product, asked for in two items, were sold by this call.
    bool sell(std::size_t client, std::int64_t quantity) {
        const std::string& product = world.products[0];
        const api::SaleRequest request{{{product, 1}, {product, quantity - 1}}, false, {}};
        const auto sale = services.vouchers.sell(sellers[client], request, ids.uuid(world.clock.at));
        unanswered += sale || sale.error().reason == Reason::red_line ? 0 : 1;
        return static_cast<bool>(sale);
    }

    // Whether the redemption was undone by this call.
    bool undo(const std::string& redemption_id) {
        const auto answer = services.counter.undo(owner, redemption_id, {api::UndoReason::mistake, true},
                                                  ids.uuid(world.clock.at));
        unanswered += answer ? 0 : 1;
        return answer && answer->outcome == Outcome::done && !answer->replayed;
    }

    std::int64_t number(const std::string& sql) {
        return *world.books->read([&](Connection& db) -> Result<std::int64_t> {
            return db.one(sql, [](const store::Row& row) { return row.integer(0); }).value_or(-1);
        });
    }
    // Vouchers that were redeemed more often than they have uses.
    std::int64_t double_winners() {
        return number(
            "SELECT count(*) FROM voucher v WHERE v.uses_total < (SELECT coalesce(sum(r.uses), 0) FROM "
            "redemption r WHERE r.merchant_id = v.merchant_id AND r.voucher_id = v.id AND NOT " +
            std::string{store::is_undone} + ")");
    }
    // What must be true of any books: uses, stock, redemptions and the journal say the same.
    void check_conserved() {
        CHECK(unanswered == 0);
        CHECK(double_winners() == 0);
        const std::string counted = "(SELECT coalesce(sum(r.uses), 0) FROM redemption r WHERE NOT " +
                                    std::string{store::is_undone} + " AND r.merchant_id = ";
        CHECK(number("SELECT count(*) FROM voucher v WHERE v.uses_total - v.uses_left <> " + counted +
                     "v.merchant_id AND r.voucher_id = v.id)") == 0);
        CHECK(number("SELECT count(*) FROM product p WHERE p.stock_redeemed <> " + counted +
                     "p.merchant_id AND r.product_id = p.id)") == 0);
        CHECK(number("SELECT count(*) FROM product p WHERE p.id = '" + world.products[0] +
                     "' AND p.stock_sold <> (SELECT count(*) FROM voucher v WHERE"
                     " v.merchant_id = p.merchant_id AND v.product_id = p.id AND v.state = 'active')") == 0);
        CHECK(number("SELECT count(*) FROM redemption r WHERE NOT EXISTS (SELECT 1 FROM journal j WHERE "
                     "j.merchant_id = "
                     "r.merchant_id AND j.id = r.entry_id)") == 0);
    }

    World world;
    service::SystemIds ids;
    service::Services services{*world.books, world.clock, ids, false};
    std::vector<service::Caller> people;
    std::vector<service::Caller> sellers;
    service::Caller owner = world.caller(api::Role::owner);
    std::atomic<int> unanswered = 0;

private:
    std::size_t codes_ = 0;
};

} // namespace

TEST_CASE("race: 64 clients for 1,000 vouchers, each wanted by four of them") {
    constexpr std::size_t wanted_by = 4;
    Race race;
    const auto tickets = race.vouchers(1000);
    std::vector<std::string> handles(tickets.size() * wanted_by);
    std::vector<std::size_t> owner(handles.size());
    // Neighbours want the same one, so that they do at the same moment.
    at_once(clients, handles.size(), [&](std::size_t client, std::size_t i) {
        owner[i] = client;
        handles[i] = race.prepare(client, tickets[i / wanted_by]);
    });
    std::vector<std::atomic<int>> winners(tickets.size());
    at_once(clients, handles.size(), [&](std::size_t, std::size_t i) {
        winners[i / wanted_by] += race.redeem(owner[i], handles[i]) ? 1 : 0;
    });
    CHECK(std::ranges::all_of(winners, [](const auto& count) { return count == 1; }));
    race.check_conserved();
    tell("race.double_winners", race.double_winners());
}

TEST_CASE("race: the last use of a voucher, and the ones before it, are given once each") {
    Race race;
    const auto tickets = race.vouchers(1, 5);
    std::atomic<int> done = 0;
    for (int round = 0; round < 5; ++round) {
        std::vector<std::string> handles(clients);
        at_once(clients, clients,
                [&](std::size_t, std::size_t i) { handles[i] = race.prepare(i, tickets[0]); });
        at_once(clients, clients,
                [&](std::size_t, std::size_t i) { done += race.redeem(i, handles[i]) ? 1 : 0; });
        CHECK(done == round + 1); // the cards of the others do not show what is left any more
    }
    CHECK(race.prepare(0, tickets[0]).empty());
    race.check_conserved();
}

TEST_CASE("race: a voucher is either redeemed or revoked, and revoked once") {
    Race race;
    const auto tickets = race.vouchers(100);
    std::vector<std::string> handles;
    handles.reserve(tickets.size());
    for (const auto& ticket : tickets) {
        handles.push_back(race.prepare(0, ticket));
    }
    std::vector<std::atomic<int>> redeemed(tickets.size());
    std::vector<std::atomic<int>> revoked(tickets.size());
    at_once(clients, tickets.size() * 4, [&](std::size_t, std::size_t i) {
        const std::size_t which = i / 4;
        if (i % 4 == which % 4) { // one redeems, sooner or later than the three who revoke
            redeemed[which] += race.redeem(0, handles[which]) ? 1 : 0;
        } else {
            revoked[which] += race.revoke(tickets[which]) ? 1 : 0;
        }
    });
    for (std::size_t i = 0; i < tickets.size(); ++i) {
        CHECK(redeemed[i] + revoked[i] == 1);
    }
    race.check_conserved();
}

TEST_CASE("race: a redemption is undone once, while its voucher is redeemed again") {
    Race race;
    const auto tickets = race.vouchers(40, 2);
    std::vector<std::string> redeemed;
    std::vector<std::string> handles;
    for (const auto& ticket : tickets) {
        const auto answer = race.services.counter.redeem(race.people[0], {race.prepare(0, ticket), 1},
                                                         race.ids.uuid(race.world.clock.at));
        REQUIRE(answer);
        redeemed.push_back(answer->redemption.value().id);
        handles.push_back(race.prepare(0, ticket));
    }
    std::vector<std::atomic<int>> undone(tickets.size());
    at_once(clients, tickets.size() * 4, [&](std::size_t, std::size_t i) {
        const std::size_t which = i / 4;
        if (i % 4 == which % 4) { // one redeems, sooner or later than the three who undo
            race.redeem(0, handles[which]);
        } else {
            undone[which] += race.undo(redeemed[which]) ? 1 : 0;
        }
    });
    CHECK(std::ranges::all_of(undone, [](const auto& count) { return count == 1; }));
    race.check_conserved();
}

TEST_CASE("race: 64 sellers at the red line sell up to it and not one more, while others come back") {
    Race race;
    const auto product = [&] {
        return *race.world.books->read([&](Connection& db) -> Result<api::ProductDetails> {
            return store::find_product(db, race.owner.scope, race.world.products[0]).value();
        });
    };
    api::ProductSettings settings = product().settings;
    settings.lines = stock::Lines{700, 100, 600, 100}; // 400 of the thousand
    REQUIRE(race.services.shop.change_product(race.owner, race.world.products[0], settings));
    const auto tickets = race.vouchers(10);
    std::atomic<std::int64_t> sold = 0;
    std::atomic<std::int64_t> returned = 0;
    at_once(clients, 310, [&](std::size_t client, std::size_t i) {
        if (i % 31 == 30) { // one of the ten
            returned += race.revoke(tickets[i / 31]) ? 1 : 0;
        } else {
            sold += race.sell(client, 2) ? 2 : 0;
        }
    });
    CHECK(returned == 10);
    CHECK(product().stock_sold == 10 - returned + sold);
    CHECK(product().stock_sold <= 400);
    CHECK(product().stock_sold >= 390); // what came back after the last sale may still be there
    while (race.sell(0, 2)) {
    }
    CHECK(product().stock_sold == 400);
    CHECK(race.number("SELECT count(*) FROM voucher WHERE state = 'active'") == 400);
    race.check_conserved();
}

TEST_CASE("race: of an order that many want, all that one of them chose is redeemed, or nothing of it") {
    Race race;
    for (int round = 0; round < 8; ++round) {
        const auto tickets = race.vouchers(4, 1, true);
        std::vector<std::vector<std::string>> handles(clients);
        at_once(clients, clients, [&](std::size_t, std::size_t i) {
            const auto prepared = race.services.counter.prepare(race.people[i], {tickets[i % 4].code});
            if (prepared && prepared->handle && prepared->others) {
                handles[i].push_back(*prepared->handle);
                for (const api::OfferedVoucher& other : *prepared->others) {
                    handles[i].push_back(other.handle);
                }
            }
        });
        std::atomic<std::int64_t> done = 0;
        std::atomic<int> in_part = 0;
        at_once(clients, clients, [&](std::size_t, std::size_t i) {
            if (i % 3 == 0) { // one alone
                done += race.redeem(i, handles[i].back()) ? 1 : 0;
                return;
            }
            api::RedeemBatch batch;
            for (std::size_t k = 0; k < 2 + i % 3; ++k) {
                batch.items.push_back({handles[i].at(k), 1});
            }
            const auto answer =
                race.services.counter.redeem_batch(race.people[i], batch, race.ids.uuid(race.world.clock.at));
            race.unanswered += answer ? 0 : 1;
            const auto redeemed =
                answer ? std::ranges::count(answer->items, Outcome::done, &api::BatchItem::outcome) : 0;
            done += redeemed;
            in_part += redeemed == 0 || redeemed == std::ssize(batch.items) ? 0 : 1;
        });
        CHECK(in_part == 0);
        CHECK(done >= 1);
        CHECK(race.number("SELECT sum(uses_total - uses_left) FROM voucher WHERE id IN ('" + tickets[0].id +
                          "', '" + tickets[1].id + "', '" + tickets[2].id + "', '" + tickets[3].id + "')") ==
              done);
    }
    race.check_conserved();
}

TEST_CASE("race: whose role is taken away between being let in and writing writes nothing any more") {
    Race race;
    const service::Caller seller = race.world.caller(api::Role::manager);
    const api::SaleRequest request{{{race.world.products[0], 1}}, false, {}};
    std::atomic<int> sold = 0;
    std::atomic<int> refused = 0;
    std::atomic<int> other = 0;
    at_once(clients, 200, [&](std::size_t, std::size_t i) {
        if (i == 60) { // they may still be let in, as those who run already have been
            const auto changed = race.services.staffing.change_staff(
                race.owner, seller.scope.staff_id, {"Somebody", api::Role::display, {race.world.stores[0]}});
            CHECK(changed);
            return;
        }
        const auto sale = race.services.vouchers.sell(seller, request, race.ids.uuid(race.world.clock.at));
        const bool as_it_should = !sale && sale.error().reason == Reason::unauthenticated;
        (sale ? sold : as_it_should ? refused : other) += 1;
    });
    CHECK(other == 0);
    CHECK(sold + refused == 199);
    CHECK(refused >= 1);
    CHECK(race.number("SELECT count(*) FROM voucher") == sold);
    // The journal has all of the sales before the change.
    REQUIRE(race.services.counter.number_entries());
    const auto texts = race.world.books->read([&](Connection& db) -> Result<std::vector<std::string>> {
        std::vector<std::string> found;
        db.each("SELECT bytes FROM journal WHERE position IS NOT NULL ORDER BY position",
                [&](const store::Row& row) { found.push_back(row.text(0)); });
        return found;
    });
    const auto holds = [](std::string_view kind) {
        return [kind](const std::string& text) { return text.find(kind) != std::string::npos; };
    };
    const auto change = std::ranges::find_if(*texts, holds("staff_changed"));
    REQUIRE(change != texts->end());
    CHECK(std::none_of(change, texts->end(), holds("vouchers_sold")));
}

TEST_CASE("race: one key 100 times at once is one redemption, and every answer tells of it") {
    Race race;
    const auto tickets = race.vouchers(1);
    const std::string handle = race.prepare(0, tickets[0]);
    const std::string key = race.ids.uuid(race.world.clock.at);
    std::vector<std::string> told(100);
    std::atomic<int> first = 0;
    at_once(told.size(), told.size(), [&](std::size_t, std::size_t i) {
        const auto answer = race.services.counter.redeem(race.people[0], {handle, 1}, key);
        if (answer && answer->redemption) {
            told[i] = answer->redemption->id;
            first += answer->replayed ? 0 : 1;
        }
    });
    CHECK(first == 1);
    CHECK(std::set<std::string>{told.begin(), told.end()}.size() == 1);
    CHECK_FALSE(told[0].empty());
    CHECK(race.number("SELECT count(*) FROM redemption") == 1);
    race.check_conserved();
}

TEST_CASE("race: the control, which decides before its transaction, has double winners") {
    Race race;
    const auto tickets = race.vouchers(50);
    for (const auto& ticket : tickets) {
        const std::array<std::string, 2> handles{race.prepare(0, ticket), race.prepare(1, ticket)};
        std::barrier both_decided{2};
        at_once(2, 2, [&](std::size_t, std::size_t i) {
            const service::Caller& who = race.people[i];
            const auto seen = race.world.books->read([&](Connection& db) -> Result<store::Voucher> {
                auto voucher = store::find_voucher(db, who.scope, ticket.id);
                return voucher ? Result<store::Voucher>{std::move(*voucher)} : Error{Reason::not_found, {}};
            });
            both_decided.arrive_and_wait();
            const auto written = race.world.books->write([&](Connection& db) -> Result<service::Done> {
                const Instant now = race.world.clock.at;
                const store::NewRedemption redemption{race.ids.uuid(now),
                                                      ticket.id,
                                                      seen->card.product_id,
                                                      handles[i],
                                                      1,
                                                      seen->facts.uses_left - 1,
                                                      {1000},
                                                      now,
                                                      "2026-11-22",
                                                      race.ids.uuid(now)};
                store::append_entry(db, who.scope, {redemption.entry_id, "voucher_redeemed", now, {}});
                store::insert_redemption(db, who.scope, redemption);
                db.exec("UPDATE voucher SET uses_left = ? WHERE merchant_id = ? AND id = ?",
                        redemption.uses_left, race.world.merchant, ticket.id);
                return service::Done{};
            });
            CHECK(written);
        });
    }
    const std::int64_t found = race.double_winners();
    CHECK(found > 0);
    tell("race.double_winners of the control", found);
}
