// What lies between consoles and platform: requests, answers and streams that are lost, late, doubled,
// overtaken, garbled by somebody on the way, or cut off for a while. A browser's fetch stands at its end: it
// hears one answer, or after its deadline that there is none.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/console/console.h"
#include "tests/simulation/platform.h"
#include "tests/simulation/world.h"

namespace hexiao::simulation {

// A console's way to the platform.
struct Line {
    Instant cut_until;
    std::size_t process = 0; // that it is led to while that one is up
};

// What a fetch hears, and the session cookie where one was set.
struct Heard {
    outbox::HttpAnswer answer;
    Secret session_token;
};

// What a request is about.
Step step_of(const console::effect::Fetch& fetch) noexcept;
// The step in which its answer is heard.
Step told(Step asked) noexcept;

class Network {
public:
    Network(World& world, Platform& platform) : world_(world), platform_(platform) {}

    void ask(Line& line, Step step, const http::Request& request, Milliseconds deadline,
             std::function<void(const Heard&)> hear);

    // A stream that somebody reads. `news`: what came; `ended`: once, with the status of event::FeedClosed.
    struct Reader {
        bool closed = false; // nobody listens any more
        std::function<void()> opened;
        std::function<void(const console::event::FeedReceived&)> news;
        std::function<void(int status)> ended;
    };
    void read(Line& line, const http::Request& request, const std::shared_ptr<Reader>& reader);

private:
    friend class Stream;
    Milliseconds latency();
    // Whether a message is on its way, and then how long for; nothing where it never arrives.
    std::optional<Milliseconds> way(Line& line, Step step);
    std::size_t lead(Line& line);
    void serve(Line& line, Step step, const http::Request& request, std::size_t process,
               const std::shared_ptr<std::function<void(const Heard&)>>& hear);

    World& world_;
    Platform& platform_;
};

} // namespace hexiao::simulation
