// How the wire is described: each message once, in a `fields(visitor)` function, from which its reader, its
// writer, its bounds and its JSON Schema follow. A message is a plain struct:
//
//     struct SignIn {
//         static constexpr std::string_view wire_name = "SignIn";
//         std::string account;
//         template <class Visitor>
//         static void fields(Visitor& v) { v("account", &SignIn::account, text(1, 64)); }
//     };
//
// Members may be std::string, Secret, std::int64_t, bool, Instant (RFC 3339), Money (fen), an enum with
// `enum_names`, another message, std::vector of those (bounded), or std::optional of any (absent or null on
// the wire). Rules of reading (architecture.md): unknown members are ignored, unknown enum values become
// `other`, everything else that breaks a bound is Reason::invalid_field with the path of the member.
//
// The readers and writers themselves stand in wire_json.h and are compiled once for each message
// (HEXIAO_WIRE), so that whoever sends or reads one needs neither their templates nor a JSON parser.
#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/money.h"
#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/base/time.h"

namespace hexiao::wire {

// What a member may hold. For text: code points; for numbers: the value; for lists: the number of items.
struct Bounds {
    std::int64_t least = 0;
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
    std::string_view format = {}; // JSON Schema format; "uuid" is checked
};

constexpr Bounds text(std::int64_t least, std::int64_t most) { return {least, most, {}}; }
constexpr Bounds integer(std::int64_t least, std::int64_t most) { return {least, most, {}}; }
constexpr Bounds items(std::int64_t most) { return {0, most, {}}; }
constexpr Bounds uuid() { return {36, 36, "uuid"}; }
// For members whose type says it all: bool, Instant, enum, message.
constexpr Bounds any() { return {}; }

template <class T>
concept Message = requires {
    T::wire_name;
};
template <class T>
concept NamedEnum = std::is_enum_v<T> && requires(T value) {
    enum_names(value);
};

template <class T>
struct ListOf : std::false_type {};
template <class T>
struct ListOf<std::vector<T>> : std::true_type {};
template <class T>
struct OptionalOf : std::false_type {};
template <class T>
struct OptionalOf<std::optional<T>> : std::true_type {};

// Number of code points, or nothing when the text is not UTF-8 or holds a NUL, another control character than
// newline, or one that turns the direction of writing.
std::optional<std::int64_t> text_length(std::string_view text) noexcept;

// Reads a whole body. Errors: malformed_json where it is no JSON object; invalid_field with the path of the
// first wrong member, or with the name of one that stands twice in an object, since readers would differ on
// which one counts.
template <Message T>
Result<T> read(std::string_view body);

// The body as it is sent. Bytes that are no UTF-8 (none should be left by now) become U+FFFD.
template <Message T>
std::string write(const T& message);

} // namespace hexiao::wire
