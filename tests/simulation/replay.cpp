// See replay.h.
#include "tests/simulation/replay.h"

#include <fstream>
#include <map>

#include <nlohmann/json.hpp>

#include "tests/simulation/world.h"

namespace hexiao::simulation {

namespace {

using nlohmann::json;
namespace ev = console::event;
namespace intent = console::intent;

Secret secret(const json& from) { return Secret{from.at("text").get<std::string>()}; }

console::Intent read_intent(const json& from) {
    using Make = console::Intent (*)(const json&);
    static const std::map<std::string, Make> makes{
        {"edit_code", [](const json& it) -> console::Intent { return intent::EditCode{secret(it)}; }},
        {"edit_password", [](const json& it) -> console::Intent { return intent::EditPassword{secret(it)}; }},
        {"edit_account",
         [](const json& it) -> console::Intent { return intent::EditAccount{it.at("text")}; }},
        {"sign_in", [](const json&) -> console::Intent { return intent::SignIn{}; }},
        {"check", [](const json&) -> console::Intent { return intent::Check{}; }},
        {"redeem", [](const json&) -> console::Intent { return intent::Redeem{}; }},
        {"dismiss", [](const json&) -> console::Intent { return intent::Dismiss{}; }},
        {"dismiss_late", [](const json&) -> console::Intent { return intent::DismissLate{}; }},
        {"set_uses", [](const json& it) -> console::Intent { return intent::SetUses{it.at("uses")}; }},
        {"open_undo", [](const json& it) -> console::Intent { return intent::OpenUndo{it.at("id")}; }},
        {"set_undo",
         [](const json& it) -> console::Intent {
             return intent::SetUndo{
                 {static_cast<api::UndoReason>(it.at("reason").get<int>()), it.at("nothing_served")}};
         }},
        {"undo", [](const json&) -> console::Intent { return intent::Undo{}; }},
        {"take_number",
         [](const json& it) -> console::Intent {
             return intent::TakeNumber{static_cast<api::Line>(it.at("line").get<int>())};
         }},
        {"call_next", [](const json&) -> console::Intent { return intent::CallNext{}; }},
        {"go",
         [](const json& it) -> console::Intent {
             return intent::Go{console::parse_route(it.at("path").get<std::string>()).screen};
         }},
    };
    const auto make = makes.find(from.at("intent").get<std::string>());
    if (make == makes.end()) {
        throw Violation{"an intent that cannot be replayed"};
    }
    return make->second(from);
}

console::Event read_event(const json& from) {
    const std::string type = from.at("type");
    if (type == "started") {
        return ev::Started{from.at("path"),   console::Language::zh, {},
                           from.at("origin"), from.at("draft"),      from.at("preferences")};
    }
    if (type == "answered") {
        return ev::Answered{from.at("request"),
                            {from.at("status"), from.at("content_type"), from.at("body")}};
    }
    if (type == "feed_opened") {
        return ev::FeedOpened{};
    }
    if (type == "feed") {
        return ev::FeedReceived{from.at("id"), from.at("event"), from.at("data")};
    }
    if (type == "feed_closed") {
        return ev::FeedClosed{from.at("status")};
    }
    if (type == "record_stored") {
        return ev::RecordStored{from.at("key"), from.at("ok")};
    }
    if (type == "records") {
        ev::RecordsListed listed{{}, from.at("ok")};
        for (std::size_t i = 0; i < from.at("rows").size(); ++i) {
            listed.rows.push_back({from.at("keys").at(i), from.at("rows").at(i)});
        }
        return listed;
    }
    if (type == "scanned") {
        return ev::Scanned{secret(from), from.at("gun") ? console::Reader::gun : console::Reader::camera};
    }
    if (type == "timer") {
        return ev::TimerFired{static_cast<console::Timer>(from.at("timer").get<int>()), from.at("key")};
    }
    if (type == "shown") {
        return ev::Shown{};
    }
    if (type == "wanted") {
        return ev::Wanted{read_intent(from)};
    }
    throw Violation{"an event that cannot be replayed: " + type};
}

console::Stamp read_stamp(const json& from) {
    console::Stamp stamp{Instant{from.at("at")}, {}};
    const std::string hex = from.at("random");
    for (std::size_t i = 0; i < stamp.random.size(); ++i) {
        stamp.random[i] = static_cast<std::uint8_t>(std::stoul(hex.substr(2 * i, 2), nullptr, 16));
    }
    return stamp;
}

} // namespace

console::State replay(const std::filesystem::path& file,
                      const std::function<void(const std::string& line, const console::State&)>& each) {
    console::State state;
    std::ifstream in{file};
    for (std::string line; std::getline(in, line);) {
        const json event = json::parse(line);
        if (event.at("type") == "page") {
            state = {};
        } else {
            (void)console::update(state, read_event(event), read_stamp(event));
        }
        each(line, state);
    }
    return state;
}

std::string describe(const console::State& state) {
    constexpr std::array steps{"waiting", "preparing", "finding", "showing", "acting", "verdict"};
    const auto& step = state.view.counter.step;
    std::string text = console::format_route(state.view.route) + ' ' + steps[step.index()];
    if (const auto* verdict = std::get_if<console::Verdict>(&step)) {
        text += ' ' + std::string{enum_names(verdict->outcome)[static_cast<std::size_t>(verdict->outcome)]} +
                ' ' + std::string{reason_name(verdict->reason)};
    } else if (const auto* acting = std::get_if<console::Acting>(&step)) {
        text += ' ' + acting->key + (acting->checking ? " checking" : "");
    }
    text += ", signed " + std::string{state.domain.session ? "in" : "out"} + ", late " +
            std::to_string(state.domain.late.size()) + ", feed at " + state.domain.last_event_id + ", owed";
    for (const auto& [key, pending] : state.domain.pending) {
        text += ' ' + key + ' ' + std::to_string(pending.attempts);
    }
    return text;
}

} // namespace hexiao::simulation
