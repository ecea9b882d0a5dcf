// The icons, drawn as strokes on a 24 × 24 grid: no image files, sharp at every density, tinted by the
// caller. Each is a handful of pen strokes; read the numbers as coordinates on that grid.
#include <cmath>
#include <imgui.h>
#include <initializer_list>

#include "ui/kit/paint.h"

namespace hexiao::ui::paint {
namespace {

struct Pen {
    ImDrawList* list;
    Box box;
    ImU32 color;

    float unit() const { return box.w / 24.0f; }
    float thickness() const { return std::fmax(1.5f, 2.0f * unit()); }
    ImVec2 at(float x, float y) const { return {box.x + x * unit(), box.y + y * unit()}; }

    // Round ends, because ImGui's own are square. They come last: circles go through the same path.
    void stroke(std::initializer_list<ImVec2> points, bool closed = false) const {
        list->PathClear();
        for (const ImVec2& p : points) {
            list->PathLineTo(at(p.x, p.y));
        }
        list->PathStroke(color, closed ? ImDrawFlags_Closed : ImDrawFlags_None, thickness());
        for (const ImVec2& p : points) {
            list->AddCircleFilled(at(p.x, p.y), thickness() / 2, color);
        }
    }
    void circle(float x, float y, float r) const {
        list->AddCircle(at(x, y), r * unit(), color, 0, thickness());
    }
    void dot(float x, float y, float r) const { list->AddCircleFilled(at(x, y), r * unit(), color); }
    void arc(float x, float y, float r, float from, float to) const { // turns, clockwise, 0 = right
        constexpr float tau = 6.2831853f;
        list->PathClear();
        list->PathArcTo(at(x, y), r * unit(), from * tau, to * tau);
        list->PathStroke(color, ImDrawFlags_None, thickness());
        for (const float t : {from, to}) {
            dot(x + r * std::cos(t * tau), y + r * std::sin(t * tau), thickness() / 2 / unit());
        }
    }
};

void draw_scan(const Pen& p) {
    p.stroke({{4, 9}, {4, 5.5f}, {5.5f, 4}, {9, 4}});
    p.stroke({{15, 4}, {18.5f, 4}, {20, 5.5f}, {20, 9}});
    p.stroke({{20, 15}, {20, 18.5f}, {18.5f, 20}, {15, 20}});
    p.stroke({{9, 20}, {5.5f, 20}, {4, 18.5f}, {4, 15}});
    p.stroke({{7, 12}, {17, 12}});
}

void draw_ticket(const Pen& p) {
    p.stroke(
        {{4, 6}, {20, 6}, {20, 10}, {18.5f, 12}, {20, 14}, {20, 18}, {4, 18}, {4, 14}, {5.5f, 12}, {4, 10}},
        true);
    p.stroke({{14, 10}, {14, 10.2f}});
    p.stroke({{14, 13.8f}, {14, 14}});
}

void draw_store(const Pen& p) {
    p.stroke({{4, 9}, {5.5f, 4}, {18.5f, 4}, {20, 9}}, true);
    p.stroke({{5.5f, 9}, {5.5f, 20}, {18.5f, 20}, {18.5f, 9}});
    p.stroke({{10, 20}, {10, 14}, {14, 14}, {14, 20}});
}

void draw_camera(const Pen& p) {
    p.stroke({{3.5f, 8}, {7.5f, 8}, {9, 5}, {15, 5}, {16.5f, 8}, {20.5f, 8}, {20.5f, 19}, {3.5f, 19}}, true);
    p.circle(12, 13, 3.2f);
}

void draw_wifi_off(const Pen& p) {
    p.arc(12, 18, 9, 0.625f, 0.875f);
    p.arc(12, 18, 5, 0.625f, 0.875f);
    p.dot(12, 18, 1.4f);
    p.stroke({{5, 4}, {19, 20}});
}

void draw_round_mark(const Pen& p, Icon icon) { // clock, question, alert, info: a circle with something in it
    p.circle(12, 12, 9);
    if (icon == Icon::clock) {
        p.stroke({{12, 7}, {12, 12}, {15.5f, 14}});
    } else if (icon == Icon::question) {
        p.arc(12, 10, 2.6f, 0.5f, 1.12f);
        p.stroke({{13.9f, 11.8f}, {12, 13.6f}});
        p.dot(12, 16.8f, 1.25f);
    } else if (icon == Icon::alert) {
        p.stroke({{12, 7}, {12, 13}});
        p.dot(12, 16.6f, 1.25f);
    } else {
        p.dot(12, 7.6f, 1.25f);
        p.stroke({{12, 11.2f}, {12, 17}});
    }
}

} // namespace

void icon(ImDrawList* list, Icon icon, const Box& box, std::uint32_t rgb) {
    const Pen p{list, box, IM_COL32((rgb >> 16) & 0xFF, (rgb >> 8) & 0xFF, rgb & 0xFF, 255)};
    switch (icon) {
    case Icon::none: break;
    case Icon::scan: draw_scan(p); break;
    case Icon::ticket: draw_ticket(p); break;
    case Icon::check: p.stroke({{5, 12.5f}, {10, 17.5f}, {19, 7}}); break;
    case Icon::cross: p.stroke({{6, 6}, {18, 18}}), p.stroke({{18, 6}, {6, 18}}); break;
    case Icon::clock:
    case Icon::question:
    case Icon::alert:
    case Icon::info: draw_round_mark(p, icon); break;
    case Icon::store: draw_store(p); break;
    case Icon::chart:
        p.stroke({{5, 20}, {5, 13}}), p.stroke({{12, 20}, {12, 4}}), p.stroke({{19, 20}, {19, 9}});
        break;
    case Icon::sign_out:
        p.stroke({{10, 4}, {5, 4}, {5, 20}, {10, 20}});
        p.stroke({{10, 12}, {20, 12}}), p.stroke({{16, 8}, {20, 12}, {16, 16}});
        break;
    case Icon::camera: draw_camera(p); break;
    case Icon::search: p.circle(11, 11, 6.5f), p.stroke({{16, 16}, {20.5f, 20.5f}}); break;
    case Icon::forward: p.stroke({{9.5f, 5.5f}, {16, 12}, {9.5f, 18.5f}}); break;
    case Icon::wifi_off: draw_wifi_off(p); break;
    case Icon::person: p.circle(12, 8, 4), p.arc(12, 21, 8, 0.55f, 0.95f); break;
    case Icon::device:
        p.stroke({{7, 3.5f}, {17, 3.5f}, {17, 20.5f}, {7, 20.5f}}, true),
            p.stroke({{11, 17.5f}, {13, 17.5f}});
        break;
    case Icon::copy:
        p.stroke({{9, 9}, {20, 9}, {20, 20}, {9, 20}}, true);
        p.stroke({{5, 15}, {4, 15}, {4, 4}, {15, 4}, {15, 5}});
        break;
    }
}

} // namespace hexiao::ui::paint
