// The thread that writes: what shares a commit, what a bad command and a failing disk do to the others, and
// that everybody is told the truth about it.
#include <doctest/doctest.h>

#include <future>
#include <latch>
#include <thread>

#include "platform/store/sqlite_store.h"
#include "platform_world.h"
#include "tests/faults/test_vfs.h"

using namespace hexiao;
using namespace hexiao::test;
using service::Done;
using store::Connection;

namespace {

class FaultyDisk {
public:
    FaultyDisk() { faults::install(); }
    ~FaultyDisk() {
        faults::heal();
        faults::uninstall();
    }
    FaultyDisk(const FaultyDisk&) = delete;
    FaultyDisk& operator=(const FaultyDisk&) = delete;
};

// Books with one table of their own, and commands that are made to wait behind one another.
class Shop {
public:
    explicit Shop(const store::WriterLimits& limits = {}) {
        auto opened = store::SqliteStore::open(folder_.path(), limits);
        books = std::move(std::get<0>(opened));
        CHECK(run("CREATE TABLE t (x INTEGER PRIMARY KEY) STRICT"));
        CHECK(run("CREATE TABLE u (t INTEGER REFERENCES t (x) DEFERRABLE INITIALLY DEFERRED) STRICT"));
    }
    ~Shop() { go_on(); }
    Shop(const Shop&) = delete;
    Shop& operator=(const Shop&) = delete;

    Result<Done> run(const std::string& sql, const Result<Done>& result = Done{}) {
        return books->write([&](Connection& db) -> Result<Done> {
            db.exec(sql);
            return result;
        });
    }
    // From a thread of its own, so that it can wait. Returns once it is queued.
    std::future<Result<Done>> later(const std::string& sql, const Result<Done>& result = Done{}) {
        const std::size_t before = books->status().queued;
        auto answer = std::async(std::launch::async, [=, this] { return run(sql, result); });
        while (books->status().queued == before) {
            std::this_thread::yield();
        }
        return answer;
    }
    // Keeps the writing thread inside a transaction until `go_on`, so that what comes meanwhile is queued.
    void hold() {
        held_ = std::async(std::launch::async, [this] {
            return books->write([this](Connection&) -> Result<Done> {
                begun_.count_down();
                gate_.wait();
                return Done{};
            });
        });
        begun_.wait();
    }
    void go_on() {
        if (held_.valid()) {
            gate_.count_down();
            CHECK(held_.get());
        }
    }
    std::int64_t count() const {
        return *books->read([](Connection& db) -> Result<std::int64_t> {
            return db.one("SELECT count(*) FROM t", [](const store::Row& row) { return row.integer(0); })
                .value_or(-1);
        });
    }
    void wait_until_writable() const {
        while (books->status().read_only) {
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
        }
    }

private:
    TemporaryFolder folder_;

public:
    std::unique_ptr<store::Store> books;

private:
    std::latch begun_{1};
    std::latch gate_{1};
    std::future<Result<Done>> held_;
};

std::string insert(int x) { return "INSERT INTO t VALUES (" + std::to_string(x) + ")"; }

} // namespace

TEST_CASE("commands that wait at the same time share one commit") {
    Shop shop;
    const auto before = shop.books->status();
    shop.hold();
    std::vector<std::future<Result<Done>>> answers;
    answers.reserve(20);
    for (int i = 0; i < 20; ++i) {
        answers.push_back(shop.later(insert(i)));
    }
    CHECK(shop.books->status().queued == 20);
    shop.go_on();
    for (auto& answer : answers) {
        CHECK(answer.get());
    }
    const auto after = shop.books->status();
    CHECK(after.commits - before.commits == 2); // the one that held, and all the others
    CHECK(after.commands - before.commands == 21);
    CHECK(after.batches[5] - before.batches[5] == 1); // 17 … 32 commands
    CHECK(shop.count() == 20);
}

TEST_CASE("a batch has its limit, and with a limit of one every command has its own commit") {
    Shop shop{{1, 1000}};
    shop.hold();
    const auto before = shop.books->status();
    std::vector<std::future<Result<Done>>> answers;
    answers.reserve(5);
    for (int i = 0; i < 5; ++i) {
        answers.push_back(shop.later(insert(i)));
    }
    shop.go_on();
    for (auto& answer : answers) {
        CHECK(answer.get());
    }
    CHECK(shop.books->status().commits - before.commits == 6);
}

TEST_CASE("a bad command does not hurt its neighbours") {
    Shop shop;
    const auto before = shop.books->status();
    shop.hold();
    auto first = shop.later(insert(1));
    auto twice = shop.later(insert(1)); // sees its neighbour, which is not committed yet
    auto broken = shop.later("INSERT INTO nowhere VALUES (1)");
    auto refused = shop.later(insert(2), Error{Reason::not_found, "x"});
    auto dangling = shop.later("INSERT INTO u VALUES (77)"); // only COMMIT would refuse it
    auto last = shop.later(insert(3));
    shop.go_on();
    CHECK(first.get());
    CHECK(twice.get().error().reason == Reason::store_unavailable);
    CHECK(broken.get().error().reason == Reason::store_unavailable);
    CHECK(refused.get().error() == Error{Reason::not_found, "x"});
    CHECK(dangling.get().error().reason == Reason::store_unavailable);
    CHECK(last.get());
    CHECK(shop.count() == 2);
    CHECK(shop.books->status().commits - before.commits == 2);
    CHECK_FALSE(shop.books->status().read_only);
}

TEST_CASE("a failed statement is no refusal, whatever the work makes of it") {
    Shop shop;
    CHECK(shop.run("INSERT INTO nowhere VALUES (1)", Error{Reason::not_found, {}}).error().reason ==
          Reason::store_unavailable);
}

TEST_CASE("more commands than may wait are refused at once") {
    Shop shop{{256, 2}};
    shop.hold();
    auto first = shop.later(insert(1));
    auto second = shop.later(insert(2));
    CHECK(shop.run(insert(3)).error().reason == Reason::store_unavailable);
    shop.go_on();
    CHECK(first.get());
    CHECK(second.get());
    CHECK(shop.count() == 2);
}

TEST_CASE("what is queued when the books are closed is still done") {
    TemporaryFolder folder;
    std::latch begun{1}; // these two outlive the thread that they hold
    std::latch gate{1};
    std::vector<std::future<Result<Done>>> answers;
    {
        auto opened = store::SqliteStore::open(folder.path());
        auto books = std::move(std::get<0>(opened));
        answers.push_back(std::async(std::launch::async, [&books = *books, &begun, &gate] {
            return books.write([&](Connection&) -> Result<Done> {
                begun.count_down();
                gate.wait();
                return Done{};
            });
        }));
        begun.wait();
        for (int i = 0; i < 5; ++i) {
            const std::string id = std::to_string(i);
            answers.push_back(std::async(std::launch::async, [&books = *books, id] {
                return books.write([&](Connection& db) -> Result<Done> {
                    db.exec("INSERT INTO merchant (id, title_zh, title_en, created_at) VALUES (?, ?, ?, 0)",
                            id, id, id);
                    return Done{};
                });
            }));
        }
        while (books->status().queued < 5) {
            std::this_thread::yield();
        }
        gate.count_down();
    }
    for (auto& answer : answers) {
        CHECK(answer.get());
    }
    const auto again = open_books(folder.path());
    const auto count = again->read([](Connection& db) -> Result<std::int64_t> {
        return db.one("SELECT count(*) FROM merchant", [](const store::Row& row) { return row.integer(0); })
            .value_or(-1);
    });
    CHECK(*count == 5);
}

TEST_CASE(
    "a COMMIT that the disk fails is unknown to all of its batch, and the books are read-only for a while") {
    for (const auto failure : {faults::Failure::eio, faults::Failure::enospc}) {
        for (const auto operation : {faults::Operation::sync, faults::Operation::write}) {
            const FaultyDisk disk;
            Shop shop;
            CHECK(shop.run(insert(1)));
            shop.hold();
            auto kept = shop.later(insert(2));
            auto refused = shop.later(insert(3), Error{Reason::not_found, {}});
            auto also_kept = shop.later(insert(4));
            // The one that holds has written nothing: its own batch needs no disk.
            faults::inject({failure, operation});
            shop.go_on();
            CHECK(kept.get().error().reason == Reason::commit_unknown);
            CHECK(also_kept.get().error().reason == Reason::commit_unknown);
            CHECK(refused.get().error().reason == Reason::store_unavailable);
            CHECK(shop.books->status().read_only);
            CHECK(shop.run(insert(5)).error().reason == Reason::store_unavailable);
            CHECK(shop.count() == 1);
            faults::heal();
            shop.wait_until_writable();
            CHECK(shop.run(insert(2)));
            CHECK(shop.count() == 2);
            CHECK(shop.books->status().failed_commits == 1);
        }
    }
}

TEST_CASE("without a thread whoever asks writes, and a disk that failed stays failed") {
    const FaultyDisk disk;
    store::WriterLimits limits;
    limits.thread = false;
    Shop shop{limits};
    CHECK(shop.run("INSERT INTO t VALUES (1)"));
    CHECK(shop.run("INSERT INTO t VALUES (1)").error().reason == Reason::store_unavailable);
    faults::inject({faults::Failure::eio, faults::Operation::sync, 1, true});
    CHECK(shop.run("INSERT INTO t VALUES (2)").error().reason == Reason::commit_unknown);
    CHECK(shop.run("INSERT INTO t VALUES (3)").error().reason == Reason::store_unavailable);
    CHECK(shop.books->status().read_only);
    CHECK(shop.books->status().commits > 0);
}

TEST_CASE("the books stay read-only while the disk fails") {
    const FaultyDisk disk;
    Shop shop;
    shop.hold();
    auto lost = shop.later(insert(1));
    faults::inject({faults::Failure::enospc, faults::Operation::write});
    shop.go_on();
    CHECK(lost.get().error().reason == Reason::commit_unknown);
    const auto before = faults::operations();
    while (faults::operations() < before + 3) { // it has tried a few times meanwhile
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    CHECK(shop.books->status().read_only);
    CHECK(shop.run(insert(1)).error().reason == Reason::store_unavailable);
    faults::heal();
    shop.wait_until_writable();
    CHECK(shop.run(insert(1)));
}
