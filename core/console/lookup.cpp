// Looking a customer up by phone; see lookup.h. The number is asked for once and not kept.
#include <algorithm>

#include "core/console/turn.h"

namespace hexiao::console {

namespace {

constexpr std::int64_t shown_pause_ms = 2000;

} // namespace

void Turn::look_up(const Secret& phone) {
    // An answer to somebody who was looked up before would tell the wrong customer's titles.
    drop(Ask::look_up);
    drop(Ask::prove);
    drop(Ask::shown);
    counter().step = Finding{};
    counter().picture = Picture::none;
    fetch(Ask::look_up, "POST", "/api/v1/lookups", wire::write(api::FindCustomer{phone}));
}

// Whether the customer taps on their page; asked while somebody waits for it.
void Turn::await_shown() {
    const auto* finding = std::get_if<Finding>(&counter().step);
    if (finding != nullptr && !finding->chosen.empty()) {
        emit(effect::StartTimer{Timer::shown, {}, Milliseconds{shown_pause_ms}});
    }
}

void Turn::ask_shown() {
    const auto* finding = std::get_if<Finding>(&counter().step);
    if (finding == nullptr || finding->chosen.empty()) {
        return;
    }
    if (finding->busy) {
        return await_shown(); // the last four are being looked at
    }
    fetch(Ask::shown, "POST", "/api/v1/lookups/" + finding->chosen + "/proof", wire::write(api::OrderProof{}))
        .key = finding->chosen;
}

// A card; else it is asked again.
void Turn::shown_answered(const Asked& asked, const outbox::HttpAnswer& answer) {
    const auto* finding = std::get_if<Finding>(&counter().step);
    if (finding == nullptr || finding->chosen != asked.key || finding->busy) {
        return await_shown();
    }
    const auto prepared = read_answer<api::Prepared>(answer);
    const Reason reason = prepared ? prepared->reason : prepared.error().reason;
    if (reason == Reason::lookup_over) {
        back_to_waiting(reason);
    } else if (reason == Reason::unauthenticated) {
        signed_out();
    } else if (!prepared || reason == Reason::not_proven) {
        await_shown();
    } else {
        counter().step = Preparing{};
        prepared_answered(answer, false);
    }
}

void Turn::looked_up(const outbox::HttpAnswer& answer) {
    auto* finding = std::get_if<Finding>(&counter().step);
    if (finding == nullptr) {
        return; // staff went on
    }
    finding->busy = false;
    auto told = read_answer<api::Lookup>(answer);
    if (told) {
        counter().code = {};
        finding->held = std::move(told->items);
        finding->chosen = finding->held.size() == 1 ? finding->held.front().id : std::string{};
        return await_shown();
    }
    finding->problem = told.error().reason;
    if (finding->problem == Reason::unauthenticated) {
        signed_out();
    } else if (finding->problem != Reason::too_many_requests) {
        back_to_waiting(finding->problem); // the number stays in the field, for another try
    }
}

void Turn::want(const intent::ChooseHeld& choice) {
    if (auto* finding = std::get_if<Finding>(&counter().step); finding != nullptr && !finding->busy) {
        const bool known =
            std::ranges::find(finding->held, choice.id, &api::HeldTitle::id) != finding->held.end();
        finding->chosen = known ? choice.id : std::string{};
        finding->last4 = {};
        finding->problem = Reason::none;
        await_shown();
    }
}

void Turn::want(const intent::EditLast4& edit) {
    if (auto* finding = std::get_if<Finding>(&counter().step)) {
        finding->last4 = edit.text;
        finding->problem = Reason::none;
    }
}

void Turn::want(const intent::Prove& /*prove*/) {
    auto* finding = std::get_if<Finding>(&counter().step);
    if (finding == nullptr || finding->busy || finding->chosen.empty()) {
        return;
    }
    const auto last4 = read_last4(finding->last4.reveal());
    if (!last4) {
        finding->problem = Reason::invalid_field; // a try is not spent on it
        return;
    }
    finding->busy = true;
    finding->problem = Reason::none;
    fetch(Ask::prove, "POST", "/api/v1/lookups/" + finding->chosen + "/proof",
          wire::write(api::OrderProof{Secret{*last4}}));
}

// A card, or another try; whatever else is answered as to a code.
void Turn::proof_answered(const outbox::HttpAnswer& answer) {
    auto* finding = std::get_if<Finding>(&counter().step);
    if (finding == nullptr) {
        return;
    }
    const auto prepared = read_answer<api::Prepared>(answer);
    const Reason reason = prepared ? prepared->reason : prepared.error().reason;
    const bool again = prepared && reason == Reason::not_proven;
    // No answer: the same four once more cost nothing where they are right.
    if (again || (!prepared && (reason == Reason::other || reason == Reason::store_unavailable))) {
        finding->busy = false;
        finding->problem = reason;
        finding->last4 = again ? Secret{} : finding->last4;
        return;
    }
    if (reason == Reason::lookup_over) {
        back_to_waiting(reason);
        return;
    }
    counter().step = Preparing{};
    prepared_answered(answer, false);
}

} // namespace hexiao::console
