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
    X(stale_qr)               /* a signed QR that is older, or newer, than it may be */                      \
    X(forged_qr)              /* a QR that this merchant's key did not sign */                               \
    X(unknown_code)           /* well formed, but no voucher of this merchant */                             \
    X(channel_not_connected)  /* belongs to a channel that this store has not connected */                   \
    X(not_this_store)         /* the voucher is for other stores of this merchant */                         \
    X(not_yet_valid)          /* its time has not begun */                                                   \
    X(expired)                /* its time is over */                                                         \
    X(already_redeemed)       /* no use is left; `previous` says who, where and when */                      \
    X(voucher_revoked)        /* refunded or withdrawn by the merchant */                                    \
    X(order_refused)          /* another voucher of its order was refused, so none was redeemed */           \
    X(not_enough_uses)        /* more uses asked for than are left */                                        \
    X(lane_required)          /* staff have not said at which lane they stand */                             \
    X(handle_unknown)         /* no such prepared card for this staff on this device */                      \
    X(handle_expired)         /* the card was shown more than five minutes ago */                            \
    X(handle_used)            /* the card was already acted on */                                            \
    X(voucher_changed)        /* the voucher is no longer what the card showed */                            \
    X(not_proven)             /* the last four characters are none of this customer's voucher */             \
    X(lookup_over)            /* a look-up by phone that is too old, or was guessed at too often */          \
    X(undo_too_late)          /* the time in which a redemption may be undone is over */                     \
    X(invalid_field)          /* a member of the request breaks its bound; `field` names it */               \
    X(malformed_json)         /* the body is no JSON object */                                               \
    X(body_too_large)         /* the body is over the limit */                                               \
    X(unauthenticated)        /* not signed in, or signed out elsewhere */                                   \
    X(bad_credentials)        /* account or password is wrong */                                             \
    X(forbidden)              /* this role may not do this */                                                \
    X(password_needed)        /* somebody who came in by PIN must sign in by password for this */            \
    X(not_found)              /* no such thing in this merchant */                                           \
    X(method_not_allowed)     /* the path knows other methods */                                             \
    X(unsupported_media_type) /* a body that is not application/json */                                      \
    X(missing_key)            /* a command without Idempotency-Key */                                        \
    X(key_reused)             /* the same Idempotency-Key came with another request */                       \
    X(store_unavailable)      /* the books could not be written; nothing was recorded */                     \
    X(commit_unknown)    /* the books cannot say whether it was recorded; ask again under the same key */    \
    X(in_flight)         /* the same key is being worked on right now */                                     \
    X(too_many_requests) /* more than this account or address may ask in this time */                        \
    X(wrong_pin)         /* the PIN is wrong; five in a row end the session */                               \
    X(link_expired)      /* a one-time link or token that was used, is too old, or never was */              \
    X(account_taken)     /* somebody already signs in under this account */                                  \
    X(out_of_stock)      /* fewer are left than asked for */                                                 \
    X(stock_below_sold)  /* the stock may not be less than what was sold */                                  \
    X(red_line)          /* nothing may be sold beyond the product's red line */                             \
    X(last_owner)        /* a merchant needs an owner who can sign in */                                     \
    X(day_not_over)      /* the business day has not ended */                                                \
    X(already_set_up)    /* the first merchant exists; the set-up page is done */                            \
    X(foreign_origin)    /* a request that another site made */                                              \
    X(foreign_host)      /* the address is not one of this server */                                         \
    X(shutting_down)     /* the server is stopping; ask again in a moment */                                 \
    X(head_mismatch)     /* a journal head that this journal does not extend */                              \
    X(ticket_closed)     /* a queue number that is served, or whose customer has left */                     \
    X(queue_full)        /* more customers wait than a store can have waiting */                             \
    X(closed)            /* somebody closed this action by hand while its outcome was not known */           \
    X(not_offline)       /* cannot be answered while this device is cut off */                               \
    X(roster_missing)    /* this device holds no list of vouchers to look it up in */                        \
    X(promise_age)       /* the platform has not answered for longer than promises may be made */            \
    X(promise_count)     /* this device has promised as often as it may until it is heard */                 \
    X(promise_value)     /* this device has promised as much as it may until it is heard */                  \
    X(approval_needed)   /* worth more than staff may promise without a manager */                           \
    X(not_paired)        /* only a device that was paired may do this: it has to sign */                     \
    X(lease_held)        /* another device holds this voucher, or this part of the stock */                  \
    X(lease_asked)       /* the device that holds it is being asked right now */                             \
    X(lease_over)        /* the lease had ended, or a manager had taken it back */                           \
    X(bad_signature)     /* not signed by the device that it names, or not as it came */                     \
    X(no_grant)          /* whoever did it had no leave for it from the platform */                          \
    X(device_revoked)    /* done after this device was revoked */                                            \
    X(form_unknown)      /* no paper form has this number, or it is mistyped */

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
