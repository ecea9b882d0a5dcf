// What goes on paper: words and tables without any look, which the page lays out black on white.
#pragma once

#include <string>
#include <vector>

#include "core/console/console.h"

namespace hexiao::ui {

struct Sheet {
    struct Table {
        std::string name; ///< empty: none
        std::vector<std::string> head;
        std::vector<std::vector<std::string>> rows;
    };
    std::string title, line;
    std::vector<Table> tables;
};

Sheet day_sheet(const console::effect::PrintDay& print);

} // namespace hexiao::ui
