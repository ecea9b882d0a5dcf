// The names of the reasons; see reason.h.
#include "core/base/reason.h"

#include <array>

namespace hexiao {

namespace {
constexpr std::array reason_names{
#define HEXIAO_REASON(name) std::string_view{#name},
    HEXIAO_REASONS(HEXIAO_REASON)
#undef HEXIAO_REASON
};
} // namespace

std::span<const std::string_view> enum_names(Reason /*which*/) noexcept { return reason_names; }

std::string_view reason_name(Reason reason) noexcept {
    return reason_names[static_cast<std::size_t>(reason)];
}

} // namespace hexiao
