// Scrolling: by wheel as ImGui does it, by finger as phones do. A finger that moves further than the
// threshold scrolls; what it had pressed is let go unpressed. Lifted, the content glides on; pulled past an
// end it resists and springs back. Neither where the person asked for less motion. See kit.h.
#include <algorithm>
#include <cmath>
#include <imgui.h>
#include <imgui_internal.h>
#include <utility>

#include "ui/kit/kit.h"
#include "ui/kit/paint.h"
#include "ui/kit/tokens.h"

namespace hexiao::ui {
namespace {

constexpr float give = 0.55f; // of the finger's way at an end; UIKit's figure

// How far content `height` px high follows a finger that pulls it `far` px past an end, and the other way
// round: never a whole height, so that the pull always feels heavier.
float resisted(float far, float height) {
    return std::copysign(height * (1 - 1 / (std::fabs(far) * give / height + 1)), far);
}
float unresisted(float over, float height) {
    return std::copysign((1 / (1 - std::fabs(over) / height) - 1) * height / give, over);
}

} // namespace

void Kit::begin_scroll(std::string_view key) {
    const NodeId id = make_id(key);
    const Box box = next(0);
    Scroll& s = scroll_by_finger(id, box);
    if (s.shows != about_) {
        s = {.shows = about_};
        ImGui::SetNextWindowScroll({-1, 0});
    }
    if (scroll_by_ != 0 && (scrolls_by_key_ == 0 || scrolls_by_key_ == id)) { // by a key
        ImGui::SetNextWindowScroll(
            {-1, std::clamp(s.at + std::exchange(scroll_by_, 0.0f) * box.h, 0.0f, s.most)});
        moved_ = true;
    }
    ImGui::SetCursorScreenPos({box.x, box.y});
    ImGui::BeginChild(id, {std::max(1.0f, box.w), std::max(1.0f, box.h)}, ImGuiChildFlags_None,
                      ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNav |
                          ImGuiWindowFlags_NoSavedSettings);
    scrolled_ = scrolled_ || s.at != ImGui::GetScrollY();
    s.at = ImGui::GetScrollY();
    s.most = ImGui::GetScrollMaxY();
    Region& r = open(id, {box.x, box.y - s.at - s.over, box.w, box.h}, 0);
    r.extra = box.y;
}

void Kit::end_scroll() {
    const Region r = close();
    const float content = r.cursor - r.box.y;
    remember(r.id, r.box.w, content);
    ImGui::SetCursorScreenPos({r.box.x, r.extra - ImGui::GetScrollY() + content});
    ImGui::Dummy({0, 0});
    if (content > r.box.h + 1 && !window_.touch) { // a quiet thumb; fingers need none
        const float length = std::max(40.0f, r.box.h * r.box.h / content);
        const float share = ImGui::GetScrollY() / (content - r.box.h);
        const float top = r.extra + tokens::space_1 + share * (r.box.h - length - 2 * tokens::space_1);
        paint::fill(list(), {r.box.x + r.box.w - 9, top, 5, length}, palette_->line_strong, 2.5f);
    }
    ImGui::EndChild();
    advance(r.box.w, r.box.h);
}

void Kit::about(std::string_view what) { about_ = ImHashStr(what.data(), what.size()); }

bool Kit::finger_moved() const {
    return ImGui::GetIO().MouseDragMaxDistanceSqr[0] > tokens::drag_threshold * tokens::drag_threshold;
}

Kit::Scroll& Kit::scroll_by_finger(NodeId id, const Box& box) {
    Scroll& s = scrolls_[id];
    const ImGuiIO& io = ImGui::GetIO();
    const bool inside = box.holds(io.MousePos.x, io.MousePos.y);
    if (window_.touch && ImGui::IsMouseClicked(0) && inside) {
        tap_taken_ = s.moving(); // it stops what glides, and that is all
        const float over = window_.reduced_motion ? 0 : unresisted(s.over, box.h);
        s = {.shows = s.shows,
             .at = s.at,
             .most = s.most,
             .over = s.over,
             .grab_y = io.MousePos.y,
             .grab_at = s.at + over,
             .last_y = io.MousePos.y,
             .last_time = window_.time,
             .held = true};
    }
    if (s.held && !ImGui::IsMouseDown(0)) {
        s.held = s.dragging = false;
        if (window_.reduced_motion || window_.time - s.last_time > 0.1) {
            s.velocity = 0;
        }
    }
    if (s.held) {
        hold_scroll(s, box);
    } else if (s.moving()) {
        glide(s);
    }
    return s;
}

void Kit::hold_scroll(Scroll& s, const Box& box) {
    const float y = ImGui::GetIO().MousePos.y;
    s.dragging = s.dragging || (s.most > 0 && finger_moved());
    if (s.dragging) {
        const float wanted = s.grab_at + s.grab_y - y;
        const float to = std::clamp(wanted, 0.0f, s.most);
        s.over = window_.reduced_motion || wanted == to ? 0 : resisted(wanted - to, box.h);
        ImGui::SetNextWindowScroll({-1, to});
    }
    const auto elapsed = static_cast<float>((window_.time - s.last_time) * 1000);
    if (elapsed > 4) {
        s.velocity = s.dragging ? (s.last_y - y) / elapsed : 0;
        s.last_y = y;
        s.last_time = window_.time;
    }
}

// One frame of the content's own motion: a decaying glide within the ends, a critically damped spring past
// them.
void Kit::glide(Scroll& s) {
    animating_ = true;
    const float elapsed = std::min(50.0f, static_cast<float>((window_.time - s.last_time) * 1000));
    s.last_time = window_.time;
    if (elapsed <= 0) {
        return; // a further pass of the same frame
    }
    if (s.over == 0) {
        const float wanted = s.at + s.velocity * elapsed;
        const float to = std::clamp(wanted, 0.0f, s.most);
        ImGui::SetNextWindowScroll({-1, to});
        s.velocity *= std::exp(-elapsed / tokens::scroll_decay_ms);
        if (!window_.reduced_motion) {
            s.over = wanted - to;
        } else if (wanted != to) {
            s.velocity = 0;
        }
        return;
    }
    const float pull = s.velocity + tokens::spring_per_ms * s.over;
    const float rest = std::exp(-tokens::spring_per_ms * elapsed);
    const float over = (s.over + pull * elapsed) * rest;
    const bool back = std::fabs(over) < 0.5f || std::signbit(over) != std::signbit(s.over);
    s.velocity = back ? 0 : (s.velocity - tokens::spring_per_ms * pull * elapsed) * rest;
    s.over = back ? 0 : over;
}

} // namespace hexiao::ui
