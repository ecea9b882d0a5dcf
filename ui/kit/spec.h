// The words that screens use to ask the kit for something: roles of text and colour, icons, and one options
// struct per widget. Zero is the good default everywhere, so that a call names only what is unusual about it:
//     kit.button("redeem", text, {.kind = ButtonKind::primary, .full = true});
// Texts are `string_view`s that must live until the call returns; nothing is kept.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/time.h"
#include "icons/icons.h" // generated from assets/icons: enum class Icon
#include "ui/kit/mirror.h"

namespace hexiao::ui {

/// `specimen` and `large_specimen` are for showing what letters look like, not for saying anything.
enum class Style : std::uint8_t {
    body,
    strong,
    caption,
    caption_strong,
    title,
    display,
    hero,
    specimen,
    large_specimen,
    wall_number,
    wall_large,
    wall_medium,
    wall_title,
    wall_strong,
    wall_text
};
enum class Ink : std::uint8_t { normal, muted, accent, positive, promised, negative, unknown };

/// One meaning each, everywhere: positive = redeemed (or covered by a lease), promised = recorded, not yet
/// redeemed, negative = refused, unknown = unknown or being checked. `accent` is ours and means "you can act
/// here".
enum class Tone : std::uint8_t { neutral, accent, positive, promised, negative, unknown };
enum class Align : std::uint8_t { start, center, end };

/// How far things stand apart: of one thing, of one group, of one page, from another matter.
enum class Gap : std::uint8_t { tight, close, normal, wide };
/// How wide a column grows: as its region, as lines are read well, as a form is filled in.
enum class Width : std::uint8_t { full, reading, form };

struct TextSpec {
    Style style = Style::body;
    Ink ink = Ink::normal;
    Align align = Align::start;
    Live live = Live::off; ///< polite/assertive: read out when it changes
};

enum class ButtonKind : std::uint8_t { primary, secondary, quiet, danger };
struct ButtonSpec {
    ButtonKind kind = ButtonKind::secondary;
    Icon icon = Icon::none;
    bool full = false;  ///< as wide as its region
    bool large = false; ///< the one thing to do on this screen
    bool disabled = false;
    bool busy = false; ///< work is under way: cannot be pressed, says so to screen readers
    bool autofocus = false;
};

struct FieldSpec {
    std::string_view label;
    std::string_view
        value; ///< what the model holds; the field shows it unless the person is ahead of the model
    FieldKind kind = FieldKind::text;
    std::string_view placeholder{}, hint{}, error{};
    std::string_view autocomplete{}; ///< HTML token: username, current-password, one-time-code…
    std::string_view enter_hint{};   ///< go, search, done…
    int max_length = 200;
    bool large = false; ///< a code: big characters
    bool disabled = false;
    bool autofocus = false;  ///< not on touch screens, where it would throw up the keyboard
    bool take_focus = false; ///< takes the keyboard in this frame
};
struct FieldEvent {
    std::optional<std::string> changed; ///< the whole new text
    bool submitted = false;             ///< Enter
};

struct RowSpec {
    std::string_view title;
    std::string_view detail{};   ///< second line
    std::string_view trailing{}; ///< right edge, e.g. a time or an amount
    Icon icon = Icon::none;
    std::string_view picture{};   ///< in the icon's place, once it is here
    Tone tone = Tone::neutral;    ///< of the icon
    bool pressable = false;       ///< is a button, shows a chevron
    bool current = false;         ///< what it opens stands beside it
    std::optional<float> share{}; ///< 0–1: a bar below, how much of all this is
};

struct StatSpec {
    Tone tone = Tone::neutral;
    Icon icon = Icon::none;
    std::string_view detail{}; ///< small print below
    bool live = false;         ///< read out when it changes
    std::string_view key{};    ///< where it opens what it is made of: a button, under this key
};

struct BannerSpec {
    Tone tone = Tone::unknown;
    Icon icon = Icon::info;
    std::string_view action{}; ///< a button inside the banner; `banner` returns true when pressed
    Live live = Live::polite;
    bool loud = false; ///< on the tone itself, not on its tint: what nobody may overlook
};

struct VerdictSpec {
    Tone tone = Tone::positive;
    Icon icon = Icon::check;
    std::string_view headline; ///< read out at once
    std::span<const std::string> lines{};
    std::string_view primary{};   ///< label of the large button; takes the keyboard
    std::string_view secondary{}; ///< label of a quiet button below
};
enum class VerdictAction : std::uint8_t { none, primary, secondary };

/// A chosen thing among many, or the reason why there is none yet.
struct SelectSpec {
    std::string_view label;
    std::span<const std::string_view> options{};
    std::optional<std::size_t> current{};
    std::string_view placeholder{}; ///< while nothing is chosen
    bool disabled = false;
};

/// Days by the store's calendar, both ends included, and times of day where they are asked for ("09:30").
struct DayRange {
    BusinessDay from, until;
    std::string from_time{}, until_time{};
    bool operator==(const DayRange&) const = default;
};
struct RangePreset {
    std::string_view label;
    DayRange range;
};
struct RangeSpec {
    std::string_view label;
    std::string_view shown; ///< the range in words
    DayRange range;
    BusinessDay today;
    std::span<const RangePreset> presets{};
    bool times = false;
};

/// What stands where content would: it comes, it is old, there is none, it failed, or it is not for you.
struct StateSpec {
    Icon icon = Icon::info;
    Tone tone = Tone::neutral;
    std::string_view title;
    std::string_view say{};    ///< what it means, and what to do
    std::string_view action{}; ///< a button
    int level = 0;             ///< of the title as a heading; 0 = it is none
    Live live = Live::off;
};

enum class PadKey : std::uint8_t { none, digit, erase, done };
struct PadEvent {
    PadKey key = PadKey::none;
    char digit = 0;
};

struct ToastSpec {
    Tone tone = Tone::neutral;
    Icon icon = Icon::info;
    std::string_view action{}; ///< "Undo"
};

/// Someone who is called: the number, where to, and both in one sentence.
struct WallCall {
    std::string_view number, place, say;
};
struct WallRing {
    std::string_view value, below; ///< the figure in the middle, and what it counts
    std::string_view summary;      ///< the ring in words
    float share = 0;
};

/// What points at a widget and says what it is for.
struct CoachSpec {
    std::string_view page{};           ///< that the widget stands on
    std::string_view title, say, step; ///< step: "1 / 3"
    std::string_view next;
    std::string_view skip{}; ///< not on the last one
};
enum class CoachAction : std::uint8_t { none, next, skip };

/// What the kit itself says. Texts that outlive the frame.
struct KitWords {
    std::string_view close;
    std::string_view copy, copy_all; ///< the thing itself; the whole list that it stands in
    std::string_view keypad, erase, done;
    std::string_view filter, columns, nothing_found; ///< of a table
    std::string_view apply, earlier, later, from_time, until_time, bad_time;
    std::array<std::string_view, 7> weekdays{}; ///< from Monday, as short as they come
    std::function<std::string(BusinessDay)> say_day, say_month;
    std::function<std::string(std::size_t, std::size_t)> say_shown; ///< so many rows of so many
    std::function<std::string(std::string_view)> say_done;          ///< of a step
};

struct NavItem {
    std::string_view key, label;
    Icon icon = Icon::none;
};

} // namespace hexiao::ui
