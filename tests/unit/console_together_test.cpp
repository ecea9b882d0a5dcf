// Several vouchers of an order by one tap: one key, one row, one request, one verdict.
#include <doctest/doctest.h>

#include "core/credential/credential.h"
#include "tests/unit/console_bench.h"

using namespace hexiao;
using namespace hexiao::test;

namespace {

const std::string second = "01900000-0000-7000-8000-0000000000ab";
const std::string third = "01900000-0000-7000-8000-0000000000ac";

// At the card of a voucher whose order has two more.
struct OrderBench : Bench {
    OrderBench() {
        sign_in();
        scan();
    }
    void scan() {
        take(event::Scanned{Secret{make_house_code(7)}});
        api::Prepared prepared;
        prepared.outcome = api::PrepareOutcome::ready;
        prepared.handle = handle;
        prepared.card = card_of(1);
        prepared.others = std::vector<api::OfferedVoucher>{{second}, {third}};
        answer(sent().request, 200, wire::write(prepared));
    }
    // Of each of three, by name of its outcome or reason.
    std::string told(const std::string& key, std::vector<Reason> reasons) const {
        api::BatchAnswer answer;
        answer.key = key;
        for (const Reason reason : reasons) {
            api::BatchItem item;
            item.handle = handle;
            item.outcome = reason == Reason::none ? Outcome::done : Outcome::refused;
            item.reason = reason;
            if (reason == Reason::none) {
                item.redemption = redemption_of(1);
                item.redemption->id.back() = static_cast<char>('0' + answer.items.size());
                item.uses_left = 0;
            }
            answer.items.push_back(item);
        }
        return wire::write(answer);
    }
};

} // namespace

TEST_CASE("so many vouchers as are chosen go out under one key, in one stored row") {
    OrderBench bench;
    CHECK(bench.step<Showing>().vouchers == 1);
    bench.want(intent::SetVouchers{9});
    CHECK(bench.step<Showing>().vouchers == 3); // there are no more
    bench.want(intent::SetVouchers{0});
    CHECK(bench.step<Showing>().vouchers == 1);
    bench.want(intent::SetVouchers{3});
    const effect::Fetch sent = bench.tap_redeem();
    CHECK(sent.path == "/api/v1/redeem/batch");
    const auto request = wire::read<api::RedeemBatch>(sent.body);
    REQUIRE(request);
    REQUIRE(request->items.size() == 3);
    CHECK(request->items[0].handle == handle);
    CHECK(request->items[1].handle == second);
    CHECK(request->items[2].handle == third);

    bench.answer(sent.request, 0, "");
    bench.take(event::TimerFired{Timer::redeem_retry, sent.key});
    CHECK(bench.sent().key == sent.key);
    CHECK(bench.sent().body == sent.body);
    bench.answer(bench.sent().request, 200, bench.told(sent.key, {Reason::none, Reason::none, Reason::none}));
    const auto& verdict = bench.step<Verdict>();
    CHECK(verdict.outcome == Outcome::done);
    CHECK(verdict.more.size() == 2);
    CHECK(verdict.refused_of_more == 0);
    CHECK(bench.effect<effect::RemoveRecord>() != nullptr);
}

TEST_CASE("one voucher of several is redeemed as ever") {
    OrderBench bench;
    CHECK(bench.tap_redeem().path == "/api/v1/redeem");
}

TEST_CASE("a refused order says which reason stood in its way") {
    OrderBench bench;
    bench.want(intent::SetVouchers{2});
    const effect::Fetch sent = bench.tap_redeem();
    bench.answer(sent.request, 200, bench.told(sent.key, {Reason::order_refused, Reason::voucher_revoked}));
    CHECK(bench.step<Verdict>().outcome == Outcome::refused);
    CHECK(bench.step<Verdict>().reason == Reason::voucher_revoked);
}

TEST_CASE("of several orders each has its verdict, and what is not told of all is unknown") {
    OrderBench bench;
    bench.want(intent::SetVouchers{3});
    const effect::Fetch sent = bench.tap_redeem();
    bench.answer(sent.request, 200, bench.told(sent.key, {Reason::none, Reason::none}));
    CHECK(bench.step<Acting>().checking);
    bench.take(event::TimerFired{Timer::redeem_retry, sent.key});
    bench.answer(bench.sent().request, 200,
                 bench.told(sent.key, {Reason::expired, Reason::none, Reason::none}));
    CHECK(bench.step<Verdict>().outcome == Outcome::done);
    CHECK(bench.step<Verdict>().more.size() == 1);
    CHECK(bench.step<Verdict>().refused_of_more == 1);
    CHECK(bench.step<Verdict>().reason == Reason::expired);
}

TEST_CASE("the row outlives a reload with all of its vouchers") {
    OrderBench before;
    before.want(intent::SetVouchers{3});
    before.want(intent::Redeem{});
    const auto* record = before.effect<effect::StoreRecord>();
    REQUIRE(record != nullptr);
    const auto row = stored(record->row);

    Bench bench;
    bench.sign_in();
    bench.take(event::RecordsListed{{row}, true});
    const effect::Fetch& sent = bench.sent();
    CHECK(sent.path == "/api/v1/redeem/batch");
    CHECK(sent.key == row.key);
    CHECK(wire::read<api::RedeemBatch>(sent.body)->items.size() == 3);
}

TEST_CASE("a shop that redeems by itself asks where the order has more") {
    OrderBench bench;
    bench.want(intent::Dismiss{});
    bench.state.domain.session->automatic = true;
    bench.now += 10'000; // it was out of sight
    bench.scan();
    CHECK(bench.step<Showing>().others.size() == 2);
    CHECK(bench.effect<effect::StoreRecord>() == nullptr);
}
