// What floats above a page: the offer to copy what was right-clicked or long-pressed, and the word that says
// that it was done. See kit.h.
#include <algorithm>
#include <imgui.h>
#include <optional>
#include <utility>

#include "ui/kit/kit.h"
#include "ui/kit/paint.h"
#include "ui/kit/tokens.h"

namespace hexiao::ui {
namespace {

constexpr float margin = 16; // around an overlay, for its shadow

// Whatever has letters of our own drawing: not what holds others, nor what says by words what has none.
bool copyable(Role role) { return role < Role::list && role != Role::camera && role != Role::image; }

// Where these letters stand. Of a field that is its label, above it: what stands in it is the browser's to
// copy, and a password never is.
Box letters_of(const MirrorNode& node) {
    const float label = node.input.label_height;
    return node.role == Role::field ? Box{node.box.x, node.box.y - label, node.box.w, label} : node.box;
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
    float least = 0;
    for (const MirrorNode& node : mirror_) {
        const Box box = letters_of(node);
        const bool there =
            copyable(node.role) && !node.name.empty() && box.holds(x, y) && node.clip.holds(x, y);
        if (there && (best == nullptr || box.w * box.h <= least)) {
            best = &node;
            least = box.w * box.h;
        }
    }
    return best;
}

// The table whose row this node is a part of.
NodeId Kit::table_around(NodeId id) const {
    for (const MirrorNode* node = node_of(id); node != nullptr; node = node_of(node->parent)) {
        if (node->role == Role::table) {
            return node->id;
        }
    }
    return 0;
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
    return node != nullptr && copyable(node->role) && node->role != Role::field
               ? std::string(copied_from(*node))
               : std::string{};
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
    if (table_copied_) { // since the frame before, in which it was asked for
        return std::exchange(table_copied_, std::nullopt);
    }
    const MirrorNode* found = menu_ ? node_of(menu_->of) : nullptr;
    if (found == nullptr) {
        menu_.reset(); // it went meanwhile
        return {};
    }
    const MirrorNode node = *found; // the mirror grows below
    const NodeId table = table_around(node.id);
    const std::string all = table == 0 ? whole_list(node) : std::string{};
    const bool whole = table != 0 || !all.empty();
    const float wide = std::max(measure(words_.copy, Style::strong), measure(words_.copy_all, Style::strong));
    const float w = wide + 22 + 5 * tokens::space_3;
    const float h = tokens::target * (whole ? 2 : 1);
    const float below = menu_->y + tokens::space_3;
    const Box box{std::clamp(menu_->x - w / 2, margin, std::max(margin, window_.width - w - margin)),
                  below + h + margin < window_.height ? below : menu_->y - h - tokens::space_3, w, h};
    clear_of_fields(box);
    const ImGuiIO& io = ImGui::GetIO();
    if (io.MouseWheel != 0 || (ImGui::IsMouseClicked(0) && !box.holds(io.MousePos.x, io.MousePos.y))) {
        menu_.reset();
        tap_taken_ = moved_ = true;
        return {};
    }
    paint::stroke(ImGui::GetForegroundDrawList(), letters_of(node), palette_->accent.fill,
                  tokens::radius_small, 2);
    begin_overlay("copy_menu", box, Tone::neutral, false);
    const NodeId before = begin_group(Role::list, node.name);
    std::optional<std::string> chosen;
    if (button("copy", words_.copy,
               {.kind = ButtonKind::quiet, .icon = Icon::copy, .full = true, .autofocus = true})) {
        chosen = copied_from(node);
    }
    if (whole &&
        button("copy_all", words_.copy_all, {.kind = ButtonKind::quiet, .icon = Icon::copy, .full = true})) {
        if (table == 0) {
            chosen = all;
        } else { // only the table knows the rows that are not seen
            copy_table_ = table;
            menu_.reset();
            moved_ = true;
        }
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
