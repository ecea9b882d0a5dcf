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
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ui/kit/clusters.h"
#include "ui/kit/data.h"
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

/// A picture's place in the texture that letters come from, as ImGui counts it: shares of its width and
/// height.
struct Patch {
    float left = 0, top = 0, right = 0, bottom = 0;
};
/// Where the picture of this name stands, square, in at least so many CSS pixels; nothing while it is not
/// here.
using FindPicture = std::function<std::optional<Patch>(std::string_view name, float side)>;

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

    void set_pictures(FindPicture find) { find_picture_ = std::move(find); } ///< without: there are none
    void set_words(KitWords words) { words_ = std::move(words); }            ///< before what says them

    // ---- facts a screen may ask for
    bool narrow() const;         ///< a phone
    bool wide() const;           ///< a desk
    bool escape_pressed() const; ///< Escape or the system's back gesture: go one step back
    /// What was typed outside of fields ends, just now, with these: "?", "gt". A second's pause begins anew.
    bool typed(std::string_view keys) const;

    // ---- regions. Each runs `body` with a new region open.
    struct ColumnSpec {
        Gap gap = Gap::normal;
        Width width = Width::full;  ///< a narrower column is centred in its region
        bool padded = false;        ///< clear of its region's edges
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
    void line(Body&& body, Gap gap = Gap::close, Align align = Align::start) {
        begin_line(gap, align);
        body();
        end_line();
    }
    /// `count` equal columns; `body(i)` fills each. Cards inside become equally tall.
    template <class Body>
    void columns(int count, Body&& body, Gap gap = Gap::normal) {
        if (count == 1 ||
            (narrow() && window_.text_scale > 1)) { // one below the other: letters are too large for cells
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

    /// Over everything else, until it is left: on a phone a sheet from below, else a window in the middle.
    /// Draw it last on its page. True: asked to go (the cross, Escape, outside of it).
    template <class Body>
    bool sheet(std::string_view key, std::string_view title, Body&& body) {
        begin_popup(widget_id(key), {.title = title});
        body();
        return end_popup();
    }

    // ---- words and pictures
    void text(std::string_view text, const TextSpec& spec = {});
    /// Level 1 is as large as display, 2 as title, 3 as strong text.
    void heading(int level, std::string_view text, Align align = Align::start);
    void icon(Icon icon, Tone tone);
    /// Square, the middle of it; `of`: its name. Where it is not here, what stands for it; `say`: what it
    /// shows.
    void picture(std::string_view of, std::string_view say);
    void mark(); ///< the product's own (assets/icon.svg)
    void badge(std::string_view text, Tone tone, Icon icon = Icon::none); ///< a small state, e.g. "promised"
    void key_value(std::string_view key, std::string_view value);         ///< muted key left, value right
    void bullets(std::span<const std::string> items);
    /// `fraction` absent: nobody knows how long. `value`: how far, and how long it still takes.
    void progress(std::string_view label, std::optional<float> fraction, std::string_view value,
                  Tone tone = Tone::accent);
    void steps(std::string_view name, std::span<const std::string_view> labels, std::size_t current);
    /// True: it was pressed, where it has a key.
    bool stat(std::string_view label, std::string_view value, const StatSpec& spec = {});
    bool state(std::string_view key, const StateSpec& spec); ///< in the middle of what is left
    /// The shape of what comes: `rows` of a list, read out as `name`.
    void loading(std::string_view name, int rows);
    /// A QR code with its quiet zone, black on white whatever the theme; `name` says what it leads to.
    void qr(std::string_view key, std::string_view name, std::span<const std::string> rows);
    /// Transparent, so that the page's video shows through: place it on the plain page, never on a card.
    void camera_view(std::string_view key, std::string_view name);

    // ---- things to press and fill in
    bool button(std::string_view key, std::string_view label, const ButtonSpec& spec = {});
    /// The label is read out, not drawn.
    bool icon_button(std::string_view key, std::string_view label, Icon icon);
    FieldEvent field(std::string_view key, const FieldSpec& spec);
    bool row(std::string_view key, const RowSpec& spec); ///< in a `list`
    /// One of a few, under a name that is read out, not drawn; returns the newly chosen index.
    std::optional<std::size_t> segments(std::string_view key, std::string_view name,
                                        std::span<const std::string_view> labels, std::size_t current);
    /// A switch; the new state when it was pressed.
    std::optional<bool> toggle(std::string_view key, std::string_view label, bool on,
                               std::string_view detail = {});
    /// A filter that stays on; the new state when it was pressed.
    std::optional<bool> chip(std::string_view key, std::string_view label, bool on, Icon icon = Icon::none);
    std::optional<std::size_t> tabs(std::string_view key, std::string_view name,
                                    std::span<const std::string_view> labels, std::size_t current);
    std::optional<std::size_t> select(std::string_view key, const SelectSpec& spec);
    std::optional<DayRange> day_range(std::string_view key, const RangeSpec& spec);
    PadEvent number_pad(std::string_view key);
    bool banner(std::string_view key, std::string_view text, const BannerSpec& spec = {});

    // ---- figures
    /// The row of the source that was pressed.
    std::optional<std::size_t> table(std::string_view key, const TableSpec& spec, const TableRows& rows);
    /// The place that was pressed, where they can be.
    std::optional<std::size_t> chart(std::string_view key, const ChartSpec& spec);
    void heat_map(std::string_view key, const HeatSpec& spec);
    void ring_chart(std::string_view key, const RingSpec& spec);
    void gauge(std::string_view key, const GaugeSpec& spec);
    void sparkline(std::string_view key, const SparkSpec& spec);

    // ---- large pieces
    VerdictAction verdict(std::string_view key, const VerdictSpec& spec);
    /// Tabs at the bottom of a phone, a rail at a desk, a slim one on a tablet; the rest of the window is
    /// then the open region.
    std::optional<std::size_t> nav(std::string_view brand, std::span<const NavItem> items,
                                   std::size_t current);
    /// After a right click or a long press: offers what stands there to be copied. The text, once that was
    /// chosen. Draw it after everything else, as the toast.
    std::optional<std::string> copy_menu();
    /// A word that floats above the page for a moment, and is read out. True: its action was pressed.
    bool toast(std::string_view text, const ToastSpec& spec = {});

    /// A ring around a widget of this frame, and words beside it, which block nothing. `key`: the widget's on
    /// the page `spec.page`; on none: of what stands around the page. Nothing while it is not drawn, or
    /// something stands over the page. Escape skips. Draw it after the page.
    CoachAction coach(std::string_view key, const CoachSpec& spec);

    // ---- a wall: the whole window for people who stand five metres away; nothing scrolls, all of it grows
    // with the window. Inside, regions have a height of their own, and what does not fit is not begun.
    bool upright() const; ///< higher than wide
    /// `step`: another number, at most once a minute, moves everything by some pixels, against burn-in.
    template <class Body>
    void wall(std::string_view key, std::int64_t step, Body&& body) {
        begin_wall(key, step);
        body();
        end_wall();
    }
    /// What is left of the region in shares, side by side or one below the other; `body(i)` fills each.
    template <class Body>
    void shares(bool beside, std::span<const float> weights, Body&& body) {
        const std::optional<Box> all = begin_shares();
        for (std::size_t i = 0; i < weights.size(); ++i) {
            begin_share(*all, beside, weights, i);
            body(i);
            end_share();
        }
    }
    /// A surface that fills its region; inside, clear of its edges.
    template <class Body>
    void panel(Body&& body) {
        begin_panel();
        body();
        end_panel();
    }
    /// In a corner, and seen only while somebody is at work here: a pointer moves, or the keyboard is used.
    /// Assistive technology and the keyboard find it always.
    template <class Body>
    void wall_controls(Body&& body) {
        begin_wall_controls();
        body();
        end_wall_controls();
    }
    void wall_heading(int level, std::string_view text);
    void wall_calls(std::string_view name, std::span<const WallCall> calls); ///< the newest first
    /// As many as fit into what is left of the region, above one more line where there is room for that, too.
    void wall_numbers(std::string_view name, std::span<const std::string_view> numbers);
    void wall_ring(const WallRing& ring);
    void wall_progress(std::string_view label, float share, std::string_view value);
    void wall_strip(std::string_view text, Tone tone, Icon icon, Live live = Live::polite);
    /// One line, cut where it is too long, `trailing` only where both fit; false, and nothing drawn, where
    /// there is no room for it any more. `picture`: before the text; its place is left free where it is not
    /// here.
    bool wall_line(std::string_view text, const TextSpec& spec, std::string_view trailing = {},
                   std::optional<std::string_view> picture = {});
    bool wall_has_room(Style style) const;

    // ---- for the shell: one frame, and what the page's elements report between frames
    void begin_frame(const Window& window);
    bool end_frame(); ///< true: a size moved, draw again before showing
    const Mirror& mirror() const { return mirror_; }
    const Clusters& clusters() const { return clusters_; }
    const Palette& palette() const { return *palette_; }
    bool animating() const { return animating_; } ///< wants a further frame by itself
    bool take_scrolled() {
        return std::exchange(scrolled_, false);
    } ///< something did since this was asked last
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
    struct PopupSpec {
        std::string_view title;
        const Box* anchor = nullptr; // at a desk it opens below this; else in the middle
        float width = 0;
    };
    struct Popup {
        NodeId id = 0, parent_before = 0, page_before = 0;
        bool leaving = false;
    };
    // What a person chose to see of a table.
    struct TableView {
        std::size_t sort = 0;
        Sorted sorted = Sorted::no;
        std::uint32_t hidden = 0; // a bit for each column
        std::string filter;
        std::vector<std::uint32_t> order; // rows that pass, in order
        std::uint64_t version = 0;
        bool current = false; // `order` is what the choices ask for
    };
    struct Picking { // a range of days, half chosen
        DayRange range;
        bool half = false;
        std::int32_t month = 0; // months since year 0
    };
    struct Plot;
    struct Press {
        bool hovered = false, held = false, pressed = false, focused = false;
    };

    void begin_window(const std::string& name, const Box& box, int flags);
    void begin_column(const ColumnSpec& spec);
    void end_column();
    void begin_line(Gap gap, Align align);
    void end_line();
    void begin_columns(int count, Gap gap);
    void begin_cell(int index);
    void end_cell();
    void end_columns();
    void begin_bar();
    void middle_of_bar();
    void end_bar();
    Box begin_card(Tone tone, bool tinted); // where it is drawn
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
    void begin_popup(NodeId id, const PopupSpec& spec);
    bool end_popup(); // true: asked to go
    Box popup_box(NodeId id, const PopupSpec& spec) const;
    void outline(const Box& box);
    NodeId begin_group(Role role, std::string_view name);

    void begin_wall(std::string_view key, std::int64_t step);
    void end_wall();
    std::optional<Box> begin_shares();
    void begin_share(const Box& all, bool beside, std::span<const float> weights, std::size_t at);
    void end_share();
    void begin_panel();
    void end_panel();
    void begin_wall_controls();
    void end_wall_controls();
    float wall_px(float length) const { return std::round(length * wall_scale_); }
    float left_below() const; ///< the height that the open region still has

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
    /// False, and nothing drawn, where it is not here.
    bool put_picture(std::string_view of, const Box& box, float radius) const;
    float wrapped_height(std::string_view text, float w, Style style) const;
    Box clip() const;
    MirrorNode& emit(NodeId id, Role role, std::string_view name, const Box& box);
    Press press(NodeId id, const Box& box, bool enabled);
    std::uint32_t washed(std::uint32_t base, const Press& p) const; // under a pointer, under a finger
    void ring(const Box& box, float radius);
    void reveal(NodeId id, const Box& box);
    Scroll& scroll_by_finger(NodeId id, const Box& box);
    void hold_scroll(Scroll& s, const Box& box);
    void glide(Scroll& s);
    bool finger_moved() const; ///< further than a tap may, since it was put down
    const MirrorNode* node_at(float x, float y) const;
    const MirrorNode* node_of(NodeId id) const;
    NodeId table_around(NodeId id) const;       // 0: none
    NodeId scrolled_around(NodeId focus) const; // the rows of the table that it stands in; 0: none
    std::string whole_list(const MirrorNode& node) const;
    void clear_of_fields(const Box& box);
    CoachAction coach_words(NodeId id, const Box& box, NodeId of, const CoachSpec& spec, bool leaving);
    void begin_overlay(std::string_view key, const Box& box, Tone tone, bool inert);
    void end_overlay();
    enum class NavShape : std::uint8_t { tabs, slim, rail }; // of a phone, a tablet, a desk
    bool nav_item(const NavItem& item, const Box& box, bool current, NavShape shape);
    /// The box of a field that opens something: its label, its frame, an icon. True: it was pressed.
    bool opener(NodeId id, std::string_view label, std::string_view shown, Icon icon, bool faint);
    void calendar(Picking& picking, const RangeSpec& spec);
    struct Cells {                        // of one table, in one frame
        std::vector<std::size_t> columns; // those that are shown
        std::vector<Box> boxes;           // each one's place in a row, from the row's corner
        std::string text;                 // room to read into
    };
    void table_tools(NodeId id, TableView& view, const TableSpec& spec, std::size_t rows);
    void table_head(NodeId id, TableView& view, const TableSpec& spec, const Cells& cells, const Box& box);
    static std::string whole_table(const TableView& view, const Cells& cells, const TableSpec& spec,
                                   const TableRows& rows);
    bool table_paper(NodeId id, const TableSpec& spec, const Box& box, float inset);
    bool table_row(NodeId id, Cells& cells, const TableSpec& spec, const TableRows& rows, std::size_t row,
                   const Box& box);
    bool table_lines(NodeId id, Cells& cells, const TableSpec& spec, const TableRows& rows, std::size_t row,
                     const Box& box);
    void legend(std::span<const Series> series, bool compared);
    void unread(std::string_view text, const Box& box, Style style, std::uint32_t rgb,
                Align align = Align::start);
    Plot plot_frame(const ChartSpec& spec);
    void plot_lines(const Plot& plot, const ChartSpec& spec);
    void plot_bars(const Plot& plot, const ChartSpec& spec);
    void plot_compared(const Plot& plot, const ChartSpec& spec);
    void plot_marks(const Plot& plot, const ChartSpec& spec);
    std::vector<std::string> plot_words(const ChartSpec& spec, std::size_t at) const;
    NodeId begin_chart(std::string_view key, std::string_view name, std::string_view summary);
    void end_chart();
    std::size_t stop_of(NodeId chart, std::size_t otherwise, std::size_t count) const;
    bool point(NodeId chart, std::size_t index, std::size_t stop, std::span<const std::string> words,
               const Box& box, Role role = Role::point);
    void tip(std::span<const std::string> words, const Box& at, const Box& within);
    bool verdict_button(NodeId id, std::string_view label, const Box& box, Tone tone, bool primary);

    float wall_scale_ = 1; // of this window, to tokens::wall_across
    double wall_active_ = 0;
    float wall_x_ = -1, wall_y_ = -1; // where the pointer was last
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
    NodeId copy_table_ = 0; // is to be copied as a whole
    std::optional<std::string> table_copied_;
    KitWords words_;
    FindPicture find_picture_;
    std::vector<Popup> popups_; // being drawn, the innermost last
    std::unordered_map<NodeId, TableView> tables_;
    std::unordered_map<NodeId, std::size_t> stops_; // of a chart: the point that the keyboard was on last
    Picking picking_;
    NodeId scrolls_by_key_ = 0; // the part of the page that the keyboard is in, where that scrolls by itself
    NodeId pressed_ = 0;        // last, on the page itself
    NodeId opened_ = 0;         // the widget whose popup is open
    std::uint32_t modal_ = 0;   // the frame in which something stood over the page
    bool leave_popup_ = false;
    NodeId last_page_ = 0;      // that was drawn; `screen_` is its key
    NodeId coach_of_ = 0;       // the widget that was pointed at last
    std::uint32_t coached_ = 0; // the frame in which one was pointed at
    bool leave_coach_ = false;
    NodeId focus_next_ = 0; // gets the keyboard as soon as it is drawn
    NodeId parent_ = 0, focus_ = 0, reveal_ = 0, page_ = 1, about_ = 0;
    std::uint32_t frame_ = 0;
    std::string screen_;
    float scroll_by_ = 0;
    bool focus_visible_ = false, escape_ = false, moved_ = false, top_flows_ = false, animating_ = false;
    bool scrolled_ = false;
    bool tap_taken_ = false; // what the finger on the glass does is decided: it presses nothing
};

} // namespace hexiao::ui
