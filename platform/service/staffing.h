// The people of a shop and their devices. Whom somebody may manage is decided in core/staff; who may not be
// seen answers as unknown. Every change is a fact in the journal, without names. Every method may also answer
// Reason::store_unavailable: then nothing was recorded.
#pragma once

#include "core/api/shop.h"
#include "platform/service/caller.h"
#include "platform/service/sessions.h"

namespace hexiao::service {

// What a change left behind, and the sessions that it ended: whoever calls closes their feeds.
template <class T>
struct Changed {
    T now;
    Ended ended;
};

class Staffing {
public:
    explicit Staffing(const World& world) : world_(world) {}

    Result<api::StaffPage> staff(const Caller& caller, const std::string& after);
    // Without a password nobody comes in under the account until a one-time link has set one. Errors:
    // invalid_field for a role that does not exist or without a store; not_found for a store that may not be
    // seen; forbidden for a post that the caller may not fill; account_taken.
    Result<api::Created> add_staff(const Caller& caller, const api::NewStaff& wanted, const std::string& key);
    // A change of role or stores ends their sessions: they come in again as what they are now. Errors: as
    // above, and last_owner.
    Result<Changed<api::StaffMember>> change_staff(const Caller& caller, const std::string& staff_id,
                                                   const api::StaffSettings& settings);
    // Whoever may not sign in any more is out at once. Errors: not_found, forbidden, last_owner.
    Result<Changed<api::StaffMember>> switch_staff(const Caller& caller, const std::string& staff_id,
                                                   bool enabled);

    Result<api::DevicePage> devices(const Caller& caller, const std::string& after);
    Result<api::DeviceDetails> rename_device(const Caller& caller, const std::string& device_id,
                                             const api::DeviceSettings& settings);
    // For ever: what stood on it comes back as another device. Ends the sessions on it.
    Result<Changed<api::DeviceDetails>> revoke_device(const Caller& caller, const std::string& device_id);

private:
    World world_;
};

} // namespace hexiao::service
