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

// The longest form of the shop, a product's, has 409: a hundred contents of three, fifty conditions of two.
inline constexpr std::size_t most_entries = 500;

// Of a form of the shop (shop.h).
struct DraftEntry {
    static constexpr std::string_view wire_name = "DraftEntry";
    std::string member, text;

    template <class V>
    static void fields(V& v) {
        v("member", &DraftEntry::member, wire::text(1, 64));
        v("text", &DraftEntry::text, wire::text(0, 40'000)); // a thousand stores
    }
    friend bool operator==(const DraftEntry&, const DraftEntry&) = default;
};

struct Draft {
    static constexpr std::string_view wire_name = "Draft";
    std::string path; // where it was entered, and the only place that it returns to
    std::optional<std::string> account;
    std::optional<std::int64_t> uses;
    std::vector<DraftText> texts;                       // of the form of entry.h
    std::optional<std::string> sale_key{}, sale_hash{}; // see VouchersView
    // Of the form of shop.h once it is changed: all that stands in it, for what is missing was removed, and
    // what the platform had then, for others may have changed it since.
    std::vector<DraftEntry> entered{}, base{};

    template <class V>
    static void fields(V& v) {
        v("path", &Draft::path, wire::text(1, 200));
        v("account", &Draft::account, wire::text(1, 200));
        v("uses", &Draft::uses, wire::integer(1, 9999));
        v("texts", &Draft::texts, wire::items(32));
        v("sale_key", &Draft::sale_key, wire::uuid());
        v("sale_hash", &Draft::sale_hash, wire::text(64, 64));
        v("entered", &Draft::entered, wire::items(most_entries));
        v("base", &Draft::base, wire::items(most_entries));
    }
    friend bool operator==(const Draft&, const Draft&) = default;
};

} // namespace hexiao::console
