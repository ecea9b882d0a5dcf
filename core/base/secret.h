// A text that must never be seen again: a password, a voucher code, a phone number.
// A type of its own, so that whatever logs, records or shows things cannot take it for an ordinary string:
// there is no conversion, and only `reveal()` gives the text away. Search for it to see every place that
// does.
#pragma once

#include <string>
#include <utility>

namespace hexiao {

class Secret {
public:
    Secret() = default;
    explicit Secret(std::string text) : text_(std::move(text)) {}

    const std::string& reveal() const noexcept { return text_; }
    bool empty() const noexcept { return text_.empty(); }

    friend bool operator==(const Secret&, const Secret&) = default;

private:
    std::string text_;
};

} // namespace hexiao
