// Every endpoint of v1 and who may call it: one table that the platform routes and authorises by, and that
// the role matrix in the tests walks through.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/api/messages.h"

namespace hexiao::api {

enum class Method : std::uint8_t { get, post, put, del };

// A set of roles; `public_access` means that no session is needed.
using RoleSet = std::uint8_t;
inline constexpr RoleSet public_access = 0xFF;
constexpr RoleSet roles(std::same_as<Role> auto... which) {
    return static_cast<RoleSet>((0U | ... | (1U << static_cast<unsigned>(which))));
}

struct Endpoint {
    std::string_view operation; // OpenAPI operationId
    Method method;
    std::string_view path; // with {placeholders}
    RoleSet allowed;
};

inline constexpr RoleSet signed_in = roles(Role::owner, Role::manager, Role::cashier, Role::display);
inline constexpr RoleSet counter_staff = roles(Role::owner, Role::manager, Role::cashier);

inline constexpr std::array endpoints{
    Endpoint{"sign_in", Method::post, "/api/v1/session", public_access},
    Endpoint{"get_session", Method::get, "/api/v1/session", signed_in},
    Endpoint{"sign_out", Method::del, "/api/v1/session", signed_in},
    Endpoint{"choose_place", Method::put, "/api/v1/session/place", counter_staff},
    Endpoint{"prepare", Method::post, "/api/v1/prepare", counter_staff},
    Endpoint{"get_prepared", Method::get, "/api/v1/prepared/{handle}", counter_staff},
    Endpoint{"redeem", Method::post, "/api/v1/redeem", counter_staff},
    Endpoint{"get_feed", Method::get, "/api/v1/stores/{store_id}/feed", signed_in},
};

constexpr bool may(Role role, const Endpoint& endpoint) {
    return role != Role::other && (endpoint.allowed & roles(role)) != 0;
}

} // namespace hexiao::api
