// The mirror as the JSON text that web/mirror.ts reads. Members at their default are left out: most are.
#pragma once

#include <string>
#include <string_view>

#include "ui/kit/mirror.h"
#include "ui/kit/palette.h"

namespace hexiao::shell {

/// What the page says and shows beside the nodes.
struct PageFacts {
    std::string_view title, language;
    std::string_view screen; ///< changes when another screen is shown: the keyboard then moves to it
    const ui::Palette& palette;
};

std::string write_mirror(const ui::Mirror& mirror, const PageFacts& page);

} // namespace hexiao::shell
