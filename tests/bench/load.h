// A load of HTTP requests from many clients that cost next to nothing: one thread, one keep-alive connection
// for each client, one request at a time on each. What is measured is the server, not the threads of the
// measurement.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace hexiao::bench {

struct Answered {
    std::string body; // empty when the connection broke
    double ms = 0;    // from the first byte sent to the last received
};

// Sends each request (whole, as bytes) as soon as one of the `clients` is free; the answers in the same
// order.
std::vector<Answered> load(std::uint16_t port, std::size_t clients, const std::vector<std::string>& requests);

// The bytes of a POST with a JSON body; `headers` are whole lines.
std::string post(const std::string& path, const std::string& headers, const std::string& body);

} // namespace hexiao::bench
