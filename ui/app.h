// The whole console at a glance: which screen is shown for a state. Reads state, draws it, returns what the
// person wants.
#pragma once

#include <string>
#include <vector>

#include "core/console/console.h"
#include "ui/kit/kit.h"
#include "ui/words.h"

namespace hexiao::ui {

using Intents = std::vector<console::Intent>;

/// What the debug panel shows besides state: what the shell counted since the page was loaded.
struct Figures {
    struct Size {
        float pixels = 0; ///< em, CSS pixels
        int weight = 400;
        int glyphs = 0;
    };
    std::string build;
    int frames = 0;
    int sheets = 0;                                             ///< canvas read-backs
    int width = 0, height = 0, most_width = 0, most_height = 0; ///< the glyph atlas, pixels
    std::size_t bytes = 0; ///< of the atlas, here and in the graphics memory each
    std::vector<Size> sizes;
};

/// Draws one frame of the console between `kit.begin_frame` and `kit.end_frame`. `figures` are drawn by the
/// debug panel alone.
Intents draw(const console::State& state, Kit& kit, const Figures& figures = {});

/// What became of a redemption after staff had gone on to the next customer.
std::string late_text(const Words& words, const console::Verdict& late);

/// "A12, please go to lane 3": what a customer hears, and a wall says.
std::string call_text(const Words& words, std::string_view label, const api::Title& lane);

/// What the browser's tab and history should say for this state.
std::string page_title(const console::State& state);

} // namespace hexiao::ui
