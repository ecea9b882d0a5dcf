// Readers and writers of what is sold, its customers and the closed days; see sales.h.
#include "core/api/sales.h"
#include "core/api/holder.h"
#include "core/api/wire_json.h"

namespace hexiao::wire {

HEXIAO_WIRE(api::ArrivalRequest)
HEXIAO_WIRE(api::HolderRequest)
HEXIAO_WIRE(api::HolderPage)
HEXIAO_WIRE(api::HolderProof)
HEXIAO_WIRE(api::RenewPage)
HEXIAO_WIRE(api::RenewedPage)
HEXIAO_WIRE(api::SaleRequest)
HEXIAO_WIRE(api::Sale)
HEXIAO_WIRE(api::FindVouchers)
HEXIAO_WIRE(api::FoundVouchers)
HEXIAO_WIRE(api::VoucherHistory)
HEXIAO_WIRE(api::RevokeRequest)
HEXIAO_WIRE(api::RevokeAnswer)
HEXIAO_WIRE(api::CloseDay)
HEXIAO_WIRE(api::ClosedDay)
HEXIAO_WIRE(api::ClosedDayPage)
HEXIAO_WIRE(api::FindCustomer)
HEXIAO_WIRE(api::FoundCustomer)
HEXIAO_WIRE(api::CustomerExport)
HEXIAO_WIRE(api::Lookup)
HEXIAO_WIRE(api::OrderProof)
HEXIAO_WIRE(api::CustomerDetails)
HEXIAO_WIRE(api::DayTotals)

} // namespace hexiao::wire
