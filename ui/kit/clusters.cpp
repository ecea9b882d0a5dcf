// See clusters.h.
#include "ui/kit/clusters.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace hexiao::ui {
namespace {

constexpr std::uint32_t private_first = 0xE000, private_last = 0xF8FF;
constexpr std::uint32_t joiner = 0x200D;
constexpr int longest = 32; // code points; texts from outside may be endless

struct Range {
    std::uint32_t first, last;
};

bool within(std::uint32_t code, std::span<const Range> ranges) {
    return std::ranges::any_of(ranges, [&](const Range& r) { return code >= r.first && code <= r.last; });
}

// Belongs to what stands before it: accents, voicing marks, variation selectors, skin tones, tags of flags.
bool extends(std::uint32_t code) {
    static constexpr std::array ranges{
        Range{0x0300, 0x036F}, Range{0x0483, 0x0489},   Range{0x1AB0, 0x1AFF},   Range{0x1DC0, 0x1DFF},
        Range{0x20D0, 0x20FF}, Range{0x302A, 0x302F},   Range{0x3099, 0x309A},   Range{0xFE00, 0xFE0F},
        Range{0xFE20, 0xFE2F}, Range{0x1F3FB, 0x1F3FF}, Range{0xE0020, 0xE007F}, Range{0xE0100, 0xE01EF},
        Range{joiner, joiner}};
    return code >= ranges.front().first && within(code, ranges);
}

// Hebrew to Myanmar, Hangul by its letters, Philippine scripts to Mongolian, Balinese to Batak: a word is one
// picture.
bool shaped(std::uint32_t code) {
    static constexpr std::array ranges{Range{0x0590, 0x109F}, Range{0x1100, 0x11FF}, Range{0x1700, 0x18AF},
                                       Range{0x1A20, 0x1AAF}, Range{0x1B00, 0x1BFF}};
    return within(code, ranges);
}

bool is_flag_letter(std::uint32_t code) { return code >= 0x1F1E6 && code <= 0x1F1FF; }

bool is_private(std::uint32_t code) { return code >= private_first && code <= private_last; }

// Nothing in it is above Latin, or between the first ideographs and the last syllables: most texts, at a
// glance.
bool is_simple(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0xCC || (byte >= 0xE4 && byte <= 0xED);
    });
}

void append(std::string& out, std::uint32_t code) { // U+0800 to U+FFFF
    out += static_cast<char>(0xE0 | code >> 12);
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
}

} // namespace

Character decode(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) -> std::uint32_t {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const std::uint32_t first = byte(at);
    if (first < 0x80) {
        return {first, 1};
    }
    if (first < 0xE0) {
        return {(first & 0x1F) << 6 | (byte(at + 1) & 0x3F), 2};
    }
    if (first < 0xF0) {
        return {(first & 0x0F) << 12 | (byte(at + 1) & 0x3F) << 6 | (byte(at + 2) & 0x3F), 3};
    }
    return {(first & 0x07) << 18 | (byte(at + 1) & 0x3F) << 12 | (byte(at + 2) & 0x3F) << 6 |
                (byte(at + 3) & 0x3F),
            4};
}

Character cluster_at(std::string_view text, std::size_t at) {
    Character whole = decode(text, at);
    std::uint32_t last = whole.code;
    for (int count = 1; count < longest && at + whole.bytes < text.size(); ++count) {
        const Character next = decode(text, at + whole.bytes);
        const bool flag = count == 1 && is_flag_letter(last) && is_flag_letter(next.code);
        const bool together =
            extends(next.code) || last == joiner || flag || (shaped(whole.code) && shaped(next.code));
        if (!together || last < 0x20) {
            break;
        }
        whole.bytes += next.bytes;
        last = next.code;
    }
    whole.bytes = std::min(whole.bytes, text.size() - at);
    return whole;
}

std::string_view Clusters::joined(std::string_view text) {
    if (is_simple(text)) {
        return text;
    }
    scratch_.clear();
    for (std::size_t at = 0; at < text.size();) {
        const Character whole = cluster_at(text, at);
        const std::string_view piece = text.substr(at, whole.bytes);
        const bool one = decode(text, at).bytes >= whole.bytes;
        const std::uint32_t code =
            one && whole.code <= 0xFFFF && !is_private(whole.code) ? 0 : code_of(piece);
        if (code == 0) {
            scratch_ += piece;
        } else {
            append(scratch_, code);
        }
        at += whole.bytes;
    }
    return scratch_;
}

// 0 when all private code points are taken: then its parts are drawn one by one.
std::uint32_t Clusters::code_of(std::string_view cluster) {
    std::string text(cluster);
    if (const auto found = codes_.find(text); found != codes_.end()) {
        return found->second;
    }
    if (texts_.size() > private_last - private_first) {
        return 0;
    }
    const std::uint32_t code = private_first + static_cast<std::uint32_t>(texts_.size());
    texts_.push_back(text);
    codes_.emplace(std::move(text), code);
    return code;
}

std::string_view Clusters::text_of(std::uint32_t code) const {
    const std::uint32_t at = code - private_first; // below the first: far beyond the last
    return at < texts_.size() ? std::string_view{texts_[at]} : std::string_view{};
}

std::string Clusters::plain(std::string_view joined) const {
    std::string out;
    for (std::size_t at = 0; at < joined.size();) {
        const Character c = decode(joined, at);
        const std::string_view meant = text_of(c.code);
        out += meant.empty() ? joined.substr(at, c.bytes) : meant;
        at += c.bytes;
    }
    return out;
}

} // namespace hexiao::ui
