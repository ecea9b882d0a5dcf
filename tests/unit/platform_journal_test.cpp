// The sequencer and the tree that it grows, over real books.
#include <doctest/doctest.h>

#include "platform/store/journal.h"
#include "platform_world.h"

using namespace hexiao;
using namespace hexiao::test;
using store::Connection;

namespace {

// Writes `count` entries of a merchant, unnumbered.
void append(World& world, Connection& db, const std::string& merchant, int count) {
    store::Scope scope;
    scope.merchant_id = merchant;
    for (int i = 0; i < count; ++i) {
        store::append_entry(db, scope, {world.id(), "something_happened", world.clock.at, {}});
    }
}

template <class Work>
void change(World& world, Work&& work) {
    REQUIRE(world.books->write([&](Connection& db) -> Result<service::Done> {
        work(db);
        return service::Done{};
    }));
}

void append_and_number(World& world, int count) {
    change(world, [&](Connection& db) {
        append(world, db, world.merchant, count);
        CHECK(*store::number_entries(db) == count);
    });
}

// The head made of nothing but the bytes in the books.
merkle::Head recomputed(Connection& db, const std::string& merchant) {
    merkle::Tree tree;
    db.each(
        "SELECT bytes FROM journal WHERE merchant_id = ? AND position IS NOT NULL ORDER BY position",
        [&](const store::Row& row) {
            tree.append(merkle::leaf_hash(row.text(0)), [](const auto&, const auto&) {});
        },
        merchant);
    return tree.head();
}

} // namespace

TEST_CASE("the sequencer gives dense positions to each merchant in order of arrival") {
    World world;
    const std::string stranger = world.id();
    std::string order;
    change(world, [&](Connection& db) {
        store::insert_merchant(db, {stranger, {"x", "x"}}, world.clock.at);
        for (int i = 0; i < 6; ++i) {
            append(world, db, i % 3 == 2 ? stranger : world.merchant, 1);
        }
        CHECK(*store::number_entries(db) == 6);
        CHECK(*store::number_entries(db) == 0);
        db.each("SELECT merchant_id, position FROM journal ORDER BY arrival", [&](const store::Row& row) {
            order += (row.text(0) == stranger ? "s" : "m") + std::to_string(row.integer(1));
        });
        CHECK(store::journal_head(db, stranger) == recomputed(db, stranger));
        CHECK(store::journal_head(db, world.merchant).size == 4);
    });
    CHECK(order == "m1m2s1m3m4s2");
}

TEST_CASE("a head grows with its entries, in whatever steps they come, and every older one is proven") {
    World world;
    std::vector<merkle::Head> heads;
    for (const int count : {0, 1, 1, 3, 2, 9, 1, 30}) {
        append_and_number(world, count);
        change(world, [&](Connection& db) {
            heads.push_back(store::journal_head(db, world.merchant));
            CHECK(heads.back() == recomputed(db, world.merchant));
            const auto reader = store::subtree_reader(db, world.merchant);
            for (const merkle::Head& older : heads) {
                const auto path = merkle::consistency_path(older.size, heads.back().size, reader);
                REQUIRE(path);
                CHECK(merkle::extends(older, heads.back(), *path));
                CHECK(merkle::root_at(older.size, reader) == older.root);
            }
        });
    }
    CHECK(heads.front() == merkle::Head{});
    CHECK(heads.back().size == 47);
    change(world, [&](Connection& db) {
        const auto all = store::journal_heads(db);
        REQUIRE(all.size() == 1);
        CHECK(all[0].merchant_id == world.merchant);
        CHECK(all[0].head == heads.back());
    });
}

TEST_CASE("numbering that is rolled back leaves the head where it was") {
    World world;
    append_and_number(world, 3);
    const auto failed = world.books->write([&](Connection& db) -> Result<service::Done> {
        append(world, db, world.merchant, 2);
        CHECK(*store::number_entries(db) == 2);
        return Error{Reason::in_flight, {}};
    });
    CHECK_FALSE(failed);
    append_and_number(world, 1);
    change(world, [&](Connection& db) {
        CHECK(store::journal_head(db, world.merchant).size == 4);
        CHECK(store::journal_head(db, world.merchant) == recomputed(db, world.merchant));
    });
}

TEST_CASE("books that are older than the tree get it when they are opened") {
    World world;
    append_and_number(world, 21);
    change(world, [&](Connection& db) {
        const auto head = store::journal_head(db, world.merchant);
        db.exec("DELETE FROM journal_node");
        db.exec("DELETE FROM journal_head");
        append(world, db, world.merchant, 1); // and one that nobody has numbered yet
        CHECK(*store::adopt_entries(db) == 1);
        CHECK(*store::adopt_entries(db) == 0);
        const auto path = merkle::consistency_path(21, 22, store::subtree_reader(db, world.merchant));
        REQUIRE(path);
        CHECK(merkle::extends(head, store::journal_head(db, world.merchant), *path));
    });
    CHECK(world.services.counter.start());
}

TEST_CASE("a journal with a gap is not grown further") {
    World world;
    append_and_number(world, 5);
    change(world, [&](Connection& db) { db.exec("UPDATE journal SET position = 7 WHERE position = 5"); });
    CHECK(world.services.counter.start().error().reason == Reason::head_mismatch);
    const auto numbered = world.books->write([&](Connection& db) -> Result<std::int64_t> {
        append(world, db, world.merchant, 1);
        return store::number_entries(db);
    });
    REQUIRE_FALSE(numbered);
    CHECK(numbered.error().reason == Reason::head_mismatch);
}

TEST_CASE("a database that fails is not taken for a journal that was touched") {
    World world;
    const auto failed = world.books->write([&](Connection& db) -> Result<std::int64_t> {
        append(world, db, world.merchant, 1);
        db.exec("DROP TABLE journal_node");
        return store::number_entries(db);
    });
    CHECK(failed); // one entry completes no pair
    const auto worse = world.books->write([&](Connection& db) -> Result<std::int64_t> {
        append(world, db, world.merchant, 1);
        db.exec("DROP TABLE journal_head");
        return store::number_entries(db);
    });
    REQUIRE_FALSE(worse);
    CHECK(worse.error().reason == Reason::store_unavailable);
}

TEST_CASE("what each device saw of the journal is kept, and what does not fit beside it") {
    World world;
    const auto one = world.caller().scope;
    const auto other = world.caller().scope;
    const merkle::Head head{1, merkle::leaf_hash("a")};
    const merkle::Head wrong{1, merkle::leaf_hash("b")};
    change(world, [&](Connection& db) {
        store::set_device_head(db, one, {{}, world.clock.at});
        store::set_device_head(db, one, {head, world.clock.at});
        CHECK(store::refuse_device_head(db, one, {wrong, world.clock.at}));
        CHECK_FALSE(store::refuse_device_head(db, one, {wrong, world.clock.at}));
        CHECK(store::refuse_device_head(db, other, {wrong, world.clock.at}));
        const auto heads = store::device_heads(db, one);
        REQUIRE(heads.size() == 2);
        const auto& mine = heads[heads[0].device_id == one.device_id ? 0 : 1];
        const auto& others = heads[heads[0].device_id == one.device_id ? 1 : 0];
        REQUIRE(mine.seen);
        CHECK(mine.seen->head == head);
        REQUIRE(mine.refused);
        CHECK(mine.refused->head == wrong);
        CHECK(mine.refused->at == world.clock.at);
        CHECK_FALSE(others.seen);
        CHECK(others.refused);
        store::Scope stranger = one;
        stranger.merchant_id = world.id();
        CHECK(store::device_heads(db, stranger).empty());
    });
}
