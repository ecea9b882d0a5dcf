// See api.h.
#include "platform/http/api.h"

#include <algorithm>

#include "core/base/uuid.h"

namespace hexiao::http {

namespace {

using Outcome = std::variant<Answer, FeedOpening>;

constexpr int session_seconds = 30 * 24 * 3600;
constexpr int device_seconds = 400 * 24 * 3600; // the longest that browsers keep a cookie

template <wire::Message T>
Outcome answer_with(const Result<T>& result) {
    if (!result) {
        return problem(result.error());
    }
    Answer answer;
    answer.body = wire::write(*result);
    return answer;
}

// Reads the body as T and hands it on; a body that is not one is answered with its problem.
template <wire::Message T, class With>
Outcome with_body(const Request& request, With&& with) {
    const auto message = wire::read<T>(request.body);
    if (!message) {
        return problem(message.error());
    }
    return with(*message);
}

bool has_body(api::Method method) noexcept {
    return method == api::Method::post || method == api::Method::put;
}

} // namespace

struct Api::Call {
    const Request& request;
    const Route& route;
    service::Caller caller; // empty for endpoints that need no session
};

struct Api::Entry {
    std::string_view operation;
    Handler handler;
};

constexpr Api::Entry Api::handlers[] = {
    {"sign_in", &Api::sign_in},   {"get_session", &Api::get_session},
    {"sign_out", &Api::sign_out}, {"choose_place", &Api::choose_place},
    {"prepare", &Api::prepare},   {"get_prepared", &Api::get_prepared},
    {"redeem", &Api::redeem},     {"get_feed", &Api::get_feed},
};

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

std::variant<Answer, FeedOpening> Api::call(const Request& request, const Route& route) {
    Call call{request, route, {}};
    if (route.endpoint->allowed != api::public_access) {
        auto caller = services_.authenticate(request.session_token);
        if (!caller) {
            return problem(caller.error());
        }
        if (!api::may(caller->scope.role, *route.endpoint)) {
            return problem({Reason::forbidden, {}});
        }
        call.caller = std::move(*caller);
    }
    const auto* const entry = std::ranges::find(handlers, route.endpoint->operation, &Entry::operation);
    return entry == std::end(handlers) ? Outcome{problem({Reason::other, {}})}
                                       : (this->*entry->handler)(call);
}

std::variant<Answer, FeedOpening> Api::sign_in(const Call& call) {
    return with_body<api::SignInRequest>(call.request, [&](const api::SignInRequest& message) -> Outcome {
        auto done = services_.sign_in(message, call.request.device_token, call.request.user_agent);
        if (!done) {
            return problem(done.error());
        }
        Answer answer;
        answer.body = wire::write(done->session);
        answer.cookies = {{session_cookie, std::move(done->session_token), session_seconds},
                          {device_cookie, std::move(done->device_token), device_seconds}};
        return answer;
    });
}

std::variant<Answer, FeedOpening> Api::get_session(const Call& call) {
    return answer_with(services_.session(call.caller));
}

std::variant<Answer, FeedOpening> Api::sign_out(const Call& call) {
    if (const auto done = services_.sign_out(call.caller); !done) {
        return problem(done.error());
    }
    feed_.end_session(call.caller.session_id);
    Answer answer;
    answer.status = 204;
    answer.content_type.clear();
    answer.cookies = {{session_cookie, {}, 0}};
    return answer;
}

std::variant<Answer, FeedOpening> Api::choose_place(const Call& call) {
    return with_body<api::PlaceRequest>(call.request, [&](const api::PlaceRequest& message) {
        return answer_with(services_.choose_place(call.caller, message));
    });
}

std::variant<Answer, FeedOpening> Api::prepare(const Call& call) {
    return with_body<api::PrepareRequest>(call.request, [&](const api::PrepareRequest& message) {
        return answer_with(services_.prepare(call.caller, message));
    });
}

std::variant<Answer, FeedOpening> Api::get_prepared(const Call& call) {
    const std::string& handle = call.route.values.front();
    if (!is_uuid(handle)) {
        return problem({Reason::invalid_field, "handle"});
    }
    return answer_with(services_.prepared(call.caller, handle));
}

std::variant<Answer, FeedOpening> Api::redeem(const Call& call) {
    const std::string& key = call.request.idempotency_key;
    if (key.empty() || !is_uuid(key)) {
        return problem({key.empty() ? Reason::missing_key : Reason::invalid_field, "Idempotency-Key"});
    }
    return with_body<api::RedeemRequest>(call.request, [&](const api::RedeemRequest& message) {
        const auto answer = services_.redeem(call.caller, message, key);
        if (answer && answer->outcome == hexiao::Outcome::done) {
            feed_.wake();
        }
        return answer_with(answer);
    });
}

std::variant<Answer, FeedOpening> Api::get_feed(const Call& call) {
    const std::string& store_id = call.route.values.front();
    if (!is_uuid(store_id)) {
        return problem({Reason::invalid_field, "store_id"});
    }
    auto opening = feed_.open(call.caller, store_id, call.request.last_event_id);
    if (!opening) {
        return problem(opening.error());
    }
    return std::move(*opening);
}

} // namespace hexiao::http
