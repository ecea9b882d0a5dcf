// The journal as a Merkle log (RFC 9162 §2.1), so that nobody, the platform's operator included, can change
// what was written without being found out: the root of a head stands for every entry before it, an inclusion
// proof shows that one entry is among them, and a consistency proof shows that a longer journal begins with
// the same entries as a shorter one. The same code makes the tree on the platform and checks proofs in the
// browser.
//
// Sizes count entries; the entry with position p is the leaf with index p - 1.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/hash.h"

namespace hexiao::merkle {

using Path = std::vector<Sha256>;

// SHA-256(0x00 ‖ bytes) and SHA-256(0x01 ‖ left ‖ right).
Sha256 leaf_hash(std::string_view bytes);
Sha256 node_hash(const Sha256& left, const Sha256& right) noexcept;

// What a journal is known by from outside.
struct Head {
    std::int64_t size = 0;
    Sha256 root = sha256({});

    friend bool operator==(const Head&, const Head&) = default;
};

// "240:9f86d081…": how a head is printed and given on a command line.
std::string format_head(const Head& head);
// Nothing when the text is no such thing.
std::optional<Head> parse_head(std::string_view text);
// 64 digits of lower-case hexadecimal.
std::optional<Sha256> parse_hash(std::string_view hex) noexcept;

// A complete subtree: 2^level leaves, the `index`th of its level from the left.
struct Subtree {
    int level = 0;
    std::int64_t index = 0;

    friend bool operator==(const Subtree&, const Subtree&) = default;
};

// A tree that only grows. It keeps the complete subtrees that its leaves fall into (its peaks, the largest
// first, one for each 1 in the binary size), which is all that a new leaf and the root need.
class Tree {
public:
    Tree() = default;

    // Goes on where a tree of `size` leaves stood. Nothing when the peaks are not as many as they must be.
    static std::optional<Tree> resume(std::int64_t size, Path peaks);

    // `completed` is told of each subtree that the leaf completes: the leaf itself first, then upwards.
    using Completed = std::function<void(const Subtree&, const Sha256&)>;
    void append(const Sha256& leaf, const Completed& completed);

    std::int64_t size() const noexcept { return size_; }
    const Path& peaks() const noexcept { return peaks_; }
    Head head() const;

private:
    std::int64_t size_ = 0;
    Path peaks_;
};

// The hash of a complete subtree, from whoever keeps them; nothing when it is not there.
using ReadSubtree = std::function<std::optional<Sha256>(const Subtree&)>;

// What follows reads O(log size) subtrees and is nothing when one of them is missing, or when an argument is
// out of range.

// The root when the tree had `size` leaves.
std::optional<Sha256> root_at(std::int64_t size, const ReadSubtree& read);
// PATH(index, D[size]) of RFC 9162 §2.1.3.1.
std::optional<Path> inclusion_path(std::int64_t index, std::int64_t size, const ReadSubtree& read);
// PROOF(from, D[to]) of RFC 9162 §2.1.4.1; empty where there is nothing to prove (from 0, or from == to).
std::optional<Path> consistency_path(std::int64_t from, std::int64_t to, const ReadSubtree& read);

// RFC 9162 §2.1.3.2: is this leaf the `index`th of the tree with this head?
bool includes(const Head& head, std::int64_t index, const Sha256& leaf, std::span<const Sha256> path);
// RFC 9162 §2.1.4.2: does the tree with the head `to` begin with the one with the head `from`?
bool extends(const Head& from, const Head& to, std::span<const Sha256> path);

} // namespace hexiao::merkle
