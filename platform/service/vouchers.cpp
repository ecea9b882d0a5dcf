// See vouchers.h.
#include "platform/service/vouchers.h"

#include <algorithm>
#include <map>

#include "core/redemption/revoke.h"
#include "platform/service/acting.h"
#include "platform/service/days.h"
#include "platform/service/facts.h"
#include "platform/service/leases.h"
#include "platform/service/once.h"
#include "platform/service/privacy.h"
#include "platform/service/secrets.h"
#include "platform/service/shop.h"
#include "platform/service/stock.h"
#include "platform/store/customers.h"
#include "platform/store/errands.h"
#include "platform/store/holders.h"
#include "platform/store/names.h"
#include "platform/store/products.h"
#include "platform/store/redemptions.h"
#include "platform/store/sales.h"
#include "platform/store/undone.h"

namespace hexiao::service {

namespace {

// The demand for each product, in the order of their ids: sales that meet take their stock in the same order.
Result<std::vector<api::SaleItem>> summed(const std::vector<api::SaleItem>& items) {
    std::map<std::string, std::int64_t> demand;
    std::int64_t all = 0;
    for (const api::SaleItem& item : items) {
        demand[item.product_id] += item.quantity;
        all += item.quantity;
    }
    if (all < 1 || all > api::most_sold_at_once) {
        return Error{Reason::invalid_field, "items"};
    }
    std::vector<api::SaleItem> sums;
    sums.reserve(demand.size());
    for (const auto& [product_id, quantity] : demand) {
        sums.push_back({product_id, quantity});
    }
    return sums;
}

// Puts the codes back into an answer that was made or kept without them.
void tell_codes(const store::Vault& vault, const std::string& merchant_id, const std::string& key,
                api::Sale& sale) {
    std::size_t index = 0;
    for (api::SoldOrder& order : sale.orders) {
        for (api::SoldVoucher& voucher : order.vouchers) {
            voucher.page = vault.sale_page(merchant_id, key, index);
            voucher.code = Secret{make_house_code(vault.sale_code(merchant_id, key, index++))};
        }
    }
}

Facts facts_of(const Caller& caller, const store::NewSale& sale, const api::SoldOrder& order) {
    std::string vouchers;
    for (const api::SoldVoucher& voucher : order.vouchers) {
        vouchers += (vouchers.empty() ? "" : " ") + voucher.id;
    }
    return {{"order_id", order.id},
            {"product_id", order.product_id},
            {"quantity", sale.order.quantity},
            {"amount_fen", order.amount.fen},
            {"voucher_ids", vouchers},
            {"store_id", caller.scope.store_id},
            {"business_day", sale.business_day}};
}

// Beyond the red line there may be more, which nobody sells; off sale there is nothing.
Reason why_not_taken(const api::ProductDetails& product, std::int64_t quantity) {
    const bool there = product.stock_sold + quantity <= product.settings.stock_total;
    const bool offered = product.on_sale || api::level_of(product) == stock::Level::over;
    return there && offered ? Reason::red_line : Reason::out_of_stock;
}

VoucherFacts facts_of(const api::VoucherDetails& voucher) {
    return {voucher.state,     true, voucher.valid_from, voucher.valid_until, voucher.uses_total,
            voucher.uses_left, {}};
}

} // namespace

Result<api::Sale> Vouchers::sell(const Caller& caller, const api::SaleRequest& request,
                                 const std::string& key) {
    const auto items = summed(request.items);
    if (!items) {
        return items.error();
    }
    const store::Vault& vault = world_.books.vault();
    const std::string& merchant_id = caller.scope.merchant_id;
    const Command command{"sell_vouchers", vault.sale_key(merchant_id, key),
                          key + "\n" + wire::write(request)};
    auto sale = once<api::Sale>(
        world_, caller, command,
        [&](store::Connection& db, Instant now, Instant& keep_until) -> Result<api::Sale> {
            api::Sale made;
            made.server_time = now;
            std::size_t codes = 0;
            for (const api::SaleItem& item : *items) {
                auto order = sell_one(db, caller, item, request.gift, now, codes, key);
                if (!order) {
                    return order.error();
                }
                keep_until = std::max(keep_until, order->vouchers.front().valid_until + keep_after_voucher);
                made.orders.push_back(std::move(*order));
            }
            return request.customer ? name_customer(db, caller, *request.customer, std::move(made)) : made;
        });
    if (sale) {
        sale->key = key;
        tell_codes(vault, merchant_id, key, *sale);
    }
    return sale;
}

Result<api::SoldOrder> Vouchers::sell_one(store::Connection& db, const Caller& caller,
                                          const api::SaleItem& item, bool gift, Instant now,
                                          std::size_t& codes, const std::string& key) {
    const store::Scope& scope = caller.scope;
    // The stock first: from here on nobody else changes this product until the transaction ends.
    const bool taken = store::take_stock(db, scope, item.product_id, item.quantity);
    auto product = store::find_product(db, scope, item.product_id);
    const auto day = business_day_at(db, scope, scope.store_id, now);
    if (!product) {
        return Error{Reason::not_found, "items"};
    }
    if (!taken) {
        return Error{why_not_taken(*product, item.quantity), item.product_id};
    }
    if (!day) {
        return day.error();
    }
    const api::ProductSettings& settings = product->settings;
    const stock::Lines lines = settings.lines.value_or(stock::Lines{});
    const auto before = stock::level_of(product->stock_sold - item.quantity, settings.stock_total, lines);
    tell_stock(world_, db, caller, before, *product, now);
    api::SoldOrder order{world_.ids.uuid(now), item.product_id, settings.title, {}, {}};
    order.amount = gift ? Money{} : settings.price * item.quantity;
    const Instant valid_until = now + settings.valid_days * one_day;
    for (std::int64_t i = 0; i < item.quantity; ++i) {
        order.vouchers.push_back({world_.ids.uuid(now), {}, {}, valid_until});
    }
    const store::NewSale sale{{order.id, item.product_id, Channel::house, item.quantity, order.amount, now},
                              *day,
                              world_.ids.uuid(now)};
    record_as(db, caller, now, sale.entry_id, gift ? "vouchers_given" : "vouchers_sold",
              facts_of(caller, sale, order));
    store::insert_sale(db, scope, sale);
    for (const api::SoldVoucher& voucher : order.vouchers) {
        const store::Vault& vault = world_.books.vault();
        const Secret page = vault.sale_page(scope.merchant_id, key, codes);
        const Secret code{make_house_code(vault.sale_code(scope.merchant_id, key, codes++))};
        store::insert_voucher(db, scope.merchant_id,
                              {voucher.id, order.id, item.product_id, Channel::house,
                               world_.books.code_hash(code), code.reveal().substr(code.reveal().size() - 4),
                               now, valid_until, settings.uses,
                               offline::code_mark(vault.code_key(scope.merchant_id), code)});
        store::set_page(db, scope.merchant_id, voucher.id, token_hash(page));
    }
    return order;
}

Result<api::Sale> Vouchers::name_customer(store::Connection& db, const Caller& caller,
                                          const api::CustomerDetails& details, api::Sale sale) {
    Instant last_end = sale.server_time;
    std::string order_ids;
    for (const api::SoldOrder& order : sale.orders) {
        last_end = std::max(last_end, order.vouchers.front().valid_until);
        order_ids += (order_ids.empty() ? "" : " ") + order.id;
    }
    const auto customer = remember_customer(world_, db, caller.scope, details, sale.server_time, last_end);
    if (!customer) {
        return customer.error();
    }
    for (const api::SoldOrder& order : sale.orders) {
        store::set_customer(db, caller.scope, order.id, customer->id);
    }
    record(world_, db, caller, sale.server_time, "customer_named",
           {{"customer_id", customer->id},
            {"customer_commitment", customer->commitment},
            {"order_ids", order_ids}});
    sale.customer_id = customer->id;
    return sale;
}

Result<api::FoundVouchers> Vouchers::find(const Caller& caller, const api::FindVouchers& request) {
    const bool by_last4 = request.product_id && request.code_last4;
    const int ways = (request.code ? 1 : 0) + (by_last4 ? 1 : 0) + (request.order_id ? 1 : 0);
    if (ways != 1 || request.product_id.has_value() != request.code_last4.has_value()) {
        return Error{Reason::invalid_field, "code"};
    }
    Result<Credential> credential = Credential{};
    if (request.code) {
        credential = parse_credential(request.code->reveal());
        if (!credential || credential->kind == CredentialKind::house_qr) {
            return Error{Reason::invalid_field, "code"};
        }
    }
    return world_.books.read([&](store::Connection& db) -> Result<api::FoundVouchers> {
        if (by_last4) {
            return api::FoundVouchers{
                store::vouchers_by_last4(db, caller.scope, *request.product_id, *request.code_last4)};
        }
        if (request.order_id) {
            return api::FoundVouchers{store::vouchers_of_order(db, caller.scope, *request.order_id)};
        }
        api::FoundVouchers found;
        const std::string hash = world_.books.code_hash(credential->text);
        if (auto voucher = store::voucher_details_by_code(db, caller.scope, hash)) {
            found.items.push_back(std::move(*voucher));
        }
        return found;
    });
}

Result<api::VoucherHistory> Vouchers::history(const Caller& caller, const std::string& voucher_id,
                                              const std::string& after) {
    return world_.books.read([&](store::Connection& db) -> Result<api::VoucherHistory> {
        const auto voucher = store::voucher_details(db, caller.scope, voucher_id);
        if (!voucher) {
            return Error{Reason::not_found, "voucher_id"};
        }
        auto history = page_of<api::VoucherHistory>(store::voucher_events(db, caller.scope, *voucher, after));
        history.voucher = *voucher;
        return history;
    });
}

void Vouchers::return_stock(store::Connection& db, const Caller& caller, const std::string& product_id,
                            Instant now) {
    auto product = store::find_product(db, caller.scope, product_id);
    if (product) {
        const stock::Level before = api::level_of(*product);
        store::return_stock(db, caller.scope, product_id, 1);
        --product->stock_sold;
        tell_stock(world_, db, caller, before, *product, now);
    }
}

Result<api::RevokeAnswer> Vouchers::revoke(const Caller& caller, const std::string& voucher_id,
                                           const api::RevokeRequest& request) {
    if (request.reason == api::RevokeReason::other) {
        return Error{Reason::invalid_field, "reason"};
    }
    const Instant now = world_.clock.now();
    return write_as(world_, caller, [&](store::Connection& db) -> Result<api::RevokeAnswer> {
        auto voucher = store::voucher_details(db, caller.scope, voucher_id);
        if (!voucher) {
            return Error{Reason::not_found, "voucher_id"};
        }
        if (store::find_errand(db, caller.scope.merchant_id, voucher_id)) {
            return Error{Reason::in_flight, {}}; // its channel is being asked what became of it
        }
        api::RevokeAnswer answer;
        answer.server_time = now;
        const VoucherFacts facts = facts_of(*voucher);
        const Reason reason = check_revoke(facts);
        if (reason == Reason::already_redeemed) {
            answer.outcome = Outcome::refused;
            answer.reason = reason;
            answer.previous = store::previous_redemption(db, caller.scope, voucher_id);
            answer.voucher = std::move(*voucher);
            return answer;
        }
        const auto leased =
            reason == Reason::none ? store::find_voucher(db, caller.scope, voucher_id) : std::nullopt;
        if (leased && held_elsewhere(db, caller.scope, *leased, now)) {
            return Error{Reason::lease_held, "voucher_id"}; // green where it is held, whatever is done here
        }
        answer.outcome = Outcome::done;
        answer.replayed = reason == Reason::voucher_revoked;
        if (!answer.replayed) {
            const store::NewRevocation revocation{
                world_.ids.uuid(now),
                voucher_id,
                now,
                request.reason,
                returns_stock(facts, store::served_undone(db, caller.scope, voucher_id)),
                world_.ids.uuid(now)};
            record_as(db, caller, now, revocation.entry_id, "voucher_revoked",
                      {{"voucher_id", voucher_id},
                       {"product_id", voucher->product_id},
                       {"reason", std::string{store::name_of(request.reason)}},
                       {"uses_left", voucher->uses_left},
                       {"stock_returned", std::int64_t{revocation.stock_returned ? 1 : 0}}});
            store::insert_revocation(db, caller.scope, revocation);
            if (revocation.stock_returned) {
                return_stock(db, caller, voucher->product_id, now);
            }
            voucher->state = VoucherState::revoked;
        }
        answer.revocation = store::find_revocation(db, caller.scope, voucher_id);
        answer.voucher = std::move(*voucher);
        return answer;
    });
}

} // namespace hexiao::service
