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

} // namespace hexiao
