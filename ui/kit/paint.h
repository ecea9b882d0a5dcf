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

/// As ImGui wants it; `opacity` 0–1.
std::uint32_t color(std::uint32_t rgb, float opacity = 1);

/// `a` moved towards `b` by `amount` (0–1); for hover and press.
std::uint32_t mix(std::uint32_t a, std::uint32_t b, float amount);

void fill(ImDrawList* list, const Box& box, std::uint32_t rgb, float radius = 0,
          Corners corners = Corners::all);
void stroke(ImDrawList* list, const Box& box, std::uint32_t rgb, float radius, float thickness = 1);
/// A colour that lets what is below it through; `opacity` 0–1.
void veil(ImDrawList* list, const Box& box, std::uint32_t rgb, float opacity);
/// A light from above. Call before filling the box itself, which must be solid: nothing is painted below it.
void shadow(ImDrawList* list, std::uint32_t rgb, const Box& box, float radius, float depth = 1);
/// Drawn inside the square `box`, lines as thick as a 24 px icon's 2 px would be.
void icon(ImDrawList* list, Icon icon, const Box& box, std::uint32_t rgb);

} // namespace hexiao::ui::paint
