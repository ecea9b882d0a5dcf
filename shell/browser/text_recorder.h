// What a test needs to know that nothing is drawn unsaid: each string that reaches ImGui's text call, taken
// at the call itself (the linker puts a wrapper around ImDrawList::AddText). Off unless a test asks; then it
// costs a copy per string.
#pragma once

#include <string>

#include "ui/kit/clusters.h"

namespace hexiao::shell::text_recorder {

void on(bool recording);
void begin_pass(); // forgets what an earlier pass of the same frame drew
// [{"text", "x", "y", "size" (of the line), "width", "clip": [x, y, w, h]}] of the last pass; CSS pixels
std::string take_json(const ui::Clusters& clusters);

} // namespace hexiao::shell::text_recorder
