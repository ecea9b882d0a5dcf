// Who is there; see handlers.h.
#include "platform/http/handlers.h"

namespace hexiao::http {

namespace {

constexpr int session_seconds = 30 * 24 * 3600;
constexpr int device_seconds = 400 * 24 * 3600; // the longest that browsers keep a cookie

Outcome sign_in(const Call& call) {
    return with_body<api::SignInRequest>(call, [&](const api::SignInRequest& message) -> Outcome {
        auto done = call.services.access.sign_in(message, call.request.device_token, call.request.user_agent);
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

Outcome get_session(const Call& call) { return answer_with(call.services.access.session(call.caller)); }

Outcome sign_out(const Call& call) {
    if (const auto done = call.services.access.sign_out(call.caller); !done) {
        return problem(done.error());
    }
    call.feed.end_session(call.caller.session_id);
    Answer answer;
    answer.status = 204;
    answer.content_type.clear();
    answer.cookies = {{session_cookie, {}, 0}};
    return answer;
}

Outcome choose_place(const Call& call) {
    return with_body<api::PlaceRequest>(call, [&](const api::PlaceRequest& message) {
        return answer_with(call.services.access.choose_place(call.caller, message));
    });
}

constexpr Handler handlers[] = {
    {"sign_in", sign_in},
    {"get_session", get_session},
    {"sign_out", sign_out},
    {"choose_place", choose_place},
};

} // namespace

std::span<const Handler> access_handlers() noexcept { return handlers; }

} // namespace hexiao::http
