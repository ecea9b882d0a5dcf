// See request.h.
#include "platform/http/request.h"

#include <algorithm>
#include <charconv>

#include "core/api/messages.h"
#include "core/api/undecided.h"

namespace hexiao::http {

namespace {

// Takes the next "/segment" off the front of a path.
std::string_view take_segment(std::string_view& path) {
    const std::size_t end = std::min(path.find('/', 1), path.size());
    const std::string_view segment = path.substr(0, end);
    path.remove_prefix(end);
    return segment;
}

std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path) {
    std::vector<std::string> values;
    while (!pattern.empty() && !path.empty()) {
        const std::string_view want = take_segment(pattern);
        const std::string_view have = take_segment(path);
        if (want.starts_with("/{")) {
            if (have.size() < 2) {
                return std::nullopt;
            }
            values.emplace_back(have.substr(1));
        } else if (want != have) {
            return std::nullopt;
        }
    }
    return pattern.empty() && path.empty() ? std::optional{std::move(values)} : std::nullopt;
}

std::string_view trim(std::string_view text) {
    const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
    const std::size_t end = text.find_last_not_of(" \t");
    return end == std::string_view::npos ? std::string_view{} : text.substr(begin, end - begin + 1);
}

bool same_word(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

// "0.75" → 750; whatever is no number counts as unwanted.
int parse_weight(std::string_view text) {
    int whole = 0;
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1') ||
        (text.size() > 1 && text[1] != '.')) {
        return 0;
    }
    std::string digits{text.substr(0, 1)};
    digits += text.size() > 2 ? text.substr(2) : std::string_view{};
    digits.resize(4, '0');
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), whole);
    return error == std::errc{} && end == digits.data() + digits.size() ? std::min(whole, 1000) : 0;
}

} // namespace

Result<Route> find_route(std::optional<api::Method> method, std::string_view path) {
    std::string allowed;
    for (const api::Endpoint& endpoint : api::endpoints) {
        auto values = match(endpoint.path, path);
        if (!values) {
            continue;
        }
        if (endpoint.method == method) {
            return Route{&endpoint, std::move(*values)};
        }
        allowed += (allowed.empty() ? "" : ", ") + std::string{method_name(endpoint.method)};
    }
    return allowed.empty() ? Error{Reason::not_found, {}} : Error{Reason::method_not_allowed, allowed};
}

std::string_view method_name(api::Method method) noexcept {
    static constexpr std::array<std::string_view, 4> names{"GET", "POST", "PUT", "DELETE"};
    return names[static_cast<std::size_t>(method)];
}

bool is_json(std::string_view content_type) {
    return same_word(trim(content_type.substr(0, content_type.find(';'))), "application/json");
}

int encoding_weight(std::string_view accept_encoding, std::string_view encoding) {
    int weight =
        same_word(encoding, "identity") ? 1 : 0; // acceptable unless it is ruled out, but never preferred
    bool named = false;
    while (!accept_encoding.empty()) {
        const std::size_t end = std::min(accept_encoding.find(','), accept_encoding.size());
        const std::string_view item = accept_encoding.substr(0, end);
        accept_encoding.remove_prefix(std::min(end + 1, accept_encoding.size()));
        const std::size_t semicolon = std::min(item.find(';'), item.size());
        const std::string_view name = trim(item.substr(0, semicolon));
        const std::string_view parameter = trim(item.substr(std::min(semicolon + 1, item.size())));
        const int given = parameter.starts_with("q=") || parameter.starts_with("Q=")
                              ? parse_weight(parameter.substr(2))
                              : 1000;
        if (same_word(name, encoding)) {
            weight = given;
            named = true;
        } else if (name == "*" && !named) {
            weight = given;
        }
    }
    return weight;
}

int status_of(Reason reason) noexcept {
    switch (reason) {
    case Reason::invalid_field:
    case Reason::malformed_json:
    case Reason::missing_key: return 400;
    case Reason::unauthenticated:
    case Reason::wrong_pin:
    case Reason::bad_credentials: return 401;
    case Reason::forbidden:
    case Reason::password_needed:
    case Reason::foreign_origin: return 403;
    case Reason::not_found: return 404;
    case Reason::method_not_allowed: return 405;
    case Reason::in_flight:
    case Reason::account_taken:
    case Reason::out_of_stock:
    case Reason::stock_below_sold:
    case Reason::red_line:
    case Reason::last_owner:
    case Reason::day_not_over:
    case Reason::already_set_up:
    case Reason::head_mismatch:
    case Reason::not_paired:
    case Reason::lease_held:
    case Reason::lease_asked:
    case Reason::ticket_closed:
    case Reason::queue_full:
    // Of a customer's page: nobody waits with a voucher that nothing can be had for.
    case Reason::not_this_store:
    case Reason::not_yet_valid:
    case Reason::expired:
    case Reason::already_redeemed:
    case Reason::voucher_revoked: return 409;
    case Reason::link_expired: return 410;
    case Reason::body_too_large: return 413;
    case Reason::unsupported_media_type: return 415;
    case Reason::foreign_host: return 421;
    case Reason::key_reused:
    case Reason::closed: return 422;
    case Reason::too_many_requests: return 429;
    case Reason::shutting_down:
    case Reason::store_unavailable: return 503;
    default: return 500;
    }
}

Answer problem(const Error& error) {
    Answer answer;
    answer.status = status_of(error.reason);
    if (error.reason == Reason::commit_unknown) {
        answer.headers.emplace_back("Retry-After", "1");
        answer.body = wire::write(api::Undecided{});
        return answer;
    }
    answer.content_type = "application/problem+json";
    api::Problem body;
    body.type = "about:blank";
    body.title = reason_name(error.reason);
    std::ranges::replace(body.title, '_', ' ');
    body.status = answer.status;
    body.reason = error.reason;
    if (error.reason == Reason::method_not_allowed) {
        answer.headers.emplace_back("Allow", error.field);
    } else if (error.reason == Reason::too_many_requests) {
        answer.headers.emplace_back("Retry-After", error.field.empty() ? "1" : error.field); // limits.h
    } else if (!error.field.empty()) {
        body.field = error.field.substr(0, 200);
    } else if (error.reason == Reason::malformed_json) {
        body.field = "body";
    }
    if (answer.status == 503 || error.reason == Reason::lease_asked) {
        answer.headers.emplace_back("Retry-After", "1");
    }
    answer.body = wire::write(body);
    return answer;
}

Answer sendable(Answer answer) {
    const auto ends_a_header = [](std::string_view text) {
        return text.find_first_of(std::string_view{"\r\n\0", 3}) != std::string_view::npos;
    };
    const bool bad =
        ends_a_header(answer.content_type) ||
        std::ranges::any_of(answer.headers,
                            [&](const auto& header) {
                                return ends_a_header(header.first) || ends_a_header(header.second);
                            }) ||
        std::ranges::any_of(answer.cookies,
                            [&](const Cookie& cookie) { return ends_a_header(cookie.value.reveal()); });
    return bad ? problem({Reason::other, {}}) : std::move(answer);
}

} // namespace hexiao::http
