// Line breaking for mixed Chinese and Latin text (ui/kit/linebreak.h), with a face in which every Latin
// letter is one unit wide and every other character two.
#include "ui/kit/linebreak.h"

#include <doctest/doctest.h>
#include <string>

using hexiao::ui::break_lines;

namespace {

float width(std::string_view text) {
    float sum = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            sum += 1;
        }
        if (byte >= 0xC0) {
            sum += 2;
        }
    }
    return sum;
}

std::string lines(std::string_view text, float room) {
    std::string out;
    for (const std::string_view line : break_lines(text, room, width)) {
        out.append(line).append("|");
    }
    return out;
}

} // namespace

TEST_CASE("line breaking: Latin breaks at spaces, which are not shown") {
    CHECK(lines("one two three", 7) == "one two|three|");
    CHECK(lines("one two", 7) == "one two|");
    CHECK(lines("well-known", 6) == "well-|known|");
    CHECK(lines("on 2026-11-25", 11) == "on|2026-11-25|");
}

TEST_CASE("line breaking: Chinese breaks anywhere but around punctuation") {
    CHECK(lines("招牌牛肉面", 6) == "招牌牛|肉面|");
    CHECK(lines("好的。", 4) == "好|的。|");
    CHECK(lines("吃（面）", 4) == "吃|（面|）|"); // no room for the whole bracket: cut where it must be
    CHECK(lines("吃（面）", 6) == "吃|（面）|");
    CHECK(lines("共 68 元", 5) == "共 68|元|");
}

TEST_CASE("line breaking: what does not fit is cut, never lost and never endless") {
    CHECK(lines("abcdefgh", 3) == "abc|def|gh|");
    CHECK(lines("面面", 1) == "面|面|");
    CHECK(lines("", 10).empty());
    CHECK(lines("a\nb", 10) == "a|b|");
    CHECK(lines("a\n\nb", 10) == "a||b|");
}

TEST_CASE("line breaking: bytes that are no UTF-8 end, and stay inside the text") {
    const std::string cut = "面\xE9\x9D";
    std::string back;
    for (const std::string_view line : break_lines(cut, 2, width)) {
        back.append(line);
    }
    CHECK(back == cut);
}
