// Design tokens: every size and time that the console draws with, in one place (colours: palette.h).
// The kit is the only reader; screens speak in roles (`Style`, `Align`), never in numbers, so the look can
// change here alone. Lengths are CSS pixels, times milliseconds.
#pragma once

namespace hexiao::ui::tokens {

// Space scale. One step apart means "belongs together", two steps "next group", three "another matter".
inline constexpr float space_1 = 4, space_2 = 8, space_3 = 12, space_4 = 16, space_5 = 24, space_6 = 32,
                       space_7 = 48;

// Type scale: size and line height. Few sizes on purpose: each one is a further set of rasterised Chinese
// glyphs.
inline constexpr float caption_size = 14, caption_line = 20;
inline constexpr float body_size = 17,
                       body_line = 25; // also the size of text fields: under 16 px phones zoom in
inline constexpr float title_size = 22, title_line = 30;
inline constexpr float display_size = 34, display_line = 42;
inline constexpr float hero_size = 64, hero_line = 72;
inline constexpr float specimen_size = 16, specimen_line = 24;
inline constexpr float large_specimen_size = 24, large_specimen_line = 34;

inline constexpr float radius_small = 8, radius = 12, radius_large = 16;
inline constexpr float target = 48; // least height of anything to press; 44 is the accepted minimum
inline constexpr float field_height = 54;
inline constexpr float field_size = 16;     // least size of what is typed: phones zoom in on smaller
inline constexpr float narrow_below = 700;  // window widths under this are a phone
inline constexpr float rail_width = 232;    // navigation at a desk
inline constexpr float tab_height = 60;     // navigation on a phone
inline constexpr float reading_width = 640; // longest comfortable line of controls
inline constexpr float focus_ring = 3;
inline constexpr float drag_threshold = 10; // a finger that moved further scrolls and no longer presses
inline constexpr float scroll_decay_ms = 325;
inline constexpr float spring_per_ms = 0.012f; // what was pulled past an end is back within half a second

} // namespace hexiao::ui::tokens
