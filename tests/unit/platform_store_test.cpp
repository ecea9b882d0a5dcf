// The books: what is migrated, refused, rolled back and kept from other merchants.
#include <doctest/doctest.h>

#include <array>
#include <fstream>

#include "platform/store/migrations.h"
#include "platform_world.h"

using namespace hexiao;
using namespace hexiao::test;
using store::Connection;

namespace {

std::int64_t count(store::Store& books, const std::string& table) {
    return *books.read([&](Connection& db) -> Result<std::int64_t> {
        return db.one("SELECT count(*) FROM " + table, [](const store::Row& row) { return row.integer(0); })
            .value_or(-1);
    });
}

Result<service::Done> run(store::Store& books, const std::string& sql) {
    return books.write([&](Connection& db) -> Result<service::Done> {
        db.exec(sql);
        return service::Done{};
    });
}

} // namespace

TEST_CASE("books are opened once, and again") {
    const TemporaryFolder folder;
    auto first = open_books(folder.path());
    REQUIRE(first);
    const auto second = store::Store::open(folder.path());
    REQUIRE(std::holds_alternative<std::string>(second));
    CHECK(std::get<std::string>(second).find("already running") != std::string::npos);
    const std::string hash = first->code_hash(Secret{"H1"});
    first.reset();
    const auto again = open_books(folder.path());
    REQUIRE(again);
    CHECK(again->code_hash(Secret{"H1"}) == hash);
    CHECK(again->code_hash(Secret{"H2"}) != hash);
}

TEST_CASE("books whose key is gone or cut are not opened, and keep what is left") {
    const TemporaryFolder folder;
    const auto key = folder.path() / "code.key";
    CHECK(open_books(folder.path()));
    for (const std::uintmax_t left : {31U, 0U}) {
        std::filesystem::resize_file(key, left);
        const auto opened = store::Store::open(folder.path());
        REQUIRE(std::holds_alternative<std::string>(opened));
        CHECK(std::get<std::string>(opened).find(key.string()) != std::string::npos);
        CHECK(std::filesystem::file_size(key) == left);
    }
    std::filesystem::remove(key);
    CHECK(std::holds_alternative<std::string>(store::Store::open(folder.path())));
    CHECK_FALSE(std::filesystem::exists(key));
}

TEST_CASE("a key that was begun before there were books is made whole") {
    const TemporaryFolder folder;
    std::ofstream{folder.path() / "code.key"} << "short";
    CHECK(open_books(folder.path()));
    CHECK(std::filesystem::file_size(folder.path() / "code.key") == 32);
}

TEST_CASE("two data folders hide the same code differently") {
    const TemporaryFolder one;
    const TemporaryFolder other;
    CHECK(open_books(one.path())->code_hash(Secret{"H1"}) !=
          open_books(other.path())->code_hash(Secret{"H1"}));
}

TEST_CASE("migrations run once, in order, and nothing newer or other is touched") {
    const TemporaryFolder folder;
    store::SqliteConnection db{folder.path() / "test.db", false};
    const std::array<store::Migration, 2> two{
        {{1, "CREATE TABLE a (x INTEGER) STRICT;"}, {2, "INSERT INTO a VALUES (7);"}}};
    CHECK(store::migrate(db, std::span{two}.first(1)).empty());
    CHECK(store::migrate(db, two).empty());
    CHECK(store::migrate(db, two).empty());
    CHECK(db.one("SELECT sum(x) FROM a", [](const store::Row& row) { return row.integer(0); }) == 7);
    CHECK(store::migrate(db, std::span{two}.first(1)).find("newer") != std::string::npos);
    const std::array<store::Migration, 2> changed{{two[0], {2, "INSERT INTO a VALUES (8);"}}};
    CHECK(store::migrate(db, changed).find("Migration 2") != std::string::npos);
}

TEST_CASE("a migration that fails leaves nothing and says so") {
    const TemporaryFolder folder;
    store::SqliteConnection db{folder.path() / "test.db", false};
    const std::array<store::Migration, 1> broken{
        {{1, "CREATE TABLE a (x INTEGER) STRICT; INSERT INTO b VALUES (1);"}}};
    CHECK(store::migrate(db, broken).find("could not be opened") != std::string::npos);
    store::SqliteConnection again{folder.path() / "test.db", true};
    CHECK(again.one("SELECT count(*) FROM sqlite_schema WHERE name = 'a'",
                    [](const store::Row& row) { return row.integer(0); }) == 0);
}

TEST_CASE("an error from the work rolls back and is handed on") {
    World world;
    const auto before = count(*world.books, "lane");
    const auto failed = world.books->write([&](Connection& db) -> Result<service::Done> {
        store::insert_lane(db, world.merchant, world.stores[0], {world.id(), {"x", "x"}});
        return Error{Reason::key_reused, "f"};
    });
    REQUIRE_FALSE(failed);
    CHECK(failed.error() == Error{Reason::key_reused, "f"});
    CHECK(count(*world.books, "lane") == before);
}

TEST_CASE("a failed statement fails the transaction, whatever follows it") {
    World world;
    const auto before = count(*world.books, "lane");
    const auto failed = world.books->write([&](Connection& db) -> Result<service::Done> {
        store::insert_lane(db, world.merchant, world.stores[0], {world.id(), {"x", "x"}});
        db.exec("INSERT INTO nowhere VALUES (1)");
        store::insert_lane(db, world.merchant, world.stores[0], {world.id(), {"y", "y"}});
        return service::Done{};
    });
    REQUIRE_FALSE(failed);
    CHECK(failed.error().reason == Reason::store_unavailable);
    CHECK(count(*world.books, "lane") == before);
    CHECK(run(*world.books, "UPDATE lane SET title_en = 'z'"));
}

TEST_CASE("a COMMIT that fails is an error, and the next transaction works") {
    World world{in_a_file};
    const auto failed = world.books->write([&](Connection& db) -> Result<service::Done> {
        db.exec("PRAGMA defer_foreign_keys = ON"); // so that only COMMIT can find the missing store
        store::insert_lane(db, world.merchant, "no such store", {world.id(), {"x", "x"}});
        CHECK_FALSE(db.failed());
        return service::Done{};
    });
    REQUIRE_FALSE(failed);
    CHECK(failed.error().reason == Reason::store_unavailable);
    CHECK(count(*world.books, "lane") == 2);
    CHECK(run(*world.books, "UPDATE lane SET title_en = 'z'"));
}

TEST_CASE("readers cannot write") {
    World world;
    CHECK_FALSE(world.books->read([](Connection& db) -> Result<service::Done> {
        db.exec("UPDATE lane SET title_en = 'z'");
        return service::Done{};
    }));
    CHECK(count(*world.books, "lane WHERE title_en = 'z'") == 0);
}

TEST_CASE("the schema itself refuses what must never be") {
    World world;
    world.voucher();
    for (const char* sql :
         {"UPDATE voucher SET uses_left = -1", "UPDATE voucher SET uses_left = uses_total + 1",
          "UPDATE voucher SET state = 'lost'", "UPDATE voucher SET valid_until = valid_from",
          "UPDATE voucher SET uses_left = 'many'", "UPDATE voucher SET order_id = 'none'",
          "UPDATE product SET stock_sold = stock_total + 1", "UPDATE product SET price_fen = -1",
          "UPDATE staff SET role = 'king'", "UPDATE staff SET account = 'same'",
          "UPDATE store SET cut_minutes = 1440", "DELETE FROM merchant"}) {
        CAPTURE(sql);
        CHECK_FALSE(run(*world.books, sql));
    }
}

TEST_CASE("accounts are one, whatever their case") {
    World world;
    const auto insert = [&](const char* account) {
        return world.books->write([&](Connection& db) -> Result<service::Done> {
            store::insert_staff(db, world.merchant, {world.id(), account, "x", api::Role::owner, "!", {}});
            return service::Done{};
        });
    };
    CHECK(insert("Boss"));
    CHECK_FALSE(insert("bOSS"));
}

TEST_CASE("a nested use of the same statement does not disturb the outer one") {
    World world;
    int rows = 0;
    const auto read = world.books->read([&](Connection& db) -> Result<service::Done> {
        const std::string sql = "SELECT id FROM lane ORDER BY id";
        db.each(sql, [&](const store::Row&) { db.each(sql, [&](const store::Row&) { ++rows; }); });
        return service::Done{};
    });
    CHECK(read);
    CHECK(rows == 4);
}

TEST_CASE("texts keep their NULs and their emptiness") {
    World world{in_a_file}; // PostgreSQL refuses NULs in texts; none come in by the wire
    const std::string odd{"a\0b", 3};
    const auto read = world.books->read([&](Connection& db) -> Result<std::string> {
        return db
            .one(
                "SELECT ? || ?", [](const store::Row& row) { return row.text(0); }, odd, std::string_view{})
            .value_or("?");
    });
    CHECK(*read == odd);
}
