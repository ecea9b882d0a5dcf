// Whatever claims to be a house QR: reading it survives, what it reads is what writing makes, and nothing but
// what the key has signed is signed.
#include <cstdlib>

#include "core/credential/house_qr.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace hexiao;
    static const Ed25519Seed seed{1, 2, 3};
    static const Ed25519PublicKey key = public_key_of(seed);
    static constexpr std::string_view merchant = "01900000-0000-7000-8000-000000000001";
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto qr = read_house_qr(text);
    const bool ours = is_signed(text, merchant, key);
    if (!qr) {
        return 0;
    }
    // Ed25519 is deterministic: the one text that is signed for these claims is the one that we write.
    const std::string written = write_house_qr(*qr, merchant, seed);
    const auto again = read_house_qr(written);
    if (!again || *again != *qr || !is_signed(written, merchant, key) || ours != (written == text)) {
        std::abort();
    }
    return 0;
}
