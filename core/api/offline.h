// Messages about working while cut off: what a device takes along (roster, leases), what it did meanwhile
// (actions, each signed), what became of that (verdicts, conflicts), and what was done on paper. The rules
// stand in core/offline; StaffGrant and OfflineTerms, which a session tells, in messages.h.
//
//     GET    /api/v1/roster?after=CURSOR                 RosterPage      this device's; again until `whole`
//     POST   /api/v1/leases                              LeaseRequest → LeasesTaken    (Idempotency-Key)
//     PUT    /api/v1/leases                              RenewLeases  → LeaseList      all of this device
//     POST   /api/v1/leases/returns                      ReturnLeases → LeaseList
//     GET    /api/v1/stores/{store_id}/leases            LeaseList       who holds what there
//     DELETE /api/v1/devices/{device_id}/leases          LeaseList       a manager takes all of them back
//     POST   /api/v1/offline/actions                     ActionUpload → ActionVerdicts  session or signature
//     POST   /api/v1/offline/import                      SealedActions → ActionVerdicts
//     GET    /api/v1/stores/{store_id}/conflicts?after=  ConflictPage
//     PUT    /api/v1/conflicts/{conflict_id}/owner       ConflictOwner → Conflict
//     PUT    /api/v1/conflicts/{conflict_id}/decision    ConflictDecision → Conflict
//     GET    /api/v1/merchant/offline                    OfflineLimits
//     PUT    /api/v1/merchant/offline                    OfflineLimits → OfflineLimits
//     POST   /api/v1/stores/{store_id}/forms             NewForms → FormBlock          (Idempotency-Key)
//     POST   /api/v1/stores/{store_id}/paper             PaperEntries → PaperVerdicts
//     POST   /api/v1/stores/{store_id}/paper/csv         PaperCsv → PaperVerdicts
//     GET    /api/v1/stores/{store_id}/compensations?after=  CompensationPage
//
// The feed tells `cut_off` (cut_off.h), whole, in the snapshot and whenever it changed.
//
// Redeeming online what another device holds (messages.h): the card says by whom (`held_by`), and that device
// is asked over the feed. The redemption answers 409 lease_asked for two seconds, to be asked again under the
// same key; then either it was given back and is redeemed, or the answer is `processing` with lease_held: a
// promise against that lease, whose verdict the feed tells under the same key.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/messages.h"
#include "core/offline/clock.h"
#include "core/offline/lease.h"
#include "core/offline/limits.h"

namespace hexiao::api {

// --- roster ---

// What a voucher buys, once for all vouchers of it.
struct RosterProduct {
    static constexpr std::string_view wire_name = "RosterProduct";
    std::string id;
    Title title;
    Title category;
    std::vector<ContentItem> contents;
    std::vector<Title> conditions;
    Money price;
    std::optional<std::string> picture{};

    template <class V>
    static void fields(V& v) {
        v("id", &RosterProduct::id, wire::uuid());
        v("title", &RosterProduct::title, wire::any());
        v("category", &RosterProduct::category, wire::any());
        v("contents", &RosterProduct::contents, wire::items(100));
        v("conditions", &RosterProduct::conditions, wire::items(50));
        v("price_fen", &RosterProduct::price, wire::integer(0, max_fen));
        v("picture", &RosterProduct::picture, wire::text(64, 64));
    }
    friend bool operator==(const RosterProduct&, const RosterProduct&) = default;
};

inline constexpr std::int64_t roster_page_entries = 4000;
inline constexpr std::int64_t most_roster_products = 1000;

// A page of what this device should know. Asked for without a cursor it begins anew (`full`: forget what is
// held), with one it tells what changed since. Ask again with `cursor` at once until it is `whole`, then
// every minute. Keys are of this device and `day`: on another day the platform begins anew by itself.
struct RosterPage {
    static constexpr std::string_view wire_name = "RosterPage";
    bool full = false;
    bool whole = false;
    std::string cursor;
    std::string day;                     // UTC, "2026-11-22": what the key is of
    Secret day_key;                      // 64 hexadecimal digits, see core/offline/roster.h
    Secret code_key;                     // likewise
    std::vector<RosterProduct> products; // sold at this store; entries name them by index; of every page
    std::string entries;                 // core/offline/roster.h `read_entries`
    Instant server_time;

    template <class V>
    static void fields(V& v) {
        v("full", &RosterPage::full, wire::any());
        v("whole", &RosterPage::whole, wire::any());
        v("cursor", &RosterPage::cursor, wire::text(1, 128));
        v("day", &RosterPage::day, wire::text(10, 10));
        v("day_key", &RosterPage::day_key, wire::text(64, 64));
        v("code_key", &RosterPage::code_key, wire::text(64, 64));
        v("products", &RosterPage::products, wire::items(most_roster_products));
        v("entries", &RosterPage::entries, wire::text(0, roster_page_entries * 64));
        v("server_time", &RosterPage::server_time, wire::any());
    }
};

// --- leases ---

using offline::LeaseState;

// One thing that one device holds: a voucher, or so many vouchers of a product's stock, which nobody else
// sells meanwhile.
struct Lease {
    static constexpr std::string_view wire_name = "Lease";
    std::string id;
    std::string device_id;
    std::string device_name;
    std::string store_id;
    std::optional<std::string> voucher_id; // one of the two
    std::optional<std::string> product_id; // of the voucher, too
    std::optional<Title> title;            // of the product
    std::int64_t quantity = 1;             // uses of the voucher that are left; vouchers of the stock
    std::int64_t used = 0;                 // of them, as far as the platform knows
    LeaseState state = LeaseState::other;
    Instant since;
    Instant until;                     // see core/offline/lease.h
    std::optional<Instant> asked_at{}; // another lane needs it: give it back, if it is not used

    template <class V>
    static void fields(V& v) {
        v("id", &Lease::id, wire::uuid());
        v("device_id", &Lease::device_id, wire::uuid());
        v("device_name", &Lease::device_name, wire::text(1, 64));
        v("store_id", &Lease::store_id, wire::uuid());
        v("voucher_id", &Lease::voucher_id, wire::uuid());
        v("product_id", &Lease::product_id, wire::uuid());
        v("title", &Lease::title, wire::any());
        v("quantity", &Lease::quantity, wire::integer(0, stock::most));
        v("used", &Lease::used, wire::integer(0, stock::most));
        v("state", &Lease::state, wire::any());
        v("since", &Lease::since, wire::any());
        v("until", &Lease::until, wire::any());
        v("asked_at", &Lease::asked_at, wire::any());
    }
    friend bool operator==(const Lease&, const Lease&) = default;
};

inline constexpr std::int64_t most_leases = 200; // that one device may hold

struct LeasePart {
    static constexpr std::string_view wire_name = "LeasePart";
    std::string product_id;
    std::int64_t quantity = 1;

    template <class V>
    static void fields(V& v) {
        v("product_id", &LeasePart::product_id, wire::uuid());
        v("quantity", &LeasePart::quantity, wire::integer(1, stock::most));
    }
};

// Of a paired device alone: what it does later has to be signed. What it already holds is only renewed.
struct LeaseRequest {
    static constexpr std::string_view wire_name = "LeaseRequest";
    std::vector<std::string> voucher_ids;
    std::vector<LeasePart> parts;
    bool waiting = false; // also the vouchers of the customers who wait at this store, first come first
    std::int64_t minutes = offline::usual_lease_minutes;

    template <class V>
    static void fields(V& v) {
        v("voucher_ids", &LeaseRequest::voucher_ids, wire::items(most_leases));
        v("parts", &LeaseRequest::parts, wire::items(50));
        v("waiting", &LeaseRequest::waiting, wire::any());
        v("minutes", &LeaseRequest::minutes,
          wire::integer(offline::least_lease_minutes, offline::most_lease_minutes));
    }
};

// What was not leased, and why: lease_held by another device, unknown_code, out_of_stock, or what makes the
// voucher unusable.
struct LeaseRefused {
    static constexpr std::string_view wire_name = "LeaseRefused";
    std::string id; // of the voucher or the product
    Reason reason = Reason::other;

    template <class V>
    static void fields(V& v) {
        v("id", &LeaseRefused::id, wire::uuid());
        v("reason", &LeaseRefused::reason, wire::any());
    }
};

struct LeasesTaken {
    static constexpr std::string_view wire_name = "LeasesTaken";
    std::vector<Lease> leases; // all that the device holds now
    std::vector<LeaseRefused> refused;
    std::string key;
    bool replayed = false;
    Instant server_time;

    template <class V>
    static void fields(V& v) {
        v("leases", &LeasesTaken::leases, wire::items(most_leases));
        v("refused", &LeasesTaken::refused, wire::items(2 * most_leases));
        v("key", &LeasesTaken::key, wire::uuid());
        v("replayed", &LeasesTaken::replayed, wire::any());
        v("server_time", &LeasesTaken::server_time, wire::any());
    }
};

struct RenewLeases {
    static constexpr std::string_view wire_name = "RenewLeases";
    std::int64_t minutes = offline::usual_lease_minutes; // from now on

    template <class V>
    static void fields(V& v) {
        v("minutes", &RenewLeases::minutes,
          wire::integer(offline::least_lease_minutes, offline::most_lease_minutes));
    }
};

// Unused ones; one of which the device has an action to send is sent first. Ids that it does not hold (any
// more) say nothing.
struct ReturnLeases {
    static constexpr std::string_view wire_name = "ReturnLeases";
    std::vector<std::string> lease_ids;

    template <class V>
    static void fields(V& v) {
        v("lease_ids", &ReturnLeases::lease_ids, wire::items(most_leases));
    }
};

struct LeaseList {
    static constexpr std::string_view wire_name = "LeaseList";
    std::vector<Lease> leases; // held ones
    Instant server_time;

    template <class V>
    static void fields(V& v) {
        v("leases", &LeaseList::leases, wire::items(5000));
        v("server_time", &LeaseList::server_time, wire::any());
    }
};

// --- what was done ---

// `redeem` a voucher; `sell` from a leased part of the stock and serve at once.
enum class OfflineKind : std::uint8_t { other, redeem, sell };
std::span<const std::string_view> enum_names(OfflineKind) noexcept;

// What the roster said.
enum class RosterSaid : std::uint8_t { other, nothing, usable, used, not_in_it };
std::span<const std::string_view> enum_names(RosterSaid) noexcept;

// What a device verified by itself, as evidence.
struct Checked {
    static constexpr std::string_view wire_name = "Checked";
    bool signature = false;            // a house QR that this merchant signed
    std::optional<std::int64_t> qr_ms; // how old it was; absent: no QR, or no time to judge it by
    RosterSaid roster = RosterSaid::nothing;
    std::optional<Instant> roster_at; // as of when

    template <class V>
    static void fields(V& v) {
        v("signature", &Checked::signature, wire::any());
        v("qr_ms", &Checked::qr_ms, wire::integer(0, std::int64_t{400} * 24 * 3600 * 1000));
        v("roster", &Checked::roster, wire::any());
        v("roster_at", &Checked::roster_at, wire::any());
    }
    friend bool operator==(const Checked&, const Checked&) = default;
};

// One action. It is written once, in canonical bytes (core/offline/signed.h), signed, stored, and never
// changed; `key` is its Idempotency-Key for ever.
struct OfflineAction {
    static constexpr std::string_view wire_name = "OfflineAction";
    std::int64_t format = 1;
    std::string key;
    std::string merchant_id;
    std::string device_id;
    std::string store_id;
    std::string lane_id;
    std::string staff_id;
    std::optional<std::string> grant_id;    // StaffGrant of that staff
    std::optional<std::string> approval_id; // StaffGrant of a manager who approved
    OfflineKind kind = OfflineKind::redeem;
    std::optional<Secret> credential;       // as it was scanned or typed; what can be redeemed later
    Channel channel = Channel::house;       // what staff were shown
    std::optional<std::string> voucher_id;  // where QR, roster or lease told it
    std::optional<std::string> product_id;  // likewise, or chosen by staff
    std::int64_t uses = 1;                  // or vouchers sold
    std::optional<Money> amount;            // as shown
    std::optional<std::string> lease_id;    // green; otherwise it was a promise
    Instant at;                             // by the device's own clock
    std::optional<Instant> server_at;       // by the server's time that it kept
    std::optional<Instant> contact_at;      // the server's time in the last answer
    std::optional<std::int64_t> elapsed_ms; // since then, by a clock that only runs forward
    offline::Steadiness clock = offline::Steadiness::never;
    Checked checked;

    template <class V>
    static void fields(V& v) {
        v("format", &OfflineAction::format, wire::integer(1, 1));
        v("key", &OfflineAction::key, wire::uuid());
        v("merchant_id", &OfflineAction::merchant_id, wire::uuid());
        v("device_id", &OfflineAction::device_id, wire::uuid());
        v("store_id", &OfflineAction::store_id, wire::uuid());
        v("lane_id", &OfflineAction::lane_id, wire::uuid());
        v("staff_id", &OfflineAction::staff_id, wire::uuid());
        v("grant_id", &OfflineAction::grant_id, wire::uuid());
        v("approval_id", &OfflineAction::approval_id, wire::uuid());
        v("kind", &OfflineAction::kind, wire::any());
        v("credential", &OfflineAction::credential,
          wire::text(1, static_cast<std::int64_t>(max_credential_bytes)));
        v("channel", &OfflineAction::channel, wire::any());
        v("voucher_id", &OfflineAction::voucher_id, wire::uuid());
        v("product_id", &OfflineAction::product_id, wire::uuid());
        v("uses", &OfflineAction::uses, wire::integer(1, 9999));
        v("amount_fen", &OfflineAction::amount, wire::integer(0, max_fen));
        v("lease_id", &OfflineAction::lease_id, wire::uuid());
        v("at", &OfflineAction::at, wire::any());
        v("server_at", &OfflineAction::server_at, wire::any());
        v("contact_at", &OfflineAction::contact_at, wire::any());
        v("elapsed_ms", &OfflineAction::elapsed_ms, wire::integer(0, std::int64_t{400} * 24 * 3600 * 1000));
        v("clock", &OfflineAction::clock, wire::any());
        v("checked", &OfflineAction::checked, wire::any());
    }
};

// `bytes` of an OfflineAction, and what WebCrypto's sign() gives for `signed_text(bytes)` with ECDSA and
// SHA-256: 64 bytes in base64. A device without a key (it was never paired) sends none.
struct SignedAction {
    static constexpr std::string_view wire_name = "SignedAction";
    Secret bytes;
    std::optional<std::string> signature;

    template <class V>
    static void fields(V& v) {
        v("bytes", &SignedAction::bytes, wire::text(2, 4096));
        v("signature", &SignedAction::signature, wire::text(88, 88));
    }
};

inline constexpr std::int64_t most_actions = 20; // in one upload; its body stays under 64 KiB

// What this device did while cut off, oldest first, with every grant that the actions name. Let in by the
// session of this device, whoever it is of, or by signatures that are all its own.
struct ActionUpload {
    static constexpr std::string_view wire_name = "ActionUpload";
    std::string merchant_id;
    std::string device_id;
    std::vector<StaffGrant> grants;
    std::vector<SignedAction> actions; // may be none: then it only says how many are left
    std::int64_t unsent = 0;           // that are left on the device after these

    template <class V>
    static void fields(V& v) {
        v("merchant_id", &ActionUpload::merchant_id, wire::uuid());
        v("device_id", &ActionUpload::device_id, wire::uuid());
        v("grants", &ActionUpload::grants, wire::items(2 * most_actions));
        v("actions", &ActionUpload::actions, wire::items(most_actions));
        v("unsent", &ActionUpload::unsent, wire::integer(0, 1'000'000));
    }
};

// `replayed`: it is as it was said then, or has become since, in `first`.
struct ActionVerdict {
    static constexpr std::string_view wire_name = "ActionVerdict";
    std::string key;
    Verdict verdict = Verdict::other;
    std::optional<Verdict> first{};       // with `replayed`: kept, conflict or waiting
    Reason reason = Reason::none;         // of a conflict, core/offline/claim.h; or why it waits
    std::optional<Redemption> redemption; // that it became
    std::optional<std::string> conflict_id;
    std::optional<Previous> previous; // with already_redeemed

    template <class V>
    static void fields(V& v) {
        v("key", &ActionVerdict::key, wire::uuid());
        v("verdict", &ActionVerdict::verdict, wire::any());
        v("first", &ActionVerdict::first, wire::any());
        v("reason", &ActionVerdict::reason, wire::any());
        v("redemption", &ActionVerdict::redemption, wire::any());
        v("conflict_id", &ActionVerdict::conflict_id, wire::uuid());
        v("previous", &ActionVerdict::previous, wire::any());
    }
};

// One of each action, in their order. An action whose bytes are no action at all has its own refusal: the
// whole upload answers invalid_field with its path, and nothing was recorded.
struct ActionVerdicts {
    static constexpr std::string_view wire_name = "ActionVerdicts";
    std::vector<ActionVerdict> verdicts;
    Instant server_time;

    template <class V>
    static void fields(V& v) {
        v("verdicts", &ActionVerdicts::verdicts, wire::items(most_actions));
        v("server_time", &ActionVerdicts::server_time, wire::any());
    }
};

// An ActionUpload that was taken off a device as a file, for whoever has another way to the platform. A file
// holds a list of such boxes, one upload each; importing one twice says the same.
struct SealedActions {
    static constexpr std::string_view wire_name = "SealedActions";
    std::string box; // offline::seal_export

    template <class V>
    static void fields(V& v) {
        v("box", &SealedActions::box, wire::text(64, 60'000));
    }
};

// --- conflicts ---

// `accept_loss` and `charge_back` (to the customer, or the channel) end it; `contact`: somebody talks to the
// customer, and it stays open.
enum class ConflictStep : std::uint8_t { other, accept_loss, charge_back, contact };
std::span<const std::string_view> enum_names(ConflictStep) noexcept;

struct ConflictDecided {
    static constexpr std::string_view wire_name = "ConflictDecided";
    ConflictStep step = ConflictStep::other;
    Instant at;
    std::string staff_name;

    template <class V>
    static void fields(V& v) {
        v("step", &ConflictDecided::step, wire::any());
        v("at", &ConflictDecided::at, wire::any());
        v("staff_name", &ConflictDecided::staff_name, wire::text(1, 64));
    }
    friend bool operator==(const ConflictDecided&, const ConflictDecided&) = default;
};

// Something was served that could not be redeemed.
struct Conflict {
    static constexpr std::string_view wire_name = "Conflict";
    std::string id;
    std::string key; // of the action
    Reason why = Reason::other;
    std::string store_id;
    Title lane;
    std::optional<Title> title; // of the product, as far as it is known
    std::int64_t uses = 1;
    std::optional<Money> amount; // what is at stake
    std::optional<std::string> voucher_id;
    std::optional<std::string> code_last4;
    std::optional<std::string> customer_id; // for whoever may look the customer up
    std::string staff_name;                 // who served
    std::string device_name;
    Instant acted_at;   // core/offline/claim.h
    Instant device_at;  // by the device's own clock
    Instant arrived_at; // when the platform heard of it
    offline::Steadiness clock = offline::Steadiness::never;
    Checked checked;
    std::optional<Previous> previous;            // who had redeemed it
    std::optional<std::int64_t> minutes_between; // that redemption and this
    std::optional<std::string> form{};           // of the paper that it was on
    std::string owner_id;                        // who has to see to it
    std::string owner_name;
    Instant due_at;
    std::optional<ConflictDecided> decided;
    bool open = true;

    template <class V>
    static void fields(V& v) {
        v("id", &Conflict::id, wire::uuid());
        v("key", &Conflict::key, wire::uuid());
        v("why", &Conflict::why, wire::any());
        v("store_id", &Conflict::store_id, wire::uuid());
        v("lane", &Conflict::lane, wire::any());
        v("title", &Conflict::title, wire::any());
        v("uses", &Conflict::uses, wire::integer(1, 9999));
        v("amount_fen", &Conflict::amount, wire::integer(0, max_fen));
        v("voucher_id", &Conflict::voucher_id, wire::uuid());
        v("code_last4", &Conflict::code_last4, wire::text(1, 4));
        v("customer_id", &Conflict::customer_id, wire::uuid());
        v("staff_name", &Conflict::staff_name, wire::text(1, 64));
        v("device_name", &Conflict::device_name, wire::text(1, 64));
        v("acted_at", &Conflict::acted_at, wire::any());
        v("device_at", &Conflict::device_at, wire::any());
        v("arrived_at", &Conflict::arrived_at, wire::any());
        v("clock", &Conflict::clock, wire::any());
        v("checked", &Conflict::checked, wire::any());
        v("previous", &Conflict::previous, wire::any());
        v("minutes_between", &Conflict::minutes_between, wire::integer(0, 10'000'000));
        v("form", &Conflict::form, wire::text(1, 16));
        v("owner_id", &Conflict::owner_id, wire::uuid());
        v("owner_name", &Conflict::owner_name, wire::text(1, 64));
        v("due_at", &Conflict::due_at, wire::any());
        v("decided", &Conflict::decided, wire::any());
        v("open", &Conflict::open, wire::any());
    }
};

// Open ones first, the oldest of them first; then those that ended, newest first.
struct ConflictPage {
    static constexpr std::string_view wire_name = "ConflictPage";
    std::vector<Conflict> items;
    std::optional<std::string> next;
    std::int64_t open = 0; // of the store, in all
    Money at_stake;        // of the open ones, as far as it is known

    template <class V>
    static void fields(V& v) {
        v("items", &ConflictPage::items, wire::items(50));
        v("next", &ConflictPage::next, wire::text(1, 128));
        v("open", &ConflictPage::open, wire::integer(0, 1'000'000'000));
        v("at_stake_fen", &ConflictPage::at_stake, wire::integer(0, 1'000'000 * max_fen));
    }
};

struct ConflictOwner {
    static constexpr std::string_view wire_name = "ConflictOwner";
    std::string staff_id;

    template <class V>
    static void fields(V& v) {
        v("staff_id", &ConflictOwner::staff_id, wire::uuid());
    }
};

struct ConflictDecision {
    static constexpr std::string_view wire_name = "ConflictDecision";
    ConflictStep step = ConflictStep::other;

    template <class V>
    static void fields(V& v) {
        v("step", &ConflictDecision::step, wire::any());
    }
};

// --- paper ---

inline constexpr std::int64_t most_forms = 200;    // in one block
inline constexpr std::int64_t most_on_paper = 100; // entered at once

struct NewForms {
    static constexpr std::string_view wire_name = "NewForms";
    std::int64_t count = 50;

    template <class V>
    static void fields(V& v) {
        v("count", &NewForms::count, wire::integer(1, most_forms));
    }
};

// Numbers that nobody else has, to be printed (core/offline/paper.h writes them).
struct FormBlock {
    static constexpr std::string_view wire_name = "FormBlock";
    std::int64_t first = 1;
    std::int64_t last = 1;
    std::string store_id;
    std::string key;
    bool replayed = false;
    Instant server_time;

    template <class V>
    static void fields(V& v) {
        v("first", &FormBlock::first, wire::integer(1, 99'999'999));
        v("last", &FormBlock::last, wire::integer(1, 99'999'999));
        v("store_id", &FormBlock::store_id, wire::uuid());
        v("key", &FormBlock::key, wire::uuid());
        v("replayed", &FormBlock::replayed, wire::any());
        v("server_time", &FormBlock::server_time, wire::any());
    }
};

enum class PaperOutcome : std::uint8_t { other, served, turned_away };
std::span<const std::string_view> enum_names(PaperOutcome) noexcept;

// One form: who was served, or had to be turned away, and when it really was.
struct PaperEntry {
    static constexpr std::string_view wire_name = "PaperEntry";
    std::string form; // "P0000123-4"
    PaperOutcome outcome = PaperOutcome::other;
    Instant at;
    std::optional<Secret> code;            // of who was served
    std::optional<std::string> product_id; // what they wanted, where there is no code
    std::int64_t uses = 1;
    std::string account; // who served: their account, as it stands on the form
    std::string lane_id;
    std::optional<Secret> phone; // of who was turned away, to make it good

    template <class V>
    static void fields(V& v) {
        v("form", &PaperEntry::form, wire::text(1, 16));
        v("outcome", &PaperEntry::outcome, wire::any());
        v("at", &PaperEntry::at, wire::any());
        v("code", &PaperEntry::code, wire::text(1, 64));
        v("product_id", &PaperEntry::product_id, wire::uuid());
        v("uses", &PaperEntry::uses, wire::integer(1, 9999));
        v("account", &PaperEntry::account, wire::text(1, 64));
        v("lane_id", &PaperEntry::lane_id, wire::uuid());
        v("phone", &PaperEntry::phone, wire::text(1, 32));
    }
};

struct PaperEntries {
    static constexpr std::string_view wire_name = "PaperEntries";
    std::vector<PaperEntry> entries;

    template <class V>
    static void fields(V& v) {
        v("entries", &PaperEntries::entries, wire::items(most_on_paper));
    }
};

// The same as a spreadsheet: form, outcome, time (of the store's clock, "2026-11-22 12:10"), code, product
// (its title), uses, account, lane (its title), phone; the first line names them. Lines end in a newline
// alone: the wire takes no carriage returns.
struct PaperCsv {
    static constexpr std::string_view wire_name = "PaperCsv";
    Secret csv;

    template <class V>
    static void fields(V& v) {
        v("csv", &PaperCsv::csv, wire::text(1, 48'000));
    }
};

// What became of one form. A form that was entered before is `replayed`. `refused`: nothing was recorded of
// it, because of `field`; correct it and enter it again.
struct PaperVerdict {
    static constexpr std::string_view wire_name = "PaperVerdict";
    std::string form;
    std::optional<Verdict> verdict; // absent: turned away, and noted; or refused
    std::optional<Verdict> first{};
    bool refused = false;
    Reason reason = Reason::none;
    std::string field;
    std::optional<std::string> conflict_id;

    template <class V>
    static void fields(V& v) {
        v("form", &PaperVerdict::form, wire::text(0, 64));
        v("verdict", &PaperVerdict::verdict, wire::any());
        v("first", &PaperVerdict::first, wire::any());
        v("refused", &PaperVerdict::refused, wire::any());
        v("reason", &PaperVerdict::reason, wire::any());
        v("field", &PaperVerdict::field, wire::text(0, 32));
        v("conflict_id", &PaperVerdict::conflict_id, wire::uuid());
    }
};

struct PaperVerdicts {
    static constexpr std::string_view wire_name = "PaperVerdicts";
    std::vector<PaperVerdict> verdicts; // in the order of the entries
    Instant server_time;

    template <class V>
    static void fields(V& v) {
        v("verdicts", &PaperVerdicts::verdicts, wire::items(most_on_paper));
        v("server_time", &PaperVerdicts::server_time, wire::any());
    }
};

// Somebody who was turned away, and is to be made good.
struct Compensation {
    static constexpr std::string_view wire_name = "Compensation";
    std::string id;
    std::string form;
    Instant at;
    std::optional<Title> title;             // what they wanted
    std::optional<std::string> customer_id; // whose phone number stands with the customers
    std::string staff_name;

    template <class V>
    static void fields(V& v) {
        v("id", &Compensation::id, wire::uuid());
        v("form", &Compensation::form, wire::text(1, 16));
        v("at", &Compensation::at, wire::any());
        v("title", &Compensation::title, wire::any());
        v("customer_id", &Compensation::customer_id, wire::uuid());
        v("staff_name", &Compensation::staff_name, wire::text(1, 64));
    }
};

struct CompensationPage {
    static constexpr std::string_view wire_name = "CompensationPage";
    std::vector<Compensation> items;
    std::optional<std::string> next;

    template <class V>
    static void fields(V& v) {
        v("items", &CompensationPage::items, wire::items(50));
        v("next", &CompensationPage::next, wire::text(1, 128));
    }
};

} // namespace hexiao::api
