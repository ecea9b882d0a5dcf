// Bodies of every request and of what is stored as JSON: the reader survives them, and what it reads is
// written and read back as the same message.
#include <cstdlib>

#include "core/api/messages.h"

namespace {

template <class T>
void try_message(std::string_view body) {
    using namespace hexiao;
    const auto message = wire::read<T>(body);
    if (!message) {
        return;
    }
    const std::string written = wire::write(*message);
    const auto again = wire::read<T>(written);
    if (!again || wire::write(*again) != written) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace hexiao::api;
    const std::string_view body{reinterpret_cast<const char*>(data), size};
    try_message<SignInRequest>(body);
    try_message<PlaceRequest>(body);
    try_message<PrepareRequest>(body);
    try_message<RedeemRequest>(body);
    try_message<RedeemAnswer>(body);
    try_message<Problem>(body);
    return 0;
}
