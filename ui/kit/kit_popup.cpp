// What stands over a page until it is left: sheets, and what a select, a range of days or a table's columns
// open. On a phone it comes from below; at a desk it opens at what was pressed, or in the middle. See kit.h.
#include <algorithm>
#include <imgui.h>
#include <string>
#include <utility>

#include "ui/kit/kit.h"
#include "ui/kit/paint.h"
#include "ui/kit/tokens.h"

namespace hexiao::ui {
namespace {

constexpr float edge = 16; // of the window, kept free around a popup

NodeId part(NodeId id, NodeId n) { return id ^ (n * 0x9E3779B9U); }

} // namespace

// As high as what was in it in the pass before.
Box Kit::popup_box(NodeId id, const PopupSpec& spec) const {
    const float wanted = measured(id).h;
    const float most = window_.height * tokens::sheet_share;
    if (narrow()) {
        const float h = std::min(wanted + window_.safe_bottom, most);
        return {0, window_.height - h, window_.width, h};
    }
    const float w = std::min(std::max(spec.width, spec.anchor == nullptr ? tokens::sheet_width : 240.0f),
                             window_.width - 2 * edge);
    const float h = std::min(wanted, most);
    if (spec.anchor == nullptr) {
        return {(window_.width - w) / 2, (window_.height - h) / 2, w, h};
    }
    const float below = spec.anchor->y + spec.anchor->h + tokens::space_1;
    const float above = spec.anchor->y - tokens::space_1 - h;
    const float last = std::max(edge, window_.height - edge - h);
    return {std::clamp(spec.anchor->x, edge, std::max(edge, window_.width - edge - w)),
            below <= last   ? below
            : above >= edge ? above
                            : last,
            w, h};
}

void Kit::begin_popup(NodeId id, const PopupSpec& spec) {
    const bool fresh = measured(id).h == 0;
    const Box box = popup_box(id, spec);
    popups_.push_back({id, parent_, page_, std::exchange(leave_popup_, false)});
    modal_ = frame_;
    begin_window("popup" + std::to_string(id), {0, 0, window_.width, window_.height},
                 ImGuiWindowFlags_NoScrollWithMouse);

    const bool floating = spec.anchor != nullptr && !narrow();
    if (!floating) {
        paint::veil(list(), {0, 0, window_.width, window_.height}, palette_->scrim, 0.5f);
    }
    const paint::Corners corners = narrow() ? paint::Corners::top : paint::Corners::all;
    paint::shadow(list(), palette_->shadow, box, tokens::radius_large, tokens::level_floating);
    paint::fill(list(), box, palette_->raised, tokens::radius_large, corners);
    if (palette_->outlined || floating) {
        paint::stroke(list(), box, palette_->line, tokens::radius_large);
    }
    const ImVec2 at = ImGui::GetIO().MousePos;
    bool& leaving = popups_.back().leaving;
    leaving = leaving || (!fresh && ImGui::IsMouseClicked(0) && !box.holds(at.x, at.y));

    parent_ = 0;
    MirrorNode& dialog = emit(id, Role::dialog, spec.title, box);
    dialog.modal = true;
    dialog.opened_by = pressed_;
    parent_ = page_ = id;
    screen_ = spec.title;
    open(id, box, 0).paper = palette_->raised;
    if (floating) {
        region().cursor += tokens::space_3;
    } else {
        begin_column({.padded = true});
        begin_bar();
        heading(2, spec.title);
        middle_of_bar();
        leaving = icon_button("close", words_.close, Icon::cross) || leaving;
        end_bar();
        end_column();
        region().cursor -= tokens::space_2;
    }
    begin_scroll("popup_body");
    const float side = floating ? tokens::space_3 : tokens::space_4;
    const Box body = region().box;
    open(part(id, 7), {body.x + side, body.y, body.w - 2 * side, body.h}, tokens::space_3).paper =
        palette_->raised;
}

bool Kit::end_popup() {
    const Popup popup = popups_.back();
    popups_.pop_back();
    const Region body = close();
    const float content = body.cursor - body.box.y;
    region().cursor += content + tokens::space_3;
    const float above = region().extra; // where the body begins, and all of it below that
    const float needed = above + content + tokens::space_3;
    end_scroll();
    const Region whole = close();
    remember(popup.id, whole.box.w, needed - whole.box.y);
    ImGui::End();
    parent_ = popup.parent_before;
    page_ = popup.page_before;
    if (popup.leaving) {
        moved_ = true;
    }
    return popup.leaving;
}

} // namespace hexiao::ui
