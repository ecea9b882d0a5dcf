// What of an unfinished entry outlives a reload: texts that anybody may read. It is kept by the browser in
// the tab, so no secret is in it: passwords, PINs and one-time tokens never, and no voucher's code, which is
// worth money; a code that was prepared lives on as the handle in its card's address.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/api/wire.h"

namespace hexiao::console {

struct DraftText {
    static constexpr std::string_view wire_name = "DraftText";
    std::int64_t field = 0; // console::Field
    std::string text;

    template <class V>
    static void fields(V& v) {
        v("field", &DraftText::field, wire::integer(0, 255));
        v("text", &DraftText::text, wire::text(0, 200));
    }
    friend bool operator==(const DraftText&, const DraftText&) = default;
};

struct Draft {
    static constexpr std::string_view wire_name = "Draft";
    std::string path; // where it was entered, and the only place that it returns to
    std::optional<std::string> account;
    std::optional<std::int64_t> uses;
    std::vector<DraftText> texts; // of the form of entry.h

    template <class V>
    static void fields(V& v) {
        v("path", &Draft::path, wire::text(1, 200));
        v("account", &Draft::account, wire::text(1, 200));
        v("uses", &Draft::uses, wire::integer(1, 9999));
        v("texts", &Draft::texts, wire::items(32));
    }
    friend bool operator==(const Draft&, const Draft&) = default;
};

} // namespace hexiao::console
