// QR codes for screens, by libqrencode.
#pragma once

#include "core/api/qr.h"
#include "core/base/result.h"

namespace hexiao::service {

// Error correction level M, as screens need. Error: invalid_field for a text that fits into no code.
Result<api::QrCode> draw_qr(const api::QrRequest& request);

} // namespace hexiao::service
