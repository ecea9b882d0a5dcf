// Events in, effects out. See console_loop.h.
#include "shell/console_loop.h"

#include <string>
#include <utility>

namespace hexiao::shell {
namespace {

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>; // clang 14 does not guess it

} // namespace

ConsoleLoop::ConsoleLoop(Host& host, std::function<void()> changed)
    : host_(host), changed_(std::move(changed)) {
    host_.on_event = [this](const console::Event& event) { take(event); };
}

void ConsoleLoop::start(const console::event::Started& started) { take(started); }

void ConsoleLoop::take(const console::Event& event) {
    for (const console::Effect& effect : console::update(state_, event, host_.stamp())) {
        carry_out(effect);
    }
    changed_();
}

void ConsoleLoop::take(std::span<const console::Intent> intents) {
    for (const console::Intent& intent : intents) {
        take(console::event::Wanted{intent});
    }
}

void ConsoleLoop::carry_out(const console::Effect& effect) {
    namespace e = console::effect;
    std::visit(Overloaded{
                   [&](const e::Fetch& it) { host_.fetch(it); },
                   [&](const e::OpenFeed& it) { host_.open_feed(it); },
                   [&](const e::CloseFeed&) { host_.close_feed(); },
                   [&](const e::StoreRecord& it) { host_.store_record(it.key, it.row); },
                   [&](const e::RemoveRecord& it) { host_.remove_record(it.key); },
                   [&](const e::ListRecords&) { host_.list_records(); },
                   [&](const e::SetCamera& it) { host_.set_camera(it.mode); },
                   [&](const e::StartTimer& it) { host_.start_timer(it); },
                   [&](const e::Navigate& it) { host_.navigate(it.path, it.replace); },
                   [&](const e::Leave& it) { host_.leave(it.path); },
                   [&](const e::KeepDraft& it) { host_.keep_draft(it.draft); },
                   [&](const e::Copy& it) { host_.copy(it.text); },
                   [&](const e::Signal& it) { host_.signal(it.outcome); },
                   [&](const e::SaveLanguage& it) { host_.save_language(it.language); },
                   [&](const e::SaveTextSize& it) { host_.save_text_size(it.percent); },
                   [&](const e::MakeKey&) { host_.make_key(); },
                   [&](const e::Sign& it) { host_.sign(it.text); },
               },
               effect);
}

} // namespace hexiao::shell
