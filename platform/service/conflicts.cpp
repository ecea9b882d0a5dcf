// See conflicts.h.
#include "platform/service/conflicts.h"

#include <algorithm>

#include "platform/service/acting.h"
#include "platform/service/facts.h"
#include "platform/store/actions.h"
#include "platform/store/catalogue.h"
#include "platform/store/names.h"
#include "platform/store/people.h"

namespace hexiao::service {

namespace {

constexpr std::size_t page_items = 50;

bool is_cursor(const std::string& after) {
    return after.empty() || ((after[0] == 'o' || after[0] == 'c') && is_uuid(after.substr(1)));
}

bool may_see_to(const api::StaffMember& member, const std::string& store_id) {
    const api::StaffSettings& settings = member.settings;
    const bool there = std::ranges::find(settings.store_ids, store_id) != settings.store_ids.end();
    return member.enabled &&
           (settings.role == api::Role::owner || (settings.role == api::Role::manager && there));
}

} // namespace

Result<api::ConflictPage> Conflicts::page(const Caller& caller, const std::string& store_id,
                                          const std::string& after) {
    if (!is_cursor(after)) {
        return Error{Reason::invalid_field, "after"};
    }
    return world_.books.read([&](store::Connection& db) -> Result<api::ConflictPage> {
        if (!store::find_store(db, caller.scope, store_id)) {
            return Error{Reason::not_found, "store_id"};
        }
        api::ConflictPage page;
        page.items = store::conflicts(db, caller.scope, store_id, after);
        if (page.items.size() > page_items) {
            page.items.resize(page_items);
            page.next = store::conflict_cursor(page.items.back());
        }
        const store::OpenConflicts open = store::open_conflicts(db, caller.scope, store_id);
        page.open = open.count;
        page.at_stake = open.at_stake;
        return page;
    });
}

Result<api::Conflict> Conflicts::give(const Caller& caller, const std::string& id,
                                      const api::ConflictOwner& owner) {
    const Instant now = world_.clock.now();
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::Conflict> {
        const auto conflict = store::find_conflict(db, caller.scope, id);
        if (!conflict) {
            return Error{Reason::not_found, "conflict_id"};
        }
        const auto member = store::find_staff(db, caller.scope, owner.staff_id);
        if (!member || !may_see_to(*member, conflict->store_id)) {
            return Error{Reason::not_found, "staff_id"};
        }
        if (conflict->owner_id != owner.staff_id) {
            store::set_conflict_owner(db, caller.scope, id, owner.staff_id);
            record(world_, db, caller, now, "conflict_given",
                   {{"conflict_id", id}, {"key", conflict->key}, {"owner_id", owner.staff_id}});
        }
        auto after = store::find_conflict(db, caller.scope, id);
        return after ? Result<api::Conflict>{std::move(*after)} : Error{Reason::not_found, "conflict_id"};
    });
}

Result<api::Conflict> Conflicts::decide(const Caller& caller, const std::string& id,
                                        const api::ConflictDecision& decision) {
    if (decision.step == api::ConflictStep::other) {
        return Error{Reason::invalid_field, "step"};
    }
    const Instant now = world_.clock.now();
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::Conflict> {
        const auto conflict = store::find_conflict(db, caller.scope, id);
        if (!conflict) {
            return Error{Reason::not_found, "conflict_id"};
        }
        if (conflict->open) {
            const bool closes = decision.step != api::ConflictStep::contact;
            store::set_conflict_step(db, caller.scope, id, decision.step, closes, now);
            record(world_, db, caller, now, "conflict_decided",
                   {{"conflict_id", id},
                    {"key", conflict->key},
                    {"step", std::string{store::name_of(decision.step)}},
                    {"amount_fen", conflict->amount.value_or(Money{}).fen}});
        }
        auto after = store::find_conflict(db, caller.scope, id);
        return after ? Result<api::Conflict>{std::move(*after)} : Error{Reason::not_found, "conflict_id"};
    });
}

} // namespace hexiao::service
