// Where an outside channel decides (platform/channel/channel.h); see counter.h. One transaction writes down
// what the channel is asked, and takes the voucher for it: nobody else can ask anything about it meanwhile.
// Then the channel is asked, outside of any transaction. Another one writes what it said. Whoever asks again
// under the staff's key hears how it stands. Whatever is cut off in between is taken up from what was written
// down, by `ask_channels`: under the same token, until it ends.
#include <algorithm>

#include "core/api/wire_json.h"
#include "platform/log.h"
#include "platform/service/counter.h"
#include "platform/service/redeeming.h"

namespace hexiao::service {

namespace {

// As long as somebody asks a channel nobody else does: longer than any channel's deadline.
constexpr Milliseconds asking{30'000};
constexpr std::int64_t most_at_once = 32;

// From one asking to the next: 5 s, then twice as long each time, up to ten minutes.
Milliseconds until_next(std::int64_t asks) noexcept {
    return Milliseconds{
        std::min<std::int64_t>(std::int64_t{5'000} << std::min<std::int64_t>(asks, 10), 600'000)};
}

bool is_end(const channel::Told& told) noexcept {
    return told.outcome == Outcome::done || told.outcome == Outcome::refused;
}

// As far as the channel said anything.
template <wire::Message Answer>
Result<Answer> told_so(const std::string& before, const channel::Told& told, Instant now) {
    auto answer = wire::read<Answer>(before);
    if (answer) {
        answer->outcome = told.outcome;
        answer->reason = told.outcome == Outcome::done      ? Reason::none
                         : told.outcome == Outcome::refused ? told.reason
                                                            : Reason::in_flight;
        answer->server_time = now;
    }
    return answer;
}

} // namespace

// Shows the channel a card that is all right here. Where it does not answer, nothing is shown.
Result<Done> Counter::ask_before(const Caller& caller, const api::PrepareRequest& request, Looked& looked) {
    const auto found =
        looked.handles.empty() ? world_.channels.end() : world_.channels.find(looked.answer.card->channel);
    if (found == world_.channels.end()) {
        return Done{};
    }
    const auto offer =
        found->second->prepare({caller.scope.merchant_id, caller.scope.store_id, request.credential});
    if (offer.outcome == Outcome::done) {
        looked.handles.front().ticket = offer.ticket;
        return Done{};
    }
    if (offer.outcome != Outcome::refused) {
        return Error{Reason::store_unavailable, {}};
    }
    looked.handles.clear();
    looked.answer.outcome = api::PrepareOutcome::refused;
    looked.answer.reason = offer.reason;
    looked.answer.handle.reset();
    looked.answer.expires_at.reset();
    return Done{};
}

Result<api::RedeemAnswer> Counter::redeem_outside(const Caller& caller, const api::RedeemRequest& request,
                                                  const store::Intent& intent, Instant now) {
    std::optional<store::Errand> begun;
    auto answer = world_.books.write([&](store::Connection& db) -> Result<api::RedeemAnswer> {
        begun.reset();
        auto word = first_word(db, caller, request, intent, now);
        const Ready* ready = std::get_if<Ready>(&word);
        if (ready == nullptr) {
            return std::move(*std::get_if<0>(&word));
        }
        begun.emplace();
        begun->scope = caller.scope;
        begun->operation = intent.operation;
        begun->key = intent.key;
        begun->channel = ready->facts.voucher->card.channel;
        begun->token = world_.ids.uuid(now);
        begun->ticket = ready->facts.handle->ticket;
        begun->voucher_id = ready->facts.voucher->card.voucher_id;
        begun->uses = request.uses;
        begun->handle = request.handle;
        begun->next_at = now + asking;
        if (const auto free = begin(db, *begun); !free) {
            return free.error();
        }
        store::use_handle(db, caller.scope, request.handle, now);
        api::RedeemAnswer unknown = refuse_redeem(Reason::in_flight, now);
        unknown.outcome = Outcome::unknown;
        unknown.key = intent.key;
        store::insert_intent(db, caller.scope, with_answer(intent, unknown, ready->facts, now), now);
        return unknown;
    });
    return carried_out(begun, std::move(answer));
}

// Its own errand, by way of the one that redeemed it.
store::Errand Counter::undo_outside(const Caller& caller, store::Errand redeemed,
                                    const store::NewUndone& undone, const std::string& key) {
    redeemed.scope = caller.scope;
    redeemed.operation = "undo_redemption";
    redeemed.key = key;
    redeemed.token = world_.ids.uuid(undone.at);
    redeemed.undo_reason = undone.reason;
    redeemed.stock_returned = undone.stock_returned;
    redeemed.asks = 0;
    redeemed.next_at = undone.at + asking;
    return redeemed;
}

// In the transaction that decided on it. Error: in_flight while there is another one for its voucher.
Result<Done> Counter::begin(store::Connection& db, const store::Errand& errand) {
    if (store::find_errand(db, errand.scope.merchant_id, errand.voucher_id)) {
        return Error{Reason::in_flight, {}};
    }
    store::insert_errand(db, errand);
    return Done{};
}

// The answer under its key as it stands then; empty where the books failed.
std::string Counter::carry_out(const store::Errand& errand) {
    const auto ended = end(errand, ask(errand));
    if (!ended) {
        log::error("errand_not_ended", {{"reason", reason_name(ended.error().reason)}});
    }
    return ended ? *ended : std::string{};
}

// What was sent before, or may have been, is asked for, and sent again, under its token, only where the
// channel has not heard of it.
channel::Told Counter::ask(const store::Errand& errand) {
    const auto found = world_.channels.find(errand.channel);
    if (found == world_.channels.end()) {
        return {}; // it is not connected any more
    }
    channel::Channel& outside = *found->second;
    const channel::Order order{
        errand.scope.merchant_id, errand.scope.store_id, errand.ticket, errand.uses, errand.token,
        errand.reference};
    if (errand.asks > 0) {
        if (auto told = outside.query(order); told.outcome != Outcome::other) {
            return told;
        }
    }
    return errand.redemption_id ? outside.revoke(order) : outside.redeem(order);
}

// Writes what the channel said, unless somebody else has written the end of it: the answer as it stands then.
Result<std::string> Counter::end(const store::Errand& errand, const channel::Told& told) {
    const Instant now = world_.clock.now();
    return world_.books.write([&](store::Connection& db) -> Result<std::string> {
        const auto intent = store::find_intent(db, errand.scope, errand.operation, errand.key);
        auto open = store::find_errand(db, errand.scope.merchant_id, errand.voucher_id);
        if (!intent) {
            return Error{Reason::not_found, "key"};
        }
        if (!open || open->token != errand.token) {
            return intent->answer;
        }
        if (!is_end(told)) {
            store::put_errand_off(db, *open, now + until_next(open->asks));
        }
        if (told.outcome == Outcome::unknown || told.outcome == Outcome::other) {
            return intent->answer;
        }
        auto answer = open->redemption_id ? answer_undo(db, *open, intent->answer, told, now)
                                          : answer_redeem(db, *open, intent->answer, told, now);
        if (!answer) {
            return answer;
        }
        store::set_answer(db, open->scope, open->operation, open->key, *answer);
        if (is_end(told)) {
            store::end_errand(db, *open, now);
        }
        return answer;
    });
}

Result<std::string> Counter::answer_redeem(store::Connection& db, store::Errand& errand,
                                           const std::string& before, const channel::Told& told,
                                           Instant now) {
    auto answer = told_so<api::RedeemAnswer>(before, told, now);
    if (!answer) {
        return answer.error();
    }
    if (told.outcome == Outcome::refused && told.reason == Reason::already_redeemed) {
        answer->previous = store::previous_redemption(db, errand.scope, errand.voucher_id);
    }
    if (told.outcome == Outcome::done) {
        const auto facts =
            store::redeem_facts(db, errand.scope, {}, errand.handle, errand.operation, errand.key, now);
        if (!facts || !facts->voucher) {
            return Error{Reason::not_found, "handle"};
        }
        // The channel has decided: of core only what it comes to.
        const VoucherFacts& voucher = facts->voucher->facts;
        const std::int64_t left = voucher.uses_left - errand.uses;
        const Redeemed redeemed{
            errand.uses, left,
            amount_of_uses(facts->voucher->card.price, voucher.uses_total, left, voucher.redeemed)};
        Caller caller{};
        caller.scope = errand.scope;
        auto made = make(caller, *facts, redeemed, now);
        if (!made) {
            return made.error();
        }
        store::record_use(db, errand.scope, made->redemption, redeemed_entry(errand.scope, made->redemption));
        errand.redemption_id = made->redemption.id;
        errand.reference = told.reference;
        made->answer.key = errand.key;
        *answer = std::move(made->answer);
    }
    return wire::write(*answer);
}

Result<std::string> Counter::answer_undo(store::Connection& db, const store::Errand& errand,
                                         const std::string& before, const channel::Told& told, Instant now) {
    auto answer = told_so<api::UndoAnswer>(before, told, now);
    if (!answer) {
        return answer.error();
    }
    if (told.outcome == Outcome::done) {
        auto redeemed = store::find_undoable(db, errand.scope, *errand.redemption_id);
        if (!redeemed) {
            return Error{Reason::not_found, "redemption_id"};
        }
        const auto undone =
            write_undone(world_, db, errand.scope, *redeemed,
                         {*errand.redemption_id, {}, now, {}, errand.undo_reason, errand.stock_returned, {}});
        if (!undone) {
            return undone.error();
        }
        answer->redemption = std::move(redeemed->redemption);
        answer->uses_left = redeemed->uses_left;
    }
    return wire::write(*answer);
}

Result<std::int64_t> Counter::ask_channels() {
    if (world_.channels.empty()) {
        return std::int64_t{0};
    }
    const auto due = world_.books.read([&](store::Connection& db) -> Result<std::vector<store::Errand>> {
        return store::due_errands(db, world_.clock.now(), most_at_once);
    });
    if (!due) {
        return due.error();
    }
    std::int64_t asked = 0;
    for (store::Errand errand : *due) {
        const auto mine = world_.books.write([&](store::Connection& db) -> Result<bool> {
            return store::claim_errand(db, errand, world_.clock.now() + asking);
        });
        if (!mine) {
            return mine.error();
        }
        if (*mine) {
            ++errand.asks;
            carry_out(errand);
            ++asked;
        }
    }
    return asked;
}

} // namespace hexiao::service
