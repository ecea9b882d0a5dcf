// See decision.h.
#include "core/offline/decision.h"

#include <algorithm>

#include "core/base/uuid.h"

namespace hexiao::offline {

namespace {

Decision refuse(Decision decision, Reason reason) {
    decision.tell = Tell::refuse;
    decision.reason = reason;
    return decision;
}

Decision ask(Decision decision, Tell what) {
    decision.tell = what;
    return decision;
}

// Uses that this device took of it, and no roster counts yet.
std::int64_t taken(const Known& known, const Secret& credential, const std::optional<std::string>& voucher) {
    std::int64_t uses = 0;
    for (const Done& done : known.done) {
        uses += done.credential == credential || (voucher && done.voucher_id == voucher) ? done.uses : 0;
    }
    return uses;
}

const api::RosterProduct* product_of(const Known& known, const std::optional<std::string>& id) {
    const auto found = std::ranges::find_if(
        known.products, [&](const api::RosterProduct& product) { return id && product.id == *id; });
    return found == known.products.end() ? nullptr : &*found;
}

// Whose QR it is and how old, or why it is none.
Reason check_qr(const Known& known, const std::string& text, const Reading& now, Decision& decision) {
    const auto qr = read_house_qr(text);
    const auto key = std::ranges::find_if(
        known.qr_keys, [&](const api::QrKey& one) { return qr && one.number == std::int64_t{qr->key}; });
    const auto public_key =
        key == known.qr_keys.end() ? std::nullopt : hexiao::read_public_key(key->public_key);
    if (!public_key || !is_signed(text, known.merchant_id, *public_key)) {
        return Reason::forged_qr;
    }
    decision.checked.signature = true;
    decision.voucher_id = qr->voucher_id;
    if (!now.latest) {
        return Reason::promise_age; // it never heard from the platform
    }
    const Milliseconds age = *now.latest - qr->from;
    if (age < -house_qr_grace) {
        return Reason::stale_qr;
    }
    if (now.server) {
        decision.checked.qr_ms = std::max<std::int64_t>(0, age.count());
    }
    return age > Milliseconds{known.limits.qr_minutes * 60'000} + house_qr_life + house_qr_grace
               ? Reason::stale_qr
               : Reason::none;
}

// What the roster says of a voucher. With an entry, and this device's own uses taken off.
Reason check_entry(const RosterEntry& entry, std::int64_t uses, const Reading& now) {
    VoucherFacts facts;
    facts.state = entry.state == RosterState::revoked ? VoucherState::revoked : VoucherState::active;
    facts.valid_from = entry.valid_from;
    facts.valid_until = entry.valid_until;
    facts.uses_total = entry.uses_total;
    facts.uses_left = entry.uses_left;
    // Without a time nothing can be said of it; whoever it was sold to is served rather than not.
    const Reason reason = check_voucher(facts, now.server.value_or(now.latest.value_or(entry.valid_from)));
    return reason == Reason::none && uses > entry.uses_left ? Reason::not_enough_uses : reason;
}

// A QR that the roster should know, had its voucher been for this store.
bool should_be_known(const Known& known, const std::string& voucher_id) {
    return known.roster != nullptr && known.roster_at && known.roster->size() < most_roster_entries &&
           time_of_uuid7(voucher_id) < *known.roster_at;
}

const api::Lease* lease_on(const Known& known, const std::string& voucher_id, const Reading& now) {
    const auto found = std::ranges::find_if(known.leases, [&](const api::Lease& lease) {
        return lease.voucher_id == voucher_id && lease.state == LeaseState::held && may_use(lease.until, now);
    });
    return found == known.leases.end() ? nullptr : &*found;
}

Decision within_limits(const Known& known, Decision decision, const Reading& now) {
    const Reason reason =
        check_promise(known.limits, known.promised, {decision.amount, now.since_contact, known.manager});
    if (reason == Reason::approval_needed) {
        return ask(std::move(decision), Tell::ask_manager);
    }
    return reason == Reason::none ? ask(std::move(decision), Tell::promise)
                                  : refuse(std::move(decision), reason);
}

Decision decide_house(const Known& known, const Question& question, const Reading& now) {
    Decision decision;
    decision.checked.roster_at = known.roster_at;
    std::optional<RosterEntry> entry;
    if (question.credential.kind == CredentialKind::house_qr) {
        const Reason reason = check_qr(known, question.credential.text.reveal(), now, decision);
        if (reason != Reason::none) {
            return refuse(std::move(decision), reason);
        }
        entry = known.roster != nullptr ? known.roster->find_voucher(*decision.voucher_id) : std::nullopt;
    } else {
        if (known.roster == nullptr || !known.day_key || !known.code_key) {
            return refuse(std::move(decision), Reason::roster_missing);
        }
        entry = known.roster->find(tag_of(*known.day_key, *known.code_key, question.credential.text));
        if (entry) {
            decision.voucher_id = entry->voucher_id;
        }
    }
    if (known.roster != nullptr) {
        decision.checked.roster = !entry                                ? api::RosterSaid::not_in_it
                                  : entry->state == RosterState::usable ? api::RosterSaid::usable
                                                                        : api::RosterSaid::used;
    }
    const std::int64_t own = taken(known, question.credential.text, decision.voucher_id);
    if (!entry) {
        if (!decision.voucher_id || should_be_known(known, *decision.voucher_id)) {
            return refuse(std::move(decision), Reason::unknown_code);
        }
        return own > 0 ? refuse(std::move(decision), Reason::already_redeemed)
                       : within_limits(known, std::move(decision), now);
    }
    entry->uses_left = static_cast<std::uint16_t>(std::max<std::int64_t>(0, entry->uses_left - own));
    decision.uses_left = entry->uses_left;
    if (entry->product < known.products.size()) {
        const api::RosterProduct& product = known.products[entry->product];
        decision.product_id = product.id;
        decision.amount = Money{product.price.fen * question.uses / std::max<int>(1, entry->uses_total)};
    }
    if (const Reason reason = check_entry(*entry, question.uses, now); reason != Reason::none) {
        return refuse(std::move(decision), reason);
    }
    if (const api::Lease* lease = lease_on(known, *decision.voucher_id, now)) {
        decision.lease_id = lease->id;
        return ask(std::move(decision), Tell::green);
    }
    return within_limits(known, std::move(decision), now);
}

Decision decide_channel(const Known& known, const Question& question, const Reading& now) {
    Decision decision;
    std::vector<Channel> could;
    for (const Channel channel : question.credential.channels) {
        if (std::ranges::find(known.channels, channel) != known.channels.end() &&
            (!question.channel || *question.channel == channel)) {
            could.push_back(channel);
        }
    }
    if (could.empty()) {
        return refuse(std::move(decision), Reason::channel_not_connected);
    }
    if (question.credential.kind == CredentialKind::douyin_link) {
        decision.channel = could.front();
        return ask(std::move(decision), Tell::ask_digits);
    }
    if (could.size() > 1) {
        return ask(std::move(decision), Tell::ask_channel);
    }
    decision.channel = could.front();
    if (taken(known, question.credential.text, {}) > 0) {
        return refuse(std::move(decision), Reason::already_redeemed);
    }
    const api::RosterProduct* product = product_of(known, question.product_id);
    if (product == nullptr && decision.channel == Channel::wechat) {
        return ask(std::move(decision), Tell::ask_product);
    }
    if (product != nullptr) {
        decision.product_id = product->id;
        decision.amount = product->price;
    }
    return within_limits(known, std::move(decision), now);
}

} // namespace

Decision decide_offline(const Known& known, const Question& question, const Reading& now) {
    switch (question.credential.kind) {
    case CredentialKind::phone: return refuse({}, Reason::not_offline);
    case CredentialKind::house_code:
    case CredentialKind::house_qr: return decide_house(known, question, now);
    case CredentialKind::channel_code:
    case CredentialKind::douyin_link: break;
    }
    return decide_channel(known, question, now);
}

} // namespace hexiao::offline
