// The icons, drawn by a round pen on a field of 24 × 24 (assets/icons): no image files, sharp at every
// density, tinted by the caller.
#include "icons/icons.h"

#include <cmath>
#include <imgui.h>

#include "ui/kit/paint.h"

namespace hexiao::ui::paint {
namespace {

// By more than the small angles that a curve is made of.
bool turns(const ImVec2& a, const ImVec2& b, const ImVec2& c) {
    const ImVec2 in{b.x - a.x, b.y - a.y}, out{c.x - b.x, c.y - b.y};
    const float along = in.x * out.x + in.y * out.y;
    return along < 0.85f * std::hypot(in.x, in.y) * std::hypot(out.x, out.y);
}

} // namespace

void icon(ImDrawList* list, Icon icon, const Box& box, std::uint32_t rgb) {
    if (icon == Icon::none) {
        return;
    }
    const std::uint32_t ink = color(rgb);
    const float unit = box.w / 24.0f;
    const float pen = std::fmax(1.5f, 2.0f * unit);
    const auto [first, count] = icon_data::icons[static_cast<std::size_t>(icon) - 1];
    for (std::size_t s = first; s < std::size_t{first} + count; ++s) {
        const icon_data::Stroke& stroke = icon_data::strokes[s];
        const auto at = [&](std::size_t i) {
            const icon_data::Point& point = icon_data::points[stroke.first + i];
            return ImVec2{box.x + static_cast<float>(point.x) * unit / icon_data::scale,
                          box.y + static_cast<float>(point.y) * unit / icon_data::scale};
        };
        list->PathClear();
        for (std::size_t i = 0; i < stroke.count; ++i) {
            list->PathLineTo(at(i));
        }
        if (stroke.filled) {
            list->PathFillConvex(ink);
            continue;
        }
        list->PathStroke(ink, stroke.closed ? ImDrawFlags_Closed : ImDrawFlags_None, pen);
        // ImGui's own ends are square, and its sharp turns are thin.
        for (std::size_t i = 0; i < stroke.count && !stroke.closed; ++i) {
            const bool end = i == 0 || i + 1 == stroke.count;
            if (end || turns(at(i - 1), at(i), at(i + 1))) {
                list->AddCircleFilled(at(i), pen / 2, ink);
            }
        }
    }
}

} // namespace hexiao::ui::paint
