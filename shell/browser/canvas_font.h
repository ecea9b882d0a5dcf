// Chinese glyphs without a font file: the browser's own faces, drawn on its 2D canvas and copied into ImGui's
// atlas. A merged ImFontLoader without font data. Loading a glyph only measures it and reserves its place;
// all glyphs that are new in a frame are then drawn on one sheet and read back once, since each read-back may
// stall the browser. Some browsers falsify canvas read-back against fingerprinting. Each sheet carries a
// known pattern; when it does not come back exactly, `falsified` turns true for good.
#pragma once

struct ImFont;
struct ImFontAtlas;

namespace hexiao::shell::canvas_font {

// Merges the browser's faces behind `font` (of CSS weight `weight`); call right after adding its embedded
// face. `line_per_em`: ImGui's size of that face over its CSS size.
void merge_into(ImFontAtlas& atlas, ImFont* font, int weight, float line_per_em);

// Draws what was reserved since the last call. Between the last text call and ImGui::Render.
void fill(ImFontAtlas& atlas);

bool falsified();

} // namespace hexiao::shell::canvas_font
