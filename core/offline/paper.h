// The numbers of paper forms, which go round when nothing else works. A form's number is read from paper and
// typed later, so it carries a check digit (Luhn, ISO/IEC 7812-1 annex B), which finds every single wrong
// digit.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hexiao::offline {

inline constexpr std::int64_t most_form_number = 99'999'999;

// "P0000123-4": of the 123rd form.
std::string format_form(std::int64_t number);
// The number; nothing for what is no form's, or mistyped. Blanks, dashes, the P and its case may be left out
// or written full-width.
std::optional<std::int64_t> read_form(std::string_view text);

} // namespace hexiao::offline
