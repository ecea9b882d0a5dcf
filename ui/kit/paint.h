// Brushes over ImGui's draw lists: filled and stroked rounded boxes, soft shadows and vector icons. The kit's
// own tools; screens never include this.
#pragma once

#include <cstdint>

#include "ui/kit/mirror.h"
#include "ui/kit/spec.h"

struct ImDrawList;

namespace hexiao::ui::paint {

/// Corners that are rounded; the rest are square.
enum class Corners : std::uint8_t { all, top, bottom, none };

/// `a` moved towards `b` by `amount` (0–1); for hover and press.
std::uint32_t mix(std::uint32_t a, std::uint32_t b, float amount);

void fill(ImDrawList* list, const Box& box, std::uint32_t rgb, float radius = 0,
          Corners corners = Corners::all);
void stroke(ImDrawList* list, const Box& box, std::uint32_t rgb, float radius, float thickness = 1);
/// A light from above: many faint layers, since ImGui has no blur. Call before filling the box itself.
void shadow(ImDrawList* list, std::uint32_t rgb, const Box& box, float radius, float depth = 1);
/// Drawn inside the square `box`, lines as thick as a 24 px icon's 2 px would be.
void icon(ImDrawList* list, Icon icon, const Box& box, std::uint32_t rgb);

} // namespace hexiao::ui::paint
