// How fast a redemption reaches everybody who looks at a store.
#pragma once

#include <cstdint>

namespace hexiao::bench {

// Prints feed.p95_300_ms; false when something was not told, or not to everybody. Some 40 s.
bool measure_feed(std::uint16_t port);

} // namespace hexiao::bench
