// The journal seen from outside: heads, proofs and receipts, and the heads that devices report back. Whoever
// keeps an old head can find out by these whether anything before it was changed. Synchronous, many calls at
// once, like every use case (counter.h). Every method may also answer Reason::store_unavailable.
#pragma once

#include <string>

#include "core/api/proofs.h"
#include "platform/service/caller.h"

namespace hexiao::service {

class Proofs {
public:
    explicit Proofs(const World& world) : world_(world) {}

    Result<api::JournalHead> head(const Caller& caller);

    // That the journal of `to` entries begins with that of `from`. Errors: invalid_field "from" when it is
    // above `to`, not_found "to" when there are fewer entries.
    Result<api::ConsistencyProof> consistency(const Caller& caller, std::int64_t from, std::int64_t to);

    // That the entry of a redemption is in the present journal. Error: not_found for a redemption that is not
    // of this person's stores.
    Result<api::Receipt> receipt(const Caller& caller, const std::string& redemption_id);

    // The caller's device saw this head. The present one, when it extends it. Error: head_mismatch when it
    // does not; that is logged as an alarm and kept beside the device.
    Result<api::JournalHead> report(const Caller& caller, const api::JournalHead& seen);

    // Every device's last head, and those that did not fit.
    Result<api::DeviceHeads> device_heads(const Caller& caller);

private:
    Result<api::Receipt> prove(store::Connection& db, const Caller& caller, const std::string& redemption_id);

    World world_;
};

} // namespace hexiao::service
