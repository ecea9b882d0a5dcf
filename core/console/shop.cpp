// Running the shop: reading its lists, and the one form that is open; see shop.h.
#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "core/api/endpoints.h"
#include "core/console/shop_forms.h"
#include "core/console/turn.h"

namespace hexiao::console {

namespace {

// The list that a thing of this screen stands in.
Ask list_of(Screen screen) noexcept {
    switch (screen) {
    case Screen::staff: return Ask::staff_list;
    case Screen::devices: return Ask::device_list;
    case Screen::products: return Ask::product_list;
    case Screen::settings: return Ask::merchant;
    default: return Ask::store_list;
    }
}

std::string_view path_of(Ask list) noexcept {
    switch (list) {
    case Ask::staff_list: return "/api/v1/staff";
    case Ask::device_list: return "/api/v1/devices";
    case Ask::product_list: return "/api/v1/products";
    case Ask::merchant: return "/api/v1/merchant";
    case Ask::session_list: return "/api/v1/sessions";
    case Ask::head_list: return "/api/v1/journal/devices";
    default: return "/api/v1/stores";
    }
}

// Entries that belong together: of two people who both changed "contents[1]…" one is asked.
std::string_view group_of(std::string_view member) { return member.substr(0, member.find_first_of(".[")); }

Entries slice(const Entries& all, std::string_view group) {
    Entries out;
    std::ranges::copy_if(all, std::inserter(out, out.end()),
                         [&](const auto& entry) { return group_of(entry.first) == group; });
    return out;
}

void replace(Entries& in, std::string_view group, const Entries& by) {
    std::erase_if(in, [&](const auto& entry) { return group_of(entry.first) == group; });
    in.insert(by.begin(), by.end());
}

// The platform's entries are `now` these. What was not touched here follows them; what was stays, and where
// somebody else had changed it too, theirs is kept beside it. True: that is news.
bool merge(ShopForm& form, const Entries& now) {
    std::set<std::string, std::less<>> groups;
    for (const Entries* all : std::array{&std::as_const(form.base), &std::as_const(form.entries), &now}) {
        for (const auto& [member, text] : *all) {
            groups.emplace(group_of(member));
        }
    }
    bool news = false;
    for (const std::string& group : groups) {
        const Entries mine = slice(form.entries, group), before = slice(form.base, group),
                      after = slice(now, group);
        if (mine == before || mine == after) {
            replace(form.entries, group, after);
            replace(form.theirs, group, {});
        } else if (after != before) {
            replace(form.theirs, group, after);
            news = true;
        }
    }
    form.base = now;
    return news;
}

// The platform's answer, and not the page of a network that wants to be signed in to.
bool is_done(const outbox::HttpAnswer& answer) {
    return answer.status == 200 && answer.content_type.starts_with("application/json");
}

// A merchant's settings, as a list of one.
struct MerchantPage {
    std::vector<api::MerchantSettings> items;
    std::optional<std::string> next;
};

Result<MerchantPage> merchant_page(const outbox::HttpAnswer& answer) {
    auto settings = read_answer<api::MerchantSettings>(answer);
    if (!settings) {
        return settings.error();
    }
    return MerchantPage{{std::move(*settings)}, {}};
}

Entries entries_in(const std::vector<DraftEntry>& kept) {
    Entries out;
    for (const DraftEntry& entry : kept) {
        out.insert_or_assign(entry.member, entry.text);
    }
    return out;
}

} // namespace

const std::string& ShopForm::text(std::string_view member) const {
    static const std::string empty;
    const auto found = entries.find(member);
    return found == entries.end() ? empty : found->second;
}

bool is_changed(const ShopForm& form) noexcept { return form.entries != form.base || !form.password.empty(); }

std::string item_path(std::string_view list, std::size_t index) {
    return std::string{list} + "[" + std::to_string(index) + "]";
}

std::size_t count_items(const Entries& entries, std::string_view list) {
    std::size_t count = 0;
    for (;; ++count) {
        const std::string prefix = item_path(list, count) + ".";
        const auto found = entries.lower_bound(prefix);
        if (found == entries.end() || !found->first.starts_with(prefix)) {
            return count;
        }
    }
}

std::vector<std::string> split_ids(std::string_view ids) {
    std::vector<std::string> out;
    while (!ids.empty()) {
        const std::size_t blank = std::min(ids.find(' '), ids.size());
        out.emplace_back(ids.substr(0, blank));
        ids.remove_prefix(std::min(blank + 1, ids.size()));
    }
    return out;
}

bool is_of_shop(Screen screen) noexcept {
    constexpr std::array all{Screen::shop, Screen::staff,    Screen::devices,  Screen::stores,
                             Screen::lane, Screen::new_lane, Screen::products, Screen::settings};
    return std::ranges::find(all, screen) != all.end();
}

// --- entering, reading
// ----------------------------------------------------------------------------------------------------------

void Turn::enter_shop() {
    const Route& route = state_.view.route;
    ShopView& view = state_.view.shop;
    view.asked = ShopAct::nothing;
    view.link.reset();
    view.qr.clear();
    view.photo = Photo::none;
    drop(Ask::shop_link); // the next one may be for somebody else
    drop(Ask::shop_qr);
    if (!is_of_shop(route.screen) || !api::is_in(api::managers, state_.domain.session->role)) {
        return;
    }
    if (opens_thing(route)) {
        open_form(format_route(route));
    }
    load_shop();
    refresh_form();
}

// A form that is left with something unsaved in it waits until it is opened again.
void Turn::open_form(std::string path) {
    ShopView& view = state_.view.shop;
    const bool changed = is_changed(view.form), stays = changed && view.form.of == path;
    if (changed && !stays) {
        view.left.push_back(std::move(view.form));
        if (view.left.size() > most_forms_left) {
            view.left.erase(view.left.begin());
        }
    }
    if (!stays) {
        view.form = {};
        const auto found = std::ranges::find(view.left, path, &ShopForm::of);
        if (found != view.left.end()) {
            view.form = std::move(*found);
            view.left.erase(found);
        }
        view.form.of = std::move(path);
    }
    view.form.busy = view.form.checking = view.form.done = false;
}

// Reads what the screen shows, anew.
void Turn::load_shop() {
    const Screen screen = state_.view.route.screen;
    if (screen == Screen::shop || !is_of_shop(screen) ||
        !api::is_in(api::managers, state_.domain.session->role)) {
        return;
    }
    load(list_of(screen));
    if (screen == Screen::staff || screen == Screen::products) {
        load(Ask::store_list);
    } else if (screen == Screen::devices) {
        load(Ask::session_list);
        load(Ask::head_list);
    }
}

void Turn::load(Ask list) {
    // What is on the way was asked before the last change.
    drop(list);
    ShopData& shop = state_.domain.shop;
    const auto begin = [](auto& listing) {
        listing.coming.clear();
        listing.busy = true;
    };
    switch (list) {
    case Ask::staff_list: begin(shop.staff); break;
    case Ask::device_list: begin(shop.devices); break;
    case Ask::store_list: begin(shop.stores); break;
    case Ask::product_list: begin(shop.products); break;
    case Ask::merchant: begin(shop.merchant); break;
    default: break;
    }
    fetch(list, "GET", std::string{path_of(list)});
}

template <class Page, class Item>
void Turn::page_answered(Ask what, Listing<Item>& list, Result<Page> page) {
    ShopForm& form = state_.view.shop.form;
    const bool waited_for = form.checking && what == list_of(state_.view.route.screen);
    if (!page) {
        list.busy = false;
        list.coming.clear();
        list.problem = page.error().reason;
        if (list.problem == Reason::unauthenticated) {
            signed_out();
        } else if (waited_for) {
            shop_failed(page.error());
        }
        return;
    }
    std::ranges::move(page->items, std::back_inserter(list.coming));
    if (page->next) {
        fetch(what, "GET", std::string{path_of(what)} + "?after=" + *page->next);
        return;
    }
    list.items = std::move(list.coming);
    list.coming = {};
    list.known = true;
    list.busy = false;
    list.problem = Reason::none;
    list.at = state_.now;
    const bool news = refresh_form();
    if (!waited_for) {
        return;
    }
    form.checking = false;
    if (!entries_now(state_)) {
        shop_failed({Reason::not_found, {}});
    } else if (news) {
        form.busy = false; // theirs is shown beside what was entered, and the person decides
    } else {
        send_form();
    }
}

// True: somebody else changed what was changed here too.
bool Turn::refresh_form() {
    ShopForm& form = state_.view.shop.form;
    const auto now = form.of == format_route(state_.view.route) ? entries_now(state_) : std::nullopt;
    if (!now) {
        return false;
    }
    if (form.known) {
        return !makes_new(state_.view.route) && merge(form, *now);
    }
    form.known = true;
    form.base = form.entries = *now;
    Draft& draft = state_.view.draft;
    if (draft.path != form.of || draft.entered.empty()) {
        return false;
    }
    form.entries = entries_in(std::exchange(draft.entered, {}));
    if (makes_new(state_.view.route)) {
        return false;
    }
    form.base = entries_in(std::exchange(draft.base, {}));
    return merge(form, *now); // as though the form had stayed open
}

// --- entering
// -------------------------------------------------------------------------------------------------------------------

void Turn::want(const intent::FindShop& find) { state_.view.shop.find = find.text; }

// While it is being saved nothing can be entered: it would be called saved, and be gone.
void Turn::want(const intent::EditShop& edit) {
    ShopForm& form = state_.view.shop.form;
    if (form.busy) {
        return;
    }
    if (edit.member == "password") {
        form.password = edit.text;
    } else {
        form.entries[edit.member] = edit.text.reveal();
    }
    form.wrong.erase(edit.member);
    form.problem = form.wrong.empty() ? Reason::none : form.problem;
    form.done = false;
}

void Turn::want(const intent::AddItem& add) {
    ShopForm& form = state_.view.shop.form;
    if (form.busy) {
        return;
    }
    const std::string at = item_path(add.list, count_items(form.entries, add.list));
    if (add.list == "contents") {
        form.entries[at + ".title.zh"] = form.entries[at + ".title.en"] = {};
        form.entries[at + ".quantity"] = "1";
    } else {
        form.entries[at + ".zh"] = form.entries[at + ".en"] = {};
    }
    form.done = false;
}

// Those behind it move up.
void Turn::want(const intent::RemoveItem& remove) {
    ShopForm& form = state_.view.shop.form;
    if (form.busy) {
        return;
    }
    Entries kept;
    std::size_t next = 0;
    for (std::size_t i = 0; i < count_items(form.entries, remove.list); ++i) {
        const std::string prefix = item_path(remove.list, i) + ".";
        if (i == remove.index) {
            continue;
        }
        for (auto at = form.entries.lower_bound(prefix);
             at != form.entries.end() && at->first.starts_with(prefix); ++at) {
            kept[item_path(remove.list, next) + "." + at->first.substr(prefix.size())] = at->second;
        }
        ++next;
    }
    replace(form.entries, remove.list, kept);
    std::erase_if(form.wrong, [&](const std::string& member) { return group_of(member) == remove.list; });
    form.done = false;
}

void Turn::want(const intent::RevertShop& /*revert*/) {
    ShopForm& form = state_.view.shop.form;
    form.entries = form.base;
    form.theirs.clear();
    form.password = {};
    form.wrong.clear();
    form.problem = Reason::none;
}

// --- saving, doing
// -------------------------------------------------------------------------------------------------------------------

void Turn::want(const intent::SaveShop& /*save*/) {
    ShopForm& form = state_.view.shop.form;
    if (form.busy || !form.known) {
        return;
    }
    form.done = false;
    form.wrong.clear();
    request_of(state_.view.route, form, form.wrong);
    form.problem = form.wrong.empty() ? Reason::none : Reason::invalid_field;
    if (!form.wrong.empty()) {
        return;
    }
    form.busy = true;
    if (makes_new(state_.view.route)) {
        send_form();
    } else {
        // The whole thing is sent: whatever somebody else saved since it was read would be gone unseen.
        form.checking = true;
        load(list_of(state_.view.route.screen));
    }
}

void Turn::send_form() {
    ShopForm& form = state_.view.shop.form;
    ShopRequest request = request_of(state_.view.route, form, form.wrong);
    const bool again = !form.key.empty() && form.path == request.path && form.body == request.body;
    if (makes_new(state_.view.route) && !again) {
        form.key = make_uuid7(stamp_.now, stamp_.random);
        form.attempts = 0;
    }
    ++form.attempts;
    form.path = request.path;
    form.body = request.body;
    fetch(Ask::shop_save, std::move(request.method), std::move(request.path), std::move(request.body),
          form.key)
        .key = form.of;
}

void Turn::shop_failed(const Error& error) {
    ShopForm& form = state_.view.shop.form;
    form.busy = form.checking = false;
    form.problem = error.reason;
    if (!outbox::leaves_open(error.reason, form.attempts, api::Hears::allowed)) {
        form.key.clear();
    }
    if (error.reason == Reason::unauthenticated) {
        return signed_out();
    }
    // Of somebody new the settings are a part of the request.
    std::string field = error.field == "settings" ? "role" : error.field;
    constexpr std::string_view part = "settings.";
    if (field.starts_with(part)) {
        field.erase(0, part.size());
    }
    if (!field.empty()) {
        form.wrong.insert(std::move(field));
    }
}

void Turn::shop_saved(const outbox::HttpAnswer& answer) {
    ShopForm& form = state_.view.shop.form;
    if (!is_done(answer)) {
        return shop_failed(problem_of(answer));
    }
    const Route route = state_.view.route;
    const bool told = route.screen == Screen::stores || route.screen == Screen::lane ||
                      route.screen == Screen::new_lane || route.screen == Screen::settings;
    if (told) { // with the session: where one may stand, what holds for the whole shop
        fetch(Ask::session_again, "GET", "/api/v1/session");
    }
    if (!makes_new(route)) {
        form.base = form.entries;
        form.theirs.clear();
        form.busy = false;
        form.done = true;
        return load_shop();
    }
    const auto created = read_answer<api::Created>(answer);
    if (!created) {
        return shop_failed({Reason::other, {}});
    }
    form = {};
    if (route.screen == Screen::new_lane) {
        leave_for({Screen::stores, route.handle});
    } else {
        show({route.screen, created->id}, true);
        form.done = true;
    }
}

void Turn::want(const intent::AskShop& ask) { state_.view.shop.asked = ask.act; }

// Of the thing that is open.
void Turn::want(const intent::DoShop& wanted) {
    ShopForm& form = state_.view.shop.form;
    state_.view.shop.asked = ShopAct::nothing;
    if (form.busy) {
        return;
    }
    form.busy = true;
    form.done = false;
    form.problem = Reason::none;
    state_.view.shop.photo = Photo::none;
    const std::string& id = state_.view.route.handle;
    const auto turn = [&](const std::string& path) {
        send_act("PUT", path, wire::write(api::Switch{wanted.act == ShopAct::switch_on}));
    };
    switch (state_.view.route.screen) {
    case Screen::devices: send_act("DELETE", "/api/v1/devices/" + id); break;
    case Screen::lane: turn("/api/v1/lanes/" + id + "/in_use"); break;
    case Screen::products:
        if (wanted.act == ShopAct::remove_picture) {
            send_act("DELETE", "/api/v1/products/" + id + "/picture");
        } else {
            turn("/api/v1/products/" + id + "/on_sale");
        }
        break;
    default:
        if (wanted.act == ShopAct::make_link) {
            state_.view.shop.link.reset();
            state_.view.shop.qr.clear();
            drop(Ask::shop_qr);
            fetch(Ask::shop_link, "POST", "/api/v1/resets", wire::write(api::ResetRequest{id})).key = form.of;
        } else {
            turn("/api/v1/staff/" + id + "/enabled");
        }
    }
}

// What is done to the thing that is open.
void Turn::send_act(std::string method, std::string path, std::string body) {
    fetch(Ask::shop_done, std::move(method), std::move(path), std::move(body)).key = state_.view.shop.form.of;
}

void Turn::want(const intent::ChoosePhoto& /*choose*/) {
    ShopView& view = state_.view.shop;
    if (view.form.busy) {
        return;
    }
    view.photo = Photo::asked;
    emit(effect::ChoosePhoto{});
}

// Nobody waits for it any more where the product was left meanwhile.
void Turn::on(const event::PhotoRead& read) {
    ShopView& view = state_.view.shop;
    const bool begins = read.state == Photo::reading;
    if (view.photo != (begins ? Photo::asked : Photo::reading) || (begins && view.form.busy)) {
        return;
    }
    view.photo = read.state;
    view.form.busy = read.state != Photo::unreadable;
    view.form.done = false;
    view.form.problem = Reason::none;
    if (read.state == Photo::none) {
        send_act("PUT", "/api/v1/products/" + state_.view.route.handle + "/picture",
                 wire::write(api::NewPicture{read.data}));
    }
}

void Turn::reset_link_made(const outbox::HttpAnswer& answer) {
    auto link = read_answer<api::ResetLink>(answer);
    if (!link) {
        return shop_failed(link.error());
    }
    state_.view.shop.form.busy = false;
    const std::string address = entry().origin + "/reset#" + link->token.reveal();
    fetch(Ask::shop_qr, "POST", "/api/v1/qr", wire::write(api::QrRequest{Secret{address}}));
    state_.view.shop.link = std::move(*link);
}

bool Turn::shop_answered(const Asked& asked, const outbox::HttpAnswer& answer) {
    ShopData& shop = state_.domain.shop;
    const Ask what = asked.what;
    const bool about_form = what == Ask::shop_save || what == Ask::shop_done || what == Ask::shop_link;
    if (const ShopForm& form = state_.view.shop.form; about_form && (!form.busy || form.of != asked.key)) {
        load_shop(); // from a form that was left: what the lists say is no longer so
        return true;
    }
    switch (what) {
    case Ask::staff_list: page_answered(what, shop.staff, read_answer<api::StaffPage>(answer)); break;
    case Ask::device_list: page_answered(what, shop.devices, read_answer<api::DevicePage>(answer)); break;
    case Ask::store_list: page_answered(what, shop.stores, read_answer<api::StorePage>(answer)); break;
    case Ask::product_list: page_answered(what, shop.products, read_answer<api::ProductPage>(answer)); break;
    case Ask::merchant: page_answered(what, shop.merchant, merchant_page(answer)); break;
    case Ask::session_list:
        if (auto list = read_answer<api::SessionList>(answer)) {
            shop.sessions = std::move(list->sessions);
        }
        break;
    case Ask::head_list:
        if (auto list = read_answer<api::DeviceHeads>(answer)) {
            shop.heads = std::move(list->devices);
        }
        break;
    case Ask::session_again:
        if (auto session = read_answer<api::Session>(answer)) {
            if (session->staff_id != state_.domain.session->staff_id) {
                set_up_answered(answer); // somebody else has come in, in another tab
            } else {
                state_.domain.session = std::move(*session);
            }
        }
        break;
    case Ask::shop_save: shop_saved(answer); break;
    case Ask::shop_done:
        if (!is_done(answer)) {
            shop_failed(problem_of(answer));
        } else {
            state_.view.shop.form.busy = false;
            fetch(Ask::session_again, "GET", "/api/v1/session");
            load_shop();
        }
        break;
    case Ask::shop_link: reset_link_made(answer); break;
    case Ask::shop_qr:
        if (auto code = read_answer<api::QrCode>(answer)) {
            state_.view.shop.qr = std::move(code->rows);
        }
        break;
    default: return false;
    }
    return true;
}

} // namespace hexiao::console
