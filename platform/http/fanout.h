// Who reads which store's feed, and what each is sent when. No thread, no clock and no books: the feed
// (feed.h) calls it under its lock with the time, and reads from the books what the readers named by
// `lagging` still miss.
//
// A reader stands at a position of the merchant's journal: everything up to there it has been given. New
// events go into a bounded ring for each store that somebody reads; whoever stands inside the ring is fed
// from it, whoever stands before it from the books, page by page. Nothing is kept for a reader but its
// position, so that a slow one costs no memory: while more than `most_unsent` bytes wait for its socket it is
// given nothing (Drogon itself would take and keep everything, server.md §4), and when that lasts, it is cut;
// it comes back with Last-Event-ID.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/api/feed.h"
#include "core/base/time.h"
#include "platform/http/places.h"

namespace hexiao::http {

// Where the text of one stream goes.
class Sink {
public:
    virtual ~Sink() = default;
    virtual bool send(const std::string& text) = 0; // false once the reader is gone
    virtual std::size_t unsent() const = 0;         // bytes that wait in this process
    virtual bool gone() const = 0;
    virtual void close() = 0; // after what was sent
    virtual void cut() = 0;   // at once, without what is unsent
};

// A stream that may begin: whose it is, and the first text it is sent.
struct FeedOpening {
    std::string merchant_id;
    std::string store_id;
    std::string session_id;
    Instant session_ends;
    bool display = false;      // shown no names
    bool snapshot = false;     // `first` tells how the products stood at `newest`
    std::int64_t id = 0;       // of the newest event that `first` tells or presumes
    std::int64_t position = 0; // up to which nothing is left to tell
    std::int64_t newest = 0;   // position of the merchant's journal when the books were asked
    std::string first;
    Places::Place place;
};

// One event, as whole SSE text for either audience.
struct FeedEvent {
    std::int64_t id = 0;
    std::string store_id;
    std::string for_staff;
    std::string for_display;
};

// How a store's products stand at some position, as whole SSE text for either audience; `sums` differs from
// an earlier one when something else changed them than the redemptions of that store, which its readers count
// for themselves.
struct FeedProducts {
    std::string store_id;
    std::string for_staff;
    std::string for_display;
    std::string sums;
};

struct FanoutRules {
    Milliseconds pause{250};          // between two sends to one reader: what happens meanwhile goes together
    Milliseconds products_pause{600}; // between two looks at a store's products: told within a second
    Milliseconds stall{30'000};
    Milliseconds life{600'000}; // of a stream, give or take a quarter, so that they do not all end at once
    std::size_t most_unsent = std::size_t{64} * 1024;
    std::size_t most_at_once = std::size_t{128} * 1024; // bytes of one send
    std::size_t ring_events = 1000;
};

class Fanout {
public:
    using Time = std::chrono::steady_clock::time_point;

    struct Counts {
        std::size_t readers = 0;
        std::uint64_t begun = 0; // streams
        std::uint64_t sends = 0; // of events, some together
        std::uint64_t stalled = 0;
    };
    // Somebody who stands before the ring.
    struct Lagging {
        std::uint64_t reader = 0;
        std::string merchant_id;
        std::string store_id;
        std::int64_t position = 0;
    };

    explicit Fanout(FanoutRules rules) : rules_(rules) {}

    // Begins a stream with its first text and what has happened since.
    void attach(const FeedOpening& opening, std::unique_ptr<Sink> sink, Time now);

    // Each merchant that somebody reads, the position up to which its events were told, and the stores whose
    // products it is time to look at.
    struct Told {
        std::string merchant_id;
        std::int64_t position = 0;
        std::vector<std::string> stale;
    };
    std::vector<Told> told(Time now) const;
    // What happened next at a merchant, up to a position.
    void tell(const std::string& merchant_id, std::vector<FeedEvent> events, std::int64_t position);
    // How products stand at a position up to which the merchant's events were told.
    void tell_products(const std::string& merchant_id, std::vector<FeedProducts> products,
                       std::int64_t position, Time now);
    // When somebody who waits may be sent something, from the ring (by `flush`) or from the books (by
    // `page`), and when products are to be looked at (`told`).
    struct Due {
        std::optional<Time> from_ring;
        std::optional<Time> from_books;
        std::optional<Time> products;
    };
    // Sends what the rings hold to everybody whose time it is.
    Due flush(Time now);

    // Who needs a page of the books now; `page` hands it over.
    std::vector<Lagging> lagging(Time now);
    void page(const Lagging& to, const std::vector<FeedEvent>& events, std::int64_t position, Time now);

    // A comment to everybody, which keeps proxies from closing a quiet stream (server.md §8) and finds those
    // who are gone. Ends streams whose session or time is over, and forgets merchants that nobody reads.
    void beat(Instant wall, Time now);
    // Those of all readers, each once: by merchant and id.
    std::set<std::pair<std::string, std::string>> sessions() const;
    // Streams of readers who are gone without having been sent anything since; they would hold places.
    void sweep(const std::string& session_id);
    void end_session(const std::string& session_id);
    // Ends every stream with the word that the reader may come back.
    void say_bye(api::ByeCause cause);

    Counts counts() const { return counts_; }

private:
    struct Reader {
        std::uint64_t number = 0;
        FeedOpening whose; // without its first text
        std::unique_ptr<Sink> sink;
        std::int64_t position = 0;
        std::int64_t products = -1; // position at which it knew how the products stand
        Time ends;
        Time next_send;
        std::optional<Time> held_since; // waits for its socket
        bool over = false;
    };
    struct Products {
        std::int64_t at = -1;     // position at which they stood so
        std::int64_t changed = 0; // and since which they do
        FeedProducts told;
        Time next; // to look again
    };
    struct StoreFeed {
        std::int64_t since = 0; // every later event of the store stands in the ring
        std::deque<FeedEvent> ring;
        std::vector<Reader> readers;
        Products products;
    };
    struct MerchantFeed {
        std::int64_t told = 0;
        std::map<std::string, StoreFeed> stores;
    };
    // What one flush sends to everybody who stands at the same place.
    struct Batch {
        std::int64_t from = -1;
        bool display = false;
        bool wanted = false;   // how the products stand
        bool products = false; // and it holds that
        std::int64_t to = 0;
        std::int64_t id = 0; // of the newest event in it; 0 for none
        std::string text;
    };

    enum class Ready { yes, later, over };
    Ready ready(Reader& reader, Time now);
    void flush(StoreFeed& store, Time now, Due& due);
    bool send(Reader& reader, const std::string& text, std::int64_t id, std::int64_t position, Time now);
    static bool in_ring(const StoreFeed& store, const Reader& reader);
    static bool waits(const StoreFeed& store, const Reader& reader);
    static bool wants_products(const StoreFeed& store, const Reader& reader);
    void gather(const StoreFeed& store, const Reader& reader, Batch& batch) const;
    void bye(Reader& reader, api::ByeCause cause) const;
    template <class Call>
    void each(Call&& call); // every reader; those that it marks `over` are removed

    const FanoutRules rules_;
    std::map<std::string, MerchantFeed> merchants_;
    std::uint64_t next_reader_ = 1;
    Counts counts_;
};

// The text of a server-sent event.
std::string sse(std::int64_t id, std::string_view name, const std::string& data);

} // namespace hexiao::http
