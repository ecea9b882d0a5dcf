// The templates behind wire.h: a message's reader, writer and schema, by way of a JSON tree. Included only
// where messages are compiled.
#pragma once

#include <concepts>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/api/wire.h"

/// Compiles the reader and the writer of message T. In the namespace hexiao::wire, once in a program.
#define HEXIAO_WIRE(T)                                                                                       \
    template Result<T> read<T>(std::string_view body);                                                       \
    template std::string write<T>(const T& message);

namespace hexiao::wire {

namespace detail {

using nlohmann::json;

bool read_value(const json& from, std::string& to, const Bounds& bounds);
bool read_value(const json& from, Secret& to, const Bounds& bounds);
bool read_value(const json& from, std::int64_t& to, const Bounds& bounds);
bool read_value(const json& from, bool& to, const Bounds& bounds);
bool read_value(const json& from, Instant& to, const Bounds& bounds);
bool read_value(const json& from, Money& to, const Bounds& bounds);

json schema_of_text(const Bounds& bounds);
json schema_of_integer(const Bounds& bounds);

} // namespace detail

// Reads one message member by member and stops at the first that is wrong.
template <class T>
class Reader {
public:
    Reader(const nlohmann::json& from, T& to, std::string path)
        : from_(from), to_(to), path_(std::move(path)) {}

    template <class M>
    void operator()(std::string_view name, M T::*member, Bounds bounds) {
        if (error_) {
            return;
        }
        const auto found = from_.find(name);
        const bool absent = found == from_.end() || found->is_null();
        const std::string path = path_.empty() ? std::string{name} : path_ + "." + std::string{name};
        if constexpr (OptionalOf<M>::value) {
            (to_.*member).reset();
            if (!absent) {
                read(*found, (to_.*member).emplace(), bounds, path);
            }
        } else if (absent) {
            error_ = Error{Reason::invalid_field, path};
        } else {
            read(*found, to_.*member, bounds, path);
        }
    }

    const std::optional<Error>& error() const noexcept { return error_; }

private:
    template <class M>
    void read(const nlohmann::json& from, M& to, const Bounds& bounds, const std::string& path) {
        if constexpr (ListOf<M>::value) {
            read_list(from, to, bounds, path);
        } else if constexpr (Message<M>) {
            read_message(from, to, path);
        } else if constexpr (NamedEnum<M>) {
            if (!from.is_string()) {
                error_ = Error{Reason::invalid_field, path};
                return;
            }
            to = M::other;
            const auto names = enum_names(M{});
            for (std::size_t i = 0; i < names.size(); ++i) {
                if (names[i] == *from.template get_ptr<const std::string*>()) {
                    to = static_cast<M>(i);
                }
            }
        } else if (!detail::read_value(from, to, bounds)) {
            error_ = Error{Reason::invalid_field, path};
        }
    }

    template <class M>
    void read_list(const nlohmann::json& from, std::vector<M>& to, const Bounds& bounds,
                   const std::string& path) {
        if (!from.is_array() || from.size() > static_cast<std::size_t>(bounds.most)) {
            error_ = Error{Reason::invalid_field, path};
            return;
        }
        to.clear();
        for (std::size_t i = 0; i < from.size() && !error_; ++i) {
            read(from[i], to.emplace_back(), any(), path + "[" + std::to_string(i) + "]");
        }
    }

    template <class M>
    void read_message(const nlohmann::json& from, M& to, const std::string& path) {
        if (!from.is_object()) {
            error_ = Error{Reason::invalid_field, path};
            return;
        }
        Reader<M> reader{from, to, path};
        M::fields(reader);
        error_ = reader.error();
    }

    const nlohmann::json& from_;
    T& to_;
    std::string path_;
    std::optional<Error> error_;
};

// Writes one message into a JSON object; absent optionals are left out.
template <class T>
class Writer {
public:
    explicit Writer(const T& from) : from_(from), to_(nlohmann::json::object()) {}

    template <class M>
    void operator()(std::string_view name, M T::*member, Bounds /*bounds*/) {
        if constexpr (OptionalOf<M>::value) {
            if (from_.*member) {
                to_[std::string{name}] = write(*(from_.*member));
            }
        } else {
            to_[std::string{name}] = write(from_.*member);
        }
    }

    nlohmann::json take() { return std::move(to_); }

private:
    template <class M>
    static nlohmann::json write(const M& value) {
        if constexpr (ListOf<M>::value) {
            auto list = nlohmann::json::array();
            for (const auto& item : value) {
                list.push_back(write(item));
            }
            return list;
        } else if constexpr (Message<M>) {
            Writer<M> writer{value};
            M::fields(writer);
            return writer.take();
        } else if constexpr (NamedEnum<M>) {
            return std::string{enum_names(value)[static_cast<std::size_t>(value)]};
        } else if constexpr (std::same_as<M, Instant>) {
            return format_rfc3339(value);
        } else if constexpr (std::same_as<M, Money>) {
            return value.fen;
        } else if constexpr (std::same_as<M, Secret>) {
            return value.reveal();
        } else {
            return value;
        }
    }

    const T& from_;
    nlohmann::json to_;
};

// Parses a body that must be one JSON object. Errors: malformed_json; invalid_field with the name of a member
// that stands twice in one object, since readers would differ on which one counts.
Result<nlohmann::json> parse_object(std::string_view body);

template <Message T>
Result<T> read(std::string_view body) {
    const auto from = parse_object(body);
    if (!from) {
        return from.error();
    }
    T message;
    Reader<T> reader{*from, message, {}};
    T::fields(reader);
    if (reader.error()) {
        return *reader.error();
    }
    return message;
}

template <Message T>
nlohmann::json to_json(const T& message) {
    Writer<T> writer{message};
    T::fields(writer);
    return writer.take();
}

template <Message T>
std::string write(const T& message) {
    return to_json(message).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// Collects the JSON Schema (2020-12) of a message and of every message that it holds, for OpenAPI's
// components.
class SchemaWriter {
public:
    // Adds T and what it refers to.
    template <Message T>
    void add() {
        if (schemas_.contains(T::wire_name)) {
            return;
        }
        schemas_[std::string{T::wire_name}] = nullptr; // stops recursion
        Fields<T> visitor{*this};
        T::fields(visitor);
        schemas_[std::string{T::wire_name}] = {
            {"type", "object"}, {"required", visitor.required}, {"properties", visitor.properties}};
    }

    const nlohmann::json& schemas() const noexcept { return schemas_; }

private:
    template <class T>
    struct Fields {
        SchemaWriter& owner;
        nlohmann::json required = nlohmann::json::array();
        nlohmann::json properties = nlohmann::json::object();

        explicit Fields(SchemaWriter& writer) : owner(writer) {}

        template <class M>
        void operator()(std::string_view name, M T::* /*member*/, Bounds bounds) {
            if constexpr (OptionalOf<M>::value) {
                properties[std::string{name}] = owner.schema_of<typename M::value_type>(bounds);
            } else {
                required.push_back(std::string{name});
                properties[std::string{name}] = owner.schema_of<M>(bounds);
            }
        }
    };

    template <class M>
    nlohmann::json schema_of(const Bounds& bounds) {
        if constexpr (ListOf<M>::value) {
            return {{"type", "array"},
                    {"maxItems", bounds.most},
                    {"items", schema_of<typename M::value_type>(any())}};
        } else if constexpr (Message<M>) {
            add<M>();
            return {{"$ref", "#/components/schemas/" + std::string{M::wire_name}}};
        } else if constexpr (NamedEnum<M>) {
            return {{"type", "string"}, {"enum", enum_names(M{})}};
        } else if constexpr (std::same_as<M, bool>) {
            return {{"type", "boolean"}};
        } else if constexpr (std::same_as<M, Instant>) {
            return {{"type", "string"}, {"format", "date-time"}};
        } else if constexpr (std::same_as<M, Money> || std::same_as<M, std::int64_t>) {
            return detail::schema_of_integer(bounds);
        } else {
            return detail::schema_of_text(bounds);
        }
    }

    nlohmann::json schemas_ = nlohmann::json::object();
};

} // namespace hexiao::wire
