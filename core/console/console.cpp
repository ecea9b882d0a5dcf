// Routes and look-ups; see console.h.
#include "core/console/console.h"

#include <algorithm>
#include <array>

namespace hexiao::console {

namespace {

struct Address {
    Screen screen;
    std::string_view path;
};
// The counter last: it is where unknown paths lead.
constexpr std::array addresses{Address{Screen::sign_in, "/signin"},     Address{Screen::today, "/today"},
                               Address{Screen::place, "/place"},        Address{Screen::me, "/me"},
                               Address{Screen::invite, "/devices/new"}, Address{Screen::keys, "/keys"},
                               Address{Screen::setup, "/setup"},        Address{Screen::reset, "/reset"},
                               Address{Screen::pair, "/pair"},          Address{Screen::debug, "/debug"},
                               Address{Screen::counter, "/counter"}};
// These go on with a handle.
constexpr std::array opened{Address{Screen::card, "/counter/"}, Address{Screen::take_over, "/me/"},
                            Address{Screen::invited, "/devices/"}};

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
        if (path.starts_with(thing.path) && is_uuid(path.substr(thing.path.size()))) {
            return {thing.screen, std::string{path.substr(thing.path.size())}};
        }
    }
    return {Screen::counter, {}};
}

std::string format_route(const Route& route) {
    if (const auto thing = std::ranges::find(opened, route.screen, &Address::screen); thing != opened.end()) {
        return std::string{thing->path} + route.handle;
    }
    return std::string{std::ranges::find(addresses, route.screen, &Address::screen)->path};
}

Screen above(Screen screen) noexcept {
    const bool of_me = screen == Screen::take_over || screen == Screen::invite || screen == Screen::invited;
    return of_me ? Screen::me : Screen::counter;
}

const api::Store* current_store(const State& state) noexcept {
    if (!state.domain.session) {
        return nullptr;
    }
    const auto& stores = state.domain.session->stores;
    const auto found = std::ranges::find(stores, state.domain.session->store_id, &api::Store::id);
    return found == stores.end() ? nullptr : &*found;
}

const api::Named* current_lane(const State& state) noexcept {
    const api::Store* store = current_store(state);
    if (store == nullptr || !state.domain.session->lane_id) {
        return nullptr;
    }
    const auto found = std::ranges::find(store->lanes, *state.domain.session->lane_id, &api::Named::id);
    return found == store->lanes.end() ? nullptr : &*found;
}

} // namespace hexiao::console
