// What a channel keeps of a redemption, and when it pays the rest (product.md §5). The figures are what a new
// installation begins with; the rates of the commission are the merchant's.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/api/wire.h"
#include "core/base/money.h"
#include "core/base/time.h"
#include "core/credential/credential.h"

namespace hexiao::settlement {

enum class Category : std::uint8_t { catering, hotel, tourism };

// By what the shop calls the product's category. Catering, unless the name says hotel or tourism.
Category category_of(std::string_view zh, std::string_view en);

// What channels keep of the revenue, in hundredths of a per cent.
struct Rates {
    static constexpr std::string_view wire_name = "CommissionRates";
    std::int64_t catering = 800;
    std::int64_t hotel = 1200;
    std::int64_t tourism = 600;

    template <class V>
    static void fields(V& v) {
        v("catering", &Rates::catering, wire::integer(0, 10'000));
        v("hotel", &Rates::hotel, wire::integer(0, 10'000));
        v("tourism", &Rates::tourism, wire::integer(0, 10'000));
    }
    friend bool operator==(const Rates&, const Rates&) = default;
};

// In hundredths of a per cent. Nothing of what the shop sold itself: nobody stands between.
std::int64_t commission_rate(Channel channel, Category category, const Rates& rates) noexcept;

// Rounded to the nearest fen, halves up.
Money commission(Money revenue, std::int64_t rate) noexcept;

// The calendar day on which what was redeemed on `day` arrives (T+n); what the shop sold itself is there
// already. Nothing for a channel that has told no rule.
std::optional<BusinessDay> arrives_on(BusinessDay day, Channel channel, Category category) noexcept;

} // namespace hexiao::settlement
