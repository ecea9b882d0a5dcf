// See guard.h.
#include "platform/http/guard.h"

#include <algorithm>
#include <array>
#include <mutex>

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

constexpr std::size_t longest_host = 255;

std::string lower(std::string_view text) {
    std::string made{text};
    for (char& c : made) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return made;
}

bool is_port(std::string_view text) {
    return !text.empty() && text.size() <= 5 &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= longest_host && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    });
}

// As it stands in a URL: an IPv6 address in its one form and in brackets.
std::string url_host(const std::string& name) {
    const std::string address = normal_address(name);
    return address.find(':') == std::string::npos ? lower(name) : "[" + address + "]";
}

// "https://till.local:8443" → "till.local:8443"; nothing for "null" and whatever is no origin of the web.
std::optional<std::string_view> authority_of(std::string_view origin) {
    for (const std::string_view scheme : {"https://", "http://"}) {
        if (origin.starts_with(scheme)) {
            return origin.substr(scheme.size());
        }
    }
    return std::nullopt;
}

bool changes_something(const Request& request) {
    return !request.method || *request.method != api::Method::get;
}

// Port for port, because another port of the same machine is another program.
bool same_origin(std::string_view origin, std::string_view host) {
    const auto authority = authority_of(origin);
    return authority && lower(*authority) == lower(host);
}

} // namespace

std::optional<std::string> host_of(std::string_view authority) {
    const std::string whole = lower(authority);
    const std::size_t bracket = whole.starts_with('[') ? whole.find(']') : 0;
    if (bracket == std::string::npos) {
        return std::nullopt;
    }
    const std::size_t colon = std::min(whole.find(':', bracket), whole.size());
    if (colon != whole.size() && !is_port(std::string_view{whole}.substr(colon + 1))) {
        return std::nullopt;
    }
    const std::string host = whole.substr(0, colon);
    if (bracket == 0) {
        return is_name(host) ? std::optional{host} : std::nullopt;
    }
    const std::string address = normal_address(host.substr(1, bracket - 1));
    return colon == bracket + 1 && address.find(':') != std::string::npos ? std::optional{"[" + address + "]"}
                                                                          : std::nullopt;
}

void Hosts::set(std::vector<std::string> names) {
    names.insert(names.end(), {"localhost", "127.0.0.1", "::1"});
    std::ranges::transform(names, names.begin(), url_host);
    const std::unique_lock lock{mutex_};
    names_ = std::move(names);
}

bool Hosts::know(std::string_view host_header) const {
    const auto host = host_of(host_header);
    const std::shared_lock lock{mutex_};
    return host && std::ranges::find(names_, *host) != names_.end();
}

std::optional<Error> refused(const Request& request, const Hosts& hosts) {
    if (!hosts.know(request.host)) {
        return Error{Reason::foreign_host, "Host"};
    }
    if (!changes_something(request)) {
        return std::nullopt;
    }
    if (!request.origin.empty() && !same_origin(request.origin, request.host)) {
        return Error{Reason::foreign_origin, "Origin"};
    }
    if (!request.fetch_site.empty() && request.fetch_site != "same-origin" && request.fetch_site != "none") {
        return Error{Reason::foreign_origin, "Sec-Fetch-Site"};
    }
    return std::nullopt;
}

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
