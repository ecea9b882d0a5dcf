// What can be seen and changed of each person, device, store, lane and product; see shop.h.
#include <algorithm>
#include <array>

#include "core/api/endpoints.h"
#include "ui/screens/shop.h"

namespace hexiao::ui {

using console::Screen;
using console::ShopAct;

void draw_read_only(const Scene& scene, Str who) {
    scene.kit.banner("read_only", scene.words.with<Str::shop_read_only, "who">(scene.words(who)),
                     {.tone = Tone::neutral, .icon = Icon::lock});
}

void draw_switch(const Scene& scene, Str label, Str say, bool on, bool asks) {
    if (const auto to = scene.kit.toggle("switch", scene.words(label), on, scene.words(say))) {
        const ShopAct act = *to ? ShopAct::switch_on : ShopAct::switch_off;
        if (asks && !*to) {
            scene.want(console::intent::AskShop{act});
        } else {
            scene.want(console::intent::DoShop{act});
        }
    }
}

namespace {

constexpr std::int64_t minute_ms = 60'000, hour_ms = 60 * minute_ms, day_ms = 24 * hour_ms;
constexpr std::int64_t now_for_ms = 6 * minute_ms; // `seen_at` is known to about five minutes
constexpr std::size_t most_names = 3;

template <class Item>
const Item* find(const console::Listing<Item>& list, const std::string& id) {
    const auto found = std::ranges::find(list.items, id, &Item::id);
    return found == list.items.end() ? nullptr : &*found;
}

const api::StaffMember* open_member(const console::State& state) {
    return find(state.domain.shop.staff, state.view.route.handle);
}
const api::DeviceDetails* open_device(const console::State& state) {
    return find(state.domain.shop.devices, state.view.route.handle);
}
const api::StoreDetails* open_store(const console::State& state) {
    return find(state.domain.shop.stores, state.view.route.handle);
}
const api::ProductDetails* open_product(const console::State& state) {
    return find(state.domain.shop.products, state.view.route.handle);
}

// --- people

// Whom this person may make of somebody.
std::span<const api::Role> roles_for(api::Role mine) {
    static constexpr std::array all{api::Role::owner, api::Role::manager, api::Role::cashier,
                                    api::Role::display};
    return mine == api::Role::owner ? std::span{all} : std::span{all}.subspan(2);
}

void draw_role(const Scene& scene) {
    const Words& words = scene.words;
    const auto roles = roles_for(scene.state.domain.session->role);
    std::vector<std::string_view> names;
    for (const api::Role role : roles) {
        names.push_back(role_name(words, role));
    }
    const api::Role now = console::role_of(scene.state.view.shop.form.text("role"));
    const auto at = std::ranges::find(roles, now);
    const auto current =
        at == roles.end() ? std::nullopt : std::optional{static_cast<std::size_t>(at - roles.begin())};
    if (const auto to = scene.kit.select("role", {.label = words(Str::staff_role),
                                                  .options = names,
                                                  .current = current,
                                                  .disabled = scene.state.view.shop.form.busy})) {
        const auto name = enum_names(api::Role{})[static_cast<std::size_t>(roles[*to])];
        scene.want(console::intent::EditShop{"role", Secret{std::string{name}}});
    }
}

void draw_reset_link(const Scene& scene, const api::StaffMember& member) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const console::ShopView& view = scene.state.view.shop;
    if (view.link) {
        const std::string address = scene.state.view.entry.origin + "/reset#" + view.link->token.reveal();
        draw_link_code(scene, {.say = words.with<Str::staff_link_scan, "name">(member.settings.name),
                               .name = words(Str::staff_link_code),
                               .or_say = words(Str::staff_link_or),
                               .address = address,
                               .qr = view.qr,
                               .expires_at = view.link->expires_at});
        return;
    }
    kit.text(words(Str::staff_link_say), {.style = Style::caption, .ink = Ink::muted});
    if (kit.button("link", words(Str::staff_link), {.full = true, .busy = view.form.busy})) {
        scene.want(console::intent::DoShop{ShopAct::make_link});
    }
}

void draw_member(const Scene& scene, const api::StaffMember* member) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    if (member != nullptr && !member->may_change) {
        draw_read_only(scene, Str::shop_read_only_owner);
        return kit.card([&] {
            kit.key_value(words(Str::staff_account), member->account);
            kit.key_value(words(Str::staff_role), role_name(words, member->settings.role));
            const bool everywhere = member->settings.role == api::Role::owner;
            kit.key_value(words(Str::shop_stores_at),
                          everywhere ? std::string{words(Str::shop_stores_all)}
                                     : store_names(scene.state, words, member->settings.store_ids));
        });
    }
    kit.card([&] {
        kit.form(words(Str::staff_title), [&] {
            draw_shop_field(scene, {.member = "name",
                                    .label = words(Str::staff_name),
                                    .rule = Str::setup_named,
                                    .autofocus = member == nullptr});
            if (member != nullptr) {
                kit.key_value(words(Str::staff_account), member->account);
            } else {
                draw_shop_field(scene, {.member = "account",
                                        .label = words(Str::staff_account),
                                        .rule = Str::staff_account_rule,
                                        .rule_first = true});
            }
            draw_role(scene);
            if (console::role_of(scene.state.view.shop.form.text("role")) != api::Role::owner) {
                draw_shop_stores(scene);
            }
            if (member == nullptr) {
                draw_shop_field(scene, {.member = "password",
                                        .label = words(Str::staff_password),
                                        .rule = Str::staff_password_rule,
                                        .rule_first = true,
                                        .kind = FieldKind::password,
                                        .autocomplete = "new-password",
                                        .max_length = 128});
            } else {
                kit.text(words(Str::staff_changes_say), {.style = Style::caption, .ink = Ink::muted});
            }
        });
    });
    if (member != nullptr) {
        kit.card([&] {
            draw_switch(scene, Str::staff_enabled, Str::staff_enabled_say, member->enabled, true);
            draw_reset_link(scene, *member);
        });
    }
}

// --- devices

void draw_device(const Scene& scene, const api::DeviceDetails& device) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    if (device.revoked) {
        kit.banner("revoked", words(Str::devices_revoked_say), {.tone = Tone::neutral, .icon = Icon::lock});
    }
    kit.card([&] {
        kit.key_value(words(Str::devices_kind), device_kind(words, device));
        const std::string who = device_people(scene.state, words, device.id);
        kit.key_value(words(Str::devices_who), who.empty() ? words(Str::devices_nobody) : who);
        kit.key_value(words(Str::devices_seen), device_seen(scene.state, words, device));
        kit.key_value(words(Str::devices_paired),
                      words(device.paired ? Str::devices_paired_yes : Str::devices_paired_no));
        const api::DeviceHead* head = device_head(scene.state, device.id);
        if (head != nullptr && head->refused) {
            kit.banner("journal", words(Str::devices_journal_refused),
                       {.tone = Tone::negative, .icon = Icon::alert});
        } else {
            const bool told = head != nullptr && head->seen_at;
            kit.key_value(words(Str::devices_journal),
                          told ? words.with<Str::devices_journal_fits, "at">(
                                     words.moment(*head->seen_at, scene.utc_offset(), scene.this_year()))
                               : std::string{words(Str::devices_journal_none)});
        }
    });
    if (device.revoked) {
        return;
    }
    kit.card([&] {
        kit.form(words(Str::devices_title), [&] {
            draw_shop_field(scene,
                            {.member = "name", .label = words(Str::devices_name), .rule = Str::setup_named});
            if (device.purpose == "display") {
                kit.heading(2, words(Str::devices_shows));
                draw_shop_toggle(scene, "display.queue", Str::devices_queue);
                draw_shop_toggle(scene, "display.progress", Str::devices_progress);
                draw_shop_toggle(scene, "display.offers", Str::devices_offers);
                draw_shop_toggle(scene, "display.spoken", Str::devices_spoken);
                draw_shop_title(scene, "display.message", words(Str::devices_message_zh),
                                words(Str::devices_message_en));
                kit.text(words(Str::devices_message_rule), {.style = Style::caption, .ink = Ink::muted});
                kit.text(words(Str::devices_shows_say), {.style = Style::caption, .ink = Ink::muted});
            }
        });
    });
    if (kit.button("revoke", words(Str::devices_revoke),
                   {.kind = ButtonKind::danger, .full = true, .disabled = scene.state.view.shop.form.busy})) {
        scene.want(console::intent::AskShop{ShopAct::revoke});
    }
}

// --- stores and lanes

void draw_lanes(const Scene& scene, const api::StoreDetails& store) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.heading(2, words(Str::stores_lanes));
    if (store.lanes.empty()) {
        kit.text(words(Str::stores_lanes_none), {.ink = Ink::muted});
    } else {
        kit.list(words(Str::stores_lanes), [&] {
            for (const api::LaneDetails& lane : store.lanes) {
                if (kit.row(lane.id,
                            {.title = words.of(lane.title),
                             .detail = line_of_lane(words, lane.line),
                             .trailing = lane.in_use ? std::string_view{} : words(Str::stores_lane_out),
                             .icon = lane.in_use ? Icon::store : Icon::lock,
                             .pressable = true})) {
                    scene.want(console::intent::Open{{Screen::lane, lane.id}});
                }
            }
        });
    }
    if (kit.button("add_lane", words(Str::stores_lane_add), {.icon = Icon::plus, .full = true})) {
        scene.want(console::intent::Open{{Screen::new_lane, store.id}});
    }
}

void draw_store(const Scene& scene, const api::StoreDetails* store) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    if (scene.state.domain.session->role == api::Role::owner) {
        kit.card([&] {
            kit.form(words(Str::stores_title), [&] {
                draw_shop_title(scene, "title", words(Str::shop_name_zh), words(Str::shop_name_en));
                kit.text(words(Str::shop_name_rule), {.style = Style::caption, .ink = Ink::muted});
                draw_shop_field(scene, {.member = "zone",
                                        .label = words(Str::stores_zone),
                                        .rule = Str::stores_zone_rule,
                                        .rule_first = true});
                draw_shop_field(scene, {.member = "cut_minutes",
                                        .label = words(Str::stores_cut),
                                        .rule = Str::stores_cut_rule,
                                        .rule_first = true,
                                        .max_length = 5});
                draw_shop_toggle(scene, "linear_codes", Str::stores_linear, Str::stores_linear_say);
            });
        });
    } else if (store != nullptr) {
        draw_read_only(scene, Str::shop_read_only_owner);
        kit.card([&] {
            kit.key_value(words(Str::stores_zone), store->settings.zone);
            kit.key_value(words(Str::stores_cut), scene.state.view.shop.form.text("cut_minutes"));
        });
    }
    if (store != nullptr) {
        draw_lanes(scene, *store);
    }
}

void draw_lane(const Scene& scene, const api::LaneDetails* lane) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    constexpr std::array<std::string_view, 3> members{"", "group_buy", "general"};
    const std::array labels{words(Str::stores_line_all), words(Str::stores_line_group_buy),
                            words(Str::stores_line_general)};
    kit.card([&] {
        kit.form(words(Str::stores_lanes), [&] {
            draw_shop_title(scene, "title", words(Str::shop_name_zh), words(Str::shop_name_en));
            kit.text(words(Str::shop_name_rule), {.style = Style::caption, .ink = Ink::muted});
            kit.text(words(Str::stores_line), {.style = Style::caption_strong, .ink = Ink::muted});
            const auto now = std::ranges::find(members, scene.state.view.shop.form.text("line"));
            if (const auto to = kit.segments("line", words(Str::stores_line), labels,
                                             static_cast<std::size_t>(now - members.begin()))) {
                scene.want(console::intent::EditShop{"line", Secret{std::string{members.at(*to)}}});
            }
        });
    });
    if (lane != nullptr) {
        kit.card([&] { draw_switch(scene, Str::stores_in_use, Str::stores_in_use_say, lane->in_use, true); });
    }
}

// --- the whole shop

// What holds for everybody at every store.
void draw_settings(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const api::MerchantSettings& settings = scene.state.domain.shop.merchant.items.front();
    if (scene.state.domain.session->role != api::Role::owner) {
        draw_read_only(scene, Str::shop_read_only_owner);
        return kit.card([&] {
            kit.key_value(words(Str::settings_days), words.number(settings.customer_days));
            kit.key_value(words(Str::settings_automatic),
                          words(settings.automatic.value_or(false) ? Str::settings_on : Str::settings_off));
            const auto told = [&](Str label, const char* member) {
                kit.key_value(words(label), scene.state.view.shop.form.text(member));
            };
            told(Str::settings_alarm_first, "alarms.first_minutes");
            told(Str::settings_alarm_second, "alarms.second_minutes");
            told(Str::settings_success_aim, "success_aim");
            told(Str::settings_catering, "commission.catering");
            told(Str::settings_hotel, "commission.hotel");
            told(Str::settings_tourism, "commission.tourism");
        });
    }
    kit.card([&] {
        kit.form(words(Str::settings_title), [&] {
            draw_shop_title(scene, "title", words(Str::shop_name_zh), words(Str::shop_name_en));
            kit.text(words(Str::shop_name_rule), {.style = Style::caption, .ink = Ink::muted});
            draw_shop_toggle(scene, "automatic", Str::settings_automatic, Str::settings_automatic_say);
            draw_shop_field(scene, {.member = "customer_days",
                                    .label = words(Str::settings_days),
                                    .rule = Str::settings_days_rule,
                                    .rule_first = true,
                                    .kind = FieldKind::number,
                                    .max_length = 4});
            const auto number = [&](const char* member, Str label, Str rule) {
                draw_shop_field(scene, {.member = member,
                                        .label = words(label),
                                        .rule = rule,
                                        .kind = FieldKind::number,
                                        .max_length = 5});
            };
            kit.heading(2, words(Str::settings_waits));
            kit.text(words(Str::settings_waits_rule), {.style = Style::caption, .ink = Ink::muted});
            number("alarms.first_minutes", Str::settings_alarm_first, Str::settings_waits_rule);
            number("alarms.second_minutes", Str::settings_alarm_second, Str::settings_waits_rule);
            kit.heading(2, words(Str::settings_aims));
            kit.text(words(Str::settings_percent_rule), {.style = Style::caption, .ink = Ink::muted});
            number("success_aim", Str::settings_success_aim, Str::settings_percent_rule);
            number("commission.catering", Str::settings_catering, Str::settings_percent_rule);
            number("commission.hotel", Str::settings_hotel, Str::settings_percent_rule);
            number("commission.tourism", Str::settings_tourism, Str::settings_percent_rule);
        });
    });
}

// --- any of them

// Whether the list that it stands in was read, and why not.
std::pair<bool, Reason> known_of(const console::State& state) {
    const console::ShopData& shop = state.domain.shop;
    const auto tell = [](const auto& list) { return std::pair{list.known, list.problem}; };
    switch (state.view.route.screen) {
    case Screen::staff: return tell(shop.staff);
    case Screen::devices: return tell(shop.devices);
    case Screen::products: return tell(shop.products);
    case Screen::settings: return tell(shop.merchant);
    default: return tell(shop.stores);
    }
}

bool is_there(const console::State& state) {
    switch (state.view.route.screen) {
    case Screen::staff: return open_member(state) != nullptr;
    case Screen::devices: return open_device(state) != nullptr;
    case Screen::stores:
    case Screen::new_lane: return open_store(state) != nullptr;
    case Screen::lane: return console::find_lane(state.domain.shop, state.view.route.handle) != nullptr;
    case Screen::settings: return !state.domain.shop.merchant.items.empty();
    default: return open_product(state) != nullptr;
    }
}

// Adding somebody or something needs no list; a store only an owner adds.
bool may_be_shown(const console::State& state) {
    return is_there(state) || state.view.route.handle == console::new_handle;
}

void draw_missing(const Scene& scene) {
    const Words& words = scene.words;
    const auto [known, problem] = known_of(scene.state);
    if (!known && problem == Reason::none) {
        return scene.kit.loading(words(Str::shop_loading), 3);
    }
    if (scene.kit.state("missing", {.icon = known ? Icon::question : Icon::wifi_off,
                                    .title = words(known ? Str::shop_gone : Str::shop_failed),
                                    .say = words(known ? Str::shop_gone_say : Str::shop_failed_say),
                                    .action = known ? std::string_view{} : words(Str::shop_retry),
                                    .level = thing_title(scene.state, words).empty() ? 1 : 2,
                                    .live = Live::polite})) {
        scene.want(console::intent::Reload{});
    }
}

} // namespace

std::string thing_title(const console::State& state, const Words& words) {
    const bool is_new = state.view.route.handle == console::new_handle;
    switch (state.view.route.screen) {
    case Screen::staff: {
        const api::StaffMember* member = open_member(state);
        return member != nullptr ? member->settings.name : std::string{is_new ? words(Str::staff_add) : ""};
    }
    case Screen::devices: {
        const api::DeviceDetails* device = open_device(state);
        return device != nullptr ? device->name : std::string{};
    }
    case Screen::stores: {
        const api::StoreDetails* store = open_store(state);
        return store != nullptr ? words.of(store->settings.title)
                                : std::string{is_new ? words(Str::stores_add) : ""};
    }
    case Screen::new_lane: return std::string{words(Str::stores_lane_add)};
    case Screen::settings: return std::string{words(Str::settings_title)};
    case Screen::lane: {
        const api::LaneDetails* lane = console::find_lane(state.domain.shop, state.view.route.handle);
        return lane != nullptr ? words.of(lane->title) : std::string{};
    }
    default: {
        const api::ProductDetails* product = open_product(state);
        return product != nullptr ? words.of(product->settings.title)
                                  : std::string{is_new ? words(Str::products_add) : ""};
    }
    }
}

bool may_change_thing(const console::State& state) {
    const bool is_new = state.view.route.handle == console::new_handle;
    switch (state.view.route.screen) {
    case Screen::staff: return is_new || (open_member(state) != nullptr && open_member(state)->may_change);
    case Screen::devices: return open_device(state) != nullptr && !open_device(state)->revoked;
    case Screen::settings:
    case Screen::stores: return may_be_shown(state) && state.domain.session->role == api::Role::owner;
    case Screen::products:
        return is_new || (open_product(state) != nullptr && open_product(state)->may_change);
    default: return is_there(state);
    }
}

void draw_thing(const Scene& scene) {
    const console::State& state = scene.state;
    Kit& kit = scene.kit;
    // Also while it is read, where it is known: the keyboard stands at the page's heading from the start.
    if (const std::string title = thing_title(state, scene.words); !title.empty()) {
        kit.heading(1, title);
    }
    if (!may_be_shown(state)) {
        return draw_missing(scene);
    }
    switch (state.view.route.screen) {
    case Screen::staff: draw_member(scene, open_member(state)); break;
    case Screen::devices: draw_device(scene, *open_device(state)); break;
    case Screen::stores: draw_store(scene, open_store(state)); break;
    case Screen::lane:
        draw_lane(scene, console::find_lane(state.domain.shop, state.view.route.handle));
        break;
    case Screen::new_lane: draw_lane(scene, nullptr); break;
    case Screen::settings: draw_settings(scene); break;
    default: draw_product(scene, open_product(state)); break;
    }
}

std::string device_kind(const Words& words, const api::DeviceDetails& device) {
    const Str kind = device.purpose == "display" ? Str::devices_kind_display
                     : device.kind == "phone"    ? Str::devices_kind_phone
                     : device.kind == "tablet"   ? Str::devices_kind_tablet
                                                 : Str::devices_kind_desk;
    return std::string{words(kind)};
}

std::string device_people(const console::State& state, const Words& words, const std::string& device_id) {
    std::string people;
    for (const api::SessionItem& session : state.domain.shop.sessions) {
        if (session.device_id == device_id) {
            people = people.empty()
                         ? session.staff_name
                         : words.with<Str::format_listed, "first", "second">(people, session.staff_name);
        }
    }
    return people;
}

std::string device_seen(const console::State& state, const Words& words, const api::DeviceDetails& device) {
    if (!device.seen_at) {
        return std::string{words(Str::devices_seen_never)};
    }
    const std::int64_t ago = (console::platform_now(state) - *device.seen_at).count();
    return ago < now_for_ms ? std::string{words(Str::devices_seen_now)}
           : ago < hour_ms  ? words.with<Str::devices_seen_minutes, "n">(words.number(ago / minute_ms))
           : ago < day_ms   ? words.with<Str::devices_seen_hours, "n">(words.number(ago / hour_ms))
                            : words.with<Str::devices_seen_days, "n">(words.number(ago / day_ms));
}

const api::DeviceHead* device_head(const console::State& state, const std::string& device_id) {
    const auto& heads = state.domain.shop.heads;
    const auto found = std::ranges::find(heads, device_id, &api::DeviceHead::device_id);
    return found == heads.end() ? nullptr : &*found;
}

std::string store_names(const console::State& state, const Words& words,
                        const std::vector<std::string>& ids) {
    std::string names;
    for (const std::string& id : ids) {
        const api::StoreDetails* store = find(state.domain.shop.stores, id);
        if (store == nullptr || ids.size() > most_names) {
            return words.with<Str::shop_stores_n, "n">(words.number(static_cast<std::int64_t>(ids.size())));
        }
        const std::string& name = words.of(store->settings.title);
        names = names.empty() ? name : words.with<Str::format_listed, "first", "second">(names, name);
    }
    return names;
}

std::string_view line_of_lane(const Words& words, const std::optional<api::Line>& line) {
    return words(!line                           ? Str::stores_line_all
                 : *line == api::Line::group_buy ? Str::stores_line_group_buy
                                                 : Str::stores_line_general);
}

} // namespace hexiao::ui
