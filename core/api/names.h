// What most messages are made of: names that people read.
#pragma once

#include <string>

#include "core/api/wire.h"

namespace hexiao::api {

// A name that a person reads, in both languages of the console. English may repeat the Chinese, never be
// empty.
struct Title {
    static constexpr std::string_view wire_name = "Title";
    std::string zh;
    std::string en;

    template <class V>
    static void fields(V& v) {
        v("zh", &Title::zh, wire::text(1, 200));
        v("en", &Title::en, wire::text(1, 200));
    }
    friend bool operator==(const Title&, const Title&) = default;
};

// A thing with an id and a name: a lane, a merchant.
struct Named {
    static constexpr std::string_view wire_name = "Named";
    std::string id;
    Title title;

    template <class V>
    static void fields(V& v) {
        v("id", &Named::id, wire::uuid());
        v("title", &Named::title, wire::any());
    }
    friend bool operator==(const Named&, const Named&) = default;
};

} // namespace hexiao::api
