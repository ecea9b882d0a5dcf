// The live feed: numbered journal entries, projected for a role, sent to everybody who reads a store's day
// (SSE). One thread numbers new entries and tells them in order; readers begin with a snapshot whose id is
// that of the newest event in it, and every event carries the id of the one before, so a reader sees a gap. A
// bounded ring of past events lets a reader that was away for a moment go on where it was.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "platform/service/counter.h"

namespace hexiao::http {

// Where the text of one stream goes. `send` returns false once the reader is gone.
class Sink {
public:
    virtual ~Sink() = default;
    virtual bool send(const std::string& text) = 0;
    virtual void close() = 0;
};

// A stream that may begin: whose it is, and the first text it is sent.
struct FeedOpening {
    std::string merchant_id;
    std::string store_id;
    std::string session_id;
    Instant session_ends;
    bool display = false;  // shown no names
    std::int64_t last = 0; // id of the newest event that `first` tells or presumes
    std::string first;
};

class Feed {
public:
    // Heartbeat comments keep proxies from closing a quiet stream (server.md §8), and find dead readers.
    explicit Feed(service::Counter& counter, Milliseconds heartbeat = Milliseconds{15'000});
    ~Feed();
    Feed(const Feed&) = delete;
    Feed& operator=(const Feed&) = delete;

    // Resumes after `last_event_id` where the ring still holds it and the day is the same; otherwise a
    // snapshot. Error: not_found for a store that the caller does not have.
    Result<FeedOpening> open(const service::Caller& caller, const std::string& store_id,
                             const std::string& last_event_id);

    // Sends the opening, whatever happened since, and everything from now on.
    void attach(const FeedOpening& opening, std::unique_ptr<Sink> sink);

    // Something was written. Returns at once.
    void wake();

    void end_session(const std::string& session_id);

    // Closes every stream and ends the thread; nothing is sent afterwards.
    void stop();

private:
    struct Event {
        std::int64_t id;
        std::string business_day;
        std::string for_staff; // whole SSE events
        std::string for_display;
    };
    struct StoreFeed {
        std::int64_t last = 0;
        std::deque<Event> ring;
    };
    struct MerchantFeed {
        std::int64_t told = 0; // position up to which events were told
        std::map<std::string, StoreFeed> stores;
    };
    struct Reader {
        FeedOpening whose;
        std::unique_ptr<Sink> sink;
    };

    void run();
    bool tell_new_entries();
    void forget_hourly();
    void tell(const std::string& merchant_id, MerchantFeed& merchant, const store::FedRedemption& redemption);
    void beat();
    Result<MerchantFeed*> merchant(const std::string& merchant_id);
    template <class Which>
    void close_where(Which&& which);

    service::Counter& counter_;
    const Milliseconds heartbeat_;
    Instant forgot_at_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool woken_ = false;
    bool stopping_ = false;
    std::map<std::string, MerchantFeed> merchants_;
    std::vector<Reader> readers_;
    std::set<std::string>
        ended_;          // sessions that ended since the last beat: their openings must not begin any more
    std::thread thread_; // last: it uses everything above
};

} // namespace hexiao::http
