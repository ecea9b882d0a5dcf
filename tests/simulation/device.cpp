// See device.h.
#include "tests/simulation/device.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/api/wire_json.h"
#include "tests/simulation/recorder.h"

namespace hexiao::simulation {

namespace {

constexpr double storage_slow = 0.01, storage_full = 0.004, contradicted = 0.3;
constexpr Milliseconds patience{2'000}; // web/records.ts

std::optional<api::Method> method_of(std::string_view name) {
    return name == "GET"    ? std::optional{api::Method::get}
           : name == "POST" ? std::optional{api::Method::post}
           : name == "PUT"  ? std::optional{api::Method::put}
                            : std::optional{api::Method::del};
}

} // namespace

Device::Device(World& world, Network& network, Witness& witness, std::size_t number, Badge who,
               Recorder* recorder)
    : badge(std::move(who)), world_(world), network_(network), witness_(witness), recorder_(recorder),
      number_(number), random_(world.random.next()) {
    console::Preferences seen;
    seen.toured = ~0U;
    preferences = console::write_preferences(seen);
}

void Device::boot() {
    now = world_.now + ahead;
    loop_ = std::make_unique<shell::ConsoleLoop>(*this, [] {});
    if (recorder_ != nullptr) {
        recorder_->begin();
    }
    happen(console::event::Started{path_, console::Language::zh, {}, "https://sim.test", draft, preferences});
}

void Device::die() {
    if (!alive()) {
        return;
    }
    world_.say("console " + std::to_string(number_) + " dies");
    ++life_;
    close_feed();
    loop_.reset();
    running_.clear();
    // The first of them are on the disk, the rest never will be.
    const auto kept = world_.random.between(0, static_cast<std::int64_t>(writes_.size()));
    for (std::int64_t i = 0; i < kept; ++i) {
        put(writes_.front());
        writes_.pop_front();
    }
    for (std::size_t i = 0; i < writes_.size(); ++i) {
        world_.count(Fault::record_torn, Step::record_kept);
    }
    writes_.clear();
    if (random_.chance(0.3)) {
        draft.clear();
    }
    witness_.tab_died(number_, records);
    world_.after(Milliseconds{world_.random.between(300, 8'000)}, Step::staff, [this, life = life_] {
        if (life == life_ && !alive()) {
            boot();
        }
    });
}

void Device::later(Milliseconds delay, Step step, std::function<void()> then) {
    world_.after(
        delay, step,
        [this, life = life_, then = std::move(then)] {
            if (life == life_ && alive()) {
                then();
            }
        },
        number_);
}

void Device::happen(const console::Event& event) {
    late_before_ = state().domain.late.size();
    on_event(event);
    if (recorder_ != nullptr) {
        recorder_->add(stamped_, event);
    }
    watch(state());
}

void Device::want(console::Intent intent) { happen(console::event::Wanted{std::move(intent)}); }

// Green is green from the moment on when it can be seen.
void Device::watch(const console::State& state) {
    if (const auto* verdict = std::get_if<console::Verdict>(&state.view.counter.step)) {
        witness_.seen(*verdict);
    }
    if (state.domain.late.size() > late_before_) {
        witness_.seen(state.domain.late.back());
    }
}

console::Stamp Device::stamp() {
    now = world_.now + ahead;
    stamped_ = {now, random_.bytes()};
    return stamped_;
}

http::Request Device::request(const console::effect::Fetch& fetch) const {
    http::Request request;
    request.method = method_of(fetch.method);
    request.path = fetch.path;
    request.address = "192.0.2." + std::to_string(number_ + 1);
    request.content_type = fetch.body.empty() ? "" : "application/json";
    request.body = fetch.body;
    request.idempotency_key = fetch.key;
    request.session_token = badge.session_token;
    request.device_token = badge.device_token;
    return request;
}

void Device::fetch(const console::effect::Fetch& fetch) {
    const Step step = step_of(fetch);
    if (step == Step::ask_redeem || step == Step::ask_undo) {
        witness_.sent(fetch.key);
    }
    network_.ask(
        line, step, request(fetch), fetch.deadline,
        [this, life = life_, number = fetch.request, step, key = fetch.key](const Heard& heard) {
            if (!heard.session_token.empty()) {
                badge.session_token = heard.session_token; // a cookie is the browser's, not the tab's
            }
            if (life != life_ || !alive()) {
                return;
            }
            console::event::Answered answered{number, heard.answer};
            const bool contradicts = contradict(key, told(step), answered.answer);
            const bool here = contradicts && stands_here(state().domain.settled.at(key).row);
            if (contradicts) {
                witness_.contradicted(key);
            }
            happen(answered);
            if (here && !tells_of(key)) {
                throw Violation{"a second, differing answer vanishes: " + key, Violation::Kind::lost};
            }
        });
}

// Of what was told already the opposite, as a platform would say that lost its books; or the same answer.
bool Device::contradict(const std::string& key, Step step, outbox::HttpAnswer& answer) {
    const auto settled = state().domain.settled.find(key);
    if (settled == state().domain.settled.end() || answer.status != 200) {
        return false;
    }
    auto said = nlohmann::json::parse(answer.body, nullptr, false);
    if (!said.is_object() || said.value("key", "") != key) {
        return false; // garbled on its way
    }
    const bool done = settled->second.told.outcome == Outcome::done;
    const bool undo = step == Step::told_undo; // which names the redemption whatever became of it
    const auto turn = [=](nlohmann::json& one) {
        one["outcome"] = done ? "refused" : "done";
        one["reason"] = done ? "already_redeemed" : "none";
        if (!undo) {
            one.erase("redemption");
        }
    };
    if (!said.contains("items")) {
        turn(said);
    } else if (done) {
        for (nlohmann::json& item : said["items"]) {
            turn(item);
        }
    } else {
        return false; // it would have to make redemptions up
    }
    if (!world_.strikes(Fault::contradicted, step, contradicted)) {
        return false;
    }
    answer.body = said.dump();
    return true;
}

bool Device::stands_here(const outbox::Row& row) const {
    const auto& session = state().domain.session;
    return session && session->staff_id == row.staff_id;
}

bool Device::tells_of(const std::string& key) const {
    const auto& late = state().domain.late;
    return std::ranges::find(late, key, &console::Verdict::key) != late.end();
}

void Device::open_feed(const console::effect::OpenFeed& feed) {
    close_feed();
    http::Request request;
    request.method = api::Method::get;
    request.path = feed.path;
    request.session_token = badge.session_token;
    request.last_event_id = feed.last_event_id;
    reader_ = std::make_shared<Network::Reader>();
    reader_->opened = [this] { happen(console::event::FeedOpened{}); };
    reader_->news = [this](const console::event::FeedReceived& news) { happen(news); };
    reader_->ended = [this](int status) { happen(console::event::FeedClosed{status}); };
    network_.read(line, request, reader_);
}

void Device::close_feed() {
    if (reader_) {
        reader_->closed = true;
        reader_.reset();
    }
}

// --- what the browser keeps

void Device::put(const Write& write) {
    if (write.row) {
        records.insert_or_assign(write.key, *write.row);
    } else {
        records.erase(write.key);
    }
}

// Writes come to the disk in their order.
void Device::keep(std::uint64_t number) {
    while (!writes_.empty() && writes_.front().number <= number) {
        put(writes_.front());
        writes_.pop_front();
    }
}

void Device::store_record(std::string_view key, std::string_view row) {
    const std::string name{key};
    if (const auto read = wire::read<outbox::Row>(row); read && !read->first) {
        witness_.tapped(number_, *read);
    }
    if (world_.strikes(Fault::storage_full, Step::record_kept, storage_full)) {
        later(Milliseconds{world_.random.between(1, 20)}, Step::record_kept, [this, name] {
            witness_.stored(name, false);
            happen(console::event::RecordStored{name, false});
        });
        return;
    }
    write(key, std::string{row});
}

void Device::remove_record(std::string_view key) {
    const auto& late = state().domain.late;
    if (late.size() < late_before_) {
        witness_.dismissed(std::string{key}); // a contradiction, by somebody who saw it
        return write(key, std::nullopt);
    }
    const auto* shown = std::get_if<console::Verdict>(&state().view.counter.step);
    const console::Verdict* verdict = late.size() > late_before_ ? &late.back() : shown;
    if (verdict != nullptr) {
        witness_.told(std::string{key}, *verdict);
    }
    write(key, std::nullopt);
}

void Device::write(std::string_view key, std::optional<std::string> row) {
    Milliseconds takes{world_.random.between(1, 30)};
    if (world_.strikes(Fault::storage_slow, Step::record_kept, storage_slow)) {
        takes = Milliseconds{world_.random.between(500, 6'000)};
    }
    const bool stores = row.has_value();
    const std::uint64_t number = next_write_++;
    writes_.push_back({number, std::string{key}, std::move(row)});
    const bool hasty = stores && world_.without == Control::write_before_green;
    if (hasty) {
        takes = Milliseconds{world_.random.between(50, 8'000)};
        later(Milliseconds{1}, Step::record_kept, [this, name = std::string{key}] {
            witness_.stored(name, true);
            happen(console::event::RecordStored{name, true});
        });
    }
    writes_end_ = std::max(writes_end_, world_.now + takes);
    const Milliseconds until = writes_end_ - world_.now;
    if (stores && !hasty && until > patience) {
        later(patience, Step::record_kept, [this, name = std::string{key}] {
            witness_.stored(name, false);
            happen(console::event::RecordStored{name, false});
        });
    }
    later(until, Step::record_kept, [this, number, stores, hasty, name = std::string{key}] {
        keep(number);
        if (stores && !hasty) {
            witness_.stored(name, true);
            happen(console::event::RecordStored{name, true});
        }
    });
}

void Device::list_records() {
    later(Milliseconds{world_.random.between(1, 50)}, Step::records_listed, [this] {
        keep(next_write_);
        console::event::RecordsListed listed{{}, true};
        for (const auto& [key, row] : records) {
            listed.rows.push_back({key, row});
        }
        happen(listed);
        for (const auto& [key, row] : records) {
            const auto read = wire::read<outbox::Row>(row);
            if (read && read->first && stands_here(*read) && !tells_of(key)) {
                throw Violation{"a contradiction is kept and not told of: " + key, Violation::Kind::lost};
            }
        }
    });
}

void Device::start_timer(const console::effect::StartTimer& timer) {
    const std::uint64_t number = next_timer_++;
    const auto name = std::pair{timer.timer, timer.key};
    running_[name] = number;
    later(timer.after, Step::timer, [this, name, number] {
        const auto found = running_.find(name);
        if (found != running_.end() && found->second == number) {
            running_.erase(found);
            happen(console::event::TimerFired{name.first, name.second});
        }
    });
}

} // namespace hexiao::simulation
