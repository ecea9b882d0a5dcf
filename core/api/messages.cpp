// Names of the wire's enums, and the messages of the counter, the feed and the queue; see messages.h.
#include "core/api/messages.h"

#include <array>

#include "core/api/access.h"
#include "core/api/batch.h"
#include "core/api/closure.h"
#include "core/api/feed.h"
#include "core/api/holder.h"
#include "core/api/qr.h"
#include "core/api/sales.h"
#include "core/api/shop.h"
#include "core/api/undecided.h"
#include "core/api/wire_json.h"

namespace hexiao::api {

namespace {
constexpr std::array<std::string_view, 5> role_names{"other", "owner", "manager", "cashier", "display"};
constexpr std::array<std::string_view, 3> prepare_outcome_names{"other", "ready", "refused"};
constexpr std::array<std::string_view, 3> purpose_names{"other", "staff", "display"};
constexpr std::array<std::string_view, 6> pairing_state_names{"other",     "waiting", "claimed",
                                                              "confirmed", "refused", "collected"};
constexpr std::array<std::string_view, 4> reset_cause_names{"other", "unknown_event", "day_ended",
                                                            "far_behind"};
constexpr std::array<std::string_view, 6> holder_state_names{"other", "usable",  "not_yet_valid",
                                                             "used",  "revoked", "expired"};
constexpr std::array<std::string_view, 3> bye_cause_names{"other", "stopping", "renewal"};
constexpr std::array<std::string_view, 5> revoke_reason_names{"other", "customer_asked", "wrong_sale",
                                                              "code_lost", "misuse"};
constexpr std::array<std::string_view, 4> undo_reason_names{"other", "mistake", "customer_asked",
                                                            "cannot_serve"};
constexpr std::array<std::string_view, 4> closing_reason_names{"other", "served", "not_served", "done_again"};
constexpr std::array<std::string_view, 5> voucher_event_names{"other", "sold", "redeemed", "revoked",
                                                              "undone"};
} // namespace

std::span<const std::string_view> enum_names(RevokeReason /*which*/) noexcept { return revoke_reason_names; }

std::span<const std::string_view> enum_names(HolderState /*which*/) noexcept { return holder_state_names; }

std::span<const std::string_view> enum_names(UndoReason /*which*/) noexcept { return undo_reason_names; }

std::span<const std::string_view> enum_names(ClosingReason /*which*/) noexcept {
    return closing_reason_names;
}

std::span<const std::string_view> enum_names(VoucherEventKind /*which*/) noexcept {
    return voucher_event_names;
}

std::span<const std::string_view> enum_names(Role /*which*/) noexcept { return role_names; }

std::span<const std::string_view> enum_names(PrepareOutcome /*which*/) noexcept {
    return prepare_outcome_names;
}

std::span<const std::string_view> enum_names(Purpose /*which*/) noexcept { return purpose_names; }

std::span<const std::string_view> enum_names(PairingState /*which*/) noexcept { return pairing_state_names; }

std::string signed_text(std::string_view challenge, std::int64_t attempt) {
    return "hexiao-pairing:" + std::string{challenge} + ":" + std::to_string(attempt);
}

std::span<const std::string_view> enum_names(ResetCause /*which*/) noexcept { return reset_cause_names; }

std::span<const std::string_view> enum_names(ByeCause /*which*/) noexcept { return bye_cause_names; }

} // namespace hexiao::api

namespace hexiao::wire {

HEXIAO_WIRE(api::SignInRequest)
HEXIAO_WIRE(api::Session)
HEXIAO_WIRE(api::PlaceRequest)
HEXIAO_WIRE(api::PrepareRequest)
HEXIAO_WIRE(api::Prepared)
HEXIAO_WIRE(api::OfferedVoucher)
HEXIAO_WIRE(api::RedeemRequest)
HEXIAO_WIRE(api::RedeemBatch)
HEXIAO_WIRE(api::BatchItem)
HEXIAO_WIRE(api::BatchAnswer)
HEXIAO_WIRE(api::RedeemAnswer)
HEXIAO_WIRE(api::Today)
HEXIAO_WIRE(api::RedemptionEvent)
HEXIAO_WIRE(api::UndoneEvent)
HEXIAO_WIRE(api::UndoRequest)
HEXIAO_WIRE(api::UndoAnswer)
HEXIAO_WIRE(api::CloseRequest)
HEXIAO_WIRE(api::Closure)
HEXIAO_WIRE(api::ProductsEvent)
HEXIAO_WIRE(api::StoreEvent)
HEXIAO_WIRE(api::ProductProgress)
HEXIAO_WIRE(api::AcknowledgeStock)
HEXIAO_WIRE(api::StockSeen)
HEXIAO_WIRE(api::Queue)
HEXIAO_WIRE(api::TakeTicket)
HEXIAO_WIRE(api::CallNext)
HEXIAO_WIRE(api::TicketCommand)
HEXIAO_WIRE(api::TicketAnswer)
HEXIAO_WIRE(api::AsOf)
HEXIAO_WIRE(api::FeedReset)
HEXIAO_WIRE(api::FeedBye)
HEXIAO_WIRE(api::ConsistencyProof)
HEXIAO_WIRE(api::Receipt)
HEXIAO_WIRE(api::DeviceHeads)
HEXIAO_WIRE(api::QrRequest)
HEXIAO_WIRE(api::QrCode)
HEXIAO_WIRE(api::Problem)
HEXIAO_WIRE(api::Undecided)
HEXIAO_WIRE(api::JournalHead)
HEXIAO_WIRE(api::DeviceHead)
HEXIAO_WIRE(api::Title)
HEXIAO_WIRE(api::DisplayContent)
HEXIAO_WIRE(api::Displays)
HEXIAO_WIRE(api::Card)
HEXIAO_WIRE(api::Redemption)
HEXIAO_WIRE(api::Ticket)

} // namespace hexiao::wire
