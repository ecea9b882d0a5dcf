// What `hexiao verify` finds: each way of changing what was written is found, and named where it was done.
#include <doctest/doctest.h>

#include "platform_world.h"

using namespace hexiao;
using namespace hexiao::test;
using store::Connection;

namespace {

// What is found after a change that somebody made to the books behind the program's back.
std::vector<std::string> faults_after(World& world, std::initializer_list<std::string> changes) {
    REQUIRE(world.books->write([&](Connection& db) -> Result<service::Done> {
        for (const std::string& sql : changes) {
            db.exec(sql);
        }
        return service::Done{};
    }));
    const auto reports = world.journal_reports();
    REQUIRE(reports.size() == 1);
    return reports[0].faults;
}

bool says(const std::vector<std::string>& faults, std::string_view words) {
    return std::ranges::any_of(
        faults, [&](const std::string& sentence) { return sentence.find(words) != std::string::npos; });
}

// A world with eleven redemptions, all numbered; in a file, where changes are made in SQLite's words.
struct Shop : World {
    explicit Shop(const std::string& database = in_a_file) : World(database) {
        const auto who = caller();
        for (int i = 0; i < 11; ++i) {
            CHECK(use(who, voucher()).outcome == Outcome::done);
        }
        CHECK(services.counter.number_entries());
    }
};

// Replaces text in the bytes of the entry at a position.
std::string replace_bytes(int position, const std::string& from, const std::string& to) {
    return "UPDATE journal SET bytes = CAST(replace(CAST(bytes AS TEXT), '" + from + "', '" + to +
           "') AS BLOB) WHERE position = " + std::to_string(position);
}

} // namespace

TEST_CASE("books that nobody touched are unchanged, also while entries wait for their number") {
    Shop shop{fresh_database()};
    auto reports = shop.journal_reports();
    REQUIRE(reports.size() == 1);
    CHECK(reports[0].faults.empty());
    CHECK(reports[0].head.size == 11);
    CHECK(reports[0].waiting == 0);
    CHECK(shop.use(shop.caller(), shop.voucher()).outcome == Outcome::done);
    reports = shop.journal_reports();
    CHECK(reports[0].faults.empty());
    CHECK(reports[0].waiting == 1);
    CHECK(World{}.journal_reports().front().faults.empty());
}

TEST_CASE("a touched byte is found: one that changes the form, a fact, or only the hash") {
    const std::array<std::array<std::string, 3>, 4> changes{
        {{"\"uses\":1", "\"uses\": 1", "The bytes of the entry at position 5 are not canonical"},
         {"\"uses\":1", "\"uses\":2", "has uses 1, but the entry at position 5 says 2"},
         {"\"v\":1", "\"v\":2", "The bytes of the entry at position 5 are not canonical"},
         {"\"facts\":{", "\"facts\":{\"a\":1,", "The entries at positions 5 to 6 are not those"}}};
    for (const auto& change : changes) {
        const std::string& words = change[2];
        Shop shop;
        const auto faults = faults_after(shop, {replace_bytes(5, change[0], change[1])});
        CAPTURE(words);
        CHECK(says(faults, words));
        CHECK(says(faults, "The entries at positions 5 to 6 are not those over which the tree was built"));
        CHECK_FALSE(says(faults, "positions 5 to 8"));
    }
}

TEST_CASE("the last entry, which no subtree holds yet, is held by the head") {
    Shop shop;
    const auto faults = faults_after(shop, {replace_bytes(11, "\"facts\":{", "\"facts\":{\"a\":1,")});
    CHECK(faults.size() == 1);
    CHECK(says(faults, "The head in the books is 11:"));
}

TEST_CASE("an entry that was taken away is missed, with its redemption and without") {
    Shop shop;
    auto faults = faults_after(shop, {"PRAGMA defer_foreign_keys = ON",
                                      "CREATE TABLE gone AS SELECT entry_id FROM redemption WHERE entry_id ="
                                      " (SELECT id FROM journal WHERE position = 4)",
                                      "DELETE FROM redemption WHERE entry_id IN (SELECT entry_id FROM gone)",
                                      "DELETE FROM journal WHERE position = 4"});
    CHECK(says(faults, "There is no entry at position 4."));
    Shop other;
    faults = faults_after(other, {"DELETE FROM redemption WHERE entry_id ="
                                  " (SELECT id FROM journal WHERE position = 4)"});
    CHECK(faults.size() == 2);
    CHECK(says(faults, "of which the entry at position 4 tells, is not in the books"));
    CHECK(says(faults, "1 uses are gone, but its redemptions are of 0."));
    Shop last;
    faults = faults_after(last, {"DELETE FROM redemption WHERE entry_id ="
                                 " (SELECT id FROM journal WHERE position = 11)",
                                 "DELETE FROM journal WHERE position = 11"});
    CHECK(says(faults, "The head in the books is 11:"));
}

TEST_CASE("entries whose numbers were changed are found") {
    Shop shop;
    auto faults = faults_after(shop, {"UPDATE journal SET position = 100 WHERE position = 3",
                                      "UPDATE journal SET position = 3 WHERE position = 8",
                                      "UPDATE journal SET position = 8 WHERE position = 100"});
    CHECK(faults.size() == 2);
    CHECK(says(faults, "The entries at positions 3 to 4 are not those"));
    CHECK(says(faults, "The entries at positions 7 to 8 are not those"));
    Shop later;
    faults = faults_after(later, {"UPDATE journal SET position = 20 WHERE position = 11"});
    CHECK(says(faults, "There is no entry at positions 11 to 19."));
    Shop other;
    faults = faults_after(other, {"UPDATE journal SET position = NULL WHERE position = 11"});
    CHECK(says(faults, "The head in the books is 11:"));
}

TEST_CASE("a redemption that was changed is named with what its entry says") {
    Shop shop;
    const std::string sixth = " WHERE entry_id = (SELECT id FROM journal WHERE position = 6)";
    auto faults = faults_after(shop, {"UPDATE redemption SET amount_fen = 1" + sixth});
    CHECK(faults.size() == 1);
    CHECK(says(faults, "has amount_fen 1, but the entry at position 6 says 1000"));
    faults =
        faults_after(shop, {"UPDATE redemption SET amount_fen = 1000, business_day = '2020-01-01'" + sixth});
    CHECK(faults.size() == 1);
    CHECK(says(faults, "has business_day 2020-01-01, but the entry at position 6 says 2026-11-22"));
    faults = faults_after(shop, {"UPDATE redemption SET business_day = '2026-11-22', at = at + 1" + sixth});
    CHECK(faults.size() == 1);
    CHECK(says(faults, "has at "));
}

TEST_CASE("a redemption that no entry tells of is found") {
    Shop shop;
    const auto faults = faults_after(
        shop,
        {"PRAGMA defer_foreign_keys = ON",
         "INSERT INTO journal (merchant_id, id, bytes) SELECT merchant_id, 'x', bytes FROM journal WHERE "
         "position = 2",
         "INSERT INTO prepared SELECT merchant_id, 'p', voucher_id, staff_id, device_id, store_id, shown,"
         " expires_at, used_at, ticket FROM prepared LIMIT 1",
         "INSERT INTO redemption SELECT merchant_id, 'r', store_id, lane_id, staff_id, device_id,"
         " voucher_id, product_id, 'p', uses, uses_left, amount_fen, at, business_day, 'x'"
         " FROM redemption LIMIT 1"});
    CHECK(says(faults, "Redemption r has redemption_id r, but entry "));
    CHECK(says(faults, "but it is kept as x"));
}

TEST_CASE("a tree that was touched is found, wherever") {
    Shop shop;
    auto faults =
        faults_after(shop, {"UPDATE journal_node SET hash = zeroblob(32) WHERE level = 2 AND idx = 1"});
    CHECK(faults.size() == 1);
    CHECK(says(faults, "The entries at positions 5 to 8 are not those over which the tree was built."));
    faults = faults_after(shop, {"DELETE FROM journal_node WHERE level = 2 AND idx = 1"});
    CHECK(says(faults, "The tree has nothing for the entries at positions 5 to 8."));
    Shop other;
    faults = faults_after(other, {"UPDATE journal_head SET root = zeroblob(32)"});
    CHECK(faults.size() == 1);
    CHECK(says(faults, "The head in the books is 11:0000"));
    faults = faults_after(other, {"DELETE FROM journal_node", "DELETE FROM journal_head"});
    CHECK(says(faults, "The head in the books is 0:e3b0"));
}

TEST_CASE(
    "books that were written anew as a whole are found out by what a device saw, and by a vanished use") {
    Shop shop;
    const auto who = shop.caller();
    const auto head = shop.services.proofs.head(who);
    REQUIRE(head);
    REQUIRE(shop.services.proofs.report(who, *head));
    CHECK(faults_after(shop, {}).empty());
    // The last redemption goes, with its entry; the sequencer then builds the tree again.
    auto faults = faults_after(shop, {"PRAGMA defer_foreign_keys = ON",
                                      "CREATE TABLE gone AS SELECT id FROM journal WHERE position = 11",
                                      "DELETE FROM redemption WHERE entry_id IN (SELECT id FROM gone)",
                                      "DELETE FROM journal WHERE id IN (SELECT id FROM gone)",
                                      "UPDATE journal SET position = NULL", "DELETE FROM journal_node",
                                      "DELETE FROM journal_head"});
    CHECK(shop.services.counter.number_entries());
    faults = faults_after(shop, {});
    CHECK(says(faults, "saw 11 entries: the last ones were taken away."));
    CHECK(says(faults, "1 uses are gone, but its redemptions are of 0."));
    CHECK(faults.size() == 2);
    CHECK(shop.use(shop.caller(), shop.voucher()).outcome == Outcome::done);
    CHECK(shop.services.counter.number_entries());
    CHECK(says(faults_after(shop, {}), "The first 11 entries are not those that the device"));
}

TEST_CASE("many faults are counted, and the first are told") {
    Shop shop;
    for (int i = 0; i < 20; ++i) {
        shop.use(shop.caller(), shop.voucher());
    }
    CHECK(faults_after(shop, {"UPDATE redemption SET amount_fen = 7"}).size() == 20);
    CHECK(shop.journal_reports()[0].fault_count == 31);
}
