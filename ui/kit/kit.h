// The kit: everything a screen is made of. A screen reads state, calls these functions from top to bottom and
// returns what was pressed; it knows no coordinates, colours, fonts or browser.
//
// Layout is one pass over nested regions: each call takes the next place in the region that is open
// (downwards in a column, rightwards in a line). Sizes that are only known afterwards (a card's background,
// things centred in what is left) come from the pass before; `end_frame` tells when such a size moved and the
// shell then draws once more before anything is shown, so no half-settled picture is ever seen.
//
// Every widget and string also emits a mirror node (mirror.h). Keys are short stable words, unique within
// their region; a text needs none. ImGui is used for input, clipping and scrolling; the look is ours.
// Interaction state (hover, scroll, focus) lives here and nowhere else.
#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ui/kit/clusters.h"
#include "ui/kit/mirror.h"
#include "ui/kit/palette.h"
#include "ui/kit/spec.h"

struct ImDrawList;
struct ImFont;

namespace hexiao::ui {

/// The faces to draw with. ImGui sizes a face by its line height, CSS by its em: `line_per_em` converts.
struct Faces {
    ImFont* regular = nullptr;
    ImFont* strong = nullptr;
    ImFont* large = nullptr; ///< strong, set tighter: big letters look loose at the spacing of small ones
    float line_per_em = 1;
};

/// What the world looks like in this frame. CSS pixels, seconds.
struct Window {
    float width = 0, height = 0;
    float safe_top = 0, safe_right = 0, safe_bottom = 0, safe_left = 0; ///< notch, home bar
    bool touch = false;                                                 ///< the last pointer was a finger
    bool reduced_motion = false;
    Look look;
    float text_scale = 1; ///< of letters; what holds them grows with them, and never shrinks
    double time = 0;
};

class Kit {
public:
    void set_faces(const Faces& faces) {
        faces_ = faces;
    } ///< before the first frame, and whenever they change

    // ---- facts a screen may ask for
    bool narrow() const;         ///< a phone
    bool escape_pressed() const; ///< Escape or the system's back gesture: go one step back
    /// What was typed outside of fields ends, just now, with these: "?", "gt". A second's pause begins anew.
    bool typed(std::string_view keys) const;

    // ---- regions. Each runs `body` with a new region open.
    struct ColumnSpec {
        float gap = 16;
        float max_width = 0; ///< 0 = all there is; else the column is centred when the region is wider
        float padding = 0;
        Align align = Align::start; ///< of things narrower than the column
    };
    template <class Body>
    void column(const ColumnSpec& spec, Body&& body) {
        begin_column(spec);
        body();
        end_column();
    }
    /// Side by side at their own widths, wrapping; vertically centred on each other.
    template <class Body>
    void line(Body&& body, float gap = 8, Align align = Align::start) {
        begin_line(gap, align);
        body();
        end_line();
    }
    /// `count` equal columns; `body(i)` fills each. Cards inside become equally tall.
    template <class Body>
    void columns(int count, Body&& body, float gap = 16) {
        if (narrow() && window_.text_scale > 1) { // one below the other: letters are too large for cells
            column({.gap = gap}, [&] {
                for (int i = 0; i < count; ++i) {
                    body(i);
                }
            });
            return;
        }
        begin_columns(count, gap);
        for (int i = 0; i < count; ++i) {
            begin_cell(i);
            body(i);
            end_cell();
        }
        end_columns();
    }
    /// `left` takes the room that `right` (its own width, at the right edge) leaves.
    template <class Left, class Right>
    void bar(Left&& left, Right&& right) {
        begin_bar();
        left();
        middle_of_bar();
        right();
        end_bar();
    }
    /// A raised, rounded surface.
    template <class Body>
    void card(Body&& body) {
        begin_card(Tone::neutral, false);
        body();
        end_card();
    }
    /// A card tinted with a meaning.
    template <class Body>
    void card(Tone tone, Body&& body) {
        begin_card(tone, true);
        body();
        end_card();
    }
    /// What stands above a page, as wide as its content, and does not scroll with it.
    template <class Body>
    void top(Body&& body) {
        begin_top();
        body();
        end_top();
    }
    /// A page: `body` scrolls in the height that `footer` (pinned to the bottom, clear of the home bar)
    /// leaves.
    template <class Body, class Footer>
    void page(std::string_view key, Body&& body, Footer&& footer) {
        begin_page(key, true);
        body();
        middle_of_page();
        footer();
        end_page();
    }
    /// What the next page shows, where one key serves many things: another one is seen from its top.
    void about(std::string_view what);
    template <class Body>
    void page(std::string_view key, Body&& body) {
        begin_page(key, false);
        body();
        end_page();
    }
    /// Vertically centred in what is left of the region's height.
    template <class Body>
    void middle(Body&& body) {
        begin_middle();
        body();
        end_middle();
    }
    /// A list for screen readers; rows inside are separated by lines and stand on one card.
    template <class Body>
    void list(std::string_view name, Body&& body) {
        begin_list(name);
        body();
        end_list();
    }
    /// Fields that belong together; password managers look for this.
    template <class Body>
    void form(std::string_view name, Body&& body) {
        const NodeId before = begin_group(Role::form, name);
        body();
        parent_ = before;
    }
    /// What alone matters until it is left; draw nothing else meanwhile.
    template <class Body>
    void dialog(std::string_view name, Body&& body) {
        const NodeId before = begin_group(Role::dialog, name);
        body();
        parent_ = before;
    }

    // ---- words and pictures
    void text(std::string_view text, const TextSpec& spec = {});
    /// Level 1 is as large as display, 2 as title, 3 as strong text.
    void heading(int level, std::string_view text, Align align = Align::start);
    void icon(Icon icon, Tone tone, float size = 24);
    void badge(std::string_view text, Tone tone, Icon icon = Icon::none); ///< a small state, e.g. "promised"
    void key_value(std::string_view key, std::string_view value);         ///< muted key left, value right
    void bullets(std::span<const std::string> items);
    void progress(std::string_view label, float fraction, std::string_view value, Tone tone = Tone::accent);
    void stat(std::string_view label, std::string_view value, const StatSpec& spec = {});
    /// `level`: of the sentence as a heading; 0 = it is none.
    void empty(Icon icon, std::string_view sentence, std::string_view more = {}, int level = 0);
    /// A QR code with its quiet zone, black on white whatever the theme; `name` says what it leads to.
    void qr(std::string_view key, std::string_view name, std::span<const std::string> rows, float size);
    /// Transparent, so that the page's video shows through: place it on the plain page, never on a card.
    void camera_view(std::string_view key, std::string_view name, float height);

    // ---- things to press and fill in
    bool button(std::string_view key, std::string_view label, const ButtonSpec& spec = {});
    /// The label is read out, not drawn.
    bool icon_button(std::string_view key, std::string_view label, Icon icon);
    FieldEvent field(std::string_view key, const FieldSpec& spec);
    bool row(std::string_view key, const RowSpec& spec); ///< in a `list`
    /// One of a few, under a name that is read out, not drawn; returns the newly chosen index.
    std::optional<std::size_t> segments(std::string_view key, std::string_view name,
                                        std::span<const std::string_view> labels, std::size_t current);
    bool banner(std::string_view key, std::string_view text, const BannerSpec& spec = {});
    VerdictAction verdict(std::string_view key, const VerdictSpec& spec);
    /// Tabs at the bottom of a phone, a rail at a desk; the rest of the window is then the open region.
    std::optional<std::size_t> nav(std::string_view brand, std::span<const NavItem> items,
                                   std::size_t current);
    /// After a right click or a long press: offers what stands there to be copied. The text, once that was
    /// chosen. Draw it after everything else, as the toast.
    std::optional<std::string> copy_menu(const CopyWords& words);
    /// A word that floats above the page for a moment, and is read out.
    void toast(std::string_view text, Tone tone, Icon icon);

    // ---- for the shell: one frame, and what the page's elements report between frames
    void begin_frame(const Window& window);
    bool end_frame(); ///< true: a size moved, draw again before showing
    const Mirror& mirror() const { return mirror_; }
    const Clusters& clusters() const { return clusters_; }
    const Palette& palette() const { return *palette_; }
    bool animating() const { return animating_; } ///< wants a further frame by itself
    void on_activate(NodeId id) { activated_.push_back(id); }
    void on_focus(NodeId id, bool visible); ///< 0 = nothing has the keyboard
    void on_field(NodeId id, std::string text) { field_texts_.insert_or_assign(id, std::move(text)); }
    void on_submit(NodeId id) { submitted_.push_back(id); }
    void on_escape() { escape_ = true; }
    void on_scroll(float heights) { scroll_by_ += heights; } ///< of the page's visible part; negative = up
    std::string_view screen() const { return screen_; }      ///< key of the page or verdict of this frame
    void on_key(std::string_view key) { fresh_keys_ += key; }
    void on_menu(float x, float y); ///< asked what can be done with what stands there
    void on_tap();                  ///< the finger stayed too short to have asked
    /// What the browser's own "copy" takes: what has the keyboard, or lies under the pointer.
    std::string copy_text() const;

private:
    struct Region {
        NodeId id = 0;
        Box box;          // x, y, w: where content goes; h: height down to the region's limit
        float cursor = 0; // next free y
        float gap = 0;
        Align align = Align::start;
        bool empty = true;
        bool inline_flow = false; // a line: things go rightwards
        float line_x = 0, row_height = 0, used_width = 0;
        std::uint32_t ordinal = 0; // numbers keyless children
        float stretch = 0;         // in a cell: the tallest sibling's height, for cards
        float padding = 0;         // of a card, a page
        std::uint32_t paper = 0;   // the colour that text in here stands on; 0 = the page
        NodeId parent_before = 0;  // the mirror's open container, to return to
        float extra = 0;           // what the region's own kind needs to remember
    };
    struct Size {
        float w = 0, h = 0;
        std::uint32_t frame = 0;
    };
    struct Scroll {
        NodeId shows = 0;       // see `about`
        float at = 0, most = 0; // px, as ImGui had them in the pass before
        float over = 0;         // px past an end; negative: above the top
        float velocity = 0;     // px per ms
        float grab_y = 0, grab_at = 0, last_y = 0;
        double last_time = 0;
        bool held = false, dragging = false;

        bool moving() const { return std::fabs(velocity) > 0.02f || over != 0; }
    };
    struct CopyMenu {
        NodeId of = 0;
        float x = 0, y = 0; // where it was asked for
    };
    struct Press {
        bool hovered = false, held = false, pressed = false, focused = false;
    };

    void begin_column(const ColumnSpec& spec);
    void end_column();
    void begin_line(float gap, Align align);
    void end_line();
    void begin_columns(int count, float gap);
    void begin_cell(int index);
    void end_cell();
    void end_columns();
    void begin_bar();
    void middle_of_bar();
    void end_bar();
    void begin_card(Tone tone, bool tinted);
    void end_card();
    void begin_top();
    void end_top();
    void begin_body();
    void end_body();
    void begin_page(std::string_view key, bool footer);
    void middle_of_page();
    void end_page();
    void begin_scroll(std::string_view key);
    void end_scroll();
    void begin_middle();
    void end_middle();
    void begin_list(std::string_view name);
    void end_list();
    void outline(const Box& box);
    NodeId begin_group(Role role, std::string_view name);

    Region& region() { return regions_.back(); }
    const Region& region() const { return regions_.back(); }
    Region& open(NodeId id, const Box& box, float gap);
    Region close();                        // pops the region and returns it
    Box next(float w) const;               // where a region opened now would begin; h = what is left below
    void advance(float w, float h);        // the open region's next `w` × `h` are used
    Box take(float w, float h, bool fill); // the next place in the open region, taken
    float room() const;                    // width that a thing may take here
    NodeId make_id(std::string_view key) const;
    NodeId widget_id(std::string_view key) const; ///< the same wherever on its page it is laid out
    NodeId next_id();
    Size measured(NodeId id) const;
    void remember(NodeId id, float w, float h);

    ImDrawList* list() const;
    ImFont* face(Style style) const;
    float face_size(Style style) const; // as ImGui counts: line height
    float line_of(Style style) const;
    Style fitting(std::string_view text, float width, Style style) const; // no larger than its words allow
    float grown(float height, Style style) const;                         // of what holds one line of text
    float measure(std::string_view text, Style style) const;
    /// The only function that puts letters on the canvas. `box` is one line; text is centred in its height.
    void put(std::string_view text, const Box& box, Style style, std::uint32_t color,
             Align align = Align::start);
    /// One line, cut with "…" where it is wider than the box.
    void put_fitting(std::string_view text, const Box& box, Style style, std::uint32_t color,
                     Align align = Align::start);
    float put_wrapped(std::string_view text, const Box& box, Style style, std::uint32_t color, Align align);
    float wrapped_height(std::string_view text, float w, Style style) const;
    Box clip() const;
    MirrorNode& emit(NodeId id, Role role, std::string_view name, const Box& box);
    Press press(NodeId id, const Box& box, bool enabled);
    void ring(const Box& box, float radius);
    void reveal(NodeId id, const Box& box);
    Scroll& scroll_by_finger(NodeId id, const Box& box);
    void hold_scroll(Scroll& s, const Box& box);
    void glide(Scroll& s);
    bool finger_moved() const; ///< further than a tap may, since it was put down
    const MirrorNode* node_at(float x, float y) const;
    const MirrorNode* node_of(NodeId id) const;
    std::string whole_list(const MirrorNode& node) const;
    void begin_overlay(std::string_view key, const Box& box, Tone tone, bool inert);
    void end_overlay();
    bool nav_item(const NavItem& item, const Box& box, bool current, bool rail);
    bool verdict_button(NodeId id, std::string_view label, const Box& box, Tone tone, bool primary);

    Faces faces_;
    mutable Clusters clusters_; // what was met so far
    Window window_;
    const Palette* palette_ = &palette_for({}); // of this frame
    Mirror mirror_;
    std::vector<Region> regions_;
    std::unordered_map<NodeId, Size> sizes_;
    std::unordered_map<NodeId, Scroll> scrolls_;
    std::unordered_map<NodeId, std::string> field_texts_;
    std::vector<NodeId> activated_, submitted_;
    std::string keys_, fresh_keys_;
    double key_time_ = 0;
    std::optional<CopyMenu> menu_;
    NodeId parent_ = 0, focus_ = 0, reveal_ = 0, page_ = 1, about_ = 0;
    std::uint32_t frame_ = 0;
    std::string screen_;
    float scroll_by_ = 0;
    bool focus_visible_ = false, escape_ = false, moved_ = false, top_flows_ = false, animating_ = false;
    bool tap_taken_ = false; // what the finger on the glass does is decided: it presses nothing
};

} // namespace hexiao::ui
