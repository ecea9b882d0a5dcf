// Vouchers on the manager's console: found, followed, taken back, sold once for each press; codes are gone
// when their screen is left.
#include <doctest/doctest.h>

#include "console_bench.h"

#include "core/api/holder.h"
#include "core/api/qr.h"

using namespace hexiao;
using namespace hexiao::console;
using namespace hexiao::test;

namespace {

const std::string voucher_id = "01900000-0000-7000-8000-0000000000e1";
const std::string order_id = "01900000-0000-7000-8000-0000000000e2";
const std::string token(64, 'a');

api::VoucherDetails voucher_of(const std::string& id = voucher_id) {
    api::VoucherDetails voucher;
    voucher.id = id;
    voucher.order_id = order_id;
    voucher.product_id = product_id;
    voucher.title = noodles;
    voucher.channel = Channel::house;
    voucher.code_last4 = "01AB";
    voucher.state = VoucherState::active;
    voucher.uses_left = 1;
    return voucher;
}

api::VoucherEvent event_of(const std::string& id) {
    api::VoucherEvent event;
    event.id = id;
    event.kind = api::VoucherEventKind::sold;
    return event;
}

struct VouchersBench : Bench {
    std::map<std::string, std::int64_t> requests; // by path

    explicit VouchersBench(const std::string& path = "/vouchers", api::Role role = api::Role::manager) {
        sign_in(role, lane_id, path);
        collect();
    }
    void collect() {
        for (const Effect& one : effects) {
            if (const auto* fetch = std::get_if<effect::Fetch>(&one)) {
                requests[fetch->path] = fetch->request;
            }
        }
    }
    void write(Field field, const std::string& text) { want(intent::Edit{field, Secret{text}}); }
    const VouchersView& view() const { return state.view.vouchers; }
    const Form& form() const { return state.view.entry.form; }
    void tell_history(std::vector<api::VoucherEvent> events, std::optional<std::string> next = {},
                      const std::string& after = {}) {
        const std::string path = "/api/v1/vouchers/" + voucher_id + "/history" + after;
        REQUIRE(requests.contains(path));
        answer(requests[path], 200, wire::write(api::VoucherHistory{voucher_of(), std::move(events), next}));
    }
    void fill_sale() {
        write(Field::product, product_id);
        write(Field::quantity, "2");
    }
    std::string sold() const {
        api::SoldOrder order;
        order.id = order_id;
        order.product_id = product_id;
        order.title = noodles;
        order.vouchers = {{voucher_id, Secret{make_house_code(7)}, Secret{token}, Instant{9'000'000'000}}};
        return wire::write(api::Sale{{order}, {}, voucher_id, false, Instant{now}});
    }
};

} // namespace

TEST_CASE("a voucher is found by its code and opened at once; a mistyped one is not asked for") {
    VouchersBench bench;
    CHECK(bench.requests.contains("/api/v1/products"));
    bench.write(Field::code, "hello");
    bench.want(intent::FindVouchers{});
    CHECK(bench.effect<effect::Fetch>() == nullptr);
    CHECK(bench.form().problem == Reason::malformed_code);
    bench.write(Field::code, make_house_code(7));
    bench.want(intent::FindVouchers{});
    CHECK(bench.sent().path == "/api/v1/vouchers/find");
    bench.answer(bench.sent().request, 200, wire::write(api::FoundVouchers{{voucher_of()}}));
    CHECK(bench.state.view.route == Route{Screen::voucher, voucher_id});
    CHECK(bench.sent().path == "/api/v1/vouchers/" + voucher_id + "/history");
    CHECK(bench.view().found->size() == 1); // for whoever comes back
}

TEST_CASE("by product and last four several are found, by order as well; what is missing is said") {
    VouchersBench bench;
    bench.want(intent::SetFindBy{FindBy::last4});
    bench.want(intent::FindVouchers{});
    CHECK(bench.form().field == "product_id");
    bench.write(Field::product, product_id);
    bench.want(intent::FindVouchers{});
    CHECK(bench.form().field == "code_last4");
    bench.write(Field::last4, "o1ab");
    bench.want(intent::FindVouchers{});
    CHECK(bench.sent().body == R"({"code_last4":"01AB","product_id":")" + product_id + R"("})");
    bench.answer(bench.sent().request, 200, wire::write(api::FoundVouchers{{voucher_of()}}));
    CHECK(bench.state.view.route.screen == Screen::vouchers);
    bench.want(intent::SetFindBy{FindBy::order});
    CHECK(!bench.view().found);
    bench.write(Field::order, "7");
    bench.want(intent::FindVouchers{});
    CHECK(bench.form().field == "order_id");
    bench.write(Field::order, order_id);
    bench.want(intent::FindVouchers{});
    bench.problem(bench.sent().request, 503, Reason::store_unavailable);
    CHECK(bench.form().problem == Reason::store_unavailable);
    CHECK(!bench.form().busy);
}

TEST_CASE("products come page by page") {
    VouchersBench bench;
    api::ProductPage page;
    page.items.emplace_back();
    page.items.back().id = product_id;
    page.items.back().settings.title = page.items.back().settings.category = noodles;
    page.next = product_id;
    bench.answer(bench.requests["/api/v1/products"], 200, wire::write(page));
    CHECK(bench.view().products_asked.busy);
    CHECK(bench.sent().path == "/api/v1/products?after=" + product_id);
    page.next.reset();
    page.items.back().id = order_id;
    bench.answer(bench.sent().request, 200, wire::write(page));
    CHECK(!bench.view().products_asked.busy);
    CHECK(bench.view().products.size() == 2);
}

TEST_CASE("a history goes on where it ended; one of a voucher that was left is passed over") {
    VouchersBench bench{"/vouchers/" + voucher_id};
    const std::string old = "/api/v1/vouchers/" + voucher_id + "/history";
    const std::int64_t late = bench.requests[old];
    bench.tell_history({event_of(handle)}, handle);
    REQUIRE(bench.view().history);
    bench.want(intent::MoreHistory{});
    bench.collect();
    bench.tell_history({event_of(order_id)}, {}, "?after=" + handle);
    CHECK(bench.view().history->items.size() == 2);
    CHECK(bench.view().history->items.front().id == handle);
    bench.want(intent::OpenVoucher{order_id});
    CHECK(!bench.view().history);
    bench.answer(late, 200, wire::write(api::VoucherHistory{voucher_of(), {}, {}}));
    CHECK(!bench.view().history);
    bench.problem(bench.state.next_request - 1, 404, Reason::not_found);
    CHECK(bench.view().history_asked.problem == Reason::not_found);
}

TEST_CASE("a voucher is taken back with a reason, once it was asked about") {
    VouchersBench bench{"/vouchers/" + voucher_id};
    bench.tell_history({});
    bench.want(intent::Revoke{}); // not asked about
    CHECK(bench.effect<effect::Fetch>() == nullptr);
    bench.want(intent::OpenRevoke{});
    CHECK(bench.state.view.route == Route{Screen::revoke, voucher_id});
    CHECK(above(bench.state.view.route) == Route{Screen::voucher, voucher_id});
    CHECK(bench.view().history);  // still known
    bench.want(intent::Revoke{}); // without a reason
    CHECK(bench.effect<effect::Fetch>() == nullptr);
    bench.want(intent::SetRevokeReason{api::RevokeReason::wrong_sale});
    bench.want(intent::Revoke{});
    CHECK(bench.sent().method == "PUT");
    CHECK(bench.sent().body == R"({"reason":"wrong_sale"})");
    api::RevokeAnswer done;
    done.outcome = Outcome::done;
    done.voucher = voucher_of();
    done.voucher.state = VoucherState::revoked;
    bench.answer(bench.sent().request, 200, wire::write(done));
    CHECK(bench.state.view.route == Route{Screen::voucher, voucher_id});
    REQUIRE(bench.view().revoked);
    CHECK(bench.view().revoked->outcome == Outcome::done);
    CHECK(bench.sent().path == "/api/v1/vouchers/" + voucher_id + "/history"); // told anew
}

TEST_CASE(
    "a customer's page gets a new link once it was confirmed, and it is gone when the voucher is left") {
    using Step = intent::RenewPage::Step;
    VouchersBench bench{"/vouchers/" + voucher_id};
    bench.tell_history({});
    bench.want(intent::RenewPage{});
    CHECK(bench.view().renewing);
    CHECK(bench.effect<effect::Fetch>() == nullptr);
    bench.want(intent::RenewPage{Step::keep});
    CHECK(!bench.view().renewing);
    bench.want(intent::RenewPage{Step::now});
    CHECK(bench.sent().path == "/api/v1/vouchers/" + voucher_id + "/page");
    bench.answer(bench.sent().request, 200, wire::write(api::RenewedPage{Secret{token}, Instant{1}}));
    REQUIRE(bench.view().page);
    CHECK(bench.sent().path == "/api/v1/qr");
    CHECK(bench.sent().body.find("/v/" + token) != std::string::npos);
    bench.answer(bench.sent().request, 200, wire::write(api::QrCode{{"1"}}));
    CHECK(bench.view().qr.size() == 1);
    bench.want(intent::Go{Screen::today});
    CHECK(!bench.view().page);
    CHECK(bench.view().qr.empty());
}

TEST_CASE("a sale is made once for each press; a lost answer is asked for again under its key") {
    VouchersBench bench{"/vouchers/new"};
    CHECK(bench.form().text(Field::quantity) == "1");
    bench.want(intent::SellVouchers{});
    CHECK(bench.form().field == "product_id");
    bench.fill_sale();
    bench.write(Field::quantity, "101");
    bench.want(intent::SellVouchers{});
    CHECK(bench.form().field == "quantity");
    bench.fill_sale();
    bench.write(Field::phone, "12345");
    bench.want(intent::SellVouchers{});
    CHECK(bench.form().field == "customer.phone");
    bench.write(Field::phone, "139 0000 0000");
    bench.write(Field::customer_name, "周");
    bench.want(intent::SellVouchers{});
    const effect::Fetch first = bench.sent();
    CHECK(first.path == "/api/v1/sales");
    CHECK(first.body.find(R"("phone":"13900000000")") != std::string::npos);
    bench.want(intent::SellVouchers{}); // impatient
    CHECK(bench.effect<effect::Fetch>() == nullptr);
    bench.answer(first.request, 0, "", "");
    CHECK(!bench.view().sale_key.empty());
    bench.want(intent::SellVouchers{});
    CHECK(bench.sent().key == first.key);
    CHECK(bench.sent().body == first.body);
    bench.answer(bench.sent().request, 200, bench.sold());
    REQUIRE(bench.view().sale);
    CHECK(bench.form().text(Field::phone).empty());
    CHECK(bench.view().qr_of == voucher_id);
    bench.want(intent::SellMore{});
    CHECK(!bench.view().sale);
    bench.fill_sale();
    bench.want(intent::SellVouchers{});
    CHECK(bench.sent().key != first.key); // another sale
    bench.problem(bench.sent().request, 409, Reason::out_of_stock);
    CHECK(bench.form().problem == Reason::out_of_stock);
}

TEST_CASE(
    "a sale whose answer was lost keeps its key when its screen is left and when the page is loaded anew") {
    VouchersBench bench{"/vouchers/new"};
    bench.fill_sale();
    bench.want(intent::SellVouchers{});
    const effect::Fetch first = bench.sent();
    bench.want(intent::Go{Screen::today}); // while it is under way
    bench.want(intent::Go{Screen::sell});
    bench.fill_sale();
    bench.want(intent::SellVouchers{});
    CHECK(bench.sent().key == first.key);
    bench.problem(bench.sent().request, 503, Reason::store_unavailable);
    const std::string draft = bench.state.view.kept;
    CHECK(draft.find(first.key) != std::string::npos);
    Bench again;
    again.take(event::Started{"/vouchers/new", Language::zh, {}, {}, draft});
    again.answer(again.sent().request, 200, wire::write(session_of(api::Role::manager)));
    again.want(intent::SellVouchers{});
    CHECK(again.sent().key == first.key);
    again.answer(again.sent().request, 0, "", "");
    again.want(intent::Edit{Field::quantity, Secret{"3"}});
    again.want(intent::SellVouchers{});
    CHECK(again.sent().key != first.key); // another sale
}

TEST_CASE("what is answered after its screen was left stands on no other") {
    VouchersBench bench{"/vouchers/" + voucher_id};
    bench.want(intent::RenewPage{intent::RenewPage::Step::now});
    const std::int64_t renewed = bench.sent().request;
    bench.want(intent::OpenVoucher{order_id}); // any other
    bench.answer(renewed, 200, wire::write(api::RenewedPage{Secret{token}, Instant{bench.now}}));
    CHECK(!bench.view().page);
    CHECK(bench.view().qr_of.empty());
}

TEST_CASE("codes that come after their screen was left are shown to nobody") {
    VouchersBench bench{"/vouchers/new"};
    bench.fill_sale();
    bench.want(intent::SellVouchers{});
    const std::int64_t request = bench.sent().request;
    bench.want(intent::Go{Screen::today});
    bench.answer(request, 200, bench.sold());
    CHECK(!bench.view().sale);
}

TEST_CASE("what of a sale was being entered survives a reload, but for who the customer is") {
    VouchersBench bench{"/vouchers/new"};
    bench.fill_sale();
    bench.write(Field::phone, "13900000000");
    REQUIRE(bench.effect<effect::KeepDraft>() == nullptr); // a number that is not kept changes nothing
    const std::string draft = bench.state.view.kept;
    CHECK(draft.find("139") == std::string::npos);
    Bench again;
    again.take(event::Started{"/vouchers/new", Language::zh, {}, {}, draft});
    again.answer(again.sent().request, 200, wire::write(session_of(api::Role::manager)));
    CHECK(again.state.view.entry.form.text(Field::quantity) == "2");
    CHECK(again.state.view.entry.form.text(Field::product) == product_id);
    CHECK(again.state.view.entry.form.text(Field::phone).empty());
    again.want(intent::Go{Screen::today});
    again.want(intent::Go{Screen::sell});
    CHECK(again.state.view.entry.form.text(Field::quantity) == "1"); // it was left
}

TEST_CASE("a cashier is asked nothing there") {
    VouchersBench bench{"/vouchers", api::Role::cashier};
    CHECK(bench.state.view.route.screen == Screen::vouchers);
    CHECK(!bench.requests.contains("/api/v1/products"));
}
