// See trace.h; https://www.w3.org/TR/trace-context/.
#include "platform/http/trace.h"

#include <algorithm>
#include <utility>

#include "core/base/hash.h"

namespace hexiao::http {

namespace {

constexpr std::size_t trace_digits = 32;
constexpr std::size_t span_digits = 16;
constexpr std::size_t header_length = 55; // version, trace, span and flags with their dashes

bool is_hex(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_id(std::string_view text) { return is_hex(text) && text.find_first_not_of('0') != std::string::npos; }

} // namespace

std::optional<Trace> parse_traceparent(std::string_view header) {
    if (header.size() < header_length || header[2] != '-' || header[35] != '-' || header[52] != '-') {
        return std::nullopt;
    }
    const std::string_view version = header.substr(0, 2);
    const std::string_view rest = header.substr(header_length);
    const bool known =
        is_hex(version) && version != "ff" && (rest.empty() || (version != "00" && rest.front() == '-'));
    const std::string_view trace = header.substr(3, trace_digits);
    const std::string_view span = header.substr(36, span_digits);
    const std::string_view flags = header.substr(53, 2);
    if (!known || !is_id(trace) || !is_id(span) || !is_hex(flags)) {
        return std::nullopt;
    }
    return Trace{std::string{trace}, std::string{span}, std::string{flags}};
}

std::string write_traceparent(const Trace& trace) {
    return "00-" + trace.trace_id + "-" + trace.span_id + "-" + trace.flags;
}

Trace follow(std::string_view traceparent, const RandomBytes& trace, const RandomBytes& span) {
    const auto caller = parse_traceparent(traceparent);
    std::string own = to_hex(span).substr(0, span_digits);
    return caller ? Trace{caller->trace_id, std::move(own), caller->flags}
                  : Trace{to_hex(trace), std::move(own), "00"};
}

} // namespace hexiao::http
