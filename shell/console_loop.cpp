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
                   [&](const e::SetTorch& it) { host_.set_torch(it.on); },
                   [&](const e::SetZoom& it) { host_.set_zoom(it.times); },
                   [&](const e::NextCamera&) { host_.next_camera(); },
                   [&](const e::WatchGun& it) { host_.watch_gun(it.on); },
                   [&](const e::ReadLinear& it) { host_.read_linear(it.on); },
                   [&](const e::ChoosePicture&) { host_.choose_picture(); },
                   [&](const e::ChoosePhoto&) { host_.choose_photo(); },
                   [&](const e::StartTimer& it) { host_.start_timer(it); },
                   [&](const e::Navigate& it) { host_.navigate(it.path, it.replace); },
                   [&](const e::Leave& it) { host_.leave(it.path); },
                   [&](const e::KeepDraft& it) { host_.keep_draft(it.draft); },
                   [&](const e::Copy& it) { host_.copy(it.text); },
                   [&](const e::Signal& it) { host_.signal(it); },
                   [&](const e::Update&) { host_.update(); },
                   [&](const e::KeepAwake& it) { host_.keep_awake(it.on); },
                   [&](const e::SetFullScreen& it) { host_.set_full_screen(it.on); },
                   [&](const e::AskForNotices&) { host_.ask_for_notices(); },
                   [&](const e::Notify& it) { host_.notify(it); },
                   [&](const e::SavePreferences& it) { host_.save_preferences(it.preferences); },
                   [&](const e::MakeKey&) { host_.make_key(); },
                   [&](const e::Sign& it) { host_.sign(it.text); },
                   [&](const e::Speak& it) { host_.speak(it); },
                   [&](const e::TryVoice&) { host_.try_voice(); },
                   [&](const e::Download& it) { host_.download(it.path); },
                   [&](const e::PrintDay& it) { host_.print_day(it); },
               },
               effect);
}

} // namespace hexiao::shell
