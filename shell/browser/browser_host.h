// The real host: every wish goes to web/main.ts by a small call into `Module.host`, every answer comes back
// as one JSON text through hexiao_event (main.cpp), which `read_event` turns into an event of the console.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>

#include "shell/host.h"

namespace hexiao::shell {

class BrowserHost final : public Host {
public:
    console::Stamp stamp() override;
    void fetch(const console::effect::Fetch& request) override;
    void open_feed(const console::effect::OpenFeed& feed) override;
    void close_feed() override;
    void store_record(std::string_view key, std::string_view row) override;
    void remove_record(std::string_view key) override;
    void list_records() override;
    void set_camera(console::CameraMode mode) override;
    void set_torch(bool on) override;
    void set_zoom(std::int64_t times) override;
    void next_camera() override;
    void watch_gun(bool on) override;
    void read_linear(bool on) override;
    void choose_picture() override;
    void choose_photo() override;
    void signal(const console::effect::Signal& signal) override;
    void start_timer(const console::effect::StartTimer& timer) override;
    void navigate(std::string_view path, bool replace) override;
    void leave(std::string_view path) override;
    void keep_draft(std::string_view draft) override;
    void copy(const Secret& text) override;
    void update() override;
    void keep_awake(bool on) override;
    void set_full_screen(bool on) override;
    void ask_for_notices() override;
    void notify(const console::effect::Notify& notice) override;
    void speak(const console::effect::Speak& call) override;
    void try_voice() override;
    void download(std::string_view path) override;
    void print_day(const console::effect::PrintDay& sheet) override;
    void save_preferences(std::string_view preferences) override;
    void make_key() override;
    void sign(std::string_view text) override;
};

// Nothing when the text is none of the console's business (a pointer, a size: main.cpp's).
std::optional<console::Event> read_event(const nlohmann::json& event);

} // namespace hexiao::shell
