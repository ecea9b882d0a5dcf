// The counter: a code comes in, a card is shown, a redemption is stored, sent and resolved; see console.h.
//
// The order that keeps promises: the key is made and the row is durably stored *before* the first send; the
// row is removed only when a decision came, or a problem that says that nothing was recorded. Everything else
// is asked again under the same key, also after a reload.
#include <algorithm>

#include "core/api/endpoints.h"
#include "core/console/turn.h"

namespace hexiao::console {

namespace {

// A code that stays in front of the camera is one customer, not one every frame.
constexpr Milliseconds same_code_again{3000};
// After this the screen stops saying "redeeming" and says "checking"; the request goes on (product.md §1).
constexpr Milliseconds late_answer{1500};

// Whether a problem leaves open what became of a redemption. The ones that are about who asks, or how often,
// are answered before the key is looked up: an earlier try under it may have been recorded all the same.
bool leaves_open(const api::Problem& problem, int attempts) noexcept {
    switch (problem.reason) {
    case Reason::other:
    case Reason::unauthenticated:
    case Reason::key_reused: // by a colleague who has taken this device over in another tab
    case Reason::in_flight:
    case Reason::too_many_requests: return true;
    case Reason::forbidden:
    case Reason::not_found: return attempts > 1;
    default: return problem.status >= 500;
    }
}

} // namespace

// --- prepare
// -------------------------------------------------------------------------------------------------------

void Turn::want(const intent::SetCamera& camera) { counter().camera_wanted = camera.on; }

void Turn::on(const event::CameraChanged& changed) {
    counter().camera = changed.status;
    const bool given_up = changed.status != CameraStatus::starting && changed.status != CameraStatus::on;
    if (given_up && counter().camera_mode != CameraMode::off && changed.status != CameraStatus::off) {
        counter().camera_wanted = false;
    }
}

void Turn::want(const intent::EditCode& edit) {
    counter().code = edit.text;
    if (auto* waiting = std::get_if<Waiting>(&counter().step)) {
        waiting->hint = Reason::none;
    }
}

void Turn::want(const intent::Check& /*check*/) {
    if (!std::holds_alternative<Waiting>(counter().step) || !allowed_at_counter()) {
        return;
    }
    // A mistyped code is told at the field, without asking anybody.
    const auto credential = parse_credential(counter().code.reveal());
    if (!credential) {
        counter().step = Waiting{credential.error().reason};
        return;
    }
    prepare(counter().code);
}

void Turn::on(const event::Scanned& scanned) {
    const bool again =
        scanned.text == counter().last_scan && stamp_.now - counter().last_scan_at < same_code_again;
    counter().last_scan = scanned.text;
    counter().last_scan_at = stamp_.now;
    const bool waiting = std::holds_alternative<Waiting>(counter().step);
    if (again || !waiting || !allowed_at_counter() || current_lane(state_) == nullptr) {
        return;
    }
    counter().code = scanned.text; // stays in the field when nobody answers, for another try
    prepare(scanned.text);
}

void Turn::prepare(const Secret& credential) {
    counter().step = Preparing{};
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
    if (!std::holds_alternative<Preparing>(counter().step)) {
        return; // staff went on
    }
    if (answer.status == 200 && answer.content_type.starts_with("application/json")) {
        auto prepared = wire::read<api::Prepared>(answer.body);
        if (prepared && prepared->outcome == api::PrepareOutcome::ready && prepared->handle &&
            prepared->card) {
            state_.domain.link = state_.domain.today ? Link::online : state_.domain.link;
            counter().code = {};
            Showing showing{*prepared->handle, std::move(*prepared->card), 1};
            showing.uses = drafted_uses(showing);
            counter().step = std::move(showing);
            show(Route{Screen::card, *prepared->handle}, reloaded);
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
            counter().step = Verdict{Outcome::refused, prepared->reason, title, {}, {}, prepared->previous};
            emit(effect::Signal{Outcome::refused});
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

void Turn::back_to_waiting(Reason hint) {
    counter().step = Waiting{hint};
    if (state_.view.route.screen == Screen::card) {
        leave_for(Screen::counter);
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

void Turn::want(const intent::Redeem& /*redeem*/) {
    const auto* showing = std::get_if<Showing>(&counter().step);
    if (showing == nullptr || !state_.domain.session) {
        return;
    }
    const outbox::Row row{1,
                          make_uuid7(stamp_.now, stamp_.random),
                          state_.domain.session->staff_id,
                          showing->handle,
                          showing->uses,
                          showing->card.title};
    emit(effect::StoreRecord{row.key, wire::write(row)});
    // From the tap on: storing may hang as well as sending.
    emit(effect::StartTimer{Timer::redeem_late, row.key, late_answer});
    counter().step = Acting{row.key, row.title, false};
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
    for (const std::string& text : listed.rows) {
        if (auto row = wire::read<outbox::Row>(text)) {
            state_.domain.pending.try_emplace(row->key, Pending{*row, 0, false, true});
        } else {
            read_seen_head(text);
        }
    }
    state_.domain.journal.records_read = true;
    watch_journal();
    if (state_.domain.session) {
        send_pending();
    }
}

// After sign-in or reload: asks for every outcome that this person is owed, and shows the newest as being
// checked.
void Turn::send_pending() {
    for (auto& [key, pending] : state_.domain.pending) {
        if (send(pending) && !std::holds_alternative<Verdict>(counter().step)) {
            counter().step = Acting{key, pending.row.title, true};
        }
    }
}

// Sends unless it is under way, not yet stored, or somebody else's. True when it was sent.
bool Turn::send(Pending& pending) {
    const bool mine = state_.domain.session && pending.row.staff_id == state_.domain.session->staff_id;
    if (!mine || pending.in_flight || !pending.may_send) {
        return false;
    }
    pending.in_flight = true;
    ++pending.attempts;
    fetch(Ask::redeem, "POST", "/api/v1/redeem",
          wire::write(api::RedeemRequest{pending.row.handle, pending.row.uses}), pending.row.key);
    return true;
}

void Turn::redeem_answered(const std::string& key, const outbox::HttpAnswer& answer) {
    const auto found = state_.domain.pending.find(key);
    if (found == state_.domain.pending.end()) {
        return;
    }
    Pending& pending = found->second;
    pending.in_flight = false;
    const auto reading = outbox::read_redeem_answer(answer, key);
    if (const auto* decided = std::get_if<api::RedeemAnswer>(&reading)) {
        if (decided->outcome == Outcome::done || decided->outcome == Outcome::refused) {
            settle(key, {decided->outcome, decided->reason, pending.row.title, decided->redemption,
                         decided->uses_left, decided->previous});
            return;
        }
    } else if (const auto* problem = std::get_if<api::Problem>(&reading)) {
        if (!leaves_open(*problem, pending.attempts)) {
            settle(key, {Outcome::refused, problem->reason, pending.row.title, {}, {}, {}});
            return;
        }
        // The row stays until the same person is signed in. The answer may be to a session that was left
        // since, so the platform is asked who is signed in now.
        if (problem->status < 500 && state_.domain.session) {
            ask_session();
        }
    } else {
        state_.domain.link = Link::offline;
    }
    retry_later(pending);
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
    emit(effect::Signal{verdict.outcome});
    state_.domain.pending.erase(key);
    const auto* acting = std::get_if<Acting>(&counter().step);
    if (acting == nullptr || acting->key != key) {
        state_.domain.late.push_back(std::move(verdict));
        return;
    }
    counter().step = std::move(verdict);
    if (state_.view.route.screen == Screen::card) {
        leave_for(Screen::counter);
    }
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
        state_.domain.late.erase(state_.domain.late.begin());
    }
}

} // namespace hexiao::console
