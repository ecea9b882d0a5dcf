// See csv.h.
#include "core/base/csv.h"

namespace hexiao {

std::string csv_cell(std::string_view text) {
    std::string cell;
    if (!text.empty() && std::string_view{"=+-@\t\r"}.find(text.front()) != std::string_view::npos) {
        cell = "'";
    }
    cell += text;
    if (cell.find_first_of(",\"\r\n") == std::string::npos) {
        return cell;
    }
    std::string quoted = "\"";
    for (const char c : cell) {
        quoted += c;
        if (c == '"') {
            quoted += '"';
        }
    }
    return quoted + "\"";
}

void Csv::row(const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        text_ += (i == 0 ? "" : ",") + csv_cell(cells[i]);
    }
    text_ += "\r\n";
}

namespace {

// One cell from `at` on, which is left at the comma or the end of the row. False where a quotation mark is
// never closed, or something follows it.
bool read_cell(std::string_view text, std::size_t& at, std::string& cell) {
    const auto ends = [&] {
        return at >= text.size() || text[at] == ',' || text[at] == '\n' || text[at] == '\r';
    };
    if (at < text.size() && text[at] == '"') {
        for (++at; at < text.size(); ++at) {
            if (text[at] != '"') {
                cell += text[at];
            } else if (at + 1 < text.size() && text[at + 1] == '"') {
                cell += text[++at];
            } else {
                ++at;
                return ends();
            }
        }
        return false;
    }
    while (!ends()) {
        cell += text[at++];
    }
    return true;
}

} // namespace

std::optional<std::vector<std::vector<std::string>>> read_csv(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.remove_prefix(3);
    }
    std::vector<std::vector<std::string>> rows;
    for (std::size_t at = 0; at < text.size();) {
        std::vector<std::string> row;
        for (bool more = true; more;) {
            std::string cell;
            if (!read_cell(text, at, cell)) {
                return std::nullopt;
            }
            if (cell.size() > 1 && cell[0] == '\'' &&
                std::string_view{"=+-@\t\r"}.find(cell[1]) != std::string_view::npos) {
                cell.erase(0, 1);
            }
            row.push_back(std::move(cell));
            more = at < text.size() && text[at] == ',';
            at += more ? 1U : 0U;
        }
        while (at < text.size() && (text[at] == '\r' || text[at] == '\n')) {
            ++at;
        }
        if (row.size() > 1 || !row[0].empty()) {
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

} // namespace hexiao
