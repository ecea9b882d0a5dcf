// Bytes that claim to be a journal entry: only those that we would have written are read.
#include <cstdlib>

#include "core/journal/journal.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const auto entry = hexiao::parse_entry(bytes);
    if (entry && hexiao::canonical_bytes(*entry) != bytes) {
        std::abort();
    }
    return 0;
}
