// The forms of the shop between the platform's messages and what a person enters. Private to core/console.
#pragma once

#include "core/console/console.h"

namespace hexiao::console {

// IANA: where a store is until somebody says otherwise.
inline constexpr std::string_view default_zone = "Asia/Shanghai";

struct ShopRequest {
    std::string method, path, body;
};

// What the form of this address begins with; nothing where it has none, or the thing is not known.
std::optional<Entries> entries_now(const State& state);
// The request that the form becomes. `wrong`: the members that cannot be sent.
ShopRequest request_of(const Route& route, const ShopForm& form, std::set<std::string, std::less<>>& wrong);

} // namespace hexiao::console
