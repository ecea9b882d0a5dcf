// See staff.h.
#include "core/staff/staff.h"

#include <algorithm>

namespace hexiao {

bool works_at_all(const Post& who, const std::vector<std::string>& stores) {
    return who.role == api::Role::owner || std::ranges::all_of(stores, [&](const std::string& store) {
               return std::ranges::find(who.store_ids, store) != who.store_ids.end();
           });
}

bool may_manage(const Post& who, const Post& whom) {
    if (who.role == api::Role::owner) {
        return true;
    }
    const bool below = whom.role == api::Role::cashier || whom.role == api::Role::display;
    return who.role == api::Role::manager && below && works_at_all(who, whom.store_ids);
}

} // namespace hexiao
