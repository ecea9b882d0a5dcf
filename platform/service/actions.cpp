// See actions.h.
#include "platform/service/actions.h"

#include <algorithm>

#include "core/base/hash.h"
#include "core/credential/house_qr.h"
#include "core/offline/signed.h"
#include "platform/service/acting.h"
#include "platform/service/clock.h"
#include "platform/service/device_key.h"
#include "platform/service/facts.h"
#include "platform/service/once.h"
#include "platform/service/part_sale.h"
#include "platform/service/redeeming.h"
#include "platform/store/journal.h"
#include "platform/store/leases.h"
#include "platform/store/names.h"
#include "platform/store/redemptions.h"
#include "platform/store/sales.h"

namespace hexiao::service {

namespace {

constexpr std::string_view redeem_operation = "redeem"; // under which an online try has the same key

std::string last4(const std::string& code) {
    return code.substr(code.size() - std::min<std::size_t>(4, code.size()));
}

// The voucher that an action is about, as far as the books know it. A QR is believed by its signature, of
// whichever key and age.
std::optional<store::Voucher> voucher_of(const World& world, store::Connection& db, const store::Scope& scope,
                                         const api::OfflineAction& action) {
    if (!action.credential) {
        return action.lease_id && action.voucher_id ? store::find_voucher(db, scope, *action.voucher_id)
                                                    : std::nullopt;
    }
    const auto credential = parse_credential(action.credential->reveal());
    if (!credential) {
        return std::nullopt;
    }
    if (credential->kind == CredentialKind::house_qr) {
        const std::string& text = credential->text.reveal();
        const auto qr = read_house_qr(text);
        const bool ours =
            qr && is_signed(text, scope.merchant_id,
                            public_key_of(world.books.vault().qr_seed(scope.merchant_id, qr->key)));
        return ours ? store::find_voucher(db, scope, qr->voucher_id) : std::nullopt;
    }
    return store::find_voucher_by_code(db, scope, world.books.code_hash(credential->text));
}

std::optional<std::string> code_end(const api::OfflineAction& action) {
    const auto credential =
        action.credential ? parse_credential(action.credential->reveal()) : Error{Reason::malformed_code, {}};
    const bool is_code = credential && (credential->kind == CredentialKind::house_code ||
                                        credential->kind == CredentialKind::channel_code);
    return is_code ? std::optional{last4(credential->text.reveal())} : std::nullopt;
}

Facts facts_of(const store::ActionRow& row) {
    return {{"key", row.key},
            {"store_id", row.scope.store_id},
            {"lane_id", row.scope.lane_id.value_or("")},
            {"staff_id", row.scope.staff_id},
            {"device_id", row.scope.device_id},
            {"voucher_id", row.voucher_id.value_or("")},
            {"product_id", row.product_id.value_or("")},
            {"lease_id", row.lease_id.value_or("")},
            {"uses", row.uses},
            {"amount_fen", row.amount.value_or(Money{}).fen},
            {"acted_at", row.acted_at.ms},
            {"device_at", row.device_at.ms},
            {"verdict", std::string{store::name_of(row.verdict)}},
            {"reason", std::string{reason_name(row.reason)}}};
}

// What was said online under the key, as an answer of now: a try whose answer was lost, and which was then
// promised.
std::optional<api::RedeemAnswer> said_online(store::Connection& db, const store::Scope& scope,
                                             const std::string& key) {
    const auto intent = store::find_intent(db, scope, std::string{redeem_operation}, key);
    if (!intent) {
        return std::nullopt;
    }
    auto answer = wire::read<api::RedeemAnswer>(intent->answer);
    if (!answer) { // somebody closed it by hand
        return refuse_redeem(Reason::closed, {});
    }
    return std::move(*answer);
}

// Nothing is redeemed under this key any more by a request that is still on its way.
void bar_online(const World& world, store::Connection& db, const store::ActionRow& row,
                const api::RedeemAnswer& answer, Instant now) {
    const store::Intent intent{std::string{redeem_operation}, row.key,
                               world.books.vault().request_hash("offline\n" + row.key), wire::write(answer),
                               now + keep_answer};
    store::insert_intent(db, row.scope, intent, now);
}

// Its redemption, at the time at which it was served; recorded now.
Result<Done> redeem(const World& world, store::Connection& db, store::ActionRow& row,
                    const store::Place& place, const store::Voucher& voucher, const Redeemed& redeemed,
                    Instant now) {
    const auto offset = utc_offset_minutes(place.zone, row.acted_at);
    if (!offset) {
        return offset.error();
    }
    if (voucher.lease_id) { // of another device it is over, and nobody has said so yet
        const auto lease = store::find_lease(db, row.scope, *voucher.lease_id);
        if (lease && lease->device_id != row.scope.device_id) {
            store::end_lease(db, row.scope.merchant_id, lease->id, api::LeaseState::ended, now);
        }
    }
    std::string prepared = row.prepared_id.value_or("");
    if (!row.prepared_id) {
        store::Handle handle{world.ids.uuid(now), voucher.card.voucher_id, {}};
        handle.facts.expires_at = now;
        store::insert_handle(db, row.scope, handle);
        prepared = handle.id;
    }
    const store::NewRedemption made{world.ids.uuid(now),
                                    voucher.card.voucher_id,
                                    voucher.card.product_id,
                                    prepared,
                                    redeemed.uses,
                                    redeemed.uses_left,
                                    redeemed.amount,
                                    row.acted_at,
                                    format_day(business_day(row.acted_at, {*offset, place.cut_minutes})),
                                    world.ids.uuid(now)};
    JournalEntry entry = redeemed_entry(row.scope, made);
    entry.at = now;
    entry.facts["acted_at"] = row.acted_at.ms;
    entry.facts["key"] = row.key;
    store::record_use(db, row.scope, made, entry);
    row.redemption_id = made.id;
    row.amount = redeemed.amount;
    return Done{};
}

offline::Judgement judge_redemption(store::Connection& db, const offline::ClaimFacts& facts,
                                    const api::OfflineAction& action, Instant now) {
    const bool outside = !facts.voucher && facts.signature && action.channel != Channel::house;
    if (outside) {
        return offline::Conflict{Reason::channel_not_connected};
    }
    return offline::judge(facts, action, store::offline_limits(db, action.merchant_id), now);
}

Result<Done> settle_sale(const World& world, store::Connection& db, store::ActionRow& row,
                         const store::Place& place, const std::optional<api::Lease>& part, Reason why,
                         Instant now) {
    return why == Reason::none ? sell_part(world, db, row, place, *part, now)
                               : settle_action(world, db, row, place, {}, offline::Conflict{why}, now);
}

void open_conflict(const World& world, store::Connection& db, const store::ActionRow& row, Instant now) {
    const std::string& merchant_id = row.scope.merchant_id;
    store::NewConflict conflict{world.ids.uuid(now),
                                row.key,
                                row.scope.store_id,
                                store::owner_of_conflicts(db, merchant_id, row.scope.store_id),
                                now + offline::conflict_clock,
                                {}};
    if (row.voucher_id && row.reason == Reason::already_redeemed) {
        conflict.previous_id = store::last_redemption(db, merchant_id, *row.voucher_id);
    }
    store::insert_conflict(db, merchant_id, conflict);
}

} // namespace

api::OfflineTerms offline_terms(const World& world, store::Connection& db, const store::Scope& scope,
                                Instant now) {
    const store::Vault& vault = world.books.vault();
    api::OfflineTerms terms;
    api::StaffGrant& grant = terms.grant;
    grant.id = world.ids.uuid(now);
    grant.merchant_id = scope.merchant_id;
    grant.device_id = scope.device_id;
    grant.staff_id = scope.staff_id;
    grant.role = scope.role;
    grant.store_id = scope.store_id;
    grant.issued_at = now;
    grant.until = now + grant_life;
    grant.signature = vault.sign_grant(scope.merchant_id, offline::grant_text(grant));
    terms.limits = store::offline_limits(db, scope.merchant_id);
    terms.seal_key = vault.seal_key();
    const auto signer = store::find_signer(db, scope.merchant_id, scope.device_id);
    terms.paired = signer && signer->public_key;
    return terms;
}

Result<Done> settle_action(const World& world, store::Connection& db, store::ActionRow& row,
                           const store::Place& place, const std::optional<store::Voucher>& voucher,
                           const offline::Judgement& judgement, Instant now) {
    row.decided_at = now;
    if (std::holds_alternative<offline::Waiting>(judgement)) {
        row.verdict = api::Verdict::waiting;
        row.reason = Reason::lease_held;
    } else if (const auto* conflict = std::get_if<offline::Conflict>(&judgement)) {
        row.verdict = api::Verdict::conflict;
        row.reason = conflict->reason;
    } else {
        row.verdict = api::Verdict::kept;
        row.reason = Reason::none;
        if (auto done = redeem(world, db, row, place, *voucher,
                               std::get_if<offline::Kept>(&judgement)->redeemed, now);
            !done) {
            return done;
        }
    }
    store::append_quiet_entry(db, row.scope.merchant_id,
                              {world.ids.uuid(now),
                               "offline_action_" + std::string{store::name_of(row.verdict)}, now,
                               facts_of(row)});
    return Done{};
}

void keep_action(const World& world, store::Connection& db, const store::ActionRow& row, Instant now) {
    store::insert_action(db, row);
    if (row.verdict == api::Verdict::conflict) {
        open_conflict(world, db, row, now);
    }
}

Result<api::ActionVerdicts> Actions::upload(const std::optional<Caller>& caller, const std::string& address,
                                            const api::ActionUpload& upload) {
    const Instant now = world_.clock.now();
    const bool by_session = caller && caller->scope.merchant_id == upload.merchant_id &&
                            caller->scope.device_id == upload.device_id &&
                            caller->scope.role != api::Role::display;
    const Shares shares = by_session ? Shares{} : limits_.token(address);
    if (const auto taken = service::take(shares, now); !taken) {
        return taken.error();
    }
    if (!by_session) {
        const auto signer = world_.books.read([&](store::Connection& db) -> Result<store::Signer> {
            auto found = store::find_signer(db, upload.merchant_id, upload.device_id);
            return found ? Result<store::Signer>{std::move(*found)} : Error{Reason::unauthenticated, {}};
        });
        if (!signer) {
            return signer.error();
        }
        const bool all_signed =
            signer->public_key && !upload.actions.empty() &&
            std::ranges::all_of(upload.actions, [&](const api::SignedAction& one) {
                return one.signature &&
                       signature_matches(*signer->public_key, offline::signed_text(one.bytes.reveal()),
                                         *one.signature);
            });
        if (!all_signed) {
            return Error{Reason::unauthenticated, {}};
        }
    }
    auto verdicts = world_.books.write(
        [&](store::Connection& db) -> Result<api::ActionVerdicts> { return accept(db, upload, now); });
    if (verdicts) {
        service::give_back(shares);
    }
    return verdicts;
}

Result<api::ActionVerdicts> Actions::import(const Caller& caller, const api::SealedActions& sealed) {
    const Instant now = world_.clock.now();
    const auto text = world_.books.vault().open_sealed(sealed.box);
    const auto upload = text ? wire::read<api::ActionUpload>(*text) : Error{Reason::invalid_field, "box"};
    if (!upload || upload->merchant_id != caller.scope.merchant_id) {
        return Error{Reason::invalid_field, "box"};
    }
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::ActionVerdicts> {
        record(world_, db, caller, now, "offline_file_imported",
               {{"from_device_id", upload->device_id},
                {"actions", static_cast<std::int64_t>(upload->actions.size())}});
        return accept(db, *upload, now);
    });
}

Result<api::ActionVerdicts> Actions::accept(store::Connection& db, const api::ActionUpload& upload,
                                            Instant now) {
    const auto signer = store::find_signer(db, upload.merchant_id, upload.device_id);
    if (!signer) {
        return Error{Reason::invalid_field, "device_id"};
    }
    api::ActionVerdicts told;
    told.server_time = now;
    for (std::size_t i = 0; i < upload.actions.size(); ++i) {
        const api::SignedAction& one = upload.actions[i];
        const std::string at = "actions[" + std::to_string(i) + "].bytes";
        const auto action = wire::read<api::OfflineAction>(one.bytes.reveal());
        if (!action || action->merchant_id != upload.merchant_id || action->device_id != upload.device_id ||
            action->kind == api::OfflineKind::other) {
            return Error{Reason::invalid_field, at};
        }
        store::Scope scope;
        scope.merchant_id = action->merchant_id;
        scope.role = api::Role::cashier;
        scope.staff_id = action->staff_id;
        scope.device_id = action->device_id;
        scope.store_id = action->store_id;
        scope.lane_id = action->lane_id;
        const auto place = store::find_place(db, scope);
        if (!place) {
            return Error{Reason::invalid_field, at};
        }
        const bool matches =
            signer->public_key && one.signature &&
            signature_matches(*signer->public_key, offline::signed_text(one.bytes.reveal()), *one.signature);
        auto verdict =
            accept_one(db, upload, {one, *action, scope, *place, matches, signer->revoked_at}, now);
        if (!verdict) {
            return verdict.error();
        }
        told.verdicts.push_back(std::move(*verdict));
    }
    store::Scope device;
    device.merchant_id = upload.merchant_id;
    device.device_id = upload.device_id;
    store::set_unsent(db, device, upload.unsent, now);
    return told;
}

std::optional<offline::GrantFacts> Actions::grant_facts(store::Connection& db,
                                                        const api::ActionUpload& upload, const Claim& claim,
                                                        const std::optional<std::string>& id, bool approval,
                                                        Instant now) const {
    const auto found = std::ranges::find_if(
        upload.grants, [&](const api::StaffGrant& grant) { return id && grant.id == *id; });
    if (found == upload.grants.end()) {
        return std::nullopt;
    }
    const api::OfflineAction& action = claim.action;
    store::Scope scope = claim.scope;
    scope.staff_id = found->staff_id;
    const auto place = approval ? store::find_place(db, scope) : std::optional{claim.place};
    const bool out = !place || !place->works_there ||
                     (place->disabled_at && *place->disabled_at <= offline::acted_at(action, now));
    offline::GrantFacts facts;
    facts.ours = found->merchant_id == action.merchant_id &&
                 world_.books.vault().has_signed_grant(found->merchant_id, offline::grant_text(*found),
                                                       found->signature);
    facts.same_device = found->device_id == action.device_id;
    facts.at_store =
        found->store_id == action.store_id && !out && (approval || found->staff_id == action.staff_id);
    facts.role = found->role;
    facts.issued_at = found->issued_at;
    facts.until = found->until;
    return facts;
}

Result<api::ActionVerdict> Actions::accept_one(store::Connection& db, const api::ActionUpload& upload,
                                               const Claim& claim, Instant now) {
    const api::OfflineAction& action = claim.action;
    const std::string& merchant_id = claim.scope.merchant_id;
    const auto again = [&](const store::ActionRow& row) {
        api::ActionVerdict told = store::verdict_of(db, row);
        told.first = told.verdict;
        told.verdict = api::Verdict::replayed;
        return told;
    };
    if (const auto before = store::find_action(db, merchant_id, action.key)) {
        return again(*before);
    }
    const auto voucher = voucher_of(world_, db, claim.scope, action);
    store::ActionRow row;
    row.scope = claim.scope;
    row.key = action.key;
    row.kind = action.kind;
    row.voucher_id = voucher ? std::optional{voucher->card.voucher_id} : std::nullopt;
    row.product_id = voucher ? std::optional{voucher->card.product_id} : action.product_id;
    row.lease_id = action.lease_id;
    row.code_last4 = code_end(action);
    row.uses = action.uses;
    row.amount = voucher ? std::optional{amount_of_uses(
                               voucher->card.price, voucher->facts.uses_total,
                               std::max<std::int64_t>(0, voucher->facts.uses_total - action.uses), {})}
                         : action.amount;
    row.box = world_.books.vault().seal(wire::write(claim.signed_action), merchant_id + "\n" + action.key);
    row.clock = action.clock;
    row.checked = action.checked;
    row.device_at = action.at;
    row.acted_at = offline::acted_at(action, now);
    row.arrived_at = now;
    if (const auto said = said_online(db, claim.scope, action.key)) {
        row.verdict = said->outcome == ::hexiao::Outcome::done ? api::Verdict::kept : api::Verdict::conflict;
        row.reason = said->reason;
        row.redemption_id = said->redemption ? std::optional{said->redemption->id} : std::nullopt;
        row.decided_at = now;
        keep_action(world_, db, row, now);
        return again(row);
    }
    offline::ClaimFacts facts;
    facts.signature = claim.signature;
    facts.device_revoked = claim.device_revoked;
    facts.grant = grant_facts(db, upload, claim, action.grant_id, false, now);
    facts.approval = grant_facts(db, upload, claim, action.approval_id, true, now);
    const auto lease =
        action.lease_id ? store::find_lease(db, claim.scope, *action.lease_id) : std::optional<api::Lease>{};
    const bool sells = action.kind == api::OfflineKind::sell;
    if (lease && (sells ? !lease->voucher_id : lease->voucher_id == row.voucher_id)) {
        facts.lease = offline::LeaseFacts{lease->state, lease->device_id == action.device_id, lease->until};
        facts.part_left = lease->quantity - lease->used;
    }
    if (voucher) {
        facts.voucher = voucher->facts;
        facts.price = voucher->card.price;
        facts.held_elsewhere = held_elsewhere(db, claim.scope, *voucher, now).has_value();
    }
    const auto done =
        sells ? settle_sale(world_, db, row, claim.place, lease, judge_sale(facts, action, now), now)
              : settle_action(world_, db, row, claim.place, voucher, judge_redemption(db, facts, action, now),
                              now);
    if (!done) {
        return done.error();
    }
    keep_action(world_, db, row, now);
    api::ActionVerdict told = store::verdict_of(db, row);
    api::RedeemAnswer answer = refuse_redeem(row.reason, now);
    answer.key = row.key;
    if (row.verdict != api::Verdict::conflict) {
        answer.outcome =
            row.verdict == api::Verdict::kept ? ::hexiao::Outcome::done : ::hexiao::Outcome::processing;
        answer.redemption = told.redemption;
    }
    bar_online(world_, db, row, answer, now);
    return told;
}

Result<bool> Actions::settle() {
    const auto ended = leases_.end_over();
    if (!ended) {
        return ended.error();
    }
    const Instant now = world_.clock.now();
    const auto waiting =
        world_.books.read([&](store::Connection& db) -> Result<std::vector<store::ActionRow>> {
            return store::actions_to_decide(db, now);
        });
    if (!waiting) {
        return waiting.error();
    }
    if (waiting->empty()) {
        return *ended > 0;
    }
    return world_.books.write([&](store::Connection& db) -> Result<bool> {
        for (const store::ActionRow& one : *waiting) {
            auto row = store::find_action(db, one.scope.merchant_id, one.key);
            const auto place = row ? store::find_place(db, row->scope) : std::nullopt;
            const auto voucher =
                row && row->voucher_id ? store::find_voucher(db, row->scope, *row->voucher_id) : std::nullopt;
            if (!place || !voucher || row->verdict != api::Verdict::waiting ||
                held_elsewhere(db, row->scope, *voucher, now)) {
                continue; // decided meanwhile, or leased anew
            }
            // Whose word it is was settled when it arrived.
            api::OfflineAction action;
            action.uses = row->uses;
            action.at = row->acted_at;
            offline::ClaimFacts facts;
            facts.signature = true;
            facts.grant = offline::GrantFacts{
                true, true, true, api::Role::manager, row->acted_at, row->acted_at + one_day};
            facts.voucher = voucher->facts;
            facts.price = voucher->card.price;
            const auto judgement = offline::judge(facts, action, {}, now);
            if (const auto done = settle_action(world_, db, *row, *place, voucher, judgement, now); !done) {
                return done.error();
            }
            store::decide_action(db, *row);
            if (row->verdict == api::Verdict::conflict) {
                open_conflict(world_, db, *row, now);
            }
            const api::ActionVerdict told = store::verdict_of(db, *row);
            api::RedeemAnswer answer = refuse_redeem(row->reason, now);
            answer.key = row->key;
            if (row->verdict == api::Verdict::kept) {
                answer.outcome = ::hexiao::Outcome::done;
                answer.redemption = told.redemption;
                answer.uses_left = voucher->facts.uses_left - row->uses;
            }
            store::set_answer(db, row->scope, std::string{redeem_operation}, row->key, wire::write(answer));
        }
        return true;
    });
}

Result<offline::Limits> Actions::limits(const Caller& caller) {
    return world_.books.read([&](store::Connection& db) -> Result<offline::Limits> {
        return store::offline_limits(db, caller.scope.merchant_id);
    });
}

Result<offline::Limits> Actions::change_limits(const Caller& caller, const offline::Limits& limits) {
    const Instant now = world_.clock.now();
    return write_as(world_, caller, [&](store::Connection& db) -> Result<offline::Limits> {
        if (store::offline_limits(db, caller.scope.merchant_id) == limits) {
            return limits;
        }
        store::set_offline_limits(db, caller.scope, limits);
        record(world_, db, caller, now, "offline_limits_changed",
               {{"value_fen", limits.value.fen},
                {"count", limits.count},
                {"contact_minutes", limits.contact_minutes},
                {"qr_minutes", limits.qr_minutes},
                {"approval_above_fen", limits.approval_above.fen}});
        return limits;
    });
}

} // namespace hexiao::service
