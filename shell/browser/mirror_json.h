// The mirror as the JSON text that web/mirror.ts reads. Members at their default are left out: most are.
#pragma once

#include <string>
#include <string_view>

#include "ui/kit/mirror.h"

namespace hexiao::shell {

std::string write_mirror(const ui::Mirror& mirror, std::string_view title, std::string_view language);

} // namespace hexiao::shell
