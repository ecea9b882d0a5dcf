// A QR code to be drawn on a screen. The platform makes it, so that the console needs no encoder of its own.
#pragma once

#include <string>
#include <vector>

#include "core/api/wire.h"

namespace hexiao::api {

inline constexpr std::int64_t most_qr_text = 300;

struct QrRequest {
    static constexpr std::string_view wire_name = "QrRequest";
    Secret text;

    template <class V>
    static void fields(V& v) {
        v("text", &QrRequest::text, wire::text(1, most_qr_text));
    }
};

// A square of modules without its quiet zone: a text for each row, '1' is dark.
struct QrCode {
    static constexpr std::string_view wire_name = "QrCode";
    std::vector<std::string> rows;

    template <class V>
    static void fields(V& v) {
        v("rows", &QrCode::rows, wire::items(177));
    }
};

} // namespace hexiao::api
