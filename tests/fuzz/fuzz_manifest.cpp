// The manifest of a backup that somebody brings: whatever is read of it is read again from what is written of
// it, and it names no file that a restore must not write.
#include <cstdlib>
#include <string>

#include "platform/commands/manifest.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace hexiao::commands;
    const auto manifest = read_manifest({reinterpret_cast<const char*>(data), size});
    if (!manifest) {
        return 0;
    }
    for (const ManifestFile& file : manifest->files) {
        if (file.name.find("..") != std::string::npos || file.name.starts_with('/')) {
            std::abort();
        }
    }
    const std::string written = write_manifest(*manifest);
    const auto again = read_manifest(written);
    if (!again || write_manifest(*again) != written) {
        std::abort();
    }
    return 0;
}
