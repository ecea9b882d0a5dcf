// The simulation, as a program: many seeds on all cores, or one of them to look at.
//
//   simulation --seeds 200              seeds 1 to 200; prints what was struck, and the figures
//   simulation --seed 17 [--aloud]      one of them; --record DIR writes each console's events
//   simulation --control fsync          with one promise switched off, until a seed finds it
//   simulation --first 201 --seeds 1800 --within 900    those that can be begun in 15 minutes
//   simulation --soak                   until it is stopped
//   simulation --replay FILE            what a console was told, again: its state after each event
#include <algorithm>
#include <iostream>

#include <CLI/CLI.hpp>

#include "tests/simulation/replay.h"
#include "tests/simulation/run.h"

int main(int argc, char** argv) {
    using namespace hexiao::simulation;
    CLI::App app{"Consoles, platform, customers and faults, by seed"};
    Orders orders;
    std::string control;
    std::string list;
    bool soak = false;
    std::int64_t within = 0;
    app.add_option("--seeds", orders.seeds, "how many");
    app.add_option("--first", orders.first, "the first of them");
    app.add_option("--within", within, "seconds: no seed is begun later")->check(CLI::PositiveNumber);
    app.add_option("--seed", orders.only, "only this one");
    app.add_option("--jobs", orders.jobs, "processes at the same time");
    app.add_option(
        "--control", control,
        "without: key-lookup, write-before-green, voucher-lock, fsync, replay-of-refusals, channel-token");
    app.add_option("--record", orders.records, "a folder for what each console hears, with --seed");
    app.add_flag("--aloud", orders.aloud, "say what happens, with --seed");
    app.add_flag("--soak", soak, "go on until stopped");
    app.add_flag("--figures", orders.figures, "print one JSON object of figures instead");
    app.add_option("--replay", list, "a console's events, as --record writes them");
    CLI11_PARSE(app, argc, argv);
    if (!list.empty()) {
        replay(list, [](const std::string& line, const hexiao::console::State& state) {
            std::cout << line << "\n  " << describe(state) << '\n';
        });
        return 0;
    }
    if (within > 0) {
        orders.within = std::chrono::seconds{within};
    }
    if (soak) {
        orders.seeds = std::uint64_t{1} << 60U;
    }
    if (!control.empty()) {
        const auto found = std::ranges::find(control_names, control);
        if (found == control_names.end()) {
            std::cerr << "No such control: " << control << '\n';
            return 2;
        }
        orders.without = static_cast<Control>(found - control_names.begin());
    }
    return run(orders);
}
