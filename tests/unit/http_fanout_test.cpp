// Who is sent what and when: coalescing, readers that stall or lag, streams that end. The test keeps the
// time.
#include <doctest/doctest.h>

#include "mailbox.h"
#include "platform/http/fanout.h"

using namespace hexiao;
using namespace hexiao::test;
using http::Fanout;
using std::chrono::milliseconds;

namespace {

const std::string merchant = "m";
const std::string store = "s";

// A fan-out, and the clock that its feed would give it.
struct Bench {
    explicit Bench(http::FanoutRules rules = {}) : fanout(rules) {}

    std::shared_ptr<Mailbox> attach(std::int64_t position = 0, bool display = false, bool snapshot = true) {
        auto box = std::make_shared<Mailbox>();
        http::FeedOpening opening;
        opening.merchant_id = merchant;
        opening.store_id = store;
        opening.session_id = "session";
        opening.session_ends = Instant{1000};
        opening.display = display;
        opening.snapshot = snapshot;
        opening.id = opening.position = opening.newest = position;
        opening.first = "first;";
        fanout.attach(opening, std::make_unique<MailSink>(box), now);
        return box;
    }
    static http::FeedEvent event(std::int64_t id, const std::string& of = store) {
        return {id, of, "staff " + std::to_string(id) + ";", "display " + std::to_string(id) + ";"};
    }
    // Events of the store, one after the other.
    void tell(std::int64_t from, std::int64_t to) {
        std::vector<http::FeedEvent> events;
        for (std::int64_t id = from; id <= to; ++id) {
            events.push_back(event(id));
        }
        fanout.tell(merchant, std::move(events), to);
    }
    Fanout::Due flush() { return fanout.flush(now); }
    void wait(std::int64_t ms) { now += milliseconds{ms}; }

    Fanout fanout;
    Fanout::Time now{};
};

} // namespace

TEST_CASE("one event is sent at once; what happens within the pause after it goes together") {
    Bench bench;
    const auto staff = bench.attach();
    const auto display = bench.attach(0, true);
    CHECK_FALSE(bench.flush().from_ring);
    bench.tell(1, 1);
    CHECK_FALSE(bench.flush().from_ring);
    CHECK(staff->sends == std::vector<std::string>{"first;", "staff 1;"});
    bench.wait(10);
    bench.tell(2, 2);
    CHECK(bench.flush().from_ring == Fanout::Time{milliseconds{250}});
    bench.wait(100);
    bench.tell(3, 4);
    bench.flush();
    CHECK(staff->count() == 2);
    bench.wait(140);
    CHECK_FALSE(bench.flush().from_ring);
    CHECK(staff->sends.back() == "staff 2;staff 3;staff 4;");
    CHECK(display->sends ==
          std::vector<std::string>{"first;", "display 1;", "display 2;display 3;display 4;"});
    CHECK(bench.fanout.counts().sends == 4);
}

TEST_CASE("how products stand is told when something else than a redemption changed it, in its place") {
    Bench bench;
    const auto products = [&](std::int64_t at, const std::string& sums) {
        const std::string text = "products at " + std::to_string(at) + ";";
        bench.fanout.tell_products(merchant, {{store, text, "shown " + text, sums}}, at, bench.now);
    };
    const auto stale = [&] { return bench.fanout.told(bench.now).front().stale; };
    const auto box = bench.attach();
    const auto wall = bench.attach(0, true);
    const auto back = bench.attach(0, false, false); // goes on where it was, without a snapshot
    CHECK(stale() == std::vector<std::string>{store});
    products(0, "7");
    CHECK_FALSE(bench.flush().products);
    CHECK(back->read() == "first;products at 0;");
    CHECK(box->read() == "first;"); // its snapshot said so
    bench.wait(250);
    bench.tell(1, 2);
    CHECK(stale().empty()); // within the pause
    CHECK(bench.flush().products == Fanout::Time{milliseconds{600}});
    bench.wait(350);
    CHECK(stale() == std::vector<std::string>{store});
    bench.tell(3, 3);
    products(3, "7"); // the same, but for three redemptions
    bench.flush();
    CHECK(box->read() == "first;staff 1;staff 2;staff 3;");
    bench.fanout.tell(merchant, {Bench::event(4)}, 5);
    products(5, "8"); // a redemption, and something of no store
    bench.tell(6, 7);
    bench.wait(250);
    bench.flush();
    CHECK(box->read() == "first;staff 1;staff 2;staff 3;staff 4;products at 5;staff 6;staff 7;");
    CHECK(back->read() ==
          "first;products at 0;staff 1;staff 2;staff 3;staff 4;products at 5;staff 6;staff 7;");
    bench.fanout.tell(merchant, {}, 9);
    products(9, "9");
    bench.wait(250);
    bench.flush();
    CHECK(box->sends.back() == "products at 9;");
    CHECK(wall->sends.back() == "shown products at 9;");
    bench.wait(250);
    CHECK_FALSE(bench.flush().from_ring);
    CHECK(box->sends.back() == "products at 9;"); // once

    // What came and went again between two looks that agree is known to nobody but a snapshot from there.
    bench.fanout.tell(merchant, {}, 10);
    const auto between = bench.attach(10);
    bench.fanout.tell(merchant, {}, 11);
    products(11, "9");
    bench.wait(250);
    bench.flush();
    CHECK(box->sends.back() == "products at 9;");
    CHECK(between->read() == "first;products at 11;");
}

TEST_CASE("under load nobody is sent anything more than four times a second, and nothing is lost or twice") {
    Bench bench;
    const auto box = bench.attach();
    std::string all = "first;";
    for (std::int64_t id = 1; id <= 1000; ++id) { // one a millisecond
        bench.tell(id, id);
        bench.flush();
        bench.wait(1);
        all += "staff " + std::to_string(id) + ";";
    }
    bench.wait(250);
    bench.flush();
    CHECK(box->count() <= 1 + 4 + 1);
    CHECK(box->read() == all);
}

TEST_CASE("a send is bounded; the rest follows") {
    http::FanoutRules rules;
    rules.most_at_once = 20;
    Bench bench{rules};
    const auto box = bench.attach();
    bench.tell(1, 5);
    CHECK(bench.flush().from_ring == Fanout::Time{milliseconds{250}});
    CHECK(box->sends.back() == "staff 1;staff 2;staff 3;");
    bench.wait(250);
    bench.flush();
    CHECK(box->sends.back() == "staff 4;staff 5;");
}

TEST_CASE("a reader that does not read is given nothing more, and is cut when that lasts") {
    Bench bench;
    const auto stalled = bench.attach();
    const auto slow = bench.attach();
    const auto well = bench.attach();
    stalled->unsent = slow->unsent = 70'000;
    for (std::int64_t id = 1; id <= 119; ++id) {
        bench.tell(id, id);
        const auto due = bench.flush().from_ring;
        REQUIRE(due);
        CHECK(*due > bench.now);
        bench.wait(250);
    }
    CHECK(stalled->count() == 1);
    slow->unsent = 1000; // its socket took some
    bench.flush();
    CHECK(slow->sends.back().starts_with("staff 1;staff 2;"));
    CHECK(slow->read() == well->read());
    CHECK_FALSE(stalled->over());
    bench.wait(1000);
    bench.flush();
    CHECK(stalled->cut.load());
    CHECK_FALSE(slow->over());
    CHECK(bench.fanout.counts().stalled == 1);
    CHECK(bench.fanout.counts().readers == 2);
}

TEST_CASE("who stands before the ring is fed from the books, page by page, and then goes on from the ring") {
    http::FanoutRules rules;
    rules.ring_events = 2;
    Bench bench{rules};
    const auto anybody = bench.attach(10);
    bench.tell(11, 15); // 14 and 15 are kept
    const auto box = bench.attach(8);
    CHECK(bench.flush().from_books == bench.now);
    auto lagging = bench.fanout.lagging(bench.now);
    REQUIRE(lagging.size() == 2); // the first was never flushed
    CHECK(lagging[1].position == 8);
    bench.fanout.page(lagging[1], {Bench::event(9), Bench::event(12)}, 12, bench.now);
    CHECK(box->sends.back() == "staff 9;staff 12;");
    CHECK(bench.fanout.lagging(bench.now).size() == 1); // its pause
    bench.wait(250);
    lagging = bench.fanout.lagging(bench.now);
    REQUIRE(lagging.size() == 2);
    bench.fanout.page(lagging[1], {}, 15, bench.now); // nothing more up to 15
    bench.tell(16, 16);
    bench.flush();
    CHECK(box->sends.back() == "staff 16;");

    box->gone = true;
    bench.fanout.sweep("session");
    bench.fanout.page(lagging[1], {Bench::event(17)}, 17, bench.now); // too late, nobody minds
    CHECK(box->cut.load());
}

TEST_CASE("between its snapshot and its stream a reader misses nothing") {
    Bench bench;
    const auto before = bench.attach(4);
    bench.tell(5, 7);
    const auto box = bench.attach(5); // its snapshot holds 5
    CHECK(box->read() == "first;staff 6;staff 7;");
    bench.fanout.tell(merchant, {Bench::event(7), Bench::event(8, "another"), Bench::event(9)}, 9);
    bench.wait(250);
    bench.flush();
    CHECK(box->read() == "first;staff 6;staff 7;staff 9;");
    // Another store's first reader, who saw less than was told by now.
    REQUIRE(bench.fanout.told(bench.now).size() == 1);
    CHECK(bench.fanout.told(bench.now).front().position == 9);
    http::FeedOpening opening;
    opening.merchant_id = merchant;
    opening.store_id = "another";
    opening.position = opening.newest = 7;
    const auto other = std::make_shared<Mailbox>();
    bench.fanout.attach(opening, std::make_unique<MailSink>(other), bench.now);
    CHECK(bench.fanout.lagging(bench.now).size() == 1);
}

TEST_CASE("a beat finds who is gone, ends what is over, and spares who does not read") {
    http::FanoutRules rules;
    rules.life = milliseconds{1000};
    Bench bench{rules};
    const auto gone = bench.attach(3);
    const auto well = bench.attach(3);
    const auto stalled = bench.attach(3);
    gone->gone = true;
    stalled->unsent = 70'000;
    bench.fanout.beat(Instant{0}, bench.now);
    CHECK(gone->cut.load());
    CHECK(well->sends.back() == ": beat\n\n");
    CHECK(stalled->count() == 1);
    bench.wait(1250);
    bench.fanout.beat(Instant{0}, bench.now);
    CHECK(well->closed.load());
    CHECK(well->sends.back().starts_with("id: 3\nevent: bye\ndata: {\"cause\":\"renewal\",\"retry_ms\":"));
    CHECK(stalled->cut.load()); // it would not hear it
    const auto last = bench.attach(3);
    bench.fanout.beat(Instant{1000}, bench.now);
    CHECK(last->closed.load()); // its session is over
    CHECK(last->count() == 1);
    bench.fanout.beat(Instant{0}, bench.now);
    CHECK(bench.fanout.told(bench.now).empty()); // nobody reads, so nothing is kept
}
