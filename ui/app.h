// The whole console at a glance: which screen is shown for a state. Reads state, draws it, returns what the
// person wants.
#pragma once

#include <string>
#include <vector>

#include "core/console/console.h"
#include "ui/kit/kit.h"

namespace hexiao::ui {

using Intents = std::vector<console::Intent>;

/// Draws one frame of the console between `kit.begin_frame` and `kit.end_frame`.
Intents draw(const console::State& state, Kit& kit);

/// What the browser's tab and history should say for this state.
std::string page_title(const console::State& state);

} // namespace hexiao::ui
