// Closed days; see days.h. A day is counted by the platform: closing one that is written down already changes
// nothing, or makes its next version.
#include <algorithm>

#include "core/console/turn.h"

namespace hexiao::console {

namespace {

std::string closed_days_of(const std::string& store_id) {
    return "/api/v1/stores/" + store_id + "/closed_days";
}

} // namespace

std::optional<ClosedDayRoute> closed_day_route(const Route& route) {
    if (route.screen != Screen::day) {
        return std::nullopt;
    }
    const std::size_t slash = route.handle.find('/');
    return ClosedDayRoute{route.handle.substr(0, slash), route.handle.substr(slash + 1)};
}

std::vector<BusinessDay> days_to_close(const State& state) {
    std::vector<BusinessDay> open;
    const auto& today = state.domain.today;
    const auto& closed = state.view.days.closed;
    const auto at = today ? parse_day(today->business_day) : std::nullopt;
    if (!at || !closed) {
        return open;
    }
    for (int back = 1; back <= days_offered; ++back) {
        const BusinessDay day{at->days - back};
        // What lies before the end of a page that was not asked for is not known.
        const bool beyond = state.view.days.more && format_day(day) <= closed->back().business_day;
        if (beyond) {
            break;
        }
        if (std::ranges::find(*closed, format_day(day), &api::ClosedDayItem::business_day) == closed->end()) {
            open.push_back(day);
        }
    }
    return open;
}

void Turn::enter_days() {
    DaysView& view = state_.view.days;
    view.close_asked = {};
    if (state_.view.route.screen == Screen::days) {
        view.closed.reset();
        view.more.reset();
        std::erase_if(state_.asked, [](const auto& asked) { return asked.second.what == Ask::closed_days; });
        ask_days();
    } else if (state_.view.route.screen == Screen::day) {
        view.day.reset();
        view.not_closed = false;
        ask_day();
    }
}

void Turn::ask_days() {
    DaysView& view = state_.view.days;
    view.list_asked = {.busy = true, .problem = Reason::none};
    fetch(Ask::closed_days, "GET",
          closed_days_of(state_.domain.session->store_id) + (view.more ? "?after=" + *view.more : ""));
}

void Turn::ask_day() {
    const auto which = closed_day_route(state_.view.route);
    state_.view.days.day_asked = {.busy = true, .problem = Reason::none};
    fetch(Ask::closed_day, "GET", closed_days_of(which->store_id) + "/" + which->day).key =
        state_.view.route.handle;
}

void Turn::want(const intent::MoreDays& /*more*/) {
    if (state_.view.days.more && !state_.view.days.list_asked.busy) {
        ask_days();
    }
}

void Turn::want(const intent::OpenDay& open) {
    show({Screen::day, state_.domain.session->store_id + "/" + open.day}, false);
}

void Turn::want(const intent::CloseDay& /*close*/) {
    const auto which = closed_day_route(state_.view.route);
    Asking& asked = state_.view.days.close_asked;
    if (which && !asked.busy) {
        asked = {.busy = true, .problem = Reason::none};
        fetch(Ask::close_day, "PUT", closed_days_of(which->store_id) + "/" + which->day,
              wire::write(api::CloseDay{}))
            .key = state_.view.route.handle;
    }
}

void Turn::want(const intent::DownloadDay& /*download*/) {
    const auto& running = state_.view.figures.figures;
    if (const auto which = closed_day_route(state_.view.route); which && state_.view.days.day) {
        emit(effect::Download{closed_days_of(which->store_id) + "/" + which->day + "/csv"});
    } else if (state_.view.route.screen == Screen::today && running) {
        emit(effect::Download{"/api/v1/stores/" + running->store_id + "/days/" + running->business_day +
                              "/csv"});
    }
}

void Turn::want(const intent::PrintDay& /*print*/) {
    const bool runs = state_.view.route.screen == Screen::today;
    const auto& running = state_.view.figures.figures;
    auto day = runs ? std::nullopt : state_.view.days.day;
    if (runs && running) {
        day = api::ClosedDay{running->store_id, running->business_day, 1, running->server_time, {},
                             running->totals};
    }
    const api::Store* store = day ? find_store(state_, day->store_id) : nullptr;
    if (store != nullptr) {
        emit(effect::PrintDay{*day, *store, state_.view.preferences.language, runs});
    }
}

bool Turn::days_answered(Ask what, const std::string& key, const outbox::HttpAnswer& answer) {
    DaysView& view = state_.view.days;
    if (what == Ask::closed_days) {
        auto page = read_answer<api::ClosedDayPage>(answer);
        view.list_asked = {.busy = false, .problem = page ? Reason::none : refusal(page.error())};
        if (page) {
            auto& closed = view.closed ? *view.closed : view.closed.emplace();
            std::ranges::move(page->items, std::back_inserter(closed));
            view.more = page->next;
        }
        return true;
    }
    if (what != Ask::closed_day && what != Ask::close_day) {
        return false;
    }
    if (key != state_.view.route.handle) {
        return true; // of a day that was left
    }
    auto day = read_answer<api::ClosedDay>(answer);
    Asking& asked = what == Ask::close_day ? view.close_asked : view.day_asked;
    asked = {};
    if (day) {
        view.day = std::move(*day);
        view.not_closed = false;
    } else if (what == Ask::closed_day && day.error().reason == Reason::not_found &&
               day.error().field == "business_day") {
        view.not_closed = true;
    } else {
        asked.problem = refusal(day.error());
    }
    return true;
}

} // namespace hexiao::console
