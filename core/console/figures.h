// Today in figures, and what each is made of (core/api/figures.h): for owners and managers. Redeemed and
// revenue move with every event of the feed; the other figures are asked for again a moment after something
// happened, however much it was, and only while somebody looks.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/figures.h"
#include "core/console/vouchers.h"

namespace hexiao::console {

// By what a day is broken down.
enum class Breakdown : std::uint8_t { product, channel, staff, lane };

// What can be opened of Today, as its address says behind /today/; `redemptions` and `ordered` may go on with
// a filter.
inline constexpr std::string_view definitions_handle = "definitions";
inline constexpr std::string_view success_handle = "success";
inline constexpr std::string_view settlement_handle = "settlement";
inline constexpr std::string_view waits_handle = "waits";
inline constexpr std::string_view alerts_handle = "alerts";
inline constexpr std::string_view redemptions_handle = "redemptions";
inline constexpr std::string_view ordered_handle = "ordered";

struct FiguresView {
    std::optional<api::DayFigures> figures; // as last told; of this store's day that runs
    Asking asked;
    bool later = false; // something happened since; Timer::figures runs
    Breakdown by = Breakdown::product;
    // The list under the filter `listed`.
    std::string listed;
    std::optional<std::vector<api::FoundRedemption>> found;
    std::optional<std::string> more;
    Asking found_asked;
    std::optional<std::vector<api::TicketWait>> waited;
    std::optional<std::string> more_waited;
    Asking waited_asked;
    // What success is told of, under the filter `listed_ordered`.
    std::string listed_ordered;
    std::optional<std::vector<api::OrderedVoucher>> ordered;
    std::optional<std::string> more_ordered;
    Asking ordered_asked;
    std::optional<api::FoundRedemption> one; // the redemption that the address names
    Asking one_asked, seen_asked;
};

// "redemptions/product:<id>,hour:3", and what that asks for; nothing for what is no filter.
std::string format_filter(const api::FindRedemptions& filter);
std::optional<api::FindRedemptions> parse_filter(std::string_view handle);
// The same of what was ordered: "ordered/product:<id>,redeemed:no".
struct OrderedFilter {
    std::optional<std::string> product_id{};
    std::optional<bool> redeemed{};
    friend bool operator==(const OrderedFilter&, const OrderedFilter&) = default;
};
std::string format_ordered(const OrderedFilter& filter);
std::optional<OrderedFilter> parse_ordered(std::string_view handle);
// Whether there is such a place behind /today/.
bool is_of_today(std::string_view handle);

} // namespace hexiao::console
