// What may be published as a picture (core/base/jpeg.h): a small JPEG that holds nothing else.
#include <doctest/doctest.h>
#include <string>

#include "core/base/jpeg.h"

using hexiao::is_plain_jpeg;

namespace {

std::string two(std::size_t number) {
    return {static_cast<char>(number >> 8U & 0xFFU), static_cast<char>(number & 0xFFU)};
}

std::string segment(unsigned marker, const std::string& body) {
    return std::string{'\xFF', static_cast<char>(marker)} + two(body.size() + 2) + body;
}

std::string frame(std::size_t width, std::size_t height, int components = 3, unsigned marker = 0xC0) {
    std::string body = "\x08" + two(height) + two(width) + std::string(1, static_cast<char>(components));
    for (int i = 1; i <= components; ++i) {
        body += {static_cast<char>(i), '\x11', '\0'};
    }
    return segment(marker, body);
}

const std::string begin = "\xFF\xD8", end = "\xFF\xD9";
const std::string jfif = segment(0xE0, std::string{"JFIF\0\1\1\0\0\1\0\1\0\0", 14});
const std::string tables = segment(0xDB, std::string(65, '\1')) + segment(0xC4, std::string(20, '\0'));
const std::string scan = segment(0xDA, std::string(10, '\1')) + "coded";
const std::string good = begin + jfif + tables + frame(640, 480) + scan + end;

} // namespace

TEST_CASE("a picture is a JPEG of a size that fits, grey or in colours, with or without JFIF's head") {
    CHECK(is_plain_jpeg(good));
    CHECK(is_plain_jpeg(begin + tables + frame(1, 1024, 1) + scan + end));
    CHECK(is_plain_jpeg(begin + tables + frame(1024, 1, 3, 0xC1) + scan + end));
    CHECK(is_plain_jpeg(begin + frame(8, 8, 3, 0xC2) + scan + tables + scan + end)); // progressive
    const std::string stuffed = std::string{"\xFF\0\xFF\xD0\xFF\xD7\xFF\0", 8};
    CHECK(is_plain_jpeg(begin + frame(8, 8) + segment(0xDD, "\1\1") + scan + stuffed + end));
}

TEST_CASE("what says more than the picture is none: Exif, XMP, profiles, comments, thumbnails") {
    const std::string rest = jfif + tables + frame(8, 8) + scan + end;
    CHECK(is_plain_jpeg(begin + rest));
    for (unsigned marker = 0xE1; marker <= 0xEF; ++marker) {
        std::string bytes = begin;
        bytes.append(segment(marker, "Exif")).append(rest);
        CHECK_FALSE(is_plain_jpeg(bytes));
    }
    CHECK_FALSE(is_plain_jpeg(begin + jfif + frame(8, 8) + segment(0xFE, "by somebody") + scan + end));
    CHECK_FALSE(is_plain_jpeg(begin + segment(0xE0, "JFXX") + frame(8, 8) + scan + end));
    const std::string thumbnail = std::string{"JFIF\0\1\1\0\0\1\0\1\1\1rgb", 17};
    CHECK_FALSE(is_plain_jpeg(begin + segment(0xE0, thumbnail) + frame(8, 8) + scan + end));
    CHECK_FALSE(is_plain_jpeg(good + "a note behind it" + end));
    CHECK_FALSE(is_plain_jpeg(begin + frame(8, 8) + scan + segment(0xE1, "Exif") + end));
}

TEST_CASE("a picture that is no JPEG, not whole, or more than one is none") {
    CHECK_FALSE(is_plain_jpeg(""));
    CHECK_FALSE(is_plain_jpeg("\x89PNG\r\n"));
    CHECK_FALSE(is_plain_jpeg(begin + end));
    for (std::size_t length = 0; length < good.size(); ++length) {
        CHECK_FALSE(is_plain_jpeg(good.substr(0, length)));
    }
    CHECK_FALSE(is_plain_jpeg(begin + jfif + tables + frame(8, 8) + end)); // nothing coded
    CHECK_FALSE(is_plain_jpeg(begin + tables + scan + end));               // no frame
    CHECK_FALSE(is_plain_jpeg(begin + frame(8, 8) + frame(8, 8) + scan + end));
    CHECK_FALSE(is_plain_jpeg(begin + frame(8, 8) + scan + begin + end));
    CHECK_FALSE(is_plain_jpeg(begin + frame(8, 8) + scan + "\xFF" + end));
    const std::string no_length{"\xFF\xDB\0\1", 4};
    CHECK_FALSE(is_plain_jpeg(begin + no_length + frame(8, 8) + scan + end));
}

TEST_CASE("a picture that is larger than it may be, or dearer to draw, is none") {
    CHECK_FALSE(is_plain_jpeg(begin + frame(1025, 8) + scan + end));
    CHECK_FALSE(is_plain_jpeg(begin + frame(8, 1025) + scan + end));
    CHECK_FALSE(is_plain_jpeg(begin + frame(0, 8) + scan + end));
    CHECK_FALSE(is_plain_jpeg(begin + frame(8, 0) + scan + end)); // told behind the scan: B.2.5
    CHECK_FALSE(is_plain_jpeg(begin + frame(8, 8, 4) + scan + end));
    CHECK_FALSE(is_plain_jpeg(begin + frame(8, 8, 3, 0xC3) + scan + end)); // lossless
    CHECK_FALSE(is_plain_jpeg(begin + frame(8, 8, 3, 0xC9) + scan + end)); // arithmetic
    std::string scans;
    for (int i = 0; i < 16; ++i) {
        scans += scan;
    }
    CHECK(is_plain_jpeg(begin + frame(8, 8, 3, 0xC2) + scans + end));
    CHECK_FALSE(is_plain_jpeg(begin + frame(8, 8, 3, 0xC2) + scans + scan + end));
    const std::size_t rest = hexiao::most_picture_bytes - good.size();
    const std::string head = good.substr(0, good.size() - end.size());
    CHECK(is_plain_jpeg(head + std::string(rest, 'x') + end));
    CHECK_FALSE(is_plain_jpeg(head + std::string(rest + 1, 'x') + end));
}
