// A request and its answer as the API sees them, free of any HTTP library, and the reading of what came from
// outside: which endpoint a path means, what a body says it is, which encoding a browser prefers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/api/endpoints.h"
#include "core/base/result.h"
#include "core/base/secret.h"

namespace hexiao::http {

// The largest request of v1 is a product's picture, of 60 kB (core/api/shop.h).
inline constexpr std::size_t max_body_bytes = std::size_t{64} * 1024;
// Of one header's value. Drogon's own limit is 64 KiB a line, answered with a bare 400.
inline constexpr std::size_t max_header_bytes = std::size_t{4} * 1024;

inline constexpr std::string_view session_cookie = "__Host-session";
inline constexpr std::string_view device_cookie = "__Host-device";

struct Request {
    std::optional<api::Method> method; // absent: one that no endpoint has
    std::string path;                  // without query
    std::string address;               // who sent it: the peer, or whom a trusted proxy names (guard.h)
    std::string host;
    std::string origin;
    std::string fetch_site; // Sec-Fetch-Site
    std::string content_type;
    std::string body;
    Secret session_token;
    Secret device_token;
    std::string idempotency_key;
    std::string user_agent;
    std::string last_event_id;
    std::string after;            // the one query parameter of v1: the cursor of a page
    std::string oversized_header; // name of a header over `max_header_bytes`
};

struct Cookie {
    std::string_view name;
    Secret value;
    int max_age_seconds = 0; // 0 deletes it
};

struct Answer {
    int status = 200;
    std::string content_type = "application/json";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    std::vector<Cookie> cookies;
};

// An endpoint and the values of the placeholders in its path, in order.
struct Route {
    const api::Endpoint* endpoint = nullptr;
    std::vector<std::string> values;
};

// Errors: not_found, or method_not_allowed with the allowed methods ("GET, POST") as the field.
Result<Route> find_route(std::optional<api::Method> method, std::string_view path);

std::string_view method_name(api::Method method) noexcept;

// True for "application/json", with or without parameters, in any case.
bool is_json(std::string_view content_type);

// How much a client wants an encoding (0 … 1000, RFC 9110 §12.5.3) by its Accept-Encoding header.
int encoding_weight(std::string_view accept_encoding, std::string_view encoding);

// The problem that stands for an error (RFC 9457). Reason::commit_unknown is none: it is answered as an
// api::Undecided.
int status_of(Reason reason) noexcept;
Answer problem(const Error& error);

// The answer itself; instead of one whose headers hold a character that would end them (CR, LF, NUL), which
// is a mistake of ours, Reason::other.
Answer sendable(Answer answer);

} // namespace hexiao::http
