// The accessible mirror: what is on the canvas, said in words that a browser understands.
// The kit emits one node for every widget and every string it draws, in reading order; the shell hands
// changed lists to web/mirror.ts, which keeps real elements (buttons, inputs, headings) exactly over the
// drawing. Screen readers, the keyboard, password managers, Chinese input methods and the tests use those
// elements. Plain data, comparable, so that an unchanged frame costs nothing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hexiao::ui {

using NodeId = std::uint32_t; ///< stable from frame to frame; 0 = none

/// CSS pixels from the window's top left corner.
struct Box {
    float x = 0, y = 0, w = 0, h = 0;
    bool operator==(const Box&) const = default;
    bool holds(float px, float py) const { return px >= x && px < x + w && py >= y && py < y + h; }
};

enum class Role : std::uint8_t {
    text,
    heading,
    button,
    link,
    field,
    radio,
    camera,
    status,
    progress,
    image,
    term,
    definition,
    toggle, // a switch
    chip,   // a button that stays pressed
    tab,
    select, // opens a listbox
    option,
    cell,
    point, // of a chart: all of its values at one place; arrows go from one to the next
    bar,   // the same, and opens what it is made of
    item,  // leaves
    list,
    radiogroup,
    tablist,
    listbox,
    table,
    row,
    column_header,
    row_header,
    chart,
    form,
    dialog,
    callout, // a dialog that nothing waits for
    navigation,
    header,
    main // hold other nodes
};
enum class Sorted : std::uint8_t { no, up, down };
/// When a node is read out by itself. `changes`: not when it appears, only when its words change afterwards.
enum class Live : std::uint8_t { off, changes, polite, assertive };
enum class FieldKind : std::uint8_t {
    text,
    number,
    password,
    pin
}; ///< number: digits by a numeric keyboard, still text; pin: hidden digits

/// How a browser's own input should behave; meaningful where role is `field`.
struct InputTraits {
    FieldKind kind = FieldKind::text;
    std::string autocomplete; ///< HTML token such as `username`; empty = off
    std::string enter_hint;   ///< go, search, done…; the phone's Enter key
    std::string placeholder;
    int max_length = 200; ///< UTF-16 units, as browsers count
    float text_size = 17; ///< CSS pixels; never under 16, or phones zoom in
    float placeholder_size = 17;
    float label_height = 0; ///< of the drawn label, right above the box: a tap on it is meant for the field
    bool operator==(const InputTraits&) const = default;
};

struct MirrorNode {
    NodeId id = 0;
    NodeId parent = 0;       ///< the list, form… that holds it; 0 = the page
    NodeId explained_by = 0; ///< a field's hint or error, a node of its own
    NodeId opened_by = 0;    ///< what was pressed to see this dialog: the keyboard goes back to it
    Role role = Role::text;
    std::string name;        ///< what is read out; for `text` the text itself
    std::string value;       ///< field: the text; progress: "60 %"; otherwise empty
    std::string description; ///< what the name does not say by itself, e.g. what a figure counts
    std::string copied;      ///< what is copied from it where that is not the name: cells, with tabs between
    int level = 0;           ///< heading 1–3
    Live live = Live::off;
    bool disabled = false, current = false, busy = false, invalid = false;
    bool unread = false;        ///< said by another node already: an axis, a legend
    bool checked = false;       ///< on, chosen; of a chart's points: the one that Tab goes to
    bool expanded = false;      ///< what a select opens is open
    bool modal = false;         ///< a dialog that what lies below it waits for
    Sorted sorted = Sorted::no; ///< a column's header
    int index = 0, count = 0;   ///< a row's place in its table, from 1 (the header); a table's rows in all
    bool autofocus = false;     ///< takes the keyboard when it first appears
    bool take_focus = false;    ///< takes it now
    Box box, clip;              ///< clip: the visible part of the region it scrolls in
    InputTraits input;
    bool operator==(const MirrorNode&) const = default;
};

using Mirror = std::vector<MirrorNode>;

} // namespace hexiao::ui
