// Today in figures; see figures.h.
#include "core/console/figures.h"

#include <algorithm>
#include <array>

#include "core/base/integer.h"
#include "core/console/turn.h"
#include "core/insight/insight.h"

namespace hexiao::console {

namespace {

// What happens meanwhile is asked for together.
constexpr Milliseconds figures_pause{1000};

constexpr std::array plain_handles{definitions_handle, success_handle, settlement_handle,
                                   waits_handle,       alerts_handle,  redemptions_handle};

template <class E>
std::optional<E> word_of(std::string_view text) {
    const auto names = enum_names(E{});
    const auto found = std::find(names.begin() + 1, names.end(), text); // the first is `other`
    return found == names.end() ? std::nullopt : std::optional{static_cast<E>(found - names.begin())};
}

bool set_id(std::optional<std::string>& member, std::string_view value) {
    const bool good = !member && is_uuid(value);
    member = value;
    return good;
}

// Sets one member of a filter, once. False for what is none.
bool set(api::FindRedemptions& filter, std::string_view name, std::string_view value) {
    if (name == "product") {
        return set_id(filter.product_id, value);
    }
    if (name == "category") {
        return set_id(filter.category_of, value);
    }
    if (name == "staff") {
        return set_id(filter.staff_id, value);
    }
    if (name == "lane") {
        return set_id(filter.lane_id, value);
    }
    if (name == "channel" && !filter.channel) {
        filter.channel = word_of<Channel>(value);
        return filter.channel.has_value();
    }
    if (name == "state" && !filter.state) {
        filter.state = word_of<api::RedemptionState>(value);
        return filter.state.has_value();
    }
    if (name == "hour" && !filter.hour) {
        filter.hour = parse_integer(value);
        return filter.hour && *filter.hour >= 0 && *filter.hour < insight::hours_of_day;
    }
    return false;
}

bool set(OrderedFilter& filter, std::string_view name, std::string_view value) {
    if (name == "product") {
        return set_id(filter.product_id, value);
    }
    const bool good = name == "redeemed" && !filter.redeemed && (value == "yes" || value == "no");
    filter.redeemed = value == "yes";
    return good;
}

// "base" or "base/name:value,name:value".
template <class Filter>
std::optional<Filter> parse(std::string_view base, std::string_view handle) {
    Filter filter;
    if (handle == base) {
        return filter;
    }
    if (!handle.starts_with(base) || !handle.substr(base.size()).starts_with('/')) {
        return std::nullopt;
    }
    handle.remove_prefix(base.size() + 1);
    for (;;) {
        const std::string_view part = handle.substr(0, handle.find(','));
        const std::size_t colon = part.find(':');
        if (colon == std::string_view::npos || !set(filter, part.substr(0, colon), part.substr(colon + 1))) {
            return std::nullopt;
        }
        if (part.size() == handle.size()) {
            return filter;
        }
        handle.remove_prefix(part.size() + 1);
    }
}

void add(std::string& handle, std::string_view name, const std::optional<std::string>& value) {
    if (value) {
        handle += handle.find('/') == std::string::npos ? '/' : ',';
        handle.append(name).append(":").append(*value);
    }
}

bool is_list(const Route& route) {
    return route.screen == Screen::today && route.handle.starts_with(redemptions_handle);
}

// Takes a page of a list: a further one goes behind what is shown; the first one, read again, keeps what was
// shown behind it, unless so much happened that a piece is missing between.
template <class Item, class Page, class Id>
void take_page(std::optional<std::vector<Item>>& shown, std::optional<std::string>& more, bool further,
               Page page, Id id) {
    auto known = std::move(shown).value_or(std::vector<Item>{});
    if (further) {
        std::ranges::move(page.items, std::back_inserter(known));
        shown = std::move(known);
        more = std::move(page.next);
        return;
    }
    const auto last = page.items.empty() ? known.end() : std::ranges::find(known, id(page.items.back()), id);
    if (page.next && last != known.end()) {
        std::move(last + 1, known.end(), std::back_inserter(page.items));
    } else {
        more = std::move(page.next);
    }
    shown = std::move(page.items);
}

} // namespace

std::string format_filter(const api::FindRedemptions& filter) {
    std::string handle{redemptions_handle};
    const auto word = [](auto value) {
        return value ? std::optional{std::string{enum_names(*value)[static_cast<std::size_t>(*value)]}}
                     : std::nullopt;
    };
    add(handle, "product", filter.product_id);
    add(handle, "category", filter.category_of);
    add(handle, "channel", word(filter.channel));
    add(handle, "staff", filter.staff_id);
    add(handle, "lane", filter.lane_id);
    add(handle, "state", word(filter.state));
    add(handle, "hour", filter.hour ? std::optional{std::to_string(*filter.hour)} : std::nullopt);
    return handle;
}

std::optional<api::FindRedemptions> parse_filter(std::string_view handle) {
    return parse<api::FindRedemptions>(redemptions_handle, handle);
}

std::string format_ordered(const OrderedFilter& filter) {
    std::string handle{ordered_handle};
    add(handle, "product", filter.product_id);
    add(handle, "redeemed",
        filter.redeemed ? std::optional<std::string>{*filter.redeemed ? "yes" : "no"} : std::nullopt);
    return handle;
}

std::optional<OrderedFilter> parse_ordered(std::string_view handle) {
    return parse<OrderedFilter>(ordered_handle, handle);
}

bool is_of_today(std::string_view handle) {
    return std::ranges::find(plain_handles, handle) != plain_handles.end() || parse_filter(handle) ||
           parse_ordered(handle);
}

// --- what is asked for

void Turn::enter_figures() {
    const Route& route = state_.view.route;
    FiguresView& view = figures();
    view.seen_asked = {};
    if (route.screen == Screen::redemption) {
        if (!view.one || view.one->redemption.id != route.handle) {
            view.one.reset();
        }
        ask_redemption();
    } else if (route.screen == Screen::today) {
        if (is_list(route) && view.listed != route.handle) {
            view.listed = route.handle;
            view.found.reset();
            view.more.reset();
        }
        if (parse_ordered(route.handle) && view.listed_ordered != route.handle) {
            view.listed_ordered = route.handle;
            view.ordered.reset();
            view.more_ordered.reset();
        }
        ask_figures();
    }
}

// All that is shown; what is on its way tells less than what is asked for now.
void Turn::ask_figures() {
    const auto& today = state_.domain.today;
    const Route& route = state_.view.route;
    FiguresView& view = figures();
    if (!today || !is_manager() || route.screen != Screen::today) {
        return; // the snapshot asks
    }
    const std::string store = "/api/v1/stores/" + today->store_id;
    drop(Ask::figures);
    view.asked.busy = true;
    fetch(Ask::figures, "GET", store + "/days/" + today->business_day + "/figures");
    if (is_list(route)) {
        ask_found({});
    } else if (route.handle == waits_handle) {
        ask_waits({});
    }
}

void Turn::ask_found(const std::optional<std::string>& after) {
    const auto& today = state_.domain.today;
    auto filter = parse_filter(state_.view.route.handle);
    if (!today || !filter) {
        return;
    }
    filter->business_day = today->business_day;
    filter->after = after;
    drop(Ask::found);
    figures().found_asked = {.busy = true, .problem = Reason::none};
    fetch(Ask::found, "POST", "/api/v1/stores/" + today->store_id + "/redemptions/find", wire::write(*filter))
        .key = after.value_or(std::string{});
}

// Of the same time as the figure is: once that is known.
void Turn::ask_ordered(const std::string& after) {
    const auto filter = parse_ordered(state_.view.route.handle);
    const auto& told = figures().figures;
    if (!filter || !told) {
        return;
    }
    api::FindOrdered wanted{
        told->success.from, told->success.until, filter->product_id, filter->redeemed, {}};
    if (!after.empty()) {
        wanted.after = after;
    }
    drop(Ask::ordered);
    figures().ordered_asked = {.busy = true, .problem = Reason::none};
    fetch(Ask::ordered, "POST", "/api/v1/stores/" + told->store_id + "/ordered/find", wire::write(wanted))
        .key = after;
}

void Turn::ask_waits(const std::string& after) {
    const auto& today = state_.domain.today;
    drop(Ask::waits);
    figures().waited_asked = {.busy = true, .problem = Reason::none};
    fetch(Ask::waits, "GET",
          "/api/v1/stores/" + today->store_id + "/days/" + today->business_day + "/waits" +
              (after.empty() ? "" : "?after=" + after))
        .key = after;
}

// One of the feed's newest may be of any day: it names neither its voucher nor its channel.
void Turn::ask_redemption() {
    api::FindRedemptions by_id;
    by_id.redemption_id = state_.view.route.handle;
    drop(Ask::redemption);
    figures().one_asked = {.busy = true, .problem = Reason::none};
    fetch(Ask::redemption, "POST", "/api/v1/stores/" + state_.domain.session->store_id + "/redemptions/find",
          wire::write(by_id))
        .key = state_.view.route.handle;
}

// Something happened that figures are made of.
void Turn::figures_changed() {
    if (is_manager() && state_.view.route.screen == Screen::today && !figures().later) {
        figures().later = true;
        emit(effect::StartTimer{Timer::figures, {}, figures_pause});
    }
}

// --- what is answered

bool Turn::figures_answered(Ask what, const std::string& key, const outbox::HttpAnswer& answer) {
    switch (what) {
    case Ask::figures: figures_told(answer); return true;
    case Ask::found: redemptions_found(key, answer); return true;
    case Ask::ordered: ordered_told(key, answer); return true;
    case Ask::waits: waits_told(key, answer); return true;
    case Ask::redemption: redemption_told(key, answer); return true;
    case Ask::seen: alert_seen(answer); return true;
    default: return false;
    }
}

void Turn::figures_told(const outbox::HttpAnswer& answer) {
    auto told = read_answer<api::DayFigures>(answer);
    figures().asked = {.busy = false, .problem = told ? Reason::none : refusal(told.error())};
    const auto& today = state_.domain.today;
    if (told && today && told->store_id == today->store_id && told->business_day == today->business_day) {
        figures().figures = std::move(*told);
        ask_ordered({});
    }
}

void Turn::redemptions_found(const std::string& after, const outbox::HttpAnswer& answer) {
    FiguresView& view = figures();
    auto page = read_answer<api::FoundRedemptions>(answer);
    view.found_asked = {.busy = false, .problem = page ? Reason::none : refusal(page.error())};
    if (!page) {
        return;
    }
    take_page(view.found, view.more, !after.empty(), std::move(*page),
              [](const api::FoundRedemption& one) { return std::string_view{one.redemption.id}; });
}

void Turn::ordered_told(const std::string& after, const outbox::HttpAnswer& answer) {
    FiguresView& view = figures();
    auto page = read_answer<api::FoundOrdered>(answer);
    view.ordered_asked = {.busy = false, .problem = page ? Reason::none : refusal(page.error())};
    if (!page) {
        return;
    }
    take_page(view.ordered, view.more_ordered, !after.empty(), std::move(*page),
              [](const api::OrderedVoucher& one) { return std::string_view{one.voucher_id}; });
}

void Turn::waits_told(const std::string& after, const outbox::HttpAnswer& answer) {
    FiguresView& view = figures();
    auto page = read_answer<api::TicketWaits>(answer);
    view.waited_asked = {.busy = false, .problem = page ? Reason::none : refusal(page.error())};
    if (!page) {
        return;
    }
    take_page(view.waited, view.more_waited, !after.empty(), std::move(*page),
              [](const api::TicketWait& one) { return std::string_view{one.ticket.id}; });
}

void Turn::redemption_told(const std::string& id, const outbox::HttpAnswer& answer) {
    FiguresView& view = figures();
    auto page = read_answer<api::FoundRedemptions>(answer);
    if (id != state_.view.route.handle) {
        return; // of one that was left
    }
    view.one_asked = {.busy = false, .problem = page ? Reason::none : refusal(page.error())};
    if (page && !page->items.empty()) {
        view.one = std::move(page->items.front());
    }
}

// --- what a person does

void Turn::want(const intent::OpenToday& open) {
    // Another filter of the same list takes its place: going back leaves the list.
    const Route to{Screen::today, open.handle};
    const Route& from = state_.view.route;
    show(to, (is_list(from) && is_list(to)) || (parse_ordered(from.handle) && parse_ordered(to.handle)));
}

void Turn::want(const intent::BreakDown& by) { figures().by = by.by; }

void Turn::want(const intent::MoreRedemptions& /*more*/) {
    if (figures().more && !figures().found_asked.busy) {
        ask_found(figures().more);
    }
}

void Turn::want(const intent::MoreOrdered& /*more*/) {
    if (figures().more_ordered && !figures().ordered_asked.busy) {
        ask_ordered(*figures().more_ordered);
    }
}

void Turn::want(const intent::MoreWaits& /*more*/) {
    if (figures().more_waited && !figures().waited_asked.busy) {
        ask_waits(*figures().more_waited);
    }
}

} // namespace hexiao::console
