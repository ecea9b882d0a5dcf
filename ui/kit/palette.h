// The colours that the console is drawn with, by what they mean. Four sets: light and dark, each also for
// people who ask their system for more contrast. The kit holds the set of this frame; screens speak in roles
// (`Ink`, `Tone`), and the page receives the few that its own text fields need (shell/browser/mirror_json.h).
// 0xRRGGBB. Text has at least 4.5:1 on what it stands on (7:1 with more contrast), edges of controls 3:1;
// measured on every screen by tests/browser/every_screen.test.mjs.
#pragma once

#include <array>
#include <cstdint>

#include "ui/kit/spec.h"

namespace hexiao::ui {

/// A fill, the text on it, a quiet tint of it and text upon that tint.
struct ToneColors {
    std::uint32_t fill, on_fill, tint, on_tint;
};

struct Palette {
    std::uint32_t surface; ///< the page
    std::uint32_t raised;  ///< cards, bars
    std::uint32_t sunken;  ///< tracks, quiet buttons
    std::uint32_t ink, muted;
    std::uint32_t faint;       ///< placeholders
    std::uint32_t line;        ///< between rows, around cards
    std::uint32_t line_strong; ///< edges of fields and buttons
    std::uint32_t shadow;
    ToneColors neutral, accent;
    ToneColors positive;                 ///< redeemed, or covered by a lease
    ToneColors promised;                 ///< recorded, not yet redeemed
    ToneColors negative;                 ///< refused
    ToneColors unknown;                  ///< unknown, or being checked
    std::array<std::uint32_t, 4> series; ///< of charts: told apart also by those who see few colours
    std::uint32_t scrim;                 ///< over what a dialog stands before
    bool outlined;                       ///< cards have an edge: their fill alone does not set them off

    const ToneColors& of(Tone tone) const;
    std::uint32_t of(Ink ink) const;
};

/// What the person asks for by the settings of their system.
struct Look {
    bool dark = false, more_contrast = false;
    bool operator==(const Look&) const = default;
};

const Palette& palette_for(Look look);

} // namespace hexiao::ui
