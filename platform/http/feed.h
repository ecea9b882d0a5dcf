// The live feed: numbered journal entries, projected for a role, sent to everybody who reads a store's day
// (SSE). Readers begin with a snapshot whose id is that of the newest event in it, and every event carries
// the id of the one before, so a reader sees a gap; one that was away goes on where it was, or is told to
// begin anew (service/feeds.h). One thread numbers new entries, reads what has been numbered, by whomever,
// and keeps the time; fanout.h says who is sent what.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "platform/http/fanout.h"
#include "platform/service/services.h"

namespace hexiao::http {

struct FeedRules {
    Milliseconds heartbeat{15'000};
    Milliseconds round{
        20}; // from one reading of the books to the next: what is written meanwhile is read together
    std::size_t most_per_user = 16;
    std::size_t most_streams = 5000; // 8 KiB each, and a file descriptor
    FanoutRules fanout;
    // With a time of their own, as the simulation's, the feed has no thread: whoever gives it calls `turn`.
    std::function<Fanout::Time()> time{};
};

class Feed {
public:
    // For whoever watches the server.
    struct Status {
        Fanout::Counts streams;
        std::uint64_t events = 0;  // told, whoever heard them
        std::uint64_t resets = 0;  // readers who had to begin anew
        std::uint64_t refused = 0; // streams, for want of a place
        Milliseconds lag{0};       // of the newest event: from when it happened until it was told
    };

    explicit Feed(service::Services& services, FeedRules rules = {});
    ~Feed();
    Feed(const Feed&) = delete;
    Feed& operator=(const Feed&) = delete;

    // Errors: not_found for a store that the caller does not have, too_many_requests when they read as
    // many streams as they may, store_unavailable when all places are taken, shutting_down.
    Result<FeedOpening> open(const service::Caller& caller, const std::string& store_id,
                             const std::string& last_event_id);

    // Sends the opening, whatever happened since, and everything from now on.
    void attach(const FeedOpening& opening, std::unique_ptr<Sink> sink);

    // Something was written or numbered. Returns at once.
    void wake();

    void end_session(const std::string& session_id);

    // Ends every stream with the word that its reader may come back soon; from now on nobody is let in. What
    // is written is still numbered.
    void say_bye();

    // Says bye and ends the thread; nothing is sent afterwards.
    void stop();

    // Numbers, reads and sends what it is time for. When there will be more to do, unless it is woken.
    Fanout::Time turn();

    Status status() const;

private:
    using Time = Fanout::Time;

    void run();
    Time turn(std::unique_lock<std::mutex>& lock);
    Time time() const;
    bool round(std::unique_lock<std::mutex>& lock);
    bool tell_news(bool everywhere);
    bool feed_lagging();
    void beat(std::unique_lock<std::mutex>& lock, Time now);
    void end_sessions_ended_elsewhere();

    service::Services& services_;
    const FeedRules rules_;
    Places places_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    bool woken_ = false; // the books may hold something new
    bool news_ = false;  // for the thread, which may sleep
    bool leaving_ = false;
    bool stopping_ = false;
    Fanout fanout_;
    Status status_;
    std::set<std::string>
        ended_; // sessions that ended since the last beat: their openings must not begin any more
    Time next_beat_;
    Time next_round_;
    std::thread thread_; // last: it uses everything above
};

} // namespace hexiao::http
