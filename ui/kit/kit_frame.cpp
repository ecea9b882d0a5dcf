// The kit's frame: opening and closing it, identities, presses, focus. See kit.h.
#include <algorithm>
#include <cmath>
#include <imgui.h>
#include <imgui_internal.h>
#include <utility>

#include "ui/kit/kit.h"
#include "ui/kit/paint.h"
#include "ui/kit/tokens.h"

static_assert(IMGUI_VERSION_NUM >= 19200 && IMGUI_VERSION_NUM < 19300,
              "internal ImGui calls are checked for 1.92");

namespace hexiao::ui {

bool Kit::narrow() const { return window_.width < tokens::narrow_below * std::max(1.0f, window_.text_scale); }
bool Kit::wide() const { return window_.width >= tokens::desk_from * std::max(1.0f, window_.text_scale); }
bool Kit::escape_pressed() const { return escape_; }
bool Kit::typed(std::string_view keys) const {
    return !fresh_keys_.empty() && keys_.ends_with(keys) && modal_ + 1 < frame_;
}

void Kit::begin_frame(const Window& window) {
    const bool shrank = window.height < window_.height;
    window_ = window;
    palette_ = &palette_for(window.look);
    const float across = std::max(window.width, window.height);
    const float along = std::min(window.width, window.height);
    wall_scale_ =
        std::max(tokens::wall_least, std::min(across / tokens::wall_across, along / tokens::wall_along));
    if (shrank && focus_ != 0) {
        reveal_ = focus_;
    } // the phone's keyboard opened over the field
    ++frame_;
    mirror_.clear();
    regions_.clear();
    parent_ = about_ = 0;
    page_ = 1;
    moved_ = animating_ = false;
    if (ImGui::IsMouseClicked(0)) {
        tap_taken_ = false;
    }
    if (escape_ && menu_) {
        menu_.reset();
        escape_ = false;
    } else if (escape_ && opened_ != 0) {
        opened_ = 0;
        escape_ = false;
    } else if (escape_ && modal_ + 1 == frame_) { // what stands over the page goes, not the page
        leave_popup_ = true;
        escape_ = false;
    } else if (escape_ && coached_ + 1 == frame_) {
        leave_coach_ = true;
        escape_ = false;
    }
    if (!fresh_keys_.empty()) {
        if (window.time - key_time_ > 1) {
            keys_.clear();
        }
        keys_ += fresh_keys_;
        keys_.erase(0, keys_.size() - std::min<std::size_t>(keys_.size(), 4));
        key_time_ = window.time;
    }

    begin_window("console", {0, 0, window.width, window.height},
                 ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoBringToFrontOnFocus);
    const Box all{window.safe_left, window.safe_top, window.width - window.safe_left - window.safe_right,
                  window.height - window.safe_top};
    open(1, all, 0);
}

// Of ImGui's window only what it does with input, clipping and order is wanted.
void Kit::begin_window(const std::string& name, const Box& box, int flags) {
    ImGui::SetNextWindowPos({box.x, box.y});
    ImGui::SetNextWindowSize({box.w, box.h});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0f);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {1, 1});
    ImGui::Begin(name.c_str(), nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav | flags);
    ImGui::PopStyleVar(3);
}

bool Kit::end_frame() {
    if (std::exchange(top_flows_, false)) {
        end_scroll(); // a screen without a page
    }
    ImGui::End();
    regions_.clear();
    popups_.clear();
    activated_.clear();
    submitted_.clear();
    field_texts_.clear();
    fresh_keys_.clear();
    escape_ = false;
    scroll_by_ = 0;
    std::erase_if(sizes_, [&](const auto& entry) { return entry.second.frame != frame_; });
    return moved_;
}

void Kit::on_focus(NodeId id, bool visible) {
    focus_ = id;
    focus_visible_ = visible;
    if (id != 0) {
        focus_next_ = 0;
        reveal_ = id;
        scrolls_by_key_ = scrolled_around(id);
    }
}

NodeId Kit::make_id(std::string_view key) const { return ImHashStr(key.data(), key.size(), region().id); }

NodeId Kit::widget_id(std::string_view key) const { return ImHashStr(key.data(), key.size(), page_); }

NodeId Kit::next_id() {
    const std::uint32_t ordinal = ++region().ordinal;
    return ImHashData(&ordinal, sizeof ordinal, region().id);
}

Kit::Size Kit::measured(NodeId id) const {
    const auto found = sizes_.find(id);
    return found == sizes_.end() ? Size{} : found->second;
}

void Kit::remember(NodeId id, float w, float h) {
    Size& size = sizes_[id];
    if (std::fabs(size.w - w) > 0.5f || std::fabs(size.h - h) > 0.5f) {
        moved_ = true;
    }
    size = {w, h, frame_};
}

ImDrawList* Kit::list() const { return ImGui::GetWindowDrawList(); }

Box Kit::clip() const {
    const ImVec2 low = list()->GetClipRectMin();
    const ImVec2 high = list()->GetClipRectMax();
    return {low.x, low.y, high.x - low.x, high.y - low.y};
}

MirrorNode& Kit::emit(NodeId id, Role role, std::string_view name, const Box& box) {
    MirrorNode node;
    node.id = id;
    node.parent = parent_;
    node.role = role;
    node.name = name;
    node.box = box;
    node.clip = clip();
    node.take_focus = id == focus_next_ && id != 0;
    mirror_.push_back(std::move(node));
    return mirror_.back();
}

NodeId Kit::begin_group(Role role, std::string_view name) {
    // A form is the same one however its page is laid out: a field that moved would lose the keyboard.
    const NodeId id = role == Role::form ? widget_id(name) : next_id();
    emit(id, role, name, next(0));
    return std::exchange(parent_, id);
}

Kit::Press Kit::press(NodeId id, const Box& box, bool enabled) {
    Press out;
    const ImRect rect({box.x, box.y}, {box.x + box.w, box.y + box.h});
    if (enabled && ImGui::ItemAdd(rect, id)) {
        out.pressed = ImGui::ButtonBehavior(rect, id, &out.hovered, &out.held);
        if (out.hovered) {
            ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
        }
        if (window_.touch && (tap_taken_ || finger_moved())) {
            out.pressed = out.held = false;
        } // it scrolls, or wants something else than this
        if (window_.touch && !out.held) {
            out.hovered = false;
        } // a finger that left hovers nowhere
    }
    // A press by keyboard or screen reader arrives from the mirror's element, wherever it is scrolled to.
    if (enabled && std::ranges::find(activated_, id) != activated_.end()) {
        out.pressed = true;
    }
    if (out.pressed) {
        pressed_ = popups_.empty() ? id : pressed_;
        moved_ = true;
    } // what it changed is drawn before anything is shown
    out.focused = focus_ == id && focus_visible_;
    reveal(id, box);
    return out;
}

std::uint32_t Kit::washed(std::uint32_t base, const Press& p) const {
    return paint::mix(base, palette_->ink, p.held ? 0.16f : p.hovered ? 0.07f : 0);
}

void Kit::ring(const Box& box, float radius) {
    const float out = tokens::focus_ring + 2;
    paint::stroke(list(), {box.x - out, box.y - out, box.w + 2 * out, box.h + 2 * out},
                  palette_->accent.on_tint, radius + out, tokens::focus_ring);
}

void Kit::reveal(NodeId id, const Box& box) {
    if (reveal_ != id) {
        return;
    }
    reveal_ = 0;
    const Box seen = clip();
    const float margin = tokens::space_5;
    float by = 0;
    if (box.y + box.h + margin > seen.y + seen.h) {
        by = box.y + box.h + margin - seen.y - seen.h;
    }
    if (box.y - margin - by < seen.y) {
        by = box.y - margin - seen.y;
    }
    if (by == 0 || ImGui::GetScrollMaxY() <= 0) {
        return;
    }
    ImGui::SetScrollY(std::clamp(ImGui::GetScrollY() + by, 0.0f, ImGui::GetScrollMaxY()));
    moved_ = true;
}

} // namespace hexiao::ui
