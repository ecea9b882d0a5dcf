// A device holds the journal against what it saw of it: a head that grew is proven, kept and reported, one
// that does not extend the last is told to the person and to the platform, and no redemption waits for any of
// it.
#include <doctest/doctest.h>

#include "console_bench.h"
#include "core/journal/merkle.h"

using namespace hexiao;
using namespace hexiao::console;
using namespace hexiao::test;

namespace {

const std::string merchant_id = session_of(api::Role::owner).merchant.id;

// Journals whose entries are texts: heads and proofs as the platform would make them.
struct Log {
    merkle::Tree tree;
    std::map<std::pair<int, std::int64_t>, Sha256> kept;

    Log(const std::string& what, int size) {
        for (int i = 0; i < size; ++i) {
            tree.append(merkle::leaf_hash(what + std::to_string(i)),
                        [&](const auto& subtree, const auto& hash) {
                            kept[{subtree.level, subtree.index}] = hash;
                        });
        }
    }
    api::JournalHead head() const { return api::to_wire(tree.head()); }
    std::string proof(std::int64_t from) const {
        const auto read = [&](const merkle::Subtree& subtree) {
            return std::optional{kept.at({subtree.level, subtree.index})};
        };
        return wire::write(
            api::ConsistencyProof{api::to_wire(merkle::Head{from, *merkle::root_at(from, read)}), head(),
                                  api::to_wire(*merkle::consistency_path(from, tree.size(), read))});
    }
};

// The stored row of a head that was seen.
std::string row_of(const api::JournalHead& head) {
    return R"({"format":1,"head":)" + wire::write(head) + R"(,"merchant_id":")" + merchant_id + R"("})";
}

struct JournalBench : Bench {
    explicit JournalBench(std::vector<std::string> rows = {}) {
        sign_in();
        event::RecordsListed listed{{}, true};
        for (std::string& row : rows) {
            listed.rows.push_back({"journal " + merchant_id, std::move(row)});
        }
        take(listed);
    }
    const effect::Fetch* sent_to(std::string_view path) const {
        for (const Effect& one : effects) {
            const auto* fetch = std::get_if<effect::Fetch>(&one);
            if (fetch != nullptr && fetch->path.starts_with(path)) {
                return fetch;
            }
        }
        return nullptr;
    }
    const effect::Fetch* asked() const { return sent_to("/api/v1/journal/consistency/"); }
    const effect::Fetch* reported() const { return sent_to("/api/v1/device/head"); }
    bool mismatch() const { return state.domain.journal.mismatch; }
    void later(const std::string& id, const api::JournalHead& head) {
        now += 60'000;
        snapshot(id, head);
    }
};

} // namespace

TEST_CASE("the first head is kept and reported, the same one again is not") {
    JournalBench bench;
    const Log log{"a", 5};
    bench.snapshot("s1", log.head());
    REQUIRE(bench.effect<effect::StoreRecord>() != nullptr);
    CHECK(bench.effect<effect::StoreRecord>()->row == row_of(log.head()));
    REQUIRE(bench.reported() != nullptr);
    CHECK(bench.reported()->method == "POST");
    CHECK(bench.reported()->body == wire::write(log.head()));
    bench.answer(bench.reported()->request, 200, wire::write(log.head()));
    bench.later("s2", log.head());
    CHECK(bench.effect<effect::StoreRecord>() == nullptr);
    CHECK(bench.effect<effect::Fetch>() == nullptr);
    CHECK_FALSE(bench.mismatch());
}

TEST_CASE("a journal that grew is proven against what was seen before the reload") {
    const Log before{"a", 5};
    const Log after{"a", 12};
    JournalBench bench{{"no row", row_of(before.head())}};
    bench.snapshot("s1", after.head());
    REQUIRE(bench.asked() != nullptr);
    CHECK(bench.asked()->path == "/api/v1/journal/consistency/5/12");
    CHECK(bench.reported() == nullptr);
    bench.answer(bench.asked()->request, 200, after.proof(5));
    CHECK_FALSE(bench.mismatch());
    REQUIRE(bench.effect<effect::StoreRecord>() != nullptr);
    CHECK(bench.effect<effect::StoreRecord>()->row == row_of(after.head()));
    REQUIRE(bench.reported() != nullptr);
    CHECK(bench.reported()->body == wire::write(after.head()));
}

TEST_CASE("a head that comes before the records were read waits for them") {
    const Log log{"a", 9};
    Bench bench;
    bench.sign_in();
    bench.snapshot("s1", log.head());
    CHECK(bench.effect<effect::Fetch>() == nullptr);
    bench.take(event::RecordsListed{{{"journal " + merchant_id, row_of(Log{"a", 4}.head())}}, true});
    CHECK(bench.sent().path == "/api/v1/journal/consistency/4/9");
}

TEST_CASE("a journal that was rewritten is told of and reported, and stays told") {
    const api::JournalHead seen = Log{"a", 5}.head();
    const Log other{"b", 12};
    const auto check_told = [&](JournalBench& bench) {
        CHECK(bench.mismatch());
        CHECK(bench.effect<effect::StoreRecord>() == nullptr); // what was seen is still held against it
        REQUIRE(bench.reported() != nullptr);
        CHECK(bench.reported()->body == wire::write(seen));
        bench.problem(bench.reported()->request, 409, Reason::head_mismatch);
        CHECK(bench.mismatch());
        bench.later("s9", Log{"b", 13}.head());
        CHECK(bench.mismatch());
    };
    SUBCASE("grown: the proof does not hold") {
        JournalBench bench{{row_of(seen)}};
        bench.snapshot("s1", other.head());
        bench.answer(bench.asked()->request, 200, other.proof(5));
        check_told(bench);
    }
    SUBCASE("grown: the platform has no proof") {
        JournalBench bench{{row_of(seen)}};
        bench.snapshot("s1", other.head());
        bench.problem(bench.asked()->request, 404, Reason::not_found);
        check_told(bench);
    }
    SUBCASE("as long as before") {
        JournalBench bench{{row_of(seen)}};
        bench.snapshot("s1", Log{"b", 5}.head());
        check_told(bench);
    }
    SUBCASE("shorter") {
        JournalBench bench{{row_of(seen)}};
        bench.snapshot("s1", Log{"a", 4}.head());
        check_told(bench);
    }
}

TEST_CASE(
    "a platform that finds the mismatch itself is believed, and a journal that is right again as well") {
    const Log log{"a", 5};
    JournalBench bench;
    bench.snapshot("s1", log.head());
    bench.problem(bench.reported()->request, 409, Reason::head_mismatch);
    CHECK(bench.mismatch());
    bench.later("s2", Log{"a", 7}.head());
    bench.answer(bench.asked()->request, 200, Log{"a", 7}.proof(5));
    CHECK_FALSE(bench.mismatch());
}

TEST_CASE("no answer is no proof: it is asked again later, and not too often") {
    JournalBench bench{{row_of(Log{"a", 5}.head())}};
    const Log after{"a", 6};
    bench.snapshot("s1", after.head());
    const std::int64_t first = bench.asked()->request;
    bench.later("s2", after.head());
    CHECK(bench.asked() == nullptr); // one is under way
    bench.answer(first, 0, "", "");
    CHECK_FALSE(bench.mismatch());
    bench.later("s3", after.head());
    REQUIRE(bench.asked() != nullptr);
    bench.problem(bench.asked()->request, 503, Reason::store_unavailable);
    bench.now += 1000;
    bench.snapshot("s4", after.head());
    CHECK(bench.asked() == nullptr);
    bench.later("s5", after.head());
    REQUIRE(bench.asked() != nullptr);
    bench.answer(bench.asked()->request, 200, after.proof(5));
    REQUIRE(bench.reported() != nullptr);
    bench.answer(bench.reported()->request, 0, "", "");
    bench.later("s6", after.head());
    CHECK(bench.reported() != nullptr);
}

TEST_CASE("redemptions go on whatever the journal does") {
    JournalBench bench{{row_of(Log{"a", 5}.head())}};
    bench.snapshot("s1", Log{"b", 5}.head());
    CHECK(bench.mismatch());
    bench.show_card();
    const effect::Fetch sent = bench.tap_redeem();
    bench.answer(sent.request, 200, bench.done(sent.key));
    CHECK(bench.step<Verdict>().outcome == Outcome::done);
}

TEST_CASE("the next person at the same device is told anew, by what the device has seen") {
    JournalBench bench{{row_of(Log{"a", 5}.head())}};
    bench.snapshot("s1", Log{"b", 5}.head());
    bench.want(intent::SignOut{});
    bench.answer(bench.sent().request, 204, "", "");
    CHECK_FALSE(bench.mismatch());
    bench.want(intent::EditAccount{"x"});
    bench.want(intent::EditPassword{Secret{"y"}});
    bench.want(intent::SignIn{});
    bench.answer(bench.sent().request, 200, wire::write(session_of(api::Role::manager)));
    bench.snapshot("s2", Log{"b", 5}.head());
    CHECK(bench.mismatch());
}
