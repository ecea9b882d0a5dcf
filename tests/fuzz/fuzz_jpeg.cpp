// Whatever claims to be a product's picture: looking at it survives, and what passes begins and ends as a
// JPEG does, is no larger than it may be, and is none any more once something stands behind it.
#include <cstdlib>
#include <string>

#include "core/base/jpeg.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes{reinterpret_cast<const char*>(data), size};
    if (!hexiao::is_plain_jpeg(bytes)) {
        return 0;
    }
    if (size > hexiao::most_picture_bytes || !bytes.starts_with("\xFF\xD8") || !bytes.ends_with("\xFF\xD9") ||
        hexiao::is_plain_jpeg(bytes + "x") || hexiao::is_plain_jpeg(bytes.substr(0, size - 1))) {
        std::abort();
    }
    return 0;
}
