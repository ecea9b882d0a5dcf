// Readers of a live stream (SSE over HTTP/1.1) that cost next to nothing: one thread waits for all their
// sockets. What is measured is the server that feeds them.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hexiao::bench {

struct Heard {
    std::vector<std::chrono::steady_clock::time_point>
        by_all;        // when the last reader had the n-th event whole
    std::string event; // the first one's text
};

class Readers {
public:
    // Opens `count` streams with the same request. Nothing when one of them is not answered with an event
    // named `snapshot`.
    static std::optional<Readers> open(std::uint16_t port, const std::string& request, std::size_t count);
    ~Readers();
    Readers(Readers&&) noexcept;
    Readers& operator=(Readers&&) = delete;

    // Reads until everybody was told `count` events named `redemption`. Nothing when a stream ends, one is
    // told otherwise than the first, or nothing comes for a minute.
    std::optional<Heard> hear(std::size_t count);

private:
    struct Reader {
        int socket = -1;
        std::size_t told = 0;
        std::string text; // of an event that is not whole yet, with the frames of HTTP
    };

    Readers() = default;
    bool connect(std::uint16_t port, const std::string& request);
    // Waits for bytes, and calls `take(reader, event)` for each whole event. False as above.
    template <class Take>
    bool read(Take&& take);

    int poll_ = -1;
    std::vector<Reader> readers_;
};

} // namespace hexiao::bench
