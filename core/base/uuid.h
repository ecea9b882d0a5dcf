// UUID version 7 (RFC 9562 §5.7): ids that sort by time, which keeps database pages and lists in order of
// arrival. The random bytes are an argument: core has no randomness of its own.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/time.h"

namespace hexiao {

using RandomBytes = std::array<std::uint8_t, 16>;

// "018f…-…": 48 bits of milliseconds, version 7, variant 2, the other 74 bits from `random`.
std::string make_uuid7(Instant at, const RandomBytes& random);

// When an id of version 7 was made; epoch for a text that is none.
Instant time_of_uuid7(std::string_view id) noexcept;

// True for the canonical form of any UUID: 36 characters, lower-case hexadecimal.
bool is_uuid(std::string_view text) noexcept;

} // namespace hexiao
