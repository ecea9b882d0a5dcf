// The words that screens use to ask the kit for something: roles of text and colour, icons, and one options
// struct per widget. Zero is the good default everywhere, so that a call names only what is unusual about it:
//     kit.button("redeem", text, {.kind = ButtonKind::primary, .full = true});
// Texts are `string_view`s that must live until the call returns; nothing is kept.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

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
    large_specimen
};
enum class Ink : std::uint8_t { normal, muted, accent, positive, promised, negative, unknown };

/// One meaning each, everywhere: positive = redeemed (or covered by a lease), promised = recorded, not yet
/// redeemed, negative = refused, unknown = unknown or being checked. `accent` is ours and means "you can act
/// here".
enum class Tone : std::uint8_t { neutral, accent, positive, promised, negative, unknown };
enum class Align : std::uint8_t { start, center, end };

enum class Icon : std::uint8_t {
    none,
    scan,
    ticket,
    check,
    cross,
    clock,
    question,
    alert,
    info,
    store,
    chart,
    sign_out,
    camera,
    search,
    forward,
    wifi_off,
    person,
    device,
    copy
};

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
    Tone tone = Tone::neutral; ///< of the icon
    bool pressable = false;    ///< is a button, shows a chevron
};

struct StatSpec {
    Tone tone = Tone::neutral;
    Icon icon = Icon::none;
    std::string_view detail{}; ///< small print below
    bool live = false;         ///< read out when it changes
};

struct BannerSpec {
    Tone tone = Tone::unknown;
    Icon icon = Icon::info;
    std::string_view action{}; ///< a button inside the banner; `banner` returns true when pressed
    Live live = Live::polite;
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

struct CopyWords {
    std::string_view copy, copy_all; ///< labels: the thing itself; the whole list that it stands in
};

struct NavItem {
    std::string_view key, label;
    Icon icon = Icon::none;
};

} // namespace hexiao::ui
