// Who may run whom: the one rule by which staff are added, changed and shut out.
#pragma once

#include <string>
#include <vector>

#include "core/api/messages.h"

namespace hexiao {

// What somebody is, and where.
struct Post {
    api::Role role = api::Role::other;
    std::vector<std::string> store_ids; // of owners nobody asks: they work at every store
};

// True when `who` may put somebody on the post `whom`, or take them off it. Owners may with everybody, other
// owners included. Managers may with cashiers and displays all of whose stores are their own: so nobody
// raises anybody to their own height or above, and nobody changes what happens at a store that is not theirs.
// A change of post needs this of the old one and of the new one.
bool may_manage(const Post& who, const Post& whom);

// True when every one of `stores` is where `who` works.
bool works_at_all(const Post& who, const std::vector<std::string>& stores);

} // namespace hexiao
