// A console's events as they were recorded (tests/simulation/recorder.h): one JSON object a line, with the
// time and the random bytes of each. The same events make the same state, in the browser too, so whoever
// looks for a bug can stop at any of them.
#pragma once

#include <string_view>

#include "core/console/console.h"

namespace hexiao::shell {

// What the event of this line makes of the state; what it would have the world do is left out. False, and
// nothing done, where it is none.
bool take_recorded(console::State& state, std::string_view line);

} // namespace hexiao::shell
