// See feed.h.
#include "platform/http/feed.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "platform/log.h"

namespace hexiao::http {

namespace {

constexpr std::size_t ring_events = 1000;
constexpr Milliseconds retry_after{1000};
constexpr Milliseconds one_hour{3600 * 1000};

std::string sse(std::int64_t id, std::string_view name, const std::string& data) {
    return "id: " + std::to_string(id) + "\nevent: " + std::string{name} + "\ndata: " + data + "\n\n";
}

std::string redemption_event(const store::FedRedemption& fed, std::int64_t previous, api::Role role) {
    const api::RedemptionEvent event{std::to_string(previous), fed.business_day,
                                     service::project(fed.redemption, role)};
    return sse(fed.position, "redemption", wire::write(event));
}

std::optional<std::int64_t> parse_id(const std::string& text) {
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    return error == std::errc{} && end == text.data() + text.size() && !text.empty() ? std::optional{id}
                                                                                     : std::nullopt;
}

} // namespace

Feed::Feed(service::Counter& counter, Milliseconds heartbeat)
    : counter_(counter), heartbeat_(heartbeat), forgot_at_(counter.now()) {
    thread_ = std::thread{[this] { run(); }};
}

Feed::~Feed() { stop(); }

Result<FeedOpening> Feed::open(const service::Caller& caller, const std::string& store_id,
                               const std::string& last_event_id) {
    // The merchant's feed is set up before the snapshot is read: from then on nothing can happen that neither
    // holds.
    {
        const std::lock_guard lock{mutex_};
        if (const auto found = merchant(caller.scope.merchant_id); !found) {
            return found.error();
        }
    }
    const auto start = counter_.today(caller, store_id);
    if (!start) {
        return start.error();
    }
    FeedOpening opening{caller.scope.merchant_id,
                        store_id,
                        caller.session_id,
                        caller.session_ends,
                        caller.scope.role == api::Role::display,
                        start->id,
                        {}};
    const std::lock_guard lock{mutex_};
    const auto& ring = merchants_[opening.merchant_id].stores[store_id].ring;
    const auto last = parse_id(last_event_id);
    const auto known =
        std::ranges::find_if(ring, [&](const Event& event) { return last && event.id == *last; });
    if (known != ring.end() && known->business_day == start->today.business_day) {
        opening.last = known->id;
        opening.first = ": resumed\n\n";
    } else {
        opening.first = sse(start->id, "snapshot", wire::write(start->today));
    }
    return opening;
}

void Feed::attach(const FeedOpening& opening, std::unique_ptr<Sink> sink) {
    const std::lock_guard lock{mutex_};
    if (stopping_ || ended_.contains(opening.session_id) || !sink->send(opening.first)) {
        sink->close();
        return;
    }
    Reader reader{opening, std::move(sink)};
    reader.whose.first.clear();
    for (const Event& event : merchants_[opening.merchant_id].stores[opening.store_id].ring) {
        if (event.id > reader.whose.last) {
            reader.sink->send(opening.display ? event.for_display : event.for_staff);
            reader.whose.last = event.id;
        }
    }
    readers_.push_back(std::move(reader));
}

void Feed::wake() {
    {
        const std::lock_guard lock{mutex_};
        woken_ = true;
    }
    changed_.notify_one();
}

template <class Which>
void Feed::close_where(Which&& which) {
    std::erase_if(readers_, [&](Reader& reader) {
        const bool close = which(reader);
        if (close) {
            reader.sink->close();
        }
        return close;
    });
}

void Feed::end_session(const std::string& session_id) {
    const std::lock_guard lock{mutex_};
    ended_.insert(session_id);
    close_where([&](const Reader& reader) { return reader.whose.session_id == session_id; });
}

void Feed::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
        close_where([](const Reader&) { return true; });
    }
    changed_.notify_one();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void Feed::run() {
    std::unique_lock lock{mutex_};
    auto next_beat = std::chrono::steady_clock::now() + heartbeat_;
    while (!stopping_) {
        changed_.wait_until(lock, next_beat, [&] { return woken_ || stopping_; });
        if (stopping_) {
            return;
        }
        if (std::chrono::steady_clock::now() >= next_beat) {
            beat();
            lock.unlock();
            forget_hourly();
            lock.lock();
            next_beat = std::chrono::steady_clock::now() + heartbeat_;
        }
        if (std::exchange(woken_, false)) {
            // Whoever writes meanwhile only sets `woken_` again; numbering many entries shares one commit.
            lock.unlock();
            const bool told = counter_.number_entries() && tell_new_entries();
            lock.lock();
            if (!told) {
                // What was written waits for no next writer; but books that fail are not asked at full speed.
                log::error("feed_not_told");
                woken_ = true;
                changed_.wait_for(lock, std::min(heartbeat_, retry_after), [&] { return stopping_; });
            }
        }
    }
}

// Until there are jobs of their own, what has expired is forgotten here.
void Feed::forget_hourly() {
    const Instant now = counter_.now();
    if (now - forgot_at_ < one_hour) {
        return;
    }
    forgot_at_ = now;
    if (!counter_.forget_expired()) {
        log::error("expired_not_forgotten");
    }
}

void Feed::beat() {
    const Instant now = counter_.now();
    ended_.clear();
    close_where([&](const Reader& reader) {
        return now >= reader.whose.session_ends || !reader.sink->send(": beat\n\n");
    });
}

bool Feed::tell_new_entries() {
    // Only this thread moves `told`, so the books are read without keeping anybody waiting.
    std::vector<std::pair<std::string, std::int64_t>> told;
    {
        const std::lock_guard lock{mutex_};
        for (const auto& [id, merchant] : merchants_) {
            told.emplace_back(id, merchant.told);
        }
    }
    for (auto& [id, position] : told) {
        for (;;) {
            const auto events = counter_.redemptions_after(id, position);
            if (!events) {
                return false; // the entries are numbered; the next round tells them
            }
            if (events->empty()) {
                break;
            }
            const std::lock_guard lock{mutex_};
            for (const store::FedRedemption& redemption : *events) {
                tell(id, merchants_[id], redemption);
                position = redemption.position;
            }
            merchants_[id].told = position;
        }
    }
    return true;
}

void Feed::tell(const std::string& merchant_id, MerchantFeed& merchant,
                const store::FedRedemption& redemption) {
    StoreFeed& store = merchant.stores[redemption.store_id];
    const Event event{redemption.position, redemption.business_day,
                      redemption_event(redemption, store.last, api::Role::cashier),
                      redemption_event(redemption, store.last, api::Role::display)};
    store.last = event.id;
    close_where([&](Reader& reader) {
        FeedOpening& whose = reader.whose;
        if (whose.merchant_id != merchant_id || whose.store_id != redemption.store_id ||
            event.id <= whose.last) {
            return false;
        }
        whose.last = event.id;
        return !reader.sink->send(whose.display ? event.for_display : event.for_staff);
    });
    store.ring.push_back(event);
    if (store.ring.size() > ring_events) {
        store.ring.pop_front();
    }
}

Result<Feed::MerchantFeed*> Feed::merchant(const std::string& merchant_id) {
    if (const auto found = merchants_.find(merchant_id); found != merchants_.end()) {
        return &found->second;
    }
    const auto positions = counter_.positions(merchant_id);
    if (!positions) {
        return positions.error();
    }
    MerchantFeed& merchant = merchants_[merchant_id];
    merchant.told = positions->newest;
    for (const auto& [store_id, last] : positions->of_store) {
        merchant.stores[store_id].last = last;
    }
    return &merchant;
}

} // namespace hexiao::http
