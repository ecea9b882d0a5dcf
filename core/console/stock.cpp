// Products of which little is left: which of them everybody at the store is told of now, and that somebody
// has seen it; see console.h. The feed tells how each stands and who saw that; when it returns is counted
// here.
#include <algorithm>
#include <tuple>

#include "core/console/turn.h"

namespace hexiao::console {

namespace {

std::optional<stock::Seen> seen_of(const api::ProductProgress& product) {
    return product.seen ? std::optional{stock::Seen{product.seen->level, product.seen->at}} : std::nullopt;
}

api::ProductProgress* find_progress(State& state, std::string_view product_id) {
    auto& today = state.domain.today;
    if (!today) {
        return nullptr;
    }
    const auto found = std::ranges::find(today->products, product_id, &api::ProductProgress::product_id);
    return found == today->products.end() ? nullptr : &*found;
}

} // namespace

bool stock_due(const api::ProductProgress& product, Instant at) noexcept {
    return stock::notice_due(product.level.value_or(stock::Level::other), product.on_sale.value_or(true),
                             seen_of(product), at);
}

std::int64_t stock_left(const api::ProductProgress& product) noexcept {
    return std::max<std::int64_t>(0, product.limit.value_or(0) - product.sold.value_or(0));
}

StockNotice stock_notice(const State& state) noexcept {
    StockNotice notice;
    const auto& today = state.domain.today;
    if (!today || !state.domain.session || state.domain.session->role == api::Role::display) {
        return notice;
    }
    const auto urgency = [](const api::ProductProgress& product) {
        return std::tuple{product.level, -product.sellable.value_or(0), -stock_left(product)};
    };
    for (const api::ProductProgress& product : today->products) {
        if (stock_due(product, platform_now(state))) {
            ++notice.products;
            const bool first = notice.product == nullptr || urgency(*notice.product) < urgency(product);
            notice.product = first ? &product : notice.product;
        }
    }
    return notice;
}

bool stock_returns(const State& state) noexcept {
    const auto& today = state.domain.today;
    return today && std::ranges::any_of(today->products, [](const api::ProductProgress& product) {
               return product.seen && stock_due(product, product.seen->at + stock::notice_again);
           });
}

// Lists that were read before move on with the feed: what is sold, and whether more may be.
void Turn::follow_stock() {
    for (auto* list : {&state_.domain.shop.products.items, &vouchers().products}) {
        for (api::ProductDetails& product : *list) {
            if (const api::ProductProgress* told = find_progress(state_, product.id)) {
                product.stock_sold = told->sold.value_or(product.stock_sold);
                product.on_sale = told->on_sale.value_or(product.on_sale);
            }
        }
    }
}

void Turn::want(const intent::SeeStock& see) {
    StockView& view = state_.view.stock;
    if (view.busy || !allowed_at_counter()) {
        return;
    }
    view = {.busy = true, .problem = Reason::none};
    fetch(Ask::stock, "PUT", "/api/v1/products/" + see.product_id + "/notice",
          wire::write(api::AcknowledgeStock{state_.domain.session->store_id, see.level}))
        .key = see.product_id;
}

// The feed tells everybody, us included; whoever pressed need not wait for it.
void Turn::stock_answered(const std::string& product_id, const outbox::HttpAnswer& answer) {
    StockView& view = state_.view.stock;
    view.busy = false;
    auto seen = read_answer<api::StockSeen>(answer);
    if (!seen) {
        view.problem = seen.error().reason;
        if (view.problem == Reason::unauthenticated) {
            signed_out();
        }
        return;
    }
    if (api::ProductProgress* product = find_progress(state_, product_id)) {
        product->seen = std::move(*seen);
    }
}

} // namespace hexiao::console
