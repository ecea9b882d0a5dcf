// The network side of the platform: Drogon in front of the API, the feed and the assets. Translates and
// nothing more.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "platform/http/assets.h"
#include "platform/http/feed.h"
#include "platform/http/surroundings.h"
#include "platform/service/services.h"

namespace hexiao::http {

struct ServeOptions {
    // Plain http is for this machine: passwords would be readable on the way, and no browser would keep the
    // Secure cookies anyway. Other machines, where they are let in, get /trust there and are sent to https.
    std::uint16_t port = 8080;
    std::string address = "127.0.0.1";
    std::uint16_t tls_port = 0; // 0: no TLS
    std::string tls_address = "127.0.0.1";
    std::string certificate; // PEM files, with tls_port
    std::string key;
    std::string authority; // what a device must trust, PEM; empty: nothing that is not trusted already
    std::vector<std::string> trusted_proxies;  // addresses whose X-Forwarded-For is believed
    std::vector<std::string> hosts;            // names that this server is asked for, besides localhost
    std::size_t connections_per_address = 512; // 0: any number, where a proxy in front counts
    std::uint16_t metrics_port = 0;            // of this machine only; 0: none
    FeedRules feed;
    // Asked each minute, and at once upon SIGUSR1; what it sees takes the place of `hosts`, and the
    // certificate's files are read again when they are renewed.
    std::function<std::variant<Surroundings::Seen, std::string>()> look;
};

// Empty when the ports can be had; otherwise a sentence. To be asked before `serve`, because Drogon ends the
// program with a line of its own when it cannot listen.
std::string why_not_listen(const ServeOptions& options);

// Serves until `stop_serving` or SIGTERM or SIGINT. Calls `ready` once connections are answered. Once per
// process, and before any thread is made: the two signals are blocked in all of them.
void serve(service::Services& services, const Assets& assets, const ServeOptions& options,
           const std::function<void()>& ready);

// From any thread.
void stop_serving();

} // namespace hexiao::http
