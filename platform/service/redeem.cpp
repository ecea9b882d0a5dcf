// Prepare and redeem; see counter.h. What is decided is decided in core/redemption, on facts read in the
// transaction that also writes the outcome.
#include "core/base/hash.h"
#include "core/credential/house_qr.h"
#include "core/redemption/redemption.h"
#include "platform/service/counter.h"
#include "platform/service/leases.h"
#include "platform/service/once.h"
#include "platform/service/redeeming.h"
#include "platform/store/catalogue.h"
#include "platform/store/journal.h"
#include "platform/store/products.h"
#include "platform/store/vouchers.h"

namespace hexiao::service {

namespace {

constexpr std::string_view redeem_operation = "redeem";

// The card as it was seen: any difference in it makes the handle stale, but for its picture, which says
// nothing of what is bought.
std::string shown_digest(api::Card card) {
    card.picture.reset();
    return to_hex(sha256(wire::write(card)));
}

api::Prepared refuse_prepare(Reason reason, Instant now) {
    api::Prepared answer;
    answer.outcome = api::PrepareOutcome::refused;
    answer.reason = reason;
    answer.server_time = now;
    return answer;
}

// What a voucher shows, and whether it may be used here and now.
api::Prepared look_at(store::Connection& db, const store::Scope& scope, const store::Voucher& voucher,
                      Instant now) {
    const Reason reason = check_voucher(voucher.facts, now);
    api::Prepared answer = refuse_prepare(reason, now);
    answer.card = voucher.card;
    answer.card->picture = store::picture_of(db, scope, voucher.card.product_id);
    if (reason == Reason::none) {
        answer.outcome = api::PrepareOutcome::ready;
    } else if (reason == Reason::already_redeemed) {
        answer.previous = store::previous_redemption(db, scope, voucher.card.voucher_id);
    }
    return answer;
}

// Errors: forged_qr, stale_qr. A key is believed for the time after its own, too: a page may be open for
// long.
Result<HouseQr> signed_qr(const std::string& text, const std::string& merchant_id, const store::Vault& vault,
                          Instant now) {
    const auto qr = read_house_qr(text);
    const int age = house_qr_key_number(now) - (qr ? qr->key : 0);
    if (!qr || age < -1 || age > 1 ||
        !is_signed(text, merchant_id, public_key_of(vault.qr_seed(merchant_id, qr->key)))) {
        return Error{Reason::forged_qr, {}};
    }
    const Reason reason = check_house_qr(*qr, now);
    return reason == Reason::none ? qr : Result<HouseQr>{Error{reason, {}}};
}

} // namespace

store::Intent with_answer(store::Intent intent, const api::RedeemAnswer& answer,
                          const store::RedeemFacts& facts, Instant now) {
    intent.answer = wire::write(answer);
    if (facts.voucher) {
        intent.expires_at = std::max(facts.voucher->facts.valid_until, now) + keep_after_voucher;
    }
    return intent;
}

api::RedeemAnswer refuse_redeem(Reason reason, Instant now) {
    api::RedeemAnswer answer;
    answer.outcome = Outcome::refused;
    answer.reason = reason;
    answer.server_time = now;
    return answer;
}

JournalEntry redeemed_entry(const store::Scope& scope, const store::NewRedemption& redemption) {
    return {redemption.entry_id,
            "voucher_redeemed",
            redemption.at,
            {{"redemption_id", redemption.id},
             {"voucher_id", redemption.voucher_id},
             {"product_id", redemption.product_id},
             {"store_id", scope.store_id},
             {"lane_id", scope.lane_id.value_or("")},
             {"staff_id", scope.staff_id},
             {"device_id", scope.device_id},
             {"business_day", redemption.business_day},
             {"uses", redemption.uses},
             {"uses_left", redemption.uses_left},
             {"amount_fen", redemption.amount.fen}}};
}

std::variant<Redeemed, api::RedeemAnswer> decide(const Caller& caller, const api::RedeemRequest& request,
                                                 const store::RedeemFacts& facts, Instant now) {
    if (!facts.voucher) {
        return refuse_redeem(Reason::handle_unknown, now);
    }
    const RedeemCommand command{request.uses, caller.scope.lane_id.has_value()};
    const auto decision = decide_redeem(facts.handle->facts, facts.voucher->facts, facts.voucher->card.price,
                                        shown_digest(facts.voucher->card), command, now);
    if (const Reason* reason = std::get_if<Reason>(&decision)) {
        return refuse_redeem(*reason, now);
    }
    return *std::get_if<Redeemed>(&decision);
}

Result<api::Prepared> Counter::prepare(const Caller& caller, const api::PrepareRequest& request) {
    const Instant now = world_.clock.now();
    const auto credential = parse_credential(request.credential.reveal());
    if (!credential) {
        return refuse_prepare(credential.error().reason, now);
    }
    if (credential->kind != CredentialKind::house_code && credential->kind != CredentialKind::house_qr) {
        return refuse_prepare(Reason::channel_not_connected, now);
    }
    auto looked = world_.books.read([&](store::Connection& db) -> Result<Looked> {
        return answer_prepare(db, caller.scope, *credential, now);
    });
    if (!looked) {
        return looked.error();
    }
    if (const auto asked = ask_before(caller, request, *looked); !asked) {
        return asked.error();
    }
    if (looked->handles.empty()) {
        return std::move(looked->answer);
    }
    const auto written = world_.books.write([&](store::Connection& db) -> Result<Done> {
        write_looked(db, caller.scope, *looked, now);
        return Done{};
    });
    if (!written) {
        return written.error();
    }
    return std::move(looked->answer);
}

// Its handles; and whoever holds the voucher is asked for it.
void Counter::write_looked(store::Connection& db, const store::Scope& scope, const Looked& looked,
                           Instant now) {
    for (const store::Handle& handle : looked.handles) {
        store::insert_handle(db, scope, handle);
    }
    if (looked.mark) {
        store::mark_voucher(db, scope, looked.handles.front().voucher_id, *looked.mark);
    }
    if (looked.held) {
        ask_holder(world_, db, scope, *looked.held, now);
    }
}

// The handle of a card that may be used.
store::Handle Counter::bind(const api::Card& card, Instant now) {
    store::Handle handle{world_.ids.uuid(now), card.voucher_id, {}};
    handle.facts.expires_at = now + handle_life;
    handle.facts.shown = shown_digest(card);
    return handle;
}

Counter::Looked Counter::offer(store::Connection& db, const store::Scope& scope,
                               const store::Voucher& voucher, Instant now) {
    Looked looked{look_at(db, scope, voucher, now), {}};
    api::Prepared& answer = looked.answer;
    if (answer.outcome != api::PrepareOutcome::ready) {
        return looked;
    }
    const bool outside = world_.channels.contains(voucher.card.channel);
    if (outside && store::find_errand(db, scope.merchant_id, voucher.card.voucher_id)) {
        answer.outcome = api::PrepareOutcome::refused;
        answer.reason = Reason::in_flight;
        return looked;
    }
    looked.handles.push_back(bind(voucher.card, now));
    answer.handle = looked.handles.front().id;
    answer.expires_at = looked.handles.front().facts.expires_at;
    looked.held = held_elsewhere(db, scope, voucher, now);
    if (looked.held) {
        answer.held_by = looked.held->device_name;
    }
    if (voucher.facts.uses_total == 1 && !outside) {
        std::vector<api::OfferedVoucher> others;
        for (const store::Voucher& other :
             store::unused_of_order(db, scope, voucher, api::most_together - 1)) {
            if (check_voucher(other.facts, now) == Reason::none && !held_elsewhere(db, scope, other, now)) {
                looked.handles.push_back(bind(other.card, now));
                others.push_back({looked.handles.back().id});
            }
        }
        if (!others.empty()) {
            answer.others = std::move(others);
        }
    }
    return looked;
}

api::Prepared Counter::prepare_voucher(store::Connection& db, const Caller& caller,
                                       const std::string& voucher_id, Instant now) {
    const auto voucher = store::find_voucher(db, caller.scope, voucher_id);
    if (!voucher) {
        return refuse_prepare(Reason::unknown_code, now);
    }
    if (world_.channels.contains(voucher->card.channel)) {
        return refuse_prepare(Reason::channel_not_connected, now); // it wants to be shown its own code
    }
    Looked looked = offer(db, caller.scope, *voucher, now);
    write_looked(db, caller.scope, looked, now);
    return std::move(looked.answer);
}

Counter::Looked Counter::answer_prepare(store::Connection& db, const store::Scope& scope,
                                        const Credential& credential, Instant now) {
    std::optional<store::Voucher> voucher;
    if (credential.kind == CredentialKind::house_qr) {
        const auto qr = signed_qr(credential.text.reveal(), scope.merchant_id, world_.books.vault(), now);
        if (!qr) {
            return {refuse_prepare(qr.error().reason, now), {}};
        }
        voucher = store::find_voucher(db, scope, qr->voucher_id);
    } else {
        voucher = store::find_voucher_by_code(db, scope, world_.books.code_hash(credential.text));
    }
    if (!voucher) {
        return {refuse_prepare(Reason::unknown_code, now), {}};
    }
    Looked looked = offer(db, scope, *voucher, now);
    if (!voucher->marked && credential.kind == CredentialKind::house_code) {
        looked.mark = offline::code_mark(world_.books.vault().code_key(scope.merchant_id), credential.text);
    }
    return looked;
}

Result<api::Prepared> Counter::prepared(const Caller& caller, const std::string& handle) {
    const Instant now = world_.clock.now();
    return world_.books.read([&](store::Connection& db) -> Result<api::Prepared> {
        const auto found = store::find_handle(db, caller.scope, handle);
        const Reason of_handle = found ? check_handle(found->facts, now) : Reason::handle_unknown;
        if (of_handle == Reason::handle_unknown) {
            return refuse_prepare(of_handle, now);
        }
        const auto voucher = store::find_voucher(db, caller.scope, found->voucher_id);
        if (!voucher) {
            return refuse_prepare(Reason::handle_unknown, now);
        }
        Reason reason = of_handle == Reason::none ? check_voucher(voucher->facts, now) : of_handle;
        if (reason == Reason::none && found->facts.shown != shown_digest(voucher->card)) {
            reason = Reason::voucher_changed;
        }
        api::Prepared answer = refuse_prepare(reason, now);
        answer.card = voucher->card;
        answer.card->picture = store::picture_of(db, caller.scope, voucher->card.product_id);
        if (reason == Reason::none) {
            answer.outcome = api::PrepareOutcome::ready;
            answer.handle = found->id;
            answer.expires_at = found->facts.expires_at;
        } else if (reason == Reason::already_redeemed) {
            answer.previous = store::previous_redemption(db, caller.scope, found->voucher_id);
        }
        return answer;
    });
}

Result<api::RedeemAnswer> Counter::redeem(const Caller& caller, const api::RedeemRequest& request,
                                          const std::string& key) {
    const Instant now = world_.clock.now();
    const std::string operation{redeem_operation};
    store::Intent intent{operation,
                         key,
                         command_hash(world_, caller, {operation, key, wire::write(request)}),
                         {},
                         now + keep_answer};
    bool outside = false; // a channel decides
    auto decided = world_.books.write_at_once([&](store::Connection& db) -> Result<api::RedeemAnswer> {
        auto word = first_word(db, caller, request, intent, now);
        const Ready* ready = std::get_if<Ready>(&word);
        outside = ready != nullptr && is_outside(world_, ready->facts);
        if (ready == nullptr) {
            return std::move(*std::get_if<0>(&word));
        }
        if (held_elsewhere(db, caller.scope, *ready->facts.voucher, now)) {
            outside = false;
            return Error{Reason::lease_held, {}};
        }
        return outside ? Error{Reason::in_flight, {}} // of here nothing is written
                       : record(db, caller, intent, ready->facts, ready->redeemed, now);
    });
    if (outside) {
        decided = redeem_outside(caller, request, intent, now);
    } else if (!decided && decided.error().reason == Reason::lease_held) {
        decided = redeem_held(caller, request, intent, now);
    }
    if (!decided && decided.error().reason == Reason::commit_unknown) {
        api::RedeemAnswer answer = refuse_redeem(Reason::commit_unknown, now);
        answer.outcome = Outcome::unknown;
        answer.key = key;
        return answer;
    }
    return decided;
}

// What can be said of it at once: what was answered before, or why it may not be, which is recorded.
std::variant<Result<api::RedeemAnswer>, Counter::Ready>
Counter::first_word(store::Connection& db, const Caller& caller, const api::RedeemRequest& request,
                    const store::Intent& intent, Instant now) {
    using Word = Result<api::RedeemAnswer>;
    auto facts = store::redeem_facts(db, caller.scope, caller.session_id, request.handle, intent.operation,
                                     intent.key, now);
    if (!facts) {
        return Word{Error{Reason::unauthenticated, {}}};
    }
    if (facts->before) {
        return replay<api::RedeemAnswer>(*facts->before, intent.request_hash);
    }
    if (caller.only_hears) {
        return Word{Error{Reason::forbidden, {}}};
    }
    if (!facts->acts) {
        return Word{Error{Reason::unauthenticated, {}}}; // what they may do was changed after they had asked
    }
    auto decision = decide(caller, request, *facts, now);
    if (auto* refused = std::get_if<api::RedeemAnswer>(&decision)) {
        if (refused->reason == Reason::already_redeemed) {
            refused->previous = store::previous_redemption(db, caller.scope, facts->handle->voucher_id);
        }
        refused->key = intent.key;
        store::insert_intent(db, caller.scope, with_answer(intent, *refused, *facts, now), now);
        return Word{std::move(*refused)};
    }
    return Ready{std::move(*facts), *std::get_if<Redeemed>(&decision)};
}

Result<Counter::Made> Counter::make(const Caller& caller, const store::RedeemFacts& facts,
                                    const Redeemed& redeemed, Instant now) {
    const store::Scope& scope = caller.scope;
    const auto offset = scope.may_see(scope.store_id) ? utc_offset_minutes(facts.zone, now)
                                                      : Error{Reason::not_found, "store_id"};
    if (!offset) {
        return offset.error();
    }
    const api::Card& card = facts.voucher->card;
    Made made{{world_.ids.uuid(now), card.voucher_id, card.product_id, facts.handle->id, redeemed.uses,
               redeemed.uses_left, redeemed.amount, now,
               format_day(business_day(now, {*offset, facts.cut_minutes})), world_.ids.uuid(now)},
              refuse_redeem(Reason::none, now)};
    made.answer.outcome = Outcome::done;
    made.answer.redemption = api::Redemption{made.redemption.id,
                                             now,
                                             card.product_id,
                                             card.title,
                                             made.redemption.uses,
                                             made.redemption.amount,
                                             facts.lane,
                                             facts.staff_name,
                                             facts.device_name,
                                             scope.staff_id,
                                             {}};
    made.answer.redemption->lane_id = scope.lane_id;
    made.answer.uses_left = redeemed.uses_left;
    return made;
}

Result<api::RedeemAnswer> Counter::record(store::Connection& db, const Caller& caller,
                                          const store::Intent& intent, const store::RedeemFacts& facts,
                                          const Redeemed& redeemed, Instant now) {
    auto made = make(caller, facts, redeemed, now);
    if (!made) {
        return made.error();
    }
    made->answer.key = intent.key;
    store::record_redemption(db, caller.scope,
                             {caller.session_id, made->redemption, facts.voucher->facts.uses_left,
                              facts.voucher->card.price, redeemed_entry(caller.scope, made->redemption),
                              with_answer(intent, made->answer, facts, now)});
    return std::move(made->answer);
}

} // namespace hexiao::service
