// Enums stand in the books under the names that they have on the wire: a row can be read by a person, and a
// reordered enum cannot change what was written.
#pragma once

#include <string>
#include <string_view>

#include "core/api/wire.h"

namespace hexiao::store {

template <wire::NamedEnum E>
std::string_view name_of(E value) {
    return enum_names(value)[static_cast<std::size_t>(value)];
}

// `other` for a name that this build does not know.
template <wire::NamedEnum E>
E named(std::string_view name) {
    const auto names = enum_names(E{});
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == name) {
            return static_cast<E>(i);
        }
    }
    return E::other;
}

} // namespace hexiao::store
