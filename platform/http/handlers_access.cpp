// Who is there: sessions, PINs, passwords; see handlers.h.
#include "platform/http/handlers.h"

namespace hexiao::http {

namespace {

Outcome sign_in(const Call& call) {
    return with_body<api::SignInRequest>(call, [&](const api::SignInRequest& message) -> Outcome {
        auto done = call.services.access.sign_in(message, browser(call));
        return done ? answer_signed_in(call, std::move(*done)) : problem(done.error());
    });
}

Outcome get_session(const Call& call) { return answer_with(call.services.access.session(call.caller)); }

Outcome sign_out(const Call& call) {
    if (const auto done = call.services.access.sign_out(call.caller); !done) {
        return problem(done.error());
    }
    close_feeds(call, {call.caller.session_id});
    Answer answer = no_content();
    answer.cookies = {{session_cookie, {}, 0}};
    return answer;
}

Outcome choose_place(const Call& call) {
    return with_body<api::PlaceRequest>(call, [&](const api::PlaceRequest& message) {
        return answer_with(call.services.access.choose_place(call.caller, message));
    });
}

Outcome list_sessions(const Call& call) { return answer_with(call.services.sessions.list(call.caller)); }

Outcome end_session(const Call& call) {
    return with_id(call, 0, "session_id", [&](const std::string& session_id) -> Outcome {
        if (const auto done = call.services.sessions.end(call.caller, session_id); !done) {
            return problem(done.error());
        }
        close_feeds(call, {session_id});
        Answer answer = no_content();
        if (session_id == call.caller.session_id) {
            answer.cookies = {{session_cookie, {}, 0}};
        }
        return answer;
    });
}

Outcome end_other_sessions(const Call& call) {
    const auto ended = call.services.sessions.end_others(call.caller);
    if (!ended) {
        return problem(ended.error());
    }
    close_feeds(call, *ended);
    return no_content();
}

Outcome list_colleagues(const Call& call) {
    return answer_with(call.services.passwords.colleagues(call.caller));
}

Outcome switch_person(const Call& call) {
    return with_body<api::SwitchRequest>(call, [&](const api::SwitchRequest& message) -> Outcome {
        auto done = call.services.passwords.take_over(call.caller, message);
        if (done || done.error().reason == Reason::unauthenticated) {
            close_feeds(call, {call.caller.session_id});
        }
        if (done) {
            return answer_signed_in(call, std::move(*done));
        }
        Answer answer = problem(done.error());
        if (done.error().reason == Reason::unauthenticated) {
            answer.cookies = {{session_cookie, {}, 0}};
        }
        return answer;
    });
}

Outcome set_pin(const Call& call) {
    return with_body<api::PinRequest>(call, [&](const api::PinRequest& message) -> Outcome {
        if (const auto done = call.services.passwords.set_pin(call.caller, message); !done) {
            return problem(done.error());
        }
        call.feed.wake();
        return no_content();
    });
}

Outcome set_password(const Call& call) {
    return with_body<api::PasswordRequest>(call, [&](const api::PasswordRequest& message) -> Outcome {
        const auto ended = call.services.passwords.change(call.caller, message);
        if (!ended) {
            return problem(ended.error());
        }
        close_feeds(call, *ended);
        return no_content();
    });
}

Outcome make_reset(const Call& call) {
    return with_body<api::ResetRequest>(call, [&](const api::ResetRequest& message) {
        const auto made = call.services.passwords.make_reset(call.caller, message);
        call.feed.wake();
        return answer_with(made);
    });
}

Outcome reset_password(const Call& call) {
    return with_body<api::NewPasswordRequest>(call, [&](const api::NewPasswordRequest& message) -> Outcome {
        const auto done = call.services.passwords.reset(message, browser(call));
        if (!done) {
            return problem(done.error());
        }
        close_feeds(call, done->ended);
        return answer_with(Result{done->done});
    });
}

constexpr Handler access_table[] = {
    {"sign_in", sign_in},
    {"get_session", get_session},
    {"sign_out", sign_out},
    {"choose_place", choose_place},
    {"list_sessions", list_sessions},
    {"end_session", end_session},
    {"end_other_sessions", end_other_sessions},
    {"list_colleagues", list_colleagues},
    {"switch_person", switch_person},
    {"set_pin", set_pin},
    {"set_password", set_password},
    {"make_reset", make_reset},
    {"reset_password", reset_password},
};

} // namespace

std::span<const Handler> access_handlers() noexcept { return access_table; }

} // namespace hexiao::http
