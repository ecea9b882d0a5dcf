// The disk that tests hurt (tests/faults): it must lose, fail and forget as it says, or the tests upon it say
// nothing.
#include <doctest/doctest.h>

#include "platform/store/sqlite.h"
#include "platform_world.h"
#include "tests/faults/test_vfs.h"

using namespace hexiao;
using namespace hexiao::test;

namespace {

std::int64_t count_in(store::SqliteConnection& db) {
    return db.one("SELECT count(*) FROM t", [](const store::Row& row) { return row.integer(0); })
        .value_or(-1);
}

class Book {
public:
    Book() { open(); }
    void open() {
        db = std::make_unique<store::SqliteConnection>(folder.path() / "test.db", false);
        db->exec("CREATE TABLE IF NOT EXISTS t (x INTEGER) STRICT");
    }
    bool add() {
        db->forget_failure();
        db->exec("INSERT INTO t VALUES (1)");
        return !db->failed();
    }
    std::int64_t count() {
        db->forget_failure();
        return count_in(*db);
    }
    // The power is cut here; the same disk is found after it.
    void lose_power() {
        faults::cut_power_after(0);
        db.reset();
        faults::restore_power();
        open();
    }

    TemporaryFolder folder;
    std::unique_ptr<store::SqliteConnection> db;
};

} // namespace

TEST_CASE("a power cut loses what no sync covered, and nothing else") {
    const faults::LossyDisk disk;
    Book book;
    CHECK(book.add());
    book.db->exec("PRAGMA synchronous=OFF");
    CHECK(book.add());
    CHECK(book.count() == 2);
    {
        store::SqliteConnection reader{book.folder.path() / "test.db", true};
        CHECK(count_in(reader) == 2);
    }
    book.lose_power();
    CHECK(book.count() == 1);
    CHECK(book.db->one("PRAGMA integrity_check", [](const store::Row& row) { return row.text(0); }) == "ok");
}

TEST_CASE("a sync that is ignored makes nothing durable") {
    const faults::LossyDisk disk;
    Book book;
    CHECK(book.add());
    faults::inject({faults::Failure::ignored, faults::Operation::sync});
    CHECK(book.add());
    faults::heal();
    book.lose_power();
    CHECK(book.count() == 1);
}

TEST_CASE("a write or a sync fails when it is told to, and not afterwards") {
    const faults::LossyDisk disk;
    Book book;
    for (const auto on : {faults::Operation::write, faults::Operation::sync}) {
        for (const auto failure : {faults::Failure::eio, faults::Failure::enospc}) {
            const std::int64_t before = book.count();
            faults::inject({failure, on, 1, true});
            CHECK_FALSE(book.add());
            CHECK(book.add());
            CHECK(book.count() == before + 1);
        }
    }
    book.lose_power();
    CHECK(book.count() == 4);
}

TEST_CASE("wherever the power is cut, the first so many rows are there") {
    const faults::LossyDisk disk;
    for (std::int64_t after = 0; after < 40; ++after) {
        Book book;
        faults::cut_power_after(after);
        std::int64_t acknowledged = 0;
        while (book.add()) {
            ++acknowledged;
        }
        book.lose_power();
        CAPTURE(after);
        CHECK(book.count() >= acknowledged);
        CHECK(book.count() <= acknowledged + 1);
    }
}
