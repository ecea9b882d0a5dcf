// Readers and writers of a day's figures and of alerts; see figures.h, alerts.h.
#include "core/api/figures.h"

#include <array>

#include "core/api/wire_json.h"

namespace hexiao::api {

namespace {
constexpr std::array<std::string_view, 4> redemption_state_names{"other", "done", "undone", "late"};
constexpr std::array<std::string_view, 4> alert_kind_names{"other", "long_wait", "too_long", "journal"};
} // namespace

std::span<const std::string_view> enum_names(RedemptionState /*which*/) noexcept {
    return redemption_state_names;
}

std::span<const std::string_view> enum_names(AlertKind /*which*/) noexcept { return alert_kind_names; }

} // namespace hexiao::api

namespace hexiao::wire {

HEXIAO_WIRE(api::Acknowledge)
HEXIAO_WIRE(api::Alerts)
HEXIAO_WIRE(api::DayFigures)
HEXIAO_WIRE(api::FindRedemptions)
HEXIAO_WIRE(api::FoundRedemptions)
HEXIAO_WIRE(api::FindOrdered)
HEXIAO_WIRE(api::FoundOrdered)
HEXIAO_WIRE(api::TicketWaits)

} // namespace hexiao::wire
