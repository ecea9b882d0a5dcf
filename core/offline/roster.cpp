// See roster.h. libsodium's HMAC-SHA-256 and base64 are pure functions and need no sodium_init().
#include "core/offline/roster.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>

#include <sodium/crypto_auth_hmacsha256.h>
#include <sodium/utils.h>

namespace hexiao::offline {

namespace {

constexpr std::size_t tag_at = 0, voucher_at = 16, product_at = 32, state_at = 34, left_at = 36,
                      total_at = 38, from_at = 40, until_at = 44;
constexpr std::size_t id_bytes = 16;
static_assert(until_at + 4 == roster_entry_bytes);

using Id = std::array<std::uint8_t, id_bytes>;

const unsigned char* bytes(std::string_view text) noexcept {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::array<std::uint8_t, 32> hmac(const RosterKey& key, std::string_view text) noexcept {
    static_assert(sizeof(RosterKey) == crypto_auth_hmacsha256_KEYBYTES);
    std::array<std::uint8_t, crypto_auth_hmacsha256_BYTES> made{};
    crypto_auth_hmacsha256(made.data(), bytes(text), text.size(), key.data());
    return made;
}

std::uint64_t take(std::string_view entry, std::size_t at, std::size_t size) noexcept {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < size; ++i) {
        number = number << 8U | static_cast<unsigned char>(entry[at + i]);
    }
    return number;
}

void put(std::string& entry, std::size_t at, std::size_t size, std::uint64_t number) noexcept {
    for (std::size_t i = size; i-- > 0; number >>= 8U) {
        entry[at + i] = static_cast<char>(number & 0xFFU);
    }
}

std::optional<Id> id_of(std::string_view uuid) noexcept {
    Id id{};
    std::size_t digits = 0;
    for (const char c : uuid) {
        if (c == '-') {
            continue;
        }
        const bool letter = c >= 'a' && c <= 'f';
        if (digits == 2 * id.size() || (!letter && (c < '0' || c > '9'))) {
            return std::nullopt;
        }
        const auto value = static_cast<unsigned>(letter ? c - 'a' + 10 : c - '0');
        id[digits / 2] = static_cast<std::uint8_t>(unsigned{id[digits / 2]} << 4U | value);
        ++digits;
    }
    return digits == 2 * id.size() ? std::optional{id} : std::nullopt;
}

std::string uuid_of(std::string_view id) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < id.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            text += '-';
        }
        const auto byte = static_cast<unsigned char>(id[i]);
        text += digits[byte >> 4U];
        text += digits[byte & 0xFU];
    }
    return text;
}

std::string_view tag_in(std::string_view entry) noexcept { return entry.substr(tag_at, sizeof(Tag)); }
std::string_view voucher_in(std::string_view entry) noexcept { return entry.substr(voucher_at, id_bytes); }
// The half of an id that is random.
std::uint64_t random_in(std::string_view entry) noexcept { return take(entry, voucher_at + 8, 8); }

std::uint64_t seconds(Instant at) noexcept {
    return static_cast<std::uint64_t>(std::clamp<std::int64_t>(at.ms / 1000, 0, 0xFFFFFFFF));
}

std::string pack(const RosterEntry& entry) {
    std::string packed(roster_entry_bytes, '\0');
    std::memcpy(packed.data() + tag_at, entry.tag.data(), entry.tag.size());
    const Id id = id_of(entry.voucher_id).value_or(Id{});
    std::memcpy(packed.data() + voucher_at, id.data(), id.size());
    put(packed, product_at, 2, entry.product);
    put(packed, state_at, 1, static_cast<std::uint8_t>(entry.state));
    put(packed, left_at, 2, entry.uses_left);
    put(packed, total_at, 2, entry.uses_total);
    put(packed, from_at, 4, seconds(entry.valid_from));
    put(packed, until_at, 4, seconds(entry.valid_until));
    return packed;
}

RosterEntry unpack(std::string_view packed) {
    RosterEntry entry;
    std::memcpy(entry.tag.data(), packed.data() + tag_at, entry.tag.size());
    entry.voucher_id = uuid_of(voucher_in(packed));
    entry.product = static_cast<std::uint16_t>(take(packed, product_at, 2));
    const std::uint64_t state = take(packed, state_at, 1);
    entry.state = state <= static_cast<std::uint64_t>(RosterState::gone) ? static_cast<RosterState>(state)
                                                                         : RosterState::other;
    entry.uses_left = static_cast<std::uint16_t>(take(packed, left_at, 2));
    entry.uses_total = static_cast<std::uint16_t>(take(packed, total_at, 2));
    entry.valid_from = {static_cast<std::int64_t>(take(packed, from_at, 4)) * 1000};
    entry.valid_until = {static_cast<std::int64_t>(take(packed, until_at, 4)) * 1000};
    return entry;
}

std::string_view piece(std::string_view packed, std::size_t at) noexcept {
    return packed.substr(at * roster_entry_bytes, roster_entry_bytes);
}

// Where those that begin with each beginning begin, and at last the end. `beginning` ascends.
template <class Beginning>
std::vector<std::uint32_t> beginnings(std::size_t count, unsigned bits, Beginning&& beginning) {
    std::vector<std::uint32_t> at((std::size_t{1} << bits) + 1, 0);
    for (std::size_t i = 0; i < count; ++i) {
        ++at[static_cast<std::size_t>(beginning(i)) + 1];
    }
    std::partial_sum(at.begin(), at.end(), at.begin());
    return at;
}

} // namespace

std::optional<RosterKey> read_roster_key(const Secret& hex) noexcept {
    RosterKey key{};
    const std::string& text = hex.reveal();
    if (text.size() != 2 * key.size()) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool letter = c >= 'a' && c <= 'f';
        if (!letter && (c < '0' || c > '9')) {
            return std::nullopt;
        }
        const auto value = static_cast<unsigned>(letter ? c - 'a' + 10 : c - '0');
        key[i / 2] = static_cast<std::uint8_t>(unsigned{key[i / 2]} << 4U | value);
    }
    return key;
}

std::string code_mark(const RosterKey& code_key, const Secret& canonical_code) {
    const auto made = hmac(code_key, canonical_code.reveal());
    return {reinterpret_cast<const char*>(made.data()), made.size()};
}

Tag tag_of_mark(const RosterKey& day_key, std::string_view mark) noexcept {
    const auto made = hmac(day_key, mark);
    Tag tag{};
    std::copy_n(made.begin(), tag.size(), tag.begin());
    return tag;
}

Tag tag_of(const RosterKey& day_key, const RosterKey& code_key, const Secret& canonical_code) {
    return tag_of_mark(day_key, code_mark(code_key, canonical_code));
}

std::string write_entries(std::span<const RosterEntry> entries) {
    std::string packed;
    packed.reserve(entries.size() * roster_entry_bytes);
    for (const RosterEntry& entry : entries) {
        packed += pack(entry);
    }
    std::string text(sodium_base64_ENCODED_LEN(packed.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes(packed), packed.size(), sodium_base64_VARIANT_ORIGINAL);
    text.pop_back(); // its terminating NUL
    return text;
}

std::optional<std::vector<RosterEntry>> read_entries(std::string_view base64) {
    std::string packed(base64.size() / 4 * 3 + 3, '\0');
    std::size_t length = 0;
    const bool good =
        sodium_base642bin(reinterpret_cast<unsigned char*>(packed.data()), packed.size(), base64.data(),
                          base64.size(), nullptr, &length, nullptr, sodium_base64_VARIANT_ORIGINAL) == 0;
    if (!good || length % roster_entry_bytes != 0) {
        return std::nullopt;
    }
    std::vector<RosterEntry> entries;
    for (std::size_t i = 0; i < length / roster_entry_bytes; ++i) {
        entries.push_back(unpack(piece(packed, i)));
    }
    return entries;
}

std::string_view Roster::entry(std::size_t at) const noexcept { return piece(packed_, at); }

void Roster::index() {
    const std::size_t count = size();
    bits_ = std::max(1U, static_cast<unsigned>(std::bit_width(count)));
    const unsigned shift = 64 - bits_;
    by_tag_ = beginnings(count, bits_, [&](std::size_t i) { return take(entry(i), tag_at, 8) >> shift; });
    // The first bits of the random half are the UUID's variant; its last ones are as good as any.
    const std::uint64_t mask = (std::uint64_t{1} << bits_) - 1;
    std::vector<std::pair<std::uint64_t, std::uint32_t>> order(count);
    for (std::size_t i = 0; i < count; ++i) {
        order[i] = {random_in(entry(i)) & mask, static_cast<std::uint32_t>(i)};
    }
    std::sort(order.begin(), order.end());
    vouchers_.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        vouchers_[i] = order[i].second;
    }
    by_voucher_ = beginnings(count, bits_, [&](std::size_t i) { return order[i].first; });
}

void Roster::clear() noexcept {
    packed_.clear();
    by_tag_.clear();
    vouchers_.clear();
    by_voucher_.clear();
}

void Roster::merge(std::span<const RosterEntry> entries) {
    // Of what stands twice the last counts.
    std::vector<std::string> fresh;
    for (const RosterEntry& entry : entries) {
        fresh.push_back(pack(entry));
    }
    std::stable_sort(fresh.begin(), fresh.end(), [](const std::string& a, const std::string& b) {
        return voucher_in(a) < voucher_in(b);
    });
    std::vector<std::string_view> kept; // in the order of tags
    kept.reserve(size());
    for (std::size_t i = 0; i < size(); ++i) {
        const auto same = std::lower_bound(
            fresh.begin(), fresh.end(), voucher_in(entry(i)),
            [](const std::string& one, std::string_view voucher) { return voucher_in(one) < voucher; });
        if (same == fresh.end() || voucher_in(*same) != voucher_in(entry(i))) {
            kept.push_back(entry(i));
        }
    }
    std::vector<std::string_view> come;
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        const bool last = i + 1 == fresh.size() || voucher_in(fresh[i]) != voucher_in(fresh[i + 1]);
        if (last && take(fresh[i], state_at, 1) != static_cast<std::uint64_t>(RosterState::gone)) {
            come.push_back(fresh[i]);
        }
    }
    const auto by_tag = [](std::string_view a, std::string_view b) { return tag_in(a) < tag_in(b); };
    std::sort(come.begin(), come.end(), by_tag);
    std::vector<std::string_view> all(kept.size() + come.size());
    std::merge(kept.begin(), kept.end(), come.begin(), come.end(), all.begin(), by_tag);
    if (all.size() > most_roster_entries) {
        // An id of version 7 begins with its time.
        std::nth_element(
            all.begin(), all.begin() + static_cast<std::ptrdiff_t>(most_roster_entries), all.end(),
            [](std::string_view a, std::string_view b) { return voucher_in(a) > voucher_in(b); });
        all.resize(most_roster_entries);
        std::sort(all.begin(), all.end(), by_tag);
    }
    std::string packed;
    packed.reserve(all.size() * roster_entry_bytes);
    for (const std::string_view one : all) {
        packed += one;
    }
    packed_ = std::move(packed);
    index();
}

std::optional<RosterEntry> Roster::find(const Tag& tag) const {
    if (packed_.empty()) {
        return std::nullopt;
    }
    const std::string_view wanted{reinterpret_cast<const char*>(tag.data()), tag.size()};
    const auto begins = static_cast<std::size_t>(take(wanted, 0, 8) >> (64 - bits_));
    for (std::size_t i = by_tag_[begins]; i < by_tag_[begins + 1]; ++i) {
        if (tag_in(entry(i)) == wanted) {
            return unpack(entry(i));
        }
    }
    return std::nullopt;
}

std::optional<RosterEntry> Roster::find_voucher(std::string_view voucher_id) const {
    const auto id = id_of(voucher_id);
    if (packed_.empty() || !id) {
        return std::nullopt;
    }
    const std::string_view wanted{reinterpret_cast<const char*>(id->data()), id->size()};
    const auto ends = static_cast<std::size_t>(take(wanted, 8, 8) & ((std::uint64_t{1} << bits_) - 1));
    for (std::size_t i = by_voucher_[ends]; i < by_voucher_[ends + 1]; ++i) {
        if (voucher_in(entry(vouchers_[i])) == wanted) {
            return unpack(entry(vouchers_[i]));
        }
    }
    return std::nullopt;
}

bool Roster::restore(std::string packed) {
    const std::size_t count = packed.size() / roster_entry_bytes;
    bool good = packed.size() % roster_entry_bytes == 0 && count <= most_roster_entries;
    for (std::size_t i = 1; good && i < count; ++i) {
        good = tag_in(piece(packed, i - 1)) <= tag_in(piece(packed, i));
    }
    clear();
    if (good) {
        packed_ = std::move(packed);
        index();
    }
    return good;
}

} // namespace hexiao::offline
