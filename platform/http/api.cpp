// See api.h.
#include "platform/http/api.h"

#include <algorithm>
#include <array>

namespace hexiao::http {

namespace {

bool has_body(api::Method method) noexcept {
    return method == api::Method::post || method == api::Method::put;
}

const Handler* find_handler(std::string_view operation) {
    for (const auto handlers :
         {access_handlers(), entry_handlers(), counter_handlers(), queue_handlers(), proofs_handlers(),
          shop_handlers(), sales_handlers(), figures_handlers(), offline_handlers()}) {
        const auto found = std::ranges::find(handlers, operation, &Handler::operation);
        if (found != handlers.end()) {
            return &*found;
        }
    }
    return nullptr;
}

} // namespace

Result<Route> Api::check(const Request& request) {
    auto route = find_route(request.method, request.path);
    if (!route) {
        return route;
    }
    if (!request.oversized_header.empty()) {
        return Error{Reason::invalid_field, request.oversized_header};
    }
    if (!has_body(route->endpoint->method)) {
        return route; // and if there is a body, nobody looks at it
    }
    if (request.body.size() > max_body_bytes) {
        return Error{Reason::body_too_large, "body"};
    }
    if (!is_json(request.content_type)) {
        return Error{Reason::unsupported_media_type, "Content-Type"};
    }
    return route;
}

Outcome Api::call(const Request& request, const Route& route) {
    Call call{services_, feed_, request, route, {}};
    if (route.endpoint->allowed != api::public_access) {
        auto caller = services_.access.authenticate(request.session_token);
        if (!caller) {
            return problem(caller.error());
        }
        caller->only_hears = !api::may(caller->scope.role, *route.endpoint);
        if (caller->only_hears &&
            (route.endpoint->hears == api::Hears::allowed || !is_uuid(request.idempotency_key))) {
            return problem({Reason::forbidden, {}});
        }
        if (caller->by_pin && route.endpoint->proof == api::Proof::password) {
            return problem({Reason::password_needed, {}});
        }
        call.caller = std::move(*caller);
    }
    const Handler* handler = find_handler(route.endpoint->operation);
    return handler == nullptr ? Outcome{problem({Reason::other, {}})} : handler->answer(call);
}

} // namespace hexiao::http
