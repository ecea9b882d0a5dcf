// See jpeg.h. Markers and segments: ITU-T T.81, annex B; JFIF: ITU-T T.871.
#include "core/base/jpeg.h"

namespace hexiao {

namespace {

constexpr std::string_view image_begin{"\xFF\xD8"}, image_end{"\xFF\xD9"};
constexpr std::string_view jfif{"JFIF\0", 5};
constexpr std::size_t jfif_size = 14; // without a thumbnail
// Encoders write ten at most. Each costs a reader a pass over the whole picture.
constexpr int most_scans = 16;

enum Marker : unsigned {
    baseline = 0xC0,
    extended = 0xC1,
    progressive = 0xC2,
    huffman_tables = 0xC4,
    first_restart = 0xD0,
    last_restart = 0xD7,
    scan = 0xDA,
    quantization_tables = 0xDB,
    restart_interval = 0xDD,
    jfif_segment = 0xE0
};

unsigned byte(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }
unsigned word(std::string_view bytes, std::size_t at) { return byte(bytes, at) << 8U | byte(bytes, at + 1); }

bool is_side(unsigned pixels) { return pixels >= 1 && pixels <= most_picture_side; }

// Precision, height, width, number of components, three bytes for each.
bool is_frame(std::string_view body) {
    constexpr std::size_t head = 6;
    if (body.size() < head || byte(body, 0) != 8 || !is_side(word(body, 1)) || !is_side(word(body, 3))) {
        return false;
    }
    const unsigned components = byte(body, 5);
    return (components == 1 || components == 3) && body.size() == head + std::size_t{3} * components;
}

// Of what follows a scan's head: up to the next marker that is not part of the coded data.
std::size_t coded_length(std::string_view bytes) {
    for (std::size_t at = bytes.find('\xFF'); at != std::string_view::npos; at = bytes.find('\xFF', at + 2)) {
        const unsigned next = at + 1 < bytes.size() ? byte(bytes, at + 1) : scan;
        if (next != 0 && (next < first_restart || next > last_restart)) {
            return at;
        }
    }
    return bytes.size();
}

} // namespace

bool is_plain_jpeg(std::string_view bytes) noexcept {
    if (bytes.size() > most_picture_bytes || !bytes.starts_with(image_begin) || !bytes.ends_with(image_end)) {
        return false;
    }
    bytes = bytes.substr(image_begin.size(), bytes.size() - image_begin.size() - image_end.size());
    bool framed = false;
    int scans = 0;
    while (!bytes.empty()) {
        constexpr std::size_t head = 4; // marker, and the length, which counts itself
        if (bytes.size() < head || byte(bytes, 0) != 0xFF) {
            return false;
        }
        const unsigned marker = byte(bytes, 1);
        const std::size_t end = std::size_t{2} + word(bytes, 2);
        if (end < head || end > bytes.size()) {
            return false;
        }
        const std::string_view body = bytes.substr(head, end - head);
        bytes.remove_prefix(end);
        switch (marker) {
        case quantization_tables:
        case huffman_tables:
        case restart_interval: break;
        case jfif_segment:
            if (body.size() != jfif_size || !body.starts_with(jfif)) {
                return false;
            }
            break;
        case baseline:
        case extended:
        case progressive:
            if (framed || !is_frame(body)) {
                return false;
            }
            framed = true;
            break;
        case scan:
            if (!framed || ++scans > most_scans) {
                return false;
            }
            bytes.remove_prefix(coded_length(bytes));
            break;
        default: return false;
        }
    }
    return scans > 0;
}

} // namespace hexiao
