// See paper.h.
#include "core/offline/paper.h"

#include "core/base/integer.h"
#include "core/base/width.h"

namespace hexiao::offline {

namespace {

constexpr std::size_t number_digits = 7;

// Every second digit counts double, from the right, and a double of two digits their sum.
int check_digit(std::string_view digits) noexcept {
    int sum = 0;
    bool twice = true;
    for (std::size_t i = digits.size(); i-- > 0; twice = !twice) {
        const int digit = digits[i] - '0';
        const int doubled = digit * 2;
        sum += !twice ? digit : doubled > 9 ? doubled - 9 : doubled;
    }
    return (10 - sum % 10) % 10;
}

} // namespace

std::string format_form(std::int64_t number) {
    std::string digits = std::to_string(number);
    if (digits.size() < number_digits) {
        digits.insert(0, number_digits - digits.size(), '0');
    }
    return "P" + digits + "-" + std::to_string(check_digit(digits));
}

std::optional<std::int64_t> read_form(std::string_view text) {
    std::string digits;
    bool first = true;
    for (const char byte : half_width(text)) {
        if (byte == ' ' || byte == '-' || byte == '\t') {
            continue;
        }
        if (first && (byte == 'P' || byte == 'p')) {
            first = false;
            continue;
        }
        first = false;
        if (byte < '0' || byte > '9') {
            return std::nullopt;
        }
        digits += byte;
    }
    if (digits.size() < 2 || digits.size() > number_digits + 2) {
        return std::nullopt;
    }
    const std::string_view body = std::string_view{digits}.substr(0, digits.size() - 1);
    const auto number = parse_integer(body);
    if (!number || *number < 1 || *number > most_form_number || check_digit(body) != digits.back() - '0') {
        return std::nullopt;
    }
    return number;
}

} // namespace hexiao::offline
