// What stands in each form of the shop, and the request that it becomes; see shop.h.
#include <algorithm>
#include <array>

#include "core/base/integer.h"
#include "core/base/width.h"
#include "core/console/shop_forms.h"
#include "core/insight/insight.h"

namespace hexiao::console {

namespace {

constexpr std::int64_t most_quantity = 9999, most_days = 3650, whole_day = 1440, most_percent = 100,
                       whole_share = 10'000, most_first_minutes = 240, most_second_minutes = 480;

// A name in one language serves both until somebody gives the other.
void put(Entries& to, const std::string& at, const api::Title& title) {
    to[at + ".zh"] = title.zh;
    to[at + ".en"] = title.en == title.zh ? std::string{} : title.en;
}

std::string joined(const std::vector<std::string>& ids) {
    std::string text;
    for (const std::string& id : ids) {
        text += (text.empty() ? "" : " ") + id;
    }
    return text;
}

std::string yes(bool on) { return on ? "1" : ""; }

// "04:00"
std::string clock_of(std::int64_t minutes) {
    const auto two = [](std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return two(minutes / 60) + ":" + two(minutes % 60);
}

std::optional<std::int64_t> minutes_of(std::string_view written) {
    const std::string ordinary = half_width(written);
    const std::string_view clock = ordinary;
    const std::size_t colon = clock.find(':');
    if (colon == std::string_view::npos || clock.size() != colon + 3) {
        return std::nullopt;
    }
    const auto hours = parse_integer(clock.substr(0, colon));
    const auto minutes = parse_integer(clock.substr(colon + 1));
    const bool right = hours && minutes && *hours >= 0 && *minutes >= 0 && *minutes < 60;
    const std::int64_t all = right ? *hours * 60 + *minutes : whole_day;
    return all < whole_day ? std::optional{all} : std::nullopt;
}

// "8", "8.5": of hundredths of a per cent.
std::string percent_of(std::int64_t share) {
    std::string text = std::to_string(share / 100);
    if (const std::int64_t rest = share % 100; rest != 0) {
        text += "." + std::to_string(rest / 10) + (rest % 10 == 0 ? "" : std::to_string(rest % 10));
    }
    return text;
}

std::string yuan_of(Money money) {
    std::string text = format_yuan(money);
    std::erase(text, ',');
    return text.substr(std::string_view{"¥"}.size());
}

// Reads a form, and notes the members that cannot be sent.
class Reading {
public:
    Reading(const ShopForm& form, std::set<std::string, std::less<>>& wrong) : form_(form), wrong_(wrong) {}

    std::string text(const std::string& at) {
        std::string text = form_.text(at);
        note(at, text.empty());
        return text;
    }
    api::Title title(const std::string& at) {
        const std::string& zh = form_.text(at + ".zh");
        const std::string& en = form_.text(at + ".en");
        note(at + ".zh", zh.empty() && en.empty());
        return {zh.empty() ? en : zh, en.empty() ? zh : en};
    }
    std::int64_t number(const std::string& at, std::int64_t least, std::int64_t most) {
        const auto number = parse_integer(half_width(form_.text(at)));
        note(at, !number || *number < least || *number > most);
        return number.value_or(least);
    }
    Money yuan(const std::string& at) {
        const auto money = parse_yuan(form_.text(at));
        note(at, !money);
        return money.value_or(Money{});
    }
    // In hundredths; at least `least` of them.
    std::int64_t percent(const std::string& at, std::int64_t least) {
        const auto share = parse_yuan(half_width(form_.text(at)));
        note(at, !share || share->fen < least || share->fen > whole_share);
        return share ? share->fen : least;
    }
    queue::Alarms alarms() {
        const queue::Alarms alarms{number("alarms.first_minutes", 1, most_first_minutes),
                                   number("alarms.second_minutes", 2, most_second_minutes)};
        note("alarms.second_minutes", alarms.second_minutes <= alarms.first_minutes);
        return alarms;
    }
    std::int64_t clock(const std::string& at) {
        const auto minutes = minutes_of(form_.text(at));
        note(at, !minutes);
        return minutes.value_or(0);
    }
    std::vector<std::string> stores(bool needed) {
        auto ids = split_ids(form_.text("store_ids"));
        note("store_ids", needed && ids.empty());
        return ids;
    }
    stock::Lines lines() {
        const stock::Lines lines{
            number("lines.warn_left", 0, stock::most), number("lines.warn_percent", 1, most_percent),
            number("lines.red_left", 0, stock::most), number("lines.red_percent", 1, most_percent)};
        const std::string_view misplaced = stock::misplaced(lines);
        note("lines." + std::string{misplaced}, !misplaced.empty());
        return lines;
    }
    bool is_on(const std::string& at) const { return !form_.text(at).empty(); }
    std::size_t count(std::string_view list) const { return count_items(form_.entries, list); }

private:
    void note(const std::string& at, bool wrong) {
        if (wrong) {
            wrong_.insert(at);
        }
    }
    const ShopForm& form_;
    std::set<std::string, std::less<>>& wrong_;
};

// --- people

Entries entries_of(const api::StaffSettings& settings) {
    return {{"name", settings.name},
            {"role", std::string{enum_names(settings.role)[static_cast<std::size_t>(settings.role)]}},
            {"store_ids", joined(settings.store_ids)}};
}

api::StaffSettings staff_of(Reading& form, const ShopForm& texts) {
    api::StaffSettings settings;
    settings.name = form.text("name");
    settings.role = role_of(texts.text("role"));
    const bool everywhere = settings.role == api::Role::owner;
    settings.store_ids = everywhere ? std::vector<std::string>{} : form.stores(true);
    return settings;
}

// --- devices

Entries entries_of(const api::DeviceDetails& device) {
    Entries out{{"name", device.name}};
    if (device.purpose == "display") {
        const api::DisplayContent content = device.display.value_or(api::DisplayContent{});
        out["display.queue"] = yes(content.queue);
        out["display.progress"] = yes(content.progress);
        out["display.offers"] = yes(content.offers);
        out["display.spoken"] = yes(content.spoken);
        put(out, "display.message", content.message.value_or(api::Title{}));
    }
    return out;
}

api::DeviceSettings device_of(Reading& form, const ShopForm& texts) {
    api::DeviceSettings settings;
    settings.name = form.text("name");
    if (texts.entries.contains("display.queue")) {
        api::DisplayContent content;
        content.queue = form.is_on("display.queue");
        content.progress = form.is_on("display.progress");
        content.offers = form.is_on("display.offers");
        content.spoken = form.is_on("display.spoken");
        if (form.is_on("display.message.zh") || form.is_on("display.message.en")) {
            content.message = form.title("display.message");
        }
        settings.display = content;
    }
    return settings;
}

// --- stores and lanes

Entries entries_of(const api::StoreSettings& settings) {
    Entries out{{"zone", settings.zone},
                {"cut_minutes", clock_of(settings.cut_minutes)},
                {"linear_codes", yes(settings.linear_codes.value_or(false))}};
    put(out, "title", settings.title);
    return out;
}

api::StoreSettings store_of(Reading& form) {
    return {form.title("title"), form.text("zone"), form.clock("cut_minutes"), form.is_on("linear_codes")};
}

Entries entries_of(const api::LaneSettings& settings) {
    const auto line = static_cast<std::size_t>(settings.line.value_or(api::Line::other));
    Entries out{{"line", settings.line ? std::string{enum_names(api::Line{})[line]} : std::string{}}};
    put(out, "title", settings.title);
    return out;
}

api::LaneSettings lane_of(Reading& form, const ShopForm& texts) {
    api::LaneSettings settings{form.title("title"), {}};
    const auto named = std::ranges::find(enum_names(api::Line{}), texts.text("line"));
    if (named != enum_names(api::Line{}).end()) {
        settings.line = static_cast<api::Line>(named - enum_names(api::Line{}).begin());
    }
    return settings;
}

// --- products

Entries entries_of(const api::ProductSettings& settings) {
    const stock::Lines lines = settings.lines.value_or(stock::Lines{});
    Entries out{{"price_fen", yuan_of(settings.price)},
                {"valid_days", std::to_string(settings.valid_days)},
                {"uses", std::to_string(settings.uses)},
                {"stock_total", std::to_string(settings.stock_total)},
                {"lines.warn_left", std::to_string(lines.warn_left)},
                {"lines.warn_percent", std::to_string(lines.warn_percent)},
                {"lines.red_left", std::to_string(lines.red_left)},
                {"lines.red_percent", std::to_string(lines.red_percent)},
                {"store_ids", joined(settings.store_ids)}};
    put(out, "title", settings.title);
    put(out, "category", settings.category);
    for (std::size_t i = 0; i < settings.contents.size(); ++i) {
        put(out, item_path("contents", i) + ".title", settings.contents[i].title);
        out[item_path("contents", i) + ".quantity"] = std::to_string(settings.contents[i].quantity);
    }
    for (std::size_t i = 0; i < settings.conditions.size(); ++i) {
        put(out, item_path("conditions", i), settings.conditions[i]);
    }
    return out;
}

api::ProductSettings product_of(Reading& form) {
    api::ProductSettings settings;
    settings.title = form.title("title");
    settings.category = form.title("category");
    settings.price = form.yuan("price_fen");
    for (std::size_t i = 0; i < form.count("contents"); ++i) {
        const std::string at = item_path("contents", i);
        settings.contents.push_back(
            {form.title(at + ".title"), form.number(at + ".quantity", 1, most_quantity)});
    }
    for (std::size_t i = 0; i < form.count("conditions"); ++i) {
        settings.conditions.push_back(form.title(item_path("conditions", i)));
    }
    settings.valid_days = form.number("valid_days", 1, most_days);
    settings.uses = form.number("uses", 1, most_quantity);
    settings.store_ids = form.stores(true);
    settings.stock_total = form.number("stock_total", 0, stock::most);
    settings.lines = form.lines();
    return settings;
}

// --- the merchant

Entries entries_of(const api::MerchantSettings& settings) {
    const queue::Alarms alarms = settings.alarms.value_or(queue::Alarms{});
    const settlement::Rates rates = settings.commission.value_or(settlement::Rates{});
    Entries out{{"customer_days", std::to_string(settings.customer_days)},
                {"automatic", yes(settings.automatic.value_or(false))},
                {"alarms.first_minutes", std::to_string(alarms.first_minutes)},
                {"alarms.second_minutes", std::to_string(alarms.second_minutes)},
                {"success_aim", percent_of(settings.success_aim.value_or(insight::success_aim))},
                {"commission.catering", percent_of(rates.catering)},
                {"commission.hotel", percent_of(rates.hotel)},
                {"commission.tourism", percent_of(rates.tourism)}};
    put(out, "title", settings.title);
    return out;
}

api::MerchantSettings merchant_of(Reading& form) {
    return {form.title("title"),
            form.number("customer_days", 1, most_days),
            form.is_on("automatic"),
            form.alarms(),
            form.percent("success_aim", 1),
            settlement::Rates{form.percent("commission.catering", 0), form.percent("commission.hotel", 0),
                              form.percent("commission.tourism", 0)}};
}

// What a form for something new begins with.
Entries fresh(const State& state) {
    const std::string& here = state.domain.session->store_id;
    switch (state.view.route.screen) {
    case Screen::staff: {
        Entries out = entries_of(api::StaffSettings{{}, api::Role::cashier, {here}});
        out["account"] = {};
        return out;
    }
    case Screen::stores:
        return entries_of(api::StoreSettings{{}, std::string{default_zone}, DayRule{}.cut_minutes, false});
    case Screen::new_lane: return entries_of(api::LaneSettings{});
    default: {
        api::ProductSettings settings;
        settings.store_ids = {here};
        settings.contents.resize(1);
        Entries out = entries_of(settings);
        out["price_fen"] = out["stock_total"] = {}; // nobody gives anything away by forgetting
        return out;
    }
    }
}

template <class Item>
std::optional<Entries> settings_in(const std::vector<Item>& items, const std::string& id) {
    const auto found = std::ranges::find(items, id, &Item::id);
    return found == items.end() ? std::nullopt : std::optional{entries_of(found->settings)};
}

} // namespace

api::Role role_of(std::string_view name) noexcept {
    const auto names = enum_names(api::Role{});
    const auto found = std::ranges::find(names, name);
    return found == names.end() ? api::Role::other : static_cast<api::Role>(found - names.begin());
}

bool opens_thing(const Route& route) noexcept {
    return is_of_shop(route.screen) && (!route.handle.empty() || route.screen == Screen::settings);
}

bool makes_new(const Route& route) noexcept {
    return route.screen == Screen::new_lane || route.handle == new_handle;
}

const api::LaneDetails* find_lane(const ShopData& shop, std::string_view id) noexcept {
    for (const api::StoreDetails& store : shop.stores.items) {
        const auto found = std::ranges::find(store.lanes, id, &api::LaneDetails::id);
        if (found != store.lanes.end()) {
            return &*found;
        }
    }
    return nullptr;
}

const api::StoreDetails* store_of_lane(const ShopData& shop, std::string_view id) noexcept {
    for (const api::StoreDetails& store : shop.stores.items) {
        if (std::ranges::find(store.lanes, id, &api::LaneDetails::id) != store.lanes.end()) {
            return &store;
        }
    }
    return nullptr;
}

std::optional<Entries> entries_now(const State& state) {
    const ShopData& shop = state.domain.shop;
    const Route& route = state.view.route;
    if (makes_new(route)) {
        return fresh(state);
    }
    switch (route.screen) {
    case Screen::staff: return settings_in(shop.staff.items, route.handle);
    case Screen::stores: return settings_in(shop.stores.items, route.handle);
    case Screen::products: return settings_in(shop.products.items, route.handle);
    case Screen::devices: {
        const auto& all = shop.devices.items;
        const auto found = std::ranges::find(all, route.handle, &api::DeviceDetails::id);
        return found == all.end() ? std::nullopt : std::optional{entries_of(*found)};
    }
    case Screen::settings:
        return shop.merchant.items.empty() ? std::nullopt
                                           : std::optional{entries_of(shop.merchant.items.front())};
    case Screen::lane: {
        const api::LaneDetails* lane = find_lane(shop, route.handle);
        return lane == nullptr ? std::nullopt
                               : std::optional{entries_of(api::LaneSettings{lane->title, lane->line})};
    }
    default: return std::nullopt;
    }
}

ShopRequest request_of(const Route& route, const ShopForm& form, std::set<std::string, std::less<>>& wrong) {
    Reading reading{form, wrong};
    const bool adds = makes_new(route);
    const auto to = [&](const std::string& path, std::string body) {
        return ShopRequest{adds ? "POST" : "PUT", adds ? path : path + "/" + route.handle, std::move(body)};
    };
    switch (route.screen) {
    case Screen::staff: {
        const api::StaffSettings settings = staff_of(reading, form);
        if (!adds) {
            return to("/api/v1/staff", wire::write(settings));
        }
        api::NewStaff wanted{reading.text("account"), settings, {}};
        if (!form.password.empty()) {
            wanted.password = form.password;
        }
        return to("/api/v1/staff", wire::write(wanted));
    }
    case Screen::devices: return to("/api/v1/devices", wire::write(device_of(reading, form)));
    case Screen::stores: return to("/api/v1/stores", wire::write(store_of(reading)));
    case Screen::settings: return {"PUT", "/api/v1/merchant", wire::write(merchant_of(reading))};
    case Screen::lane: return to("/api/v1/lanes", wire::write(lane_of(reading, form)));
    case Screen::new_lane:
        return to("/api/v1/stores/" + route.handle + "/lanes", wire::write(lane_of(reading, form)));
    default: return to("/api/v1/products", wire::write(product_of(reading)));
    }
}

} // namespace hexiao::console
