// See width.h.
#include "core/base/width.h"

namespace hexiao {

std::string half_width(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view three = text.substr(i, 3);
        // U+FF01..U+FF5E (EF BC 81 .. EF BD 9E) are the full-width forms of '!' .. '~'.
        const unsigned point = three.size() == 3 && three[0] == '\xEF'
                                   ? 0xF000U | ((static_cast<unsigned char>(three[1]) & 0x3FU) << 6U) |
                                         (static_cast<unsigned char>(three[2]) & 0x3FU)
                                   : 0U;
        if (point >= 0xFF01 && point <= 0xFF5E) {
            out += static_cast<char>(point - 0xFF01 + '!');
        } else if (point == 0xFFE5) {
            out += "¥";
        } else if (three == "\xE3\x80\x80") { // U+3000
            out += ' ';
        } else {
            out += text[i];
            continue;
        }
        i += 2;
    }
    return out;
}

} // namespace hexiao
