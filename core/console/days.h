// The close of a day: which days of this store are closed, and what one of them came to (core/api/sales.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/console/vouchers.h"

namespace hexiao::console {

struct DaysView {
    Asking list_asked;
    std::optional<std::vector<api::ClosedDayItem>> closed; // the newest first
    std::optional<std::string> more;                       // where the list goes on
    Asking day_asked;
    std::optional<api::ClosedDay> day; // that the address names; absent while it is not closed
    bool not_closed = false;           // the platform said so
    Asking close_asked;
};

// How far back days are offered to be closed.
inline constexpr int days_offered = 31;

} // namespace hexiao::console
