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

// Of a wall, which is read from five metres: as on 1920 × 1080, growing and shrinking with the window. The
// largest is a sixth of the height. All but the texts are mostly digits and few hanzi.
inline constexpr float wall_number_size = 180, wall_number_line = 196;
inline constexpr float wall_large_size = 96, wall_large_line = 108;
inline constexpr float wall_medium_size = 56, wall_medium_line = 68;
inline constexpr float wall_title_size = 40, wall_title_line = 52;
inline constexpr float wall_text_size = 32, wall_text_line = 44;
inline constexpr float wall_across = 1920, wall_along = 1080;
inline constexpr float wall_least = 0.45f;   // of that, on a phone that looks at what a wall shows
inline constexpr float wall_shift = 6;       // px, by which it moves to and fro against burn-in
inline constexpr float wall_controls_s = 20; // so long a wall's controls are seen after a move or a key

inline constexpr float radius_small = 8, radius = 12, radius_large = 16;
inline constexpr float least_target = 44; // the accepted minimum of what a finger presses, either way
inline constexpr float target = 48;       // least height of anything to press
inline constexpr float field_height = 54;
inline constexpr float field_size = 16;      // least size of what is typed: phones zoom in on smaller
inline constexpr float narrow_below = 700;   // window widths under this are a phone
inline constexpr float desk_from = 1100;     // from here a desk, between them a tablet
inline constexpr float rail_width = 232;     // navigation at a desk
inline constexpr float slim_rail_width = 96; // on a tablet
inline constexpr float tab_height = 60;      // navigation on a phone
inline constexpr float reading_width = 640;  // longest comfortable line of controls
inline constexpr float form_width = 480;
inline constexpr float camera_height = 280, camera_height_desk = 360;
inline constexpr float icon_size = 24, mark_size = 64, picture_size = 96;
inline constexpr float code_size = 280; // of a QR code that is to be scanned from a screen
inline constexpr float focus_ring = 3;
// Elevation: how far a surface stands above the page. Its shadow is the only thing that says so.
inline constexpr float level_floating = 1.6f;
inline constexpr float switch_width = 52, switch_height = 32;
inline constexpr float table_row = 52, table_head = 44;
inline constexpr float pad_key = 64; // of a number pad
inline constexpr float chart_height = 220;
inline constexpr float sheet_width = 480, sheet_share = 0.86f; // at most, of the window's height
// Motion: only what tells where something went. Nothing moves while nothing happens.
inline constexpr float busy_turn_ms = 1400; // an indeterminate bar's way
inline constexpr float drag_threshold = 10; // a finger that moved further scrolls and no longer presses
inline constexpr float scroll_decay_ms = 325;
inline constexpr float spring_per_ms = 0.012f; // what was pulled past an end is back within half a second

} // namespace hexiao::ui::tokens
