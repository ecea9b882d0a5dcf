// The Merkle log against the published vectors of RFC 6962's reference implementation, against the recursive
// definitions of RFC 9162 for every small size, and against every proof that is not quite one.
#include <doctest/doctest.h>

#include <array>
#include <map>

#include "core/journal/merkle.h"

using namespace hexiao;
using merkle::Head;
using merkle::Path;

namespace {

// google/certificate-transparency, merkle_tree_test: the leaves and the root after each.
const std::array<std::string, 8> vector_leaves{
    std::string{},
    std::string("\x00", 1),
    std::string("\x10", 1),
    std::string("\x20\x21", 2),
    std::string("\x30\x31", 2),
    std::string("\x40\x41\x42\x43", 4),
    std::string("\x50\x51\x52\x53\x54\x55\x56\x57", 8),
    std::string("\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16)};
constexpr std::array vector_roots{"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

constexpr std::int64_t most = 130; // past two powers of two and their neighbours

Path leaves_upto(std::int64_t size) {
    Path leaves;
    for (std::int64_t i = 0; i < size; ++i) {
        leaves.push_back(merkle::leaf_hash("entry " + std::to_string(i)));
    }
    return leaves;
}

// The definitions of RFC 9162 §2.1.1, §2.1.3.1 and §2.1.4.1, word for word: D[begin:end] and its proofs.
struct Definition {
    Path leaves;

    static std::int64_t k(std::int64_t n) {
        std::int64_t power = 1;
        while (power * 2 < n) {
            power *= 2;
        }
        return power;
    }
    Sha256 mth(std::int64_t begin, std::int64_t end) const {
        const std::int64_t n = end - begin;
        return n == 1 ? leaves.at(static_cast<std::size_t>(begin))
                      : merkle::node_hash(mth(begin, begin + k(n)), mth(begin + k(n), end));
    }
    Path path(std::int64_t m, std::int64_t begin, std::int64_t end) const {
        const std::int64_t n = end - begin;
        if (n == 1) {
            return {};
        }
        const std::int64_t middle = begin + k(n);
        Path proof = m < k(n) ? path(m, begin, middle) : path(m - k(n), middle, end);
        proof.push_back(m < k(n) ? mth(middle, end) : mth(begin, middle));
        return proof;
    }
    Path subproof(std::int64_t m, std::int64_t begin, std::int64_t end, bool whole) const {
        const std::int64_t n = end - begin;
        if (m == n) {
            return whole ? Path{} : Path{mth(begin, end)};
        }
        const std::int64_t middle = begin + k(n);
        Path proof = m <= k(n) ? subproof(m, begin, middle, whole) : subproof(m - k(n), middle, end, false);
        proof.push_back(m <= k(n) ? mth(middle, end) : mth(begin, middle));
        return proof;
    }
    Head head(std::int64_t size) const { return size == 0 ? Head{} : Head{size, mth(0, size)}; }
};

// A tree that keeps every complete subtree, and counts how many are read.
struct Grown {
    merkle::Tree tree;
    std::map<std::pair<int, std::int64_t>, Sha256> kept;
    std::vector<Head> heads{Head{}};
    mutable std::size_t reads = 0;

    explicit Grown(const Path& leaves) {
        for (const Sha256& leaf : leaves) {
            tree.append(leaf, [&](const merkle::Subtree& subtree, const Sha256& hash) {
                CHECK(kept.emplace(std::pair{subtree.level, subtree.index}, hash).second);
            });
            heads.push_back(tree.head());
        }
    }
    merkle::ReadSubtree reader() const {
        return [this](const merkle::Subtree& subtree) -> std::optional<Sha256> {
            ++reads;
            const auto found = kept.find({subtree.level, subtree.index});
            return found == kept.end() ? std::nullopt : std::optional{found->second};
        };
    }
};

const Definition& definition() {
    static const Definition made{leaves_upto(most)};
    return made;
}
const Grown& grown() {
    static const Grown made{definition().leaves};
    return made;
}

Sha256 flipped(Sha256 hash, std::size_t bit) {
    hash.at(bit / 8 % hash.size()) ^= static_cast<std::uint8_t>(1U << (bit % 8));
    return hash;
}

} // namespace

TEST_CASE("the roots are those of RFC 6962's reference implementation") {
    CHECK(to_hex(Head{}.root) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    merkle::Tree tree;
    CHECK(tree.head() == Head{});
    for (std::size_t i = 0; i < vector_leaves.size(); ++i) {
        tree.append(merkle::leaf_hash(vector_leaves[i]), [](const auto&, const auto&) {});
        CHECK(to_hex(tree.head().root) == vector_roots[i]);
        CHECK(tree.size() == static_cast<std::int64_t>(i) + 1);
    }
}

TEST_CASE("every head is the definition's, and a tree goes on where it was left") {
    for (std::int64_t size = 0; size <= most; ++size) {
        CHECK(grown().heads.at(static_cast<std::size_t>(size)) == definition().head(size));
        CHECK(merkle::root_at(size, grown().reader()) == definition().head(size).root);
    }
    merkle::Tree tree;
    for (const Sha256& leaf : definition().leaves) {
        auto again = merkle::Tree::resume(tree.size(), tree.peaks());
        REQUIRE(again);
        tree = std::move(*again);
        tree.append(leaf, [](const auto&, const auto&) {});
        CHECK(tree.head() == definition().head(tree.size()));
    }
    CHECK_FALSE(merkle::Tree::resume(3, {Sha256{}}));
    CHECK_FALSE(merkle::Tree::resume(-1, {}));
    CHECK(merkle::Tree::resume(0, {}));
}

TEST_CASE("an inclusion path is the definition's, read in few steps, and convinces") {
    for (std::int64_t size = 1; size <= most; ++size) {
        const Head head = definition().head(size);
        for (std::int64_t index = 0; index < size; ++index) {
            const Sha256& leaf = definition().leaves.at(static_cast<std::size_t>(index));
            grown().reads = 0;
            const auto path = merkle::inclusion_path(index, size, grown().reader());
            REQUIRE(path);
            CHECK(grown().reads <= 16); // 2 log₂ size
            CHECK(*path == definition().path(index, 0, size));
            CHECK(merkle::includes(head, index, leaf, *path));
        }
    }
}

TEST_CASE("an inclusion path convinces of nothing else") {
    for (const std::int64_t size : {1, 2, 3, 5, 8, 21, 64, 65, 127, 130}) {
        const Head head = definition().head(size);
        for (std::int64_t index = 0; index < size; ++index) {
            const Sha256& leaf = definition().leaves.at(static_cast<std::size_t>(index));
            Path path = definition().path(index, 0, size);
            const auto refused = [&](const Head& which, std::int64_t at, const Sha256& what) {
                return !merkle::includes(which, at, what, path);
            };
            CHECK(refused(head, index, flipped(leaf, static_cast<std::size_t>(index) * 7)));
            CHECK(refused({size, flipped(head.root, static_cast<std::size_t>(index) * 5)}, index, leaf));
            for (std::int64_t other = -1; other <= size; ++other) {
                CHECK((other == index || refused(head, other, leaf)));
            }
            for (std::size_t i = 0; i < path.size(); ++i) {
                const Sha256 good = path[i];
                path[i] = flipped(good, i * 11);
                CHECK(refused(head, index, leaf));
                path[i] = good;
            }
            path.push_back(leaf);
            CHECK(refused(head, index, leaf));
            path.pop_back();
            if (!path.empty()) {
                path.pop_back();
                CHECK(refused(head, index, leaf));
            }
        }
    }
}

TEST_CASE("a consistency path is the definition's, read in few steps, and convinces") {
    for (std::int64_t to = 0; to <= most; ++to) {
        for (std::int64_t from = 0; from <= to; ++from) {
            grown().reads = 0;
            const auto path = merkle::consistency_path(from, to, grown().reader());
            REQUIRE(path);
            CHECK(grown().reads <= 16);
            CHECK(*path == (from == 0 ? Path{} : definition().subproof(from, 0, to, true)));
            CHECK(merkle::extends(definition().head(from), definition().head(to), *path));
        }
    }
}

TEST_CASE("a consistency path convinces of nothing else") {
    for (const std::int64_t to : {1, 2, 3, 7, 8, 9, 33, 64, 100, 130}) {
        for (std::int64_t from = 1; from <= to; ++from) {
            const Head old_head = definition().head(from);
            const Head new_head = definition().head(to);
            Path path = definition().subproof(from, 0, to, true);
            for (std::size_t bit = 0; bit < 256; bit += 37) {
                CHECK_FALSE(merkle::extends({from, flipped(old_head.root, bit)}, new_head, path));
                CHECK_FALSE(merkle::extends(old_head, {to, flipped(new_head.root, bit)}, path));
            }
            for (std::int64_t other = -1; other <= to + 1; ++other) {
                CHECK((other == from || !merkle::extends({other, old_head.root}, new_head, path)));
            }
            CHECK((from == to || !merkle::extends(new_head, old_head, path)));
            for (std::size_t i = 0; i < path.size(); ++i) {
                const Sha256 good = path[i];
                path[i] = flipped(good, i * 11);
                CHECK_FALSE(merkle::extends(old_head, new_head, path));
                path[i] = good;
            }
            path.push_back(new_head.root);
            CHECK_FALSE(merkle::extends(old_head, new_head, path));
            path.pop_back();
            if (!path.empty()) {
                path.pop_back();
                CHECK_FALSE(merkle::extends(old_head, new_head, path));
            }
        }
    }
}

TEST_CASE("every single bit of a proof counts") {
    const Head head = definition().head(100);
    const Head before = definition().head(37);
    Path inclusion = definition().path(41, 0, 100);
    Path consistency = definition().subproof(37, 0, 100, true);
    for (Path* path : {&inclusion, &consistency}) {
        for (std::size_t bit = 0; bit < path->size() * 256; ++bit) {
            Sha256& hash = (*path)[bit / 256];
            const Sha256 good = hash;
            hash = flipped(good, bit % 256);
            CHECK_FALSE((path == &inclusion ? merkle::includes(head, 41, definition().leaves[41], *path)
                                            : merkle::extends(before, head, *path)));
            hash = good;
        }
    }
}

TEST_CASE("the empty journal is a head like any other, but only with its own root") {
    const Head some = definition().head(5);
    CHECK(merkle::extends(Head{}, some, {}));
    CHECK(merkle::extends(Head{}, Head{}, {}));
    CHECK_FALSE(merkle::extends(Head{}, some, Path{some.root}));
    CHECK_FALSE(merkle::extends({0, some.root}, some, {}));
    CHECK_FALSE(merkle::extends({0, some.root}, {0, some.root}, {}));
    CHECK_FALSE(merkle::includes(Head{}, 0, some.root, {}));
}

TEST_CASE("what is out of range or missing has no proof") {
    const auto reader = grown().reader();
    CHECK_FALSE(merkle::inclusion_path(0, 0, reader));
    CHECK_FALSE(merkle::inclusion_path(-1, 5, reader));
    CHECK_FALSE(merkle::inclusion_path(5, 5, reader));
    CHECK_FALSE(merkle::inclusion_path(0, most + 1, reader));
    CHECK_FALSE(merkle::consistency_path(2, 1, reader));
    CHECK_FALSE(merkle::consistency_path(-1, 1, reader));
    CHECK_FALSE(merkle::consistency_path(7, most + 1, reader));
    CHECK_FALSE(merkle::root_at(-1, reader));
    CHECK_FALSE(merkle::root_at(most + 1, reader));
}

TEST_CASE("a head is written and read as size and root") {
    const Head head = definition().head(77);
    CHECK(merkle::parse_head(merkle::format_head(head)) == head);
    const std::string hex = to_hex(head.root);
    for (const std::string& text :
         {std::string{}, std::string{"77"}, "77:" + hex.substr(1), "77:" + hex + "0", "-1:" + hex, ":" + hex,
          "77 :" + hex, "0x4d:" + hex, "77:" + hex.substr(0, 63) + "G", "99999999999999999999:" + hex}) {
        CAPTURE(text);
        CHECK_FALSE(merkle::parse_head(text));
    }
}
