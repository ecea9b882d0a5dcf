// A world without a browser, for tests and simulation: it writes down what the console asks for and answers
// nothing by itself. A test reads the wishes, then tells what happened through `on_event`. Time stands still
// until it is moved, chance is a counter: the same story always ends the same way.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "shell/host.h"

namespace hexiao::shell {

class HeadlessHost : public Host {
public:
    Instant now{1'795'305'600'000}; // 2026-11-22T00:00:00Z
    std::deque<console::effect::Fetch> fetches;
    std::vector<console::effect::OpenFeed> feeds; // the last one is open unless `feed_open` is false
    std::map<std::string, std::string> records;   // as on disk
    bool disk_full = false;                       // then nothing is stored, and the answer says so
    std::map<std::pair<console::Timer, std::string>, Instant> timers;
    std::vector<Outcome> signals;
    std::vector<std::string> addresses; // where it navigated to, newest last
    console::CameraMode camera = console::CameraMode::off;
    std::string preferences;
    int updates = 0, notices = 0, sheets = 0, photos = 0;
    std::vector<std::string> downloads;
    bool awake = false;
    bool feed_open = false;
    std::string draft;
    std::vector<std::string> spoken;
    std::vector<std::string> copied;
    std::vector<std::string> signed_texts; // with the key that was made last

    // Moves time and fires what is due, earliest first.
    void advance(Milliseconds by);
    // Tells what became of the records; kept back until asked, since no event may arrive inside a call.
    void deliver();

    console::Stamp stamp() override;
    void fetch(const console::effect::Fetch& request) override { fetches.push_back(request); }
    void open_feed(const console::effect::OpenFeed& feed) override;
    void close_feed() override { feed_open = false; }
    void store_record(std::string_view key, std::string_view row) override;
    void remove_record(std::string_view key) override { records.erase(std::string(key)); }
    void list_records() override;
    void set_camera(console::CameraMode mode) override { camera = mode; }
    void set_torch(bool /*on*/) override {}
    void set_zoom(std::int64_t /*times*/) override {}
    void next_camera() override {}
    void watch_gun(bool /*on*/) override {}
    void read_linear(bool /*on*/) override {}
    void choose_picture() override {}
    void choose_photo() override { ++photos; }
    void signal(const console::effect::Signal& signal) override { signals.push_back(signal.outcome); }
    void start_timer(const console::effect::StartTimer& timer) override;
    void navigate(std::string_view path, bool) override { addresses.emplace_back(path); }
    void leave(std::string_view path) override { addresses.emplace_back(path); }
    void keep_draft(std::string_view text) override { draft = text; }
    void copy(const Secret& text) override { copied.push_back(text.reveal()); }
    void update() override { ++updates; }
    void keep_awake(bool on) override { awake = on; }
    void set_full_screen(bool /*on*/) override {}
    void ask_for_notices() override {}
    void notify(const console::effect::Notify& /*notice*/) override { ++notices; }
    void speak(const console::effect::Speak& call) override { spoken.push_back(call.label); }
    void try_voice() override {}
    void download(std::string_view path) override { downloads.emplace_back(path); }
    void print_day(const console::effect::PrintDay& /*sheet*/) override { ++sheets; }
    void save_preferences(std::string_view text) override { preferences = text; }
    void make_key() override { signed_texts.clear(); }
    void sign(std::string_view text) override { signed_texts.emplace_back(text); }

private:
    std::deque<console::Event> due_;
    std::uint8_t chance_ = 0;
};

} // namespace hexiao::shell
