// Boxes. See paint.h; icons are in icons.cpp.
#include "ui/kit/paint.h"

#include <algorithm>
#include <cmath>
#include <imgui.h>
#include <numbers>
#include <utility>

namespace hexiao::ui::paint {
namespace {

ImVec2 low(const Box& b) { return {b.x, b.y}; }
ImVec2 high(const Box& b) { return {b.x + b.w, b.y + b.h}; }

ImDrawFlags flags(Corners corners) {
    switch (corners) {
    case Corners::top: return ImDrawFlags_RoundCornersTop;
    case Corners::bottom: return ImDrawFlags_RoundCornersBottom;
    case Corners::none: return ImDrawFlags_RoundCornersNone;
    case Corners::all: break;
    }
    return ImDrawFlags_RoundCornersAll;
}

// A hairline on whole device pixels, and never thinner than one: at a zoom of 50 % it would be there or not.
Box on_pixels(const Box& box) {
    const ImVec2 density = ImGui::GetIO().DisplayFramebufferScale;
    const auto line = [](float at, float size, float per) {
        const float from = std::round(at * per);
        return std::pair{from / per, std::max(1.0f, std::round(size * per)) / per};
    };
    const auto [x, w] = box.w <= 1 ? line(box.x, box.w, density.x) : std::pair{box.x, box.w};
    const auto [y, h] = box.h <= 1 ? line(box.y, box.h, density.y) : std::pair{box.y, box.h};
    return {x, y, w, h};
}

} // namespace

std::uint32_t color(std::uint32_t rgb, float opacity) {
    return IM_COL32((rgb >> 16) & 0xFF, (rgb >> 8) & 0xFF, rgb & 0xFF,
                    static_cast<std::uint32_t>(std::lround(opacity * 255)));
}

std::uint32_t mix(std::uint32_t a, std::uint32_t b, float amount) {
    std::uint32_t out = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
        const auto from = static_cast<float>((a >> shift) & 0xFF);
        const auto to = static_cast<float>((b >> shift) & 0xFF);
        out |= static_cast<std::uint32_t>(std::lround(from + (to - from) * amount)) << shift;
    }
    return out;
}

void fill(ImDrawList* list, const Box& box, std::uint32_t rgb, float radius, Corners corners) {
    const Box place = radius == 0 ? on_pixels(box) : box;
    list->AddRectFilled(low(place), high(place), color(rgb), radius, flags(corners));
}

void stroke(ImDrawList* list, const Box& box, std::uint32_t rgb, float radius, float thickness) {
    const float half = thickness / 2; // ImGui centres a stroke on its path; ours lies inside the box
    list->AddRect({box.x + half, box.y + half}, {box.x + box.w - half, box.y + box.h - half}, color(rgb),
                  std::max(0.0f, radius - half), ImDrawFlags_RoundCornersAll, thickness);
}

void veil(ImDrawList* list, const Box& box, std::uint32_t rgb, float opacity) {
    list->AddRectFilled(low(box), high(box), color(rgb, opacity));
}

// One ring of triangles, darkest at the box's edge and nothing where it ends: the box covers what would lie
// below it, and a shadow that is painted whole, layer over layer, costs more than all that stands on the box.
void shadow(ImDrawList* list, std::uint32_t rgb, const Box& box, float radius, float depth) {
    constexpr int steps = 8; // of each corner
    constexpr unsigned points = 4 * (steps + 1);
    constexpr float darkest = 0.054f, quarter = std::numbers::pi_v<float> / 2;
    const float reach = 9.1f * depth, fall = 5.25f * depth; // the further it spreads, the lower it falls
    const ImU32 dark = color(rgb, darkest), none = color(rgb, 0);
    const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
    const auto first = static_cast<ImDrawIdx>(list->_VtxCurrentIdx);
    list->PrimReserve(static_cast<int>(6 * points), static_cast<int>(2 * points));
    for (int corner = 0; corner < 4; ++corner) { // clockwise from the lower right
        const bool right = corner == 0 || corner == 3, lower = corner < 2;
        const float x = right ? box.x + box.w - radius : box.x + radius;
        const float y = lower ? box.y + box.h - radius : box.y + radius;
        for (int step = 0; step <= steps; ++step) {
            const float angle = (static_cast<float>(corner) + static_cast<float>(step) / steps) * quarter;
            const float dx = std::cos(angle), dy = std::sin(angle);
            // Half a pixel below the box, whose own edge is blurred.
            list->PrimWriteVtx({x + dx * (radius - 0.5f), y + dy * (radius - 0.5f)}, white, dark);
            list->PrimWriteVtx({x + dx * (radius + reach), y + dy * (radius + reach) + fall}, white, none);
        }
    }
    for (unsigned point = 0; point < points; ++point) {
        const ImDrawIdx here = first + 2 * point, next = first + 2 * ((point + 1) % points);
        for (const ImDrawIdx index : {here, here + 1, next + 1, here, next + 1, next}) {
            list->PrimWriteIdx(index);
        }
    }
}

} // namespace hexiao::ui::paint
