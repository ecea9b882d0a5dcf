// The leaves of the reader and of the schema; see wire.h.
#include "core/api/wire.h"

#include <set>

#include "core/api/wire_json.h"
#include "core/base/uuid.h"

namespace hexiao::wire {

namespace {

// Length of the UTF-8 sequence at the front of `text`, 0 when it is none (RFC 3629: no overlong forms, no
// surrogates).
std::size_t sequence_length(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto tail = [&](std::size_t from, std::size_t count) {
        for (std::size_t i = from; i < from + count; ++i) {
            if (i >= text.size() || (byte(i) & 0xC0U) != 0x80) {
                return false;
            }
        }
        return true;
    };
    const unsigned first = byte(0);
    if (first < 0x80) {
        return 1;
    }
    if (first >= 0xC2 && first <= 0xDF) {
        return tail(1, 1) ? 2 : 0;
    }
    if (first >= 0xE0 && first <= 0xEF && tail(1, 2)) {
        const unsigned second = byte(1);
        const bool overlong = first == 0xE0 && second < 0xA0;
        const bool surrogate = first == 0xED && second > 0x9F;
        return overlong || surrogate ? 0 : 3;
    }
    if (first >= 0xF0 && first <= 0xF4 && tail(1, 3)) {
        const unsigned second = byte(1);
        const bool outside = (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
        return outside ? 0 : 4;
    }
    return 0;
}

bool within(std::int64_t value, const Bounds& bounds) noexcept {
    return value >= bounds.least && value <= bounds.most;
}

// U+202A to U+202E and U+2066 to U+2069: a name with one of them shows other letters than it has.
bool turns_direction(std::string_view character) noexcept {
    return (character >= "\xE2\x80\xAA" && character <= "\xE2\x80\xAE") ||
           (character >= "\xE2\x81\xA6" && character <= "\xE2\x81\xA9");
}

} // namespace

std::optional<std::int64_t> text_length(std::string_view text) noexcept {
    std::int64_t length = 0;
    while (!text.empty()) {
        const std::size_t bytes = sequence_length(text);
        const auto first = static_cast<unsigned char>(text.front());
        if (bytes == 0 || (first < 0x20 && first != '\n') || first == 0x7F ||
            turns_direction(text.substr(0, bytes))) {
            return std::nullopt;
        }
        text.remove_prefix(bytes);
        ++length;
    }
    return length;
}

Result<nlohmann::json> parse_object(std::string_view body) {
    using nlohmann::json;
    std::vector<std::set<std::string>> open; // names seen in each object that is being read
    std::optional<std::string> duplicate;
    const auto watch = [&](int /*depth*/, json::parse_event_t event, json& parsed) {
        if (event == json::parse_event_t::object_start) {
            open.emplace_back();
        } else if (event == json::parse_event_t::object_end) {
            open.pop_back();
        } else if (event == json::parse_event_t::key) {
            const auto& name = *parsed.get_ptr<const std::string*>();
            if (!open.back().insert(name).second && !duplicate) {
                duplicate = name;
            }
        }
        return true;
    };
    json whole = json::parse(body, watch, false);
    if (!whole.is_object()) {
        return Error{Reason::malformed_json, {}};
    }
    if (duplicate) {
        return Error{Reason::invalid_field, std::move(*duplicate)};
    }
    return whole;
}

namespace detail {

bool read_value(const json& from, std::string& to, const Bounds& bounds) {
    const auto* text = from.get_ptr<const std::string*>();
    if (text == nullptr) {
        return false;
    }
    const auto length = text_length(*text);
    if (!length || !within(*length, bounds) || (bounds.format == "uuid" && !is_uuid(*text))) {
        return false;
    }
    to = *text;
    return true;
}

bool read_value(const json& from, Secret& to, const Bounds& bounds) {
    std::string text;
    if (!read_value(from, text, bounds)) {
        return false;
    }
    to = Secret{std::move(text)};
    return true;
}

bool read_value(const json& from, std::int64_t& to, const Bounds& bounds) {
    // Numbers with a fraction or beyond 64 bits are floats to the parser and are refused here.
    if (!from.is_number_integer() ||
        (from.is_number_unsigned() &&
         *from.get_ptr<const json::number_unsigned_t*>() > std::numeric_limits<std::int64_t>::max())) {
        return false;
    }
    const auto value = from.get<std::int64_t>();
    if (!within(value, bounds)) {
        return false;
    }
    to = value;
    return true;
}

bool read_value(const json& from, bool& to, const Bounds& /*bounds*/) {
    const auto* value = from.get_ptr<const bool*>();
    if (value != nullptr) {
        to = *value;
    }
    return value != nullptr;
}

bool read_value(const json& from, Instant& to, const Bounds& /*bounds*/) {
    const auto* text = from.get_ptr<const std::string*>();
    const auto at = text == nullptr ? Result<Instant>{Error{}} : parse_rfc3339(*text);
    if (at) {
        to = *at;
    }
    return static_cast<bool>(at);
}

bool read_value(const json& from, Money& to, const Bounds& bounds) {
    return read_value(from, to.fen, bounds);
}

json schema_of_text(const Bounds& bounds) {
    json schema = {{"type", "string"}};
    if (!bounds.format.empty()) {
        schema["format"] = bounds.format;
        return schema;
    }
    if (bounds.least > 0) {
        schema["minLength"] = bounds.least;
    }
    if (bounds.most != Bounds{}.most) {
        schema["maxLength"] = bounds.most;
    }
    return schema;
}

json schema_of_integer(const Bounds& bounds) {
    return {{"type", "integer"}, {"minimum", bounds.least}, {"maximum", bounds.most}};
}

} // namespace detail

} // namespace hexiao::wire
