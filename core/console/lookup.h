// A customer at the counter with nothing but their phone number: the titles of what they hold, and then the
// last four characters of the code, or a tap on the customer's page, by which they prove that it is theirs
// (core/api/privacy.h). No address
// leads here, and nothing of it outlives a reload.
#pragma once

#include <string>
#include <vector>

#include "core/api/privacy.h"

namespace hexiao::console {

// A step of the counter.
struct Finding {
    bool busy = true; // the platform is asked: for the titles, or whether this is proof
    std::vector<api::HeldTitle> held;
    std::string chosen; // id of one of them, or empty
    Secret last4;
    Reason problem = Reason::none;
};

} // namespace hexiao::console
