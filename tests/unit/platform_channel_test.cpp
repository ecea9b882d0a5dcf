// Vouchers of an outside channel: it is asked outside of every transaction, and whatever is lost on the way,
// and wherever the platform dies, each use is redeemed once there and once here, and everybody hears it in
// the end. On SQLite, and on PostgreSQL where the tests have one (platform_world.h).
#include <doctest/doctest.h>

#include <deque>
#include <functional>
#include <map>
#include <stdexcept>

#include "platform/jobs/jobs.h"
#include "platform_world.h"

using namespace hexiao;
using namespace hexiao::test;
using store::Connection;

namespace {

// The process ends in the middle of a call.
struct Died : std::runtime_error {
    Died() : std::runtime_error{"died"} {}
};

enum class Way { request_lost, answer_lost, dies_before, dies_after, processing, refuses };

// Keeps the truth of one voucher. What happens on the way of the next calls is said before; nothing does
// afterwards.
struct Outside final : channel::Channel {
    std::deque<Way> ways;
    std::int64_t uses_left = 1;
    std::int64_t redeemed = 0, revoked = 0; // uses, over all
    int asked = 0, queried = 0;
    std::map<std::string, channel::Told> by_token;
    std::function<void()> meanwhile; // once, while somebody waits for an answer

    channel::Offer prepare(const channel::Question&) override {
        const auto way = next();
        if (way == Way::request_lost) {
            return {};
        }
        return way == Way::refuses ? channel::Offer{Outcome::refused, Reason::voucher_revoked, {}}
                                   : channel::Offer{Outcome::done, Reason::none, "ticket"};
    }
    channel::Told redeem(const channel::Order& order) override {
        CHECK(order.ticket == "ticket");
        return act(order, [&](Reason refused) {
            if (refused != Reason::none || uses_left < order.uses) {
                return channel::Told{
                    Outcome::refused, refused == Reason::none ? Reason::already_redeemed : refused, {}};
            }
            uses_left -= order.uses;
            redeemed += order.uses;
            return channel::Told{Outcome::done, Reason::none, "use " + order.token};
        });
    }
    channel::Told revoke(const channel::Order& order) override {
        return act(order, [&](Reason refused) {
            if (refused != Reason::none) {
                return channel::Told{Outcome::refused, Reason::undo_too_late, {}};
            }
            CHECK(order.reference.starts_with("use "));
            uses_left += order.uses;
            revoked += order.uses;
            return channel::Told{Outcome::done, Reason::none, {}};
        });
    }
    channel::Told query(const channel::Order& order) override {
        ++queried;
        if (next() == Way::answer_lost) {
            return {};
        }
        const auto found = by_token.find(order.token);
        return found == by_token.end() ? channel::Told{Outcome::other, Reason::none, {}} : found->second;
    }

private:
    std::optional<Way> next() {
        if (ways.empty()) {
            return std::nullopt;
        }
        const Way way = ways.front();
        ways.pop_front();
        return way;
    }
    template <class Do>
    channel::Told act(const channel::Order& order, Do&& work) {
        ++asked;
        const auto way = next();
        if (way == Way::dies_before) {
            throw Died{};
        }
        if (way == Way::request_lost) {
            return {};
        }
        const auto known = by_token.find(order.token);
        const channel::Told told = known != by_token.end()
                                       ? known->second
                                       : (by_token[order.token] = work(
                                              way == Way::refuses ? Reason::voucher_revoked : Reason::none));
        if (way == Way::dies_after) {
            throw Died{};
        }
        if (const auto happens = std::exchange(meanwhile, nullptr)) {
            happens();
        }
        return way == Way::answer_lost  ? channel::Told{}
               : way == Way::processing ? channel::Told{Outcome::processing, Reason::none, {}}
                                        : told;
    }
};

struct Counter : World {
    Outside outside;
    service::Services services{*books, clock, ids, false, {{Channel::douyin, &outside}}};
    service::Caller who = caller();
    service::Caller other = caller();
    Secret code = voucher(1, 0, Channel::douyin);
    std::string key = id();

    std::string card(const service::Caller& of) { return *services.counter.prepare(of, {code})->handle; }
    Result<api::RedeemAnswer> redeem(const std::string& handle) {
        return services.counter.redeem(who, {handle, 1}, key);
    }
    std::int64_t after(std::int64_t seconds) {
        clock.at = clock.at + Milliseconds{seconds * 1000};
        return *services.counter.ask_channels();
    }
    std::int64_t number(const std::string& sql) {
        return *books->read([&](Connection& db) -> Result<std::int64_t> {
            return db.one(sql, [](const store::Row& row) { return row.integer(0); }).value_or(-1);
        });
    }
    // One use here as there, and nothing under way.
    void check_redeemed_once() {
        CHECK(outside.redeemed - outside.revoked == 1);
        CHECK(number("SELECT count(*) FROM redemption r WHERE NOT " + std::string{store::is_undone}) == 1);
        CHECK(number("SELECT min(uses_left) FROM voucher") == 0);
        CHECK(number("SELECT count(*) FROM errand WHERE ended_at IS NULL") == 0);
        CHECK(number("SELECT count(*) FROM redemption r WHERE NOT EXISTS (SELECT 1 FROM errand e WHERE "
                     "e.redemption_id = r.id AND "
                     "e.reference <> '')") == 0);
    }
};

} // namespace

TEST_CASE("a channel that answers: redeemed there and here, and told again under the same key") {
    Counter counter;
    const std::string card = counter.card(counter.who);
    const auto done = counter.redeem(card);
    REQUIRE(done);
    CHECK(done->outcome == Outcome::done);
    CHECK_FALSE(done->replayed);
    CHECK(done->redemption->amount == Money{1000});
    const auto again = counter.redeem(card);
    CHECK(again->replayed);
    CHECK(again->redemption == done->redemption);
    CHECK(counter.outside.asked == 1);
    CHECK(counter.after(3600) == 0);
    counter.check_redeemed_once();
}

TEST_CASE("what is lost on the way is unknown until the channel was asked again, under the same token") {
    for (const Way way : {Way::request_lost, Way::answer_lost, Way::processing}) {
        CAPTURE(static_cast<int>(way));
        Counter counter;
        const std::string card = counter.card(counter.who);
        const std::string others = counter.card(counter.other);
        counter.outside.ways = {way};
        const Outcome meanwhile = way == Way::processing ? Outcome::processing : Outcome::unknown;
        for (int i = 0; i < 2; ++i) {
            const auto answer = counter.redeem(card);
            REQUIRE(answer);
            CHECK(answer->outcome == meanwhile);
            CHECK(answer->reason == Reason::in_flight);
            CHECK(answer->key == counter.key);
            CHECK(answer->replayed == (i == 1));
        }
        // Nobody else can do anything about it.
        const std::string another = counter.id();
        const auto in_flight = [](const auto& answer) {
            return !answer && answer.error().reason == Reason::in_flight;
        };
        CHECK(counter.services.counter.prepare(counter.other, {counter.code})->reason == Reason::in_flight);
        CHECK(in_flight(counter.services.counter.redeem(counter.other, {others, 1}, another)));
        const auto owner = counter.caller(api::Role::owner);
        const std::string voucher = counter.services.counter.prepare(owner, {counter.code})->card->voucher_id;
        CHECK(
            in_flight(counter.services.vouchers.revoke(owner, voucher, {api::RevokeReason::customer_asked})));
        CHECK(in_flight(counter.services.counter.close(owner, {api::ClosingReason::served}, counter.key)));

        CHECK(counter.after(4) == 0);
        CHECK(counter.after(1) == 1);
        CHECK(counter.outside.queried == 1);
        CHECK(counter.outside.by_token.size() == 1);
        const auto told = counter.redeem(card);
        CHECK(told->outcome == Outcome::done);
        CHECK(told->replayed);
        const auto late = counter.services.counter.redeem(counter.other, {others, 1}, another);
        REQUIRE(late);
        CHECK(late->reason == Reason::already_redeemed);
        CHECK(late->previous->this_device == false);
        counter.check_redeemed_once();
    }
}

TEST_CASE("wherever the platform dies, whoever starts next takes it up") {
    for (const Way way : {Way::dies_before, Way::dies_after}) {
        CAPTURE(static_cast<int>(way));
        Counter counter;
        const std::string card = counter.card(counter.who);
        counter.outside.ways = {way};
        CHECK_THROWS_AS((void)counter.redeem(card), Died);
        CHECK(counter.redeem(card)->outcome == Outcome::unknown);
        service::Services another{
            *counter.books, counter.clock, counter.ids, false, {{Channel::douyin, &counter.outside}}};
        counter.clock.at = counter.clock.at + Milliseconds{30'000};
        // Of two who look, one asks.
        CHECK(*another.counter.ask_channels() == 1);
        CHECK(counter.after(0) == 0);
        CHECK(counter.redeem(card)->outcome == Outcome::done);
        counter.check_redeemed_once();
    }
}

TEST_CASE("two who ask at the same time, as one seems to be gone, write the end of it once") {
    Counter counter;
    const std::string card = counter.card(counter.who);
    counter.outside.meanwhile = [&] { CHECK(counter.after(30) == 1); };
    const auto done = counter.redeem(card);
    CHECK(done->outcome == Outcome::done);
    counter.check_redeemed_once();
    counter.outside.meanwhile = [&] { CHECK(counter.after(30) == 1); };
    const auto undone = counter.services.counter.undo(counter.who, done->redemption->id, {}, counter.id());
    CHECK(undone->outcome == Outcome::done);
    CHECK(undone->uses_left == 1);
    CHECK(counter.outside.revoked == 1);
    CHECK(counter.number("SELECT count(*) FROM undone") == 1);
}

TEST_CASE("a channel that stays away is asked more and more seldom, and never given up") {
    Counter counter;
    const std::string card = counter.card(counter.who);
    counter.outside.ways.assign(40, Way::answer_lost);
    CHECK(counter.redeem(card)->outcome == Outcome::unknown);
    std::vector<std::int64_t> distances;
    std::int64_t before = 0;
    for (std::int64_t second = 1; second <= 1'835; ++second) {
        if (counter.after(1) == 1) {
            distances.push_back(second - std::exchange(before, second));
        }
    }
    CHECK(distances == std::vector<std::int64_t>{5, 10, 20, 40, 80, 160, 320, 600, 600});
    counter.outside.ways.clear();
    CHECK(counter.after(600) == 1);
    CHECK(counter.redeem(card)->outcome == Outcome::done);
    counter.check_redeemed_once();
}

TEST_CASE("what the channel refuses is refused, and the voucher is free again") {
    Counter counter;
    counter.outside.ways = {Way::refuses};
    const auto not_shown = counter.services.counter.prepare(counter.who, {counter.code});
    CHECK(not_shown->reason == Reason::voucher_revoked);
    CHECK_FALSE(not_shown->handle);
    counter.outside.ways = {Way::request_lost};
    CHECK(counter.services.counter.prepare(counter.who, {counter.code}).error().reason ==
          Reason::store_unavailable);
    const std::string card = counter.card(counter.who);
    counter.outside.ways = {Way::refuses};
    const auto refused = counter.redeem(card);
    CHECK(refused->outcome == Outcome::refused);
    CHECK(refused->reason == Reason::voucher_revoked);
    CHECK(counter.redeem(card)->replayed);
    counter.key = counter.id();
    CHECK(counter.redeem(card)->reason == Reason::handle_used);
    counter.key = counter.id();
    CHECK(counter.redeem(counter.card(counter.who))->outcome == Outcome::done);
    counter.check_redeemed_once();
}

TEST_CASE("undone there first, then here; and what the channel does not take back stays redeemed") {
    for (const Way way : {Way::request_lost, Way::answer_lost, Way::dies_after}) {
        CAPTURE(static_cast<int>(way));
        Counter counter;
        const auto done = counter.redeem(counter.card(counter.who));
        const auto undo = [&](const std::string& key) {
            return counter.services.counter.undo(counter.who, done->redemption->id, {}, key);
        };
        counter.outside.ways = {Way::refuses};
        const auto refused = undo(counter.id());
        CHECK(refused->outcome == Outcome::refused);
        CHECK(refused->reason == Reason::undo_too_late);
        counter.check_redeemed_once();
        const std::string key = counter.id();
        counter.outside.ways = {way};
        if (way == Way::dies_after) {
            CHECK_THROWS_AS((void)undo(key), Died);
        } else {
            CHECK(undo(key)->outcome == Outcome::unknown);
        }
        CHECK(undo(counter.id()).error().reason == Reason::in_flight);
        CHECK(counter.after(30) == 1);
        const auto undone = undo(key);
        CHECK(undone->outcome == Outcome::done);
        CHECK(undone->replayed);
        CHECK(undone->uses_left == 1);
        CHECK(undone->redemption.undone.has_value());
        CHECK(counter.outside.revoked == 1);
        // And redeemed once more.
        counter.key = counter.id();
        CHECK(counter.redeem(counter.card(counter.who))->outcome == Outcome::done);
        counter.check_redeemed_once();
    }
}

TEST_CASE("a channel's vouchers are redeemed one by one, by their own code") {
    Counter counter;
    const std::string card = counter.card(counter.who);
    const auto batch = counter.services.counter.redeem_batch(counter.who, {{{card, 1}}}, counter.id());
    CHECK(batch->items.front().reason == Reason::channel_not_connected);
    CHECK(counter.outside.asked == 0);
}

TEST_CASE("what has expired is forgotten by the hour") {
    World world;
    jobs::Jobs jobs{world.services};
    REQUIRE(world.services.counter.prepare(world.caller(), {world.voucher()})->handle);
    const auto handles = [&] {
        return *world.books->read([&](Connection& db) -> Result<std::int64_t> {
            return db
                .one("SELECT count(*) FROM prepared", [](const store::Row& row) { return row.integer(0); })
                .value_or(-1);
        });
    };
    CHECK_FALSE(jobs.turn());
    CHECK(handles() == 1);
    world.clock.at = world.clock.at + Milliseconds{std::int64_t{25} * 3600 * 1000};
    CHECK_FALSE(jobs.turn());
    CHECK(handles() == 0);
}
