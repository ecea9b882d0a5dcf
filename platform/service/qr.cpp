// See qr.h.
#include "platform/service/qr.h"

#include <memory>

#include <qrencode.h>

namespace hexiao::service {

namespace {
struct FreeCode {
    void operator()(QRcode* code) const noexcept { QRcode_free(code); }
};
} // namespace

Result<api::QrCode> draw_qr(const api::QrRequest& request) {
    const std::unique_ptr<QRcode, FreeCode> made{
        QRcode_encodeString(request.text.reveal().c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1)};
    if (!made) {
        return Error{Reason::invalid_field, "text"};
    }
    api::QrCode code;
    const auto width = static_cast<std::size_t>(made->width);
    for (std::size_t row = 0; row < width; ++row) {
        std::string& modules = code.rows.emplace_back(width, '0');
        for (std::size_t column = 0; column < width; ++column) {
            // The lowest bit is the colour; the others say what a module is for.
            modules[column] = (made->data[row * width + column] & 1U) != 0 ? '1' : '0';
        }
    }
    return code;
}

} // namespace hexiao::service
