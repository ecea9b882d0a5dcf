// Runs seeds in processes of their own, for the test disk and its faults are a process's, and adds up.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "tests/simulation/world.h"

namespace hexiao::simulation {

struct Orders {
    std::uint64_t first = 1;
    std::uint64_t seeds = 200;
    std::optional<std::uint64_t> only;
    std::optional<std::chrono::seconds> within; // no seed is begun later
    unsigned jobs = 0;                          // 0: as many as there are cores
    Control without = Control::none;
    std::optional<std::string> records;
    bool aloud = false;
    bool figures = false;
};

// The program's exit status: 0 when every seed held and every kind of fault met every kind of step often
// enough, or when the control was found.
int run(const Orders& orders);

} // namespace hexiao::simulation
