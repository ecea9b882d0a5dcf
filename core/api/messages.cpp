// Names of the wire's enums and the collection of its schemas; see messages.h.
#include "core/api/messages.h"

#include <array>

#include "core/api/access.h"
#include "core/api/feed.h"
#include "core/api/qr.h"
#include "core/api/undecided.h"

namespace hexiao::api {

namespace {
constexpr std::array<std::string_view, 5> role_names{"other", "owner", "manager", "cashier", "display"};
constexpr std::array<std::string_view, 3> prepare_outcome_names{"other", "ready", "refused"};
constexpr std::array<std::string_view, 3> purpose_names{"other", "staff", "display"};
constexpr std::array<std::string_view, 6> pairing_state_names{"other",     "waiting", "claimed",
                                                              "confirmed", "refused", "collected"};
constexpr std::array<std::string_view, 4> reset_cause_names{"other", "unknown_event", "day_ended",
                                                            "far_behind"};
constexpr std::array<std::string_view, 3> bye_cause_names{"other", "stopping", "renewal"};
} // namespace

std::span<const std::string_view> enum_names(Role /*which*/) noexcept { return role_names; }

std::span<const std::string_view> enum_names(PrepareOutcome /*which*/) noexcept {
    return prepare_outcome_names;
}

std::span<const std::string_view> enum_names(Purpose /*which*/) noexcept { return purpose_names; }

std::span<const std::string_view> enum_names(PairingState /*which*/) noexcept { return pairing_state_names; }

std::span<const std::string_view> enum_names(ResetCause /*which*/) noexcept { return reset_cause_names; }

std::span<const std::string_view> enum_names(ByeCause /*which*/) noexcept { return bye_cause_names; }

nlohmann::json message_schemas() {
    wire::SchemaWriter writer;
    writer.add<SignInRequest>();
    writer.add<Session>();
    writer.add<PlaceRequest>();
    writer.add<PrepareRequest>();
    writer.add<Prepared>();
    writer.add<RedeemRequest>();
    writer.add<RedeemAnswer>();
    writer.add<Today>();
    writer.add<RedemptionEvent>();
    writer.add<FeedReset>();
    writer.add<FeedBye>();
    writer.add<ConsistencyProof>();
    writer.add<Receipt>();
    writer.add<DeviceHeads>();
    writer.add<QrRequest>();
    writer.add<QrCode>();
    writer.add<Problem>();
    writer.add<SessionList>();
    writer.add<ColleagueList>();
    writer.add<SwitchRequest>();
    writer.add<PinRequest>();
    writer.add<PasswordRequest>();
    writer.add<ResetRequest>();
    writer.add<ResetLink>();
    writer.add<NewPasswordRequest>();
    writer.add<ResetDone>();
    writer.add<PairingRequest>();
    writer.add<PairingLink>();
    writer.add<Pairing>();
    writer.add<PairingDecision>();
    writer.add<ClaimRequest>();
    writer.add<Claim>();
    writer.add<CollectRequest>();
    writer.add<Collected>();
    writer.add<SetupState>();
    writer.add<SetupRequest>();
    writer.add<Undecided>();
    return writer.schemas();
}

} // namespace hexiao::api
