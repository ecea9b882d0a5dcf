// How much a merchant risks while a device is cut off. A promise is a voucher that was served on the strength
// of what a device could check by itself; it may turn out to have been used elsewhere, and then it is a loss.
// These limits are the most that one device may promise before it hears from the platform again. What is done
// under a lease (lease.h) is no promise and counts for nothing here.
#pragma once

#include <cstdint>
#include <optional>

#include "core/api/wire.h"
#include "core/base/money.h"
#include "core/base/reason.h"
#include "core/base/time.h"

namespace hexiao::offline {

// Per merchant, for each of its devices. What stands here is what is shipped (ours): a lunch hour at one till
// of a busy restaurant, 300 vouchers, is within it.
struct Limits {
    static constexpr std::string_view wire_name = "OfflineLimits";
    Money value{2'000'000};             // of all promises that wait for their verdict
    std::int64_t count = 300;           // so many of them
    std::int64_t contact_minutes = 720; // since the platform last answered
    std::int64_t qr_minutes = 240;      // age of a house QR that is out of date, and is promised all the same
    Money approval_above{30'000};       // one that is worth more takes a manager

    template <class V>
    static void fields(V& v) {
        v("value_fen", &Limits::value, wire::integer(0, max_fen));
        v("count", &Limits::count, wire::integer(0, 10'000));
        v("contact_minutes", &Limits::contact_minutes, wire::integer(0, std::int64_t{7} * 24 * 60));
        v("qr_minutes", &Limits::qr_minutes, wire::integer(0, std::int64_t{7} * 24 * 60));
        v("approval_above_fen", &Limits::approval_above, wire::integer(0, max_fen));
    }
    friend bool operator==(const Limits&, const Limits&) = default;
};

// What a device has promised, and has no verdict of yet.
struct Promised {
    Money value;
    std::int64_t count = 0;
};

// What one more promise is.
struct Wanted {
    std::optional<Money> amount; // nothing: nobody knows what it is worth, see `counted`
    // Since the platform last answered; nothing where the device cannot tell.
    std::optional<Milliseconds> since_contact;
    bool approved = false; // by a manager, or made by one
};

// What a promise counts for: one of unknown worth counts for what takes no manager yet.
Money counted(const Limits& limits, const std::optional<Money>& amount) noexcept;

// May it be promised? Reason::none, or promise_age, promise_count, promise_value, approval_needed; in this
// order, so that nobody calls a manager in vain.
Reason check_promise(const Limits& limits, const Promised& so_far, const Wanted& wanted) noexcept;

// What may still be promised, for whoever asks how long it lasts.
Promised left(const Limits& limits, const Promised& so_far) noexcept;

} // namespace hexiao::offline
