// How money is written; see money.h.
#include "core/base/money.h"

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

} // namespace hexiao
