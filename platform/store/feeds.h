// SQL of the live feed. A store's feed tells the numbered entries that carry its id and whose kind is told;
// entries of other kinds, and those of no store, are not in it. Everything is found by position, whoever gave
// it: another process may have numbered what this one tells.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/api/messages.h"
#include "platform/store/connection.h"
#include "platform/store/scope.h"

namespace hexiao::store {

// What an entry tells. A further kind is one more alternative here, one more branch of `told` in feeds.cpp,
// and one more event on the wire, which older consoles pass over.
struct Undoing {
    api::Redemption redemption;
};
using Fact = std::variant<api::Redemption, Undoing>;

// A numbered entry as feeds tell it, with names, not yet projected for a role.
struct Fed {
    std::int64_t position = 0;
    std::int64_t previous = 0; // position of the one told before it in the same feed; 0: none
    std::string store_id;
    std::string business_day; // on which the redemption happened
    Fact fact;
};

// What the merchant's feeds tell above `after`, in order, at most `most`.
std::vector<Fed> fed_after(Connection& db, const std::string& merchant_id, std::int64_t after,
                           std::int64_t most);
// The same of one store's feed.
std::vector<Fed> fed_after(Connection& db, const std::string& merchant_id, const std::string& store_id,
                           std::int64_t after, std::int64_t most);

// When and on which business day an entry happened; nothing when the store's feed does not tell it.
struct FedMark {
    Instant at;
    std::string business_day;
};
std::optional<FedMark> fed_mark(Connection& db, const Scope& scope, const std::string& store_id,
                                std::int64_t position);

// How many entries the store's feed tells above `after`; counts no further than `most`.
std::int64_t count_fed_after(Connection& db, const Scope& scope, const std::string& store_id,
                             std::int64_t after, std::int64_t most);

// Position of the newest entry that the store's feed tells; 0 before the first.
std::int64_t last_fed(Connection& db, const Scope& scope, const std::string& store_id);

} // namespace hexiao::store
