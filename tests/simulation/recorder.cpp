// See recorder.h.
#include "tests/simulation/recorder.h"

#include <nlohmann/json.hpp>

#include "core/base/hash.h"
#include "core/credential/credential.h"

namespace hexiao::simulation {

namespace {

using nlohmann::json;
namespace ev = console::event;
namespace intent = console::intent;

// The intents that people in the simulation have.
struct IntentJson {
    const std::function<std::string(const Secret&)>& handle_of;

    json operator()(const intent::EditCode& edit) const {
        return {{"intent", "edit_code"}, {"text", handle_of(edit.text)}};
    }
    json operator()(const intent::EditPassword& edit) const {
        return {{"intent", "edit_password"}, {"text", handle_of(edit.text)}};
    }
    json operator()(const intent::EditAccount& edit) const {
        return {{"intent", "edit_account"}, {"text", edit.text}};
    }
    json operator()(const intent::SignIn&) const { return {{"intent", "sign_in"}}; }
    json operator()(const intent::Check&) const { return {{"intent", "check"}}; }
    json operator()(const intent::Redeem&) const { return {{"intent", "redeem"}}; }
    json operator()(const intent::Dismiss&) const { return {{"intent", "dismiss"}}; }
    json operator()(const intent::DismissLate&) const { return {{"intent", "dismiss_late"}}; }
    json operator()(const intent::SetUses& set) const { return {{"intent", "set_uses"}, {"uses", set.uses}}; }
    json operator()(const intent::SetVouchers& set) const {
        return {{"intent", "set_vouchers"}, {"vouchers", set.vouchers}};
    }
    json operator()(const intent::OpenUndo& open) const { return {{"intent", "open_undo"}, {"id", open.id}}; }
    json operator()(const intent::SetUndo& set) const {
        return {{"intent", "set_undo"},
                {"reason", static_cast<int>(set.undo.reason)},
                {"nothing_served", set.undo.nothing_served}};
    }
    json operator()(const intent::Undo&) const { return {{"intent", "undo"}}; }
    json operator()(const intent::TakeNumber& take) const {
        return {{"intent", "take_number"}, {"line", static_cast<int>(take.line)}};
    }
    json operator()(const intent::CallNext&) const { return {{"intent", "call_next"}}; }
    json operator()(const intent::Go& go) const {
        return {{"intent", "go"}, {"path", console::format_route({go.screen, {}})}};
    }
    template <class Other>
    json operator()(const Other&) const {
        return {{"intent", "other"}};
    }
};

struct EventJson {
    const std::function<std::string(const Secret&)>& handle_of;

    json operator()(const ev::Started& it) const {
        return {{"type", "started"},
                {"path", it.path},
                {"origin", it.origin},
                {"draft", it.draft},
                {"preferences", it.preferences}};
    }
    json operator()(const ev::Answered& it) const {
        return {{"type", "answered"},
                {"request", it.request},
                {"status", it.answer.status},
                {"content_type", it.answer.content_type},
                {"body", it.answer.body}};
    }
    json operator()(const ev::FeedOpened&) const { return {{"type", "feed_opened"}}; }
    json operator()(const ev::FeedReceived& it) const {
        return {{"type", "feed"}, {"id", it.id}, {"event", it.type}, {"data", it.data}};
    }
    json operator()(const ev::FeedClosed& it) const {
        return {{"type", "feed_closed"}, {"status", it.status}};
    }
    json operator()(const ev::RecordStored& it) const {
        return {{"type", "record_stored"}, {"key", it.key}, {"ok", it.ok}};
    }
    json operator()(const ev::RecordsListed& it) const {
        json rows = json::array(), keys = json::array();
        for (const ev::StoredRow& stored : it.rows) {
            keys.push_back(stored.key);
            rows.push_back(stored.row);
        }
        return {{"type", "records"}, {"keys", keys}, {"rows", rows}, {"ok", it.ok}};
    }
    json operator()(const ev::Scanned& it) const {
        return {
            {"type", "scanned"}, {"text", handle_of(it.text)}, {"gun", it.reader == console::Reader::gun}};
    }
    json operator()(const ev::TimerFired& it) const {
        return {{"type", "timer"}, {"timer", static_cast<int>(it.timer)}, {"key", it.key}};
    }
    json operator()(const ev::Shown&) const { return {{"type", "shown"}}; }
    json operator()(const ev::Wanted& it) const {
        json what = std::visit(IntentJson{handle_of}, it.intent);
        what["type"] = "wanted";
        return what;
    }
    template <class Other>
    json operator()(const Other&) const {
        return {{"type", "other"}};
    }
};

} // namespace

// The same secret has the same handle, so that one who reads sees where it comes again. A code's is a code
// that nobody has: to a console it is as good.
std::string Recorder::handle_of(const Secret& secret) {
    const std::size_t number = handles_.size() + 1;
    const bool code = bool{parse_credential(secret.reveal())};
    const auto [found, fresh] = handles_.try_emplace(
        secret.reveal(), code ? make_house_code(number) : "secret-" + std::to_string(number));
    return found->second;
}

void Recorder::begin() { out_ << R"({"type":"page"})" << '\n'; }

void Recorder::add(const console::Stamp& stamp, const console::Event& event) {
    const std::function<std::string(const Secret&)> handle = [this](const Secret& secret) {
        return handle_of(secret);
    };
    json line = std::visit(EventJson{handle}, event);
    line["at"] = stamp.now.ms;
    line["random"] = to_hex(stamp.random);
    out_ << line.dump(-1, ' ', false, json::error_handler_t::replace) << '\n' << std::flush;
}

} // namespace hexiao::simulation
