// The whole seam between the console and the world. Two hosts implement it: shell/browser (the real one) and
// shell/headless (tests and simulation). What needs something new from the world makes this one function
// longer. No call blocks or fails by itself: what became of it is told later by an event, if there is
// anything to tell.
#pragma once

#include <functional>
#include <string_view>
#include <utility>

#include "core/console/console.h"

namespace hexiao::shell {

class Host {
public:
    virtual ~Host() = default;

    // Where events go; set once by the console loop. There is one thread, and no event arrives inside a call
    // below.
    std::function<void(const console::Event&)> on_event;

    // The time and 16 unguessable bytes.
    virtual console::Stamp stamp() = 0;

    // Answered by event::Answered; a redirect, a cut body or the deadline count as no answer (status 0).
    virtual void fetch(const console::effect::Fetch& request) = 0;
    // event::FeedOpened, FeedReceived for each entry, FeedClosed once at the end; 45 s of silence are an end.
    virtual void open_feed(const console::effect::OpenFeed& feed) = 0;
    virtual void close_feed() = 0;

    // Small JSON texts that outlive the page. Stored means on disk: event::RecordStored,
    // event::RecordsListed.
    virtual void store_record(std::string_view key, std::string_view row) = 0;
    virtual void remove_record(std::string_view key) = 0;
    virtual void list_records() = 0;

    // event::CameraChanged, event::Scanned, also of a scanner gun. A text that stays in view is told again
    // only after it was gone for 2 s.
    virtual void set_camera(console::CameraMode mode) = 0;
    // Of the camera that is on; nothing where it cannot.
    virtual void set_torch(bool on) = 0;
    virtual void set_zoom(std::int64_t times) = 0;
    // Another one of the device's, remembered in this browser.
    virtual void next_camera() = 0;
    // Whether what a scanner gun types is a code; otherwise it is left alone.
    virtual void watch_gun(bool on) = 0;
    // Whether cameras and pictures may show bar codes (Code 128), besides QR.
    virtual void read_linear(bool on) = 0;
    // From the device's files, or by its camera. event::PictureTaken and PictureRead; also of what was pasted
    // into the page, or dropped on it.
    virtual void choose_picture() = 0;
    // The same, for a picture that is to be shown. event::PhotoRead.
    virtual void choose_photo() = 0;
    // Sound and vibration.
    virtual void signal(const console::effect::Signal& signal) = 0;

    // One timer per name and key; event::TimerFired.
    virtual void start_timer(const console::effect::StartTimer& timer) = 0;
    // The page's address; event::Navigated tells of changes that did not come from here.
    virtual void navigate(std::string_view path, bool replace) = 0;
    // To the address before this one if it is the console's; otherwise the address becomes `path`.
    // event::Navigated tells where that led.
    virtual void leave(std::string_view path) = 0;
    // One text in this tab, over reloads; event::Started brings it back.
    virtual void keep_draft(std::string_view draft) = 0;
    // To the clipboard; event::TextCopied.
    virtual void copy(const Secret& text) = 0;
    // The page anew, from a newer build that event::UpdateReady told of.
    virtual void update() = 0;
    // The screen stays on; where the browser has no such thing it does not.
    virtual void keep_awake(bool on) = 0;
    // event::FullScreenChanged, also at the start.
    virtual void set_full_screen(bool on) = 0;
    // event::NoticesRefused where they are; notices are shown only while the page is not looked at.
    virtual void ask_for_notices() = 0;
    virtual void notify(const console::effect::Notify& notice) = 0;
    // A number that was called, aloud, where the browser can; event::VoiceChanged.
    virtual void speak(const console::effect::Speak& call) = 0;
    // Whether it could; event::VoiceChanged.
    virtual void try_voice() = 0;
    // A file of the platform's, under the name that it gives.
    virtual void download(std::string_view path) = 0;
    // A plain sheet, on paper.
    virtual void print_day(const console::effect::PrintDay& sheet) = 0;
    // One text in this browser; event::Started brings it back.
    virtual void save_preferences(std::string_view preferences) = 0;

    // This device's key (ECDSA P-256), made once and never to be taken out; event::KeyMade, event::Signed.
    virtual void make_key() = 0;
    virtual void sign(std::string_view text) = 0;
};

} // namespace hexiao::shell
