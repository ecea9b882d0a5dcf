// The journal seen from outside; see handlers.h.
#include "core/base/integer.h"
#include "platform/http/handlers.h"

namespace hexiao::http {

namespace {

// The `index`th placeholder of the path, which is the size of a journal named `name`.
Result<std::int64_t> size_in(const Call& call, std::size_t index, std::string_view name) {
    const auto size = parse_integer(call.route.values.at(index));
    if (!size || *size < 0 || *size > api::max_journal_size) {
        return Error{Reason::invalid_field, std::string{name}};
    }
    return *size;
}

Outcome get_journal_head(const Call& call) { return answer_with(call.services.proofs.head(call.caller)); }

Outcome get_consistency(const Call& call) {
    const auto from = size_in(call, 0, "from");
    const auto to = size_in(call, 1, "to");
    if (!from || !to) {
        return problem(from ? to.error() : from.error());
    }
    return answer_with(call.services.proofs.consistency(call.caller, *from, *to));
}

Outcome get_receipt(const Call& call) {
    return with_id(call, 0, "redemption_id", [&](const std::string& redemption_id) {
        return answer_with(call.services.proofs.receipt(call.caller, redemption_id));
    });
}

Outcome report_head(const Call& call) {
    return with_body<api::JournalHead>(call, [&](const api::JournalHead& seen) {
        const auto judged = call.services.proofs.report(call.caller, seen);
        call.feed.wake(); // a refusal is told to everybody
        return answer_with(judged);
    });
}

Outcome get_device_heads(const Call& call) {
    return answer_with(call.services.proofs.device_heads(call.caller));
}

constexpr Handler proofs_table[] = {
    {"get_journal_head", get_journal_head}, {"get_consistency", get_consistency},
    {"get_receipt", get_receipt},           {"report_head", report_head},
    {"get_device_heads", get_device_heads},
};

} // namespace

std::span<const Handler> proofs_handlers() noexcept { return proofs_table; }

} // namespace hexiao::http
