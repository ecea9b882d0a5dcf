// Tables as text for spreadsheets: RFC 4180, in UTF-8 with a byte order mark, without which Excel takes
// Chinese for something else.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hexiao {

// What a text is in a cell: in quotation marks where it must be, and behind an apostrophe where a spreadsheet
// would take it for a formula (it begins with = + - @, a tab or a carriage return).
std::string csv_cell(std::string_view text);

class Csv {
public:
    void row(const std::vector<std::string>& cells);
    std::string take() { return std::move(text_); }

private:
    std::string text_ = "\xEF\xBB\xBF";
};

// A table back from such a text, whoever wrote it: with or without the mark, rows that end in CR LF or LF,
// empty ones left out; what `csv_cell` put an apostrophe before is as it was. Nothing where quotation marks
// do not match.
std::optional<std::vector<std::vector<std::string>>> read_csv(std::string_view text);

} // namespace hexiao
