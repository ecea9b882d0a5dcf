// W3C Trace Context: the id under which one action of a person is found again in the logs of every program
// that it passed through. A caller's `traceparent` is gone on with; anybody else's request begins a trace.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/uuid.h"

namespace hexiao::http {

struct Trace {
    std::string trace_id; // 32 hex digits
    std::string span_id;  // 16: of this request
    std::string flags;    // 2
};

// Version 00 of the header, and what is alike in later ones; nothing for anything else.
std::optional<Trace> parse_traceparent(std::string_view header);
std::string write_traceparent(const Trace& trace);

// This request's place in the trace of `traceparent`; without one, in a new trace whose id is made of
// `trace`.
Trace follow(std::string_view traceparent, const RandomBytes& trace, const RandomBytes& span);

} // namespace hexiao::http
