// Names of the wire's enums and the collection of its schemas; see messages.h.
#include "core/api/messages.h"

#include <array>

#include "core/api/access.h"
#include "core/api/feed.h"
#include "core/api/qr.h"
#include "core/api/sales.h"
#include "core/api/shop.h"
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
constexpr std::array<std::string_view, 5> revoke_reason_names{"other", "customer_asked", "wrong_sale",
                                                              "code_lost", "misuse"};
constexpr std::array<std::string_view, 4> voucher_event_names{"other", "sold", "redeemed", "revoked"};
} // namespace

std::span<const std::string_view> enum_names(RevokeReason /*which*/) noexcept { return revoke_reason_names; }

std::span<const std::string_view> enum_names(VoucherEventKind /*which*/) noexcept {
    return voucher_event_names;
}

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
    writer.add<ProductsEvent>();
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
    writer.add<Created>();
    writer.add<Switch>();
    writer.add<NewStaff>();
    writer.add<StaffPage>();
    writer.add<DeviceSettings>();
    writer.add<DevicePage>();
    writer.add<MerchantSettings>();
    writer.add<StoreSettings>();
    writer.add<StorePage>();
    writer.add<LaneSettings>();
    writer.add<ProductSettings>();
    writer.add<ProductPage>();
    writer.add<SaleRequest>();
    writer.add<Sale>();
    writer.add<FindVouchers>();
    writer.add<FoundVouchers>();
    writer.add<VoucherHistory>();
    writer.add<RevokeRequest>();
    writer.add<RevokeAnswer>();
    writer.add<CloseDay>();
    writer.add<ClosedDay>();
    writer.add<ClosedDayPage>();
    writer.add<FindCustomer>();
    writer.add<FoundCustomer>();
    writer.add<CustomerExport>();
    return writer.schemas();
}

} // namespace hexiao::api
