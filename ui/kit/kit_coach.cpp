// Being shown around: a ring around a control and a few words beside it, which wait for nobody. Everything
// else on the page goes on working; only what lies right below the words is covered. See kit.h.
#include <algorithm>
#include <array>
#include <imgui.h>
#include <imgui_internal.h>
#include <utility>

#include "ui/kit/kit.h"
#include "ui/kit/paint.h"
#include "ui/kit/tokens.h"

namespace hexiao::ui {
namespace {

constexpr float window_edge = 12; // of the window, kept free around the words
constexpr float arrow = 10;       // its height; it is twice as wide
constexpr float apart = 16;       // between the ring and the words
constexpr float least = 12;       // of a control, for it to be seen and pointed at
constexpr float out = 4;          // between the control and its ring
constexpr float width = 340;      // of the words, at the letters' own size

enum class Side : std::uint8_t { right, below, above, left };

Box meet(const Box& a, const Box& b) {
    const float x = std::max(a.x, b.x), y = std::max(a.y, b.y);
    return {x, y, std::max(0.0f, std::min(a.x + a.w, b.x + b.w) - x),
            std::max(0.0f, std::min(a.y + a.h, b.y + b.h) - y)};
}

bool any(const Box& box) { return box.w > 0 && box.h > 0; }

// The largest part of `box` that `over` leaves.
Box left_of(const Box& box, const Box& over) {
    const float right = over.x + over.w, bottom = over.y + over.h;
    const std::array parts{
        Box{box.x, box.y, box.w, over.y - box.y}, Box{box.x, bottom, box.w, box.y + box.h - bottom},
        Box{box.x, box.y, over.x - box.x, box.h}, Box{right, box.y, box.x + box.w - right, box.h}};
    const auto area = [](const Box& part) { return std::max(0.0f, part.w) * std::max(0.0f, part.h); };
    const Box best = *std::ranges::max_element(parts, {}, area);
    return area(best) > 0 ? best : Box{box.x, box.y, 0, 0};
}

Box beside(const Box& at, Side side, float w, float h) {
    switch (side) {
    case Side::right: return {at.x + at.w + apart, at.y + at.h / 2 - std::min(h / 2, 60.0f), w, h};
    case Side::left: return {at.x - apart - w, at.y + at.h / 2 - std::min(h / 2, 60.0f), w, h};
    case Side::above: return {at.x + at.w / 2 - w / 2, at.y - apart - h, w, h};
    case Side::below: break;
    }
    return {at.x + at.w / 2 - w / 2, at.y + at.h + apart, w, h};
}

Box within(const Box& box, const Box& all) {
    return {std::clamp(box.x, all.x, std::max(all.x, all.x + all.w - box.w)),
            std::clamp(box.y, all.y, std::max(all.y, all.y + all.h - box.h)), box.w, box.h};
}

// From the edge of the words to the control.
void point_at(ImDrawList* list, const Box& words, const Box& at, Side side, std::uint32_t rgb) {
    const float round = tokens::radius + arrow;
    const float x =
        std::clamp(at.x + at.w / 2, words.x + round, std::max(words.x + round, words.x + words.w - round));
    const float y =
        std::clamp(at.y + at.h / 2, words.y + round, std::max(words.y + round, words.y + words.h - round));
    const std::uint32_t color = paint::color(rgb);
    const bool across = side == Side::right || side == Side::left;
    const float tip = across ? (side == Side::right ? words.x - arrow : words.x + words.w + arrow)
                             : (side == Side::below ? words.y - arrow : words.y + words.h + arrow);
    const float foot = across ? (side == Side::right ? words.x : words.x + words.w)
                              : (side == Side::below ? words.y : words.y + words.h);
    if (across) {
        list->AddTriangleFilled({foot, y - arrow}, {foot, y + arrow}, {tip, y}, color);
    } else {
        list->AddTriangleFilled({x - arrow, foot}, {x + arrow, foot}, {x, tip}, color);
    }
}

} // namespace

// A field and its letters are the browser's, and stand over the drawing: not where something stands over
// them.
void Kit::clear_of_fields(const Box& box) {
    for (MirrorNode& node : mirror_) {
        const float label = node.input.label_height; // is pressed as the field
        const Box whole{node.box.x, node.box.y - label, node.box.w, node.box.h + label};
        if (node.role == Role::field && any(meet(meet(whole, node.clip), box))) {
            node.clip = left_of(meet(node.box, node.clip), box);
        }
    }
}

CoachAction Kit::coach(std::string_view key, const CoachSpec& spec) {
    const NodeId of = ImHashStr(key.data(), key.size(), spec.page.empty() ? page_ : last_page_);
    const bool here = spec.page.empty() || spec.page == screen_;
    const MirrorNode* found = here ? node_of(of) : nullptr;
    const bool leaving = std::exchange(leave_coach_, false);
    if (found == nullptr || menu_ || modal_ == frame_) {
        return CoachAction::none;
    }
    if (coach_of_ != of || coached_ + 1 < frame_) {
        reveal_ = coach_of_ = of;
        moved_ = true;
    }
    const Box at = found->box;
    Box named = at; // a field's name stands above it
    named.y -= found->input.label_height;
    named.h += found->input.label_height;
    const Box seen = meet(named, found->clip);
    const Box clip = found->clip;
    const bool in_use = focus_ == of && found->role == Role::field;

    const NodeId id = make_id("coach");
    const Box all{window_.safe_left + window_edge, window_.safe_top + window_edge,
                  window_.width - window_.safe_left - window_.safe_right - 2 * window_edge,
                  window_.height - window_.safe_top - window_.safe_bottom - 2 * window_edge};
    const float w = std::min(width * std::max(1.0f, window_.text_scale), all.w);
    const float h = std::min(measured(id).h, all.h);
    // Beside it at a desk, below or above it on a phone; where it fits nowhere, below or above, with more
    // room.
    std::optional<Side> side;
    for (const Side tried : {Side::right, Side::below, Side::above, Side::left}) {
        const bool across = tried == Side::right || tried == Side::left;
        const Box box = beside(seen, tried, w, h);
        const bool fits = across ? box.x >= all.x && box.x + w <= all.x + all.w
                                 : box.y >= all.y && box.y + h <= all.y + all.h;
        if (!side && fits && !(across && narrow())) {
            side = tried;
        }
    }
    const float under = all.y + all.h - seen.y - seen.h;
    const Side chosen = side.value_or(under >= seen.y - all.y ? Side::below : Side::above);
    const Box box = within(beside(seen, chosen, w, h), all);
    if (in_use && any(meet(box, seen))) {
        return CoachAction::none; // a phone's keyboard has left too little
    }
    coached_ = frame_;
    clear_of_fields(box);

    begin_window("coach", {box.x, box.y, box.w, std::max(1.0f, box.h)},
                 ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoFocusOnAppearing);
    const std::uint32_t mark = palette_->accent.on_tint;
    if (seen.w >= least && seen.h >= least) {
        list()->PushClipRect({clip.x - 2 * out, clip.y - 2 * out},
                             {clip.x + clip.w + 2 * out, clip.y + clip.h + 2 * out});
        const Box around = meet({at.x - out, at.y - out, at.w + 2 * out, at.h + 2 * out},
                                {2, 2, window_.width - 4, window_.height - 4});
        paint::stroke(list(), around, mark, tokens::radius + out, tokens::focus_ring);
        list()->PopClipRect();
    }
    list()->PushClipRectFullScreen();
    paint::shadow(list(), palette_->shadow, box, tokens::radius_large, tokens::level_floating);
    if (!any(meet(box, seen))) {
        point_at(list(), box, seen, chosen, mark);
    }
    paint::fill(list(), box, palette_->raised, tokens::radius_large);
    paint::stroke(list(), box, mark, tokens::radius_large, 2);
    list()->PopClipRect();
    return coach_words(id, box, of, spec, leaving);
}

// The words, in the order in which they are met by the keyboard: right before what the page is about.
CoachAction Kit::coach_words(NodeId id, const Box& box, NodeId of, const CoachSpec& spec, bool leaving) {
    const NodeId parent_before = parent_, page_before = page_;
    const auto first = static_cast<std::ptrdiff_t>(mirror_.size());
    parent_ = 0;
    emit(id, Role::callout, spec.title, box);
    parent_ = page_ = id;
    constexpr float padding = tokens::space_4;
    open(id, {box.x + padding, box.y + padding, box.w - 2 * padding, box.h}, tokens::space_1).paper =
        palette_->raised;
    text(spec.title, {.style = Style::strong, .live = Live::polite});
    // Where the letters are large, the sentence leaves its control the room to be seen.
    const Style style = narrow() && window_.text_scale > 1.3f ? Style::caption : Style::body;
    text(spec.say, {.style = style, .ink = Ink::muted, .live = Live::polite});
    CoachAction action = leaving ? CoachAction::skip : CoachAction::none;
    bar([&] { text(spec.step, {.style = Style::caption, .ink = Ink::muted}); },
        [&] {
            line([&] {
                if (!spec.skip.empty() && button("skip", spec.skip, {.kind = ButtonKind::quiet})) {
                    action = CoachAction::skip;
                }
                if (button("next", spec.next, {.kind = ButtonKind::primary})) {
                    action = CoachAction::next;
                }
            });
        });
    // Whoever is done with the words by keyboard is where they pointed.
    const bool held = focus_visible_ && (focus_ == widget_id("skip") || focus_ == widget_id("next"));
    if (held && (action == CoachAction::skip || (action == CoachAction::next && spec.skip.empty()))) {
        focus_next_ = of;
    }
    const Region r = close();
    remember(id, box.w, r.cursor - box.y + padding);
    ImGui::End();
    parent_ = parent_before;
    page_ = page_before;
    const auto main = std::ranges::find(mirror_, Role::main, &MirrorNode::role);
    if (main < mirror_.begin() + first) {
        std::rotate(main, mirror_.begin() + first, mirror_.end());
    }
    return action;
}

} // namespace hexiao::ui
