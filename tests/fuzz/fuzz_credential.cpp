// Whatever is scanned or typed: the parser survives it, and what it accepts it accepts again as the same
// credential.
#include <cstdlib>

#include "core/credential/credential.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace hexiao;
    const auto credential = parse_credential({reinterpret_cast<const char*>(data), size});
    if (!credential) {
        return 0;
    }
    const auto again = parse_credential(credential->text.reveal());
    if (credential->channels.empty() || !again || again->kind != credential->kind ||
        again->text != credential->text) {
        std::abort();
    }
    return 0;
}
