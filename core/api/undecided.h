// What is answered where the books cannot say whether something was recorded (the commit failed). It is no
// problem document, because that would promise that nothing was; asking again under the same key tells.
#pragma once

#include "core/api/wire.h"
#include "core/base/reason.h"
#include "core/redemption/redemption.h"

namespace hexiao::api {

struct Undecided {
    static constexpr std::string_view wire_name = "Undecided";
    Outcome outcome = Outcome::unknown;
    Reason reason = Reason::commit_unknown;

    template <class V>
    static void fields(V& v) {
        v("outcome", &Undecided::outcome, wire::any());
        v("reason", &Undecided::reason, wire::any());
    }
};

} // namespace hexiao::api
