// See journal.h.
#include "core/journal/journal.h"

#include <nlohmann/json.hpp>

namespace hexiao {

using nlohmann::json;

std::string canonical_bytes(const JournalEntry& entry) {
    json facts = json::object();
    for (const auto& [name, value] : entry.facts) {
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            facts[name] = *number;
        } else {
            facts[name] = *std::get_if<std::string>(&value);
        }
    }
    // nlohmann's object is a std::map: keys are written in byte order.
    const json whole = {
        {"v", 1}, {"id", entry.id}, {"kind", entry.kind}, {"at", entry.at.ms}, {"facts", std::move(facts)}};
    return whole.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<JournalEntry> parse_entry(std::string_view bytes) {
    const Error malformed{Reason::malformed_json, {}};
    const json whole = json::parse(bytes, nullptr, false);
    if (!whole.is_object() || !whole.contains("id") || !whole.contains("kind") || !whole.contains("at") ||
        !whole.contains("facts") || !whole["id"].is_string() || !whole["kind"].is_string() ||
        !whole["at"].is_number_integer() || !whole["facts"].is_object()) {
        return malformed;
    }
    JournalEntry entry{whole["id"].get<std::string>(),
                       whole["kind"].get<std::string>(),
                       Instant{whole["at"].get<std::int64_t>()},
                       {}};
    for (const auto& [name, value] : whole["facts"].items()) {
        if (value.is_number_integer()) {
            entry.facts[name] = value.get<std::int64_t>();
        } else if (value.is_string()) {
            entry.facts[name] = value.get<std::string>();
        } else {
            return malformed;
        }
    }
    if (canonical_bytes(entry) != bytes) {
        return malformed;
    }
    return entry;
}

} // namespace hexiao
