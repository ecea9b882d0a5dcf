// Why something was refused or went wrong, as one closed list that every room shares.
// A reason travels as its snake_case name: in answers, problems, journal entries and string keys
// (`reason.<name>.…`). A reader that meets a name it does not know keeps it as `other`, so that v1 of the
// wire can only grow.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace hexiao {

// The list: name of each reason, in the order of Reason. Grouped by who gives it.
#define HEXIAO_REASONS(X)                                                                                    \
    X(none)                   /* nothing to explain */                                                       \
    X(other)                  /* a newer platform's reason that this build does not know */                  \
    X(malformed_code)         /* the text is no code of any channel */                                       \
    X(check_character)        /* looks like a house code, but one character is mistyped */                   \
    X(unknown_code)           /* well formed, but no voucher of this merchant */                             \
    X(channel_not_connected)  /* belongs to a channel that this store has not connected */                   \
    X(not_this_store)         /* the voucher is for other stores of this merchant */                         \
    X(not_yet_valid)          /* its time has not begun */                                                   \
    X(expired)                /* its time is over */                                                         \
    X(already_redeemed)       /* no use is left; `previous` says who, where and when */                      \
    X(voucher_revoked)        /* refunded or withdrawn by the merchant */                                    \
    X(not_enough_uses)        /* more uses asked for than are left */                                        \
    X(lane_required)          /* staff have not said at which lane they stand */                             \
    X(handle_unknown)         /* no such prepared card for this staff on this device */                      \
    X(handle_expired)         /* the card was shown more than five minutes ago */                            \
    X(handle_used)            /* the card was already acted on */                                            \
    X(voucher_changed)        /* the voucher is no longer what the card showed */                            \
    X(invalid_field)          /* a member of the request breaks its bound; `field` names it */               \
    X(malformed_json)         /* the body is no JSON object */                                               \
    X(body_too_large)         /* the body is over the limit */                                               \
    X(unauthenticated)        /* not signed in, or signed out elsewhere */                                   \
    X(bad_credentials)        /* account or password is wrong */                                             \
    X(forbidden)              /* this role may not do this */                                                \
    X(not_found)              /* no such thing in this merchant */                                           \
    X(method_not_allowed)     /* the path knows other methods */                                             \
    X(unsupported_media_type) /* a body that is not application/json */                                      \
    X(missing_key)            /* a command without Idempotency-Key */                                        \
    X(key_reused)             /* the same Idempotency-Key came with another request */                       \
    X(store_unavailable)      /* the books could not be written; nothing was recorded */

enum class Reason : std::uint8_t {
#define HEXIAO_REASON(name) name,
    HEXIAO_REASONS(HEXIAO_REASON)
#undef HEXIAO_REASON
};

// The names in the order of Reason.
std::span<const std::string_view> enum_names(Reason) noexcept;

// The name that stands on the wire.
std::string_view reason_name(Reason reason) noexcept;

} // namespace hexiao
