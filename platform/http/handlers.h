// What answers each endpoint: a function for each operation of core/api/endpoints.h, in one table for each
// part of the service. Handlers read the body, call the service and write the answer; they decide nothing.
#pragma once

#include <span>
#include <string_view>
#include <variant>

#include "core/base/uuid.h"
#include "platform/http/feed.h"
#include "platform/http/request.h"
#include "platform/service/services.h"

namespace hexiao::http {

using Outcome = std::variant<Answer, FeedOpening>;

// One request on its way, with who sent it.
struct Call {
    service::Services& services;
    Feed& feed;
    const Request& request;
    const Route& route;
    service::Caller caller; // empty for endpoints that need no session
};

struct Handler {
    std::string_view operation;
    Outcome (*answer)(const Call& call);
};

std::span<const Handler> access_handlers() noexcept;  // who is there
std::span<const Handler> entry_handlers() noexcept;   // new devices, the first set-up
std::span<const Handler> counter_handlers() noexcept; // what happens at the counter
std::span<const Handler> queue_handlers() noexcept;   // who waits
std::span<const Handler> proofs_handlers() noexcept;  // the journal seen from outside
std::span<const Handler> shop_handlers() noexcept;    // running the shop
std::span<const Handler> sales_handlers() noexcept;   // vouchers, closed days, customers
std::span<const Handler> figures_handlers() noexcept; // what a day comes to
std::span<const Handler> offline_handlers() noexcept; // working while cut off

inline constexpr int session_seconds = 30 * 24 * 3600;
inline constexpr int device_seconds = 400 * 24 * 3600; // the longest that browsers keep a cookie

// What a browser says of itself.
inline service::Browser browser(const Call& call) {
    return {call.request.device_token, call.request.user_agent, call.request.address,
            call.request.session_token};
}

// Somebody came in: their session, with its cookie and, where it is new, the device's.
Outcome answer_signed_in(const Call& call, service::SignedIn done);
// It worked, and there is nothing to tell.
Answer no_content();
// These sessions are over: so are their feeds.
void close_feeds(const Call& call, const service::Ended& ended);

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
Outcome with_body(const Call& call, With&& with) {
    const auto message = wire::read<T>(call.request.body);
    if (!message) {
        return problem(message.error());
    }
    return with(*message);
}

// The `index`th placeholder of the path, which is an id named `name`; anything but a UUID is answered as a
// problem.
template <class With>
Outcome with_id(const Call& call, std::size_t index, std::string_view name, With&& with) {
    const std::string& id = call.route.values.at(index);
    if (!is_uuid(id)) {
        return problem({Reason::invalid_field, std::string{name}});
    }
    return with(id);
}

// The key of a command; without one, or with anything but a UUID, the answer is a problem.
template <class With>
Outcome with_key(const Call& call, With&& with) {
    const std::string& key = call.request.idempotency_key;
    if (key.empty() || !is_uuid(key)) {
        return problem({key.empty() ? Reason::missing_key : Reason::invalid_field, "Idempotency-Key"});
    }
    return with(key);
}

// The cursor of a page of things with ids: empty for the first.
template <class With>
Outcome with_cursor(const Call& call, With&& with) {
    const std::string& after = call.request.after;
    if (!after.empty() && !is_uuid(after)) {
        return problem({Reason::invalid_field, "after"});
    }
    return with(after);
}

// The store and the day that the path names.
template <class With>
Outcome with_day(const Call& call, With&& with) {
    return with_id(call, 0, "store_id", [&](const std::string& store_id) -> Outcome {
        const auto day = parse_day(call.route.values.at(1));
        return day ? with(store_id, *day) : problem({Reason::invalid_field, "business_day"});
    });
}

// A table for spreadsheets, which browsers save under the day's name.
Outcome answer_csv(Result<std::string> csv, BusinessDay day);

// The answer to something that was written, if it was: its entries wait for the journal's next number.
template <wire::Message T>
Outcome answer_written(const Call& call, const Result<T>& result) {
    if (result) {
        call.feed.wake();
    }
    return answer_with(result);
}

// Makes something new of the body: `add(message, key)`.
template <wire::Message T, class Add>
Outcome create(const Call& call, Add&& add) {
    return with_key(call, [&](const std::string& key) {
        return with_body<T>(call, [&](const T& message) { return answer_written(call, add(message, key)); });
    });
}

// Sets the thing that the path names to the body: `change(id, message)`.
template <wire::Message T, class Change>
Outcome change(const Call& call, std::string_view name, Change&& change) {
    return with_id(call, 0, name, [&](const std::string& id) {
        return with_body<T>(call,
                            [&](const T& message) { return answer_written(call, change(id, message)); });
    });
}

} // namespace hexiao::http
