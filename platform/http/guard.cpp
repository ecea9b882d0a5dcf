// See guard.h.
#include "platform/http/guard.h"

#include <algorithm>
#include <array>

#include <arpa/inet.h>

namespace hexiao::http {

namespace {

std::string_view trim(std::string_view text) {
    const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
    const std::size_t end = text.find_last_not_of(" \t");
    return end == std::string_view::npos ? std::string_view{} : text.substr(begin, end - begin + 1);
}

// An address in its one form; empty for what is none.
std::string normal_address(std::string_view text) {
    std::string whole{trim(text)};
    in_addr v4{};
    if (inet_pton(AF_INET, whole.c_str(), &v4) == 1) {
        return whole;
    }
    in6_addr v6{};
    if (inet_pton(AF_INET6, whole.c_str(), &v6) != 1) {
        return {};
    }
    std::array<char, INET6_ADDRSTRLEN> written{};
    const bool mapped = IN6_IS_ADDR_V4MAPPED(&v6);
    const void* bytes = mapped ? static_cast<const void*>(&v6.s6_addr[12]) : &v6;
    return inet_ntop(mapped ? AF_INET : AF_INET6, bytes, written.data(), written.size()) == nullptr
               ? std::string{}
               : written.data();
}

} // namespace

std::string client_address(std::string_view peer, std::string_view forwarded_for, std::string_view real_ip,
                           std::span<const std::string> trusted) {
    std::string own = normal_address(peer);
    const bool believed =
        std::ranges::any_of(trusted, [&](const std::string& one) { return normal_address(one) == own; });
    if (!believed) {
        return own;
    }
    const std::string last = normal_address(forwarded_for.substr(forwarded_for.rfind(',') + 1));
    const std::string real = last.empty() ? normal_address(real_ip) : last;
    return real.empty() ? own : real;
}

} // namespace hexiao::http
