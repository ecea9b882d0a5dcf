// The wire: what a reader takes, what it refuses and with which field, and that writing and reading agree.
#include <doctest/doctest.h>

#include "core/api/messages.h"
#include "core/api/wire_json.h"

using namespace hexiao;
using namespace hexiao::api;

namespace {

constexpr const char* id = "01a2037f-e120-7fb7-834d-e06795eaf961";

template <class T>
std::string wrong_field(const std::string& body) {
    const auto message = wire::read<T>(body);
    return message ? std::string{"(read)"}
                   : std::string{reason_name(message.error().reason)} + " " + message.error().field;
}

} // namespace

TEST_CASE("a message is what was written") {
    Card card;
    card.voucher_id = id;
    card.product_id = id;
    card.channel = Channel::house;
    card.title = {"面\"条\"", "Noodles\n"};
    card.category = {"面食", "Noodles"};
    card.contents = {{{"面", "Noodles"}, 2}, {{"蛋", "Egg"}, 1}};
    card.price = {2880};
    card.valid_until = {1};
    const auto again = wire::read<Card>(wire::write(card));
    REQUIRE(again);
    CHECK(*again == card);
}

TEST_CASE("lengths are counted in code points") {
    std::string text;
    for (int i = 0; i < 64; ++i) {
        text += "面";
    }
    const auto body = [](const std::string& account) {
        return R"({"account":")" + account + R"(","password":"x"})";
    };
    CHECK(wire::read<SignInRequest>(body(text)));
    CHECK(wrong_field<SignInRequest>(body(text + "x")) == "invalid_field account");
    CHECK(wrong_field<SignInRequest>(body("")) == "invalid_field account");
    CHECK(wire::text_length("😀é面a") == 4);
}

TEST_CASE("what is no text is refused") {
    for (const char* account :
         {"1", "null", "true", "{}", "[]", R"("\u0000")", R"("\u001b")", R"("\u007f")"}) {
        CAPTURE(account);
        CHECK(wrong_field<SignInRequest>(std::string{R"({"password":"x","account":)"} + account + "}") ==
              "invalid_field account");
    }
    for (const char* bytes : {"\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE9\x9D", "\xFF"}) {
        CHECK_FALSE(wire::text_length(bytes));
    }
}

TEST_CASE("numbers are whole and within their bounds") {
    const auto body = [](const char* uses) {
        return std::string{R"({"handle":")"} + id + R"(","uses":)" + uses + "}";
    };
    CHECK(wire::read<RedeemRequest>(body("1"))->uses == 1);
    CHECK(wire::read<RedeemRequest>(body("9999")));
    for (const char* uses : {"0", "-1", "10000", "1.0", "1e2", "18446744073709551615", "99999999999999999999",
                             "\"1\"", "null"}) {
        CAPTURE(uses);
        CHECK(wrong_field<RedeemRequest>(body(uses)) == "invalid_field uses");
    }
}

TEST_CASE("a member is named by its path") {
    CHECK(wrong_field<Named>(std::string{R"({"id":")"} + id + R"(","title":{"zh":"a","en":""}})") ==
          "invalid_field title.en");
    Store store;
    store.id = id;
    store.title = {"a", "a"};
    store.lanes = {{id, {"a", "a"}}, {"x", {"a", "a"}}};
    CHECK(wrong_field<Store>(wire::write(store)) == "invalid_field lanes[1].id");
}

TEST_CASE("unknown members are ignored, unknown enum values are kept as other") {
    const auto problem = wire::read<Problem>(
        R"({"type":"about:blank","title":"t","status":400,"reason":"made_up_tomorrow","new":{"a":[1]}})");
    REQUIRE(problem);
    CHECK(problem->reason == Reason::other);
    CHECK_FALSE(problem->field);
    CHECK(wire::read<Problem>(R"({"type":"a","title":"t","status":400,"reason":"forbidden","field":null})"));
}

TEST_CASE("a body is one JSON object, each member once") {
    for (const char* body : {"", "[]", "null", "1", "{", "{} {}", R"({"a":1,})", "{\"a\":\"\xFF\"}"}) {
        CAPTURE(body);
        CHECK(wrong_field<SignInRequest>(body) == "malformed_json ");
    }
    CHECK(wrong_field<SignInRequest>(R"({"account":"a","password":"b","account":"c"})") ==
          "invalid_field account");
}

TEST_CASE("absent optionals are left out") {
    Prepared prepared;
    prepared.outcome = PrepareOutcome::refused;
    prepared.reason = Reason::unknown_code;
    CHECK(wire::write(prepared) ==
          R"({"outcome":"refused","reason":"unknown_code","server_time":"1970-01-01T00:00:00.000Z"})");
}

TEST_CASE("every schema that is referred to is there") {
    const std::string text = message_schemas();
    const auto schemas = nlohmann::json::parse(text);
    const std::string mark = "#/components/schemas/";
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
        const std::size_t begin = at + mark.size();
        CHECK(schemas.contains(text.substr(begin, text.find('"', begin) - begin)));
    }
}
