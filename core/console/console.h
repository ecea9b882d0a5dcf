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

#include "core/api/closure.h"
#include "core/api/messages.h"
#include "core/base/uuid.h"
#include "core/console/alerts.h"
#include "core/console/days.h"
#include "core/console/draft.h"
#include "core/console/entry.h"
#include "core/console/figures.h"
#include "core/console/lookup.h"
#include "core/console/preferences.h"
#include "core/console/shop.h"
#include "core/console/tour.h"
#include "core/console/vouchers.h"
#include "core/outbox/outbox.h"

namespace hexiao::console {

// --- where the person is
// -------------------------------------------------------------------------------------------

enum class Screen : std::uint8_t {
    sign_in,
    counter,
    card,
    queue,
    display,
    today,
    redemption,
    undo,
    vouchers,
    voucher,
    revoke,
    sell,
    days,
    day,
    place,
    me,
    take_over,
    invite,
    invited,
    keys,
    shop,
    staff,
    devices,
    stores,
    lane,
    new_lane,
    products,
    settings,
    setup,
    reset,
    pair,
    debug,
    gallery
};

// A screen and what it shows; written as a URL path: /signin, /counter, /counter/<handle>, /queue,
// /display, /today and what is opened of it (figures.h), /redemptions/<redemption>,
// /redemptions/undo/<redemption>, /vouchers, /vouchers/new, /vouchers/<voucher>, /vouchers/revoke/<voucher>,
// /days, /days/<store>/<day>, /place, /me, /me/<staff>, /devices/new, /devices/<pairing>, /keys, /shop,
// /shop/staff, /shop/staff/new, /shop/staff/<staff>, the same of devices (but /new), stores and products,
// /shop/lanes/<lane>, /shop/lanes/new/<store>, and what needs nobody to be signed in: the links /setup,
// /reset and /pair, and /debug; in the demo also /gallery.
struct Route {
    Screen screen = Screen::counter;
    // Of what is shown: a prepared card, a redemption, a voucher, a day, a colleague, a pairing, somebody or
    // something of the shop, a part of Today; "new" where one is being made; empty for a list.
    std::string handle;

    friend bool operator==(const Route&, const Route&) = default;
};

// The handle of what is being made.
inline constexpr std::string_view new_handle = "new";

// Unknown paths are the counter: nobody with a queue in front of them is helped by a "not found".
Route parse_route(std::string_view path);
// Shown by a link, whoever is signed in or nobody.
bool is_link(Screen screen) noexcept;
std::string format_route(const Route& route);
// Where one is after leaving a screen that was not come to from within the console.
Route above(const Route& route);
// What the address of a closed day names: a store's id, and "2026-11-22".
struct ClosedDayRoute {
    std::string store_id, day;
};
std::optional<ClosedDayRoute> closed_day_route(const Route& route);

// --- state
// ---------------------------------------------------------------------------------------------------------

// What is known of the way to the platform, judged from the last answers.
enum class Link : std::uint8_t { connecting, online, offline };

// A redemption, or the undoing of one, whose outcome is not known yet: its stored row and how often it was
// asked.
struct Pending {
    outbox::Row row;
    int attempts = 0;
    int under_way = 0;             // requests; two where the first one's answer is late
    bool may_send = false;         // the row is stored, or the browser has said that it cannot be
    Reason problem = Reason::none; // that the platform answered last, and how often in a row
    int problems = 0;
    bool aside = false; // outbox::most_of_a_problem: asked for no more
};

// What a person says of an action whose outcome nobody could learn, before they close it.
struct ClosingView {
    std::string key;                                    // whose choices are open; empty: none
    api::ClosingReason why = api::ClosingReason::other; // not chosen yet
    Asking asked;
};

// How one redemption, or the undoing of one, ended, ready to be shown.
struct Verdict {
    Outcome outcome = Outcome::unknown;
    Reason reason = Reason::none;
    api::Title title; // of the product; empty when the voucher is not known
    std::optional<api::Redemption> redemption;
    std::optional<std::int64_t> uses_left;
    std::optional<api::Previous> previous;
    bool undo = false;                   // it was asked to be undone
    bool goes = false;                   // by itself, for the next customer
    std::vector<api::Redemption> more{}; // redeemed together with it
    std::int64_t refused_of_more = 0;    // that were not, though others were: for `reason`
    // What another answer to the same action had said, which this one contradicts; the row under `key` is
    // kept until somebody has seen it.
    std::optional<outbox::Told> before{};
    std::string key{};
};

// An action whose outcome was told while another request of it is under way still.
struct Settled {
    outbox::Row row;
    outbox::Told told;
    int under_way = 0;
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
    Milliseconds ahead{0};           // of the platform's clock before ours, as of that snapshot
    std::string last_event_id;
    std::int64_t as_of = 0; // the newest of how things stand (core/api/feed.h)
    Link link = Link::connecting;
    std::optional<Instant> cut_at;          // since when nothing was heard; absent while the feed is open
    std::map<std::string, Pending> pending; // by key
    std::map<std::string, Settled> settled; // by key
    std::vector<std::string> unreadable;    // keys of stored rows that this build cannot read
    std::vector<Verdict>
        late; // outcomes that came after staff had gone on; newest last, contradictions first
    bool records_failed = false; // the browser refuses to store: a reload would lose what is in flight
    JournalWatch journal;
    ShopData shop; // of owners and managers, once they looked
};

// Steps of the counter, one at a time.
struct Waiting {
    Reason hint = Reason::none;       // why the typed code was not even asked for
    std::optional<api::Title> just{}; // redeemed: its verdict went by itself
};
struct Preparing {
    bool alone = false; // scanned, so that no hand is at the screen, with no other voucher in sight
};
struct Showing {
    std::string handle;
    api::Card card;
    std::int64_t uses = 1;
    bool alone = false;                // as above
    std::vector<std::string> others{}; // handles of vouchers of the order that may be redeemed with it
    std::int64_t vouchers = 1;         // to be redeemed
};
// A redemption, or undoing one, was tapped; `checking` once its answer is late or was no answer.
struct Acting {
    std::string key;
    api::Title title;
    bool checking = false;
    bool undo = false;
};
using CounterStep = std::variant<Waiting, Preparing, Finding, Showing, Acting, Verdict>;

// What the camera does, and what it should do.
enum class CameraMode : std::uint8_t { off, paused, scanning };
enum class CameraStatus : std::uint8_t { off, starting, on, denied, missing, insecure, failed };

// What the camera in use can do besides.
struct CameraExtras {
    bool torch = false; // it has a light
    std::int64_t most_zoom = 1;
    std::int64_t cameras = 1; // that this device has to choose from
    friend bool operator==(const CameraExtras&, const CameraExtras&) = default;
};

// A picture that somebody pasted, dropped or chose.
enum class Picture : std::uint8_t { none, reading, without_code, with_several };

struct SignInView {
    std::string account;
    Secret password;
    bool busy = false;
    Reason problem = Reason::none;
    bool forgotten = false; // the browser kept no cookie of the sign-in before
};

struct CounterView {
    CounterStep step = Waiting{};
    Secret code; // the typed text
    bool camera_wanted = false;
    CameraMode camera_mode = CameraMode::off; // what the browser was last told
    CameraStatus camera = CameraStatus::off;  // what it last said
    CameraExtras extras;
    bool torch_on = false;
    std::int64_t zoom = 1;
    bool camera_rests = false; // nothing was scanned for a while
    Secret last_scan;          // held in front of the camera: ignored until it was out of sight
    Instant last_scan_at;
    Picture picture = Picture::none; // the last one, until the counter goes on
};

// What a manager says of the redemption that they are about to undo.
struct UndoView {
    api::UndoReason reason = api::UndoReason::other; // not chosen yet
    bool nothing_served = false;
};

// What became of the last thing that staff did to the queue. `unknown`: no answer came, and the list tells.
enum class QueueSaid : std::uint8_t { nothing, taken, nobody, refused, unknown };

struct QueueView {
    bool busy = false; // one thing at a time
    QueueSaid said = QueueSaid::nothing;
    Reason reason = Reason::none;     // why it was refused
    std::string label;                // of the number that was taken
    std::string path, body, key;      // what was asked for last: the same again, while unknown, has its key
    std::optional<std::string> shown; // the ticket whose choices are open
};

// That a notice of the stock was seen.
struct StockView {
    bool busy = false;
    Reason problem = Reason::none; // why the last one was not recorded, for all that is known
};

// `impossible`: this browser has none, as phones of one kind.
enum class FullScreen : std::uint8_t { impossible, off, on };

// What not every browser has, as it was when the page was loaded. The console goes on without any of it;
// /debug lists it.
struct Abilities {
    bool offline = false; // keeps the page for a start without network
    bool camera = false;
    bool every_picture = false; // tells of each picture of the camera; otherwise the screen's pace is taken
    bool luminance = false;     // gives the camera's own pixels; otherwise each picture is drawn to be read
    bool torch = false;         // of some cameras
    bool durable = false;       // tells when a record is on the disk, not only handed to the system
    bool shared = false;        // tabs share one feed
    bool letters = false;       // a worker draws letters
    bool exact_pixels = false;  // tells a canvas's exact size in pixels
    bool clipboard = false;
    bool awake = false; // keeps the screen on
    bool vibration = false;
    bool full_screen = false;
    bool notices = false;
    bool speech = false; // says numbers aloud
};

// Whether this page may speak. Browsers let no page speak before somebody has touched it; `mute`: it cannot.
enum class Voice : std::uint8_t { unknown, heard, waits_for_touch, mute };

enum class Copied : std::uint8_t { nothing, done, failed };

struct View {
    Preferences preferences;
    Route route;
    Route after_sign_in; // where somebody who had to sign in first wanted to go
    SignInView sign_in;
    CounterView counter;
    UndoView undo;
    QueueView queue;
    StockView stock;
    ClosingView closing;
    VouchersView vouchers;
    DaysView days;
    FiguresView figures;
    EntryView entry;
    ShopView shop;
    Draft draft;                     // as the page found it when it was loaded
    std::string kept;                // the draft as the browser keeps it now
    Copied copied = Copied::nothing; // said for a moment
    std::optional<Tour> tour;
    std::map<std::string, std::string, std::less<>> tried; // in the gallery: what was chosen of its samples
    bool awake = false;                                    // the screen is kept on, as the page was last told
    bool gun_watched = false;                              // as the page was last told
    bool linear_read = false;                              // as the page was last told
    bool update_ready = false;                             // a newer build is here and waits
    FullScreen full_screen = FullScreen::impossible;
    std::optional<Abilities> abilities; // of the browser, once it has told
    bool place_busy = false;
    Voice voice = Voice::unknown;  // as the page last told
    bool voice_tried = false;      // it was asked to try, because it will have to call numbers
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
    look_up,
    prove,
    shown,
    redeem,
    close_action,
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
    qr,
    ticket,
    stock,
    products,
    find_vouchers,
    history,
    revoke,
    renew_page,
    sell,
    page_qr,
    closed_days,
    closed_day,
    close_day,
    figures,
    found,
    ordered,
    waits,
    redemption,
    seen,
    staff_list,
    device_list,
    store_list,
    product_list,
    merchant,
    session_list,
    head_list,
    session_again,
    shop_save,
    shop_done,
    shop_link,
    shop_qr
};
struct Asked {
    Ask what = Ask::session;
    std::string key; // with Ask::redeem, which also undoes; otherwise what it is about, where that matters
};

struct State {
    Domain domain;
    View view;
    Instant now;                         // of the last event
    std::map<std::int64_t, Asked> asked; // by request number
    std::int64_t next_request = 1;
    int feed_attempts = 0;
    std::optional<Milliseconds> feed_returns; // the platform said bye, and when to come back
    int session_attempts = 0;
    bool ticking = false;  // Timer::minute runs
    bool unproven = false; // signed in just now, and the platform has not known it again yet
};

// --- intents: what a person wants, from ui
// -------------------------------------------------------------------------

namespace intent {
struct Prefer {
    Preferences preferences;
};
struct Go {
    Screen screen = Screen::counter;
};
struct Open { // a thing that has an address
    Route route;
};
struct OpenRedemption { // one of today's newest
    std::string id;
};
struct OpenUndo { // asks about it first
    std::string id;
};
struct SetUndo {
    UndoView undo;
};
struct Undo {};  // the redemption that is asked about
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
struct SetTorch {
    bool on = false;
};
struct SetZoom {
    std::int64_t times = 1;
};
struct NextCamera {};
struct ChoosePicture {};
struct EditCode {
    Secret text;
};
struct Check {};    // prepare the typed code, or look the typed phone number up
struct ChooseHeld { // which of the titles that were found the customer wants to use
    std::string id;
};
struct EditLast4 {
    Secret text;
};
struct Prove {}; // by the last four characters
struct SetUses {
    std::int64_t uses = 1;
};
struct SetVouchers {
    std::int64_t vouchers = 1;
};
struct Redeem {};
struct Dismiss {};     // leave the card or the verdict and be ready for the next customer
struct DismissLate {}; // "seen": the oldest late verdict goes
struct AskAgain {      // for an outcome, now
    std::string key;
};
struct SetClosing { // of an action whose outcome is not known
    std::string key;
    api::ClosingReason why = api::ClosingReason::other;
};
struct CloseAction {}; // the one whose choices are open, with the reason that was chosen
struct Edit {          // one of the forms of entry.h
    Field field = Field::account;
    Secret text;
};
struct SetFullScreen {
    bool on = false;
};
struct Update {}; // to the newer build that waits, once nothing is unsent
struct Try {      // one of the gallery's samples
    std::string what, value;
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
struct TakeNumber { // for somebody who stands there
    api::Line line = api::Line::other;
};
struct CallNext {};
struct ShowTicket { // and what can be done with it; empty: no more
    std::string id;
};
struct ChangeTicket {
    std::string id;
    queue::Action action = queue::Action::other;
    std::optional<api::Line> line{}; // with Action::move
};
struct SeeStock { // "seen", of a notice that stands so
    std::string product_id;
    stock::Level level = stock::Level::other;
};
struct SetFindBy {
    FindBy by = FindBy::code;
};
struct FindVouchers {}; // as the form says
struct FindOrder {      // all vouchers of one order
    std::string order_id;
};
struct OpenVoucher {
    std::string id;
};
struct MoreHistory {};
struct OpenRevoke {}; // asks about it first
struct SetRevokeReason {
    api::RevokeReason why = api::RevokeReason::other;
};
struct Revoke {};
struct RenewPage { // of the voucher that is shown: its old address dies, so it is asked first
    enum class Step : std::uint8_t { ask, keep, now };
    Step step = Step::ask;
};
struct SellVouchers {}; // as the form says
struct SellMore {};     // the codes were handed over
struct ShowPageQr {     // of a voucher that was just sold; empty: no more
    std::string voucher_id;
};
struct OpenDay { // of this store
    std::string day;
};
struct MoreDays {};
struct CloseDay {}; // the one that is shown
struct DownloadDay {};
struct PrintDay {};
struct OpenToday { // a part of it: figures.h
    std::string handle;
};
struct BreakDown {
    Breakdown by = Breakdown::product;
};
struct MoreRedemptions {};
struct MoreOrdered {};
struct MoreWaits {};
struct Reload {}; // what is shown, and could not be had
struct SeeAlert { // all of its kind that began until then
    api::AlertKind kind = api::AlertKind::other;
    Instant until;
};
struct FindShop { // in the list that is shown
    std::string text;
};
struct EditShop { // the form that is open
    std::string member;
    Secret text;
};
struct AddItem { // to a list of the form: "contents", "conditions"
    std::string list;
};
struct RemoveItem {
    std::string list;
    std::size_t index = 0;
};
struct ChoosePhoto {}; // for the product that is open
struct SaveShop {};
struct RevertShop {}; // to what the platform has
struct AskShop {
    ShopAct act = ShopAct::nothing; // nothing: not after all
};
struct DoShop {
    ShopAct act = ShopAct::nothing;
};
struct TourNext {};
struct TourSkip {};
struct ShowAround {};  // from the first step, though it was shown before
struct DecideInvited { // let the device in whose number was compared, or not
    bool confirm = false;
};
} // namespace intent

using Intent = std::variant<
    intent::Prefer, intent::Go, intent::OpenRedemption, intent::OpenUndo, intent::SetUndo, intent::Undo,
    intent::Leave, intent::Copy, intent::EditAccount, intent::EditPassword, intent::SignIn, intent::SignOut,
    intent::ChoosePlace, intent::SetCamera, intent::SetTorch, intent::SetZoom, intent::NextCamera,
    intent::ChoosePicture, intent::EditCode, intent::Check, intent::SetUses, intent::SetVouchers,
    intent::Redeem, intent::Dismiss, intent::DismissLate, intent::AskAgain, intent::SetClosing,
    intent::CloseAction, intent::Edit, intent::SetUp, intent::SetPassword, intent::SetPin,
    intent::ChooseColleague, intent::TakeOver, intent::Invite, intent::DecideInvited, intent::SetFullScreen,
    intent::Update, intent::Try, intent::TourNext, intent::TourSkip, intent::ShowAround, intent::TakeNumber,
    intent::SeeStock, intent::CallNext, intent::ShowTicket, intent::ChangeTicket, intent::ChooseHeld,
    intent::EditLast4, intent::Prove, intent::SetFindBy, intent::FindVouchers, intent::FindOrder,
    intent::OpenVoucher, intent::MoreHistory, intent::OpenRevoke, intent::SetRevokeReason, intent::Revoke,
    intent::RenewPage, intent::SellVouchers, intent::SellMore, intent::ShowPageQr, intent::OpenDay,
    intent::MoreDays, intent::CloseDay, intent::DownloadDay, intent::PrintDay, intent::OpenToday,
    intent::BreakDown, intent::MoreRedemptions, intent::MoreOrdered, intent::MoreWaits, intent::Reload,
    intent::SeeAlert, intent::Open, intent::FindShop, intent::EditShop, intent::AddItem, intent::RemoveItem,
    intent::ChoosePhoto, intent::SaveShop, intent::RevertShop, intent::AskShop, intent::DoShop>;

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
    copied,
    camera_idle,
    minute,
    ready_again,
    shown,
    figures
};

// The camera tells again and again what lies before it; a gun is pulled by somebody who means it.
enum class Reader : std::uint8_t { camera, gun };

namespace event {
struct Started {
    std::string path;
    Language language = Language::zh;
    Secret token{};            // from the address's fragment, which the page has taken out of it
    std::string origin{};      // "https://till.local:8443"
    std::string draft{};       // as effect::KeepDraft last had it in this tab
    std::string preferences{}; // as effect::SavePreferences last had them
    std::string zone{};        // of the device's clock, IANA; empty where the browser does not tell
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
    std::string type; // "snapshot", "redemption", "undone", "products", "queue", "displays", "alerts",
                      // "store", "reset", "bye"; newer ones are passed over
    std::string data;
};
struct FeedClosed {
    int status = 0;         // 200 when an open feed ended, 0 when nothing answered
    Milliseconds silent{0}; // since the last byte of it came
};
struct RecordStored {
    std::string key;
    bool ok = false;
};
struct StoredRow {
    std::string key;
    std::string row; // JSON text
};
struct RecordsListed { // all at the start; later on those that no other tab takes care of any more
    std::vector<StoredRow> rows;
    bool ok = false;
};
struct Scanned {
    Secret text;
    Reader reader = Reader::camera;
    std::vector<Secret> beside{}; // what else was in sight of the camera
};
struct PictureTaken {}; // somebody gave one, and it is being read
struct PictureRead {
    std::vector<Secret> texts; // of all codes that are in it
};
struct PhotoRead { // of a file that was chosen for a product: first that it is being read, then what came of
                   // it
    Photo state = Photo::asked; // reading, unreadable; none: `data` is here
    std::string data{};         // as api::NewPicture wants it
};
struct CameraChanged {
    CameraStatus status = CameraStatus::off;
    CameraExtras extras{};
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
struct UpdateReady {}; // a newer build was fetched
struct FullScreenChanged {
    FullScreen state = FullScreen::impossible;
};
struct AbilitiesTold {
    Abilities abilities;
};
struct NoticesRefused {}; // the person, or the browser, lets nothing be shown outside of the page
struct VoiceChanged {     // after it spoke, or tried to
    Voice voice = Voice::unknown;
};
struct NothingKept {}; // the certificate was only clicked through, or the window is a private one
struct Wanted {
    Intent intent;
};
} // namespace event

using Event =
    std::variant<event::Started, event::Navigated, event::Answered, event::FeedOpened, event::FeedReceived,
                 event::FeedClosed, event::RecordStored, event::RecordsListed, event::Scanned,
                 event::PictureTaken, event::PictureRead, event::PhotoRead, event::CameraChanged,
                 event::TimerFired, event::KeyMade, event::Signed, event::TextCopied, event::Shown,
                 event::GlyphsFalsified, event::NothingKept, event::UpdateReady, event::FullScreenChanged,
                 event::AbilitiesTold, event::NoticesRefused, event::VoiceChanged, event::Wanted>;

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
struct SetTorch {
    bool on = false;
};
struct SetZoom {
    std::int64_t times = 1;
};
struct NextCamera {}; // remembered by the browser
struct WatchGun {     // whether a scanner gun's typing is a code
    bool on = false;
};
struct ReadLinear { // whether cameras and pictures may show bar codes, besides QR
    bool on = false;
};
struct ChoosePicture {}; // from the device's files, or by its camera; event::PictureTaken
struct ChoosePhoto {};   // the same, to be shown instead of searched for codes; event::PhotoRead
struct StartTimer {      // a timer with the same name and key is replaced
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
struct Signal { // of a verdict
    Outcome outcome = Outcome::done;
    bool sound = true, vibration = true;
};
struct Update {}; // the page is loaded anew, from the newer build
struct KeepAwake {
    bool on = false;
};
struct SetFullScreen {
    bool on = false;
};
struct AskForNotices {}; // the person's leave to show something outside of the page
struct Notify {          // shown only where the page is not looked at
    Verdict late;
    Language language = Language::zh;
};
struct Speak { // a number that was called, for those who wait to hear
    std::string label;
    api::Title lane;
    Language language = Language::zh;
};
struct TryVoice {}; // says nothing; event::VoiceChanged tells whether something would be heard
struct Download {   // what the platform offers as a file under this path
    std::string path;
};
struct PrintDay { // a plain sheet of it
    api::ClosedDay day;
    api::Store store;
    Language language = Language::zh;
    bool runs = false; // not over: what it came to until `closed_at`
};
struct SavePreferences { // in this browser; event::Started brings them back
    std::string preferences;
};
struct MakeKey {
};            // a key pair of this device, kept by the browser and not to be taken out; answered by KeyMade
struct Sign { // with that key; answered by Signed
    std::string text;
};
} // namespace effect

using Effect = std::variant<
    effect::Fetch, effect::OpenFeed, effect::CloseFeed, effect::StoreRecord, effect::RemoveRecord,
    effect::ListRecords, effect::SetCamera, effect::SetTorch, effect::SetZoom, effect::NextCamera,
    effect::WatchGun, effect::ReadLinear, effect::ChoosePicture, effect::ChoosePhoto, effect::StartTimer,
    effect::Navigate, effect::Leave, effect::KeepDraft, effect::Copy, effect::Signal, effect::SavePreferences,
    effect::Update, effect::KeepAwake, effect::SetFullScreen, effect::AskForNotices, effect::Notify,
    effect::MakeKey, effect::Sign, effect::Speak, effect::TryVoice, effect::Download, effect::PrintDay>;

using Effects = std::vector<Effect>;

// The loop's body. Never fails: an answer that cannot be read is an event like any other.
Effects update(State& state, const Event& event, const Stamp& stamp);

// Nothing is unsent but what is left to people, and no customer's voucher is on the screen.
bool may_update(const State& state) noexcept;

// So many actions wait for a person: set aside, not readable here, or somebody else's who is not signed in.
std::size_t left_to_people(const State& state) noexcept;

// One of those that this person may see, or nothing.
const api::Store* find_store(const State& state, std::string_view id) noexcept;
// The store where the person stands, or nothing when nobody is signed in.
const api::Store* current_store(const State& state) noexcept;
// Their lane, or nothing when none is chosen.
const api::Lane* current_lane(const State& state) noexcept;
// As far as this console knows it: one of the newest of the day, of a list that was opened, or what the
// verdict on the screen is about.
const api::Redemption* find_redemption(const State& state, std::string_view id) noexcept;
// May this person undo it now, for all that this console knows? Reason::none when they may, and for one that
// is undone.
Reason may_undo(const State& state, const api::Redemption& redemption) noexcept;
// What the platform's clock shows.
Instant platform_now(const State& state) noexcept;
// The number that is called to this person's lane; the newest, where there are several.
const api::Ticket* called_here(const State& state) noexcept;
// What this screen shows customers.
api::DisplayContent display_content(const State& state);
// Nobody chose light or dark, and it is evening or night at the store: a wall would glare, and burn in.
bool is_night(const State& state) noexcept;
// When customers of this store wait too long.
queue::Alarms queue_alarms(const State& state) noexcept;
// How long customers wait, where somebody should do something about it.
struct QueueAlarm {
    queue::Alarm alarm = queue::Alarm::none;
    std::int64_t waiting = 0;    // so many until the first alarm
    Milliseconds longest{0};     // the one who waits longest
    Instant since;               // when the last of them began to wait that long
    bool group_buy_lane = false; // one more lane for group-buy customers would help
};
QueueAlarm queue_alarm(const State& state) noexcept;
// The product of which everybody at the store is to be told now how little is left, the most urgent one, and
// of how many; nothing and none where there is none, and on a customers' screen.
struct StockNotice {
    const api::ProductProgress* product = nullptr;
    std::int64_t products = 0;
};
StockNotice stock_notice(const State& state) noexcept;
// Whether one that was seen comes back by itself.
bool stock_returns(const State& state) noexcept;
// Whether somebody is to be told of it at some time, if nothing changes: now, or an hour after it was seen.
bool stock_due(const api::ProductProgress& product, Instant at) noexcept;
// Of the whole stock, the part behind the red line included.
std::int64_t stock_left(const api::ProductProgress& product) noexcept;
// Days of this store that are over and not closed, the newest first, as far back as they are offered and
// known.
std::vector<BusinessDay> days_to_close(const State& state);
// Everything under /shop.
bool is_of_shop(Screen screen) noexcept;
// A form for one thing, and no list.
bool opens_thing(const Route& route) noexcept;
// A form for something that is not there yet.
bool makes_new(const Route& route) noexcept;
// Role::other for a name that is none.
api::Role role_of(std::string_view name) noexcept;
// Nothing where no store that is known has it.
const api::LaneDetails* find_lane(const ShopData& shop, std::string_view id) noexcept;
const api::StoreDetails* store_of_lane(const ShopData& shop, std::string_view id) noexcept;
// What the tour points at now: nothing where it is over, or waits until nobody is at work and its screen is
// shown.
std::optional<Control> tour_control(const State& state);

} // namespace hexiao::console
