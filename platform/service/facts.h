// Facts for the journal that concern the merchant as a whole: what was done, by whom, on which device. Ids,
// integers and short names of kinds only; what a setting says in words is told by its digest.
#pragma once

#include <string>

#include "core/base/hash.h"
#include "core/journal/journal.h"
#include "platform/service/caller.h"
#include "platform/store/journal.h"

namespace hexiao::service {

using Facts = decltype(JournalEntry::facts);

// To be called in the transaction of the fact. `id`: of the entry.
inline void record_as(store::Connection& db, const Caller& caller, Instant now, std::string id,
                      std::string kind, Facts facts) {
    facts["staff_id"] = caller.scope.staff_id;
    facts["device_id"] = caller.scope.device_id;
    store::append_quiet_entry(db, caller.scope.merchant_id,
                              {std::move(id), std::move(kind), now, std::move(facts)});
}

// The same under an id that nothing refers to.
inline void record(const World& world, store::Connection& db, const Caller& caller, Instant now,
                   std::string kind, Facts facts) {
    record_as(db, caller, now, world.ids.uuid(now), std::move(kind), std::move(facts));
}

// The digest of a message as it goes over the wire.
template <wire::Message T>
std::string digest_of(const T& message) {
    return to_hex(sha256(wire::write(message)));
}

} // namespace hexiao::service
