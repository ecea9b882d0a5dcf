// Who may come in, on a clock that stands still: the ends of what is good for a while, and what happens
// between a comparison and what follows from it.
#include <doctest/doctest.h>

#include "platform/service/device_key.h"
#include "platform/store/sessions.h"
#include "platform_world.h"

using namespace hexiao;
using namespace hexiao::test;

namespace {

const Secret right{"the right password"};
const Secret pin{"4071"};

// The world with a password for everybody.
struct Shop : World {
    explicit Shop(const std::string& database = fresh_database()) : World(database) {
        const std::string hash = service::hash_password(right);
        change("UPDATE staff SET password_hash = '" + hash + "'");
    }
    void change(const std::string& statement) {
        const auto done = books->write([&](store::Connection& db) -> Result<service::Done> {
            db.exec(statement);
            return service::Done{};
        });
        REQUIRE(done);
    }
    Result<service::SignedIn> enter(api::Role role) {
        return services.access.sign_in({staff[role], right}, {});
    }
    service::Caller in(api::Role role) { return *services.access.authenticate(enter(role)->session_token); }
    void wait(Milliseconds time) { clock.at = clock.at + time; }
};

} // namespace

TEST_CASE("a reset link is good until half an hour is over, and not a moment longer") {
    Shop shop;
    const auto owner = shop.in(api::Role::owner);
    auto& passwords = shop.services.passwords;
    const auto link = [&] { return passwords.make_reset(owner, {shop.staff[api::Role::cashier]})->token; };
    const Secret first = link();
    shop.wait(service::reset_life - Milliseconds{1});
    CHECK(passwords.reset({first, right}, {})->done.account == shop.staff[api::Role::cashier]);
    const Secret second = link();
    shop.wait(service::reset_life);
    CHECK(passwords.reset({second, right}, {}).error().reason == Reason::link_expired);
    const Secret third = link();
    shop.change("UPDATE staff SET disabled_at = 1 WHERE role = 'cashier'");
    CHECK(passwords.reset({third, right}, {}).error().reason == Reason::link_expired);
}

TEST_CASE("a session that was taken over, or ended by wrong PINs, is over") {
    Shop shop;
    auto& passwords = shop.services.passwords;
    const auto owner = shop.in(api::Role::owner);
    REQUIRE(passwords.set_pin(owner, {right, pin}));
    const auto cashier = shop.in(api::Role::cashier);
    const auto taken = passwords.take_over(cashier, {owner.scope.staff_id, pin});
    REQUIRE(taken);
    CHECK(taken->session.role == api::Role::owner);
    CHECK(taken->session.stores.size() == 2);
    CHECK(passwords.take_over(cashier, {owner.scope.staff_id, pin}).error().reason ==
          Reason::unauthenticated);
    const auto other = shop.in(api::Role::cashier);
    for (int i = 1; i < service::most_wrong_pins; ++i) {
        CHECK(passwords.take_over(other, {owner.scope.staff_id, Secret{"0000"}}).error().reason ==
              Reason::wrong_pin);
    }
    CHECK(passwords.take_over(other, {owner.scope.staff_id, Secret{"0000"}}).error().reason ==
          Reason::unauthenticated);
    CHECK(passwords.take_over(other, {owner.scope.staff_id, pin}).error().reason == Reason::unauthenticated);
}

TEST_CASE("a session lasts no longer for being taken over") {
    Shop shop;
    const auto owner = shop.in(api::Role::owner);
    REQUIRE(shop.services.passwords.set_pin(owner, {right, pin}));
    const auto cashier = shop.in(api::Role::cashier);
    shop.wait(service::session_life - Milliseconds{1});
    const auto taken = shop.services.passwords.take_over(cashier, {owner.scope.staff_id, pin});
    REQUIRE(taken);
    CHECK(shop.services.access.authenticate(taken->session_token));
    shop.wait(Milliseconds{1});
    CHECK_FALSE(shop.services.access.authenticate(taken->session_token));
}

TEST_CASE("somebody who no longer works where they stand signs in anew") {
    Shop shop;
    const auto in = shop.enter(api::Role::cashier);
    CHECK(shop.services.access.authenticate(in->session_token));
    shop.change("DELETE FROM staff_store WHERE staff_id = '" + shop.staff[api::Role::cashier] + "'");
    CHECK_FALSE(shop.services.access.authenticate(in->session_token));
    CHECK(shop.enter(api::Role::cashier).error().reason == Reason::bad_credentials);
}

TEST_CASE("books that can only be read keep nobody out") {
    Shop shop{in_a_file};
    const auto in = shop.enter(api::Role::cashier);
    shop.change("CREATE TRIGGER broken BEFORE UPDATE ON session BEGIN SELECT RAISE(ABORT, 'broken'); END");
    shop.wait(Milliseconds{6 * 60 * 1000});
    CHECK(shop.services.access.authenticate(in->session_token));
}

TEST_CASE("set-up is open where there is no merchant, for one token") {
    Shop shop;
    CHECK_FALSE(shop.services.setup.begin()->has_value());
    CHECK_FALSE(shop.services.setup.state()->open);
    const TemporaryFolder folder;
    const auto books = open_books(folder.path());
    service::Services services{*books, shop.clock, shop.ids, false};
    CHECK_FALSE(services.setup.state()->open); // nobody was given a token
    const auto token = services.setup.begin();
    REQUIRE(token->has_value());
    CHECK(services.setup.state()->open);
    api::SetupRequest request{Secret{std::string(64, '0')},
                              {"店", "Shop"},
                              {"店", "Shop"},
                              "Europe/Berlin",
                              0,
                              {{"一", "One"}},
                              "boss",
                              "Boss",
                              right};
    CHECK(services.setup.set_up(request, {}).error().reason == Reason::link_expired);
    request.token = **token;
    const auto done = services.setup.set_up(request, {});
    REQUIRE(done);
    CHECK(done->session.stores.at(0).utc_offset_minutes == 60);
    CHECK(services.setup.set_up(request, {}).error().reason == Reason::already_set_up);
    CHECK_FALSE(services.setup.state()->open);
}

TEST_CASE("a device's key is a point of P-256 and nothing else") {
    // RFC 6979 A.2.5, as SubjectPublicKeyInfo, and its signature of "sample" with SHA-256.
    const std::string key = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYP7UuiVanTHJYet0xjVtaMBJuJI7Yfps5mliLmDyn7Z5"
                            "A/4QCLi8maQa6elWKLxk8vGyDC1+n1F3o8KU1EYimQ==";
    const std::string signature = "79SLKqy2qP0RQN2c1F6B1p0sh3tWqvmRw00OqE6vNxb3yxyULWV8QdQ2x6G2"
                                  "4p9l8+kA27mv9AZNxKsvhDrNqA==";
    const auto read = service::read_public_key(key);
    REQUIRE(read);
    CHECK(service::signature_matches(*read, "sample", signature));
    CHECK_FALSE(service::signature_matches(*read, "Sample", signature));
    CHECK_FALSE(service::signature_matches(*read, "sample", "A" + signature.substr(1)));
    CHECK_FALSE(service::read_public_key(""));
    CHECK_FALSE(service::read_public_key(std::string(124, 'A')));
    CHECK_FALSE(service::read_public_key(key.substr(4)));
    CHECK_FALSE(service::signature_matches("", "sample", std::string(88, 'A')));
}
