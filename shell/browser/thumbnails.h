// Pictures of products, small and square, in the atlas that letters come from, so that they cost no texture
// and no draw call of their own. The page fetches, crops and scales one (web/thumbnails.ts) when it is first
// drawn; until it is here, and where it cannot be had, the kit draws what stands for it. What was not drawn
// for the longest time makes room.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "ui/kit/kit.h"

struct ImFontAtlas;

namespace hexiao::shell::thumbnails {

// The place of the picture of this name, `side` device pixels wide; between ImGui's NewFrame and EndFrame.
// Nothing where it is not here: then it was asked for, which is done again after a minute where it failed.
// `now`: s.
std::optional<ui::Patch> find(ImFontAtlas& atlas, std::string_view name, int side, double now);

// What was asked for as `number`, as so many pixels in RGBA as it was asked for; null: it cannot be had.
void receive(int number, const std::uint8_t* pixels);

// The atlas was emptied.
void start_over();

} // namespace hexiao::shell::thumbnails
