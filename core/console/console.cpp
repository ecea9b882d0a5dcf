// Routes and look-ups; see console.h.
#include "core/console/console.h"

#include <algorithm>
#include <array>

#include "core/api/endpoints.h"
#include "core/redemption/undo.h"

namespace hexiao::console {

namespace {

struct Address {
    Screen screen;
    std::string_view path;
};
// The counter last: it is where unknown paths lead.
constexpr std::array addresses{Address{Screen::sign_in, "/signin"},
                               Address{Screen::today, "/today"},
                               Address{Screen::queue, "/queue"},
                               Address{Screen::display, "/display"},
                               Address{Screen::vouchers, "/vouchers"},
                               Address{Screen::sell, "/vouchers/new"},
                               Address{Screen::days, "/days"},
                               Address{Screen::place, "/place"},
                               Address{Screen::me, "/me"},
                               Address{Screen::invite, "/devices/new"},
                               Address{Screen::keys, "/keys"},
                               Address{Screen::shop, "/shop"},
                               Address{Screen::staff, "/shop/staff"},
                               Address{Screen::devices, "/shop/devices"},
                               Address{Screen::stores, "/shop/stores"},
                               Address{Screen::products, "/shop/products"},
                               Address{Screen::settings, "/shop/settings"},
                               Address{Screen::setup, "/setup"},
                               Address{Screen::reset, "/reset"},
                               Address{Screen::pair, "/pair"},
                               Address{Screen::debug, "/debug"},
                               Address{Screen::gallery, "/gallery"},
                               Address{Screen::counter, "/counter"}};
// These go on with a handle.
constexpr std::array opened{Address{Screen::card, "/counter/"},
                            Address{Screen::redemption, "/redemptions/"},
                            Address{Screen::undo, "/redemptions/undo/"},
                            Address{Screen::today, "/today/"},
                            Address{Screen::take_over, "/me/"},
                            Address{Screen::invited, "/devices/"},
                            Address{Screen::voucher, "/vouchers/"},
                            Address{Screen::revoke, "/vouchers/revoke/"},
                            Address{Screen::day, "/days/"},
                            Address{Screen::staff, "/shop/staff/"},
                            Address{Screen::devices, "/shop/devices/"},
                            Address{Screen::stores, "/shop/stores/"},
                            Address{Screen::lane, "/shop/lanes/"},
                            Address{Screen::new_lane, "/shop/lanes/new/"},
                            Address{Screen::products, "/shop/products/"}};

bool may_be_new(Screen screen) noexcept {
    return screen == Screen::staff || screen == Screen::stores || screen == Screen::products;
}

bool names(Screen screen, std::string_view handle) noexcept {
    if (screen == Screen::day) {
        const std::size_t slash = handle.find('/');
        return slash != std::string_view::npos && is_uuid(handle.substr(0, slash)) &&
               parse_day(handle.substr(slash + 1)).has_value();
    }
    if (screen == Screen::today) {
        return is_of_today(handle);
    }
    return is_uuid(handle) || (handle == new_handle && may_be_new(screen));
}

} // namespace

bool is_link(Screen screen) noexcept {
    return screen == Screen::setup || screen == Screen::reset || screen == Screen::pair ||
           screen == Screen::debug;
}

Route parse_route(std::string_view path) {
    path = path.substr(0, path.find_first_of("?#"));
    if (const auto found = std::ranges::find(addresses, path, &Address::path); found != addresses.end()) {
        return {found->screen, {}};
    }
    for (const Address& thing : opened) {
        if (path.starts_with(thing.path) && names(thing.screen, path.substr(thing.path.size()))) {
            return {thing.screen, std::string{path.substr(thing.path.size())}};
        }
    }
    return {Screen::counter, {}};
}

std::string format_route(const Route& route) {
    const auto place = std::ranges::find(addresses, route.screen, &Address::screen);
    if (route.handle.empty() && place != addresses.end()) {
        return std::string{place->path};
    }
    const auto thing = std::ranges::find(opened, route.screen, &Address::screen);
    return thing != opened.end() ? std::string{thing->path} + route.handle : std::string{place->path};
}

Route above(const Route& route) {
    switch (route.screen) {
    case Screen::take_over:
    case Screen::invite:
    case Screen::invited: return {Screen::me, {}};
    case Screen::redemption:
    case Screen::undo: return {Screen::today, {}};
    case Screen::today:
        if (parse_ordered(route.handle)) {
            return {Screen::today, std::string{success_handle}};
        }
        return {route.handle.empty() ? Screen::counter : Screen::today, {}};
    case Screen::vouchers:
    case Screen::days:
    case Screen::settings: return {Screen::shop, {}};
    case Screen::voucher:
    case Screen::sell: return {Screen::vouchers, {}};
    case Screen::revoke: return {Screen::voucher, route.handle};
    case Screen::day: return {Screen::days, {}};
    case Screen::staff:
    case Screen::devices:
    case Screen::stores:
    case Screen::products: return {route.handle.empty() ? Screen::shop : route.screen, {}};
    case Screen::new_lane: return {Screen::stores, route.handle};
    case Screen::lane: return {Screen::stores, {}};
    default: return {Screen::counter, {}};
    }
}

bool may_update(const State& state) noexcept {
    // What is told late and was not read yet is nowhere else, but for what has a key; and an answer that may
    // contradict another is still to come.
    const bool unread = std::ranges::any_of(state.domain.late, &std::string::empty, &Verdict::key);
    return !unread && state.domain.settled.empty() &&
           left_to_people(state) == state.domain.pending.size() + state.domain.unreadable.size() &&
           std::holds_alternative<Waiting>(state.view.counter.step);
}

std::size_t left_to_people(const State& state) noexcept {
    const auto waits = [&](const auto& one) {
        return one.second.aside ||
               (state.domain.session && state.domain.session->staff_id != one.second.row.staff_id);
    };
    return state.domain.unreadable.size() +
           static_cast<std::size_t>(std::ranges::count_if(state.domain.pending, waits));
}

const api::Store* find_store(const State& state, std::string_view id) noexcept {
    if (!state.domain.session) {
        return nullptr;
    }
    const auto& stores = state.domain.session->stores;
    const auto found = std::ranges::find(stores, id, &api::Store::id);
    return found == stores.end() ? nullptr : &*found;
}

const api::Store* current_store(const State& state) noexcept {
    return state.domain.session ? find_store(state, state.domain.session->store_id) : nullptr;
}

const api::Lane* current_lane(const State& state) noexcept {
    const api::Store* store = current_store(state);
    if (store == nullptr || !state.domain.session->lane_id) {
        return nullptr;
    }
    const auto found = std::ranges::find(store->lanes, *state.domain.session->lane_id, &api::Lane::id);
    return found == store->lanes.end() ? nullptr : &*found;
}

const api::Redemption* find_redemption(const State& state, std::string_view id) noexcept {
    if (const auto& today = state.domain.today) {
        const auto found = std::ranges::find(today->recent, id, &api::Redemption::id);
        if (found != today->recent.end()) {
            return &*found;
        }
    }
    const auto& figures = state.view.figures;
    if (figures.one && figures.one->redemption.id == id) {
        return &figures.one->redemption;
    }
    if (figures.found) {
        const auto found = std::ranges::find(
            *figures.found, id, [](const auto& one) -> const std::string& { return one.redemption.id; });
        if (found != figures.found->end()) {
            return &found->redemption;
        }
    }
    const auto* verdict = std::get_if<Verdict>(&state.view.counter.step);
    const bool shown = verdict != nullptr && verdict->redemption && verdict->redemption->id == id;
    return shown ? &*verdict->redemption : nullptr;
}

Reason may_undo(const State& state, const api::Redemption& redemption) noexcept {
    const auto& session = state.domain.session;
    if (!session || !api::is_in(api::counter_staff, session->role)) {
        return Reason::forbidden;
    }
    if (redemption.undone) {
        return Reason::none;
    }
    // Whether its voucher was taken back meanwhile only the platform knows.
    const UndoFacts facts{redemption.at, redemption.staff_id == session->staff_id, false,
                          VoucherState::active};
    return check_undo(facts, api::is_in(api::managers, session->role), state.now + state.domain.ahead);
}

} // namespace hexiao::console
