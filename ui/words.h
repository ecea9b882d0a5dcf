// The words that a person reads, in their language: strings from assets/strings, names from the platform, and
// reasons.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "core/console/console.h"
#include "strings/strings.h" // generated from assets/strings: enum class Str and its texts

namespace hexiao::ui {

class Words {
public:
    explicit Words(console::Language language) : language_(language) {}

    std::string_view operator()(Str key) const;
    /// The text with its {placeholders} filled in; a placeholder without a value stays as it is.
    std::string with(Str key,
                     std::initializer_list<std::pair<std::string_view, std::string_view>> values) const;
    /// A name that the platform gave in both languages.
    const std::string& of(const api::Title& title) const;
    /// What happened, as a headline, and what to do now, as a sentence.
    std::string_view reason_title(Reason reason) const;
    std::string_view reason_do(Reason reason) const;

    console::Language language() const { return language_; }

private:
    console::Language language_;
};

} // namespace hexiao::ui
