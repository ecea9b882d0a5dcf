// Boxes. See paint.h; icons are in icons.cpp.
#include "ui/kit/paint.h"

#include <algorithm>
#include <cmath>
#include <imgui.h>
#include <utility>

namespace hexiao::ui::paint {
namespace {

ImU32 opaque(std::uint32_t rgb, float alpha = 1.0f) {
    const auto a = static_cast<std::uint32_t>(std::lround(alpha * 255.0f));
    return IM_COL32((rgb >> 16) & 0xFF, (rgb >> 8) & 0xFF, rgb & 0xFF, a);
}

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
    list->AddRectFilled(low(place), high(place), opaque(rgb), radius, flags(corners));
}

void stroke(ImDrawList* list, const Box& box, std::uint32_t rgb, float radius, float thickness) {
    const float half = thickness / 2; // ImGui centres a stroke on its path; ours lies inside the box
    list->AddRect({box.x + half, box.y + half}, {box.x + box.w - half, box.y + box.h - half}, opaque(rgb),
                  std::max(0.0f, radius - half), ImDrawFlags_RoundCornersAll, thickness);
}

void shadow(ImDrawList* list, std::uint32_t rgb, const Box& box, float radius, float depth) {
    constexpr int layers = 7;
    for (int i = layers; i >= 1; --i) {
        const float spread = static_cast<float>(i) * 1.3f * depth;
        const float drop =
            static_cast<float>(i) * 0.75f * depth; // the further it spreads, the lower it falls
        const Box soft{box.x - spread, box.y - spread + drop, box.w + 2 * spread, box.h + 2 * spread};
        list->AddRectFilled(low(soft), high(soft), opaque(rgb, 0.0079f), radius + spread);
    }
}

} // namespace hexiao::ui::paint
