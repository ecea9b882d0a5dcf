// Line breaking for mixed Chinese and Latin text. See linebreak.h.
#include "ui/kit/linebreak.h"

#include <cstdint>

#include "ui/kit/clusters.h"

namespace hexiao::ui {
namespace {

bool ideographic(std::uint32_t c) {
    return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF00 && c <= 0xFFEF) ||
           c >= 0x20000;
}

bool is_one_of(std::uint32_t c, std::u32string_view set) {
    return set.find(static_cast<char32_t>(c)) != std::u32string_view::npos;
}

bool never_first(std::uint32_t c) {
    return is_one_of(c, U"、。，．：；？！）」』】》〉〕］｝…—·’”%,.:;?!)]}％~～");
}

bool never_last(std::uint32_t c) { return is_one_of(c, U"（「『【《〈〔［｛‘“([{¥￥$"); }

bool may_break_between(std::uint32_t before, std::uint32_t after) {
    if (never_first(after) || never_last(before)) {
        return false;
    }
    if (before == ' ') {
        return after != ' ';
    }
    const bool figure = after >= '0' && after <= '9'; // a date stays whole
    return ideographic(before) || ideographic(after) || ((before == '-' || before == '/') && !figure);
}

std::string_view without_trailing_spaces(std::string_view line) {
    while (!line.empty() && line.back() == ' ') {
        line.remove_suffix(1);
    }
    return line;
}

// The end of the first line of `text`, in bytes.
std::size_t line_end(std::string_view text, float width,
                     const std::function<float(std::string_view)>& measure) {
    std::size_t good = 0; // the last place where a break is allowed
    std::uint32_t before = 0;
    float taken = 0;
    for (std::size_t at = 0; at < text.size();) {
        const Character c = cluster_at(text, at);
        if (c.code == '\n') {
            return at;
        }
        if (at > 0 && may_break_between(before, c.code)) {
            good = at;
        }
        taken +=
            measure(text.substr(at, c.bytes)); // there is no kerning: a line is as wide as its characters
        if (c.code != ' ' && at > 0 && taken > width) {
            return good > 0 ? good : at;
        }
        before = c.code;
        at += c.bytes;
    }
    return text.size();
}

} // namespace

std::vector<std::string_view> break_lines(std::string_view text, float width,
                                          const std::function<float(std::string_view)>& measure) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = line_end(text, width, measure);
        lines.push_back(without_trailing_spaces(text.substr(0, end)));
        text.remove_prefix(end);
        if (!text.empty() && text.front() == '\n') {
            text.remove_prefix(1);
        }
        while (!text.empty() && text.front() == ' ') {
            text.remove_prefix(1);
        }
    }
    return lines;
}

} // namespace hexiao::ui
