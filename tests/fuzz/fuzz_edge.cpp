// Headers that decide who a request is from and for: Host, Origin, X-Forwarded-For, traceparent. Their
// readers survive them, and what they make of them they make of that again.
#include <cstdlib>
#include <vector>

#include "platform/http/guard.h"
#include "platform/http/trace.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace hexiao::http;
    const std::string text{reinterpret_cast<const char*>(data), size};
    const auto host = host_of(text);
    if (host && host_of(*host) != host) {
        std::abort();
    }
    static const Hosts hosts{{"till.local", "192.168.1.5", "fd00::7"}};
    Request request;
    request.method = hexiao::api::Method::post;
    request.host = "till.local:8443";
    request.origin = text;
    if (!refused(request, hosts) && !text.empty() &&
        host_of(text.substr(text.find("//") + 2)) != "till.local") {
        std::abort();
    }
    request.host = text;
    request.origin.clear();
    if (!refused(request, hosts) && !host) {
        std::abort();
    }
    static const std::vector<std::string> proxies{"127.0.0.1"};
    const std::string address = client_address("127.0.0.1", text, {}, proxies);
    if (address.empty() || client_address(address, {}, {}, {}) != address) {
        std::abort();
    }
    const auto trace = parse_traceparent(text);
    if (trace &&
        write_traceparent(*parse_traceparent(write_traceparent(*trace))) != write_traceparent(*trace)) {
        std::abort();
    }
    return 0;
}
