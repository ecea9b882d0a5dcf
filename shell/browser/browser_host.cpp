// Wishes to the page, and what comes back. See browser_host.h. Every wish is one JSON text {"do": ...}: a
// single crossing is easier to read, and to record, than a dozen signatures. Few bytes and few calls, so the
// cost does not matter.
#include "shell/browser/browser_host.h"

#include <algorithm>
#include <emscripten.h>
#include <emscripten/html5.h>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <unistd.h>
#include <vector>

#include "ui/app.h"
#include "ui/sheet.h"

EM_JS_DEPS(hexiao_host, "$UTF8ToString");
EM_JS(void, hexiao_js_do, (const char* wish), { Module.host.carryOut(JSON.parse(UTF8ToString(wish))); });

namespace hexiao::shell {
namespace {

using nlohmann::json;
namespace ev = console::event;

void wish(const json& what) {
    hexiao_js_do(what.dump(-1, ' ', false, json::error_handler_t::replace).c_str());
}

const char* language_tag(console::Language language) {
    return language == console::Language::en ? "en" : "zh-CN";
}

std::string text(const json& from, const char* name) {
    const auto found = from.find(name);
    return found != from.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::int64_t number(const json& from, const char* name) {
    const auto found = from.find(name);
    return found != from.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

bool flag(const json& from, const char* name) {
    const auto found = from.find(name);
    return found != from.end() && found->is_boolean() && found->get<bool>();
}

console::Abilities abilities(const json& from) {
    return {.offline = flag(from, "offline"),
            .camera = flag(from, "camera"),
            .every_picture = flag(from, "every_picture"),
            .luminance = flag(from, "luminance"),
            .torch = flag(from, "torch"),
            .durable = flag(from, "durable"),
            .shared = flag(from, "shared"),
            .letters = flag(from, "letters"),
            .exact_pixels = flag(from, "exact_pixels"),
            .clipboard = flag(from, "clipboard"),
            .awake = flag(from, "awake"),
            .vibration = flag(from, "vibration"),
            .full_screen = flag(from, "full_screen"),
            .notices = flag(from, "notices"),
            .speech = flag(from, "speech")};
}

console::CameraStatus camera_status(const std::string& name) {
    using Status = console::CameraStatus;
    if (name == "starting") {
        return Status::starting;
    }
    if (name == "on") {
        return Status::on;
    }
    if (name == "denied") {
        return Status::denied;
    }
    if (name == "missing") {
        return Status::missing;
    }
    if (name == "insecure") {
        return Status::insecure;
    }
    return name == "off" ? Status::off : Status::failed;
}

std::vector<std::string> texts(const json& from, const char* name) {
    std::vector<std::string> all;
    if (const auto found = from.find(name); found != from.end() && found->is_array()) {
        for (const json& one : *found) {
            if (one.is_string()) {
                all.push_back(one.get<std::string>());
            }
        }
    }
    return all;
}

std::vector<Secret> secrets(const json& from, const char* name) {
    std::vector<std::string> found = texts(from, name);
    return {std::make_move_iterator(found.begin()), std::make_move_iterator(found.end())};
}

} // namespace

console::Stamp BrowserHost::stamp() {
    console::Stamp stamp;
    stamp.now.ms = static_cast<std::int64_t>(emscripten_date_now());
    getentropy(stamp.random.data(), stamp.random.size()); // crypto.getRandomValues
    return stamp;
}

void BrowserHost::fetch(const console::effect::Fetch& request) {
    wish({{"do", "fetch"},
          {"request", request.request},
          {"method", request.method},
          {"path", request.path},
          {"body", request.body},
          {"key", request.key},
          {"deadline", request.deadline.count()}});
}

void BrowserHost::open_feed(const console::effect::OpenFeed& feed) {
    wish({{"do", "open_feed"},
          {"path", feed.path},
          {"last_event_id", feed.last_event_id},
          {"who", feed.who},
          {"looking", feed.looking}});
}
void BrowserHost::close_feed() { wish({{"do", "close_feed"}}); }

void BrowserHost::store_record(std::string_view key, std::string_view row) {
    wish({{"do", "store_record"}, {"key", key}, {"row", row}});
}
void BrowserHost::remove_record(std::string_view key) { wish({{"do", "remove_record"}, {"key", key}}); }
void BrowserHost::list_records() { wish({{"do", "list_records"}}); }

void BrowserHost::set_camera(console::CameraMode mode) {
    using Mode = console::CameraMode;
    wish({{"do", "camera"},
          {"mode", mode == Mode::scanning ? "scanning"
                   : mode == Mode::paused ? "paused"
                                          : "off"}});
}

void BrowserHost::set_torch(bool on) { wish({{"do", "torch"}, {"on", on}}); }
void BrowserHost::set_zoom(std::int64_t times) { wish({{"do", "zoom"}, {"times", times}}); }
void BrowserHost::next_camera() { wish({{"do", "next_camera"}}); }

void BrowserHost::watch_gun(bool on) { wish({{"do", "watch_gun"}, {"on", on}}); }
void BrowserHost::read_linear(bool on) { wish({{"do", "read_linear"}, {"on", on}}); }
void BrowserHost::choose_picture() { wish({{"do", "choose_picture"}}); }
void BrowserHost::choose_photo() { wish({{"do", "choose_photo"}}); }

void BrowserHost::signal(const console::effect::Signal& signal) {
    const char* what = signal.outcome == Outcome::done      ? "done"
                       : signal.outcome == Outcome::refused ? "refused"
                                                            : "attention";
    wish({{"do", "signal"}, {"what", what}, {"sound", signal.sound}, {"vibration", signal.vibration}});
}

void BrowserHost::start_timer(const console::effect::StartTimer& timer) {
    wish({{"do", "timer"},
          {"timer", static_cast<int>(timer.timer)},
          {"key", timer.key},
          {"after", timer.after.count()}});
}

void BrowserHost::navigate(std::string_view path, bool replace) {
    wish({{"do", "navigate"}, {"path", path}, {"replace", replace}});
}

void BrowserHost::leave(std::string_view path) { wish({{"do", "leave"}, {"path", path}}); }
void BrowserHost::keep_draft(std::string_view draft) { wish({{"do", "keep_draft"}, {"draft", draft}}); }
void BrowserHost::copy(const Secret& text) { wish({{"do", "copy"}, {"text", text.reveal()}}); }

void BrowserHost::update() { wish({{"do", "update"}}); }
void BrowserHost::keep_awake(bool on) { wish({{"do", "keep_awake"}, {"on", on}}); }
void BrowserHost::set_full_screen(bool on) { wish({{"do", "full_screen"}, {"on", on}}); }
void BrowserHost::ask_for_notices() { wish({{"do", "ask_for_notices"}}); }

void BrowserHost::notify(const console::effect::Notify& notice) {
    const ui::Words words{notice.language};
    wish({{"do", "notify"}, {"title", words(Str::brand)}, {"text", ui::late_text(words, notice.late)}});
}

void BrowserHost::speak(const console::effect::Speak& call) {
    const ui::Words words{call.language};
    wish({{"do", "speak"},
          {"text", ui::call_text(words, call.label, call.lane)},
          {"language", language_tag(call.language)}});
}

void BrowserHost::try_voice() { wish({{"do", "try_voice"}}); }

void BrowserHost::download(std::string_view path) { wish({{"do", "download"}, {"path", path}}); }

void BrowserHost::print_day(const console::effect::PrintDay& print) {
    const ui::Sheet sheet = ui::day_sheet(print);
    json tables = json::array();
    for (const ui::Sheet::Table& table : sheet.tables) {
        tables.push_back({{"name", table.name}, {"head", table.head}, {"rows", table.rows}});
    }
    wish({{"do", "print"},
          {"sheet", {{"title", sheet.title}, {"line", sheet.line}, {"tables", tables}}},
          {"language", language_tag(print.language)}});
}

void BrowserHost::save_preferences(std::string_view preferences) {
    wish({{"do", "preferences"}, {"preferences", preferences}});
}

void BrowserHost::make_key() { wish({{"do", "make_key"}}); }
void BrowserHost::sign(std::string_view text) { wish({{"do", "sign"}, {"text", text}}); }

std::optional<console::Event> read_event(const json& event) {
    const std::string type = text(event, "type");
    if (type == "answered") {
        return ev::Answered{
            number(event, "request"),
            {static_cast<int>(number(event, "status")), text(event, "content_type"), text(event, "body")}};
    }
    if (type == "feed_opened") {
        return ev::FeedOpened{};
    }
    if (type == "feed") {
        return ev::FeedReceived{text(event, "id"), text(event, "event"), text(event, "data")};
    }
    if (type == "feed_closed") {
        return ev::FeedClosed{
            static_cast<int>(number(event, "status")),
            Milliseconds{std::clamp<std::int64_t>(number(event, "silent"), 0, one_day.count())}};
    }
    if (type == "voice") {
        const std::string state = text(event, "state");
        return ev::VoiceChanged{state == "heard"             ? console::Voice::heard
                                : state == "waits_for_touch" ? console::Voice::waits_for_touch
                                                             : console::Voice::mute};
    }
    if (type == "record_stored") {
        return ev::RecordStored{text(event, "key"), flag(event, "ok")};
    }
    if (type == "records") {
        ev::RecordsListed listed{{}, flag(event, "ok")};
        std::vector<std::string> rows = texts(event, "rows");
        std::vector<std::string> keys = texts(event, "keys");
        for (std::size_t i = 0; i < std::min(keys.size(), rows.size()); ++i) {
            listed.rows.push_back({std::move(keys[i]), std::move(rows[i])});
        }
        return listed;
    }
    if (type == "scanned") {
        return ev::Scanned{Secret(text(event, "text")),
                           flag(event, "gun") ? console::Reader::gun : console::Reader::camera,
                           secrets(event, "beside")};
    }
    if (type == "picture") {
        return ev::PictureTaken{};
    }
    if (type == "picture_read") {
        return ev::PictureRead{secrets(event, "texts")};
    }
    if (type == "photo") {
        const std::string state = text(event, "state");
        return ev::PhotoRead{state == "reading"      ? console::Photo::reading
                             : state == "unreadable" ? console::Photo::unreadable
                                                     : console::Photo::none,
                             text(event, "data")};
    }
    if (type == "camera") {
        return ev::CameraChanged{camera_status(text(event, "status")),
                                 {flag(event, "torch"),
                                  std::clamp<std::int64_t>(number(event, "zoom"), 1, 10),
                                  std::clamp<std::int64_t>(number(event, "cameras"), 1, 100)}};
    }
    if (type == "timer") {
        return ev::TimerFired{static_cast<console::Timer>(number(event, "timer")), text(event, "key")};
    }
    if (type == "navigated") {
        return ev::Navigated{text(event, "path"), Secret(text(event, "token"))};
    }
    if (type == "key_made") {
        return ev::KeyMade{text(event, "public_key")};
    }
    if (type == "signed") {
        return ev::Signed{text(event, "signature")};
    }
    if (type == "update_ready") {
        return ev::UpdateReady{};
    }
    if (type == "notices_refused") {
        return ev::NoticesRefused{};
    }
    if (type == "full_screen") {
        using console::FullScreen;
        const std::string state = text(event, "state");
        return ev::FullScreenChanged{state == "on"    ? FullScreen::on
                                     : state == "off" ? FullScreen::off
                                                      : FullScreen::impossible};
    }
    if (type == "abilities") {
        return ev::AbilitiesTold{abilities(event)};
    }
    if (type == "nothing_kept") {
        return ev::NothingKept{};
    }
    if (type == "copied") {
        return ev::TextCopied{flag(event, "ok")};
    }
    if (type == "shown") {
        return ev::Shown{};
    }
    return std::nullopt;
}

} // namespace hexiao::shell
