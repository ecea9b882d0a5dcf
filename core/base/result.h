// A value or the reason why there is none. Errors are values everywhere in Hexiao: the console is built
// without exceptions, and a refusal is an answer like any other.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

#include "core/base/reason.h"

namespace hexiao {

// What went wrong. `field` is the JSON path of the member at fault ("uses", "contents[2].title"), empty where
// none is.
struct Error {
    Reason reason = Reason::other;
    std::string field;

    friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : held_(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const noexcept { return held_.index() == 0; }

    // Call only when the result holds a value.
    T& operator*() noexcept {
        assert(held_.index() == 0);
        return *std::get_if<0>(&held_);
    }
    const T& operator*() const noexcept {
        assert(held_.index() == 0);
        return *std::get_if<0>(&held_);
    }
    T* operator->() noexcept { return &**this; }
    const T* operator->() const noexcept { return &**this; }

    // Call only when the result holds no value.
    const Error& error() const noexcept {
        assert(held_.index() == 1);
        return *std::get_if<1>(&held_);
    }

private:
    std::variant<T, Error> held_;
};

} // namespace hexiao
