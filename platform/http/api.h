// The API of v1 over plain requests and answers: finds the endpoint, checks what every request must have,
// asks who is there and whether they may, and calls the service. The table of endpoints stands in
// core/api/endpoints.h.
#pragma once

#include <variant>

#include "platform/http/feed.h"
#include "platform/http/request.h"
#include "platform/service/service.h"

namespace hexiao::http {

class Api {
public:
    // Both must outlive the API.
    Api(service::Service& services, Feed& feed) : services_(services), feed_(feed) {}

    // What can be said of a request at once, without the books: a problem, or the route. Cheap enough for an
    // I/O thread.
    static Result<Route> check(const Request& request);

    // Answers a checked request; may take as long as the books do. A feed that may begin comes back as its
    // opening.
    std::variant<Answer, FeedOpening> call(const Request& request, const Route& route);

private:
    struct Call; // one request on its way, with who sent it
    using Handler = std::variant<Answer, FeedOpening> (Api::*)(const Call&);
    struct Entry;
    static const Entry handlers[];

    std::variant<Answer, FeedOpening> sign_in(const Call& call);
    std::variant<Answer, FeedOpening> get_session(const Call& call);
    std::variant<Answer, FeedOpening> sign_out(const Call& call);
    std::variant<Answer, FeedOpening> choose_place(const Call& call);
    std::variant<Answer, FeedOpening> prepare(const Call& call);
    std::variant<Answer, FeedOpening> get_prepared(const Call& call);
    std::variant<Answer, FeedOpening> redeem(const Call& call);
    std::variant<Answer, FeedOpening> get_feed(const Call& call);

    service::Service& services_;
    Feed& feed_;
};

} // namespace hexiao::http
