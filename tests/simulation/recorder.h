// What one console heard, as a list that can be read and given to a console again: one JSON object a line,
// with the time and the random bytes of the event, in the members of shell/browser's own events. Secrets
// stand in it as handles. replay.h gives it to a console again.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "core/console/console.h"

namespace hexiao::simulation {

class Recorder {
public:
    explicit Recorder(const std::filesystem::path& file) : out_(file) {}
    // The page is loaded: its state begins anew.
    void begin();
    void add(const console::Stamp& stamp, const console::Event& event);

private:
    std::string handle_of(const Secret& secret);

    std::ofstream out_;
    std::map<std::string, std::string> handles_;
};

} // namespace hexiao::simulation
