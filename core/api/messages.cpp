// Names of the wire's enums and the collection of its schemas; see messages.h.
#include "core/api/messages.h"

#include <array>

#include "core/api/undecided.h"

namespace hexiao::api {

namespace {
constexpr std::array<std::string_view, 5> role_names{"other", "owner", "manager", "cashier", "display"};
constexpr std::array<std::string_view, 3> prepare_outcome_names{"other", "ready", "refused"};
} // namespace

std::span<const std::string_view> enum_names(Role /*which*/) noexcept { return role_names; }

std::span<const std::string_view> enum_names(PrepareOutcome /*which*/) noexcept {
    return prepare_outcome_names;
}

nlohmann::json message_schemas() {
    wire::SchemaWriter writer;
    writer.add<SignInRequest>();
    writer.add<Session>();
    writer.add<PlaceRequest>();
    writer.add<PrepareRequest>();
    writer.add<Prepared>();
    writer.add<RedeemRequest>();
    writer.add<RedeemAnswer>();
    writer.add<Today>();
    writer.add<RedemptionEvent>();
    writer.add<Problem>();
    writer.add<Undecided>();
    return writer.schemas();
}

} // namespace hexiao::api
