// See merkle.h.
#include "core/journal/merkle.h"

#include <algorithm>
#include <array>
#include <bit>

#include "core/base/integer.h"

namespace hexiao::merkle {

namespace {

constexpr char leaf_prefix = 0x00;
constexpr char node_prefix = 0x01;

bool is_odd(std::int64_t number) noexcept { return (number & 1) != 0; }

// The largest power of two below `size`: where RFC 9162 splits a tree of two leaves or more.
std::int64_t split(std::int64_t size) noexcept {
    return static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(size - 1)));
}

// Leaves [begin, end) of a larger tree, as RFC 9162 cuts them out: complete, or the last ones.
struct Range {
    std::int64_t begin = 0;
    std::int64_t end = 0;

    std::int64_t size() const noexcept { return end - begin; }
};

// The hash of a range. Its complete subtrees are as many as 1s in its size; they are joined from the right.
std::optional<Sha256> range_hash(Range range, const ReadSubtree& read) {
    Path parts;
    while (range.size() > 0) {
        const auto leaves = std::bit_floor(static_cast<std::uint64_t>(range.size()));
        const int level = std::countr_zero(leaves);
        const auto part = read({level, range.begin >> level});
        if (!part) {
            return std::nullopt;
        }
        parts.push_back(*part);
        range.begin += static_cast<std::int64_t>(leaves);
    }
    if (parts.empty()) {
        return std::nullopt;
    }
    Sha256 hash = parts.back();
    for (auto part = parts.rbegin() + 1; part != parts.rend(); ++part) {
        hash = node_hash(*part, hash);
    }
    return hash;
}

// The hashes of `parts`, which were met on the way down from the root, in the order in which a proof goes up.
std::optional<Path> upwards(const std::vector<Range>& parts, const ReadSubtree& read) {
    Path path;
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
        const auto hash = range_hash(*part, read);
        if (!hash) {
            return std::nullopt;
        }
        path.push_back(*hash);
    }
    return path;
}

// Where a proof that is being checked stands on its way up: the number of the node on the way, and of the
// last node, in the present level (fn and sn of RFC 9162).
struct Climb {
    std::int64_t node = 0;
    std::int64_t last = 0;

    // A node at the right, or the last of its level: what the proof holds next is its left neighbour.
    bool neighbour_is_left() const noexcept { return is_odd(node) || node == last; }
    void up() noexcept {
        node >>= 1;
        last >>= 1;
    }
    // A last node without right neighbour goes up unchanged, as far as it stands at the left.
    void skip_levels_without_neighbour() noexcept {
        while (!is_odd(node) && node != 0) {
            up();
        }
    }
};

} // namespace

Sha256 leaf_hash(std::string_view bytes) {
    std::string prefixed;
    prefixed.reserve(bytes.size() + 1);
    prefixed += leaf_prefix;
    prefixed += bytes;
    return sha256(prefixed);
}

Sha256 node_hash(const Sha256& left, const Sha256& right) noexcept {
    std::array<char, 1 + 2 * sizeof(Sha256)> bytes{node_prefix};
    const auto middle = std::copy(left.begin(), left.end(), bytes.begin() + 1);
    std::copy(right.begin(), right.end(), middle);
    return sha256({bytes.data(), bytes.size()});
}

std::string format_head(const Head& head) { return std::to_string(head.size) + ":" + to_hex(head.root); }

std::optional<Head> parse_head(std::string_view text) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    const auto size = parse_integer(text.substr(0, colon));
    const auto root = parse_hash(text.substr(std::min(colon + 1, text.size())));
    if (!size || *size < 0 || !root) {
        return std::nullopt;
    }
    return Head{*size, *root};
}

std::optional<Sha256> parse_hash(std::string_view hex) noexcept {
    constexpr std::string_view digits = "0123456789abcdef";
    Sha256 hash{};
    if (hex.size() != 2 * hash.size()) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < hash.size(); ++i) {
        const std::size_t high = digits.find(hex[2 * i]);
        const std::size_t low = digits.find(hex[2 * i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) {
            return std::nullopt;
        }
        hash[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return hash;
}

std::optional<Tree> Tree::resume(std::int64_t size, Path peaks) {
    if (size < 0 ||
        peaks.size() != static_cast<std::size_t>(std::popcount(static_cast<std::uint64_t>(size)))) {
        return std::nullopt;
    }
    Tree tree;
    tree.size_ = size;
    tree.peaks_ = std::move(peaks);
    return tree;
}

void Tree::append(const Sha256& leaf, const Completed& completed) {
    Sha256 hash = leaf;
    Subtree subtree{0, size_};
    completed(subtree, hash);
    // Like a carry: every peak that the new subtree stands beside as an equal is joined with it.
    while (is_odd(subtree.index)) {
        hash = node_hash(peaks_.back(), hash);
        peaks_.pop_back();
        subtree = {subtree.level + 1, subtree.index >> 1};
        completed(subtree, hash);
    }
    peaks_.push_back(hash);
    ++size_;
}

Head Tree::head() const {
    if (peaks_.empty()) {
        return {};
    }
    Sha256 root = peaks_.back();
    for (auto peak = peaks_.rbegin() + 1; peak != peaks_.rend(); ++peak) {
        root = node_hash(*peak, root);
    }
    return {size_, root};
}

std::optional<Sha256> root_at(std::int64_t size, const ReadSubtree& read) {
    if (size < 0) {
        return std::nullopt;
    }
    return size == 0 ? Head{}.root : range_hash({0, size}, read);
}

std::optional<Path> inclusion_path(std::int64_t index, std::int64_t size, const ReadSubtree& read) {
    if (index < 0 || index >= size) {
        return std::nullopt;
    }
    std::vector<Range> siblings;
    for (Range tree{0, size}; tree.size() > 1;) {
        const std::int64_t middle = tree.begin + split(tree.size());
        const bool left = index < middle;
        siblings.push_back(left ? Range{middle, tree.end} : Range{tree.begin, middle});
        tree = left ? Range{tree.begin, middle} : Range{middle, tree.end};
    }
    return upwards(siblings, read);
}

std::optional<Path> consistency_path(std::int64_t from, std::int64_t to, const ReadSubtree& read) {
    if (from < 0 || from > to) {
        return std::nullopt;
    }
    if (from == 0 || from == to) {
        return Path{};
    }
    std::vector<Range> parts;
    Range tree{0, to};
    while (tree.end != from) {
        const std::int64_t middle = tree.begin + split(tree.size());
        const bool left = from <= middle;
        parts.push_back(left ? Range{middle, tree.end} : Range{tree.begin, middle});
        tree = left ? Range{tree.begin, middle} : Range{middle, tree.end};
    }
    if (tree.begin != 0) {
        parts.push_back(tree); // otherwise it is the whole old tree, whose root the reader has
    }
    return upwards(parts, read);
}

bool includes(const Head& head, std::int64_t index, const Sha256& leaf, std::span<const Sha256> path) {
    if (index < 0 || index >= head.size) {
        return false;
    }
    Climb climb{index, head.size - 1};
    Sha256 root = leaf;
    for (const Sha256& neighbour : path) {
        if (climb.last == 0) {
            return false;
        }
        if (climb.neighbour_is_left()) {
            root = node_hash(neighbour, root);
            climb.skip_levels_without_neighbour();
        } else {
            root = node_hash(root, neighbour);
        }
        climb.up();
    }
    return climb.last == 0 && root == head.root;
}

bool extends(const Head& from, const Head& to, std::span<const Sha256> path) {
    if (from.size < 0 || from.size > to.size) {
        return false;
    }
    if (from.size == 0) {
        return path.empty() && from == Head{} && (to.size != 0 || to == from);
    }
    if (from.size == to.size) {
        return path.empty() && from == to;
    }
    Climb climb{from.size - 1, to.size - 1};
    while (is_odd(climb.node)) {
        climb.up();
    }
    // Both roots are built from the largest subtree that ends where the old tree ended: the old tree itself
    // where it was complete, otherwise the proof's first hash.
    const bool was_complete = std::has_single_bit(static_cast<std::uint64_t>(from.size));
    if (path.empty() && !was_complete) {
        return false;
    }
    Sha256 old_root = was_complete ? from.root : path.front();
    Sha256 new_root = old_root;
    for (const Sha256& neighbour : was_complete ? path : path.subspan(1)) {
        if (climb.last == 0) {
            return false;
        }
        if (climb.neighbour_is_left()) {
            old_root = node_hash(neighbour, old_root);
            new_root = node_hash(neighbour, new_root);
            climb.skip_levels_without_neighbour();
        } else {
            new_root = node_hash(new_root, neighbour);
        }
        climb.up();
    }
    return climb.last == 0 && old_root == from.root && new_root == to.root;
}

} // namespace hexiao::merkle
