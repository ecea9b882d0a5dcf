// See limits.h.
#include "core/offline/limits.h"

#include <algorithm>

namespace hexiao::offline {

Money counted(const Limits& limits, const std::optional<Money>& amount) noexcept {
    return amount.value_or(limits.approval_above);
}

Reason check_promise(const Limits& limits, const Promised& so_far, const Wanted& wanted) noexcept {
    const Money worth = counted(limits, wanted.amount);
    if (!wanted.since_contact || *wanted.since_contact > Milliseconds{limits.contact_minutes * 60'000}) {
        return Reason::promise_age;
    }
    if (so_far.count >= limits.count) {
        return Reason::promise_count;
    }
    if (so_far.value + worth > limits.value) {
        return Reason::promise_value;
    }
    return worth > limits.approval_above && !wanted.approved ? Reason::approval_needed : Reason::none;
}

Promised left(const Limits& limits, const Promised& so_far) noexcept {
    return {std::max(limits.value - so_far.value, Money{}),
            std::max(limits.count - so_far.count, std::int64_t{0})};
}

} // namespace hexiao::offline
