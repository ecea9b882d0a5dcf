// The console's loop: an event comes in, core decides, its effects are carried out on a host. The same loop
// runs in the browser and headless; it holds the state and nothing else.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "core/console/console.h"
#include "shell/host.h"

namespace hexiao::shell {

class ConsoleLoop {
public:
    // `host` must outlive the loop. `changed` is called after every event: somebody should look at the state
    // again.
    ConsoleLoop(Host& host, std::function<void()> changed);
    ConsoleLoop(const ConsoleLoop&) = delete;
    ConsoleLoop& operator=(const ConsoleLoop&) = delete;

    void start(const console::event::Started& started);
    void take(const console::Event& event);
    void take(std::span<const console::Intent> intents);
    const console::State& state() const { return state_; }

private:
    void carry_out(const console::Effect& effect);

    Host& host_;
    std::function<void()> changed_;
    console::State state_;
};

} // namespace hexiao::shell
