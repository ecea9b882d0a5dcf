// See fanout.h.
#include "platform/http/fanout.h"

#include <algorithm>
#include <utility>

namespace hexiao::http {

namespace {

constexpr std::size_t share = 16; // readers are spread over so many moments
// Between a server that stops and its readers' return: time to start again, spread over some seconds.
constexpr std::int64_t earliest_return_ms = 1000;
constexpr std::int64_t return_step_ms = 250;

} // namespace

std::string sse(std::int64_t id, std::string_view name, const std::string& data) {
    return "id: " + std::to_string(id) + "\nevent: " + std::string{name} + "\ndata: " + data + "\n\n";
}

template <class Call>
void Fanout::each(Call&& call) {
    for (auto& [merchant_id, merchant] : merchants_) {
        for (auto& [store_id, store] : merchant.stores) {
            for (Reader& reader : store.readers) {
                call(reader);
            }
            counts_.readers -= std::erase_if(store.readers, [](const Reader& reader) { return reader.over; });
        }
    }
}

void Fanout::attach(const FeedOpening& opening, std::unique_ptr<Sink> sink, Time now) {
    if (!sink->send(opening.first)) {
        sink->cut();
        return;
    }
    const auto [found, fresh] = merchants_.try_emplace(opening.merchant_id);
    MerchantFeed& merchant = found->second;
    if (fresh) {
        merchant.told = opening.newest;
    }
    StoreFeed& store =
        merchant.stores.try_emplace(opening.store_id, StoreFeed{merchant.told, {}, {}, {}}).first->second;
    Reader reader;
    reader.number = next_reader_++;
    reader.whose = opening;
    reader.whose.first.clear();
    reader.sink = std::move(sink);
    reader.position = opening.position;
    reader.products = opening.snapshot && opening.newest >= store.products.at ? opening.newest : -1;
    const auto quarter = rules_.life / 4;
    reader.ends = now + rules_.life - quarter + quarter * 2 * (reader.number % share) / share;
    reader.next_send = now;
    store.readers.push_back(std::move(reader));
    ++counts_.readers;
    ++counts_.begun;
    Due due; // the caller's next flush says it again
    flush(store, now, due);
}

std::vector<Fanout::Told> Fanout::told(Time now) const {
    std::vector<Told> all;
    all.reserve(merchants_.size());
    for (const auto& [merchant_id, merchant] : merchants_) {
        Told& one = all.emplace_back(Told{merchant_id, merchant.told, {}});
        for (const auto& [store_id, store] : merchant.stores) {
            if (store.products.at < merchant.told && store.products.next <= now) {
                one.stale.push_back(store_id);
            }
        }
    }
    return all;
}

void Fanout::tell(const std::string& merchant_id, std::vector<FeedEvent> events, std::int64_t position) {
    const auto found = merchants_.find(merchant_id);
    if (found == merchants_.end()) {
        return;
    }
    MerchantFeed& merchant = found->second;
    for (FeedEvent& event : events) {
        const auto store = merchant.stores.find(event.store_id);
        if (event.id <= merchant.told || store == merchant.stores.end()) {
            continue;
        }
        store->second.ring.push_back(std::move(event));
        if (store->second.ring.size() > rules_.ring_events) {
            store->second.since = store->second.ring.front().id;
            store->second.ring.pop_front();
        }
    }
    merchant.told = std::max(merchant.told, position);
}

void Fanout::tell_products(const std::string& merchant_id, std::vector<FeedProducts> products,
                           std::int64_t position, Time now) {
    const auto found = merchants_.find(merchant_id);
    for (FeedProducts& told : products) {
        if (found == merchants_.end() || !found->second.stores.contains(told.store_id)) {
            continue; // its readers left meanwhile
        }
        StoreFeed& store = found->second.stores[told.store_id];
        Products& known = store.products;
        for (Reader& reader : store.readers) {
            if (known.at < reader.products && reader.products < position) {
                reader.products = -1; // a snapshot from between two looks that may agree after all
            }
        }
        known.at = position;
        known.changed = told.sums == known.told.sums ? known.changed : known.at;
        known.told = std::move(told);
        known.next = now + rules_.products_pause;
    }
}

// Is everything that this reader misses kept in memory?
bool Fanout::in_ring(const StoreFeed& store, const Reader& reader) { return reader.position >= store.since; }

bool Fanout::waits(const StoreFeed& store, const Reader& reader) {
    return !in_ring(store, reader) || (!store.ring.empty() && store.ring.back().id > reader.position) ||
           wants_products(store, reader);
}

// Whoever was given more than they count waits for the next.
bool Fanout::wants_products(const StoreFeed& store, const Reader& reader) {
    return reader.products < store.products.changed && reader.position <= store.products.at;
}

Fanout::Due Fanout::flush(Time now) {
    Due due;
    for (auto& [merchant_id, merchant] : merchants_) {
        for (auto& [store_id, store] : merchant.stores) {
            flush(store, now, due);
            if (store.products.at < merchant.told) {
                const Time look = std::max(now, store.products.next);
                due.products = due.products ? std::min(*due.products, look) : look;
            }
        }
    }
    return due;
}

void Fanout::flush(StoreFeed& store, Time now, Due& due) {
    Batch batch;
    for (Reader& reader : store.readers) {
        if (waits(store, reader) && ready(reader, now) == Ready::yes && in_ring(store, reader)) {
            gather(store, reader, batch);
            reader.products = batch.wanted && batch.products ? store.products.at : reader.products;
            send(reader, batch.text, batch.id == 0 ? reader.whose.id : batch.id, batch.to, now);
        }
        if (!reader.over && waits(store, reader)) {
            auto& next = in_ring(store, reader) ? due.from_ring : due.from_books;
            const Time mine = std::max(reader.next_send, reader.held_since ? now + rules_.pause : now);
            next = next ? std::min(*next, mine) : mine;
        }
    }
    counts_.readers -= std::erase_if(store.readers, [](const Reader& reader) { return reader.over; });
}

// May something be sent to this reader now?
Fanout::Ready Fanout::ready(Reader& reader, Time now) {
    if (reader.over) {
        return Ready::over;
    }
    if (now < reader.next_send) {
        return Ready::later;
    }
    if (reader.sink->unsent() <= rules_.most_unsent) {
        reader.held_since.reset();
        return Ready::yes;
    }
    if (!reader.held_since) {
        reader.held_since = now;
    }
    if (now - *reader.held_since < rules_.stall) {
        return Ready::later;
    }
    reader.sink->cut();
    reader.over = true;
    ++counts_.stalled;
    return Ready::over;
}

// Everything in the ring that this reader has not been given, as one text; made once for all who stand where
// it does.
void Fanout::gather(const StoreFeed& store, const Reader& reader, Batch& batch) const {
    const Products& products = store.products;
    const bool wanted = wants_products(store, reader);
    if (batch.from == reader.position && batch.display == reader.whose.display && batch.wanted == wanted) {
        return;
    }
    batch = {reader.position, reader.whose.display, wanted, !wanted, reader.position, 0, {}};
    const auto after = [](std::int64_t position, const FeedEvent& event) { return position < event.id; };
    for (auto event = std::upper_bound(store.ring.begin(), store.ring.end(), reader.position, after);
         batch.text.size() < rules_.most_at_once; ++event) {
        const bool over = event == store.ring.end();
        if ((over || event->id > products.at) && !std::exchange(batch.products, true)) {
            const FeedProducts& told = products.told; // before what they do not count
            batch.text += reader.whose.display ? told.for_display : told.for_staff;
        }
        if (over) {
            return;
        }
        batch.text += reader.whose.display ? event->for_display : event->for_staff;
        batch.to = batch.id = event->id;
    }
}

bool Fanout::send(Reader& reader, const std::string& text, std::int64_t id, std::int64_t position, Time now) {
    if (!reader.sink->send(text)) {
        reader.sink->cut();
        reader.over = true;
        return false;
    }
    reader.whose.id = id;
    reader.position = position;
    reader.next_send = now + rules_.pause;
    ++counts_.sends;
    return true;
}

std::vector<Fanout::Lagging> Fanout::lagging(Time now) {
    std::vector<Lagging> all;
    for (auto& [merchant_id, merchant] : merchants_) {
        for (auto& [store_id, store] : merchant.stores) {
            for (Reader& reader : store.readers) {
                if (reader.position < store.since && ready(reader, now) == Ready::yes) {
                    all.push_back({reader.number, merchant_id, store_id, reader.position});
                }
            }
            counts_.readers -= std::erase_if(store.readers, [](const Reader& reader) { return reader.over; });
        }
    }
    return all;
}

void Fanout::page(const Lagging& to, const std::vector<FeedEvent>& events, std::int64_t position, Time now) {
    const auto merchant = merchants_.find(to.merchant_id);
    if (merchant == merchants_.end()) {
        return;
    }
    StoreFeed& store = merchant->second.stores[to.store_id];
    const auto reader = std::ranges::find(store.readers, to.reader, &Reader::number);
    if (reader == store.readers.end()) {
        return; // gone meanwhile
    }
    if (events.empty()) {
        reader->position = std::max(reader->position, position);
        return;
    }
    std::string text;
    for (const FeedEvent& event : events) {
        text += reader->whose.display ? event.for_display : event.for_staff;
    }
    if (!send(*reader, text, events.back().id, position, now)) {
        store.readers.erase(reader);
        --counts_.readers;
    }
}

void Fanout::beat(Instant wall, Time now) {
    each([&](Reader& reader) {
        if (wall >= reader.whose.session_ends) {
            reader.sink->close();
            reader.over = true;
        } else if (now >= reader.ends) {
            bye(reader, api::ByeCause::renewal);
        } else if (reader.sink->gone() ||
                   (reader.sink->unsent() <= rules_.most_unsent && !reader.sink->send(": beat\n\n"))) {
            reader.sink->cut();
            reader.over = true;
        }
    });
    for (auto& [merchant_id, merchant] : merchants_) {
        std::erase_if(merchant.stores, [](const auto& store) { return store.second.readers.empty(); });
    }
    std::erase_if(merchants_, [](const auto& merchant) { return merchant.second.stores.empty(); });
}

void Fanout::sweep(const std::string& session_id) {
    each([&](Reader& reader) {
        if (reader.whose.session_id == session_id && reader.sink->gone()) {
            reader.sink->cut();
            reader.over = true;
        }
    });
}

std::set<std::pair<std::string, std::string>> Fanout::sessions() const {
    std::set<std::pair<std::string, std::string>> all;
    for (const auto& [merchant_id, merchant] : merchants_) {
        for (const auto& [store_id, store] : merchant.stores) {
            for (const Reader& reader : store.readers) {
                all.emplace(merchant_id, reader.whose.session_id);
            }
        }
    }
    return all;
}

void Fanout::end_session(const std::string& session_id) {
    each([&](Reader& reader) {
        if (reader.whose.session_id == session_id) {
            reader.sink->close();
            reader.over = true;
        }
    });
}

void Fanout::say_bye(api::ByeCause cause) {
    each([&](Reader& reader) { bye(reader, cause); });
}

void Fanout::bye(Reader& reader, api::ByeCause cause) const {
    reader.over = true;
    if (reader.sink->unsent() > rules_.most_unsent) {
        reader.sink->cut(); // it would not hear it
        return;
    }
    const auto step = static_cast<std::int64_t>(reader.number % share) * return_step_ms;
    const api::FeedBye said{cause, step + (cause == api::ByeCause::stopping ? earliest_return_ms : 0)};
    reader.sink->send(sse(reader.whose.id, "bye", wire::write(said)));
    reader.sink->close();
}

} // namespace hexiao::http
