// Vouchers over the counter of the shop, closed days, and customers; see handlers.h.
#include "platform/http/handlers.h"

namespace hexiao::http {

Outcome answer_csv(Result<std::string> csv, BusinessDay day) {
    if (!csv) {
        return problem(csv.error());
    }
    Answer answer;
    answer.content_type = "text/csv; charset=utf-8";
    answer.body = std::move(*csv);
    answer.headers.emplace_back("Content-Disposition",
                                "attachment; filename=\"" + format_day(day) + ".csv\"");
    return answer;
}

namespace {

Outcome sell_vouchers(const Call& call) {
    return create<api::SaleRequest>(call, [&](const api::SaleRequest& request, const std::string& key) {
        return call.services.vouchers.sell(call.caller, request, key);
    });
}

Outcome find_vouchers(const Call& call) {
    return with_body<api::FindVouchers>(call, [&](const api::FindVouchers& request) {
        return answer_with(call.services.vouchers.find(call.caller, request));
    });
}

Outcome get_voucher_history(const Call& call) {
    return with_id(call, 0, "voucher_id", [&](const std::string& id) {
        return with_cursor(call, [&](const std::string& after) {
            return answer_with(call.services.vouchers.history(call.caller, id, after));
        });
    });
}

Outcome revoke_voucher(const Call& call) {
    return change<api::RevokeRequest>(call, "voucher_id",
                                      [&](const std::string& id, const api::RevokeRequest& request) {
                                          return call.services.vouchers.revoke(call.caller, id, request);
                                      });
}

Outcome get_holder_page(const Call& call) {
    return with_body<api::HolderRequest>(call, [&](const api::HolderRequest& message) {
        return answer_with(call.services.holders.page(message, call.request.address));
    });
}

Outcome renew_holder_page(const Call& call) {
    return change<api::RenewPage>(call, "voucher_id", [&](const std::string& id, const api::RenewPage&) {
        return call.services.holders.renew(call.caller, id);
    });
}

Outcome list_closed_days(const Call& call) {
    return with_id(call, 0, "store_id", [&](const std::string& store_id) -> Outcome {
        const std::string& before = call.request.after;
        if (!before.empty() && !parse_day(before)) {
            return problem({Reason::invalid_field, "after"});
        }
        return answer_with(call.services.days.closed_days(call.caller, store_id, before));
    });
}

Outcome get_closed_day(const Call& call) {
    return with_day(call, [&](const std::string& store_id, BusinessDay day) {
        return answer_with(call.services.days.closed_day(call.caller, store_id, format_day(day)));
    });
}

Outcome close_day(const Call& call) {
    return with_day(call, [&](const std::string& store_id, BusinessDay day) {
        return with_body<api::CloseDay>(call, [&](const api::CloseDay&) {
            return answer_written(call, call.services.days.close(call.caller, store_id, format_day(day)));
        });
    });
}

Outcome get_closed_day_csv(const Call& call) {
    return with_day(call, [&](const std::string& store_id, BusinessDay day) {
        return answer_csv(call.services.days.csv(call.caller, store_id, format_day(day)), day);
    });
}

Outcome find_customer(const Call& call) {
    return with_body<api::FindCustomer>(call, [&](const api::FindCustomer& request) {
        return answer_written(call, call.services.privacy.find(call.caller, request));
    });
}

Outcome export_customer(const Call& call) {
    return with_id(call, 0, "customer_id", [&](const std::string& id) {
        return answer_written(call, call.services.privacy.export_customer(call.caller, id));
    });
}

Outcome erase_customer(const Call& call) {
    return with_id(call, 0, "customer_id", [&](const std::string& id) -> Outcome {
        if (const auto done = call.services.privacy.erase(call.caller, id); !done) {
            return problem(done.error());
        }
        call.feed.wake();
        return no_content();
    });
}

constexpr Handler sales_table[] = {
    {"sell_vouchers", sell_vouchers},
    {"find_vouchers", find_vouchers},
    {"get_voucher_history", get_voucher_history},
    {"revoke_voucher", revoke_voucher},
    {"get_holder_page", get_holder_page},
    {"renew_holder_page", renew_holder_page},
    {"list_closed_days", list_closed_days},
    {"get_closed_day", get_closed_day},
    {"close_day", close_day},
    {"get_closed_day_csv", get_closed_day_csv},
    {"find_customer", find_customer},
    {"export_customer", export_customer},
    {"erase_customer", erase_customer},
};

} // namespace

std::span<const Handler> sales_handlers() noexcept { return sales_table; }

} // namespace hexiao::http
