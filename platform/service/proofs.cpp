// See proofs.h.
#include "platform/service/proofs.h"

#include "platform/log.h"
#include "platform/service/facts.h"
#include "platform/store/journal.h"

namespace hexiao::service {

namespace {

// What became of a report: whether the journal extends it, and whether an alarm has been given before.
struct Judged {
    merkle::Head now;
    bool extends = false;
    bool news = false;
};

void alarm(const store::Scope& scope, const merkle::Head& seen, const merkle::Head& now) {
    log::error("head_mismatch", {{"merchant_id", scope.merchant_id},
                                 {"device_id", scope.device_id},
                                 {"seen", merkle::format_head(seen)},
                                 {"now", merkle::format_head(now)}});
}

} // namespace

Result<api::JournalHead> Proofs::head(const Caller& caller) {
    return world_.books.read([&](store::Connection& db) -> Result<api::JournalHead> {
        return api::to_wire(store::journal_head(db, caller.scope.merchant_id));
    });
}

Result<api::ConsistencyProof> Proofs::consistency(const Caller& caller, std::int64_t from, std::int64_t to) {
    if (from > to) {
        return Error{Reason::invalid_field, "from"};
    }
    return world_.books.read([&](store::Connection& db) -> Result<api::ConsistencyProof> {
        const std::string& merchant_id = caller.scope.merchant_id;
        if (to > store::journal_head(db, merchant_id).size) {
            return Error{Reason::not_found, "to"};
        }
        const auto reader = store::subtree_reader(db, merchant_id);
        const auto old_root = merkle::root_at(from, reader);
        const auto new_root = merkle::root_at(to, reader);
        const auto path = merkle::consistency_path(from, to, reader);
        if (!old_root || !new_root || !path) {
            return Error{Reason::store_unavailable, {}};
        }
        return api::ConsistencyProof{api::to_wire(merkle::Head{from, *old_root}),
                                     api::to_wire(merkle::Head{to, *new_root}), api::to_wire(*path)};
    });
}

Result<api::Receipt> Proofs::receipt(const Caller& caller, const std::string& redemption_id) {
    auto receipt = world_.books.read([&](store::Connection& db) { return prove(db, caller, redemption_id); });
    if (receipt || receipt.error().reason != Reason::in_flight) {
        return receipt;
    }
    // Asked for before the sequencer came by.
    return world_.books.write([&](store::Connection& db) -> Result<api::Receipt> {
        const auto numbered = store::number_entries(db);
        return numbered ? prove(db, caller, redemption_id) : numbered.error();
    });
}

Result<api::Receipt> Proofs::prove(store::Connection& db, const Caller& caller,
                                   const std::string& redemption_id) {
    const std::string& merchant_id = caller.scope.merchant_id;
    const auto entry = store::entry_of_redemption(db, caller.scope, redemption_id);
    if (!entry || !caller.scope.may_see(entry->store_id)) {
        return Error{Reason::not_found, "redemption_id"};
    }
    if (!entry->position) {
        return Error{Reason::in_flight, {}};
    }
    const merkle::Head head = store::journal_head(db, merchant_id);
    const auto path =
        merkle::inclusion_path(*entry->position - 1, head.size, store::subtree_reader(db, merchant_id));
    if (!path) {
        return Error{Reason::store_unavailable, {}};
    }
    return api::Receipt{1, entry->bytes, *entry->position, api::to_wire(head), api::to_wire(*path)};
}

Result<api::JournalHead> Proofs::report(const Caller& caller, const api::JournalHead& seen) {
    const auto head = api::from_wire(seen);
    if (!head) {
        return head.error();
    }
    const store::Scope& scope = caller.scope;
    const store::SeenHead report{*head, world_.clock.now()};
    const auto judged = world_.books.write([&](store::Connection& db) -> Result<Judged> {
        const merkle::Head now = store::journal_head(db, scope.merchant_id);
        const bool extends =
            head->size <= now.size &&
            merkle::root_at(head->size, store::subtree_reader(db, scope.merchant_id)) == head->root;
        if (extends) {
            store::set_device_head(db, scope, report);
            return Judged{now, true, false};
        }
        const bool news = store::refuse_device_head(db, scope, report);
        if (news) { // and so it comes to every console of the shop
            record(world_, db, caller, report.at, "head_refused", {{"size", head->size}});
        }
        return Judged{now, false, news};
    });
    if (!judged) {
        return judged.error();
    }
    if (judged->news) {
        alarm(scope, *head, judged->now);
    }
    if (!judged->extends) {
        return Error{Reason::head_mismatch, "root"};
    }
    return api::to_wire(judged->now);
}

Result<api::DeviceHeads> Proofs::device_heads(const Caller& caller) {
    return world_.books.read([&](store::Connection& db) -> Result<api::DeviceHeads> {
        api::DeviceHeads answer;
        for (const store::DeviceHeads& device : store::device_heads(db, caller.scope)) {
            api::DeviceHead& told = answer.devices.emplace_back();
            told.device_id = device.device_id;
            told.device_name = device.device_name;
            if (device.seen) {
                told.seen = api::to_wire(device.seen->head);
                told.seen_at = device.seen->at;
            }
            if (device.refused) {
                told.refused = api::to_wire(device.refused->head);
                told.refused_at = device.refused->at;
            }
        }
        return answer;
    });
}

} // namespace hexiao::service
