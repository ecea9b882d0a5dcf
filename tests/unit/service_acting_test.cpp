// Whoever was let in and may not do it any more when their command is written writes nothing: each command of
// those who run the shop, and of the counter. On SQLite, and on PostgreSQL where the tests have one.
#include <doctest/doctest.h>

#include "platform/store/products.h"
#include "platform_world.h"

using namespace hexiao;
using namespace hexiao::test;
using store::Connection;

namespace {

struct Acts : World {
    std::string key() { return id(); }

    // How much is in the books that only a command writes.
    std::int64_t written() {
        return *books->read([&](Connection& db) -> Result<std::int64_t> {
            const auto count = [](const store::Row& row) { return row.integer(0); };
            return db
                .one("SELECT (SELECT count(*) FROM journal) + (SELECT count(*) FROM intent) + (SELECT "
                     "count(*) "
                     "FROM voucher) + (SELECT count(*) FROM lane) + (SELECT count(*) FROM product)",
                     count)
                .value_or(-1);
        });
    }
    void run(const std::string& sql, const std::string& id) {
        const auto done = books->write([&](Connection& db) -> Result<service::Done> {
            db.exec(sql, id);
            return service::Done{};
        });
        REQUIRE(done);
    }
};

} // namespace

TEST_CASE("who was let in and lost their role, session, account or device meanwhile writes nothing") {
    struct Taken {
        const char* what;
        const char* sql;
        std::string (*whose)(const service::Caller&);
    };
    const auto staff = [](const service::Caller& who) { return who.scope.staff_id; };
    const auto session = [](const service::Caller& who) { return who.session_id; };
    const auto device = [](const service::Caller& who) { return who.scope.device_id; };
    for (const Taken& taken : {Taken{"role", "UPDATE staff SET role = 'display' WHERE id = ?", staff},
                               Taken{"account", "UPDATE staff SET disabled_at = 1 WHERE id = ?", staff},
                               Taken{"session", "UPDATE session SET revoked_at = 1 WHERE id = ?", session},
                               Taken{"device", "UPDATE device SET revoked_at = 1 WHERE id = ?", device}}) {
        CAPTURE(taken.what);
        Acts acts;
        const service::Caller manager = acts.caller(api::Role::manager);
        const auto done = acts.use(manager, acts.voucher());
        REQUIRE(done.redemption);
        const service::Caller other = acts.caller(api::Role::owner);
        const auto product = acts.books->read([&](Connection& db) -> Result<api::ProductDetails> {
            return store::find_product(db, other.scope, acts.products[0]).value();
        });
        const auto prepared = acts.services.counter.prepare(manager, {acts.voucher()});
        const auto later = acts.services.counter.prepare(other, {acts.voucher()});
        REQUIRE(prepared->handle);
        acts.run(taken.sql, taken.whose(manager));
        const std::int64_t before = acts.written();

        const auto refused = [](const auto& answer) {
            return !answer && answer.error().reason == Reason::unauthenticated;
        };
        service::Services& services = acts.services;
        const std::string& redemption = done.redemption->id;
        CHECK(refused(
            services.counter.undo(manager, redemption, {api::UndoReason::mistake, true}, acts.key())));
        CHECK(refused(services.counter.close(manager, {api::ClosingReason::served}, acts.key())));
        CHECK(refused(services.counter.redeem(manager, {*prepared->handle, 1}, acts.key())));
        CHECK(refused(services.counter.redeem_batch(manager, {{{*prepared->handle, 1}}}, acts.key())));
        CHECK(refused(services.vouchers.sell(manager, {{{acts.products[0], 1}}, false, {}}, acts.key())));
        CHECK(refused(
            services.vouchers.revoke(manager, later->card->voucher_id, {api::RevokeReason::customer_asked})));
        CHECK(refused(services.shop.add_lane(manager, acts.stores[0], {{"新", "New"}}, acts.key())));
        CHECK(refused(services.shop.add_product(manager, product->settings, acts.key())));
        CHECK(refused(services.shop.change_product(manager, acts.products[0], product->settings)));
        CHECK(refused(services.days.close(manager, acts.stores[0], "2026-11-21")));
        CHECK(acts.written() == before);
    }
}
