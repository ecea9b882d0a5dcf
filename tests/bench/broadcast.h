// Drogon alone, as bare as it can be: what the feed is compared with.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace hexiao::bench {

// Serves until SIGTERM, once per process. GET /stream opens a stream, which begins with an event named
// `snapshot`; POST /broadcast sends its body to every stream, in the thread of each, and answers when that is
// asked for. Uploads, which nobody sends, would go to `folder`.
void broadcast(std::uint16_t port, const std::string& folder, const std::function<void()>& ready);

} // namespace hexiao::bench
