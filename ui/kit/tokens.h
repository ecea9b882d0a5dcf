// Design tokens: every size, colour and time that the console draws with, in one place.
// The kit is the only reader; screens speak in roles (`Ink`, `Tone`, `Style`), never in numbers, so the look
// can change here alone. The page receives the few that it needs as CSS variables (see
// shell/browser/mirror_json.cpp), so that a browser's own text field and our drawn text cannot drift apart.
// Lengths are CSS pixels, colours 0xRRGGBB, times milliseconds. Each `on` colour has a contrast of at
// least 4.5:1.
#pragma once

#include <cstdint>

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

inline constexpr float radius_small = 8, radius = 12, radius_large = 16;
inline constexpr float target = 48; // least height of anything to press; 44 is the accepted minimum
inline constexpr float field_height = 54;
inline constexpr float narrow_below = 700;  // window widths under this are a phone
inline constexpr float rail_width = 232;    // navigation at a desk
inline constexpr float tab_height = 60;     // navigation on a phone
inline constexpr float reading_width = 640; // longest comfortable line of controls
inline constexpr float focus_ring = 3;
inline constexpr float drag_threshold = 10; // a finger that moved further scrolls and no longer presses
inline constexpr float scroll_decay_ms = 325;
inline constexpr float spring_per_ms = 0.012f; // what was pulled past an end is back within half a second

/// A fill, the text on it, a quiet tint of it and text upon that tint.
struct ToneColors {
    std::uint32_t fill, on_fill, tint, on_tint;
};

inline constexpr std::uint32_t surface = 0xF4F5F8; // the page
inline constexpr std::uint32_t raised = 0xFFFFFF;  // cards, bars
inline constexpr std::uint32_t sunken = 0xECEEF3;  // tracks, quiet buttons
inline constexpr std::uint32_t ink = 0x12151D;
inline constexpr std::uint32_t muted = 0x596273; // 5.6:1 on surface
inline constexpr std::uint32_t faint = 0x6B7484; // placeholders, 4.7:1 on raised
inline constexpr std::uint32_t line = 0xE2E5EC;
inline constexpr std::uint32_t line_strong = 0xC3C9D4; // edges of fields
inline constexpr std::uint32_t shadow = 0x1A2238;

inline constexpr ToneColors neutral{0x3A4252, 0xFFFFFF, 0xECEEF3, 0x3A4252};
inline constexpr ToneColors accent{0x3A46D4, 0xFFFFFF, 0xEBECFC, 0x333DBB};
inline constexpr ToneColors positive{0x0E7A47, 0xFFFFFF, 0xE2F4EA,
                                     0x0B6239}; // redeemed, or covered by a lease
inline constexpr ToneColors promised{0xF2AE1C, 0x2B1D00, 0xFDF1D3, 0x6E4A00}; // recorded, not yet redeemed
inline constexpr ToneColors negative{0xC4272E, 0xFFFFFF, 0xFCE8E8, 0xA51D24}; // refused
inline constexpr ToneColors unknown{0x4A6078, 0xFFFFFF, 0xE6ECF2, 0x3D5166};  // unknown, or being checked

} // namespace hexiao::ui::tokens
