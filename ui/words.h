// The words that a person reads, in their language: strings from assets/strings, names from the platform,
// reasons, and how that language writes numbers, days and times. Money is written alike in both
// (core/base/money.h).
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

#include "core/console/console.h"
#include "strings/strings.h" // generated from assets/strings: enum class Str and its texts

namespace hexiao::ui {

/// The name of a {placeholder}, as a template argument.
template <std::size_t N>
struct Name {
    char text[N]{}; // NOLINT(modernize-avoid-c-arrays): what a string literal is copied from
    consteval Name(const char (&literal)[N]) { std::copy_n(literal, N, text); } // NOLINT
    constexpr std::string_view view() const { return {text, N - 1}; }
};

/// Whether the text of `key` has these placeholders, each at least once, and no other.
consteval bool takes(Str key, std::span<const std::string_view> names) {
    std::string_view rest = text_zh[static_cast<std::size_t>(key)]; // (tools/strings.py: en has the same)
    std::size_t met = 0;
    while (rest.find('{') != std::string_view::npos) {
        rest.remove_prefix(rest.find('{') + 1);
        const auto found = std::find(names.begin(), names.end(), rest.substr(0, rest.find_first_of(":}")));
        if (found == names.end()) {
            return false;
        }
        met |= std::size_t{1} << static_cast<std::size_t>(found - names.begin());
    }
    return met + 1 == std::size_t{1} << names.size();
}

class Words {
public:
    explicit Words(console::Language language) : language_(language) {}

    std::string_view operator()(Str key) const;
    /// The text with its placeholders filled in: `words.with<Str::card_item, "title", "n">(title, number)`.
    /// Names that are not the text's do not compile. "{n:use|uses}" becomes the first word where `n` is "1".
    template <Str key, Name... names, class... Values>
    std::string with(const Values&... values) const {
        static_assert(sizeof...(names) == sizeof...(values), "a value for each name");
        static constexpr std::array<std::string_view, sizeof...(names)> name_list{names.view()...};
        static_assert(takes(key, name_list), "the text has other placeholders");
        const std::array<std::string_view, sizeof...(values)> value_list{std::string_view(values)...};
        return fill((*this)(key), name_list, value_list);
    }
    /// A name that the platform gave in both languages.
    const std::string& of(const api::Title& title) const;
    /// What happened, as a headline, and what to do now, as a sentence; `problem`: both.
    std::string_view reason_title(Reason reason) const;
    std::string_view reason_do(Reason reason) const;
    std::string problem(Reason reason) const;

    static std::string number(std::int64_t number); ///< "1,234"
    std::string date(std::string_view iso) const;   ///< of "2026-11-25": "2026年11月25日", "25 Nov 2026"
    std::string day(BusinessDay day) const;         ///< "11月26日", "26 Nov"
    std::string month_of(BusinessDay day) const;    ///< "2026年11月", "Nov 2026"
    /// How far a work is, and how long the rest takes at the pace so far: "60 % · 4 minutes left". Of less
    /// than a twentieth, or of less than two seconds, nobody can say that yet: then "3 %". `share`: 0–1;
    /// `elapsed`: since it began.
    std::string progress(double share, Milliseconds elapsed) const;
    /// By the store's wall clock: "11月25日 14:05", "25 Nov, 14:05"; with its year where that is not
    /// `this_year`.
    std::string moment(Instant at, int utc_offset, std::string_view this_year) const;

    console::Language language() const { return language_; }

private:
    static std::string fill(std::string_view pattern, std::span<const std::string_view> names,
                            std::span<const std::string_view> values);
    std::string_view month(std::string_view iso) const;

    console::Language language_;
};

} // namespace hexiao::ui
