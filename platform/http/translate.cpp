// See translate.h.
#include "platform/http/translate.h"

#include <utility>

#include "platform/http/guard.h"

namespace hexiao::http {

namespace {

constexpr std::pair<const char*, const char*> always[] = {
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Permissions-Policy", "camera=(self)"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; "
     "img-src 'self' blob: data:; media-src 'self' blob:; style-src 'self'; font-src 'self'; manifest-src "
     "'self'; "
     "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
};

std::optional<api::Method> method_of(const drogon::HttpRequestPtr& request) {
    switch (request->method()) {
    case drogon::Get: return api::Method::get;
    case drogon::Post: return api::Method::post;
    case drogon::Put: return api::Method::put;
    case drogon::Delete: return api::Method::del;
    default: return std::nullopt;
    }
}

} // namespace

Request read_request(const drogon::HttpRequestPtr& from, std::span<const std::string> trusted) {
    Request request;
    request.method = method_of(from);
    request.path = from->path();
    request.address = client_address(from->peerAddr().toIp(), from->getHeader("x-forwarded-for"),
                                     from->getHeader("x-real-ip"), trusted);
    request.host = from->getHeader("host");
    request.origin = from->getHeader("origin");
    request.fetch_site = from->getHeader("sec-fetch-site");
    request.content_type = from->getHeader("content-type");
    request.body = from->body();
    request.session_token = Secret{from->getCookie(std::string{session_cookie})};
    request.device_token = Secret{from->getCookie(std::string{device_cookie})};
    request.idempotency_key = from->getHeader("idempotency-key");
    request.user_agent = from->getHeader("user-agent");
    request.last_event_id = from->getHeader("last-event-id");
    request.after = from->getParameter("after");
    for (const auto& [name, value] : from->headers()) {
        if (value.size() > max_header_bytes) {
            request.oversized_header = name;
        }
    }
    return request;
}

drogon::HttpResponsePtr make_response(Answer whole) {
    Answer answer = sendable(std::move(whole));
    auto response = drogon::HttpResponse::newHttpResponse();
    response->setStatusCode(static_cast<drogon::HttpStatusCode>(answer.status));
    if (answer.content_type.empty()) {
        response->setContentTypeCode(drogon::CT_NONE);
    } else {
        response->setContentTypeString(answer.content_type);
    }
    response->setBody(std::move(answer.body));
    response->addHeader("Cache-Control", "no-store"); // assets say otherwise below
    for (auto& [name, value] : answer.headers) {
        response->addHeader(name, std::move(value));
    }
    for (const Cookie& cookie : answer.cookies) {
        drogon::Cookie made{std::string{cookie.name}, cookie.value.reveal()};
        made.setPath("/");
        made.setSecure(true);
        made.setHttpOnly(true);
        made.setSameSite(drogon::Cookie::SameSite::kStrict);
        made.setMaxAge(cookie.max_age_seconds);
        response->addCookie(std::move(made));
    }
    return response;
}

void add_common_headers(const drogon::HttpResponsePtr& response, const Trace& trace) {
    for (const auto& [name, value] : always) {
        response->addHeader(name, value);
    }
    response->addHeader("X-Request-Id", trace.span_id);
    response->addHeader("traceparent", write_traceparent(trace));
}

} // namespace hexiao::http
