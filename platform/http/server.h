// The network side of the platform: Drogon in front of the API, the feed and the assets. Translates and
// nothing more.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "platform/http/assets.h"
#include "platform/service/service.h"

namespace hexiao::http {

struct ServeOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
    std::uint16_t tls_port = 0; // 0: no TLS
    std::string certificate;    // PEM files, with tls_port
    std::string key;
};

// Serves until `stop_serving` or SIGTERM or SIGINT. Calls `ready` once connections are answered. Once per
// process, and before any thread is made: the two signals are blocked in all of them.
void serve(service::Service& services, const Assets& assets, const ServeOptions& options,
           const std::function<void()>& ready);

// From any thread.
void stop_serving();

} // namespace hexiao::http
