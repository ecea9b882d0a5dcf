// What a channel keeps of a redemption, and when it pays the rest (product.md §5). The figures are what a new
// installation begins with; agreements of a merchant's own are for whoever builds statements.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/money.h"
#include "core/base/time.h"
#include "core/credential/credential.h"

namespace hexiao::settlement {

enum class Category : std::uint8_t { catering, hotel, tourism };

// By what the shop calls the product's category. Catering, unless the name says hotel or tourism.
Category category_of(std::string_view zh, std::string_view en);

// Of the revenue, in hundredths of a per cent. Nothing of what the shop sold itself: nobody stands between.
std::int64_t commission_rate(Channel channel, Category category) noexcept;

// Rounded to the nearest fen, halves up.
Money commission(Money revenue, std::int64_t rate) noexcept;

// The calendar day on which what was redeemed on `day` arrives (T+n); what the shop sold itself is there
// already. Nothing for a channel that has told no rule.
std::optional<BusinessDay> arrives_on(BusinessDay day, Channel channel, Category category) noexcept;

} // namespace hexiao::settlement
