// See pin.h.
#include "core/access/pin.h"

#include <algorithm>
#include <array>

namespace hexiao {

namespace {

// Keypad columns, dates of the calendar's favourite days, and what sounds like a wish in Chinese.
constexpr std::array<std::string_view, 16> favourites{
    "0852", "1004",   "1314",   "1357",   "1688",   "2580",   "5200",    "5201",
    "9527", "147258", "147852", "159357", "159753", "520131", "5201314", "13145200"};

bool in_equal_steps(std::string_view pin) noexcept {
    const auto step = [&](std::size_t i) { return (pin[i] - pin[i - 1] + 10) % 10; };
    for (std::size_t i = 2; i < pin.size(); ++i) {
        if (step(i) != step(1)) {
            return false;
        }
    }
    return true;
}

bool repeats_itself(std::string_view pin) noexcept {
    for (std::size_t period = 1; period <= pin.size() / 2; ++period) {
        if (pin.substr(period) == pin.substr(0, pin.size() - period)) {
            return true;
        }
    }
    return false;
}

} // namespace

bool is_pin(std::string_view text) noexcept {
    return text.size() >= least_pin_digits && text.size() <= most_pin_digits &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_weak_pin(std::string_view pin) noexcept {
    return in_equal_steps(pin) || repeats_itself(pin) ||
           std::ranges::find(favourites, pin) != favourites.end();
}

} // namespace hexiao
