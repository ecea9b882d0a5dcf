// The whole seam between the console and the world. Two hosts implement it: shell/browser (the real one) and
// shell/headless (tests and simulation). What needs something new from the world makes this one function longer.
// Calls never block and never fail by themselves: what became of them arrives later as a `HostEvent`.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace hexiao::shell {

struct Request {
    std::uint64_t id = 0;
    std::string method, path, body, key; ///< body: JSON or empty; key: Idempotency-Key or empty
    int timeout_ms = 10000;
};
struct Answered { std::uint64_t id; int status; std::string content_type, body; bool redirected; };
struct Failed { std::uint64_t id; };                   ///< no answer: unknown what became of it
struct FeedOpened {};
struct FeedItem { std::string id, type, data; };
struct FeedClosed {};                                  ///< ended, failed, or 45 s of silence
struct RecordDone { std::string key; bool stored; };   ///< stored: on disk (strict), not merely accepted
struct RecordsListed { std::vector<std::pair<std::string, std::string>> records; };
enum class CameraState : std::uint8_t { off, starting, on, denied, none, insecure, failed };
struct CameraChanged { CameraState state; };
struct Scanned { std::string text; };
struct TimerFired { std::uint64_t id; };
struct Navigated { std::string path; };                ///< the person used back, forward or a link
struct Shown { bool visible; };
using HostEvent = std::variant<Answered, Failed, FeedOpened, FeedItem, FeedClosed, RecordDone, RecordsListed,
                               CameraChanged, Scanned, TimerFired, Navigated, Shown>;

class Host {
public:
    virtual ~Host() = default;
    std::function<void(HostEvent)> on_event; ///< set once by the console loop; called from the one thread
    virtual void fetch(const Request& request) = 0;
    virtual void open_feed(std::string_view path, std::string_view last_id) = 0; ///< replaces an open one
    virtual void close_feed() = 0;
    virtual void put_record(std::string_view key, std::string_view json) = 0; ///< answers RecordDone
    virtual void remove_record(std::string_view key) = 0;                     ///< answers RecordDone
    virtual void list_records() = 0;                                          ///< answers RecordsListed
    virtual void camera(bool on) = 0;
    virtual void signal(std::string_view sound, int vibrate_ms) = 0; ///< sound: done, refused, attention
    virtual void navigate(std::string_view path, bool replace) = 0;
    virtual void title(std::string_view text, std::string_view language) = 0;
    virtual void timer(std::uint64_t id, int after_ms) = 0; ///< again with the same id: replaces it
    virtual std::int64_t now_ms() const = 0;                ///< since 1970, UTC
    virtual std::uint64_t random() = 0;                     ///< 64 unguessable bits
    virtual void remember(std::string_view name, std::string_view value) = 0; ///< a small preference
    virtual std::string recall(std::string_view name) = 0;                    ///< empty = never remembered
};

} // namespace hexiao::shell
