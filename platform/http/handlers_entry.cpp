// How somebody or something comes in for the first time, and what every coming and going answers; see
// handlers.h.
#include "platform/http/handlers.h"

namespace hexiao::http {

namespace {

Outcome make_pairing(const Call& call) {
    return with_body<api::PairingRequest>(call, [&](const api::PairingRequest& message) {
        const auto made = call.services.pairings.make(call.caller, message);
        call.feed.wake();
        return answer_with(made);
    });
}

Outcome get_pairing(const Call& call) {
    return with_id(call, 0, "pairing_id", [&](const std::string& id) {
        return answer_with(call.services.pairings.find(call.caller, id));
    });
}

Outcome decide_pairing(const Call& call) {
    return with_id(call, 0, "pairing_id", [&](const std::string& id) {
        return with_body<api::PairingDecision>(call, [&](const api::PairingDecision& message) {
            const auto decided = call.services.pairings.decide(call.caller, id, message);
            call.feed.wake();
            return answer_with(decided);
        });
    });
}

Outcome claim_pairing(const Call& call) {
    return with_body<api::ClaimRequest>(call, [&](const api::ClaimRequest& message) {
        return answer_with(call.services.pairings.claim(message, browser(call)));
    });
}

Outcome collect_pairing(const Call& call) {
    return with_body<api::CollectRequest>(call, [&](const api::CollectRequest& message) -> Outcome {
        auto done = call.services.pairings.collect(message, browser(call));
        if (!done) {
            return problem(done.error());
        }
        close_feeds(call, done->ended);
        Answer answer;
        answer.body = wire::write(done->answer);
        if (!done->device_token.empty()) {
            answer.cookies.push_back({device_cookie, std::move(done->device_token), device_seconds});
        }
        if (!done->session_token.empty()) {
            answer.cookies.push_back({session_cookie, std::move(done->session_token), device_seconds});
        }
        return answer;
    });
}

Outcome get_setup(const Call& call) { return answer_with(call.services.setup.state()); }

Outcome set_up(const Call& call) {
    return with_body<api::SetupRequest>(call, [&](const api::SetupRequest& message) -> Outcome {
        auto done = call.services.setup.set_up(message, browser(call));
        return done ? answer_signed_in(call, std::move(*done)) : problem(done.error());
    });
}

constexpr Handler entry_table[] = {
    {"make_pairing", make_pairing},
    {"get_pairing", get_pairing},
    {"decide_pairing", decide_pairing},
    {"claim_pairing", claim_pairing},
    {"collect_pairing", collect_pairing},
    {"get_setup", get_setup},
    {"set_up", set_up},
};

} // namespace

std::span<const Handler> entry_handlers() noexcept { return entry_table; }

Outcome answer_signed_in(const Call& call, service::SignedIn done) {
    call.feed.wake();
    close_feeds(call, done.ended);
    Answer answer;
    answer.body = wire::write(done.session);
    answer.cookies = {{session_cookie, std::move(done.session_token), session_seconds}};
    if (!done.device_token.empty()) {
        answer.cookies.push_back({device_cookie, std::move(done.device_token), device_seconds});
    }
    return answer;
}

Answer no_content() {
    Answer answer;
    answer.status = 204;
    answer.content_type.clear();
    return answer;
}

void close_feeds(const Call& call, const service::Ended& ended) {
    for (const std::string& session_id : ended) {
        call.feed.end_session(session_id);
    }
    call.feed.wake(); // there is a fact to number
}

} // namespace hexiao::http
