// A photograph that anybody may be shown: a JPEG (ITU-T T.81) that holds nothing but the picture. What
// cameras write beside it (Exif, XMP, comments: where, when, by which device) has no place in it, so that it
// cannot be published by mistake. What is checked is the frame; whether the coded picture is whole, whoever
// draws it sees.
#pragma once

#include <cstddef>
#include <string_view>

namespace hexiao {

inline constexpr std::size_t most_picture_bytes = 45'000; // 60,000 letters of base64
inline constexpr int most_picture_side = 1024;            // pixels

// True for at most `most_picture_bytes` from SOI to EOI with nothing behind it: one frame of 1 to
// `most_picture_side` pixels either way, baseline, extended or progressive, 8 bits, grey or three colours,
// with its tables and scans, and no other segment than JFIF's own without a thumbnail.
bool is_plain_jpeg(std::string_view bytes) noexcept;

} // namespace hexiao
