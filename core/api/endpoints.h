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

// Nobody knows what a role of a later build may do: it is in no set.
constexpr bool is_in(RoleSet set, Role role) { return role != Role::other && (set & roles(role)) != 0; }

// What an endpoint's answer waits for, and so which of the server's pools answers it: the books, or a
// password's slow hash, of which no more are made at once than the machine bears.
enum class Waits : std::uint8_t { for_books, for_hash };

// What a session must have begun with. On a shared phone four digits let a colleague work at the counter;
// they do not open the ways by which somebody could stay in, or take the customers along.
enum class Proof : std::uint8_t { pin, password };

// Who hears an answer again under its Idempotency-Key: whoever may do it, or whoever did it, though they may
// not any more. A device asks until it knows what became of what somebody tapped (core/outbox), and that
// must have an end.
enum class Hears : std::uint8_t { allowed, whoever_asked };

struct Endpoint {
    std::string_view operation; // OpenAPI operationId
    Method method;
    std::string_view path; // with {placeholders}
    RoleSet allowed;
    Waits waits = Waits::for_books;
    Proof proof = Proof::pin;
    Hears hears = Hears::allowed;
};

inline constexpr RoleSet signed_in = roles(Role::owner, Role::manager, Role::cashier, Role::display);
inline constexpr RoleSet managers = roles(Role::owner, Role::manager);
inline constexpr RoleSet counter_staff = roles(Role::owner, Role::manager, Role::cashier);
inline constexpr RoleSet owners = roles(Role::owner);

inline constexpr std::array endpoints{
    Endpoint{"sign_in", Method::post, "/api/v1/session", public_access, Waits::for_hash},
    Endpoint{"get_session", Method::get, "/api/v1/session", signed_in},
    Endpoint{"sign_out", Method::del, "/api/v1/session", signed_in},
    Endpoint{"choose_place", Method::put, "/api/v1/session/place", counter_staff},
    Endpoint{"list_colleagues", Method::get, "/api/v1/session/colleagues", counter_staff},
    Endpoint{"switch_person", Method::post, "/api/v1/session/switch", counter_staff, Waits::for_hash},
    Endpoint{"set_pin", Method::put, "/api/v1/session/pin", counter_staff, Waits::for_hash},
    Endpoint{"set_password", Method::put, "/api/v1/session/password", counter_staff, Waits::for_hash},
    Endpoint{"list_sessions", Method::get, "/api/v1/sessions", counter_staff},
    Endpoint{"end_other_sessions", Method::del, "/api/v1/sessions", counter_staff},
    Endpoint{"end_session", Method::del, "/api/v1/sessions/{session_id}", counter_staff},
    Endpoint{"make_reset", Method::post, "/api/v1/resets", managers, Waits::for_books, Proof::password},
    Endpoint{"reset_password", Method::post, "/api/v1/reset", public_access, Waits::for_hash},
    Endpoint{"make_pairing", Method::post, "/api/v1/pairings", managers, Waits::for_books, Proof::password},
    Endpoint{"get_pairing", Method::get, "/api/v1/pairings/{pairing_id}", managers},
    Endpoint{"decide_pairing", Method::put, "/api/v1/pairings/{pairing_id}", managers, Waits::for_books,
             Proof::password},
    Endpoint{"claim_pairing", Method::post, "/api/v1/pairing/claim", public_access},
    Endpoint{"collect_pairing", Method::post, "/api/v1/pairing/collect", public_access},
    Endpoint{"get_setup", Method::get, "/api/v1/setup", public_access},
    Endpoint{"set_up", Method::post, "/api/v1/setup", public_access, Waits::for_hash},
    Endpoint{"get_holder_page", Method::post, "/api/v1/holder", public_access},
    Endpoint{"arrive", Method::post, "/api/v1/holder/arrival", public_access},
    Endpoint{"confirm_lookup", Method::post, "/api/v1/holder/proof", public_access},
    Endpoint{"take_ticket", Method::post, "/api/v1/stores/{store_id}/tickets", counter_staff},
    Endpoint{"call_next", Method::post, "/api/v1/stores/{store_id}/calls", counter_staff},
    Endpoint{"change_ticket", Method::put, "/api/v1/tickets/{ticket_id}/state", counter_staff},
    Endpoint{"draw_qr", Method::post, "/api/v1/qr", counter_staff},
    Endpoint{"prepare", Method::post, "/api/v1/prepare", counter_staff},
    Endpoint{"look_up", Method::post, "/api/v1/lookups", counter_staff},
    Endpoint{"prove_order", Method::post, "/api/v1/lookups/{held_id}/proof", counter_staff},
    Endpoint{"get_prepared", Method::get, "/api/v1/prepared/{handle}", counter_staff},
    Endpoint{"redeem", Method::post, "/api/v1/redeem", counter_staff, Waits::for_books, Proof::pin,
             Hears::whoever_asked},
    Endpoint{"redeem_batch", Method::post, "/api/v1/redeem/batch", counter_staff, Waits::for_books,
             Proof::pin, Hears::whoever_asked},
    Endpoint{"undo_redemption", Method::put, "/api/v1/redemptions/{redemption_id}/revocation", counter_staff,
             Waits::for_books, Proof::pin, Hears::whoever_asked},
    Endpoint{"close_action", Method::post, "/api/v1/closures", managers},
    Endpoint{"get_feed", Method::get, "/api/v1/stores/{store_id}/feed", signed_in},
    Endpoint{"get_journal_head", Method::get, "/api/v1/journal/head", counter_staff},
    Endpoint{"get_consistency", Method::get, "/api/v1/journal/consistency/{from}/{to}", counter_staff},
    Endpoint{"get_device_heads", Method::get, "/api/v1/journal/devices", managers},
    Endpoint{"get_receipt", Method::get, "/api/v1/redemptions/{redemption_id}/receipt", counter_staff},
    Endpoint{"report_head", Method::post, "/api/v1/device/head", counter_staff},
    Endpoint{"list_staff", Method::get, "/api/v1/staff", managers},
    Endpoint{"add_staff", Method::post, "/api/v1/staff", managers, Waits::for_hash, Proof::password},
    Endpoint{"change_staff", Method::put, "/api/v1/staff/{staff_id}", managers, Waits::for_books,
             Proof::password},
    Endpoint{"switch_staff", Method::put, "/api/v1/staff/{staff_id}/enabled", managers, Waits::for_books,
             Proof::password},
    Endpoint{"list_devices", Method::get, "/api/v1/devices", managers},
    Endpoint{"rename_device", Method::put, "/api/v1/devices/{device_id}", managers},
    Endpoint{"revoke_device", Method::del, "/api/v1/devices/{device_id}", managers, Waits::for_books,
             Proof::password},
    Endpoint{"get_merchant", Method::get, "/api/v1/merchant", managers},
    Endpoint{"change_merchant", Method::put, "/api/v1/merchant", owners, Waits::for_books, Proof::password},
    Endpoint{"list_stores", Method::get, "/api/v1/stores", managers},
    Endpoint{"add_store", Method::post, "/api/v1/stores", owners},
    Endpoint{"change_store", Method::put, "/api/v1/stores/{store_id}", owners},
    Endpoint{"add_lane", Method::post, "/api/v1/stores/{store_id}/lanes", managers},
    Endpoint{"change_lane", Method::put, "/api/v1/lanes/{lane_id}", managers},
    Endpoint{"switch_lane", Method::put, "/api/v1/lanes/{lane_id}/in_use", managers},
    Endpoint{"list_products", Method::get, "/api/v1/products", managers},
    Endpoint{"add_product", Method::post, "/api/v1/products", managers},
    Endpoint{"change_product", Method::put, "/api/v1/products/{product_id}", managers},
    Endpoint{"switch_product", Method::put, "/api/v1/products/{product_id}/on_sale", managers},
    Endpoint{"set_picture", Method::put, "/api/v1/products/{product_id}/picture", managers},
    Endpoint{"remove_picture", Method::del, "/api/v1/products/{product_id}/picture", managers},
    Endpoint{"get_picture", Method::get, "/api/v1/pictures/{sha256}", public_access},
    Endpoint{"acknowledge_stock", Method::put, "/api/v1/products/{product_id}/notice", counter_staff},
    Endpoint{"sell_vouchers", Method::post, "/api/v1/sales", managers},
    Endpoint{"find_vouchers", Method::post, "/api/v1/vouchers/find", managers},
    Endpoint{"get_voucher_history", Method::get, "/api/v1/vouchers/{voucher_id}/history", managers},
    Endpoint{"revoke_voucher", Method::put, "/api/v1/vouchers/{voucher_id}/revocation", managers},
    Endpoint{"renew_holder_page", Method::post, "/api/v1/vouchers/{voucher_id}/page", managers},
    Endpoint{"list_closed_days", Method::get, "/api/v1/stores/{store_id}/closed_days", managers},
    Endpoint{"get_closed_day", Method::get, "/api/v1/stores/{store_id}/closed_days/{business_day}", managers},
    Endpoint{"close_day", Method::put, "/api/v1/stores/{store_id}/closed_days/{business_day}", managers},
    Endpoint{"find_customer", Method::post, "/api/v1/customers/find", managers},
    Endpoint{"export_customer", Method::get, "/api/v1/customers/{customer_id}/export", owners,
             Waits::for_books, Proof::password},
    Endpoint{"erase_customer", Method::del, "/api/v1/customers/{customer_id}", owners, Waits::for_books,
             Proof::password},
    Endpoint{"get_closed_day_csv", Method::get, "/api/v1/stores/{store_id}/closed_days/{business_day}/csv",
             managers},
    Endpoint{"get_figures", Method::get, "/api/v1/stores/{store_id}/days/{business_day}/figures", managers},
    Endpoint{"get_figures_csv", Method::get, "/api/v1/stores/{store_id}/days/{business_day}/csv", managers},
    Endpoint{"list_waits", Method::get, "/api/v1/stores/{store_id}/days/{business_day}/waits", managers},
    Endpoint{"find_redemptions", Method::post, "/api/v1/stores/{store_id}/redemptions/find", managers},
    Endpoint{"find_ordered", Method::post, "/api/v1/stores/{store_id}/ordered/find", managers},
    Endpoint{"get_roster", Method::get, "/api/v1/roster", counter_staff},
    Endpoint{"take_leases", Method::post, "/api/v1/leases", counter_staff},
    Endpoint{"renew_leases", Method::put, "/api/v1/leases", counter_staff},
    Endpoint{"return_leases", Method::post, "/api/v1/leases/returns", counter_staff},
    Endpoint{"list_leases", Method::get, "/api/v1/stores/{store_id}/leases", counter_staff},
    Endpoint{"take_back_leases", Method::del, "/api/v1/devices/{device_id}/leases", managers,
             Waits::for_books, Proof::password},
    Endpoint{"upload_actions", Method::post, "/api/v1/offline/actions", public_access},
    Endpoint{"import_actions", Method::post, "/api/v1/offline/import", managers},
    Endpoint{"list_conflicts", Method::get, "/api/v1/stores/{store_id}/conflicts", managers},
    Endpoint{"give_conflict", Method::put, "/api/v1/conflicts/{conflict_id}/owner", managers},
    Endpoint{"decide_conflict", Method::put, "/api/v1/conflicts/{conflict_id}/decision", managers},
    Endpoint{"get_offline_limits", Method::get, "/api/v1/merchant/offline", managers},
    Endpoint{"change_offline_limits", Method::put, "/api/v1/merchant/offline", owners, Waits::for_books,
             Proof::password},
    Endpoint{"make_forms", Method::post, "/api/v1/stores/{store_id}/forms", managers},
    Endpoint{"enter_paper", Method::post, "/api/v1/stores/{store_id}/paper", managers},
    Endpoint{"enter_paper_csv", Method::post, "/api/v1/stores/{store_id}/paper/csv", managers},
    Endpoint{"list_compensations", Method::get, "/api/v1/stores/{store_id}/compensations", managers},
    Endpoint{"acknowledge", Method::put, "/api/v1/stores/{store_id}/alerts", managers},
};

constexpr bool may(Role role, const Endpoint& endpoint) { return is_in(endpoint.allowed, role); }

} // namespace hexiao::api
