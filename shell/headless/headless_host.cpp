// The world that only remembers. See headless_host.h.
#include "shell/headless/headless_host.h"

#include <algorithm>
#include <utility>

namespace hexiao::shell {

console::Stamp HeadlessHost::stamp() {
    console::Stamp stamp{now, {}};
    stamp.random.fill(++chance_);
    return stamp;
}

void HeadlessHost::open_feed(const console::effect::OpenFeed& feed) {
    feeds.push_back(feed);
    feed_open = true;
}

void HeadlessHost::store_record(std::string_view key, std::string_view row) {
    if (!disk_full) {
        records.insert_or_assign(std::string(key), std::string(row));
    }
    due_.emplace_back(console::event::RecordStored{std::string(key), !disk_full});
}

void HeadlessHost::list_records() {
    console::event::RecordsListed listed{{}, true};
    for (const auto& [key, row] : records) {
        listed.rows.push_back({key, row});
    }
    due_.emplace_back(std::move(listed));
}

void HeadlessHost::start_timer(const console::effect::StartTimer& timer) {
    timers.insert_or_assign({timer.timer, timer.key}, now + timer.after);
}

void HeadlessHost::advance(Milliseconds by) {
    const Instant end = now + by;
    while (true) {
        const auto next =
            std::ranges::min_element(timers, {}, [](const auto& entry) { return entry.second; });
        if (next == timers.end() || next->second > end) {
            break;
        }
        const auto [name, at] = *next;
        timers.erase(next);
        now = std::max(now, at);
        on_event(console::event::TimerFired{name.first, name.second});
    }
    now = end;
}

void HeadlessHost::deliver() {
    while (!due_.empty()) {
        const console::Event event = std::move(due_.front());
        due_.pop_front();
        on_event(event);
    }
}

} // namespace hexiao::shell
