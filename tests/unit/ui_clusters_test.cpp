// Clusters (ui/kit/clusters.h): several code points that are one picture become one private code point.
#include "ui/kit/clusters.h"

#include <doctest/doctest.h>
#include <string>

using hexiao::ui::cluster_at;
using hexiao::ui::Clusters;
using hexiao::ui::decode;

namespace {

// The clusters of `text`, each in brackets.
std::string parts(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t bytes = cluster_at(text, at).bytes;
        out.append("[").append(text.substr(at, bytes)).append("]");
        at += bytes;
    }
    return out;
}

std::size_t code_points(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); at += decode(text, at).bytes) {
        ++count;
    }
    return count;
}

} // namespace

TEST_CASE("clusters: what is one picture stays together") {
    CHECK(parts("面条x") == "[面][条][x]");
    CHECK(parts("e\u0301a") == "[e\u0301][a]");
    CHECK(parts("1\uFE0F\u20E3") == "[1\uFE0F\u20E3]");
    CHECK(parts("👍🏽👍") == "[👍🏽][👍]");
    CHECK(parts("👨‍👩‍👧好") == "[👨‍👩‍👧][好]");
    CHECK(parts("🇨🇳🇯🇵") == "[🇨🇳][🇯🇵]");
    CHECK(parts("葛\U000E0100城") == "[葛\U000E0100][城]");
    CHECK(parts("مرحبا a") == "[مرحبا][ ][a]");
}

TEST_CASE("clusters: endless ones and bytes that are no UTF-8 end, and stay inside the text") {
    std::string accents = "e";
    for (int i = 0; i < 1000; ++i) {
        accents += "\u0301";
    }
    CHECK(cluster_at(accents, 0).bytes < 100);
    const std::string cut = "面e\xCC";
    std::string back;
    for (std::size_t at = 0; at < cut.size(); at += cluster_at(cut, at).bytes) {
        back.append(cut.substr(at, cluster_at(cut, at).bytes));
    }
    CHECK(back == cut);
}

TEST_CASE("clusters: joined to one code point each, and told apart again") {
    Clusters clusters;
    CHECK(clusters.joined("面条 68 元") == "面条 68 元");
    const std::string text = "👨‍👩‍👧面e\u0301𠮷🇨🇳";
    const std::string joined{clusters.joined(text)};
    CHECK(code_points(joined) == 5);
    CHECK(clusters.plain(joined) == text);
    CHECK(clusters.text_of(decode(joined, 0).code) == "👨‍👩‍👧");
    CHECK(clusters.joined(text) == joined); // the same picture, the same code point
    CHECK(clusters.text_of('x').empty());
    // A private code point of somebody else's is taken for none of ours.
    const std::string foreign{clusters.joined("\uE000")};
    CHECK(foreign != "\uE000");
    CHECK(clusters.plain(foreign) == "\uE000");
}

TEST_CASE("clusters: when the private code points are used up, parts are drawn one by one") {
    Clusters clusters;
    for (std::uint32_t code = 0x20000; code < 0x20000 + 6400; ++code) {
        const std::string text{static_cast<char>(0xF0), static_cast<char>(0x80 | (code >> 12 & 0x3F)),
                               static_cast<char>(0x80 | (code >> 6 & 0x3F)),
                               static_cast<char>(0x80 | (code & 0x3F))};
        REQUIRE(clusters.joined(text) != text);
    }
    CHECK(clusters.joined("👍🏽") == "👍🏽");
    CHECK(clusters.plain(clusters.joined("e\u0301")) == "e\u0301");
}
