// What a device that pairs says of its key, and how it signs: base64 and DER from outside. A key that is
// taken is one point and nothing more, and no signature is that of two texts.
#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "platform/service/device_key.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace hexiao::service;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const std::size_t line = std::min(text.find('\n'), size);
    const auto read = read_public_key(text.substr(0, line));
    if (read && read->size() != 91) { // one point of P-256, and nothing behind it
        std::abort();
    }
    const std::string_view signature = text.substr(std::min(line + 1, size));
    if (read && signature_matches(*read, "a", signature) && signature_matches(*read, "b", signature)) {
        std::abort();
    }
    return 0;
}
