// What the outbox promises: rows that it wrote can be read back, and waiting grows, within bounds, never in
// step.
#include "core/outbox/outbox.h"

#include <doctest/doctest.h>

using namespace hexiao;

TEST_CASE("a row survives being stored") {
    const outbox::Row row{1,
                          "01900000-0000-7000-8000-000000000001",
                          "01900000-0000-7000-8000-000000000002",
                          "01900000-0000-7000-8000-000000000003",
                          2,
                          {"奶茶", "Milk tea"},
                          api::UndoRequest{api::UndoReason::mistake, true}};
    const auto again = wire::read<outbox::Row>(wire::write(row));
    REQUIRE(again);
    CHECK(again->key == row.key);
    CHECK(again->uses == 2);
    CHECK(again->title.zh == "奶茶");
    CHECK(again->undo->reason == api::UndoReason::mistake);
}

// As they stand in browsers: what a build wrote, every later one reads.
TEST_CASE("rows of every format that was ever written are read") {
    const auto first = wire::read<outbox::Row>(
        R"({"format":1,"handle":"01900000-0000-7000-8000-000000000003","key":"01900000-0000-7000-8000-000000000001",)"
        R"("staff_id":"01900000-0000-7000-8000-000000000002","title":{"en":"Milk tea","zh":"奶茶"},"uses":2})");
    REQUIRE(first);
    CHECK(first->uses == 2);
    CHECK(first->title.en == "Milk tea");
    CHECK_FALSE(first->undo);
    const auto second = wire::read<outbox::Row>(
        R"({"format":2,"handle":"01900000-0000-7000-8000-000000000003","key":"01900000-0000-7000-8000-000000000001",)"
        R"("staff_id":"01900000-0000-7000-8000-000000000002","title":{"en":"Milk tea","zh":"奶茶"},)"
        R"("undo":{"nothing_served":true,"reason":"mistake"},"uses":1})");
    REQUIRE(second);
    REQUIRE(second->undo);
    CHECK(second->undo->reason == api::UndoReason::mistake);
    CHECK(second->undo->nothing_served);
}

TEST_CASE("a row of a later format is not misread") {
    const auto row = wire::read<outbox::Row>(
        R"({"format":4,"key":"01900000-0000-7000-8000-000000000001","staff_id":"01900000-0000-7000-8000-000000000001",)"
        R"("handle":"01900000-0000-7000-8000-000000000001","uses":1,"title":{"zh":"a","en":"a"}})");
    CHECK_FALSE(row);
    CHECK(row.error().field == "format");
}

TEST_CASE("retries wait longer each time, up to 30 s, and never all together") {
    RandomBytes none{};
    RandomBytes most{};
    most.fill(255);
    CHECK(outbox::retry_delay(1, none) == Milliseconds{1000});
    CHECK(outbox::retry_delay(2, none) == Milliseconds{2000});
    CHECK(outbox::retry_delay(6, none) == Milliseconds{30'000});
    CHECK(outbox::retry_delay(1000, none) == Milliseconds{30'000});
    CHECK(outbox::retry_delay(6, most) == Milliseconds{15'000});
}
