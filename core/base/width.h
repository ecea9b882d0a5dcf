// Text as Chinese input methods type it.
#pragma once

#include <string>
#include <string_view>

namespace hexiao {

// The text with full-width letters, digits, signs and blanks ("３８．５", "：", "￥") as ordinary ones.
std::string half_width(std::string_view text);

} // namespace hexiao
