// See lease.h.
#include "core/offline/lease.h"

#include <array>

namespace hexiao::offline {

namespace {
constexpr std::array<std::string_view, 5> lease_state_names{"other", "held", "returned", "taken_back",
                                                            "ended"};
} // namespace

std::span<const std::string_view> enum_names(LeaseState /*which*/) noexcept { return lease_state_names; }

} // namespace hexiao::offline
