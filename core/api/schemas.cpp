// The collection of the wire's schemas; see messages.h.
#include "core/api/access.h"
#include "core/api/batch.h"
#include "core/api/closure.h"
#include "core/api/feed.h"
#include "core/api/figures.h"
#include "core/api/holder.h"
#include "core/api/messages.h"
#include "core/api/offline.h"
#include "core/api/qr.h"
#include "core/api/sales.h"
#include "core/api/shop.h"
#include "core/api/undecided.h"
#include "core/api/wire_json.h"

namespace hexiao::api {

std::string message_schemas() {
    wire::SchemaWriter writer;
    writer.add<SignInRequest>();
    writer.add<Session>();
    writer.add<PlaceRequest>();
    writer.add<PrepareRequest>();
    writer.add<Prepared>();
    writer.add<RedeemRequest>();
    writer.add<RedeemAnswer>();
    writer.add<RedeemBatch>();
    writer.add<BatchAnswer>();
    writer.add<Today>();
    writer.add<RedemptionEvent>();
    writer.add<UndoneEvent>();
    writer.add<UndoRequest>();
    writer.add<UndoAnswer>();
    writer.add<CloseRequest>();
    writer.add<Closure>();
    writer.add<ProductsEvent>();
    writer.add<StoreEvent>();
    writer.add<AcknowledgeStock>();
    writer.add<StockSeen>();
    writer.add<Queue>();
    writer.add<Alerts>();
    writer.add<Acknowledge>();
    writer.add<DayFigures>();
    writer.add<FindRedemptions>();
    writer.add<FoundRedemptions>();
    writer.add<FindOrdered>();
    writer.add<FoundOrdered>();
    writer.add<TicketWaits>();
    writer.add<TakeTicket>();
    writer.add<CallNext>();
    writer.add<TicketCommand>();
    writer.add<TicketAnswer>();
    writer.add<ArrivalRequest>();
    writer.add<FeedReset>();
    writer.add<FeedBye>();
    writer.add<ConsistencyProof>();
    writer.add<Receipt>();
    writer.add<DeviceHeads>();
    writer.add<QrRequest>();
    writer.add<QrCode>();
    writer.add<HolderRequest>();
    writer.add<HolderPage>();
    writer.add<HolderProof>();
    writer.add<RenewPage>();
    writer.add<RenewedPage>();
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
    writer.add<NewPicture>();
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
    writer.add<Lookup>();
    writer.add<OrderProof>();
    writer.add<offline::Limits>();
    writer.add<CutOff>();
    writer.add<RosterPage>();
    writer.add<LeaseRequest>();
    writer.add<LeasesTaken>();
    writer.add<RenewLeases>();
    writer.add<ReturnLeases>();
    writer.add<LeaseList>();
    writer.add<OfflineAction>();
    writer.add<ActionUpload>();
    writer.add<ActionVerdicts>();
    writer.add<SealedActions>();
    writer.add<ConflictPage>();
    writer.add<ConflictOwner>();
    writer.add<ConflictDecision>();
    writer.add<Conflict>();
    writer.add<NewForms>();
    writer.add<FormBlock>();
    writer.add<PaperEntries>();
    writer.add<PaperCsv>();
    writer.add<PaperVerdicts>();
    writer.add<CompensationPage>();
    return writer.schemas().dump(1);
}

} // namespace hexiao::api
