// See feed.h.
#include "platform/http/feed.h"

#include <algorithm>
#include <utility>

#include "platform/log.h"

namespace hexiao::http {

namespace {

using std::chrono::steady_clock;

constexpr Milliseconds retry_after{1000}; // books that fail are not asked at full speed

struct EventText {
    const store::Fed& fed;
    api::Role role;

    std::string operator()(const api::Redemption& redemption) const {
        const api::RedemptionEvent event{std::to_string(fed.previous), fed.business_day,
                                         service::project(redemption, role)};
        return sse(fed.position, "redemption", wire::write(event));
    }
    std::string operator()(const store::Undoing& undoing) const {
        const api::UndoneEvent event{std::to_string(fed.previous), fed.business_day,
                                     service::project(undoing.redemption, role)};
        return sse(fed.position, "undone", wire::write(event));
    }
};

FeedEvent event_of(const store::Fed& fed) {
    return {fed.position, fed.store_id, std::visit(EventText{fed, api::Role::cashier}, fed.fact),
            std::visit(EventText{fed, api::Role::display}, fed.fact)};
}

std::vector<FeedEvent> events_of(const service::FedPage& page) {
    std::vector<FeedEvent> events;
    events.reserve(page.events.size());
    for (const store::Fed& fed : page.events) {
        events.push_back(event_of(fed));
    }
    return events;
}

// A redemption makes one more redeemed and one fewer usable, undoing it the reverse, so their sum tells of
// everything else. The queue, what the screens show, the alerts and the store are
// told with them, whole.
std::vector<FeedProducts> products_of(service::FedPage page) {
    std::vector<FeedProducts> all;
    for (service::StoreNow& one : page.stores) {
        api::ProductsEvent sums = one.event;
        api::ProductsEvent shown = one.event;
        for (api::ProductProgress& product : sums.products) {
            product.usable += std::exchange(product.redeemed, 0);
        }
        for (api::ProductProgress& product : shown.products) {
            product = service::project(std::move(product), api::Role::display);
        }
        std::string told = wire::write(sums);
        told.append(wire::write(one.displays)).append(wire::write(one.queue)).append(wire::write(one.alerts));
        told.append(wire::write(one.store)).append(wire::write(one.cut_off));
        one.event.as_of = shown.as_of = one.queue.as_of = one.displays.as_of = one.alerts.as_of =
            one.store.as_of = one.cut_off.as_of = page.position;
        // The store first: by its clock the others are read. Displays before the queue: whether numbers are
        // called aloud.
        std::string others = sse(one.id, "store", wire::write(one.store));
        others += sse(one.id, "displays", wire::write(one.displays));
        others += sse(one.id, "queue", wire::write(one.queue));
        std::string for_staff = sse(one.id, "products", wire::write(one.event));
        for_staff.append(others).append(sse(one.id, "alerts", wire::write(one.alerts)));
        for_staff.append(sse(one.id, "cut_off", wire::write(one.cut_off)));
        std::string for_display = sse(one.id, "products", wire::write(shown));
        for_display.append(others);
        all.push_back({one.store_id, std::move(for_staff), std::move(for_display), std::move(told)});
    }
    return all;
}

std::optional<steady_clock::time_point> earlier(std::optional<steady_clock::time_point> one,
                                                std::optional<steady_clock::time_point> other) {
    return one && other ? std::min(one, other) : one ? one : other;
}

Instant when(const store::Fed& fed) {
    struct When {
        Instant operator()(const api::Redemption& redemption) const { return redemption.at; }
        Instant operator()(const store::Undoing& undoing) const { return undoing.redemption.undone->at; }
    };
    return std::visit(When{}, fed.fact);
}

// Whose streams are counted together: a person's, on whatever they are signed in; each wall screen's by
// itself, because one account stands for many of them.
std::string user_of(const service::Caller& caller) {
    const store::Scope& scope = caller.scope;
    return scope.merchant_id + '/' + (scope.role == api::Role::display ? scope.device_id : scope.staff_id);
}

std::string first_text(const service::Opening& opening) {
    if (!opening.snapshot) {
        return ": resumed\n\n"; // the first byte says that the stream is open
    }
    const std::string reset =
        opening.reset ? sse(opening.id, "reset", wire::write(*opening.reset)) : std::string{};
    return reset + sse(opening.id, "snapshot", wire::write(*opening.snapshot));
}

} // namespace

Feed::Feed(service::Services& services, FeedRules rules)
    : services_(services), rules_(rules), places_(rules.most_per_user, rules.most_streams),
      fanout_(rules.fanout), next_beat_(time() + rules.heartbeat), next_round_(time()) {
    if (!rules_.time) {
        thread_ = std::thread{[this] { run(); }};
    }
}

Feed::~Feed() { stop(); }

Result<FeedOpening> Feed::open(const service::Caller& caller, const std::string& store_id,
                               const std::string& last_event_id) {
    const std::string user = user_of(caller);
    auto place = places_.take(user);
    {
        const std::lock_guard lock{mutex_};
        if (leaving_) {
            return Error{Reason::shutting_down, {}};
        }
        if (!place) {
            fanout_.sweep(caller.session_id); // a page that was reloaded left one behind
            place = places_.take(user);
        }
        if (!place) {
            ++status_.refused;
            return Error{places_.user_full(user) ? Reason::too_many_requests : Reason::store_unavailable, {}};
        }
    }
    const auto opening = services_.feeds.open(caller, store_id, last_event_id);
    if (!opening) {
        return opening.error();
    }
    if (opening->reset) {
        const std::lock_guard lock{mutex_};
        ++status_.resets;
    }
    return FeedOpening{caller.scope.merchant_id,
                       store_id,
                       caller.session_id,
                       caller.session_ends,
                       caller.scope.role == api::Role::display,
                       opening->snapshot.has_value(),
                       opening->id,
                       opening->snapshot ? opening->position : opening->id,
                       opening->position,
                       first_text(*opening),
                       std::move(place)};
}

void Feed::attach(const FeedOpening& opening, std::unique_ptr<Sink> sink) {
    {
        const std::lock_guard lock{mutex_};
        if (leaving_ || ended_.contains(opening.session_id)) {
            sink->close();
            return;
        }
        fanout_.attach(opening, std::move(sink), time());
        news_ = true;
    }
    changed_.notify_one();
}

void Feed::wake() {
    {
        const std::lock_guard lock{mutex_};
        if (std::exchange(woken_, true)) {
            return;
        }
        news_ = true;
    }
    changed_.notify_one();
}

void Feed::end_session(const std::string& session_id) {
    const std::lock_guard lock{mutex_};
    ended_.insert(session_id);
    fanout_.end_session(session_id);
}

void Feed::say_bye() {
    const std::lock_guard lock{mutex_};
    leaving_ = true;
    fanout_.say_bye(api::ByeCause::stopping);
}

void Feed::stop() {
    say_bye();
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable()) {
        thread_.join();
    }
}

Feed::Status Feed::status() const {
    const std::lock_guard lock{mutex_};
    Status status = status_;
    status.streams = fanout_.counts();
    return status;
}

void Feed::run() {
    std::unique_lock lock{mutex_};
    while (!stopping_) {
        const Time until = turn(lock);
        changed_.wait_until(lock, until, [&] { return stopping_ || std::exchange(news_, false); });
    }
}

Feed::Time Feed::turn() {
    std::unique_lock lock{mutex_};
    return turn(lock);
}

Feed::Time Feed::turn(std::unique_lock<std::mutex>& lock) {
    const Time now = time();
    if (now >= next_beat_) {
        beat(lock, now);
        next_beat_ = time() + rules_.heartbeat;
        return now;
    }
    const Fanout::Due due = fanout_.flush(now);
    const std::optional<Time> books = woken_ ? now : earlier(due.from_books, due.products);
    if (books && *books <= now && now >= next_round_) {
        const bool good = round(lock);
        next_round_ = time() + (good ? rules_.round : std::min(rules_.heartbeat, retry_after));
        return now;
    }
    const Time until = std::min(next_beat_, due.from_ring.value_or(next_beat_));
    return books ? std::min(until, std::max(*books, next_round_)) : until;
}

Feed::Time Feed::time() const { return rules_.time ? rules_.time() : steady_clock::now(); }

// Reads the books without keeping anybody waiting. False when they fail: what was not told is told in a later
// round.
bool Feed::round(std::unique_lock<std::mutex>& lock) {
    const bool woken = std::exchange(woken_, false);
    // Whoever writes meanwhile only sets `woken_` again; numbering many entries shares one commit.
    lock.unlock();
    const bool told = (!woken || services_.counter.number_entries()) && tell_news(woken) && feed_lagging();
    lock.lock();
    if (!told) {
        log::error("feed_not_told");
        woken_ = woken_ || woken;
    }
    return told;
}

// What happened at each merchant, or only, unless `everywhere`, where products are to be looked at.
bool Feed::tell_news(bool everywhere) {
    std::vector<Fanout::Told> told;
    {
        const std::lock_guard lock{mutex_};
        told = fanout_.told(time());
    }
    for (auto& [merchant_id, position, stale] : told) {
        for (bool whole = !everywhere && stale.empty(); !whole;) {
            auto page = services_.feeds.after(merchant_id, position, stale);
            if (!page) {
                return false;
            }
            whole = page->whole;
            position = page->position;
            auto events = events_of(*page);
            const std::lock_guard lock{mutex_};
            status_.events += events.size();
            if (!page->events.empty()) {
                status_.lag = std::max(services_.counter.now() - when(page->events.back()), Milliseconds{0});
            }
            fanout_.tell(merchant_id, std::move(events), position);
            fanout_.tell_products(merchant_id, products_of(std::move(*page)), position, time());
        }
    }
    return true;
}

// One page to each of those who stand before what is kept in memory.
bool Feed::feed_lagging() {
    std::vector<Fanout::Lagging> lagging;
    {
        const std::lock_guard lock{mutex_};
        lagging = fanout_.lagging(time());
    }
    for (const Fanout::Lagging& one : lagging) {
        const auto page = services_.feeds.after(one.merchant_id, one.store_id, one.position);
        if (!page) {
            return false;
        }
        const auto events = events_of(*page);
        const std::lock_guard lock{mutex_};
        fanout_.page(one, events, page->position, time());
    }
    return true;
}

void Feed::beat(std::unique_lock<std::mutex>& lock, Time now) {
    ended_.clear();
    fanout_.beat(services_.counter.now(), now);
    woken_ = true; // another process may have numbered something without a word
    lock.unlock();
    end_sessions_ended_elsewhere();
    lock.lock();
}

// By another process, which knows nothing of these streams. Books that cannot be read have nothing to tell
// either.
void Feed::end_sessions_ended_elsewhere() {
    std::vector<store::SessionKey> sessions;
    {
        const std::lock_guard lock{mutex_};
        for (const auto& [merchant_id, id] : fanout_.sessions()) {
            sessions.push_back({merchant_id, id});
        }
    }
    if (const auto ended = services_.feeds.ended(sessions)) {
        for (const std::string& session_id : *ended) {
            end_session(session_id);
        }
    }
}

} // namespace hexiao::http
