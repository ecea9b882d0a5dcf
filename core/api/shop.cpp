// Readers and writers of the shop and what belongs to it; see shop.h.
#include "core/api/shop.h"
#include "core/api/wire_json.h"

namespace hexiao::wire {

HEXIAO_WIRE(api::Created)
HEXIAO_WIRE(api::Switch)
HEXIAO_WIRE(api::NewStaff)
HEXIAO_WIRE(api::StaffPage)
HEXIAO_WIRE(api::DeviceSettings)
HEXIAO_WIRE(api::DevicePage)
HEXIAO_WIRE(api::MerchantSettings)
HEXIAO_WIRE(api::StoreSettings)
HEXIAO_WIRE(api::StorePage)
HEXIAO_WIRE(api::LaneSettings)
HEXIAO_WIRE(api::ProductSettings)
HEXIAO_WIRE(api::NewPicture)
HEXIAO_WIRE(api::ProductPage)
HEXIAO_WIRE(api::DeviceDetails)
HEXIAO_WIRE(api::LaneDetails)
HEXIAO_WIRE(api::ProductDetails)
HEXIAO_WIRE(api::StaffMember)
HEXIAO_WIRE(api::StaffSettings)
HEXIAO_WIRE(api::StoreDetails)

} // namespace hexiao::wire
