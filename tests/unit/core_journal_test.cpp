// A journal entry has one form: what is not exactly what would have been written is not read.
#include <doctest/doctest.h>

#include "core/journal/journal.h"

using namespace hexiao;

namespace {
const JournalEntry entry{"01a2037f-e120-7fb7-834d-e06795eaf961",
                         "voucher_redeemed",
                         {1795320271234},
                         {{"uses", std::int64_t{2}}, {"lane", "面\"x"}, {"amount_fen", std::int64_t{-1}}}};
}

TEST_CASE("canonical bytes are sorted, compact and the same for ever") {
    CHECK(canonical_bytes(entry) ==
          R"({"at":1795320271234,"facts":{"amount_fen":-1,"lane":"面\"x","uses":2},)"
          R"("id":"01a2037f-e120-7fb7-834d-e06795eaf961","kind":"voucher_redeemed","v":1})");
}

TEST_CASE("an entry reads back as it was") {
    const auto again = parse_entry(canonical_bytes(entry));
    REQUIRE(again);
    CHECK(*again == entry);
}

TEST_CASE("a touched entry is noticed") {
    const std::string bytes = canonical_bytes(entry);
    for (const std::string& touched :
         {bytes + " ", " " + bytes, bytes.substr(1), bytes.substr(0, bytes.size() - 1), std::string{},
          std::string{"{}"}, std::string{"null"},
          std::string{R"({"at":1,"facts":{},"id":"x","kind":"y","v":2})"},
          std::string{R"({"at":1,"facts":{},"id":"x","kind":"y","v":1,"w":1})"},
          std::string{R"({"at":1,"facts":{"a":1.5},"id":"x","kind":"y","v":1})"},
          std::string{R"({"at":1,"facts":{"a":true},"id":"x","kind":"y","v":1})"},
          std::string{R"({"at":"1","facts":{},"id":"x","kind":"y","v":1})"},
          std::string{R"({"facts":{},"at":1,"id":"x","kind":"y","v":1})"}}) {
        CAPTURE(touched);
        CHECK_FALSE(parse_entry(touched));
    }
    CHECK(parse_entry(R"({"at":1,"facts":{},"id":"x","kind":"y","v":1})"));
}
