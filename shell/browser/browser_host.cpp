// Wishes to the page, and what comes back. See browser_host.h. Every wish is one JSON text {"do": ...}: a
// single crossing is easier to read, and to record, than a dozen signatures. Few bytes and few calls, so the
// cost does not matter.
#include "shell/browser/browser_host.h"

#include <emscripten.h>
#include <emscripten/html5.h>
#include <nlohmann/json.hpp>
#include <string>
#include <unistd.h>

EM_JS_DEPS(hexiao_host, "$UTF8ToString");
EM_JS(void, hexiao_js_do, (const char* wish), { Module.host.carryOut(JSON.parse(UTF8ToString(wish))); });

namespace hexiao::shell {
namespace {

using nlohmann::json;
namespace ev = console::event;

void wish(const json& what) {
    hexiao_js_do(what.dump(-1, ' ', false, json::error_handler_t::replace).c_str());
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

ev::RecordsListed records(const json& event) {
    ev::RecordsListed listed{{}, flag(event, "ok")};
    if (const auto rows = event.find("rows"); rows != event.end() && rows->is_array()) {
        for (const json& row : *rows) {
            if (row.is_string()) {
                listed.rows.push_back(row.get<std::string>());
            }
        }
    }
    return listed;
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

void BrowserHost::signal(Outcome outcome) {
    const char* sound = outcome == Outcome::done      ? "done"
                        : outcome == Outcome::refused ? "refused"
                                                      : "attention";
    wish({{"do", "signal"}, {"sound", sound}});
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

void BrowserHost::save_language(console::Language language) {
    wish({{"do", "language"}, {"language", language == console::Language::en ? "en" : "zh"}});
}

void BrowserHost::save_text_size(int percent) { wish({{"do", "text_size"}, {"percent", percent}}); }

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
        return ev::FeedClosed{static_cast<int>(number(event, "status"))};
    }
    if (type == "record_stored") {
        return ev::RecordStored{text(event, "key"), flag(event, "ok")};
    }
    if (type == "records") {
        return records(event);
    }
    if (type == "scanned") {
        return ev::Scanned{Secret(text(event, "text"))};
    }
    if (type == "camera") {
        return ev::CameraChanged{camera_status(text(event, "status"))};
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
