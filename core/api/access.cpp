// Readers and writers of sessions, passwords and pairings; see access.h.
#include "core/api/access.h"
#include "core/api/wire_json.h"

namespace hexiao::wire {

HEXIAO_WIRE(api::SessionList)
HEXIAO_WIRE(api::ColleagueList)
HEXIAO_WIRE(api::SwitchRequest)
HEXIAO_WIRE(api::PinRequest)
HEXIAO_WIRE(api::PasswordRequest)
HEXIAO_WIRE(api::ResetRequest)
HEXIAO_WIRE(api::ResetLink)
HEXIAO_WIRE(api::NewPasswordRequest)
HEXIAO_WIRE(api::ResetDone)
HEXIAO_WIRE(api::PairingRequest)
HEXIAO_WIRE(api::PairingLink)
HEXIAO_WIRE(api::Pairing)
HEXIAO_WIRE(api::PairingDecision)
HEXIAO_WIRE(api::ClaimRequest)
HEXIAO_WIRE(api::Claim)
HEXIAO_WIRE(api::CollectRequest)
HEXIAO_WIRE(api::Collected)
HEXIAO_WIRE(api::SetupState)
HEXIAO_WIRE(api::SetupRequest)

} // namespace hexiao::wire
