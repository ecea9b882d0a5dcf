// The client's brain. A console is a loop: an event comes in, `update` changes the state, effects go out;
// nothing else changes state, and nothing here asks a clock, the network or chance. A recorded list of events
// therefore replays a bug.
//
// `State` has two parts: `Domain`, what the platform and the outbox say, and `View`, where the person is and
// what they have entered. Hover, scroll and animation belong to ui.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/api/messages.h"
#include "core/base/uuid.h"
#include "core/console/draft.h"
#include "core/console/entry.h"
#include "core/outbox/outbox.h"

namespace hexiao::console {

enum class Language : std::uint8_t { zh, en };

// How large a person can have the letters: percent of their design.
inline constexpr std::array text_sizes{80, 90, 100, 115, 130, 150, 175, 200};

// --- where the person is
// -------------------------------------------------------------------------------------------

enum class Screen : std::uint8_t {
    sign_in,
    counter,
    card,
    today,
    place,
    me,
    take_over,
    invite,
    invited,
    keys,
    setup,
    reset,
    pair,
    debug
};

// A screen and what it shows; written as a URL path: /signin, /counter, /counter/<handle>, /today, /place,
// /me, /me/<staff>, /devices/new, /devices/<pairing>, /keys, and what needs nobody to be signed in: the links
// /setup, /reset and /pair, and /debug.
struct Route {
    Screen screen = Screen::counter;
    std::string handle; // of what is shown: a prepared card, a colleague, a pairing

    friend bool operator==(const Route&, const Route&) = default;
};

// Unknown paths are the counter: nobody with a queue in front of them is helped by a "not found".
Route parse_route(std::string_view path);
// Shown by a link, whoever is signed in or nobody.
bool is_link(Screen screen) noexcept;
std::string format_route(const Route& route);
// Where one is after leaving a screen that was not come to from within the console.
Screen above(Screen screen) noexcept;

// --- state
// ---------------------------------------------------------------------------------------------------------

// What is known of the way to the platform, judged from the last answers.
enum class Link : std::uint8_t { connecting, online, offline };

// A redemption whose outcome is not known yet: its stored row and how often it was asked.
struct Pending {
    outbox::Row row;
    int attempts = 0;
    bool in_flight = false;
    bool may_send = false; // the row is stored, or the browser has said that it cannot be
};

// How one redemption ended, ready to be shown.
struct Verdict {
    Outcome outcome = Outcome::unknown;
    Reason reason = Reason::none;
    api::Title title; // of the product; empty when the voucher is not known
    std::optional<api::Redemption> redemption;
    std::optional<std::int64_t> uses_left;
    std::optional<api::Previous> previous;
};

// What this device knows of each merchant's journal (core/journal/merkle.h). It keeps the last head that it
// saw, over reloads too, and takes a newer one only with the proof that it extends it.
struct JournalWatch {
    bool records_read = false;                    // what was kept before is in `seen`
    std::map<std::string, api::JournalHead> seen; // by merchant
    std::optional<api::JournalHead> asked;        // whose proof is on the way
    Instant asked_at;
    std::optional<api::JournalHead> reported; // what the platform was told last
    bool mismatch = false;                    // a head came that does not extend the one that was seen
};

struct Domain {
    bool session_known = false; // the platform has said whether somebody is signed in
    std::optional<api::Session> session;
    std::optional<api::Today> today; // absent until the feed's first snapshot
    std::string last_event_id;
    Link link = Link::connecting;
    std::map<std::string, Pending> pending; // by key
    std::vector<Verdict> late;              // outcomes that came after staff had gone on; newest last
    bool records_failed = false; // the browser refuses to store: a reload would lose what is in flight
    JournalWatch journal;
};

// Steps of the counter, one at a time.
struct Waiting {
    Reason hint = Reason::none; // why the typed code was not even asked for
};
struct Preparing {};
struct Showing {
    std::string handle;
    api::Card card;
    std::int64_t uses = 1;
};
// A redemption was tapped; `checking` once its answer is late or was no answer.
struct Acting {
    std::string key;
    api::Title title;
    bool checking = false;
};
using CounterStep = std::variant<Waiting, Preparing, Showing, Acting, Verdict>;

// What the camera does, and what it should do.
enum class CameraMode : std::uint8_t { off, paused, scanning };
enum class CameraStatus : std::uint8_t { off, starting, on, denied, missing, insecure, failed };

struct SignInView {
    std::string account;
    Secret password;
    bool busy = false;
    Reason problem = Reason::none;
};

struct CounterView {
    CounterStep step = Waiting{};
    Secret code; // the typed text
    bool camera_wanted = false;
    CameraMode camera_mode = CameraMode::off; // what the browser was last told
    CameraStatus camera = CameraStatus::off;  // what it last said
    Secret last_scan; // held in front of the camera: ignored until it was out of sight
    Instant last_scan_at;
};

enum class Copied : std::uint8_t { nothing, done, failed };

struct View {
    Language language = Language::zh;
    int text_size = 100; // percent, one of `text_sizes`
    Route route;
    Route after_sign_in; // where somebody who had to sign in first wanted to go
    SignInView sign_in;
    CounterView counter;
    EntryView entry;
    Draft draft;                     // as the page found it when it was loaded
    std::string kept;                // the draft as the browser keeps it now
    Copied copied = Copied::nothing; // said for a moment
    bool place_busy = false;
    bool nothing_kept = false;     // the browser keeps no page for a start without network
    bool glyphs_falsified = false; // the browser disturbs canvas read-back: Chinese may look wrong
};

// What a request in flight was for.
enum class Ask : std::uint8_t {
    session,
    sign_in,
    sign_out,
    place,
    prepare,
    prepared,
    redeem,
    head_proof,
    head_report,
    setup_open,
    set_up,
    reset,
    claim,
    collect,
    colleagues,
    switch_person,
    set_pin,
    set_password,
    invite,
    invited,
    qr
};
struct Asked {
    Ask what = Ask::session;
    std::string key; // with Ask::redeem
};

struct State {
    Domain domain;
    View view;
    std::map<std::int64_t, Asked> asked; // by request number
    std::int64_t next_request = 1;
    int feed_attempts = 0;
    std::optional<Milliseconds> feed_returns; // the platform said bye, and when to come back
    int session_attempts = 0;
};

// --- intents: what a person wants, from ui
// -------------------------------------------------------------------------

namespace intent {
struct ChooseLanguage {
    Language language = Language::zh;
};
struct ChooseTextSize {
    int percent = 100;
};
struct Go {
    Screen screen = Screen::counter;
};
struct Leave {}; // the screen, for the one before it
struct Copy {
    Secret text; // some of what can be copied is a link that is good once
};
struct EditAccount {
    std::string text;
};
struct EditPassword {
    Secret text;
};
struct SignIn {};
struct SignOut {};
struct ChoosePlace {
    std::string store_id;
    std::string lane_id;
};
struct SetCamera {
    bool on = false;
};
struct EditCode {
    Secret text;
};
struct Check {}; // prepare the typed code
struct SetUses {
    std::int64_t uses = 1;
};
struct Redeem {};
struct Dismiss {};     // leave the card or the verdict and be ready for the next customer
struct DismissLate {}; // "seen": the oldest late verdict goes
struct Edit {          // one of the forms of entry.h
    Field field = Field::account;
    Secret text;
};
struct SetUp {};
struct SetPassword {}; // with the link's token where there is one, otherwise one's own
struct SetPin {};
struct ChooseColleague { // who wants to take over
    std::string staff_id;
};
struct TakeOver {}; // with the PIN
struct Invite {
    api::Purpose purpose = api::Purpose::staff;
};
struct DecideInvited { // let the device in whose number was compared, or not
    bool confirm = false;
};
} // namespace intent

using Intent =
    std::variant<intent::ChooseLanguage, intent::ChooseTextSize, intent::Go, intent::Leave, intent::Copy,
                 intent::EditAccount, intent::EditPassword, intent::SignIn, intent::SignOut,
                 intent::ChoosePlace, intent::SetCamera, intent::EditCode, intent::Check, intent::SetUses,
                 intent::Redeem, intent::Dismiss, intent::DismissLate, intent::Edit, intent::SetUp,
                 intent::SetPassword, intent::SetPin, intent::ChooseColleague, intent::TakeOver,
                 intent::Invite, intent::DecideInvited>;

// --- events: what happened, from the shell
// -------------------------------------------------------------------------

// When an event arrived and 16 random bytes for ids and jitter: the only time and chance that core sees.
struct Stamp {
    Instant now;
    RandomBytes random{};
};

enum class Timer : std::uint8_t {
    session_retry,
    feed_retry,
    redeem_late,
    redeem_retry,
    day_end,
    pairing,
    copied
};

namespace event {
struct Started {
    std::string path;
    Language language = Language::zh;
    Secret token{};       // from the address's fragment, which the page has taken out of it
    std::string origin{}; // "https://till.local:8443"
    std::string draft{};  // as effect::KeepDraft last had it in this tab
    int text_size = 100;  // percent
};
struct Navigated { // back, forward, or a typed address
    std::string path;
    Secret token{};
};
struct Answered {
    std::int64_t request = 0;
    outbox::HttpAnswer answer; // status 0: no answer came
};
struct FeedOpened {}; // the platform answers; a feed taken up where it ended may have nothing to say
struct FeedReceived {
    std::string id;
    std::string type; // "snapshot", "redemption", "reset", "bye"; newer ones are passed over
    std::string data;
};
struct FeedClosed {
    int status = 0; // 200 when an open feed ended, 0 when nothing answered
};
struct RecordStored {
    std::string key;
    bool ok = false;
};
struct RecordsListed {
    std::vector<std::string> rows; // JSON texts
    bool ok = false;
};
struct Scanned {
    Secret text;
};
struct CameraChanged {
    CameraStatus status = CameraStatus::off;
};
struct TimerFired {
    Timer timer = Timer::session_retry;
    std::string key;
};
struct KeyMade {            // the device's key; empty where the browser makes none
    std::string public_key; // SubjectPublicKeyInfo, base64
};
struct Signed {
    std::string signature; // ECDSA P-256 with SHA-256, 64 bytes, base64; empty when it failed
};
struct TextCopied { // also what the browser copied by itself
    bool ok = false;
};
struct Shown {};         // the page became visible again
struct GlyphsFalsified { // glyphs are shown that the browser disturbed, or no longer are
    bool shown = false;
};
struct NothingKept {}; // the certificate was only clicked through, or the window is a private one
struct Wanted {
    Intent intent;
};
} // namespace event

using Event =
    std::variant<event::Started, event::Navigated, event::Answered, event::FeedOpened, event::FeedReceived,
                 event::FeedClosed, event::RecordStored, event::RecordsListed, event::Scanned,
                 event::CameraChanged, event::TimerFired, event::KeyMade, event::Signed, event::TextCopied,
                 event::Shown, event::GlyphsFalsified, event::NothingKept, event::Wanted>;

// --- effects: what the shell must do
// -------------------------------------------------------------------------------

namespace effect {
struct Fetch {
    std::int64_t request = 0;
    std::string method; // "GET", "POST", …
    std::string path;
    std::string body; // JSON; empty: no body
    std::string key;  // Idempotency-Key; empty: none
    Milliseconds deadline{15'000};
};
struct OpenFeed { // replaces an open one
    std::string path;
    std::string last_event_id; // empty: begin with a snapshot
    std::string who;           // tabs of one browser share a feed when path and person are the same
    bool looking = false;      // somebody has just turned to this tab: what it shows must be right at once
};
struct CloseFeed {}; // signed out: the same person's other tabs ask whether they are, too
struct StoreRecord { // durable before it is answered by RecordStored
    std::string key;
    std::string row;
};
struct RemoveRecord {
    std::string key;
};
struct ListRecords {};
struct SetCamera {
    CameraMode mode = CameraMode::off;
};
struct StartTimer { // a timer with the same name and key is replaced
    Timer timer = Timer::session_retry;
    std::string key;
    Milliseconds after{0};
};
struct Navigate {
    std::string path;
    bool replace = false;
};
struct Leave { // goes back; where nothing of ours was before, the address becomes `path`
    std::string path;
};
struct KeepDraft { // in this tab, over reloads; empty: nothing is to be kept
    std::string draft;
};
struct Copy { // to the clipboard; answered by TextCopied
    Secret text;
};
struct Signal { // sound and vibration of a verdict
    Outcome outcome = Outcome::done;
};
struct SaveLanguage {
    Language language = Language::zh;
};
struct SaveTextSize {
    int percent = 100;
};
struct MakeKey {
};            // a key pair of this device, kept by the browser and not to be taken out; answered by KeyMade
struct Sign { // with that key; answered by Signed
    std::string text;
};
} // namespace effect

using Effect = std::variant<effect::Fetch, effect::OpenFeed, effect::CloseFeed, effect::StoreRecord,
                            effect::RemoveRecord, effect::ListRecords, effect::SetCamera, effect::StartTimer,
                            effect::Navigate, effect::Leave, effect::KeepDraft, effect::Copy, effect::Signal,
                            effect::SaveLanguage, effect::SaveTextSize, effect::MakeKey, effect::Sign>;

using Effects = std::vector<Effect>;

// The loop's body. Never fails: an answer that cannot be read is an event like any other.
Effects update(State& state, const Event& event, const Stamp& stamp);

// The store where the person stands, or nothing when nobody is signed in.
const api::Store* current_store(const State& state) noexcept;
// Their lane, or nothing when none is chosen.
const api::Named* current_lane(const State& state) noexcept;

} // namespace hexiao::console
