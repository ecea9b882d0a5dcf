// What was scanned, typed or said; above all, that a mistyped house code is never taken for another one.
#include <doctest/doctest.h>

#include "core/credential/credential.h"

using namespace hexiao;

namespace {
constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

Reason refusal(std::string_view text) {
    const auto credential = parse_credential(text);
    return credential ? Reason::none : credential.error().reason;
}
} // namespace

TEST_CASE("a house code reads as it was made, however it is typed") {
    const std::string code = make_house_code(0x0123456789ABCDEF);
    REQUIRE(code.size() == house_code_payload + 2);
    const std::string spaced = format_house_code(code);
    CHECK(spaced[5] == '-');
    std::string lower = spaced;
    for (char& c : lower) {
        c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    std::string wide; // by a Chinese input method that was left on
    for (const char c : code) {
        const auto point = static_cast<unsigned>(0xFF01 + (c - '!'));
        wide += static_cast<char>(0xEF);
        wide += static_cast<char>(0x80U | ((point >> 6U) & 0x3FU));
        wide += static_cast<char>(0x80U | (point & 0x3FU));
    }
    for (const std::string& text :
         {code, spaced, lower, " " + spaced + "\r\n", wide, code.substr(0, 7) + "　" + code.substr(7)}) {
        CAPTURE(text);
        const auto credential = parse_credential(text);
        REQUIRE(credential);
        CHECK(credential->kind == CredentialKind::house_code);
        CHECK(credential->text.reveal() == code);
        CHECK(credential->channels == std::vector{Channel::house});
    }
}

TEST_CASE("letters that look like digits are digits") {
    const std::string code = make_house_code(0); // all zeros
    std::string typed = code;
    typed[3] = 'o';
    CHECK(parse_credential(typed)->text.reveal() == code);
}

TEST_CASE("every single wrong character and every exchange of two is noticed") {
    for (const std::uint64_t bits :
         {0ULL, 0x0123456789ABCDEULL, 0xFFFFFFFFFFFFFFFULL, 0x5A5A5A5A5A5A5A5ULL}) {
        const std::string code = make_house_code(bits);
        for (std::size_t i = 1; i < code.size(); ++i) {
            for (const char c : alphabet) {
                std::string wrong = code;
                wrong[i] = c;
                CHECK((wrong == code || refusal(wrong) == Reason::check_character));
            }
            for (std::size_t j = i + 1; j < code.size(); ++j) {
                std::string swapped = code;
                std::swap(swapped[i], swapped[j]);
                CHECK((swapped == code || refusal(swapped) == Reason::check_character));
            }
        }
    }
}

TEST_CASE("what belongs to the channels is told apart") {
    CHECK(parse_credential("https://v.douyin.com/AbCd/")->kind == CredentialKind::douyin_link);
    CHECK(parse_credential("13800138000")->kind == CredentialKind::phone);
    CHECK(parse_credential("1234 5678 9012")->kind == CredentialKind::channel_code);
    CHECK(parse_credential("1234 5678 9012")->text.reveal() == "123456789012");
}

TEST_CASE("what nobody made is refused") {
    for (const std::string& text :
         {std::string{}, std::string{"   "}, std::string{"12345"}, std::string(33, '1'),
          std::string(600, '1'), std::string{"hello"}, std::string{"H123"}, std::string{"HELLO-WORLD-U0"},
          std::string{"12345678\xFF"}, std::string{"https://example.com/x"}}) {
        CAPTURE(text);
        CHECK(refusal(text) == Reason::malformed_code);
    }
}
