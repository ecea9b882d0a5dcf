// What is asked of a request before anybody looks at what it wants: is it meant for this server, did a page
// of this server send it, and who is it from. These are the defences against DNS rebinding (a foreign name
// that resolves to us), cross-site requests, and a client that names somebody else's address as its own.
#pragma once

#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "platform/http/request.h"

namespace hexiao::http {

// "Till.local:8443" → "till.local", "[::1]:8080" → "[::1]"; nothing for what is no authority of a URL.
std::optional<std::string> host_of(std::string_view authority);

// The names under which this server may be asked for. Always localhost, 127.0.0.1 and [::1]; the others
// change while it runs, when the machine moves to another network.
class Hosts {
public:
    explicit Hosts(std::vector<std::string> names = {}) { set(std::move(names)); }

    // Names and addresses as people write them, IPv6 without brackets.
    void set(std::vector<std::string> names);
    bool know(std::string_view host_header) const;

private:
    mutable std::shared_mutex mutex_;
    std::vector<std::string> names_;
};

// Why a request is not even routed, if it is not. Errors: foreign_host without a Host of ours; foreign_origin
// for a request that may change something and was sent by a page of another origin, which Origin or
// Sec-Fetch-Site tells; a program that is no browser sends neither.
std::optional<Error> refused(const Request& request, const Hosts& hosts);

// The address to count and log a request under: the peer's, unless the peer is one of `trusted`; then the
// last that X-Forwarded-For names, which is the one that proxy itself saw, or X-Real-IP's. Whatever is no
// address is as good as absent. IPv4 in IPv6 ("::ffff:192.0.2.1") is IPv4, so that nobody counts twice.
std::string client_address(std::string_view peer, std::string_view forwarded_for, std::string_view real_ip,
                           std::span<const std::string> trusted);

} // namespace hexiao::http
