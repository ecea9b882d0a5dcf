// Names, readers and writers of what is done while cut off; see offline.h and cut_off.h.
#include "core/api/offline.h"

#include <array>

#include "core/api/wire_json.h"

namespace hexiao::api {

namespace {
constexpr std::array<std::string_view, 5> verdict_names{"other", "kept", "replayed", "conflict", "waiting"};
constexpr std::array<std::string_view, 3> kind_names{"other", "redeem", "sell"};
constexpr std::array<std::string_view, 5> roster_said_names{"other", "nothing", "usable", "used",
                                                            "not_in_it"};
constexpr std::array<std::string_view, 4> step_names{"other", "accept_loss", "charge_back", "contact"};
constexpr std::array<std::string_view, 3> paper_outcome_names{"other", "served", "turned_away"};
} // namespace

std::span<const std::string_view> enum_names(Verdict /*which*/) noexcept { return verdict_names; }

std::span<const std::string_view> enum_names(OfflineKind /*which*/) noexcept { return kind_names; }

std::span<const std::string_view> enum_names(RosterSaid /*which*/) noexcept { return roster_said_names; }

std::span<const std::string_view> enum_names(ConflictStep /*which*/) noexcept { return step_names; }

std::span<const std::string_view> enum_names(PaperOutcome /*which*/) noexcept { return paper_outcome_names; }

} // namespace hexiao::api

namespace hexiao::wire {

HEXIAO_WIRE(offline::Limits)
HEXIAO_WIRE(api::StaffGrant)
HEXIAO_WIRE(api::OfflineTerms)
HEXIAO_WIRE(api::CutOff)
HEXIAO_WIRE(api::RosterPage)
HEXIAO_WIRE(api::RosterProduct)
HEXIAO_WIRE(api::LeaseRequest)
HEXIAO_WIRE(api::LeasesTaken)
HEXIAO_WIRE(api::RenewLeases)
HEXIAO_WIRE(api::ReturnLeases)
HEXIAO_WIRE(api::LeaseList)
HEXIAO_WIRE(api::Checked)
HEXIAO_WIRE(api::OfflineAction)
HEXIAO_WIRE(api::SignedAction)
HEXIAO_WIRE(api::ActionUpload)
HEXIAO_WIRE(api::ActionVerdict)
HEXIAO_WIRE(api::ActionVerdicts)
HEXIAO_WIRE(api::SealedActions)
HEXIAO_WIRE(api::Conflict)
HEXIAO_WIRE(api::ConflictPage)
HEXIAO_WIRE(api::ConflictOwner)
HEXIAO_WIRE(api::ConflictDecision)
HEXIAO_WIRE(api::NewForms)
HEXIAO_WIRE(api::FormBlock)
HEXIAO_WIRE(api::PaperEntries)
HEXIAO_WIRE(api::PaperCsv)
HEXIAO_WIRE(api::PaperVerdicts)
HEXIAO_WIRE(api::CompensationPage)

} // namespace hexiao::wire
