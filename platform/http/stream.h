// One SSE stream of Drogon's as the feed's sink. Drogon takes whatever it is given and keeps it until the
// socket does (server.md §4), so what waits is counted here.
#pragma once

#include <memory>

#include <drogon/HttpResponse.h>
#include <trantor/net/TcpConnection.h>

#include "platform/http/fanout.h"

namespace hexiao::http {

// In the connection's own thread, when the response's head was sent.
std::unique_ptr<Sink> stream_sink(drogon::ResponseStreamPtr stream,
                                  std::weak_ptr<trantor::TcpConnection> connection);

// For every accepted socket: who vanishes without a word is noticed, and the kernel keeps little for who does
// not read.
void bound_socket(int socket);

} // namespace hexiao::http
