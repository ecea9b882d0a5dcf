// What was scanned, typed or said; above all, that a mistyped house code is never taken for another one.
#include <doctest/doctest.h>

#include "core/base/hash.h"
#include "core/credential/credential.h"
#include "core/credential/house_qr.h"

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

// --- the house QR

namespace {

const std::string qr_merchant = "01900000-0000-7000-8000-000000000001";
const HouseQr qr_claim{228, "01900000-0000-7000-8000-00000000beef", Instant{1'795'305'600'000}};

Ed25519Seed qr_seed(std::uint8_t fill) {
    Ed25519Seed seed{};
    seed.fill(fill);
    return seed;
}

} // namespace

TEST_CASE("a house QR says what it was made of, fits its symbol, and is signed for one merchant by one key") {
    const std::string text = write_house_qr(qr_claim, qr_merchant, qr_seed(7));
    CHECK(text.size() ==
          134); // 154 alphanumeric characters fit into version 6 at level M (ISO 18004, table 7)
    CHECK(text.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:") == std::string::npos);
    CHECK(*read_house_qr(text) == qr_claim);
    const auto key = public_key_of(qr_seed(7));
    CHECK(is_signed(text, qr_merchant, key));
    CHECK_FALSE(is_signed(text, "01900000-0000-7000-8000-000000000002", key));
    CHECK_FALSE(is_signed(text, qr_merchant, public_key_of(qr_seed(8))));
    CHECK(read_public_key(to_hex(key)) == key);
    CHECK_FALSE(read_public_key(to_hex(key).substr(1)));
    CHECK_FALSE(read_public_key(to_hex(key) + "00"));

    const auto credential = parse_credential(" " + text + "\n");
    REQUIRE(credential);
    CHECK(credential->kind == CredentialKind::house_qr);
    CHECK(credential->text.reveal() == text); // blanks and dashes in it are digits
    CHECK(credential->channels == std::vector{Channel::house});
}

TEST_CASE("a house QR that was changed anywhere is malformed or not signed") {
    const std::string text = write_house_qr(qr_claim, qr_merchant, qr_seed(7));
    const auto key = public_key_of(qr_seed(7));
    for (std::size_t i = house_qr_prefix.size(); i < text.size(); ++i) {
        std::string changed = text;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        CHECK_FALSE((read_house_qr(changed) && is_signed(changed, qr_merchant, key)));
    }
    for (const std::string& wrong : {text.substr(0, text.size() - 1), text + "0", std::string{"HX:"},
                                     "HX:" + std::string(131, ':'), "HX:" + std::string(131, 'a')}) {
        CHECK(read_house_qr(wrong).error().reason == Reason::malformed_code);
        CHECK_FALSE(is_signed(wrong, qr_merchant, key));
    }
}

TEST_CASE("a house QR is good for its own half minute, with grace for clocks and for the way") {
    const Instant from = qr_claim.from;
    CHECK(check_house_qr(qr_claim, from) == Reason::none);
    CHECK(check_house_qr(qr_claim, from - house_qr_grace) == Reason::none);
    CHECK(check_house_qr(qr_claim, from - house_qr_grace - Milliseconds{1}) == Reason::stale_qr);
    CHECK(check_house_qr(qr_claim, from + house_qr_life + house_qr_grace - Milliseconds{1}) == Reason::none);
    CHECK(check_house_qr(qr_claim, from + house_qr_life + house_qr_grace) == Reason::stale_qr);
}

TEST_CASE("the number of the signing key goes on every 90 days") {
    CHECK(house_qr_key_number(Instant{0}) == 0);
    CHECK(house_qr_key_number(Instant{} + 90 * one_day - Milliseconds{1}) == 0);
    CHECK(house_qr_key_number(Instant{} + 90 * one_day) == 1);
}

TEST_CASE("the last four of a code, as somebody reads them out") {
    CHECK(*read_last4("o1-lk") == "011K");
    CHECK(*read_last4(" \xEF\xBC\x91"
                      "2ab ") == "12AB"); // full width
    for (const char* text : {"", "123", "12345", "12U4", "12*4", "四位"}) {
        CHECK(read_last4(text).error().reason == Reason::malformed_code);
    }
}
