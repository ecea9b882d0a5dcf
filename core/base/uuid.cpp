// See uuid.h.
#include "core/base/uuid.h"

#include "core/base/hash.h"

namespace hexiao {

std::string make_uuid7(Instant at, const RandomBytes& random) {
    RandomBytes bytes = random;
    const auto ms = static_cast<std::uint64_t>(at.ms);
    for (unsigned i = 0; i < 6; ++i) {
        bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
    }
    bytes[6] = static_cast<std::uint8_t>(0x70 | (bytes[6] & 0x0F));
    bytes[8] = static_cast<std::uint8_t>(0x80 | (bytes[8] & 0x3F));
    std::string text = to_hex(bytes);
    for (const std::size_t at_char : {20U, 16U, 12U, 8U}) {
        text.insert(at_char, 1, '-');
    }
    return text;
}

Instant time_of_uuid7(std::string_view id) noexcept {
    std::int64_t ms = 0;
    if (!is_uuid(id) || id[14] != '7') {
        return {};
    }
    for (std::size_t i = 0; i < 13; ++i) {
        const char c = id[i];
        if (c != '-') {
            ms = ms * 16 + (c <= '9' ? c - '0' : c - 'a' + 10);
        }
    }
    return Instant{ms};
}

bool is_uuid(std::string_view text) noexcept {
    if (text.size() != 36) {
        return false;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        if (dash ? c != '-' : !hex) {
            return false;
        }
    }
    return true;
}

} // namespace hexiao
