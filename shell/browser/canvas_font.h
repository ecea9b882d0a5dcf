// Chinese, emoji and everything else without a font file: the browser's own faces, drawn on its 2D canvas and
// copied into ImGui's atlas. A merged ImFontLoader without font data. Loading a glyph only measures it and
// reserves its place; all glyphs that are new in a frame are then drawn on one sheet and read back once,
// since each read-back may stall the browser. Some browsers falsify canvas read-back against fingerprinting.
// Each sheet carries a known pattern; when it does not come back exactly, `falsified` turns true for good,
// and the page fetches a face of its own (add_face in main.cpp), which then stands before this one.
#pragma once

#include <cstdint>

#include "ui/app.h"
#include "ui/kit/clusters.h"

struct ImFont;
struct ImFontAtlas;

namespace hexiao::shell::canvas_font {

// Merges the browser's faces behind `font` (of CSS weight `weight`); call right after adding its embedded
// faces. `line_per_em`: ImGui's size of that face over its CSS size. `clusters` outlives the atlas.
void merge_into(ImFontAtlas& atlas, ImFont* font, int weight, float line_per_em,
                const ui::Clusters& clusters);

// Draws what was reserved since the last call. Between the last text call and ImGui::Render. True: some came
// back in colours, or larger than was thought, so the text calls must be made once more.
bool fill(ImFontAtlas& atlas);

// Many new glyphs are drawn by a worker, beside the main thread. True: they are on the way; until they were
// received no text call may be made.
bool send(ImFontAtlas& atlas);
bool waiting();
// White pixels, and a byte for each glyph (web/pen.ts).
void receive(ImFontAtlas& atlas, const std::uint8_t* pixels, const std::uint8_t* is_misfit);

// There was no room in the atlas for a glyph; it is drawn as a blank. `start_over` empties the atlas: the
// next text calls fill it with what is shown now.
bool outgrown();
void start_over(ImFontAtlas& atlas);

bool falsified();
// Glyphs that came falsified since the last `start_over`.
int doubtful();

// What letters cost so far. `build` and `frames` are left to others.
ui::Figures figures(const ImFontAtlas& atlas);

} // namespace hexiao::shell::canvas_font
