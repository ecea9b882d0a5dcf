// The API of v1 over plain requests and answers: finds the endpoint, checks what every request must have,
// asks who is there and whether they may, and hands on to the endpoint's handler. The table of endpoints
// stands in core/api/endpoints.h; the handlers stand in handlers_*.cpp, one file for each part of the
// service.
#pragma once

#include "platform/http/handlers.h"

namespace hexiao::http {

class Api {
public:
    // Both must outlive the API.
    Api(service::Services& services, Feed& feed) : services_(services), feed_(feed) {}

    // What can be said of a request at once, without the books: a problem, or the route. Cheap enough for an
    // I/O thread.
    static Result<Route> check(const Request& request);

    // Answers a checked request; may take as long as the books do. A feed that may begin comes back as its
    // opening.
    Outcome call(const Request& request, const Route& route);

private:
    service::Services& services_;
    Feed& feed_;
};

} // namespace hexiao::http
