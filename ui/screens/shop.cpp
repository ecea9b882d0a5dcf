// Running the shop: one list of everything that is run from here, the lists behind it, and the frame around
// both and the thing that is open. On a phone one column with the main action below; at a desk what one came
// from stays on the left.
#include <algorithm>
#include <array>

#include "core/api/endpoints.h"
#include "ui/screens/shop.h"

namespace hexiao::ui {

using console::Route;
using console::Screen;

namespace {

constexpr std::size_t find_from = 8;   // so many lines are looked through by eye
constexpr std::size_t most_rows = 200; // that are shown before somebody looks for one

// One line of the hub: a screen of its own.
struct Section {
    Screen screen;
    std::string_view key;
    Str title, say;
    Icon icon;
};
constexpr std::array sections{
    Section{Screen::staff, "staff", Str::staff_title, Str::staff_say, Icon::people},
    Section{Screen::devices, "devices", Str::devices_title, Str::devices_say, Icon::device},
    Section{Screen::stores, "stores", Str::stores_title, Str::stores_say, Icon::store},
    Section{Screen::products, "products", Str::products_title, Str::products_say, Icon::product},
    Section{Screen::vouchers, "vouchers", Str::vouchers_title, Str::shop_vouchers_say, Icon::ticket},
    Section{Screen::days, "days", Str::days_title, Str::shop_days_say, Icon::calendar},
    Section{Screen::settings, "settings", Str::settings_title, Str::settings_say, Icon::settings}};

void draw_hub(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const Screen here = scene.state.view.route.screen;
    kit.list(words(Str::shop_title), [&] {
        for (const Section& section : sections) {
            if (kit.row(section.key, {.title = words(section.title),
                                      .detail = words(section.say),
                                      .icon = section.icon,
                                      .pressable = true,
                                      .current = section.screen == here})) {
                scene.want(console::intent::Go{section.screen});
            }
        }
    });
}

// --- lists

struct Line {
    std::string id, title, detail, trailing;
    Icon icon = Icon::none;
    Tone tone = Tone::neutral;
    std::string picture{};
};

std::string listed(const Words& words, const std::string& first, std::string_view second) {
    return first.empty() ? std::string{second}
                         : words.with<Str::format_listed, "first", "second">(first, second);
}

Line line_of(const Scene& scene, const api::StaffMember& member) {
    const Words& words = scene.words;
    const bool everywhere = member.settings.role == api::Role::owner;
    const std::string stores = everywhere ? std::string{words(Str::shop_stores_all)}
                                          : store_names(scene.state, words, member.settings.store_ids);
    const std::string who = std::string{role_name(words, member.settings.role)};
    return {member.id, member.settings.name, listed(words, listed(words, who, stores), member.account),
            member.enabled ? std::string{} : std::string{words(Str::staff_off)},
            member.enabled ? Icon::person : Icon::lock};
}

Line line_of(const Scene& scene, const api::DeviceDetails& device) {
    const Words& words = scene.words;
    const api::DeviceHead* head = device_head(scene.state, device.id);
    const bool refused = head != nullptr && head->refused && !device.revoked;
    std::string detail = device_kind(words, device);
    if (device.id == scene.state.domain.session->device_id) {
        detail = listed(words, detail, words(Str::devices_this));
    }
    if (const std::string who = device_people(scene.state, words, device.id); !who.empty()) {
        detail = listed(words, detail, who);
    }
    const bool wall = device.purpose == "display";
    return {device.id,
            device.name,
            refused ? std::string{words(Str::devices_journal_refused)} : detail,
            device.revoked ? std::string{words(Str::devices_revoked)}
                           : device_seen(scene.state, words, device),
            refused          ? Icon::alert
            : device.revoked ? Icon::lock
            : wall           ? Icon::screen
                             : Icon::device,
            refused ? Tone::negative : Tone::neutral};
}

Line line_of(const Scene& scene, const api::StoreDetails& store) {
    const Words& words = scene.words;
    const auto lanes = std::ranges::count(store.lanes, true, &api::LaneDetails::in_use);
    return {store.id,
            words.of(store.settings.title),
            listed(words, words.with<Str::stores_lanes_n, "n">(words.number(lanes)), store.settings.zone),
            {},
            Icon::store};
}

Line line_of(const Scene& scene, const api::ProductDetails& product) {
    const Words& words = scene.words;
    const std::int64_t left = product.settings.stock_total - product.stock_sold;
    const std::string figures = words.with<Str::products_figures, "left", "redeemed", "sold">(
        words.number(left), words.number(product.stock_redeemed), words.number(product.stock_sold));
    const StockSign sign = stock_sign(words, api::level_of(product));
    const std::string_view state = !product.on_sale ? words(Str::products_off_sale)
                                   : left == 0      ? words(Str::products_sold_out)
                                                    : std::string_view{};
    const bool both = !state.empty() && left > 0 && !sign.word.empty();
    return {product.id,
            words.of(product.settings.title),
            listed(words, format_yuan(product.settings.price), figures),
            both ? listed(words, std::string{sign.word}, state)
                 : std::string{state.empty() ? sign.word : state},
            sign.word.empty() ? Icon::product : sign.icon,
            sign.tone,
            product.picture.value_or("")};
}

// What the screen lists, and how the reading of it stands.
struct List {
    bool known = false;
    Reason problem = Reason::none;
    Instant at;
    std::vector<Line> lines;
};

template <class Item>
List read_list(const Scene& scene, const console::Listing<Item>& listing) {
    List list{listing.known, listing.problem, listing.at, {}};
    for (const Item& item : listing.items) {
        list.lines.push_back(line_of(scene, item));
    }
    return list;
}

List list_of(const Scene& scene, Screen screen) {
    const console::ShopData& shop = scene.state.domain.shop;
    switch (screen) {
    case Screen::staff: return read_list(scene, shop.staff);
    case Screen::products: return read_list(scene, shop.products);
    case Screen::devices: {
        // Those that are in use first; what is shut out is history.
        console::Listing<api::DeviceDetails> sorted = shop.devices;
        std::ranges::sort(sorted.items, [](const auto& a, const auto& b) {
            return a.revoked != b.revoked ? b.revoked : b.seen_at < a.seen_at;
        });
        return read_list(scene, sorted);
    }
    default: return read_list(scene, shop.stores);
    }
}

// The line that what is open belongs to.
std::string current_of(const Scene& scene) {
    const Route& route = scene.state.view.route;
    if (route.screen != Screen::lane) {
        return route.handle;
    }
    const api::StoreDetails* store = console::store_of_lane(scene.state.domain.shop, route.handle);
    return store != nullptr ? store->id : std::string{};
}

std::string lower(std::string_view text) {
    std::string out{text};
    std::ranges::transform(
        out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

void draw_lines(const Scene& scene, Screen screen, std::string_view name, const List& list) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const std::string wanted = lower(scene.state.view.shop.find);
    if (list.lines.size() > find_from) {
        const FieldEvent event =
            kit.field("find", {.label = words(Str::shop_find), .value = scene.state.view.shop.find});
        if (event.changed) {
            scene.want(console::intent::FindShop{*event.changed});
        }
    }
    const std::string current = current_of(scene);
    std::size_t shown = 0, more = 0;
    const auto fits = [&](const Line& line) {
        return wanted.empty() || lower(line.title + "\n" + line.detail).find(wanted) != std::string::npos;
    };
    if (std::ranges::none_of(list.lines, fits)) {
        return kit.text(words(Str::shop_nothing_found), {.ink = Ink::muted, .live = Live::polite});
    }
    kit.list(name, [&] {
        for (const Line& line : list.lines) {
            if (!fits(line) || ++shown > most_rows) {
                more += fits(line) ? 1 : 0;
                continue;
            }
            if (kit.row(line.id, {.title = line.title,
                                  .detail = line.detail,
                                  .trailing = line.trailing,
                                  .icon = line.icon,
                                  .picture = line.picture,
                                  .tone = line.tone,
                                  .pressable = true,
                                  .current = line.id == current})) {
                scene.want(console::intent::Open{{screen, line.id}});
            }
        }
    });
    if (more > 0) {
        kit.text(words.with<Str::shop_more, "n">(words.number(static_cast<std::int64_t>(more))),
                 {.ink = Ink::muted});
    }
}

struct Nothing {
    Str title;
    std::optional<Str> say{};
    Icon icon = Icon::none;
};
Nothing nothing_of(Screen screen) {
    switch (screen) {
    case Screen::staff: return {Str::staff_none, {}, Icon::people};
    case Screen::devices: return {Str::devices_none, Str::devices_none_say, Icon::device};
    case Screen::products: return {Str::products_none, Str::products_none_say, Icon::product};
    default: return {Str::stores_none, {}, Icon::store};
    }
}

Str title_of(Screen screen) {
    const auto found = std::ranges::find(sections, screen, &Section::screen);
    return found != sections.end() ? found->title : Str::stores_title;
}

// Coming, failed, old, empty, or there.
void draw_list(const Scene& scene, Screen screen) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const List list = list_of(scene, screen);
    if (!list.known && list.problem == Reason::none) {
        return kit.loading(words(Str::shop_loading), 4);
    }
    if (!list.known) {
        const bool mine = list.problem == Reason::forbidden;
        if (kit.state("retry", {.icon = mine ? Icon::lock : Icon::wifi_off,
                                .title = words(mine ? Str::shop_forbidden : Str::shop_failed),
                                .say = words(mine ? Str::shop_forbidden_say : Str::shop_failed_say),
                                .action = words(Str::shop_retry),
                                .live = Live::polite})) {
            scene.want(console::intent::Reload{});
        }
        return;
    }
    if (list.problem != Reason::none) {
        const std::string clock = format_clock(list.at, scene.utc_offset());
        if (kit.banner("stale", words.with<Str::shop_stale, "clock">(clock),
                       {.icon = Icon::clock, .action = words(Str::shop_retry)})) {
            scene.want(console::intent::Reload{});
        }
    }
    if (list.lines.empty()) {
        const Nothing nothing = nothing_of(screen);
        kit.state("none", {.icon = nothing.icon,
                           .title = words(nothing.title),
                           .say = nothing.say ? words(*nothing.say) : std::string_view{}});
        return;
    }
    draw_lines(scene, screen, words(title_of(screen)), list);
}

// What one can add to this list; nothing where one may not.
std::optional<Str> addition_to(const Scene& scene, Screen screen) {
    switch (screen) {
    case Screen::staff: return Str::staff_add;
    case Screen::devices: return Str::me_invite;
    case Screen::products: return Str::products_add;
    default: break;
    }
    const bool owner = scene.state.domain.session->role == api::Role::owner;
    return owner ? std::optional{Str::stores_add} : std::nullopt;
}

void draw_add(const Scene& scene, Screen screen, bool whole) {
    const auto label = addition_to(scene, screen);
    if (label && scene.kit.button("add", scene.words(*label),
                                  {.kind = whole ? ButtonKind::primary : ButtonKind::secondary,
                                   .icon = Icon::plus,
                                   .full = whole,
                                   .large = whole})) {
        const bool device = screen == Screen::devices;
        scene.want(console::intent::Open{device ? Route{Screen::invite, {}}
                                                : Route{screen, std::string{console::new_handle}}});
    }
}

// --- the frame

// The list in which what is open stands.
Screen list_screen(Screen screen) {
    return screen == Screen::lane || screen == Screen::new_lane ? Screen::stores : screen;
}

void draw_back(const Scene& scene, std::string_view to) {
    scene.kit.line([&] {
        if (scene.kit.button("back", to, {.kind = ButtonKind::quiet, .icon = Icon::back})) {
            scene.want(console::intent::Leave{});
        }
    });
}

void draw_column(const Scene& scene) {
    const Route& route = scene.state.view.route;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    if (route.screen == Screen::shop) {
        kit.heading(1, words(Str::shop_title));
        return draw_hub(scene);
    }
    const Screen list = list_screen(route.screen);
    const bool thing = console::opens_thing(route), alone = route.screen == Screen::settings;
    draw_back(scene, words(thing && !alone ? title_of(list) : Str::shop_title));
    if (thing) {
        draw_thing(scene);
    } else {
        kit.heading(1, words(title_of(list)));
        draw_list(scene, list);
    }
}

void draw_desk(const Scene& scene, int column) {
    const Route& route = scene.state.view.route;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const Screen list = list_screen(route.screen);
    const bool hub = route.screen == Screen::shop, thing = console::opens_thing(route);
    const bool alone = route.screen == Screen::settings; // no list leads to it
    if (column == 0 && thing && !alone) {
        kit.bar(
            [&] {
                if (kit.button("up", words(Str::shop_title),
                               {.kind = ButtonKind::quiet, .icon = Icon::back})) {
                    scene.want(console::intent::Go{Screen::shop});
                }
            },
            [&] { draw_add(scene, list, false); });
        kit.heading(2, words(title_of(list)));
        draw_list(scene, list);
    } else if (column == 0) {
        kit.heading(hub ? 1 : 2, words(Str::shop_title));
        draw_hub(scene);
    } else if (hub) {
        kit.state(
            "choose",
            {.icon = Icon::store, .title = words(Str::shop_choose), .say = words(Str::shop_choose_say)});
    } else if (thing) {
        draw_thing(scene);
    } else {
        kit.bar([&] { kit.heading(1, words(title_of(list))); }, [&] { draw_add(scene, list, false); });
        draw_list(scene, list);
    }
}

// A page of its own for each kind of thing, so that the keyboard goes along; choosing another one of the same
// kind beside the list leaves it there.
std::string page_key(const Route& route) {
    const auto section = std::ranges::find(sections, list_screen(route.screen), &Section::screen);
    const std::string list = section == sections.end() ? "shop" : "shop_" + std::string{section->key};
    const bool lane = list_screen(route.screen) != route.screen;
    return list + (lane ? "_lane" : console::opens_thing(route) ? "_one" : "");
}

// At a desk below the form, not below the list.
void draw_save_below(const Scene& scene) {
    if (!scene.kit.wide()) {
        return scene.kit.column({.width = Width::reading}, [&] { draw_shop_save(scene); });
    }
    scene.kit.columns(
        2,
        [&](int column) {
            if (column == 1) {
                draw_shop_save(scene);
            }
        },
        Gap::wide);
}

} // namespace

void draw_forbidden(const Scene& scene, std::string_view page, Str title, Str say) {
    scene.kit.page(page, [&] {
        scene.kit.state(
            "forbidden",
            {.icon = Icon::lock, .title = scene.words(title), .say = scene.words(say), .level = 1});
    });
}

void draw_shop(const Scene& scene) {
    const Route& route = scene.state.view.route;
    Kit& kit = scene.kit;
    const api::Role role = scene.state.domain.session->role;
    const bool adds_store = route.screen == Screen::stores && route.handle == console::new_handle;
    if (!api::is_in(api::managers, role) || (adds_store && role != api::Role::owner)) {
        return draw_forbidden(scene, "shop", Str::shop_forbidden, Str::shop_forbidden_say);
    }
    const bool thing = console::opens_thing(route), hub = route.screen == Screen::shop;
    if (!hub && scene.state.view.shop.asked == console::ShopAct::nothing && kit.escape_pressed()) {
        scene.want(console::intent::Leave{});
    }
    kit.about(console::format_route(route));
    const auto body = [&] {
        if (kit.wide()) {
            kit.columns(
                2, [&](int column) { kit.column({}, [&] { draw_desk(scene, column); }); }, Gap::wide);
        } else {
            kit.column({.width = Width::reading}, [&] { draw_column(scene); });
        }
        draw_shop_asked(scene);
    };
    const Screen list = list_screen(route.screen);
    const std::string key = page_key(route);
    const bool adds = !thing && !hub && !kit.wide() && addition_to(scene, list).has_value();
    if (adds) {
        kit.page(key, body, [&] { draw_add(scene, list, true); });
    } else if (thing && may_change_thing(scene.state)) {
        kit.page(key, body, [&] { draw_save_below(scene); });
    } else {
        kit.page(key, body);
    }
}

std::string shop_title(const console::State& state, const Words& words) {
    const Route& route = state.view.route;
    const bool allowed = state.domain.session && api::is_in(api::managers, state.domain.session->role);
    if (allowed && console::opens_thing(route)) {
        if (std::string title = thing_title(state, words); !title.empty()) {
            return title;
        }
    }
    return std::string{
        words(route.screen == Screen::shop ? Str::shop_title : title_of(list_screen(route.screen)))};
}

} // namespace hexiao::ui
