// Proofs from outside: receipts, consistency proofs and heads. Whatever is read is checked without harm; a
// receipt that convinces leads from its entry to its head, and no flipped bit of it does.
#include <cstdlib>

#include "core/api/proofs.h"

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void try_receipt(std::string_view text) {
    auto receipt = hexiao::wire::read<hexiao::api::Receipt>(text);
    if (!receipt || !hexiao::api::check_receipt(*receipt)) {
        return;
    }
    require(receipt->position <= receipt->head.size);
    if (!receipt->path.empty()) {
        auto touched = *receipt;
        char& digit = touched.path.front().front();
        digit = digit == '0' ? '1' : '0';
        require(!hexiao::api::check_receipt(touched));
    }
    receipt->position = receipt->head.size + 1;
    require(!hexiao::api::check_receipt(*receipt));
}

void try_consistency(std::string_view text) {
    const auto proof = hexiao::wire::read<hexiao::api::ConsistencyProof>(text);
    const auto from =
        proof ? hexiao::api::from_wire(proof->from) : hexiao::Result<hexiao::merkle::Head>{hexiao::Error{}};
    const auto to = proof ? hexiao::api::from_wire(proof->to) : from;
    if (!from || !to || !hexiao::api::proves(*proof, *from, *to)) {
        return;
    }
    require(from->size <= to->size);
    hexiao::merkle::Head other = *from;
    other.root[0] ^= 1U;
    require(!hexiao::api::proves(*proof, other, *to));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    try_receipt(text);
    try_consistency(text);
    if (const auto head = hexiao::merkle::parse_head(text)) {
        require(hexiao::merkle::parse_head(hexiao::merkle::format_head(*head)) == head);
    }
    return 0;
}
