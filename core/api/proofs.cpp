// See proofs.h.
#include "core/api/proofs.h"

namespace hexiao::api {

JournalHead to_wire(const merkle::Head& head) { return {head.size, to_hex(head.root)}; }

std::vector<std::string> to_wire(const merkle::Path& path) {
    std::vector<std::string> texts;
    for (const Sha256& hash : path) {
        texts.push_back(to_hex(hash));
    }
    return texts;
}

Result<merkle::Head> from_wire(const JournalHead& head) {
    const auto root = merkle::parse_hash(head.root);
    if (!root) {
        return Error{Reason::invalid_field, "root"};
    }
    return merkle::Head{head.size, *root};
}

Result<merkle::Path> from_wire(const std::vector<std::string>& path) {
    merkle::Path hashes;
    for (const std::string& text : path) {
        const auto hash = merkle::parse_hash(text);
        if (!hash) {
            return Error{Reason::invalid_field, "path"};
        }
        hashes.push_back(*hash);
    }
    return hashes;
}

bool proves(const ConsistencyProof& proof, const merkle::Head& from, const merkle::Head& to) {
    const auto path = from_wire(proof.path);
    return path && merkle::extends(from, to, *path);
}

Result<JournalEntry> check_receipt(const Receipt& receipt) {
    const auto head = from_wire(receipt.head);
    if (!head) {
        return head.error();
    }
    const auto path = from_wire(receipt.path);
    if (!path) {
        return path.error();
    }
    auto entry = parse_entry(receipt.entry);
    if (entry && !merkle::includes(*head, receipt.position - 1, merkle::leaf_hash(receipt.entry), *path)) {
        return Error{Reason::head_mismatch, {}};
    }
    return entry;
}

} // namespace hexiao::api
