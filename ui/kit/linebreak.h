// Where a line of text may end. ImGui wraps at spaces only, which leaves Chinese as one endless word; this
// follows the few rules of UAX #14 and of Chinese typesetting that a console needs: a break is allowed after
// a space, between ideographs, never before closing punctuation and never after opening punctuation.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

namespace hexiao::ui {

/// Cuts `text` (UTF-8) into lines no wider than `width`; `measure` gives the width of a piece. A newline
/// always breaks. A word wider than a line is cut where it must be. Pieces point into `text`; trailing spaces
/// are left out.
std::vector<std::string_view> break_lines(std::string_view text, float width,
                                          const std::function<float(std::string_view)>& measure);

} // namespace hexiao::ui
