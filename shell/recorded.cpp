// See recorded.h.
#include "shell/recorded.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace hexiao::shell {

namespace {

using nlohmann::json;
namespace ev = console::event;
namespace intent = console::intent;

// Members of a foreign type count as absent.
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

template <class Choice>
Choice choice(const json& from, const char* name) {
    const std::int64_t value = number(from, name);
    const bool known = value >= 0 && static_cast<std::size_t>(value) < enum_names(Choice::other).size();
    return known ? static_cast<Choice>(value) : Choice::other;
}

Secret secret(const json& from) { return Secret{text(from, "text")}; }

struct Maker {
    std::string_view name;
    console::Intent (*make)(const json&);
};
constexpr std::array makers{
    Maker{"edit_code", [](const json& it) -> console::Intent { return intent::EditCode{secret(it)}; }},
    Maker{"edit_password",
          [](const json& it) -> console::Intent { return intent::EditPassword{secret(it)}; }},
    Maker{"edit_account",
          [](const json& it) -> console::Intent { return intent::EditAccount{text(it, "text")}; }},
    Maker{"sign_in", [](const json&) -> console::Intent { return intent::SignIn{}; }},
    Maker{"check", [](const json&) -> console::Intent { return intent::Check{}; }},
    Maker{"redeem", [](const json&) -> console::Intent { return intent::Redeem{}; }},
    Maker{"dismiss", [](const json&) -> console::Intent { return intent::Dismiss{}; }},
    Maker{"dismiss_late", [](const json&) -> console::Intent { return intent::DismissLate{}; }},
    Maker{"set_uses", [](const json& it) -> console::Intent { return intent::SetUses{number(it, "uses")}; }},
    Maker{"set_vouchers",
          [](const json& it) -> console::Intent { return intent::SetVouchers{number(it, "vouchers")}; }},
    Maker{"open_undo", [](const json& it) -> console::Intent { return intent::OpenUndo{text(it, "id")}; }},
    Maker{"set_undo",
          [](const json& it) -> console::Intent {
              return intent::SetUndo{{choice<api::UndoReason>(it, "reason"), flag(it, "nothing_served")}};
          }},
    Maker{"undo", [](const json&) -> console::Intent { return intent::Undo{}; }},
    Maker{
        "take_number",
        [](const json& it) -> console::Intent { return intent::TakeNumber{choice<api::Line>(it, "line")}; }},
    Maker{"call_next", [](const json&) -> console::Intent { return intent::CallNext{}; }},
    Maker{"go",
          [](const json& it) -> console::Intent {
              return intent::Go{console::parse_route(text(it, "path")).screen};
          }},
};

std::optional<console::Event> read_event(const json& from) {
    const std::string type = text(from, "type");
    if (type == "started") {
        return ev::Started{text(from, "path"),   console::Language::zh, {},
                           text(from, "origin"), text(from, "draft"),   text(from, "preferences")};
    }
    if (type == "answered") {
        return ev::Answered{
            number(from, "request"),
            {static_cast<int>(number(from, "status")), text(from, "content_type"), text(from, "body")}};
    }
    if (type == "feed_opened") {
        return ev::FeedOpened{};
    }
    if (type == "feed") {
        return ev::FeedReceived{text(from, "id"), text(from, "event"), text(from, "data")};
    }
    if (type == "feed_closed") {
        return ev::FeedClosed{static_cast<int>(number(from, "status"))};
    }
    if (type == "record_stored") {
        return ev::RecordStored{text(from, "key"), flag(from, "ok")};
    }
    if (type == "records") {
        ev::RecordsListed listed{{}, flag(from, "ok")};
        const auto keys = from.find("keys");
        const auto rows = from.find("rows");
        const bool both = keys != from.end() && rows != from.end() && keys->is_array() && rows->is_array();
        for (std::size_t i = 0; both && i < std::min(keys->size(), rows->size()); ++i) {
            if ((*keys)[i].is_string() && (*rows)[i].is_string()) {
                listed.rows.push_back({(*keys)[i].get<std::string>(), (*rows)[i].get<std::string>()});
            }
        }
        return listed;
    }
    if (type == "scanned") {
        return ev::Scanned{secret(from), flag(from, "gun") ? console::Reader::gun : console::Reader::camera};
    }
    if (type == "timer") {
        return ev::TimerFired{static_cast<console::Timer>(number(from, "timer")), text(from, "key")};
    }
    if (type == "shown") {
        return ev::Shown{};
    }
    if (type == "wanted") {
        const auto maker = std::ranges::find(makers, text(from, "intent"), &Maker::name);
        return maker == makers.end() ? std::nullopt : std::optional{ev::Wanted{maker->make(from)}};
    }
    return std::nullopt;
}

console::Stamp read_stamp(const json& from) {
    console::Stamp stamp{Instant{number(from, "at")}, {}};
    const std::string hex = text(from, "random");
    for (std::size_t i = 0; i < stamp.random.size() && hex.size() >= 2 * (i + 1); ++i) {
        std::from_chars(hex.data() + 2 * i, hex.data() + 2 * i + 2, stamp.random[i], 16);
    }
    return stamp;
}

} // namespace

bool take_recorded(console::State& state, std::string_view line) {
    const json from = json::parse(line, nullptr, false);
    if (!from.is_object()) {
        return false;
    }
    if (text(from, "type") == "page") {
        state = {};
        return true;
    }
    const auto event = read_event(from);
    if (event) {
        (void)console::update(state, *event, read_stamp(from));
    }
    return event.has_value();
}

} // namespace hexiao::shell
