// Paths and headers from outside: routing and the reading of Accept-Encoding and Content-Type survive them.
#include <cstdlib>

#include "platform/http/request.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace hexiao;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto route = http::find_route(api::Method::get, text);
    if (route && (route->endpoint == nullptr || route->endpoint->method != api::Method::get)) {
        std::abort();
    }
    for (const char* encoding : {"br", "gzip", "identity"}) {
        const int weight = http::encoding_weight(text, encoding);
        if (weight < 0 || weight > 1000) {
            std::abort();
        }
    }
    http::is_json(text);
    return 0;
}
