// Finding, following, taking back and selling vouchers; see vouchers.h. Forms are those of entry.h: what was
// written, and what was wrong with it.
#include <algorithm>

#include "core/api/endpoints.h"
#include "core/api/holder.h"
#include "core/base/hash.h"
#include "core/base/integer.h"
#include "core/console/turn.h"

namespace hexiao::console {

namespace {

const std::string products_path = "/api/v1/products";

Secret page_address(const State& state, const Secret& token) {
    return Secret{state.view.entry.origin + "/v/" + token.reveal()};
}

} // namespace

bool Turn::is_manager() const noexcept {
    const auto& session = state_.domain.session;
    return session && api::is_in(api::managers, session->role);
}

void Turn::enter_vouchers() {
    VouchersView& view = vouchers();
    view.why = api::RevokeReason::other;
    view.renewing = false;
    view.page.reset();
    view.sale.reset();
    view.qr_of.clear();
    view.qr.clear();
    const Screen at = state_.view.route.screen;
    if (at == Screen::vouchers || at == Screen::sell) {
        ask_products();
    }
    if (at == Screen::sell) {
        read_draft(state_.view.kept); // after a reload
        entry().form.texts.try_emplace(Field::quantity, "1");
    }
    if (at == Screen::voucher || at == Screen::revoke) {
        const std::string& id = state_.view.route.handle;
        if (!view.history || view.history->voucher.id != id) {
            view.history.reset();
            view.revoked.reset();
        }
        ask_history({});
    } else {
        view.history.reset();
        view.revoked.reset();
    }
}

// A form's answer is for the screen on which it was sent, and for no other that has been opened since.
bool Turn::left_form(const std::string& sent_at) { return sent_at != format_route(state_.view.route); }

bool Turn::vouchers_answered(Ask what, const std::string& key, const outbox::HttpAnswer& answer) {
    switch (what) {
    case Ask::products: products_told(answer); break;
    case Ask::find_vouchers:
        if (!left_form(key)) {
            vouchers_found(answer);
        }
        break;
    case Ask::history: history_told(key, answer); break;
    case Ask::revoke: revoke_answered(key, answer); break;
    case Ask::renew_page:
        if (!left_form(key)) {
            page_renewed(answer);
        }
        break;
    case Ask::sell: sale_answered(key, answer); break;
    case Ask::page_qr:
        if (auto code = read_answer<api::QrCode>(answer); code && vouchers().qr_of == key) {
            vouchers().qr = std::move(code->rows);
        }
        break;
    default: return false;
    }
    return true;
}

// Why an answer is none; whoever is not signed in any more is let out.
Reason Turn::refusal(const Error& error) {
    if (error.reason == Reason::unauthenticated) {
        signed_out();
    }
    return error.reason;
}

// --- products, of which vouchers are found and sold
// -------------------------------------------------------------------------------------------------------------

void Turn::ask_products() {
    Asking& asked = vouchers().products_asked;
    if (!asked.busy) {
        asked = {.busy = true, .problem = Reason::none};
        vouchers().products.clear();
        fetch(Ask::products, "GET", products_path);
    }
}

void Turn::products_told(const outbox::HttpAnswer& answer) {
    VouchersView& view = vouchers();
    auto page = read_answer<api::ProductPage>(answer);
    if (!page) {
        view.products_asked = {.busy = false, .problem = refusal(page.error())};
        return;
    }
    std::ranges::move(page->items, std::back_inserter(view.products));
    if (page->next) {
        fetch(Ask::products, "GET", products_path + "?after=" + *page->next);
    } else {
        view.products_asked = {};
    }
}

// --- finding
// -------------------------------------------------------------------------------------------------------------

void Turn::want(const intent::SetFindBy& set) {
    if (entry().form.busy) {
        return; // what is looked for now is answered first
    }
    vouchers().by = set.by;
    vouchers().found.reset();
    entry().form.problem = Reason::none;
    entry().form.field.clear();
}

void Turn::want(const intent::FindVouchers& /*find*/) {
    const Form& form = entry().form;
    api::FindVouchers request;
    switch (vouchers().by) {
    case FindBy::code: {
        const auto credential = parse_credential(form.text(Field::code));
        if (!credential) {
            return fail({credential.error().reason, "code"});
        }
        request.code = Secret{form.text(Field::code)};
        break;
    }
    case FindBy::last4: {
        const auto last4 = read_last4(form.text(Field::last4));
        if (form.text(Field::product).empty()) {
            return fail({Reason::invalid_field, "product_id"});
        }
        if (!last4) {
            return fail({Reason::invalid_field, "code_last4"});
        }
        request.product_id = form.text(Field::product);
        request.code_last4 = *last4;
        break;
    }
    case FindBy::order:
        if (!is_uuid(form.text(Field::order))) {
            return fail({Reason::invalid_field, "order_id"});
        }
        request.order_id = form.text(Field::order);
        break;
    }
    submit(Ask::find_vouchers, "POST", "/api/v1/vouchers/find", wire::write(request));
}

// One that was meant by its whole code is opened at once.
void Turn::vouchers_found(const outbox::HttpAnswer& answer) {
    auto found = read_answer<api::FoundVouchers>(answer);
    if (!found) {
        fail({refusal(found.error()), found.error().field});
        return;
    }
    entry().form.busy = false;
    vouchers().found = std::move(found->items);
    if (vouchers().by == FindBy::code && vouchers().found->size() == 1) {
        show({Screen::voucher, vouchers().found->front().id}, false);
    }
}

void Turn::want(const intent::OpenVoucher& open) { show({Screen::voucher, open.id}, false); }

// The others of the same order.
void Turn::want(const intent::FindOrder& find) {
    show({Screen::vouchers, {}}, false);
    vouchers().by = FindBy::order;
    entry().form.texts.insert_or_assign(Field::order, Secret{find.order_id});
    want(intent::FindVouchers{});
}

// --- one voucher
// -------------------------------------------------------------------------------------------------------------

// From its beginning, or on from where it ended.
void Turn::ask_history(const std::string& after) {
    const std::string& id = state_.view.route.handle;
    vouchers().history_asked = {.busy = true, .problem = Reason::none};
    fetch(Ask::history, "GET",
          "/api/v1/vouchers/" + id + "/history" + (after.empty() ? "" : "?after=" + after))
        .key = id + after;
}

void Turn::want(const intent::MoreHistory& /*more*/) {
    const auto& history = vouchers().history;
    if (history && history->next && !vouchers().history_asked.busy) {
        ask_history(*history->next);
    }
}

void Turn::history_told(const std::string& key, const outbox::HttpAnswer& answer) {
    VouchersView& view = vouchers();
    if (!key.starts_with(state_.view.route.handle) || state_.view.route.handle.empty()) {
        return; // of one that was left
    }
    auto told = read_answer<api::VoucherHistory>(answer);
    if (!told) {
        view.history_asked = {.busy = false, .problem = refusal(told.error())};
        return;
    }
    view.history_asked = {};
    const bool more = key.size() > state_.view.route.handle.size();
    if (more && view.history) {
        told->items.insert(told->items.begin(), std::make_move_iterator(view.history->items.begin()),
                           std::make_move_iterator(view.history->items.end()));
    }
    view.history = std::move(*told);
}

void Turn::want(const intent::OpenRevoke& /*open*/) {
    show({Screen::revoke, state_.view.route.handle}, false);
}

void Turn::want(const intent::SetRevokeReason& set) { vouchers().why = set.why; }

// Asked again it is the same: no key is needed.
void Turn::want(const intent::Revoke& /*revoke*/) {
    if (state_.view.route.screen == Screen::revoke && vouchers().why != api::RevokeReason::other) {
        submit(Ask::revoke, "PUT", "/api/v1/vouchers/" + state_.view.route.handle + "/revocation",
               wire::write(api::RevokeRequest{vouchers().why}));
    }
}

// Whoever went back to the voucher meanwhile is told there, too.
void Turn::revoke_answered(const std::string& sent_at, const outbox::HttpAnswer& answer) {
    auto told = read_answer<api::RevokeAnswer>(answer);
    if (left_form(sent_at)) {
        const Route voucher{Screen::voucher, told ? told->voucher.id : std::string{}};
        if (told && voucher == state_.view.route) {
            vouchers().revoked = std::move(*told);
            ask_history({});
        }
        return;
    }
    if (!told) {
        fail({refusal(told.error()), told.error().field});
        return;
    }
    entry().form.busy = false;
    vouchers().revoked = std::move(*told);
    leave_for({Screen::voucher, state_.view.route.handle});
}

void Turn::want(const intent::RenewPage& renew) {
    VouchersView& view = vouchers();
    if (renew.step != intent::RenewPage::Step::now) {
        view.renewing = renew.step == intent::RenewPage::Step::ask;
        return;
    }
    view.renewing = false;
    submit(Ask::renew_page, "POST", "/api/v1/vouchers/" + state_.view.route.handle + "/page",
           wire::write(api::RenewPage{}));
}

void Turn::page_renewed(const outbox::HttpAnswer& answer) {
    auto told = read_answer<api::RenewedPage>(answer);
    if (!told) {
        fail({refusal(told.error()), told.error().field});
        return;
    }
    entry().form.busy = false;
    vouchers().page = std::move(told->token);
    draw_page_qr(state_.view.route.handle, *vouchers().page);
}

void Turn::draw_page_qr(const std::string& voucher_id, const Secret& token) {
    vouchers().qr_of = voucher_id;
    vouchers().qr.clear();
    fetch(Ask::page_qr, "POST", "/api/v1/qr", wire::write(api::QrRequest{page_address(state_, token)})).key =
        voucher_id;
}

// --- selling
// -------------------------------------------------------------------------------------------------------------

void Turn::want(const intent::SellVouchers& /*sell*/) {
    const Form& form = entry().form;
    VouchersView& view = vouchers();
    const auto quantity = parse_integer(form.text(Field::quantity));
    if (form.text(Field::product).empty()) {
        return fail({Reason::invalid_field, "product_id"});
    }
    if (!quantity || *quantity < 1 || *quantity > api::most_sold_at_once) {
        return fail({Reason::invalid_field, "quantity"});
    }
    api::SaleRequest request{{{form.text(Field::product), *quantity}}, !form.text(Field::gift).empty(), {}};
    if (!form.text(Field::phone).empty()) {
        const auto phone = parse_credential(form.text(Field::phone));
        if (!phone || phone->kind != CredentialKind::phone) {
            return fail({Reason::invalid_field, "customer.phone"});
        }
        request.customer.emplace();
        request.customer->phone = phone->text;
        if (!form.text(Field::customer_name).empty()) {
            request.customer->name = Secret{form.text(Field::customer_name)};
        }
    }
    if (form.busy) {
        return;
    }
    std::string body = wire::write(request);
    // Whatever was answered, or nothing: the same sale is asked for under the same key until it is done, so
    // that it is made once. By its hash, since a draft keeps it over a reload, and customers' numbers stand
    // in it.
    const std::string hash = to_hex(sha256(body));
    view.sale_key = view.sale_hash == hash ? view.sale_key : make_uuid7(stamp_.now, stamp_.random);
    view.sale_hash = hash;
    submit(Ask::sell, "POST", "/api/v1/sales", std::move(body), view.sale_key);
}

void Turn::sale_answered(const std::string& sent_at, const outbox::HttpAnswer& answer) {
    VouchersView& view = vouchers();
    auto sale = read_answer<api::Sale>(answer);
    if (sale && (sale->orders.empty() || sale->orders.front().vouchers.empty())) {
        sale = Error{Reason::other, {}}; // no sale that anybody could hand over
    }
    if (!sale) {
        if (!left_form(sent_at)) {
            fail({refusal(sale.error()), sale.error().field});
        }
        return;
    }
    view.sale_key.clear();
    view.sale_hash.clear();
    view.last_order = sale->orders.front().id;
    if (left_form(sent_at)) {
        return; // its codes are not shown to whoever stands there now; the order can be found, and pages
                // renewed
    }
    entry().form = {};
    view.sale = std::move(*sale);
    const api::SoldOrder& first = view.sale->orders.front();
    draw_page_qr(first.vouchers.front().id, first.vouchers.front().page);
}

void Turn::want(const intent::ShowPageQr& show) {
    if (vouchers().sale) {
        for (const api::SoldOrder& order : vouchers().sale->orders) {
            const auto found = std::ranges::find(order.vouchers, show.voucher_id, &api::SoldVoucher::id);
            if (found != order.vouchers.end()) {
                return draw_page_qr(found->id, found->page);
            }
        }
    }
    vouchers().qr_of.clear();
    vouchers().qr.clear();
}

void Turn::want(const intent::SellMore& /*more*/) { enter_route(); }

} // namespace hexiao::console
