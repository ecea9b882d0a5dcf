// The roster: what a device knows of the merchant's vouchers while it is cut off. It never holds a code: an
// entry stands under a tag, HMAC-SHA-256 under a key of this device and this day, so that a roster that was
// copied tells nothing of any code to whoever has no key, and nothing of another device's roster.
//
// The books do not hold codes either, so the tag is made in two steps:
//
//     tag = HMAC(device's key of the day, HMAC(merchant's code key, code in canonical form)), first 16 bytes
//
// The platform keeps the inner one with each voucher. Both keys come with the roster, are kept under a key of
// the browser that nobody can take out, and go when somebody signs out or the device is revoked.
//
// On the wire and in memory an entry is 48 bytes, big-endian:
//
//     16  tag          16  voucher, a UUID
//      2  product      the index of it in the roster's list
//      1  state        RosterState
//      1  reserved, 0
//      2  uses left     2  uses in all
//      4  valid from    4  valid until (exclusive); seconds since 1970
//
// A table finds an entry by tag or by voucher: both are random bits, so that a table of where each beginning
// begins leads to the place at once.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/secret.h"
#include "core/base/time.h"

namespace hexiao::offline {

inline constexpr std::size_t most_roster_entries = 100'000;
inline constexpr std::size_t roster_entry_bytes = 48;

using Tag = std::array<std::uint8_t, 16>;
// 32 bytes.
using RosterKey = std::array<std::uint8_t, 32>;
// From 64 lower-case hexadecimal digits; nothing from anything else.
std::optional<RosterKey> read_roster_key(const Secret& hex) noexcept;

// The inner step, which the platform keeps: 32 bytes.
std::string code_mark(const RosterKey& code_key, const Secret& canonical_code);
Tag tag_of_mark(const RosterKey& day_key, std::string_view mark) noexcept;
Tag tag_of(const RosterKey& day_key, const RosterKey& code_key, const Secret& canonical_code);

// `usable`; `used`, all of its uses; `revoked`; `gone`: it left the roster (only in a delta).
enum class RosterState : std::uint8_t { other, usable, used, revoked, gone };

struct RosterEntry {
    Tag tag{};
    std::string voucher_id;
    std::uint16_t product = 0;
    RosterState state = RosterState::other;
    std::uint16_t uses_left = 0;
    std::uint16_t uses_total = 1;
    Instant valid_from; // whole seconds
    Instant valid_until;

    friend bool operator==(const RosterEntry&, const RosterEntry&) = default;
};

// Packed, in base64 (RFC 4648 §4, padded).
std::string write_entries(std::span<const RosterEntry> entries);
// Nothing for what is not whole entries in base64.
std::optional<std::vector<RosterEntry>> read_entries(std::string_view base64);

class Roster {
public:
    // Entries of a delta or a page come in the place of those of the same voucher; `gone` ones leave. What is
    // over most_roster_entries is dropped, the oldest vouchers first.
    void merge(std::span<const RosterEntry> entries);
    void clear() noexcept;

    std::optional<RosterEntry> find(const Tag& tag) const;
    std::optional<RosterEntry> find_voucher(std::string_view voucher_id) const;

    std::size_t size() const noexcept { return packed_.size() / roster_entry_bytes; }
    // As it is kept on the device: what `read_entries` reads, without base64.
    const std::string& packed() const noexcept { return packed_; }
    // False for what is no roster; then it is empty.
    bool restore(std::string packed);

private:
    void index();
    std::string_view entry(std::size_t at) const noexcept;

    std::string packed_;                  // in the order of tags
    std::vector<std::uint32_t> by_tag_;   // where the tags with each beginning begin
    std::vector<std::uint32_t> vouchers_; // entries in the order of the random ends of their vouchers' ids
    std::vector<std::uint32_t> by_voucher_;
    unsigned bits_ = 0; // of a beginning
};

} // namespace hexiao::offline
