// See settlement.h.
#include "core/settlement/settlement.h"

#include <algorithm>
#include <array>

namespace hexiao::settlement {

namespace {

constexpr std::int64_t whole_rate = 10'000;

struct Word {
    std::string_view text;
    Category category;
};
constexpr std::array words{Word{"酒店", Category::hotel},   Word{"住宿", Category::hotel},
                           Word{"民宿", Category::hotel},   Word{"旅游", Category::tourism},
                           Word{"文旅", Category::tourism}, Word{"门票", Category::tourism},
                           Word{"hotel", Category::hotel},  Word{"tourism", Category::tourism}};

} // namespace

Category category_of(std::string_view zh, std::string_view en) {
    std::string lower{en};
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    for (const Word& word : words) {
        if (zh.find(word.text) != std::string_view::npos || lower.find(word.text) != std::string::npos) {
            return word.category;
        }
    }
    return Category::catering;
}

std::int64_t commission_rate(Channel channel, Category category, const Rates& rates) noexcept {
    if (channel == Channel::house) {
        return 0;
    }
    switch (category) {
    case Category::hotel: return rates.hotel;
    case Category::tourism: return rates.tourism;
    case Category::catering: break;
    }
    return rates.catering;
}

Money commission(Money revenue, std::int64_t rate) noexcept {
    return {(revenue.fen * rate + whole_rate / 2) / whole_rate};
}

std::optional<BusinessDay> arrives_on(BusinessDay day, Channel channel, Category category) noexcept {
    switch (channel) {
    case Channel::house: return day;
    case Channel::douyin: return BusinessDay{day.days + (category == Category::tourism ? 3 : 1)};
    case Channel::meituan: return BusinessDay{day.days + 3};
    case Channel::wechat:
    case Channel::other: break;
    }
    return std::nullopt;
}

} // namespace hexiao::settlement
