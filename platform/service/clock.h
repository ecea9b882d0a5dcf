// The two things that a service may not take from thin air: the time and randomness. Tests and the simulation
// bring their own.
#pragma once

#include <string>

#include "core/base/secret.h"
#include "core/base/time.h"
#include "core/base/uuid.h"

namespace hexiao::service {

class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() = 0;
};

class Ids {
public:
    virtual ~Ids() = default;
    virtual RandomBytes random() = 0;

    std::string uuid(Instant at) { return make_uuid7(at, random()); }
    // 256 bits in hexadecimal: a session or device cookie.
    Secret token();
};

class SystemClock final : public Clock {
public:
    Instant now() override;
};

// libsodium's generator; thread-safe.
class SystemIds final : public Ids {
public:
    RandomBytes random() override;
};

// Offset of an IANA zone at an instant, minutes east of UTC, from the system's zone database.
// Error: not_found for a zone that the database does not know.
Result<int> utc_offset_minutes(const std::string& zone, Instant at);

} // namespace hexiao::service
