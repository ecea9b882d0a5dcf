// Routes and look-ups; see console.h.
#include "core/console/console.h"

#include <algorithm>

namespace hexiao::console {

Route parse_route(std::string_view path) {
    path = path.substr(0, path.find_first_of("?#"));
    if (path == "/signin") {
        return {Screen::sign_in, {}};
    }
    if (path == "/today") {
        return {Screen::today, {}};
    }
    if (path == "/place") {
        return {Screen::place, {}};
    }
    constexpr std::string_view counter = "/counter/";
    if (path.starts_with(counter) && is_uuid(path.substr(counter.size()))) {
        return {Screen::card, std::string{path.substr(counter.size())}};
    }
    return {Screen::counter, {}};
}

std::string format_route(const Route& route) {
    switch (route.screen) {
    case Screen::sign_in: return "/signin";
    case Screen::today: return "/today";
    case Screen::place: return "/place";
    case Screen::card: return "/counter/" + route.handle;
    case Screen::counter: break;
    }
    return "/counter";
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
