// The counter: a code comes in, a card is shown, a redemption, or undoing one, is stored, sent and resolved;
// see console.h.
//
// The order that keeps promises: the key is made and the row is durably stored *before* the first send; the
// row is removed only when a decision came, or a problem that says that nothing was recorded. Everything else
// is asked again under the same key, also after a reload.
#include <algorithm>
#include <type_traits>
#include <utility>
#include <variant>

#include "core/api/endpoints.h"
#include "core/console/turn.h"
#include "core/credential/house_qr.h"

namespace hexiao::console {

namespace {

// A code that stays in front of the camera is one customer, not one every frame.
constexpr Milliseconds same_code_again{3000};
constexpr Milliseconds camera_rests_after{3 * 60 * 1000};
// After this the screen stops saying "redeeming" and says "checking"; the request goes on (product.md §1).
constexpr Milliseconds late_answer{1500};
// Headline, package and amount are read, or read aloud, in four; one more for whoever looks up late.
constexpr Milliseconds ready_again_after{5000};

bool is_phone(const Secret& text) {
    const auto credential = parse_credential(text.reveal());
    return credential && credential->kind == CredentialKind::phone;
}

// Whoever tapped is signed in: the platform binds a key to its person.
bool is_of(const State& state, const outbox::Row& row) {
    return state.domain.session && row.staff_id == state.domain.session->staff_id;
}

bool is_decision(const Verdict& verdict) noexcept {
    return verdict.outcome == Outcome::done || verdict.outcome == Outcome::refused;
}

Verdict verdict_of(const outbox::Row& row, const api::RedeemAnswer& decided) {
    return {decided.outcome,   decided.reason,   row.title,           decided.redemption,
            decided.uses_left, decided.previous, row.undo.has_value()};
}

// Several vouchers: done where one of them was. Unknown where one of them is.
Verdict verdict_of(const outbox::Row& row, const api::BatchAnswer& decided) {
    Verdict verdict{Outcome::refused, Reason::none, row.title, {}, {}, {}, false};
    for (const api::BatchItem& item : decided.items) {
        if (item.outcome == Outcome::done && item.redemption && !verdict.redemption) {
            verdict.outcome = Outcome::done;
            verdict.redemption = item.redemption;
            verdict.uses_left = item.uses_left;
        } else if (item.outcome == Outcome::done && item.redemption) {
            verdict.more.push_back(*item.redemption);
        } else if (item.outcome == Outcome::refused) {
            ++verdict.refused_of_more;
            // That of the one which stood in the way of the others.
            if (verdict.reason == Reason::none || verdict.reason == Reason::order_refused) {
                verdict.reason = item.reason;
                verdict.previous = item.previous;
            }
        } else {
            verdict.outcome = Outcome::unknown;
            return verdict;
        }
    }
    const bool whole = decided.items.size() == 1 + (row.more ? row.more->size() : 0);
    verdict.outcome = whole ? verdict.outcome : Outcome::unknown;
    return verdict;
}

// What an answer says of an action: a verdict, which may be that it is unknown, or no answer of ours.
std::variant<outbox::Unknown, Verdict, api::Problem> read_action(const outbox::Row& row,
                                                                 const outbox::HttpAnswer& answer) {
    using Read = std::variant<outbox::Unknown, Verdict, api::Problem>;
    const auto read = [&](const auto& told) -> Read {
        using Said = std::remove_cvref_t<decltype(told)>;
        if constexpr (std::is_same_v<Said, outbox::Unknown> || std::is_same_v<Said, api::Problem>) {
            return told;
        } else {
            return verdict_of(row, told);
        }
    };
    if (row.more) {
        return std::visit(read, outbox::read_batch_answer(answer, row.key));
    }
    return std::visit(read, row.undo ? outbox::read_undo_answer(answer, row.key)
                                     : outbox::read_redeem_answer(answer, row.key));
}

Verdict refused(const outbox::Row& row, Reason reason) {
    return {Outcome::refused, reason, row.title, {}, {}, {}, row.undo.has_value()};
}

outbox::Told told_by(const Verdict& verdict) {
    outbox::Told told{verdict.outcome, verdict.reason, {}};
    if (verdict.redemption && verdict.outcome == Outcome::done) {
        told.redemption_id = verdict.redemption->id;
    }
    return told;
}

// As it was kept.
Verdict contradiction_of(const outbox::Row& row) {
    Verdict verdict = refused(row, row.second->reason);
    verdict.outcome = row.second->outcome;
    return verdict;
}

// Beside a verdict.
bool nothing_to_read(const Domain& domain) noexcept {
    return domain.late.empty() && !domain.records_failed && !domain.journal.mismatch;
}

} // namespace

// --- prepare
// -------------------------------------------------------------------------------------------------------

void Turn::want(const intent::SetCamera& camera) {
    counter().camera_wanted = camera.on;
    counter().camera_rests = false;
}

void Turn::want(const intent::SetTorch& torch) {
    counter().torch_on = torch.on;
    emit(effect::SetTorch{torch.on});
}

void Turn::want(const intent::SetZoom& zoom) {
    counter().zoom =
        std::clamp<std::int64_t>(zoom.times, 1, std::max<std::int64_t>(1, counter().extras.most_zoom));
    emit(effect::SetZoom{counter().zoom});
}

void Turn::want(const intent::NextCamera& /*next*/) { emit(effect::NextCamera{}); }

void Turn::on(const event::CameraChanged& changed) {
    counter().camera = changed.status;
    counter().extras = changed.extras;
    if (changed.status != CameraStatus::on) {
        counter().torch_on = false; // a stream's light goes out with it
        counter().zoom = 1;
    }
    const bool given_up = changed.status != CameraStatus::starting && changed.status != CameraStatus::on;
    if (given_up && counter().camera_mode != CameraMode::off && changed.status != CameraStatus::off) {
        counter().camera_wanted = false;
    }
}

void Turn::want(const intent::ChoosePicture& /*choose*/) { emit(effect::ChoosePicture{}); }

void Turn::want(const intent::EditCode& edit) {
    counter().code = edit.text;
    counter().picture = Picture::none;
    if (auto* waiting = std::get_if<Waiting>(&counter().step)) {
        *waiting = {};
    }
}

void Turn::want(const intent::Check& /*check*/) {
    if (!std::holds_alternative<Waiting>(counter().step) || !allowed_at_counter()) {
        return;
    }
    if (is_phone(counter().code)) {
        look_up(counter().code);
        return;
    }
    // A mistyped code is told at the field, without asking anybody.
    if (const Reason reason = refusal_of(counter().code); reason != Reason::none) {
        counter().step = Waiting{reason};
        return;
    }
    prepare(counter().code, false);
}

namespace {

bool is_voucher(const Secret& text) { return bool{parse_credential(text.reveal())}; }

} // namespace

void Turn::on(const event::Scanned& scanned) {
    const bool again =
        scanned.text == counter().last_scan && stamp_.now - counter().last_scan_at < same_code_again;
    counter().last_scan = scanned.text;
    counter().last_scan_at = stamp_.now;
    wake_camera();
    if (scanned.reader == Reader::gun) {
        if (ready_for_code()) {
            take_code(scanned.text, true);
        } else {
            signal(Outcome::unknown); // whoever pulls the trigger looks at the customer, not here
        }
        return;
    }
    // The camera looks only while somebody is waited for (Turn::finish); what it saw just before is late.
    const auto* verdict = std::get_if<Verdict>(&counter().step);
    const bool waiting =
        std::holds_alternative<Waiting>(counter().step) || (verdict != nullptr && verdict->goes);
    if (!again && waiting && ready_for_code()) {
        take_code(scanned.text, std::ranges::none_of(scanned.beside, is_voucher));
    }
}

// Nobody scans: the camera warms the phone and drains it. One tap brings it back.
void Turn::rest_camera() {
    if (counter().camera_mode == CameraMode::scanning) {
        counter().camera_wanted = false;
        counter().camera_rests = true;
    }
}

// Somebody does: the time runs anew.
void Turn::wake_camera() { emit(effect::StartTimer{Timer::camera_idle, {}, camera_rests_after}); }

void Turn::on(const event::PictureTaken& /*taken*/) {
    if (ready_for_code()) {
        counter().picture = Picture::reading;
    }
}

void Turn::on(const event::PictureRead& read) {
    if (std::exchange(counter().picture, Picture::none) != Picture::reading || !ready_for_code()) {
        return; // staff went on
    }
    const auto first = std::ranges::find_if(read.texts, is_voucher);
    if (first == read.texts.end()) {
        back_to_waiting(read.texts.empty() ? Reason::none : Reason::malformed_code);
        counter().picture = read.texts.empty() ? Picture::without_code : Picture::none;
    } else if (std::any_of(first + 1, read.texts.end(), is_voucher)) {
        back_to_waiting(Reason::none);
        counter().picture = Picture::with_several; // nothing is redeemed on a guess
    } else {
        take_code(*first, true);
    }
}

// A verdict that was read is in nobody's way, and neither is a look-up whose customer found their code after
// all; a card that is shown has to be decided first.
bool Turn::ready_for_code() const {
    const auto& step = state_.view.counter.step;
    const bool ready = std::holds_alternative<Waiting>(step) || std::holds_alternative<Verdict>(step) ||
                       std::holds_alternative<Finding>(step);
    return ready && allowed_at_counter() && current_lane(state_) != nullptr &&
           !is_link(state_.view.route.screen);
}

// Why a text need not be asked for, or Reason::none.
Reason Turn::refusal_of(const Secret& text) const {
    const auto credential = parse_credential(text.reveal());
    if (!credential) {
        return credential.error().reason;
    }
    if (credential->kind != CredentialKind::house_qr || !state_.domain.session->qr_keys) {
        return Reason::none;
    }
    const auto qr = read_house_qr(text.reveal());
    for (const api::QrKey& known : *state_.domain.session->qr_keys) {
        if (qr && known.number == qr->key) {
            const auto key = read_public_key(known.public_key);
            const bool ours = key && is_signed(text.reveal(), state_.domain.session->merchant.id, *key);
            return ours ? Reason::none : Reason::forged_qr;
        }
    }
    return Reason::none; // a key that came into use since: the platform knows it
}

// What a camera, a gun or a picture gave. What is no voucher is said, without asking anybody. `alone`: no
// other voucher was in sight, of which this one might not be meant; then it may be redeemed without a tap.
void Turn::take_code(const Secret& text, bool alone) {
    if (state_.view.route.screen != Screen::counter) {
        show({Screen::counter, {}}, false);
    }
    if (const Reason reason = refusal_of(text); reason != Reason::none) {
        if (auto* finding = std::get_if<Finding>(&counter().step)) {
            finding->problem = reason; // the look-up goes on: it was one of few
        } else {
            back_to_waiting(reason);
        }
        signal(Outcome::refused);
        return;
    }
    counter().code = text; // stays in the field when nobody answers, for another try
    prepare(text, alone);
}

void Turn::prepare(const Secret& credential, bool alone) {
    counter().step = Preparing{alone};
    counter().picture = Picture::none;
    fetch(Ask::prepare, "POST", "/api/v1/prepare", wire::write(api::PrepareRequest{credential}));
}

// A card that is not in memory: after a reload, or by the forward button.
void Turn::load_card(const std::string& handle) {
    if (std::holds_alternative<Acting>(counter().step)) {
        return;
    }
    counter().step = Preparing{};
    fetch(Ask::prepared, "GET", "/api/v1/prepared/" + handle);
}

void Turn::prepared_answered(const outbox::HttpAnswer& answer, bool reloaded) {
    const auto* preparing = std::get_if<Preparing>(&counter().step);
    if (preparing == nullptr) {
        return; // staff went on
    }
    if (answer.status == 200 && answer.content_type.starts_with("application/json")) {
        auto prepared = wire::read<api::Prepared>(answer.body);
        if (prepared && prepared->outcome == api::PrepareOutcome::ready && prepared->handle &&
            prepared->card) {
            state_.domain.link = state_.domain.today ? Link::online : state_.domain.link;
            counter().code = {};
            Showing showing{*prepared->handle, std::move(*prepared->card), 1, preparing->alone};
            showing.uses = drafted_uses(showing);
            if (prepared->others) {
                for (api::OfferedVoucher& other : *prepared->others) {
                    showing.others.push_back(std::move(other.handle));
                }
            }
            const bool decided = decides_itself(showing) && !reloaded;
            counter().step = std::move(showing);
            if (decided) {
                want(intent::Redeem{});
            } else {
                show(Route{Screen::card, *prepared->handle}, reloaded);
            }
            return;
        }
        if (prepared && prepared->outcome == api::PrepareOutcome::refused) {
            // A card from before a reload that is over is no news for the customer: simply ready for the next
            // one.
            if (reloaded) {
                back_to_waiting(Reason::none);
                return;
            }
            counter().code = {};
            const api::Title title = prepared->card ? prepared->card->title : api::Title{};
            counter().step =
                Verdict{Outcome::refused, prepared->reason, title, {}, {}, prepared->previous, false};
            signal(Outcome::refused);
            return;
        }
    }
    if (answer.content_type.starts_with("application/problem+json")) {
        if (const auto problem = wire::read<api::Problem>(answer.body)) {
            back_to_waiting(problem->reason == Reason::not_found ? Reason::none : problem->reason);
            if (problem->reason == Reason::unauthenticated) {
                signed_out();
            }
            return;
        }
    }
    // No answer: nothing was recorded by asking, so the code stays for another try.
    state_.domain.link = Link::offline;
    back_to_waiting(Reason::other);
}

// Where the merchant wants it so: scanned, not typed, and for one use, of which neither it nor its order has
// another.
bool Turn::decides_itself(const Showing& showing) const {
    return state_.domain.session && state_.domain.session->automatic.value_or(false) && showing.alone &&
           showing.card.uses_total == 1 && showing.card.uses_left == 1 && showing.others.empty() &&
           !state_.view.tour;
}

void Turn::back_to_waiting(Reason hint) {
    counter().step = Waiting{hint};
    if (state_.view.route.screen == Screen::card) {
        leave_for({Screen::counter, {}});
    }
}

// --- redeem
// --------------------------------------------------------------------------------------------------------

void Turn::want(const intent::SetUses& uses) {
    if (auto* showing = std::get_if<Showing>(&counter().step)) {
        showing->uses =
            std::clamp<std::int64_t>(uses.uses, 1, std::max<std::int64_t>(1, showing->card.uses_left));
    }
}

void Turn::want(const intent::SetVouchers& set) {
    if (auto* showing = std::get_if<Showing>(&counter().step)) {
        const auto most = static_cast<std::int64_t>(showing->others.size()) + 1;
        showing->vouchers = std::clamp<std::int64_t>(set.vouchers, 1, most);
    }
}

void Turn::want(const intent::Redeem& /*redeem*/) {
    const auto* showing = std::get_if<Showing>(&counter().step);
    if (showing == nullptr || !state_.domain.session) {
        return;
    }
    outbox::Row row{1,
                    make_uuid7(stamp_.now, stamp_.random),
                    state_.domain.session->staff_id,
                    showing->handle,
                    showing->uses,
                    showing->card.title,
                    std::nullopt};
    if (showing->vouchers > 1) {
        row.format = 3;
        auto& more = row.more.emplace();
        for (std::int64_t i = 1; i < showing->vouchers; ++i) {
            more.push_back({showing->others[static_cast<std::size_t>(i) - 1], 1});
        }
    }
    act(row);
}

// What the person who is asked about it has to say first is in the view.
void Turn::want(const intent::Undo& /*undo*/) {
    const api::Redemption* redemption = find_redemption(state_, state_.view.route.handle);
    if (state_.view.route.screen != Screen::undo || redemption == nullptr || redemption->undone ||
        may_undo(state_, *redemption) != Reason::none) {
        return;
    }
    api::UndoRequest request;
    if (api::is_in(api::managers, state_.domain.session->role)) {
        if (state_.view.undo.reason == api::UndoReason::other) {
            return;
        }
        request = {state_.view.undo.reason, state_.view.undo.nothing_served};
    }
    act({2, make_uuid7(stamp_.now, stamp_.random), state_.domain.session->staff_id, redemption->id,
         redemption->uses, redemption->title, request});
    show({Screen::counter, {}}, true);
}

void Turn::want(const intent::SetUndo& set) { state_.view.undo = set.undo; }

// From here on its outcome is owed.
void Turn::act(const outbox::Row& row) {
    emit(effect::StoreRecord{row.key, wire::write(row)});
    // From the tap on: storing may hang as well as sending.
    emit(effect::StartTimer{Timer::redeem_late, row.key, late_answer});
    counter().step = Acting{row.key, row.title, false, row.undo.has_value()};
    state_.domain.pending.try_emplace(row.key, Pending{row});
}

void Turn::on(const event::RecordStored& stored) {
    state_.domain.records_failed = !stored.ok;
    // Without a store the redemption still goes out: it is safe on the platform, only a reload would forget
    // to ask.
    const auto found = state_.domain.pending.find(stored.key);
    if (found != state_.domain.pending.end()) {
        found->second.may_send = true;
        send(found->second);
    }
}

void Turn::on(const event::RecordsListed& listed) {
    state_.domain.records_failed = !listed.ok;
    const bool first = !std::exchange(state_.domain.journal.records_read, true);
    auto& unreadable = state_.domain.unreadable;
    for (const event::StoredRow& stored : listed.rows) {
        if (auto row = wire::read<outbox::Row>(stored.row); row && row->key == stored.key) {
            if (row->first && row->second) {
                if (is_of(state_, *row)) { // anybody else's waits for them
                    show_contradiction(*row, contradiction_of(*row));
                }
                continue;
            }
            const auto [found, fresh] = state_.domain.pending.try_emplace(row->key, Pending{*row});
            if (fresh) {
                found->second.attempts = 1; // whoever stored it may have sent it
                found->second.may_send = true;
            }
        } else if (!is_uuid(stored.key)) {
            read_seen_head(stored.row);
        } else if (std::ranges::find(unreadable, stored.key) == unreadable.end()) {
            unreadable.push_back(stored.key); // torn, or a later build's: in nobody's way, and kept
        }
    }
    watch_journal();
    if (state_.domain.session && first) {
        send_pending();
    } else if (state_.domain.session) {
        // Another tab's, that was closed or stands still: what is on the screen here is this tab's.
        for (auto& [key, pending] : state_.domain.pending) {
            send(pending);
        }
    }
}

// After sign-in or reload: asks for every outcome that this person is owed, and shows the newest as being
// checked.
void Turn::send_pending() {
    for (auto& [key, pending] : state_.domain.pending) {
        if (send(pending) && allowed_at_counter() && !std::holds_alternative<Verdict>(counter().step)) {
            counter().step = Acting{key, pending.row.title, true, pending.row.undo.has_value()};
        }
    }
}

// Sends unless it is under way, not yet stored, or somebody else's. True when it was sent.
bool Turn::send(Pending& pending) {
    if (!is_of(state_, pending.row) || pending.under_way > 0 || !pending.may_send || pending.aside) {
        return false;
    }
    ask(pending);
    return true;
}

void Turn::ask(Pending& pending) {
    ++pending.under_way;
    ++pending.attempts;
    const outbox::Row& row = pending.row;
    if (row.undo) {
        fetch(Ask::redeem, "PUT", "/api/v1/redemptions/" + row.handle + "/revocation", wire::write(*row.undo),
              row.key);
    } else if (row.more) {
        api::RedeemBatch batch{{{row.handle, row.uses}}};
        batch.items.insert(batch.items.end(), row.more->begin(), row.more->end());
        fetch(Ask::redeem, "POST", "/api/v1/redeem/batch", wire::write(batch), row.key);
    } else {
        fetch(Ask::redeem, "POST", "/api/v1/redeem", wire::write(api::RedeemRequest{row.handle, row.uses}),
              row.key);
    }
}

// Nobody waits for one answer any longer: the screen says so, and the platform is asked once more beside it,
// under the same key. Whichever answers first is told.
void Turn::redeem_late(const std::string& key) {
    if (auto* acting = std::get_if<Acting>(&counter().step); acting != nullptr && acting->key == key) {
        acting->checking = true;
    }
    if (const auto found = state_.domain.pending.find(key);
        found != state_.domain.pending.end() && is_of(state_, found->second.row) &&
        found->second.under_way == 1 && found->second.attempts == 1) {
        ask(found->second);
    }
}

void Turn::redeem_answered(const std::string& key, const outbox::HttpAnswer& answer) {
    const auto found = state_.domain.pending.find(key);
    if (found == state_.domain.pending.end()) {
        return answered_again(key, answer);
    }
    Pending& pending = found->second;
    --pending.under_way;
    const auto reading = read_action(pending.row, answer);
    if (const auto* verdict = std::get_if<Verdict>(&reading)) {
        if (is_decision(*verdict)) {
            return settle(key, *verdict);
        }
    } else if (const auto* problem = std::get_if<api::Problem>(&reading)) {
        // Where this person may, a session that may not is another one's, and its answer none to this.
        const bool elsewhere = problem->reason == Reason::forbidden && allowed_at_counter();
        const auto hears = elsewhere ? api::Hears::allowed : api::Hears::whoever_asked;
        // What this request did not do, another one that is under way may do yet.
        const bool open =
            pending.under_way > 0 || outbox::leaves_open(problem->reason, pending.attempts, hears);
        if (problem->status < 500 && !open) {
            return settle(key, refused(pending.row, problem->reason));
        }
        // The row stays until the same person is signed in. The answer may be to a session that was left
        // since, so the platform is asked who is signed in now.
        if (problem->status < 500 && state_.domain.session) {
            ask_session();
        }
        return keep_asking(pending, problem->reason);
    } else {
        state_.domain.link = Link::offline;
    }
    retry_later(pending);
}

// The platform could not say. What it says again and again of a row is not asked for ever.
void Turn::keep_asking(Pending& pending, Reason problem) {
    pending.problems = pending.problem == problem ? pending.problems + 1 : 1;
    pending.problem = problem;
    if (pending.problems < outbox::most_of_a_problem || outbox::passes_by_itself(problem)) {
        return retry_later(pending);
    }
    pending.aside = true;
    signal(Outcome::unknown);
    if (const auto* acting = std::get_if<Acting>(&counter().step);
        acting != nullptr && acting->key == pending.row.key) {
        counter().step =
            Verdict{Outcome::unknown, problem, pending.row.title, {}, {}, {}, acting->undo, false};
    }
}

// One more answer to what was told already. It is compared, and never changes silently what was said.
void Turn::answered_again(const std::string& key, const outbox::HttpAnswer& answer) {
    const auto found = state_.domain.settled.find(key);
    if (found == state_.domain.settled.end()) {
        return;
    }
    const Settled before = found->second;
    if (--found->second.under_way == 0) {
        state_.domain.settled.erase(found);
    }
    const auto reading = read_action(before.row, answer);
    const auto* verdict = std::get_if<Verdict>(&reading);
    // What says nothing of another request changes nothing.
    if (verdict == nullptr || !is_decision(*verdict) || !outbox::contradict(before.told, told_by(*verdict))) {
        return;
    }
    outbox::Row row = before.row;
    row.format = 3;
    row.first = before.told;
    row.second = told_by(*verdict);
    emit(effect::StoreRecord{key, wire::write(row)});
    if (!is_of(state_, row)) {
        return; // it is told to whom it concerns, once they are signed in
    }
    signal(Outcome::unknown);
    show_contradiction(row, *verdict);
    if (state_.view.preferences.notices) {
        emit(effect::Notify{state_.domain.late.front(), state_.view.preferences.language});
    }
}

void Turn::show_contradiction(const outbox::Row& row, Verdict verdict) {
    if (std::ranges::find(state_.domain.late, row.key, &Verdict::key) == state_.domain.late.end()) {
        verdict.before = row.first;
        verdict.key = row.key;
        state_.domain.late.insert(state_.domain.late.begin(), std::move(verdict));
    }
}

// Requests of what is told now may be answered yet.
void Turn::await_others(const Pending& pending, const Verdict& verdict) {
    if (pending.under_way > 0) {
        state_.domain.settled.insert_or_assign(pending.row.key,
                                               Settled{pending.row, told_by(verdict), pending.under_way});
    }
}

void Turn::retry_later(Pending& pending) {
    if (auto* acting = std::get_if<Acting>(&counter().step);
        acting != nullptr && acting->key == pending.row.key) {
        acting->checking = true;
    }
    emit(effect::StartTimer{Timer::redeem_retry, pending.row.key,
                            outbox::retry_delay(pending.attempts, stamp_.random)});
}

// A decision came. It is the verdict on the screen if staff still wait for it, and a late one otherwise.
void Turn::settle(const std::string& key, Verdict verdict) {
    emit(effect::RemoveRecord{key});
    signal(verdict.outcome);
    if (const auto found = state_.domain.pending.find(key); found != state_.domain.pending.end()) {
        await_others(found->second, verdict);
        state_.domain.pending.erase(found);
    }
    if (ClosingView& closing = state_.view.closing; closing.key == key && !closing.asked.busy) {
        closing = {};
    }
    const auto* acting = std::get_if<Acting>(&counter().step);
    if (acting == nullptr || acting->key != key) {
        if (state_.view.preferences.notices) {
            emit(effect::Notify{verdict, state_.view.preferences.language});
        }
        state_.domain.late.push_back(std::move(verdict));
        return;
    }
    let_go(verdict);
    counter().step = std::move(verdict);
    if (state_.view.route.screen == Screen::card) {
        leave_for({Screen::counter, {}});
    }
}

// What went well waits for no tap: it is seen (the page says it to whoever cannot see it), heard, and stands
// in the list.
void Turn::let_go(Verdict& verdict) {
    const bool seen = state_.view.route.screen == Screen::counter || state_.view.route.screen == Screen::card;
    const bool green = verdict.outcome == Outcome::done && !verdict.undo && verdict.redemption &&
                       !verdict.redemption->undone;
    verdict.goes = green && seen && state_.view.preferences.ready_again && !state_.view.tour &&
                   nothing_to_read(state_.domain);
    if (verdict.goes) {
        // The customer still holds it there: it counts as in sight, or it would be refused as used at once.
        counter().last_scan_at = stamp_.now;
        emit(effect::StartTimer{Timer::ready_again, verdict.redemption->id, ready_again_after});
    }
}

// Unless somebody has turned to it meanwhile, it was undone, or something else wants to be read.
void Turn::ready_again(const std::string& redemption_id) {
    auto* verdict = std::get_if<Verdict>(&counter().step);
    if (verdict == nullptr || !verdict->goes || verdict->redemption->id != redemption_id) {
        return;
    }
    if (!nothing_to_read(state_.domain)) {
        verdict->goes = false;
        return;
    }
    api::Title title = std::move(verdict->title);
    back_to_waiting(Reason::none);
    std::get<Waiting>(counter().step).just = std::move(title);
}

void Turn::want(const intent::Dismiss& /*dismiss*/) {
    if (std::holds_alternative<Preparing>(counter().step)) {
        return;
    }
    // Leaving an unresolved redemption does not drop it: its outcome comes as a late verdict.
    back_to_waiting(Reason::none);
}

void Turn::want(const intent::DismissLate& /*dismiss*/) {
    if (!state_.domain.late.empty()) {
        if (const std::string& key = state_.domain.late.front().key; !key.empty()) {
            emit(effect::RemoveRecord{key});
        }
        state_.domain.late.erase(state_.domain.late.begin());
    }
}

// --- what is left to people
// --------------------------------------------------------------------------------------------------------

void Turn::want(const intent::AskAgain& again) {
    if (const auto found = state_.domain.pending.find(again.key); found != state_.domain.pending.end()) {
        found->second.aside = false;
        found->second.problems = 0;
        send(found->second);
    }
}

void Turn::want(const intent::SetClosing& set) {
    if (!state_.view.closing.asked.busy) {
        state_.view.closing = {set.key, set.why, {}};
    }
}

// The platform closes it, so that nothing under way can change what the person says of it.
void Turn::want(const intent::CloseAction& /*close*/) {
    ClosingView& closing = state_.view.closing;
    if (closing.key.empty() || closing.why == api::ClosingReason::other || closing.asked.busy) {
        return;
    }
    closing.asked = {true, Reason::none};
    fetch(Ask::close_action, "POST", "/api/v1/closures", wire::write(api::CloseRequest{closing.why}),
          closing.key);
}

// What had been decided under its key is told as any late outcome; that it was closed the person knows.
void Turn::closed(const std::string& key, const outbox::HttpAnswer& answer) {
    const auto closure = read_answer<api::Closure>(answer);
    if (!closure || closure->key != key) {
        state_.view.closing.asked = {false, closure ? Reason::other : closure.error().reason};
        return;
    }
    state_.view.closing = {};
    const bool told = !state_.domain.pending.contains(key) &&
                      std::ranges::find(state_.domain.unreadable, key) == state_.domain.unreadable.end();
    if (told) {
        return; // its outcome came meanwhile
    }
    Verdict verdict{closure->outcome, closure->why, {}, closure->redemption, {}, {}, false, false};
    if (const auto found = state_.domain.pending.find(key); found != state_.domain.pending.end()) {
        verdict.title = found->second.row.title;
        verdict.undo = found->second.row.undo.has_value();
    } else if (closure->redemption) {
        verdict.title = closure->redemption->title;
        verdict.undo = closure->redemption->undone.has_value();
    }
    std::erase(state_.domain.unreadable, key);
    if (verdict.reason != Reason::closed) {
        return settle(key, std::move(verdict));
    }
    emit(effect::RemoveRecord{key});
    if (const auto found = state_.domain.pending.find(key); found != state_.domain.pending.end()) {
        await_others(found->second, verdict);
        state_.domain.pending.erase(found);
    }
    if (const auto* acting = std::get_if<Acting>(&counter().step); acting != nullptr && acting->key == key) {
        counter().step = Waiting{};
    }
}

} // namespace hexiao::console
