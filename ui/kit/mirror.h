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
    definition, // leaves
    list,
    item,
    radiogroup,
    form,
    dialog,
    navigation,
    header,
    main // hold other nodes
};
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
    bool operator==(const InputTraits&) const = default;
};

struct MirrorNode {
    NodeId id = 0;
    NodeId parent = 0;       ///< the list, form… that holds it; 0 = the page
    NodeId explained_by = 0; ///< a field's hint or error, a node of its own
    Role role = Role::text;
    std::string name;        ///< what is read out; for `text` the text itself
    std::string value;       ///< field: the text; progress: "60 %"; otherwise empty
    std::string description; ///< what the name does not say by itself, e.g. what a figure counts
    std::string copied;      ///< what is copied from it where that is not the name: cells, with tabs between
    int level = 0;           ///< heading 1–3
    Live live = Live::off;
    bool disabled = false, checked = false, current = false, busy = false, invalid = false;
    bool autofocus = false;  ///< takes the keyboard when it first appears
    bool take_focus = false; ///< takes it now
    Box box, clip;           ///< clip: the visible part of the region it scrolls in
    InputTraits input;
    bool operator==(const MirrorNode&) const = default;
};

using Mirror = std::vector<MirrorNode>;

} // namespace hexiao::ui
