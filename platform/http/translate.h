// Between Drogon's requests and answers and ours; together with server.cpp all that knows Drogon.
#pragma once

#include <span>
#include <string>

#include <drogon/HttpRequest.h>
#include <drogon/HttpResponse.h>

#include "platform/http/request.h"
#include "platform/http/trace.h"

namespace hexiao::http {

// Idempotency-Key, cookies and the rest of it; `trusted` as of client_address (guard.h).
Request read_request(const drogon::HttpRequestPtr& from, std::span<const std::string> trusted);

drogon::HttpResponsePtr make_response(Answer answer);

// What every answer carries: the headers that keep a browser from being talked into something, and the ids
// under which the log knows the request.
void add_common_headers(const drogon::HttpResponsePtr& response, const Trace& trace);

} // namespace hexiao::http
