// Who a request comes from, before anybody asks what it wants.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace hexiao::http {

// The address to count and log a request under: the peer's, unless the peer is one of `trusted`; then the
// last that X-Forwarded-For names, which is the one that proxy itself saw, or X-Real-IP's. Whatever is no
// address is as good as absent. IPv4 in IPv6 ("::ffff:192.0.2.1") is IPv4, so that nobody counts twice.
std::string client_address(std::string_view peer, std::string_view forwarded_for, std::string_view real_ip,
                           std::span<const std::string> trusted);

} // namespace hexiao::http
