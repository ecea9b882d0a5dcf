// Running the shop, as the console does it: lists come in pages and stay while they are read anew, a form
// keeps what was entered whatever is told meanwhile, nobody's change is overwritten unseen, and a lost answer
// makes nothing twice.
#include <doctest/doctest.h>

#include <algorithm>

#include "console_bench.h"

using namespace hexiao;
using namespace hexiao::console;
using namespace hexiao::test;

namespace {

const std::string person_id = "01900000-0000-7000-8000-0000000000d1";
const std::string other_store = "01900000-0000-7000-8000-0000000000d2";

api::StaffMember person(std::string name = "Chen") {
    return {person_id, "chen", {std::move(name), api::Role::cashier, {store_id}}, true, true};
}

api::ProductDetails product(std::int64_t fen = 3800) {
    api::ProductDetails out;
    out.id = product_id;
    out.settings.title = out.settings.category = noodles;
    out.settings.price = Money{fen};
    out.settings.contents = {{noodles, 1}, {{"可乐", "Cola"}, 2}};
    out.settings.store_ids = {store_id};
    out.settings.stock_total = 100;
    out.may_change = true;
    return out;
}

api::StoreDetails store() {
    return {
        store_id, {{"总店", "Main store"}, "Asia/Shanghai", 240, false}, {{lane_id, {"1", "1"}, true, {}}}};
}

template <class Page, class Item>
std::string page(std::vector<Item> items, std::optional<std::string> next = {}) {
    Page out;
    out.items = std::move(items);
    out.next = std::move(next);
    return wire::write(out);
}
std::string staff_page(std::vector<api::StaffMember> items, std::optional<std::string> next = {}) {
    return page<api::StaffPage>(std::move(items), std::move(next));
}
std::string product_page(api::ProductDetails item) {
    return page<api::ProductPage, api::ProductDetails>({std::move(item)});
}

struct ShopBench : Bench {
    explicit ShopBench(const std::string& path, api::Role role = api::Role::owner) {
        sign_in(role, lane_id, path);
    }
    // After a reload, with what the browser kept.
    ShopBench(const std::string& path, const std::string& kept) {
        take(event::Started{path, Language::zh, {}, {}, kept});
        answer(sent().request, 200, wire::write(session_of(api::Role::owner)));
    }
    // The newest request of this method whose path begins with this, of the last event.
    const effect::Fetch* asked(const std::string& method, const std::string& path) const {
        const effect::Fetch* found = nullptr;
        for (const Effect& one : effects) {
            const auto* fetch = std::get_if<effect::Fetch>(&one);
            if (fetch != nullptr && fetch->method == method && fetch->path.starts_with(path)) {
                found = fetch;
            }
        }
        return found;
    }
    effect::Fetch sent_to(const std::string& method, const std::string& path) const {
        const effect::Fetch* found = asked(method, path);
        REQUIRE(found != nullptr);
        return *found;
    }
    void tell(const std::string& path, const std::string& body) {
        answer(sent_to("GET", path).request, 200, body);
    }
    void edit(const std::string& member, const std::string& text) {
        want(intent::EditShop{member, Secret{text}});
    }
    // Saves what is there already: the platform is looked at first, and has this.
    effect::Fetch save(const std::string& list, const std::string& has) {
        want(intent::SaveShop{});
        CHECK(form().busy);
        CHECK(asked("PUT", "/api") == nullptr);
        tell(list, has);
        return sent_to("PUT", "/api");
    }
    const ShopForm& form() const { return state.view.shop.form; }
    const ShopData& shop() const { return state.domain.shop; }
};

} // namespace

TEST_CASE("everything of the shop has an address, and leads to where it belongs") {
    for (const std::string path : {"/shop", "/shop/staff", "/shop/staff/new", "/shop/devices",
                                   "/shop/stores/new", "/shop/products/new"}) {
        CHECK(format_route(parse_route(path)) == path);
    }
    for (const std::string prefix : {"/shop/staff/", "/shop/devices/", "/shop/stores/", "/shop/lanes/",
                                     "/shop/lanes/new/", "/shop/products/"}) {
        CHECK(format_route(parse_route(prefix + person_id)) == prefix + person_id);
    }
    CHECK(parse_route("/shop/devices/new") == Route{});
    CHECK(parse_route("/shop/staff/nobody") == Route{});
    CHECK(above({Screen::staff, person_id}) == Route{Screen::staff, {}});
    CHECK(above({Screen::staff, {}}) == Route{Screen::shop, {}});
    CHECK(above({Screen::new_lane, store_id}) == Route{Screen::stores, store_id});
}

TEST_CASE("a list comes in pages, and stays while it is read anew") {
    ShopBench bench{"/shop/staff"};
    CHECK(bench.shop().staff.busy);
    bench.sent_to("GET", "/api/v1/stores"); // whose names are shown
    bench.tell("/api/v1/staff", staff_page({person("A")}, person_id));
    CHECK(!bench.shop().staff.known);
    CHECK(bench.sent().path == "/api/v1/staff?after=" + person_id);
    bench.tell("/api/v1/staff", staff_page({person("B")}));
    CHECK(bench.shop().staff.known);
    CHECK(bench.shop().staff.items.size() == 2);

    bench.want(intent::Reload{});
    CHECK(bench.shop().staff.items.size() == 2);
    bench.answer(bench.sent_to("GET", "/api/v1/staff").request, 0, "", "");
    CHECK(bench.shop().staff.problem == Reason::other);
    CHECK(bench.shop().staff.items.size() == 2);
    bench.take(event::Shown{});
    bench.tell("/api/v1/staff", staff_page({}));
    CHECK(bench.shop().staff.problem == Reason::none);
    CHECK(bench.shop().staff.items.empty());
}

TEST_CASE("who does not run the shop asks for nothing of it") {
    const ShopBench bench{"/shop/staff", api::Role::cashier};
    CHECK(bench.asked("GET", "/api/v1/staff") == nullptr);
    CHECK(bench.state.view.route.screen == Screen::staff); // and is told so there
}

TEST_CASE("somebody new is added once, whatever becomes of the answer") {
    ShopBench bench{"/shop/staff/new"};
    CHECK(bench.form().text("role") == "cashier");
    CHECK(bench.form().text("store_ids") == store_id);
    bench.want(intent::SaveShop{});
    CHECK(bench.form().wrong.contains("name"));
    CHECK(bench.form().wrong.contains("account"));
    CHECK(bench.effect<effect::Fetch>() == nullptr);

    bench.edit("name", "Chen");
    bench.edit("account", "chen");
    bench.edit("password", "long enough");
    CHECK(bench.form().wrong.empty());
    bench.want(intent::SaveShop{});
    const effect::Fetch first = bench.sent_to("POST", "/api/v1/staff");
    CHECK(!first.key.empty());
    CHECK(first.body.find("long enough") != std::string::npos);
    bench.want(intent::SaveShop{}); // impatient
    CHECK(bench.effect<effect::Fetch>() == nullptr);
    bench.answer(first.request, 0, "", "");
    CHECK(bench.form().problem == Reason::other);
    bench.want(intent::SaveShop{});
    const effect::Fetch second = bench.sent_to("POST", "/api/v1/staff");
    CHECK(second.key == first.key);
    bench.answer(second.request, 200, wire::write(api::Created{person_id, second.key, true}));
    CHECK(bench.state.view.route == Route{Screen::staff, person_id});
    CHECK(bench.form().done);
    CHECK(bench.form().password.empty());
}

TEST_CASE("after a refusal, or with something else in it, a form has another key") {
    ShopBench bench{"/shop/staff/new"};
    bench.edit("name", "Chen");
    bench.edit("account", "chen");
    bench.want(intent::SaveShop{});
    const effect::Fetch first = bench.sent();
    const api::Problem taken{"about:blank", "t", 409, Reason::account_taken, "account"};
    bench.answer(first.request, 409, wire::write(taken), "application/problem+json");
    CHECK(bench.form().problem == Reason::account_taken);
    CHECK(bench.form().wrong.contains("account"));
    CHECK(!bench.form().busy);
    bench.edit("account", "chen2");
    CHECK(bench.form().problem == Reason::none);
    bench.want(intent::SaveShop{});
    CHECK(bench.sent().key != first.key);
    const api::Problem forbidden{"about:blank", "t", 404, Reason::not_found, "settings.store_ids"};
    bench.answer(bench.sent().request, 404, wire::write(forbidden), "application/problem+json");
    CHECK(bench.form().wrong.contains("store_ids"));
}

TEST_CASE("a form has its key for as long as nobody knows what became of it") {
    ShopBench bench{"/shop/stores/new"};
    bench.edit("title.zh", "二店");
    bench.want(intent::SaveShop{});
    const std::string key = bench.sent_to("POST", "/api/v1/stores").key;
    const auto again = [&] {
        bench.want(intent::SaveShop{});
        return bench.sent_to("POST", "/api/v1/stores");
    };
    // Back and forward while it is on its way.
    bench.want(intent::Go{Screen::stores});
    bench.want(intent::Open{{Screen::stores, std::string{new_handle}}});
    const effect::Fetch second = again();
    CHECK(second.key == key);
    // What is answered before the key is looked up says nothing of the first try.
    bench.problem(second.request, 429, Reason::too_many_requests);
    const effect::Fetch third = again();
    CHECK(third.key == key);
    bench.problem(third.request, 503, Reason::store_unavailable);
    const effect::Fetch fourth = again();
    CHECK(fourth.key == key);
    bench.problem(fourth.request, 403, Reason::forbidden);
    const effect::Fetch fifth = again();
    CHECK(fifth.key == key);
    bench.problem(fifth.request, 400, Reason::invalid_field); // now it is known
    CHECK(again().key != key);
}

TEST_CASE("nothing is entered while it is being saved: it would be called saved, and be gone") {
    ShopBench bench{"/shop/products/" + product_id};
    bench.tell("/api/v1/products", product_page(product()));
    bench.edit("price_fen", "40");
    bench.want(intent::SaveShop{});
    const effect::Fetch look = bench.sent_to("GET", "/api/v1/products");
    const Entries sent = bench.form().entries;
    bench.edit("price_fen", "41");
    bench.want(intent::AddItem{"contents"});
    bench.want(intent::RemoveItem{"contents", 0});
    CHECK(bench.form().entries == sent);
    bench.answer(look.request, 200, product_page(product()));
    bench.answer(bench.sent_to("PUT", "/api/v1/products").request, 200, wire::write(product(4000)));
    bench.edit("price_fen", "41");
    CHECK(bench.form().text("price_fen") == "41");
}

TEST_CASE("what is entered for several things waits for each of them") {
    ShopBench bench{"/shop/products/" + product_id};
    bench.tell("/api/v1/products", product_page(product()));
    bench.edit("price_fen", "40");
    bench.want(intent::Open{{Screen::products, std::string{new_handle}}});
    CHECK(bench.form().text("price_fen").empty());
    bench.edit("title.zh", "双人餐");
    bench.want(intent::Open{{Screen::products, product_id}});
    CHECK(bench.form().text("price_fen") == "40");
    CHECK(is_changed(bench.form()));
    bench.want(intent::RevertShop{});
    bench.want(intent::Open{{Screen::products, std::string{new_handle}}});
    CHECK(bench.form().text("title.zh") == "双人餐");
    CHECK(bench.state.view.shop.left.empty()); // one is open, and the other unchanged

    // Not without end.
    for (std::size_t i = 0; i <= most_forms_left; ++i) {
        bench.edit("name", "Chen");
        std::string id = person_id;
        id.replace(id.size() - 2, 2, std::to_string(10 + i));
        bench.want(intent::Open{{Screen::new_lane, id}});
    }
    CHECK(bench.state.view.shop.left.size() == most_forms_left);
}

TEST_CASE("somebody else who has come in in another tab finds nothing of who was here") {
    ShopBench bench{"/shop/staff/" + person_id};
    bench.tell("/api/v1/staff", staff_page({person()}));
    bench.want(intent::DoShop{ShopAct::switch_off});
    bench.answer(bench.sent_to("PUT", "/api/v1/staff/").request, 200, wire::write(person()));
    const effect::Fetch who = bench.sent_to("GET", "/api/v1/session");
    bench.edit("name", "Chen Mei");
    api::Session other = session_of(api::Role::cashier);
    other.staff_id = person_id;
    bench.answer(who.request, 200, wire::write(other));
    CHECK(bench.state.domain.session->staff_id == person_id);
    CHECK(bench.form().entries.empty());
    CHECK(!bench.shop().staff.known);
    CHECK(bench.effect<effect::OpenFeed>() != nullptr);
}

TEST_CASE("a session that was asked for before another place was chosen does not lead back there") {
    ShopBench bench{"/shop/staff/" + person_id};
    bench.tell("/api/v1/staff", staff_page({person()}));
    bench.want(intent::DoShop{ShopAct::switch_off});
    bench.answer(bench.sent_to("PUT", "/api/v1/staff/").request, 200, wire::write(person()));
    const effect::Fetch late = bench.sent_to("GET", "/api/v1/session");
    bench.want(intent::ChoosePlace{store_id, lane_id});
    const effect::Fetch place = bench.sent_to("PUT", "/api/v1/session/place");
    bench.answer(late.request, 200, wire::write(session_of(api::Role::owner, std::nullopt)));
    CHECK(bench.state.domain.session->lane_id == lane_id);
    bench.answer(place.request, 200, wire::write(session_of(api::Role::owner)));
    CHECK(bench.state.domain.session->lane_id == lane_id);
}

TEST_CASE("what is entered stays, whatever the feed or the lists tell") {
    ShopBench bench{"/shop/staff/" + person_id};
    bench.tell("/api/v1/staff", staff_page({person()}));
    CHECK(bench.form().text("name") == "Chen");
    CHECK(!is_changed(bench.form()));
    bench.edit("name", "Chen Mei");
    bench.snapshot("5");
    bench.redeemed("5", "6");
    bench.take(event::Shown{});
    bench.tell("/api/v1/staff", staff_page({person()}));
    CHECK(bench.form().text("name") == "Chen Mei");
    CHECK(is_changed(bench.form()));

    // Also over a look at the list, and back.
    bench.want(intent::Go{Screen::staff});
    bench.want(intent::Open{{Screen::staff, person_id}});
    CHECK(bench.form().text("name") == "Chen Mei");
    bench.want(intent::RevertShop{});
    CHECK(bench.form().text("name") == "Chen");
}

TEST_CASE("what somebody else saved meanwhile is taken over, or asked about where both changed it") {
    ShopBench bench{"/shop/products/" + product_id};
    bench.tell("/api/v1/products", product_page(product()));
    bench.edit("price_fen", "40");

    // Somebody else changed other things: both hold.
    auto theirs = product();
    theirs.settings.valid_days = 30;
    const effect::Fetch saved = bench.save("/api/v1/products", product_page(theirs));
    const auto sent = wire::read<api::ProductSettings>(saved.body);
    REQUIRE(sent);
    CHECK(sent->price == Money{4000});
    CHECK(sent->valid_days == 30);
    CHECK(saved.key.empty());
    theirs.settings.price = Money{4000};
    bench.answer(saved.request, 200, wire::write(theirs));
    CHECK(bench.form().done);
    bench.tell("/api/v1/products", product_page(theirs));
    CHECK(!is_changed(bench.form()));

    // A network's own page is no answer.
    bench.edit("uses", "2");
    const effect::Fetch caught = bench.save("/api/v1/products", product_page(theirs));
    bench.answer(caught.request, 200, "<html>", "text/html");
    CHECK(!bench.form().done);
    CHECK(bench.form().problem == Reason::other);
    bench.want(intent::RevertShop{});

    // The same thing: nothing is saved, theirs is shown, and the next press decides.
    bench.edit("price_fen", "41");
    bench.want(intent::SaveShop{});
    auto dearer = theirs;
    dearer.settings.price = Money{5000};
    bench.tell("/api/v1/products", product_page(dearer));
    CHECK(bench.asked("PUT", "/api") == nullptr);
    CHECK(!bench.form().busy);
    CHECK(bench.form().text("price_fen") == "41");
    CHECK(bench.form().theirs.at("price_fen") == "50");
    const effect::Fetch again = bench.save("/api/v1/products", product_page(dearer));
    CHECK(wire::read<api::ProductSettings>(again.body)->price == Money{4100});
}

TEST_CASE("a thing that is gone is not saved, and an answer that comes after leaving says nothing of another "
          "form") {
    ShopBench bench{"/shop/products/" + product_id};
    bench.tell("/api/v1/products", product_page(product()));
    bench.edit("price_fen", "40");
    bench.want(intent::SaveShop{});
    bench.tell("/api/v1/products", page<api::ProductPage, api::ProductDetails>({}));
    CHECK(bench.asked("PUT", "/api") == nullptr);
    CHECK(bench.form().problem == Reason::not_found);

    bench.want(intent::Open{{Screen::products, std::string{new_handle}}});
    CHECK(bench.form().problem == Reason::none);
    bench.want(intent::Open{{Screen::products, product_id}});
    bench.tell("/api/v1/products", product_page(product()));
    bench.edit("price_fen", "40");
    const effect::Fetch late = bench.save("/api/v1/products", product_page(product()));
    bench.want(intent::Open{{Screen::products, std::string{new_handle}}});
    bench.problem(late.request, 403, Reason::forbidden);
    CHECK(bench.form().problem == Reason::none);
    bench.sent_to("GET", "/api/v1/products"); // but what is listed may be old

    // Nor of the same form, once something else stands in it.
    bench.want(intent::Open{{Screen::products, product_id}});
    bench.tell("/api/v1/products", product_page(product()));
    bench.edit("price_fen", "40");
    const effect::Fetch early = bench.save("/api/v1/products", product_page(product()));
    bench.want(intent::Go{Screen::products});
    bench.want(intent::Open{{Screen::products, product_id}});
    bench.edit("price_fen", "42");
    bench.answer(early.request, 200, wire::write(product(4000)));
    CHECK(is_changed(bench.form()));
    CHECK(bench.form().text("price_fen") == "42");
}

TEST_CASE("a product's lines come and go, and what cannot be sent is found at its field") {
    ShopBench bench{"/shop/products/new"};
    CHECK(count_items(bench.form().entries, "contents") == 1);
    bench.want(intent::AddItem{"contents"});
    bench.want(intent::AddItem{"conditions"});
    bench.edit("contents[0].title.zh", "牛肉面");
    bench.edit("contents[1].title.en", "Cola");
    bench.edit("contents[1].quantity", "0");
    bench.edit("title.zh", "双人餐");
    bench.edit("category.zh", "餐饮");
    bench.edit("price_fen", "3,8");
    bench.want(intent::SaveShop{});
    const std::set<std::string, std::less<>> wrong{"conditions[0].zh", "contents[1].quantity", "price_fen",
                                                   "stock_total"};
    CHECK(bench.form().wrong == wrong);
    bench.want(intent::RemoveItem{"conditions", 0});
    bench.want(intent::RemoveItem{"contents", 0});
    CHECK(count_items(bench.form().entries, "contents") == 1);
    CHECK(bench.form().text("contents[0].title.en") == "Cola");
    bench.edit("contents[0].quantity", "2");
    bench.edit("price_fen", "38.5");
    bench.edit("stock_total", "100");
    bench.want(intent::SaveShop{});
    const auto sent = wire::read<api::ProductSettings>(bench.sent().body);
    REQUIRE(sent);
    CHECK(sent->price == Money{3850});
    CHECK(sent->title == api::Title{"双人餐", "双人餐"});
    CHECK(sent->contents == std::vector{api::ContentItem{{"Cola", "Cola"}, 2}});
    CHECK(sent->conditions.empty());
}

TEST_CASE("what was entered outlives a reload, but for the password") {
    ShopBench before{"/shop/staff/new"};
    before.edit("name", "Chen");
    before.edit("password", "long enough");
    const auto* kept = before.effect<effect::KeepDraft>();
    CHECK(before.state.view.kept.find("long enough") == std::string::npos);
    CHECK(kept == nullptr); // nothing new since the name
    Bench after;
    after.take(event::Started{"/shop/staff/new", Language::zh, {}, {}, before.state.view.kept});
    after.answer(after.sent().request, 200, wire::write(session_of(api::Role::owner)));
    CHECK(after.state.view.shop.form.text("name") == "Chen");
    CHECK(after.state.view.shop.form.password.empty());
    after.want(intent::SignOut{});
    after.answer(after.sent().request, 204, "");
    CHECK(after.state.view.shop.form.text("name").empty());
    CHECK(!after.state.domain.shop.staff.known);
}

TEST_CASE("a form that is loaded anew is whole: nothing of it is lost, and nobody's change is overwritten") {
    const std::string address = "/shop/products/" + product_id;
    ShopBench before{address};
    before.tell("/api/v1/products", product_page(product()));
    before.edit("contents[1].quantity", "3");
    before.edit("title.zh", "双人餐");
    ShopBench after{address, before.state.view.kept};
    after.tell("/api/v1/products", product_page(product()));
    CHECK(after.form().entries == before.form().entries);
    CHECK(after.form().text("title.en") == "Beef noodles");
    CHECK(after.form().text("contents[0].title.zh") == noodles.zh);
    CHECK(is_changed(after.form()));

    // A line that was removed stays away, and so does the last one.
    after.want(intent::RemoveItem{"contents", 0});
    after.want(intent::RemoveItem{"contents", 0});
    ShopBench third{address, after.state.view.kept};
    auto theirs = product();
    theirs.settings.valid_days = 77; // somebody else's, meanwhile
    theirs.settings.title = {"面", "Noodles"};
    third.tell("/api/v1/products", product_page(theirs));
    CHECK(count_items(third.form().entries, "contents") == 0);
    CHECK(third.form().text("valid_days") == "77");
    CHECK(third.form().text("title.zh") == "双人餐");
    CHECK(third.form().theirs.at("title.zh") == "面");

    // Something new, with what it began with; the longest that there is.
    ShopBench fresh{"/shop/products/new"};
    for (int i = 0; i < 99; ++i) {
        fresh.want(intent::AddItem{"contents"});
    }
    for (int i = 0; i < 50; ++i) {
        fresh.want(intent::AddItem{"conditions"});
    }
    fresh.edit("contents[0].title.zh", "牛肉面");
    const ShopBench again{"/shop/products/new", fresh.state.view.kept};
    CHECK(again.form().text("contents[0].quantity") == "1");
    CHECK(again.form().entries == fresh.form().entries);
}

TEST_CASE("stores and lanes: a clock is read, a line chosen, and the session follows") {
    ShopBench bench{"/shop/stores/" + store_id};
    bench.tell("/api/v1/stores", page<api::StorePage, api::StoreDetails>({store()}));
    CHECK(bench.form().text("cut_minutes") == "04:00");
    for (const std::string clock : {"4", "24:00", "03:60", "-1:00"}) {
        bench.edit("cut_minutes", clock);
        bench.want(intent::SaveShop{});
        CHECK(bench.form().wrong.contains("cut_minutes"));
    }
    bench.edit("cut_minutes", "０５：３０"); // as a Chinese input method types it
    const auto saved = bench.save("/api/v1/stores", page<api::StorePage, api::StoreDetails>({store()}));
    CHECK(saved.path == "/api/v1/stores/" + store_id);
    CHECK(wire::read<api::StoreSettings>(saved.body)->cut_minutes == 330);

    bench.want(intent::Open{{Screen::new_lane, store_id}});
    bench.edit("title.zh", "2 号窗口");
    bench.edit("line", "group_buy");
    bench.want(intent::SaveShop{});
    const effect::Fetch lane = bench.sent_to("POST", "/api/v1/stores/" + store_id + "/lanes");
    CHECK(wire::read<api::LaneSettings>(lane.body)->line == api::Line::group_buy);
    bench.answer(lane.request, 200, wire::write(api::Created{person_id, lane.key, false}));
    CHECK(bench.state.view.route == Route{Screen::stores, store_id});
    api::Session session = session_of(api::Role::owner);
    session.stores.front().lanes.push_back({person_id, {"2 号窗口", "2 号窗口"}, {}});
    bench.answer(bench.sent_to("GET", "/api/v1/session").request, 200, wire::write(session));
    CHECK(current_store(bench.state)->lanes.size() == 2);
}

TEST_CASE("settings of the whole shop: read, changed, and what others changed meanwhile stays") {
    ShopBench bench{"/shop/settings"};
    const api::MerchantSettings before{{"青禾面馆", "Qinghe"}, 90, false};
    bench.tell("/api/v1/merchant", wire::write(before));
    CHECK(bench.form().text("customer_days") == "90");
    CHECK(bench.form().text("automatic").empty());
    for (const std::string days : {"", "0", "3651", "many"}) {
        bench.edit("customer_days", days);
        bench.want(intent::SaveShop{});
        CHECK(bench.form().wrong.contains("customer_days"));
    }
    bench.edit("customer_days", "３０");
    bench.edit("automatic", "1");
    CHECK(bench.form().text("alarms.first_minutes") == "5");
    CHECK(bench.form().text("success_aim") == "95");
    CHECK(bench.form().text("commission.hotel") == "12");
    const auto wrong = [&](const std::string& member, const std::string& text, const std::string& right) {
        bench.edit(member, text);
        bench.want(intent::SaveShop{});
        CHECK(bench.form().wrong.contains(member));
        bench.edit(member, right);
    };
    wrong("alarms.second_minutes", "5", "20");
    wrong("success_aim", "0", "97.5");
    wrong("commission.catering", "100.01", "7.25");
    bench.edit("alarms.first_minutes", "8");
    api::MerchantSettings meanwhile = before;
    meanwhile.title = {"青禾", "Qinghe"};
    const auto saved = bench.save("/api/v1/merchant", wire::write(meanwhile));
    CHECK(saved.path == "/api/v1/merchant");
    const auto sent = wire::read<api::MerchantSettings>(saved.body);
    CHECK(sent->title.zh == "青禾");
    CHECK(sent->customer_days == 30);
    CHECK(sent->automatic == true);
    CHECK(sent->alarms == queue::Alarms{8, 20});
    CHECK(sent->success_aim == 9750);
    CHECK(sent->commission == settlement::Rates{725, 1200, 600});
    bench.answer(saved.request, 200, saved.body);
    api::Session session = session_of(api::Role::owner);
    session.automatic = true;
    bench.answer(bench.sent_to("GET", "/api/v1/session").request, 200, wire::write(session));
    CHECK(bench.state.domain.session->automatic == true);
    CHECK(parse_route("/shop/settings") == Route{Screen::settings, {}});
    CHECK(format_route({Screen::settings, {}}) == "/shop/settings");
}

TEST_CASE("devices: what a screen shows is sent with its name; one is revoked after it was asked about") {
    api::DeviceDetails screen;
    screen.id = handle;
    screen.kind = "desk";
    screen.purpose = "display";
    screen.name = "Wall";
    ShopBench bench{"/shop/devices/" + handle};
    bench.sent_to("GET", "/api/v1/journal/devices");
    bench.tell("/api/v1/devices", page<api::DevicePage, api::DeviceDetails>({screen}));
    CHECK(bench.form().text("display.queue") == "1");
    bench.edit("display.offers", "1");
    bench.edit("display.queue", "");
    const auto saved = bench.save("/api/v1/devices", page<api::DevicePage, api::DeviceDetails>({screen}));
    const auto sent = wire::read<api::DeviceSettings>(saved.body);
    REQUIRE(sent);
    REQUIRE(sent->display);
    CHECK(sent->display->offers);
    CHECK(!sent->display->queue);
    CHECK(!sent->display->message);
    bench.answer(saved.request, 200, wire::write(screen));

    bench.want(intent::AskShop{ShopAct::revoke});
    CHECK(bench.effect<effect::Fetch>() == nullptr);
    bench.want(intent::DoShop{ShopAct::revoke});
    CHECK(bench.state.view.shop.asked == ShopAct::nothing);
    const effect::Fetch revoked = bench.sent_to("DELETE", "/api/v1/devices/" + handle);
    bench.problem(revoked.request, 403, Reason::password_needed);
    CHECK(bench.form().problem == Reason::password_needed);
}

TEST_CASE("a link to set a password is shown once, and gone with its screen") {
    ShopBench bench{"/shop/staff/" + person_id};
    bench.tell("/api/v1/staff", staff_page({person()}));
    bench.want(intent::DoShop{ShopAct::make_link});
    const api::ResetLink link{Secret{std::string(64, 'a')}, Instant{9}};
    bench.answer(bench.sent_to("POST", "/api/v1/resets").request, 200, wire::write(link));
    CHECK(bench.state.view.shop.link.has_value());
    bench.answer(bench.sent_to("POST", "/api/v1/qr").request, 200, wire::write(api::QrCode{{"10", "01"}}));
    CHECK(bench.state.view.shop.qr.size() == 2);
    bench.want(intent::Go{Screen::staff});
    CHECK(!bench.state.view.shop.link);

    // A QR that comes late is not the one of whoever is open now.
    bench.want(intent::Open{{Screen::staff, person_id}});
    bench.want(intent::DoShop{ShopAct::make_link});
    bench.answer(bench.sent_to("POST", "/api/v1/resets").request, 200, wire::write(link));
    const effect::Fetch late = bench.sent_to("POST", "/api/v1/qr");
    bench.want(intent::Open{{Screen::staff, staff_id}});
    bench.answer(late.request, 200, wire::write(api::QrCode{{"11", "11"}}));
    CHECK(bench.state.view.shop.qr.empty());

    bench.want(intent::Open{{Screen::staff, person_id}});
    bench.want(intent::DoShop{ShopAct::switch_off});
    const effect::Fetch off = bench.sent_to("PUT", "/api/v1/staff/" + person_id + "/enabled");
    CHECK(off.body == R"({"on":false})");
    bench.answer(off.request, 200, wire::write(person()));
    bench.sent_to("GET", "/api/v1/staff");
    CHECK(!bench.form().busy);
}

TEST_CASE("a picture is chosen, read and sent at once, and removed after it was asked about") {
    ShopBench bench{"/shop/products/" + product_id};
    bench.tell("/api/v1/products", product_page(product()));
    bench.want(intent::ChoosePhoto{});
    CHECK(bench.effect<effect::ChoosePhoto>() != nullptr);
    CHECK(!bench.form().busy); // nobody has to choose one
    bench.take(event::PhotoRead{Photo::reading});
    CHECK(bench.form().busy);
    bench.edit("price_fen", "40");
    CHECK(!is_changed(bench.form()));
    bench.take(event::PhotoRead{Photo::none, "/9j/2Q=="});
    const std::string path = "/api/v1/products/" + product_id + "/picture";
    const effect::Fetch sent = bench.sent_to("PUT", path);
    CHECK(wire::read<api::NewPicture>(sent.body)->data == "/9j/2Q==");
    CHECK(bench.form().busy);
    bench.answer(sent.request, 200, wire::write(product()));
    CHECK(!bench.form().busy);
    api::ProductDetails shown = product();
    shown.picture = std::string(64, 'a');
    bench.tell("/api/v1/products", product_page(shown));
    CHECK(bench.shop().products.items.front().picture == shown.picture);

    bench.want(intent::AskShop{ShopAct::remove_picture});
    CHECK(bench.asked("DELETE", "/api") == nullptr);
    bench.want(intent::DoShop{ShopAct::remove_picture});
    bench.problem(bench.sent_to("DELETE", path).request, 403, Reason::forbidden);
    CHECK(bench.form().problem == Reason::forbidden);
}

TEST_CASE("what is no picture is said until another is chosen; one that comes after leaving is nobody's") {
    ShopBench bench{"/shop/products/" + product_id};
    bench.tell("/api/v1/products", product_page(product()));
    bench.take(event::PhotoRead{Photo::reading}); // nobody asked for one
    bench.take(event::PhotoRead{Photo::none, "/9j/2Q=="});
    CHECK(bench.asked("PUT", "/api") == nullptr);

    bench.want(intent::ChoosePhoto{});
    bench.take(event::PhotoRead{Photo::reading});
    bench.take(event::PhotoRead{Photo::unreadable});
    CHECK(bench.state.view.shop.photo == Photo::unreadable);
    CHECK(!bench.form().busy);
    bench.want(intent::ChoosePhoto{});
    CHECK(bench.state.view.shop.photo == Photo::asked);
    bench.take(event::PhotoRead{Photo::reading});
    bench.want(intent::Open{{Screen::products, other_store}});
    bench.take(event::PhotoRead{Photo::none, "/9j/2Q=="});
    CHECK(bench.asked("PUT", "/api") == nullptr);
    CHECK(!bench.form().busy);
}

TEST_CASE("an amount is read as people write it") {
    CHECK(parse_yuan("38") == Money{3800});
    CHECK(parse_yuan("¥38.5") == Money{3850});
    CHECK(parse_yuan("0.05") == Money{5});
    CHECK(parse_yuan("￥３８．５") == Money{3850});
    CHECK(parse_yuan("10000000") == Money{max_fen});
    for (const char* wrong : {"", "¥", ".5", "38.", "38.505", "-1", "3,800", "10000000.01", "1e3", "38元"}) {
        CHECK(!parse_yuan(wrong));
    }
}
