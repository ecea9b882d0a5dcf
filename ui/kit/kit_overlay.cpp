// What floats above a page: the offer to copy what was right-clicked or long-pressed, and the word that says
// that it was done. See kit.h.
#include <algorithm>
#include <array>
#include <imgui.h>

#include "ui/kit/kit.h"
#include "ui/kit/paint.h"
#include "ui/kit/tokens.h"

namespace hexiao::ui {
namespace {

constexpr float margin = 16; // around an overlay, for its shadow

// Letters of our own drawing. What stands in a field is the browser's to copy; a password never is.
bool copyable(Role role) {
    constexpr std::array roles{Role::text,   Role::heading,  Role::button, Role::link, Role::radio,
                               Role::status, Role::progress, Role::item,   Role::term, Role::definition};
    return std::ranges::find(roles, role) != roles.end();
}

std::string_view copied_from(const MirrorNode& node) { return node.copied.empty() ? node.name : node.copied; }

} // namespace

const MirrorNode* Kit::node_of(NodeId id) const {
    const auto found = std::ranges::find(mirror_, id, &MirrorNode::id);
    return found == mirror_.end() ? nullptr : &*found;
}

// The smallest one that is seen there.
const MirrorNode* Kit::node_at(float x, float y) const {
    const MirrorNode* best = nullptr;
    for (const MirrorNode& node : mirror_) {
        const bool there =
            copyable(node.role) && !node.name.empty() && node.box.holds(x, y) && node.clip.holds(x, y);
        if (there && (best == nullptr || node.box.w * node.box.h <= best->box.w * best->box.h)) {
            best = &node;
        }
    }
    return best;
}

// All rows of the list that it stands in, as lines of cells; empty where it stands in none.
std::string Kit::whole_list(const MirrorNode& node) const {
    const MirrorNode* list = node_of(node.parent);
    std::string rows;
    if (list != nullptr && list->role == Role::list) {
        for (const MirrorNode& row : mirror_) {
            if (row.parent == node.parent) {
                rows.append(rows.empty() ? "" : "\n").append(copied_from(row));
            }
        }
    }
    return rows;
}

std::string Kit::copy_text() const {
    const ImVec2 pointer = ImGui::GetIO().MousePos;
    const MirrorNode* pointed = node_at(pointer.x, pointer.y);
    const MirrorNode* focused = node_of(focus_);
    // A heading has it because its screen is new, not because somebody went there.
    const bool chosen = focused != nullptr && focus_visible_ && focused->role != Role::heading;
    const MirrorNode* node = chosen || pointed == nullptr ? focused : pointed;
    return node != nullptr && copyable(node->role) ? std::string(copied_from(*node)) : std::string{};
}

void Kit::on_menu(float x, float y) {
    const MirrorNode* node = node_at(x, y);
    menu_ = node == nullptr ? std::nullopt : std::optional{CopyMenu{node->id, x, y}};
    tap_taken_ = menu_.has_value(); // the finger that asked presses nothing when it leaves
}

void Kit::on_tap() {
    menu_.reset();
    tap_taken_ = false;
}

void Kit::begin_overlay(std::string_view key, const Box& box, Tone tone, bool inert) {
    begin_window(std::string(key), {box.x - margin, box.y - margin, box.w + 2 * margin, box.h + 2 * margin},
                 inert ? ImGuiWindowFlags_NoInputs : ImGuiWindowFlags_None);
    const std::uint32_t paper = tone == Tone::neutral ? palette_->raised : palette_->of(tone).fill;
    paint::shadow(list(), palette_->shadow, box, tokens::radius, 1.6f);
    paint::fill(list(), box, paper, tokens::radius);
    if (palette_->outlined) {
        paint::stroke(list(), box, palette_->ink, tokens::radius);
    }
    open(make_id(key), box, 0).paper = paper;
}

void Kit::end_overlay() {
    close();
    ImGui::End();
}

std::optional<std::string> Kit::copy_menu() {
    const MirrorNode* found = menu_ ? node_of(menu_->of) : nullptr;
    if (found == nullptr) {
        menu_.reset(); // it went meanwhile
        return {};
    }
    const MirrorNode node = *found; // the mirror grows below
    const std::string all = whole_list(node);
    const float wide = std::max(measure(words_.copy, Style::strong), measure(words_.copy_all, Style::strong));
    const float w = wide + 22 + 5 * tokens::space_3;
    const float h = tokens::target * (all.empty() ? 1 : 2);
    const float below = menu_->y + tokens::space_3;
    const Box box{std::clamp(menu_->x - w / 2, margin, std::max(margin, window_.width - w - margin)),
                  below + h + margin < window_.height ? below : menu_->y - h - tokens::space_3, w, h};
    const ImGuiIO& io = ImGui::GetIO();
    if (io.MouseWheel != 0 || (ImGui::IsMouseClicked(0) && !box.holds(io.MousePos.x, io.MousePos.y))) {
        menu_.reset();
        tap_taken_ = moved_ = true;
        return {};
    }
    paint::stroke(ImGui::GetForegroundDrawList(), node.box, palette_->accent.fill, tokens::radius_small, 2);
    begin_overlay("copy_menu", box, Tone::neutral, false);
    const NodeId before = begin_group(Role::list, node.name);
    std::optional<std::string> chosen;
    if (button("copy", words_.copy,
               {.kind = ButtonKind::quiet, .icon = Icon::copy, .full = true, .autofocus = true})) {
        chosen = copied_from(node);
    }
    if (!all.empty() &&
        button("copy_all", words_.copy_all, {.kind = ButtonKind::quiet, .icon = Icon::copy, .full = true})) {
        chosen = all;
    }
    parent_ = before;
    end_overlay();
    if (chosen) {
        menu_.reset();
    }
    return chosen;
}

bool Kit::toast(std::string_view text, const ToastSpec& spec) {
    const auto& color = palette_->of(spec.tone);
    const float action = spec.action.empty() ? 0 : measure(spec.action, Style::strong) + 2 * tokens::space_4;
    const float words = measure(text, Style::strong);
    const float w = std::min(words + 24 + 3 * tokens::space_4 + action, window_.width - 2 * margin);
    const float shown = w - 24 - 3 * tokens::space_4 - action;
    const float below = narrow() ? tokens::tab_height + tokens::space_6 : tokens::space_6;
    const Box box{(window_.width - w) / 2, window_.height - window_.safe_bottom - below - tokens::target, w,
                  tokens::target};
    begin_overlay("toast", box, spec.tone, spec.action.empty());
    const bool plain = spec.tone == Tone::neutral; // then it stands on the raised paper
    const std::uint32_t ink = plain ? palette_->ink : color.on_fill;
    paint::icon(list(), spec.icon, {box.x + tokens::space_4, box.y + (box.h - 24) / 2, 24, 24}, ink);
    const Box place{box.x + 24 + 2 * tokens::space_4 - tokens::space_1, box.y, shown, box.h};
    put_fitting(text, place, Style::strong, ink);
    emit(make_id("said"), Role::status, text, place).live = Live::polite;
    bool pressed = false;
    if (!spec.action.empty()) {
        const Box at{box.x + box.w - action, box.y, action, box.h};
        const NodeId id = make_id("act");
        const Press p = press(id, at, true);
        if (p.hovered || p.held) {
            paint::fill(list(), at, paint::mix(region().paper, ink, 0.1f), tokens::radius);
        }
        if (p.focused) {
            ring(at, tokens::radius);
        }
        put(spec.action, at, Style::strong, plain ? palette_->accent.on_tint : ink, Align::center);
        emit(id, Role::button, spec.action, at);
        pressed = p.pressed;
    }
    end_overlay();
    return pressed;
}

} // namespace hexiao::ui
