// The four sets of colours. See palette.h.
#include "ui/kit/palette.h"

namespace hexiao::ui {
namespace {

constexpr Palette light{.surface = 0xF4F5F8,
                        .raised = 0xFFFFFF,
                        .sunken = 0xECEEF3,
                        .ink = 0x12151D,
                        .muted = 0x596273,
                        .faint = 0x6B7484,
                        .line = 0xE2E5EC,
                        .line_strong = 0x6E7788,
                        .shadow = 0x1A2238,
                        .neutral = {0x3A4252, 0xFFFFFF, 0xECEEF3, 0x3A4252},
                        .accent = {0x3A46D4, 0xFFFFFF, 0xEBECFC, 0x333DBB},
                        .positive = {0x0E7A47, 0xFFFFFF, 0xE2F4EA, 0x0B6239},
                        .promised = {0xF2AE1C, 0x2B1D00, 0xFDF1D3, 0x6E4A00},
                        .negative = {0xC4272E, 0xFFFFFF, 0xFCE8E8, 0xA51D24},
                        .unknown = {0x4A6078, 0xFFFFFF, 0xE6ECF2, 0x3D5166},
                        .series = {{0x3A46D4, 0x0E8FA8, 0xB0449E, 0x6E7788}},
                        .scrim = 0x0B0E18,
                        .outlined = false};

constexpr Palette dark{.surface = 0x0F1218,
                       .raised = 0x1A1E27,
                       .sunken = 0x262B36,
                       .ink = 0xF0F2F6,
                       .muted = 0xA6AFBE,
                       .faint = 0x98A2B2,
                       .line = 0x2F3542,
                       .line_strong = 0x7A8496,
                       .shadow = 0x000000,
                       .neutral = {0xC9D0DB, 0x12151D, 0x262B36, 0xD5DBE5},
                       .accent = {0x4F5AE4, 0xFFFFFF, 0x23274A, 0xB4BBFF},
                       .positive = {0x128550, 0xFFFFFF, 0x12301F, 0x7FDDA8},
                       .promised = {0xF2AE1C, 0x2B1D00, 0x3A2C0B, 0xFFD071},
                       .negative = {0xCB3138, 0xFFFFFF, 0x3D1A1C, 0xFFABA8},
                       .unknown = {0x56708D, 0xFFFFFF, 0x1F2A36, 0xB4C6D9},
                       .series = {{0x8C95FF, 0x3CC0D8, 0xE07CCB, 0xA6AFBE}},
                       .scrim = 0x0B0E18,
                       .outlined = false};

constexpr Palette light_strong{.surface = 0xFFFFFF,
                               .raised = 0xFFFFFF,
                               .sunken = 0xE4E7EE,
                               .ink = 0x000000,
                               .muted = 0x2F3643,
                               .faint = 0x3D4553,
                               .line = 0x6B7280,
                               .line_strong = 0x2F3643,
                               .shadow = 0x1A2238,
                               .neutral = {0x1F2530, 0xFFFFFF, 0xE4E7EE, 0x12151D},
                               .accent = {0x2029A0, 0xFFFFFF, 0xE6E8FF, 0x1A2290},
                               .positive = {0x075431, 0xFFFFFF, 0xDDF3E7, 0x064027},
                               .promised = {0xF2AE1C, 0x000000, 0xFDF1D3, 0x4A3000},
                               .negative = {0x9A1219, 0xFFFFFF, 0xFFE3E3, 0x7E0F14},
                               .unknown = {0x2F4257, 0xFFFFFF, 0xE2E9F1, 0x22364A},
                               .series = {{0x2029A0, 0x06677A, 0x8A2A7A, 0x2F3643}},
                               .scrim = 0x0B0E18,
                               .outlined = true};

constexpr Palette dark_strong{.surface = 0x000000,
                              .raised = 0x0B0D12,
                              .sunken = 0x1E232D,
                              .ink = 0xFFFFFF,
                              .muted = 0xD5DBE5,
                              .faint = 0xC2CAD6,
                              .line = 0x8A94A5,
                              .line_strong = 0xC2CAD6,
                              .shadow = 0x000000,
                              .neutral = {0xE1E6EE, 0x000000, 0x1E232D, 0xF0F2F6},
                              .accent = {0xB4BBFF, 0x0B0E33, 0x171B45, 0xD3D7FF},
                              .positive = {0x6FE0A0, 0x00150A, 0x0B2416, 0x9BF0C0},
                              .promised = {0xFFC94D, 0x1A1100, 0x2B2008, 0xFFDD8F},
                              .negative = {0xFF9A96, 0x2A0002, 0x2E1012, 0xFFC2C0},
                              .unknown = {0xB4C6D9, 0x0A1420, 0x17212C, 0xD2DFEC},
                              .series = {{0xB4BBFF, 0x66DDF2, 0xFFA3EA, 0xD5DBE5}},
                              .scrim = 0x0B0E18,
                              .outlined = true};

} // namespace

const Palette& palette_for(Look look) {
    if (look.more_contrast) {
        return look.dark ? dark_strong : light_strong;
    }
    return look.dark ? dark : light;
}

const ToneColors& Palette::of(Tone tone) const {
    switch (tone) {
    case Tone::accent: return accent;
    case Tone::positive: return positive;
    case Tone::promised: return promised;
    case Tone::negative: return negative;
    case Tone::unknown: return unknown;
    case Tone::neutral: break;
    }
    return neutral;
}

std::uint32_t Palette::of(Ink role) const {
    switch (role) {
    case Ink::muted: return muted;
    case Ink::accent: return accent.on_tint;
    case Ink::positive: return positive.on_tint;
    case Ink::promised: return promised.on_tint;
    case Ink::negative: return negative.on_tint;
    case Ink::unknown: return unknown.on_tint;
    case Ink::normal: break;
    }
    return ink;
}

} // namespace hexiao::ui
