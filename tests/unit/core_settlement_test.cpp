// What channels keep and when they pay: core/settlement/settlement.h.
#include <doctest/doctest.h>

#include "core/settlement/settlement.h"

using namespace hexiao;
using namespace hexiao::settlement;

TEST_CASE("a category is what its name says, and catering otherwise") {
    CHECK(category_of("面食", "Noodles") == Category::catering);
    CHECK(category_of("", "") == Category::catering);
    CHECK(category_of("酒店", "Rooms") == Category::hotel);
    CHECK(category_of("景区门票", "Tickets") == Category::tourism);
    CHECK(category_of("过夜", "HOTEL rooms") == Category::hotel);
    CHECK(category_of("文化", "Culture and Tourism") == Category::tourism);
}

TEST_CASE("commission: by category, rounded to the fen, nothing of what the shop sold itself") {
    CHECK(commission_rate(Channel::douyin, Category::catering, {}) == 800);
    CHECK(commission_rate(Channel::meituan, Category::hotel, {}) == 1200);
    CHECK(commission_rate(Channel::wechat, Category::tourism, {}) == 600);
    CHECK(commission_rate(Channel::douyin, Category::catering, {750, 0, 0}) == 750); // as the merchant agreed
    CHECK(commission_rate(Channel::house, Category::hotel, {}) == 0);
    CHECK(commission({10'000}, 800) == Money{800});
    CHECK(commission({56}, 800) == Money{4}); // 4.48
    CHECK(commission({57}, 800) == Money{5}); // 4.56
    CHECK(commission({25}, 600) == Money{2}); // 1.5
    CHECK(commission({0}, 1200) == Money{0});
    CHECK(commission({1'000'000 * max_fen}, 1200) == Money{120'000 * max_fen}); // the most of a day
}

TEST_CASE("arrival: T+n by channel, over the end of a month") {
    const BusinessDay day = *parse_day("2026-11-29");
    const auto on = [&](Channel channel, Category category) {
        const auto arrives = arrives_on(day, channel, category);
        return arrives ? format_day(*arrives) : "";
    };
    CHECK(on(Channel::house, Category::catering) == "2026-11-29");
    CHECK(on(Channel::douyin, Category::catering) == "2026-11-30");
    CHECK(on(Channel::douyin, Category::tourism) == "2026-12-02");
    CHECK(on(Channel::meituan, Category::hotel) == "2026-12-02");
    CHECK(on(Channel::wechat, Category::catering).empty());
}
