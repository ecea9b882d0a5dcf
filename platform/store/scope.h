// Who asks: the narrow door through which every query goes. A scope names one merchant and the stores of it
// that somebody may see; ids from outside are only ever looked up together with it, so a foreign id answers
// as an unknown one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/api/messages.h"

namespace hexiao::store {

struct Scope {
    std::string merchant_id;
    std::optional<std::vector<std::string>> store_ids; // absent: every store of the merchant
    api::Role role = api::Role::other;
    std::string staff_id;
    std::string device_id;
    std::string store_id;               // where this person stands
    std::optional<std::string> lane_id; // absent until chosen

    bool may_see(std::string_view store) const {
        return !store_ids || std::ranges::find(*store_ids, store) != store_ids->end();
    }
    // For queries: 1 when every store may be seen, 0 when those of `staff_id` in staff_store.
    std::int64_t everywhere() const { return store_ids ? 0 : 1; }
};

} // namespace hexiao::store
