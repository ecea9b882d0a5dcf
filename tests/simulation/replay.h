// A recorded list of events (recorder.h), given to a console again: the same events make the same state, so
// whoever looks for a bug can stop at any of them.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "core/console/console.h"

namespace hexiao::simulation {

// The state at the end. `each` sees every line of the list and the state that it led to.
console::State replay(const std::filesystem::path& file,
                      const std::function<void(const std::string& line, const console::State&)>& each);

// What staff see, and what is owed to them, in one line.
std::string describe(const console::State& state);

} // namespace hexiao::simulation
