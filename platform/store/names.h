// Enums stand in the books under the names that they have on the wire: a row can be read by a person, and a
// reordered enum cannot change what was written. And columns that may be NULL, which is nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/api/names.h"
#include "platform/store/connection.h"

namespace hexiao::store {

template <wire::NamedEnum E>
std::string_view name_of(E value) {
    return enum_names(value)[static_cast<std::size_t>(value)];
}

// Nothing for NULL.
template <wire::NamedEnum E>
std::optional<std::string_view> optional_name(std::optional<E> value) {
    return value ? std::optional{name_of(*value)} : std::nullopt;
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

template <wire::NamedEnum E>
std::optional<E> optional_named(const Row& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional{named<E>(row.text(column))};
}

inline std::optional<std::int64_t> optional_integer(const Row& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional{row.integer(column)};
}

inline std::optional<Instant> optional_instant(const Row& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional{row.instant(column)};
}

// In two columns, Chinese first.
inline std::optional<api::Title> optional_title(const Row& row, int column) {
    return row.is_null(column) ? std::nullopt
                               : std::optional{api::Title{row.text(column), row.text(column + 1)}};
}

} // namespace hexiao::store
