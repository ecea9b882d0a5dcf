// How money is written; see money.h.
#include "core/base/money.h"

#include "core/base/integer.h"
#include "core/base/width.h"

namespace hexiao {

std::string format_yuan(Money money) {
    const bool negative = money.fen < 0;
    const std::uint64_t magnitude =
        negative ? 0 - static_cast<std::uint64_t>(money.fen) : static_cast<std::uint64_t>(money.fen);
    std::string yuan = std::to_string(magnitude / 100);
    for (std::size_t at = yuan.size(); at > 3; at -= 3) {
        yuan.insert(at - 3, ",");
    }
    std::string text = (negative ? "-¥" : "¥") + yuan;
    if (const std::uint64_t rest = magnitude % 100; rest != 0) {
        text += rest < 10 ? ".0" : ".";
        text += std::to_string(rest);
    }
    return text;
}

std::optional<Money> parse_yuan(std::string_view written) {
    const std::string ordinary = half_width(written);
    std::string_view text = ordinary;
    constexpr std::string_view sign = "¥";
    if (text.starts_with(sign)) {
        text.remove_prefix(sign.size());
    }
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    std::string_view part = point == std::string_view::npos ? "0" : text.substr(point + 1);
    const auto digits = [](std::string_view all, std::size_t most) {
        return !all.empty() && all.size() <= most &&
               all.find_first_not_of("0123456789") == std::string_view::npos;
    };
    if (!digits(whole, 9) || !digits(part, 2)) {
        return std::nullopt;
    }
    const std::int64_t tenths = part.size() == 1 ? 10 : 1;
    const Money money{*parse_integer(whole) * 100 + *parse_integer(part) * tenths};
    return money.fen <= max_fen ? std::optional{money} : std::nullopt;
}

} // namespace hexiao
