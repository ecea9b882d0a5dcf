// One console: the product's loop and state on a host that lives in the simulated world. Its tab may be
// killed at any moment; of its storage it finds again what was acknowledged, and of the rest what chance
// leaves.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "shell/console_loop.h"
#include "shell/headless/headless_host.h"
#include "tests/simulation/network.h"
#include "tests/simulation/witness.h"

namespace hexiao::simulation {

class Recorder;

// Who works at it.
struct Badge {
    std::string account, staff_id;
    bool manager = false;
    Secret session_token, device_token;
};

class Device final : public shell::HeadlessHost {
public:
    Device(World& world, Network& network, Witness& witness, std::size_t number, Badge badge,
           Recorder* recorder);

    // The page is loaded.
    void boot();
    // The tab dies between two steps; it comes back by itself.
    void die();
    bool alive() const { return loop_ != nullptr; }
    const console::State& state() const { return loop_->state(); }
    bool stands_here(const outbox::Row& row) const; // whose action it is
    bool tells_of(const std::string& key) const;    // that its answers contradict each other

    // Something that the person does.
    void want(console::Intent intent);
    void happen(const console::Event& event);

    Badge badge;
    Milliseconds ahead{0}; // its clock
    Line line;
    std::uint64_t life() const { return life_; }

    console::Stamp stamp() override;
    void fetch(const console::effect::Fetch& request) override;
    void open_feed(const console::effect::OpenFeed& feed) override;
    void close_feed() override;
    void store_record(std::string_view key, std::string_view row) override;
    void remove_record(std::string_view key) override;
    void list_records() override;
    void start_timer(const console::effect::StartTimer& timer) override;
    void signal(const console::effect::Signal&) override {}
    void navigate(std::string_view path, bool) override { path_ = path; }
    void leave(std::string_view path) override { path_ = path; }

private:
    // A change of the storage that is not known to be on the disk.
    struct Write {
        std::uint64_t number = 0;
        std::string key;
        std::optional<std::string> row; // nothing: removed
        bool refused = false;           // the page was told that it takes too long
    };

    http::Request request(const console::effect::Fetch& fetch) const;
    void later(Milliseconds delay, Step step, std::function<void()> then);
    void write(std::string_view key, std::optional<std::string> row);
    void keep(std::uint64_t number);
    void put(const Write& write);
    void watch(const console::State& state);
    bool contradict(const std::string& key, Step step, outbox::HttpAnswer& answer);

    World& world_;
    Network& network_;
    Witness& witness_;
    Recorder* recorder_;
    const std::size_t number_;
    Random random_;
    std::unique_ptr<shell::ConsoleLoop> loop_;
    std::uint64_t life_ = 0;
    std::string path_ = "/counter";
    std::deque<Write> writes_;
    std::uint64_t next_write_ = 1;
    Instant writes_end_;
    std::shared_ptr<Network::Reader> reader_;
    std::map<std::pair<console::Timer, std::string>, std::uint64_t> running_;
    std::uint64_t next_timer_ = 1;
    console::Stamp stamped_;      // of the last event
    std::size_t late_before_ = 0; // verdicts that came late, before the event that is being taken
};

} // namespace hexiao::simulation
