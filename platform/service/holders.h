// What a customer's own page shows: the voucher behind its address, and the codes that are signed for it. Who
// holds the address holds the voucher; nobody is signed in. Every method may also answer
// Reason::store_unavailable.
#pragma once

#include "core/api/holder.h"
#include "platform/service/caller.h"
#include "platform/service/limits.h"

namespace hexiao::service {

class Holders {
public:
    Holders(const World& world, Limits& limits) : world_(world), limits_(limits) {}

    // Errors: link_expired for an address that was never given out, or was renewed; too_many_requests.
    Result<api::HolderPage> page(const api::HolderRequest& request, const std::string& address);
    // "I am here": the number that the voucher has at that store today, or a new one; and the page then.
    // Errors: link_expired; too_many_requests; not_this_store; queue_full; the reason why it cannot be
    // redeemed.
    Result<api::HolderPage> arrive(const api::ArrivalRequest& request, const std::string& address);
    // "It is me": the card of the look-up that the page tells of may be shown to whoever asked; and the page
    // then. Errors: link_expired; too_many_requests.
    Result<api::HolderPage> confirm(const api::HolderProof& request, const std::string& address);
    // For a customer who lost the address, or showed it around. Error: not_found.
    Result<api::RenewedPage> renew(const Caller& caller, const std::string& voucher_id);

private:
    // What somebody does on their page, and the page then; tries to guess an address are counted.
    template <class Act>
    Result<api::HolderPage> act(const Secret& token, const std::string& address, Act&& act);
    Result<Done> sign_ahead(api::HolderPage& page, const std::string& merchant_id,
                            const std::string& voucher_id, std::int64_t codes) const;

    World world_;
    Limits& limits_;
};

} // namespace hexiao::service
