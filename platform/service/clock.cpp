// See clock.h. Howard Hinnant's date library reads the system's zone files; C++20's own is missing in Debian
// 12's libstdc++.
#include "platform/service/clock.h"

#include <chrono>
#include <exception>

#include <date/tz.h>
#include <sodium.h>

#include "core/base/hash.h"

namespace hexiao::service {

Secret Ids::token() {
    const RandomBytes high = random();
    const RandomBytes low = random();
    return Secret{to_hex(high) + to_hex(low)};
}

Instant SystemClock::now() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<Milliseconds>(since).count()};
}

RandomBytes SystemIds::random() {
    RandomBytes bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

Result<int> utc_offset_minutes(const std::string& zone, Instant at) {
    try {
        const date::time_zone* found = date::locate_zone(zone);
        const std::chrono::time_point<std::chrono::system_clock, Milliseconds> when{Milliseconds{at.ms}};
        const auto info = found->get_info(when);
        return static_cast<int>(std::chrono::duration_cast<std::chrono::minutes>(info.offset).count());
    } catch (const std::exception&) { // the library's only way to say "unknown zone"
        return Error{Reason::not_found, "zone"};
    }
}

} // namespace hexiao::service
