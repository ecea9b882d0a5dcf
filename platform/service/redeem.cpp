// Prepare and redeem; see counter.h. What is decided is decided in core/redemption, on facts read in the
// transaction that also writes the outcome.
#include "core/base/hash.h"
#include "core/redemption/redemption.h"
#include "platform/service/counter.h"
#include "platform/store/catalogue.h"
#include "platform/store/journal.h"
#include "platform/store/vouchers.h"

namespace hexiao::service {

namespace {

constexpr std::string_view redeem_operation = "redeem";
constexpr Milliseconds one_day{24 * 3600 * 1000};
// Retries are answered for as long as anybody could still ask (architecture.md, Conventions).
constexpr Milliseconds keep_after_voucher = 90 * one_day;
constexpr Milliseconds keep_without_voucher = 400 * one_day;

// The card as it was seen: any difference in it makes the handle stale.
std::string shown_digest(const api::Card& card) { return to_hex(sha256(wire::write(card))); }

// Members in a fixed order and nothing else, so that a retry with other blanks or unknown members is still
// the same request. Whose it is counts, but not on which device: somebody who lost the answer and signed in
// again with a fresh cookie must hear it all the same.
std::string request_hash(const Caller& caller, const api::RedeemRequest& request) {
    const Sha256 digest = sha256(wire::write(request) + "\n" + caller.scope.staff_id);
    return {digest.begin(), digest.end()};
}

api::Prepared refuse_prepare(Reason reason, Instant now) {
    api::Prepared answer;
    answer.outcome = api::PrepareOutcome::refused;
    answer.reason = reason;
    answer.server_time = now;
    return answer;
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

} // namespace

Result<api::Prepared> Counter::prepare(const Caller& caller, const api::PrepareRequest& request) {
    const Instant now = world_.clock.now();
    const auto credential = parse_credential(request.credential.reveal());
    if (!credential) {
        return refuse_prepare(credential.error().reason, now);
    }
    if (credential->kind != CredentialKind::house_code) {
        return refuse_prepare(Reason::channel_not_connected, now);
    }
    auto answer = world_.books.read([&](store::Connection& db) -> Result<api::Prepared> {
        return answer_prepare(db, caller.scope, *credential, now);
    });
    if (!answer || answer->outcome != api::PrepareOutcome::ready) {
        return answer;
    }
    store::Handle handle{world_.ids.uuid(now), answer->card->voucher_id, {}};
    handle.facts.expires_at = now + handle_life;
    handle.facts.shown = shown_digest(*answer->card);
    const auto written = world_.books.write([&](store::Connection& db) -> Result<Done> {
        store::insert_handle(db, caller.scope, handle);
        return Done{};
    });
    if (!written) {
        return written.error();
    }
    answer->handle = handle.id;
    answer->expires_at = handle.facts.expires_at;
    return answer;
}

api::Prepared Counter::answer_prepare(store::Connection& db, const store::Scope& scope,
                                      const Credential& credential, Instant now) {
    const auto voucher = store::find_voucher_by_code(db, scope, world_.books.code_hash(credential.text));
    if (!voucher) {
        return refuse_prepare(Reason::unknown_code, now);
    }
    const Reason reason = check_voucher(voucher->facts, now);
    api::Prepared answer = refuse_prepare(reason, now);
    answer.card = voucher->card;
    if (reason == Reason::none) {
        answer.outcome = api::PrepareOutcome::ready;
    } else if (reason == Reason::already_redeemed) {
        answer.previous = store::previous_redemption(db, scope, voucher->card.voucher_id);
    }
    return answer;
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
    store::Intent intent{operation, key, request_hash(caller, request), {}, now + keep_without_voucher};
    auto decided = world_.books.write([&](store::Connection& db) -> Result<api::RedeemAnswer> {
        if (const auto before = store::find_intent(db, caller.scope, operation, key)) {
            if (before->request_hash != intent.request_hash) {
                return Error{Reason::key_reused, "Idempotency-Key"};
            }
            auto answer = wire::read<api::RedeemAnswer>(before->answer);
            if (answer) {
                answer->replayed = true;
            }
            return answer;
        }
        auto answer = decide(db, caller, request, now, intent.expires_at);
        if (!answer) {
            return answer;
        }
        answer->key = key;
        intent.answer = wire::write(*answer);
        store::insert_intent(db, caller.scope, intent, now);
        return answer;
    });
    if (!decided && decided.error().reason == Reason::commit_unknown) {
        api::RedeemAnswer answer = refuse_redeem(Reason::commit_unknown, now);
        answer.outcome = Outcome::unknown;
        answer.key = key;
        return answer;
    }
    return decided;
}

Result<api::RedeemAnswer> Counter::decide(store::Connection& db, const Caller& caller,
                                          const api::RedeemRequest& request, Instant now,
                                          Instant& keep_until) {
    const auto handle = store::find_handle(db, caller.scope, request.handle);
    const auto voucher = handle ? store::find_voucher(db, caller.scope, handle->voucher_id) : std::nullopt;
    if (!voucher) {
        return refuse_redeem(Reason::handle_unknown, now);
    }
    keep_until = std::max(voucher->facts.valid_until, now) + keep_after_voucher;
    const RedeemCommand command{request.uses, caller.scope.lane_id.has_value()};
    const auto decision = decide_redeem(handle->facts, voucher->facts, voucher->card.price,
                                        shown_digest(voucher->card), command, now);
    if (const Reason* reason = std::get_if<Reason>(&decision)) {
        api::RedeemAnswer answer = refuse_redeem(*reason, now);
        if (*reason == Reason::already_redeemed) {
            answer.previous = store::previous_redemption(db, caller.scope, handle->voucher_id);
        }
        return answer;
    }
    const Redeemed& redeemed = *std::get_if<Redeemed>(&decision);
    auto recorded = record(db, caller, *handle, voucher->card, redeemed, now);
    if (!recorded) {
        return recorded.error();
    }
    api::RedeemAnswer answer = refuse_redeem(Reason::none, now);
    answer.outcome = Outcome::done;
    answer.redemption = std::move(*recorded);
    answer.uses_left = redeemed.uses_left;
    return answer;
}

Result<api::Redemption> Counter::record(store::Connection& db, const Caller& caller,
                                        const store::Handle& handle, const api::Card& card,
                                        const Redeemed& redeemed, Instant now) {
    const auto rule = day_rule(db, caller.scope, caller.scope.store_id, now);
    if (!rule) {
        return rule.error();
    }
    const store::NewRedemption redemption{world_.ids.uuid(now),
                                          card.voucher_id,
                                          card.product_id,
                                          handle.id,
                                          redeemed.uses,
                                          redeemed.uses_left,
                                          redeemed.amount,
                                          now,
                                          format_day(business_day(now, *rule)),
                                          world_.ids.uuid(now)};
    store::append_entry(db, caller.scope, redeemed_entry(caller.scope, redemption));
    store::insert_redemption(db, caller.scope, redemption);
    store::use_voucher(db, caller.scope, card, redeemed.uses);
    store::use_handle(db, caller.scope, handle.id, now);
    auto found = store::find_redemption(db, caller.scope, redemption.id);
    if (!found) {
        return Error{Reason::store_unavailable, {}};
    }
    return std::move(*found);
}

} // namespace hexiao::service
