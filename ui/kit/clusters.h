// What a reader takes for one character though it is several code points: an accent on a letter, a family
// emoji, a flag, a variant of an ideograph, a word of a script whose letters change with their neighbours.
// ImGui draws code point by code point, so such a cluster becomes one private code point, which the shell's
// font loader has drawn by the browser as the whole text. UAX #29 in the few rules that a console needs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hexiao::ui {

struct Character {
    std::uint32_t code = 0;
    std::size_t bytes = 1;
};

/// The code point at `at`. Texts come from our own strings or from JSON that was checked to be UTF-8; a stray
/// byte is taken as itself.
Character decode(std::string_view text, std::size_t at);

/// The first code point of the cluster at `at`, and the bytes of all of it (at most `text.size() - at`).
Character cluster_at(std::string_view text, std::size_t at);

class Clusters {
public:
    /// `text` with a private code point (U+E000 to U+F8FF) for each cluster and for everything above U+FFFF:
    /// ImGui's tables grow with the code point. Valid until the next call.
    std::string_view joined(std::string_view text);
    /// What a private code point stands for; empty where it stands for nothing.
    std::string_view text_of(std::uint32_t code) const;
    /// The other way round.
    std::string plain(std::string_view joined) const;

private:
    std::uint32_t code_of(std::string_view cluster);

    std::vector<std::string> texts_; // by code point
    std::unordered_map<std::string, std::uint32_t> codes_;
    std::string scratch_;
};

} // namespace hexiao::ui
