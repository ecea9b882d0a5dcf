// See words.h. A reason without its two strings does not compile.
#include "ui/words.h"

#include <array>

namespace hexiao::ui {

namespace {

struct ReasonWords {
    Str title, what_to_do;
};
constexpr std::array reason_words{
#define HEXIAO_REASON(name) ReasonWords{Str::reason_##name##_title, Str::reason_##name##_do},
    HEXIAO_REASONS(HEXIAO_REASON)
#undef HEXIAO_REASON
};

} // namespace

std::string_view Words::operator()(Str key) const {
    const auto at = static_cast<std::size_t>(key);
    return language_ == console::Language::zh ? text_zh[at] : text_en[at];
}

std::string Words::with(Str key,
                        std::initializer_list<std::pair<std::string_view, std::string_view>> values) const {
    std::string_view pattern = (*this)(key);
    std::string filled;
    while (!pattern.empty()) {
        const std::size_t open = pattern.find('{');
        filled += pattern.substr(0, open);
        if (open == std::string_view::npos) {
            break;
        }
        const std::size_t close = pattern.find('}', open);
        const std::string_view name = pattern.substr(open + 1, close - open - 1);
        bool found = false;
        for (const auto& [placeholder, value] : values) {
            if (placeholder == name) {
                filled += value;
                found = true;
            }
        }
        if (!found) {
            filled += pattern.substr(open, close - open + 1);
        }
        pattern.remove_prefix(close + 1);
    }
    return filled;
}

const std::string& Words::of(const api::Title& title) const {
    return language_ == console::Language::zh ? title.zh : title.en;
}

std::string_view Words::reason_title(Reason reason) const {
    return (*this)(reason_words[static_cast<std::size_t>(reason)].title);
}

std::string_view Words::reason_do(Reason reason) const {
    return (*this)(reason_words[static_cast<std::size_t>(reason)].what_to_do);
}

} // namespace hexiao::ui
